"""Each check of the house finds a breach that is put before it, and nothing in a clean tree."""

import tempfile
import unittest
from pathlib import Path

import house

CLEAN = {
    "docs/architecture.md": "| `src/base` | 0 | x | |\n| `src/time` | 1 | x | |\n| `src/cli` | 8 | x | |\n",
    "docs/diagnostics.md": "### HG1001 `file_unreadable`\n",
    "src/base/codes.def": 'HEGUI_CODE(1001, error, file_unreadable, "a", "b")\n',
    "src/base/a.h": "#include <string>\n",
    "src/time/b.cc": '#include "base/a.h"\n#include "time/b.h"\n#include <boost/date_time.hpp>\n',
    "src/cli/c.cc": '#include "cli/c.h"\n#include "hegui/hegui.h"\n#include <CLI/CLI.hpp>\n',
    "include/hegui/hegui.h": "#include <vector>\n#include \"hegui/version.h\"\n",
    "tests/base/diagnostics/HG1001-no-file.diag": "a.yaml: error[HG1001]: no such file\n",
    "bindings/.keep": "",
    "examples/.keep": "",
}

BREACHES = {
    "floors": {"src/base/a.h": '#include "time/b.h"\n'},
    "public_headers": {"include/hegui/hegui.h": "#include <unistd.h>\n"},
    "third_parties": {"src/base/a.h": "#include <boost/date_time.hpp>\n"},
    "file_sizes": {"src/base/long.cc": "int x;\n" * 701},
    "diagnostics_documented": {"docs/diagnostics.md": "### HG9999 `nothing`\n"},
    "diagnostics_tested": {"tests/base/diagnostics/HG1001-no-file.diag": "a.yaml: error[HG1002]: another\n"},
    "place_names": {"src/base/a.h": "// see /" + "root/notes\n"},
}


def tree(folder, *layers):
    merged = {}
    for layer in layers:
        merged.update(layer)
    for name, text in merged.items():
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Path(folder)


class HouseTest(unittest.TestCase):
    def test_a_clean_tree_has_no_breach(self):
        with tempfile.TemporaryDirectory() as folder:
            root = tree(folder, CLEAN)
            for check in house.CHECKS:
                self.assertEqual(list(check(root)), [], check.__name__)

    def test_every_check_finds_its_breach(self):
        self.assertEqual(set(BREACHES), {check.__name__ for check in house.CHECKS})
        for check in house.CHECKS:
            with tempfile.TemporaryDirectory() as folder:
                root = tree(folder, CLEAN, BREACHES[check.__name__])
                self.assertNotEqual(list(check(root)), [], check.__name__)

    def test_the_command_sees_public_headers_only(self):
        with tempfile.TemporaryDirectory() as folder:
            root = tree(folder, CLEAN, {"src/cli/c.cc": '#include "base/a.h"\n'})
            self.assertEqual(len(list(house.floors(root))), 1)


if __name__ == "__main__":
    unittest.main()
