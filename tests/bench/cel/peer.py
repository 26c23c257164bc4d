"""The conditions on the C++ implementation of CEL through its Python package: peer.py CONDITIONS DATA ROWS.

One JSON line a condition, as peer.go prints it. Activations are made before the clock starts; what is measured is the call of
`eval` from Python, so its own cost is in the figure.
"""

import json
import sys
import time

from cel_expr_python import cel

CHUNK = 20_000


def read(path, limit):
    rows = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if len(rows) == limit:
                break
            part = line.rstrip("\n").split("\t")
            rows.append({
                "kind": part[0], "level": part[1], "post": part[2], "code": part[3], "amount": float(part[4]), "days": int(part[5]),
                "closed": part[6] == "1", "tags": part[7].split(",") if part[7] else [],
            })
    return rows


def main():
    rows = read(sys.argv[2], int(sys.argv[3]))
    text = cel.Type.STRING
    env = cel.NewEnv(variables={
        "kind": text, "level": text, "post": text, "code": text, "amount": cel.Type.DOUBLE, "days": cel.Type.INT,
        "closed": cel.Type.BOOL, "tags": cel.Type.List(text),
    })
    with open(sys.argv[1], encoding="utf-8") as file:
        conditions = file.read().strip().split("\n")
    for number, condition in enumerate(conditions):
        evaluate = env.compile(condition).eval
        seconds, count, total = 0.0, 0, 0
        for begin in range(0, len(rows), CHUNK):
            activations = [env.Activation(data=row) for row in rows[begin:begin + CHUNK]]
            start = time.process_time()
            results = [evaluate(activation) for activation in activations]
            seconds += time.process_time() - start
            for i, result in enumerate(results, begin):
                if result.value():
                    count += 1
                    total += i * (i + 1)
        print(json.dumps({"condition": number, "rows": len(rows), "seconds": seconds, "true": count, "sum": str(total % 2**64)}), flush=True)


if __name__ == "__main__":
    main()
