"""The rules of the house, checked on the sources.

    house.py ROOT CHECK

Each check is a function that yields breaches, one text each; none means that it holds. house_test.py shows that they can fail.
"""

import re
import sys
from pathlib import Path

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
SOURCES = ("*.h", "*.cc")

# What belongs to whom: a pattern of an include, and the files that may have it.
THIRD_PARTIES = {
    r"yaml-cpp/": r"src/rule/node\w*\.cc",
    r"boost/": r"src/time/\w+\.cc",
    r"simdjson": r"src/records/(\w+\.cc|dom_reader\.h)",
    r"re2/": r"src/(cel|exec|explain)/\w+\.cc",
    r"CLI/": r"src/cli/\w+\.(cc|h)",
    r"sha2\.h|md5\.h": r"src/base/\w+\.cc",
    r"pybind11/": r"bindings/python/\w+\.cc",
}

# Headers of C++20 and of the C library; POSIX ones are not for public headers.
STANDARD = set(
    "algorithm any array atomic bit bitset cassert cctype cerrno cfenv cfloat charconv chrono cinttypes climits clocale cmath "
    "compare complex concepts condition_variable coroutine csetjmp csignal cstdarg cstddef cstdint cstdio cstdlib cstring ctime "
    "cwchar deque exception execution filesystem format forward_list fstream functional future initializer_list iomanip ios iosfwd "
    "iostream istream iterator latch limits list locale map memory memory_resource mutex new numbers numeric optional ostream queue "
    "random ranges ratio regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept stop_token "
    "streambuf string string_view syncstream system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set "
    "utility valarray variant vector version barrier".split()
)


def files(root, folder, patterns=SOURCES):
    for pattern in patterns:
        yield from sorted((root / folder).rglob(pattern))


def includes(path):
    return INCLUDE.findall(path.read_text(encoding="utf-8"))


def floors_of(root):
    """Room -> floor, from the table of docs/architecture.md."""
    table = {}
    for room, floor in re.findall(r"^\| `src/(\w+)` \| (\d+) \|", (root / "docs/architecture.md").read_text(encoding="utf-8"), re.M):
        table[room] = int(floor)
    return table


def floors(root):
    """A room includes only rooms of lower floors, public headers and itself."""
    table = floors_of(root)
    rooms = sorted(path.name for path in (root / "src").iterdir() if path.is_dir() and any(files(root, f"src/{path.name}")))
    for room in rooms:
        if room not in table:
            yield f"src/{room}: no row in the table of docs/architecture.md"
    for room in rooms:
        for path in files(root, f"src/{room}"):
            for quote, name in includes(path):
                head = name.split("/")[0]
                if quote != '"' or head in (room, "hegui") or "/" not in name:
                    continue
                if room == "cli":
                    yield f"{path.relative_to(root)}: the command sees public headers only, not {name}"
                elif head not in table:
                    yield f"{path.relative_to(root)}: {name} is in no room"
                elif table.get(room, -1) <= table[head]:
                    yield f"{path.relative_to(root)}: floor {table.get(room)} may not include {name} of floor {table[head]}"


def public_headers(root):
    """Public headers include the standard library and hegui/ only."""
    for path in files(root, "include"):
        for _, name in includes(path):
            if name not in STANDARD and not name.startswith("hegui/"):
                yield f"{path.relative_to(root)}: {name} is neither standard nor hegui/"


def third_parties(root):
    """A third-party header stands only where its wall is."""
    for folder in ("src", "include", "bindings"):
        for path in files(root, folder):
            where = path.relative_to(root).as_posix()
            for _, name in includes(path):
                for pattern, allowed in THIRD_PARTIES.items():
                    if re.match(pattern, name) and not re.fullmatch(allowed, where):
                        yield f"{where}: {name} belongs to {allowed}"


def file_sizes(root):
    """No source file has more than 700 lines."""
    for folder in ("src", "include", "bindings", "tests", "examples"):
        for path in files(root, folder, SOURCES + ("*.cpp", "*.py")):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            if lines > 700:
                yield f"{path.relative_to(root)}: {lines} lines; it wants a second room"


def codes(root):
    """(number, name) of each line of the register."""
    text = (root / "src/base/codes.def").read_text(encoding="utf-8")
    return re.findall(r"^HEGUI_CODE\((\d+), \w+, (\w+),", text, re.M)


def diagnostics_documented(root):
    """Each code has one section in docs/diagnostics.md, and no section is about a code that does not exist."""
    page = (root / "docs/diagnostics.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### HG(\d+) `(\w+)`", page, re.M)
    known = codes(root)
    for number, name in known:
        if (number, name) not in sections:
            yield f"HG{number} {name}: no section '### HG{number} `{name}`' in docs/diagnostics.md"
    for number, name in sections:
        if (number, name) not in known:
            yield f"docs/diagnostics.md: HG{number} {name} is not in src/base/codes.def"
    for number, count in ((n, [m for m, _ in known].count(n)) for n in {n for n, _ in known}):
        if count > 1:
            yield f"HG{number} is registered {count} times"


# Codes whose message nothing in a test can call forth: number -> the reason. None today.
WITHOUT_GOLDEN = {}


def diagnostics_tested(root):
    """Each code has a file tests/ROOM/diagnostics/HGnnnn-*.diag that shows its message byte for byte."""
    shown = {}
    for path in sorted((root / "tests").glob("*/diagnostics/HG*.diag")):
        found = re.match(r"HG(\d+)-", path.name)
        if found and f"[HG{found.group(1)}]" in path.read_text(encoding="utf-8", errors="replace"):
            shown[int(found.group(1))] = path
    for number, name in codes(root):
        if int(number) not in shown and int(number) not in WITHOUT_GOLDEN:
            yield f"HG{number} {name}: no tests/*/diagnostics/HG{number}-*.diag shows its message"


def place_names(root):
    """The product does not know the machine it was written on."""
    marks = re.compile("/" + "work/(shared|main)|/" + "root/|/home/" + r"\w")
    for folder in ("src", "include", "bindings", "examples", "docs", "cmake", "rules", "tests"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and path.suffix in (".cc", ".h", ".cpp", ".py", ".md", ".yaml", ".cmake", ".in", ".sh", ".txt", ".pyi"):
                found = marks.search(path.read_text(encoding="utf-8", errors="replace"))
                if found:
                    yield f"{path.relative_to(root)}: names a place of one machine: {found.group(0)}"


CHECKS = (floors, public_headers, third_parties, file_sizes, diagnostics_documented, diagnostics_tested, place_names)


def main():
    root, wanted = Path(sys.argv[1]), sys.argv[2]
    check = {function.__name__: function for function in CHECKS}[wanted]
    breaches = list(check(root))
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
