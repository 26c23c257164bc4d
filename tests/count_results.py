"""Adds up JUnit files: `N passed, M failed`. Fails when a test failed or when a file holds none.

    count_results.py FILE.xml ...
"""

import sys
import xml.etree.ElementTree as tree


def main() -> int:
    passed = failed = skipped = 0
    empty = False
    for path in sys.argv[1:]:
        cases = list(tree.parse(path).getroot().iter("testcase"))
        empty = empty or not cases
        for case in cases:
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
                print(f"failed: {case.get('name')}")
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or empty else 0


if __name__ == "__main__":
    sys.exit(main())
