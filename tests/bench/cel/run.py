"""Compares hegui with two other implementations of CEL on the same rows and conditions.

    run.py CEL_BENCH [--rows 1000000] [--rounds 5] [--work DIR]

CEL_BENCH is the program of that name from a Release build with -DHEGUI_BUILD_BENCH=ON. The others are google/cel-go (needs `go`)
and the C++ implementation through the Python package cel-expr-python; both are fetched by their ordinary clients into DIR. The
programs run one after the other in every round, on one core. Answers must be equal: the number of rows that are true and a
checksum over which ones. Printed is a Markdown table: medians of nanoseconds of processor time a row, with quartiles, and how many times faster
hegui is than the fastest other.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import venv
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
GO_MODULE = "github.com/google/cel-go@v0.31.0"
PACKAGE = "cel-expr-python==0.1.3"


def run(command, **more):
    return subprocess.run(command, check=True, text=True, stdout=subprocess.PIPE, **more).stdout


def make_go(work):
    folder = work / "go"
    program = folder / "peer"
    if not program.exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "peer.go", folder / "main.go")
        if not (folder / "go.mod").exists():
            run(["go", "mod", "init", "peer"], cwd=folder, stderr=subprocess.DEVNULL)
        run(["go", "get", GO_MODULE], cwd=folder)
        run(["go", "mod", "tidy"], cwd=folder)
        run(["go", "build", "-o", str(program)], cwd=folder)
    return [str(program)]


def make_python(work):
    folder = work / "python"
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        run([str(python), "-m", "pip", "install", "-q", PACKAGE])
    return [str(python), str(HERE / "peer.py")]


def processor():
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cel_bench")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--slow-rows", type=int, help="rows for cel-expr-python, if fewer: the first ones")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "hegui-cel-bench")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    data = options.work / f"rows-{options.rows}.tsv"
    if not data.exists():
        run([sys.executable, str(HERE / "data.py"), str(options.rows), str(data)])
    conditions = (HERE / "conditions.txt").read_text(encoding="utf-8").strip().split("\n")
    programs = {
        "hegui, columns": [options.cel_bench, "columns"],
        "hegui, row by row": [options.cel_bench, "rows"],
        "cel-go": make_go(options.work),
        "cel-expr-python": make_python(options.work),
    }
    one_core = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    figures = {name: [[] for _ in conditions] for name in programs}
    rows_of = {name: options.rows for name in programs}
    rows_of["cel-expr-python"] = min(options.slow_rows or options.rows, options.rows)
    answers = {}

    def measure(name, rows):
        lines = run([*one_core, *programs[name], str(HERE / "conditions.txt"), str(data), str(rows)],
                    env={**os.environ, "GOMAXPROCS": "1"}).splitlines()
        for line in map(json.loads, lines):
            at = line["condition"]
            answer = (line["true"], line["sum"])
            if answers.setdefault((at, line["rows"]), answer) != answer:
                sys.exit(f"{name} answers condition {at} otherwise: {answer}, not {answers[at, line['rows']]}")
            yield at, line["seconds"] / line["rows"] * 1e9

    for rows in set(rows_of.values()) - {options.rows}:
        list(measure("hegui, columns", rows))  # the answers to compare with
    for number in range(options.rounds):
        for name in programs:
            for at, nanoseconds in measure(name, rows_of[name]):
                figures[name][at].append(nanoseconds)
            print(f"round {number + 1}: {name}", file=sys.stderr)

    def cell(values):
        ordered = statistics.quantiles(values, n=4) if len(values) > 1 else [values[0]] * 3
        return f"{statistics.median(values):.1f} ({ordered[0]:.1f}-{ordered[2]:.1f})"

    others = [name for name in programs if not name.startswith("hegui")]
    print(f"{date.today()}, {processor()}, one core, {options.rows} rows "
          f"({rows_of['cel-expr-python']} for cel-expr-python), {options.rounds} rounds, "
          f"{GO_MODULE.split('/')[-1]} ({run(['go', 'version']).split()[2]}), {PACKAGE} (Python {platform.python_version()})\n")
    print("| condition | " + " | ".join(f"{name}, ns a row" for name in programs) + " | columns : fastest other | rows : fastest other |")
    print("| --- |" + " ---: |" * (len(programs) + 2))
    ratios = {"hegui, columns": [], "hegui, row by row": []}
    for at, condition in enumerate(conditions):
        fastest = min(statistics.median(figures[name][at]) for name in others)
        cells = [cell(figures[name][at]) for name in programs]
        for name, list_of in ratios.items():
            list_of.append(fastest / statistics.median(figures[name][at]))
            cells.append(f"{list_of[-1]:.1f}")
        print("| `" + condition.replace("|", "\\|") + "` | " + " | ".join(cells) + " |")
    for name, values in ratios.items():
        print(f"\n{name}: {statistics.geometric_mean(values):.1f} times the fastest other (geometric mean), at least {min(values):.1f} times")


if __name__ == "__main__":
    main()
