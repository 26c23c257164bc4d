// Working days of the years a calendar covers, and dataset.yaml.
//
// In:   calendar YAML: coverage {first, last}, years: N: {notice, holidays: [{date, notice}], workdays: [date]}.
// Out:  WorkCalendar.
//       dataset.yaml: complete_through (one date, or by owner type, or by owner type and collection), provenance (free).
// Idea: a day works if it is named under workdays, or is Monday to Friday and not under holidays. A covered year without data
// is an error, not a year of plain weekends.
// Cost: O(days).   Test: tests/rule/load_test.cc
#include <set>

#include "rule/keys.h"
#include "rule/load.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

void contradiction(Diagnostics& diagnostics, const Span& span, const std::string& en, const std::string& zh,
                   const std::string& hint) {
  diagnostics.report(Code::bad_calendar, span, en, zh).hint(hint);
}

std::optional<Day> covered_date(const Node& node, int year, const WorkCalendar& calendar, Diagnostics& diagnostics) {
  const auto day = read_date(node, diagnostics);
  if (!day) return std::nullopt;
  if (civil_of(*day).year != year || !calendar.covers(*day)) {
    contradiction(diagnostics, node.span, format_date(*day) + " stands under another year or outside the coverage",
                  format_date(*day) + " 不属于该年或不在覆盖范围内", "move it to its own year, or widen 'coverage'");
    return std::nullopt;
  }
  return day;
}

}  // namespace

WorkCalendar read_calendar(const SourcePtr& source, Diagnostics& diagnostics) {
  Node tree;
  if (!read_yaml(source, YamlLimits{}, tree, diagnostics)) return {};
  Keys keys(tree, "a calendar", "日历", diagnostics);
  if (!keys.is_mapping()) return {};
  keys.accept({"format_version", "timezone", "unknown", "sources", "cross_check", "title"});
  const Node* coverage = keys.need("coverage");
  const Node* years = keys.need("years");
  const Node* name = keys.get("name");
  keys.close();
  if (coverage == nullptr || years == nullptr) return {};
  Keys bounds(*coverage, "coverage", "coverage", diagnostics);
  const Node* first = bounds.need("first");
  const Node* last = bounds.need("last");
  bounds.close();
  if (first == nullptr || last == nullptr) return {};
  const auto from = read_date(*first, diagnostics);
  const auto until = read_date(*last, diagnostics);
  if (!from || !until) return {};
  if (*from > *until || civil_of(*until).year - civil_of(*from).year > 400) {
    contradiction(diagnostics, coverage->span, "the coverage ends before it begins, or spans more than 400 years",
                  "覆盖范围的结束早于开始，或超过 400 年", "check first and last");
    return {};
  }
  WorkCalendar calendar(*from, *until);
  if (name != nullptr) calendar.name = read_text(*name, diagnostics).value_or("");
  if (!expect_mapping(*years, "years", "years", diagnostics)) return calendar;
  std::set<int> seen_years;
  for (const auto& [key, value] : years->entries) {
    const auto year = read_integer(key, diagnostics);
    if (!year) continue;
    if (*year < 1400 || *year > 9999) {
      contradiction(diagnostics, key.span, "the year lies outside 1400 to 9999", "年份不在 1400 至 9999 之间",
                    "check the year");
      continue;
    }
    seen_years.insert(static_cast<int>(*year));
    Keys parts(value, "a year of the calendar", "日历年份", diagnostics);
    if (!parts.is_mapping()) continue;
    parts.accept({"notice_date", "notice_url", "amended_by", "statutory", "notes", "title"});
    const Node* notice = parts.get("notice");
    const Node* holidays = parts.need("holidays");
    const Node* workdays = parts.get("workdays");
    parts.close();
    if (notice != nullptr) {
      const int number = static_cast<int>(*year);
      calendar.rest_on(*day_of(number, 1, 1), *day_of(number, 12, 31), read_text(*notice, diagnostics).value_or(""));
    }
    std::set<Day> off;
    if (holidays != nullptr && expect_list(*holidays, "holidays", "holidays", diagnostics)) {
      for (const Node& item : holidays->items) {
        const Node* date = &item;
        const Node* own_notice = nullptr;  // of this day, where it is not that of the year
        if (item.kind == Node::Kind::mapping) {
          Keys holiday(item, "a holiday", "节假日", diagnostics);
          holiday.accept({"name_zh", "name_en", "name", "note"});
          date = holiday.need("date");
          own_notice = holiday.get("notice");
          holiday.close();
        }
        if (date == nullptr) continue;
        if (const auto day = covered_date(*date, static_cast<int>(*year), calendar, diagnostics)) {
          off.insert(*day);
          calendar.set_working(*day, false);
          if (own_notice != nullptr) calendar.rest_on(*day, *day, read_text(*own_notice, diagnostics).value_or(""));
        }
      }
    }
    if (workdays != nullptr && expect_list(*workdays, "workdays", "workdays", diagnostics)) {
      for (const Node& item : workdays->items) {
        const auto day = covered_date(item, static_cast<int>(*year), calendar, diagnostics);
        if (!day) continue;
        if (off.count(*day) > 0) {
          contradiction(diagnostics, item.span, format_date(*day) + " is named both as a holiday and as a working day",
                        format_date(*day) + " 既列为放假又列为上班", "remove it from one of the lists");
        }
        calendar.set_working(*day, true);
      }
    }
  }
  for (int year = civil_of(*from).year; year <= civil_of(*until).year; ++year) {
    if (seen_years.count(year) > 0) continue;
    contradiction(diagnostics, coverage->span,
                  "the coverage includes " + std::to_string(year) + ", but 'years' has no data for it",
                  "覆盖范围包含 " + std::to_string(year) + " 年，但 years 中没有该年数据", "add the year or narrow 'coverage'");
    break;
  }
  return calendar;
}

