"""The working-day calendar against two independent public sources, day by day.

docs/calendar.md lists every difference with its reason. A difference that is not listed fails, and so does a listed one that is gone.
"""

import re
from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest
from chinese_calendar import constants

import hegui

PACK = "rules/haicheng-2023"


@pytest.fixture(scope="module")
def rules(root):
    return hegui.load(root / PACK)


def days(first, last):
    while first <= last:
        yield first
        first += timedelta(days=1)


def by_chinesecalendar(day):
    """True, False, or None where the package has no data."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return None


CHINA = holidays.country_holidays("CN", years=range(2019, 2030))


def by_holidays(day):
    """`holidays` guesses years without a notice; only years of which it knows a make-up day are taken."""
    if not any(worked.year == day.year for worked in CHINA.weekend_workdays):
        return None
    return CHINA.is_working_day(day)


SOURCES = {"chinesecalendar": by_chinesecalendar, "holidays": by_holidays}


def table(root, heading):
    """Rows of the first table under a heading of docs/calendar.md, as lists of cells."""
    text = (root / "docs/calendar.md").read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines]


def differences(working_day, first, last):
    """(date, ours, source, theirs), and per source the days it was asked about."""
    found, asked = set(), {name: 0 for name in SOURCES}
    for day in days(first, last):
        for name, source in SOURCES.items():
            theirs = source(day)
            if theirs is None:
                continue
            asked[name] += 1
            if working_day(day) != theirs:
                found.add((day.isoformat(), working_day(day), name, theirs))
    return found, asked


def word(working):
    return "works" if working else "rests"


def test_every_covered_day_agrees_with_both_sources_or_is_explained(root, rules):
    first, last = rules.working_days_known
    found, asked = differences(rules.working_day, first, last)
    listed = {(row[0], row[1], row[2], row[3]) for row in table(root, "Whether people work")}
    assert {(day, word(ours), name, word(theirs)) for day, ours, name, theirs in found} == listed
    compared = {row[0]: int(row[3].replace(",", "")) for row in table(root, "What was compared")}
    assert asked == compared


def test_days_that_notices_name_agree_or_are_explained(root):
    """Beyond working or not: which days a notice names as off. `holidays` treats weekends apart, so weekdays only there."""
    text = (root / "rules/calendars/cn.yaml").read_text(encoding="utf-8")
    ours = {date.fromisoformat(day) for day in re.findall(r'- \{date: "([\d-]+)"', text)}
    worked = {date.fromisoformat(day) for days_ in re.findall(r"workdays: \[(.*)\]", text) for day in re.findall(r'"([\d-]+)"', days_)}
    assert len(ours) > 200 and len(worked) > 40
    first, last = date(2020, 1, 1), date(2026, 12, 31)
    inside = lambda all_days: {day for day in all_days if first <= day <= last}  # noqa: E731
    found = {(day.isoformat(), "named", "chinesecalendar", "not named") for day in ours - inside(constants.holidays)}
    found |= {(day.isoformat(), "not named", "chinesecalendar", "named") for day in inside(constants.holidays) - ours}
    found |= {(day.isoformat(), "named", "holidays", "not named") for day in ours if day.weekday() < 5 and day not in CHINA}
    found |= {(day.isoformat(), "not named", "holidays", "named") for day in inside(CHINA) - ours if day.weekday() < 5}
    assert {tuple(row[:4]) for row in table(root, "Which days a notice names")} == found
    assert worked == inside(constants.workdays) == inside(CHINA.weekend_workdays)


def test_a_changed_day_is_a_difference(rules):
    """The comparison can fail: one day turned round is found by both sources."""
    wrong = date(2023, 6, 25)
    found, _ = differences(lambda day: rules.working_day(day) != (day == wrong), date(2023, 6, 1), date(2023, 6, 30))
    assert found == {(wrong.isoformat(), False, name, True) for name in SOURCES}


def test_every_covered_day_rests_on_a_notice(root, rules):
    first, last = rules.working_days_known
    notices = {rules.notice(day) for day in days(first, last)}
    assert None not in notices
    assert notices == {row[1] for row in table(root, "Notices")}
    for year, notice in ((row[0], row[1]) for row in table(root, "Notices") if row[0].isdigit()):
        assert rules.notice(f"{year}-07-01") == notice
    assert rules.notice("2022-12-31") == "国办发明电〔2022〕16号" and rules.notice("2022-12-30") == "国办发明电〔2021〕11号"
    assert rules.notice("2020-02-01") == "国办发明电〔2020〕1号" and rules.notice("2020-01-30") == "国办发明电〔2019〕16号"


def test_outside_the_calendar_nothing_is_known(rules):
    first, last = rules.working_days_known
    assert (first, last) == (date(2020, 1, 1), date(2026, 12, 31))
    for day in (first - timedelta(days=1), last + timedelta(days=1), "2027-01-04", date(1999, 1, 1)):
        assert rules.working_day(day) is None and rules.notice(day) is None
    assert rules.working_day("2023-06-25") is True and rules.working_day(date(2023, 6, 23)) is False
    with pytest.raises(hegui.Error) as caught:
        rules.working_day("2023-02-30")
    assert [d.code for d in caught.value.diagnostics] == ["HG6102"]


def test_days_off_for_days_worked_is_what_the_statute_gives(rules):
    """Weekdays off less weekend days worked are the statutory days of a year: 11, and 13 from 2025 on (and in 2020, extended)."""
    first, last = rules.working_days_known
    balance = {}
    for day in days(first, last):
        weekday, works = day.weekday() < 5, rules.working_day(day)
        balance[day.year] = balance.get(day.year, 0) + (weekday and not works) - (works and not weekday)
    assert balance == {2020: 13, 2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13}
