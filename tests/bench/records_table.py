#!/usr/bin/env python3
"""The table "Reading records" of docs/performance.md: records_bench, then DuckDB on the same files, in turns with it.

usage: records_table.py BENCH PACK [ENTERPRISES=20000] [PAIRS=15]      (duckdb from PyPI must be importable)

Both use one thread. DuckDB reads the city with read_json, its columns typed, and unnests every collection into a table (or groups the
flat rows by owner); the bench reads the same bytes into columns. Files lie in a temporary folder and are read once before.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb


def quartiles(values):
    low, median, high = statistics.quantiles(values, n=4)
    return f"{median:6.2f}  ({low:.2f} .. {high:.2f})"


class Serving:
    """records_bench, reading the city once whenever asked."""

    def __init__(self, bench, pack, enterprises, form):
        self.process = subprocess.Popen(
            [bench, pack, str(enterprises), "serve", form], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.rows = int(self.process.stdout.readline())

    def seconds(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def collections_of(connection, file):
    """Names of the columns that hold lists of objects, and the types of all columns, found once and then given."""
    described = connection.execute(
        f"DESCRIBE SELECT * FROM read_json('{file}', format='newline_delimited', sample_size=-1, maximum_object_size=67108864)"
    ).fetchall()
    types = {name: kind for name, kind, *_ in described}
    return types, [name for name, kind in types.items() if kind.startswith("STRUCT") and kind.endswith("[]")]


def grouped(folder, serving, pairs):
    file = folder / "enterprise.ndjson"
    connection = duckdb.connect(config={"threads": 1})
    types, collections = collections_of(connection, file)
    columns = "{" + ", ".join(f"'{n}': '{t.replace(chr(39), chr(39) * 2)}'" for n, t in types.items()) + "}"
    source = f"read_json('{file}', format='newline_delimited', columns={columns}, maximum_object_size=67108864)"

    def duck():
        start = time.perf_counter()
        connection.execute(f"CREATE OR REPLACE TABLE documents AS SELECT * FROM {source}")
        for name in collections:
            connection.execute(
                f'CREATE OR REPLACE TABLE "c_{name}" AS SELECT id AS owner, unnest("{name}", recursive := true) FROM '
                f'(SELECT id, "{name}" FROM documents)'
            )
        return time.perf_counter() - start

    duck()
    rows = sum(connection.execute(f'SELECT count(*) FROM "c_{name}"').fetchone()[0] for name in collections)
    assert rows == serving.rows, (rows, serving.rows)
    return in_turns(duck, serving, pairs)


def flat(folder, serving, pairs):
    connection = duckdb.connect(config={"threads": 1})
    files = sorted(f for f in folder.glob("flat.enterprise.*.ndjson") if f.name != "flat.enterprise.ndjson")
    sources = []
    for file in files:
        types, _ = collections_of(connection, file)
        columns = "{" + ", ".join(f"'{n}': '{t.replace(chr(39), chr(39) * 2)}'" for n, t in types.items()) + "}"
        sources.append((file.name.split(".")[2], f"read_json('{file}', format='newline_delimited', columns={columns})"))

    def duck():
        start = time.perf_counter()
        for name, source in sources:
            connection.execute(f'CREATE OR REPLACE TABLE "f_{name}" AS SELECT * FROM {source} ORDER BY owner')
        return time.perf_counter() - start

    duck()
    rows = sum(connection.execute(f'SELECT count(*) FROM "f_{name}"').fetchone()[0] for name, _ in sources)
    assert rows == serving.rows, (rows, serving.rows)
    return in_turns(duck, serving, pairs)


def in_turns(duck, serving, pairs):
    serving.seconds()
    ratios = []
    for i in range(pairs):
        if i % 2 == 0:
            a, b = duck(), serving.seconds()
        else:
            b, a = serving.seconds(), duck()
        ratios.append(a / b)
    return quartiles(ratios)


def main():
    bench, pack = sys.argv[1:3]
    enterprises = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
    pairs = int(sys.argv[4]) if len(sys.argv) > 4 else 15
    subprocess.run([bench, pack, str(enterprises), str(pairs)], check=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([bench, pack, str(enterprises), "write", folder], check=True)
        for form, title, compare in (
            ("grouped", "DuckDB read_json and unnest / columns", grouped),
            ("flat", "DuckDB read_json and sort by owner / flat rows to columns", flat),
        ):
            serving = Serving(bench, pack, enterprises, form)
            print(f"{title:<58} {compare(Path(folder), serving, pairs)}   DuckDB {duckdb.__version__}", flush=True)
            serving.close()


if __name__ == "__main__":
    main()
