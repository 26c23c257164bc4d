"""Records as dicts in, findings and an explanation out."""

from datetime import date

import hegui

rules = hegui.load("rules/haicheng-2023")
enterprise = {
    "id": "E1",
    "name": "某机械厂",
    "sectors": ["industry"],
    "high_risk": False,
    "headcount": 40,
    "inspections": [
        {"id": "J1", "kind": "leader-led", "led_by_role": "principal", "date": date(2023, 6, 2)},
    ],
}

findings = rules.evaluate([enterprise], as_of=date(2023, 11, 1))
for finding in findings:
    if finding.duty == "leader-inspection":
        print(finding.instance.label, finding.verdict, finding.due, finding.count)

missed = next(f for f in findings if f.duty == "leader-inspection" and f.adverse)
print()
print(findings.explain(missed, language="zh"))

try:
    rules.evaluate([{"id": "E2", "headcont": 40}], as_of="2023-11-01")
except hegui.Error as error:
    for diagnostic in error.diagnostics:
        print(diagnostic.code, diagnostic.path, diagnostic.hint)
