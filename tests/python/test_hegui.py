"""The package as a user sees it."""

import json
import threading
from datetime import date, datetime

import pytest

import hegui


def by_label(findings, duty):
    return {f.instance.label: f for f in findings if f.duty == duty}


def test_findings_have_the_attributes_of_the_json(mini, one):
    findings = mini.evaluate([one], as_of="2023-10-15")
    quarters = by_label(findings, "leader-inspection")
    second, third = quarters["2023-Q2"], quarters["2023-Q3"]
    assert second.verdict == "satisfied" and second.met_on == date(2023, 6, 2) and not second.adverse
    assert third.verdict == "violated" and third.adverse and third.due == date(2023, 9, 30)
    assert third.count == hegui.Count(low=0, high=0, required=1)
    assert third.instance == hegui.Instance("window", "2023-Q3", date(2023, 7, 1), date(2023, 9, 30))
    assert third.clauses == ("ent.leader",)
    raw = third.to_dict()
    assert raw["instance"]["from"] == "2023-07-01" and raw["holder"] == "E1" and len(raw["id"]) == 32
    assert list(raw)[:4] == ["id", "holder_type", "holder", "duty"]


def test_findings_are_a_sequence(mini, one):
    findings = mini.evaluate([one], as_of="2023-10-15")
    assert len(findings) == len(list(findings)) == len(findings.to_dicts())
    assert findings[-1] == findings[len(findings) - 1]
    assert findings[:2] == [findings[0], findings[1]]
    with pytest.raises(IndexError):
        findings[len(findings)]
    assert sum(v for k, v in findings.counts.items() if k != "adverse") == len(findings)
    assert findings.counts["adverse"] == sum(f.adverse for f in findings)
    assert findings.to_json_lines().count("\n") == len(findings)


def test_data_may_be_dicts_lists_paths_or_records(mini, one, tmp_path):
    (tmp_path / "enterprise.ndjson").write_text(json.dumps(one, ensure_ascii=False) + "\n", encoding="utf-8")
    want = mini.evaluate([one], as_of="2023-10-15").to_json_lines()
    assert want
    for data in ({"enterprise": [one]}, {"enterprise": one}, iter([one]), tmp_path, str(tmp_path), mini.read([one])):
        assert mini.evaluate(data, as_of=date(2023, 10, 15)).to_json_lines() == want


def test_dates_and_sets_are_understood(mini, one):
    one["inspections"][0]["date"] = date(2023, 6, 2)
    one["inspections"][0]["recorded_at"] = datetime(2023, 8, 1, 12, 0)
    one["sectors"] = {"industry"}
    late = by_label(mini.evaluate([one], as_of="2023-10-15", known_at=date(2023, 7, 31)), "leader-inspection")
    assert late["2023-Q2"].verdict == "violated"
    known = by_label(mini.evaluate([one], as_of="2023-10-15", known_at="2023-08-01"), "leader-inspection")
    assert known["2023-Q2"].verdict == "satisfied"
    with pytest.raises(TypeError):
        mini.evaluate([{"id": "E1", "name": object()}], as_of="2023-10-15")


def test_completeness_may_be_declared(mini, one):
    records = mini.read([one], dataset="complete_through: 2023-06-30\n")
    quarters = by_label(mini.evaluate(records, as_of="2023-10-15"), "leader-inspection")
    assert quarters["2023-Q3"].verdict == "indeterminate"
    assert [r.code for r in quarters["2023-Q3"].reasons] == ["collection_incomplete"]


def test_parameters_may_be_changed(mini):
    enterprise = {"id": "E1", "hazards": [{"id": "H1", "level": "major", "found_on": "2023-06-01"}]}
    due = {}
    for days in (3, 5):
        finding = by_label(mini.evaluate([enterprise], as_of="2023-07-01", params={"swift_days": days}), "hazard-swift")["H1"]
        due[days] = finding.due
    assert (due[5] - due[3]).days == 2
    changed = mini.evaluate([enterprise], as_of="2023-07-01", params={"issued_on": date(2023, 5, 26)})
    assert changed.receipt()["params"] == {"issued_on": "2023-05-26"}
    listed = mini.evaluate([enterprise], as_of="2023-07-01", params={"high_risk_sectors": ["mine"]})
    assert len(listed) > 0


def test_explanations(mini, one):
    findings = mini.evaluate([one], as_of="2023-10-15")
    missed = by_label(findings, "leader-inspection")["2023-Q3"]
    why = findings.explain(missed, language="zh")
    assert why.finding == missed or why.finding.to_dict() == missed.to_dict()
    assert why.holder_name == "甲矿" and why.quotes[0]["clause"] == "ent.leader"
    assert "违反" in str(why) and why.remedy["zh"]
    again = mini.explain([one], as_of="2023-10-15", holder="E1", duty="leader-inspection", instance="2023-Q3")
    assert again.finding.id == missed.id and "violated" in again.text


def test_what_is_rejected_raises_with_diagnostics(mini, tmp_path):
    with pytest.raises(hegui.Error) as caught:
        mini.evaluate([{"id": "E1", "headcont": 3}], as_of="2023-10-15")
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code.startswith("HG5") and diagnostic.severity == "error"
    assert "headcount" in diagnostic.hint and diagnostic.message_zh
    assert diagnostic.code in str(diagnostic) and diagnostic.code in str(caught.value)
    with pytest.raises(hegui.Error) as caught:
        mini.evaluate([], as_of="soon")
    assert [d.code for d in caught.value.diagnostics] == ["HG6102"]
    with pytest.raises(hegui.Error):
        hegui.load(tmp_path)


def test_owners_with_errors_may_be_left_out(mini, one):
    records = mini.read([one, {"id": "E2", "headcont": 3}], keep_going=True)
    assert (records.owners, records.owners_left_out) == (1, 1)
    assert [d.severity for d in records.warnings] == ["warning"]
    assert records.name("enterprise", "E1") == "甲矿" and records.rows == 1 and len(records.sha256) == 64


def test_notes_name_what_was_not_read(mini, one, tmp_path):
    (tmp_path / "enterprise.json").write_text(json.dumps([one]), encoding="utf-8")
    (tmp_path / "other.csv").write_text("x", encoding="utf-8")
    assert [note["code"] for note in mini.read(tmp_path).notes] == ["file_ignored"]


def test_threads_share_one_rule_set(mini, one):
    want = mini.evaluate([one], as_of="2023-10-15").to_json_lines()
    got = []

    def work():
        got.append(mini.evaluate([one], as_of="2023-10-15", threads=2).to_json_lines())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == [want] * 4


def test_overview_summary_receipt(mini, one):
    assert mini.overview["pack"] == "mini" and mini.warnings is not None
    findings = mini.evaluate([one], as_of="2023-10-15")
    assert "E1 甲矿" in findings.summary() and "违反" in findings.summary("zh")
    receipt = findings.receipt()
    assert receipt["engine"]["version"] == hegui.__version__ and receipt["findings"]["count"] == len(findings)
    assert all(isinstance(text, str) for i in range(len(findings)) for text in findings.reasons(i))


def test_the_pack_tests_itself(root):
    cases = hegui.run_tests(root / "tests/packs/mini")
    assert cases and all(case.passed for case in cases), [case.differences for case in cases]