Declarations read_declarations(const SourcePtr& source, const Model& model, Diagnostics& diagnostics) {
  Declarations out;
  Node tree;
  if (!read_yaml(source, YamlLimits{}, tree, diagnostics) || tree.kind == Node::Kind::null) return out;
  Keys keys(tree, "dataset.yaml", "dataset.yaml", diagnostics);
  keys.accept({"provenance"});
  const Node* through = keys.get("complete_through");
  keys.close();
  if (through == nullptr) return out;
  if (through->kind == Node::Kind::scalar) {
    if (const auto day = read_date(*through, diagnostics)) out.complete_through.push_back({-1, -1, *day});
    return out;
  }
  if (!expect_mapping(*through, "complete_through", "complete_through", diagnostics)) return out;
  const auto owner_names = names_of(model.owners, [](const OwnerType& o) { return o.name; });
  for (const auto& [name, value] : through->entries) {
    const int owner = model.owner(name.text);
    if (owner < 0) {
      diagnostics
          .report(Code::unknown_in_model, name.span, "the record model has no owner '" + shown(name.text) + "'",
                  "记录模型中没有主体 '" + shown(name.text) + "'")
          .hint(suggestion(name.text, owner_names));
      continue;
    }
    if (value.kind == Node::Kind::scalar) {
      if (const auto day = read_date(value, diagnostics)) out.complete_through.push_back({owner, -1, *day});
      continue;
    }
    if (!expect_mapping(value, "complete_through of an owner", "主体的 complete_through", diagnostics)) continue;
    const OwnerType& type = model.owners[static_cast<size_t>(owner)];
    for (const auto& [collection, date] : value.entries) {
      const int index = type.collection(collection.text);
      if (index < 0) {
        diagnostics
            .report(Code::unknown_in_model, collection.span,
                    "'" + type.name + "' has no collection '" + shown(collection.text) + "'",
                    "'" + type.name + "' 没有集合 '" + shown(collection.text) + "'")
            .hint(suggestion(collection.text, names_of(type.collections, [](const Collection& c) { return c.name; })));
        continue;
      }
      if (const auto day = read_date(date, diagnostics)) out.complete_through.push_back({owner, index, *day});
    }
  }
  return out;
}

}  // namespace hegui::rule
