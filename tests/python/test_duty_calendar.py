"""The duty calendar from Python; its iCalendar read by an independent parser."""

from datetime import date, datetime, timedelta, timezone

import icalendar
import pytest

import hegui

LONG = "重大事故隐患排查整治行动总体完成情况、整改责任人、整改措施、整改资金、整改期限和应急预案落实情况；" * 3


@pytest.fixture(scope="module")
def city(root):
    rules = hegui.load(root / "rules/haicheng-2023")
    return rules, rules.read(root / "examples/city")


def tasks(text, name="VTODO"):
    return list(icalendar.Calendar.from_ical(text).walk(name))


def test_entries_have_the_attributes_of_the_json(mini, one):
    calendar = mini.calendar([one], as_of="2023-06-20")
    third = next(e for e in calendar if e.duty == "leader-inspection" and e.instance.label == "2023-Q3")
    assert third.state == "not_begun" and third.open and not third.lapses and not third.advisory
    assert third.due == date(2023, 9, 30) and third.lead == 102 and third.nominal_due == third.due
    assert third.instance == hegui.Instance("window", "2023-Q3", date(2023, 7, 1), date(2023, 9, 30))
    assert third.count == hegui.Count(0, 0, 1) and third.clauses == ("ent.leader",)
    assert third.title["zh"] == "主要负责人每季度带队检查"
    assert third.to_dict()["due"] == "2023-09-30"
    assert third.id == next(
        f.id for f in mini.evaluate([one], as_of="2023-10-15") if f.duty == third.duty and f.instance.label == "2023-Q3"
    )
    assert len(calendar) == len(list(calendar)) == len(calendar.to_json_lines().splitlines())
    assert calendar[0] == next(iter(calendar)) and calendar[-1:] == [calendar[len(calendar) - 1]]
    assert "102 天后" in calendar.to_text("zh") and "in 102 days" in str(calendar)


def test_what_falls_due_in_the_next_days(city):
    rules, records = city
    as_of = date(2023, 7, 1)
    every = rules.calendar(records, as_of=as_of, threads=2)
    soon = rules.calendar(records, as_of=as_of, days=30)
    assert [e.id for e in soon] == [e.id for e in every if e.lead is not None and 0 <= e.lead <= 30]
    assert [e.due for e in soon] == sorted(e.due for e in soon) and len({e.holder for e in soon}) > 50
    still = rules.calendar(records, as_of=as_of, until="2023-07-31", since=as_of, open_only=True)
    assert [e.id for e in still] == [e.id for e in soon if e.open]
    assert {e.holder for e in rules.calendar(records, as_of=as_of, holder="E0027")} == {"E0027"}
    for wrong in ({"days": -1}, {"days": 3, "until": "2023-12-31"}, {"since": "2023-12-31", "until": "2023-01-01"}):
        with pytest.raises(hegui.Error):
            rules.calendar(records, as_of=as_of, **wrong)


def test_icalendar_holds_what_the_calendar_holds(city):
    rules, records = city
    calendar = rules.calendar(records, as_of="2023-07-01", days=120)
    text = calendar.to_ics("zh", alarm_days=[7, 1])
    parsed = tasks(text)
    assert len(parsed) == len(calendar) > 300
    for entry, task in zip(calendar, parsed):
        assert task["UID"] == f"{entry.id}@haicheng-2023"
        assert task.decoded("DUE") == entry.due and type(task.decoded("DUE")) is date
        assert task.decoded("DTSTAMP") == datetime(2023, 7, 1, tzinfo=timezone.utc)
        if entry.instance.from_ is not None and entry.instance.from_ < entry.due:
            assert task.decoded("DTSTART") == entry.instance.from_
        else:
            assert "DTSTART" not in task  # a task may not begin on or after its due day
        assert entry.title["zh"] in task["SUMMARY"] and entry.holder in task["SUMMARY"]
        assert all(f"[{clause}]" in task["DESCRIPTION"] for clause in entry.clauses)
        done = entry.state in ("satisfied", "satisfied_late")
        assert task["STATUS"] == ("CANCELLED" if entry.lapses or entry.state == "waived" else "COMPLETED" if done else "NEEDS-ACTION")
        alarms = [alarm.decoded("TRIGGER") for alarm in task.walk("VALARM")]
        assert alarms == ([timedelta(days=-1), timedelta(days=-7)] if entry.open else [])
        assert all(alarm["TRIGGER"].params["RELATED"] == "END" for alarm in task.walk("VALARM"))
    assert len({task["UID"] for task in parsed}) == len(parsed)


def test_events_stand_on_the_due_day(mini, one):
    calendar = mini.calendar([one], as_of="2023-06-20")
    events = tasks(calendar.to_ics(events=True, alarm_days=[3]), "VEVENT")
    dated = [entry for entry in calendar if entry.due is not None]
    assert [event.decoded("DTSTART") for event in events] == [entry.due for entry in dated] and len(dated) < len(calendar)
    assert len(tasks(calendar.to_ics())) == len(calendar)  # tasks may be without a due day
    assert all(event["STATUS"] == "CONFIRMED" for event in events)
    assert {alarm.decoded("TRIGGER") for event in events for alarm in event.walk("VALARM")} == {timedelta(days=-3)}


def test_the_same_run_gives_the_same_bytes(mini, one):
    first, again = (mini.calendar([one], as_of="2023-06-20").to_ics("zh", alarm_days=[1]) for _ in range(2))
    assert first == again
    # A later calendar updates an earlier one: the same tasks keep their UID.
    later = {task["UID"] for task in tasks(mini.calendar([one], as_of="2023-07-20").to_ics())}
    assert {task["UID"] for task in tasks(first)} <= later


@pytest.mark.parametrize("shift", range(8))
def test_long_chinese_titles_survive_folding_and_escaping(mini, one, shift):
    one["name"] = "x" * shift + LONG + 'a\\b, c; "d"\te\nf😀'
    text = mini.calendar([one], as_of="2023-06-20").to_ics("zh")
    assert text.endswith("END:VCALENDAR\r\n") and text.count("\n") == text.count("\r\n")
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75 and any(len(line) > 72 for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    summaries = [task["SUMMARY"] for task in tasks(text)]
    assert summaries and all(one["name"] in summary for summary in summaries)


def test_the_command_writes_the_same_file(root, mini, one, tmp_path):
    import json
    import subprocess
    import sys

    (tmp_path / "enterprise.json").write_text(json.dumps([one], ensure_ascii=False), encoding="utf-8")
    out = tmp_path / "duties.ics"
    done = subprocess.run(
        [sys.executable, "-m", "hegui._command", "calendar", "tests/packs/mini", str(tmp_path / "enterprise.json"), "--as-of", "2023-06-20"]
        + ["--format", "ics", "--language", "zh", "--alarm", "7", "--out", str(out)],
        cwd=root,
        capture_output=True,
    )
    assert done.returncode == 0 and done.stdout == b""
    assert out.read_bytes().decode() == mini.calendar([one], as_of="2023-06-20").to_ics("zh", alarm_days=[7])
