"""hegui 合规: evaluates records of enterprises against a pack of compliance rules.

>>> import hegui
>>> rules = hegui.load("rules/haicheng-2023")
>>> findings = rules.evaluate("examples/city", as_of="2023-12-31")
>>> for finding in findings:
...     if finding.adverse:
...         print(finding.holder, finding.duty, finding.instance.label, finding.verdict)
"""

from ._core import version as _version
from .calendar import Calendar, Entry
from .errors import Diagnostic, Error
from .findings import Change, Count, Explanation, Finding, Findings, Instance, Reason, changed
from .rules import Records, Rules, TestCase, load, run_tests

__version__ = _version()

__all__ = [
    "Calendar",
    "Change",
    "Count",
    "Diagnostic",
    "Entry",
    "Error",
    "Explanation",
    "Finding",
    "Findings",
    "Instance",
    "Reason",
    "Records",
    "Rules",
    "TestCase",
    "changed",
    "load",
    "run_tests",
]
