"""An auditor counts broken duties of a whole city and writes them as a table."""

import collections
import sys

import hegui

rules = hegui.load("rules/haicheng-2023")
findings = rules.evaluate("examples/city", as_of="2023-12-31", threads=2)

holders = collections.defaultdict(set)
for finding in findings:
    if finding.adverse:
        holders[finding.duty].add((finding.holder_type, finding.holder))

writer = sys.stdout
writer.write("duty\tholders\n")
for duty, broken_by in sorted(holders.items(), key=lambda item: (-len(item[1]), item[0]))[:5]:
    writer.write(f"{duty}\t{len(broken_by)}\n")
writer.write(f"findings\t{len(findings)}\n")
writer.write(f"receipt\t{findings.receipt()['as_of']}\n")
