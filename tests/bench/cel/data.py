"""Rows for the comparison of CEL implementations: one tab-separated line a row, the same for the same arguments.

    data.py ROWS FILE

Columns: kind level post code (text), amount (double), days (int), closed (0 or 1), tags (words joined by commas). Their spread is
that of inspection records: words of enumerations, about a thousand posts, fifty thousand codes.
"""

import random
import sys

KINDS = ["leader-led", "self-check", "sweep", "contractor-check", "look-back", "special"]
LEVELS = ["major", "larger", "general", "severe", "slight"]
TAGS = ["fire", "gas", "height", "power", "confined", "lifting"]


def main():
    rows, path = int(sys.argv[1]), sys.argv[2]
    draw = random.Random(1)
    with open(path, "w", encoding="utf-8") as out:
        for _ in range(rows):
            tags = draw.sample(TAGS, draw.randrange(4))
            out.write("\t".join([
                draw.choice(KINDS), draw.choice(LEVELS), f"岗位{draw.randrange(1000)}",
                f"H-{draw.randrange(25000)}-{draw.choice('ab')}", repr(draw.randrange(1_000_000) / 100), str(draw.randrange(120)),
                str(draw.randrange(2)), ",".join(tags),
            ]) + "\n")


if __name__ == "__main__":
    main()
