// Verdicts move only along the arrows of docs/verdicts.md.
//
// The page's table gives, for each kind of duty and each verdict, where it may go from one day to the next: by the clock alone
// (rows seen as at one day) and with records that become visible. Doubt and applicability come and go freely. Owners of the
// example city are judged on every day of 2023; HEGUI_TRANSITIONS_EVERY=1 takes all of them instead of some.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <sstream>

#include "api/fixture.h"
#include "api/folder.h"
#include "api/state.h"
#include "exec/exec.h"

namespace hegui {
namespace {

const std::string kRoot = HEGUI_SOURCE_DIR;
constexpr const char* kNone = "none";  // not given

std::string kind_of(const rule::Duty& duty) {
  if (const auto* count = std::get_if<rule::Count>(&duty.shape)) {
    if (count->at_most) return "count at_most";
    return count->late == rule::Late::owed ? "count owed" : "count lost";
  }
  if (const auto* items = std::get_if<rule::Items>(&duty.shape)) {
    if (items->with >= 0) return "items with";
    const std::string how = items->require.empty() ? "items done" : "items require";
    return items->late == rule::Late::owed ? how : how + " lost";
  }
  if (const auto* respond = std::get_if<rule::Respond>(&duty.shape)) {
    return respond->late == rule::Late::owed ? "respond" : "respond lost";
  }
  if (const auto* cover = std::get_if<rule::Cover>(&duty.shape)) {
    return cover->state ? "cover on the day" : cover->late == rule::Late::owed ? "cover owed" : "cover";
  }
  if (std::holds_alternative<rule::Forbid>(duty.shape))
    return std::get<rule::Forbid>(duty.shape).each ? "forbid each" : "forbid";
  if (std::holds_alternative<rule::State>(duty.shape)) return "state";
  if (std::holds_alternative<rule::DecisionTable>(duty.shape)) return "table";
  if (std::holds_alternative<rule::Judge>(duty.shape)) return "judge";
  if (std::holds_alternative<rule::Compose>(duty.shape)) return "compose";
  return "hold";
}

struct Arrow {
  std::string kind, from, to;
  auto operator<=>(const Arrow&) const = default;
};

/// The arrows of the page: by the clock alone, and with records.
struct Page {
  std::set<Arrow> clock, records;
};

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  std::string cell;
  std::getline(in, cell, '|');
  while (std::getline(in, cell, '|')) {
    const size_t begin = cell.find_first_not_of(" `"), end = cell.find_last_not_of(" `");
    cells.push_back(begin == std::string::npos ? "" : cell.substr(begin, end - begin + 1));
  }
  return cells;
}

Page read_page() {
  std::ifstream in(kRoot + "/docs/verdicts.md");
  Page page;
  bool table = false;
  for (std::string line; std::getline(in, line);) {
    if (line.rfind("| kind of duty | from |", 0) == 0) {
      table = true;
      continue;
    }
    if (line.empty() || line[0] != '|') table = false;
    if (!table || line.rfind("|---", 0) == 0) continue;
    const std::vector<std::string> cells = cells_of(line);
    if (cells.size() < 4) continue;
    for (const size_t column : {2, 3}) {
      std::istringstream words(cells[column]);
      for (std::string to; words >> to;) {
        if (to.back() == ',') to.pop_back();
        if (to == "-") continue;
        page.records.insert({cells[0], cells[1], to});
        if (column == 2) page.clock.insert({cells[0], cells[1], to});
      }
    }
  }
  return page;
}

/// Verdicts by id of the finding.
struct Verdicts {
  std::map<std::string, std::string> of;
  std::map<std::string, std::string> kinds;
};

class City {
 public:
  explicit City(size_t every) : pack_(kRoot + "/rules/haicheng-2023") {
    auto rules = RuleSet::load(pack_);
    EXPECT_TRUE(rules) << to_text(rules.diagnostics());
    rules_ = *rules;
    const TempFolder folder;
    for (const char* name : {"department.ndjson", "government.ndjson", "office.ndjson", "registry.json", "dataset.yaml"}) {
      std::filesystem::copy_file(kRoot + "/examples/city/" + name, folder.path(name));
    }
    std::ifstream in(kRoot + "/examples/city/enterprise.ndjson");
    std::string text;
    size_t number = 0;
    for (std::string line; std::getline(in, line);) {
      if (number++ % every == 0) text += line + "\n";
    }
    folder.write("enterprise.ndjson", text);
    auto records = Records::read(rules_, folder.path());
    EXPECT_TRUE(records) << to_text(records.diagnostics());
    records_ = *records;
    moment_.params = rule::default_values(*rules_.state()->rules);
  }

  Verdicts at(Day clock, Day seen) const {
    const Findings all = findings(clock, seen);
    Verdicts out;
    for (const FindingRow& row : all.rows) {
      const std::string id = all.id(row);
      out.of[id] = std::string(word(row.verdict));
      out.kinds[id] = kind_of(rules_.state()->rules->duties[row.duty]);
    }
    return out;
  }

  Findings findings(Day clock, Day seen) const {
    rule::Evaluation evaluation = moment_;
    evaluation.moment.as_of = clock;
    evaluation.moment.seen = seen;
    return exec::run(*rules_.state()->program, *records_.state()->data, evaluation, {2, false, {}});
  }

  const RuleSet& rules() const { return rules_; }
  const Records& records() const { return records_; }

 private:
  std::string pack_;
  RuleSet rules_;
  Records records_;
  rule::Evaluation moment_;
};

void add_arrows(const Verdicts& before, const Verdicts& after, std::map<Arrow, size_t>& seen) {
  for (const auto& [id, verdict] : after.of) {
    const auto at = before.of.find(id);
    const std::string from = at == before.of.end() ? kNone : at->second;
    if (from != verdict) ++seen[{after.kinds.at(id), from, verdict}];
  }
  for (const auto& [id, verdict] : before.of) {
    if (after.of.count(id) == 0) ++seen[{before.kinds.at(id), verdict, kNone}];
  }
}

size_t every() {
  const char* given = std::getenv("HEGUI_TRANSITIONS_EVERY");
  return given == nullptr ? 10 : std::max<size_t>(1, static_cast<size_t>(std::atoi(given)));
}

/// Doubt and applicability come and go; a composition follows its parts.
bool is_free(const Arrow& arrow) {
  for (const std::string& end : {arrow.from, arrow.to}) {
    if (end == kNone || end == "indeterminate" || end == "not_applicable" || end == "waived") return true;
  }
  return arrow.kind == "compose";
}

/// Arrows that the page does not have.
std::string unknown(const std::map<Arrow, size_t>& seen, const std::set<Arrow>& allowed) {
  std::string out;
  for (const auto& [arrow, times] : seen) {
    if (is_free(arrow) || allowed.count(arrow) > 0) continue;
    out += arrow.kind + ": " + arrow.from + " -> " + arrow.to + "  " + std::to_string(times) + "\n";
  }
  return out;
}

/// Different arrows of the table's kind that were seen.
size_t bound(const std::map<Arrow, size_t>& seen) {
  return static_cast<size_t>(std::count_if(seen.begin(), seen.end(), [](const auto& one) { return !is_free(one.first); }));
}

Day day(const char* text) { return *parse_date(text); }

TEST(TransitionsTest, WithRecordsThatBecomeVisible) {
  const City city(every());
  const Page page = read_page();
  std::map<Arrow, size_t> seen;
  Verdicts before = city.at(day("2022-12-31"), day("2022-12-31"));
  for (Day d = day("2023-01-01"); d <= day("2024-01-31"); ++d) {
    Verdicts after = city.at(d, d);
    add_arrows(before, after, seen);
    before = std::move(after);
  }
  EXPECT_EQ(unknown(seen, page.records), "");
  EXPECT_GE(bound(seen), 12U);
}

TEST(TransitionsTest, ByTheClockAlone) {
  const City city(every());
  const Page page = read_page();
  std::map<Arrow, size_t> seen;
  for (const char* start : {"2023-05-19", "2023-06-30", "2023-08-15", "2023-10-31", "2023-12-15"}) {
    Verdicts before = city.at(day(start), day(start));
    for (Day d = day(start) + 1; d <= day("2024-01-10"); ++d) {
      Verdicts after = city.at(d, day(start));
      add_arrows(before, after, seen);
      before = std::move(after);
    }
  }
  EXPECT_EQ(unknown(seen, page.clock), "");
  EXPECT_GE(bound(seen), 5U);
}

TEST(TransitionsTest, TheDutyCalendarForeseesWhatTheDaysBring) {
  const City city(every());
  for (const char* start : {"2023-05-19", "2023-08-15"}) {
    const auto calendar = city.rules().calendar(city.records(), at(start));
    ASSERT_TRUE(calendar) << to_text(calendar.diagnostics());
    std::map<std::string, Day> due;
    for (const CalendarRow& entry : calendar->rows) {
      due[calendar->findings.id(calendar->finding(entry))] = calendar->finding(entry).due;
    }
    // The same records seen, the clock moves: whatever is owed on some day was listed, with the same due day.
    size_t found = 0;
    for (Day d = day(start); d <= day("2023-12-31"); d += 7) {
      const Findings later = city.findings(d, day(start));
      for (const FindingRow& row : later.rows) {
        if (row.verdict == Verdict::not_applicable) continue;
        const auto listed = due.find(later.id(row));
        ASSERT_NE(listed, due.end()) << start << " " << format_date(d) << " " << later.json(row);
        EXPECT_EQ(listed->second, row.due) << later.json(row);
        ++found;
      }
    }
    EXPECT_GT(found, 1000U);
  }
}

TEST(TransitionsTest, WhatIsNotOnThePageIsSeen) {
  std::map<Arrow, size_t> seen;
  add_arrows({{{"a", "satisfied"}, {"b", "pending"}}, {{"a", "count lost"}, {"b", "count lost"}}},
             {{{"a", "violated"}}, {{"a", "count lost"}}}, seen);
  EXPECT_EQ(seen.size(), 2U);
  EXPECT_EQ(unknown(seen, read_page().records), "count lost: satisfied -> violated  1\n");
}

TEST(TransitionsTest, TheGraphOfThePageIsItsTable) {
  const Page page = read_page();
  EXPECT_GT(page.records.size(), page.clock.size());
  std::set<std::pair<std::string, std::string>> table, graph;
  for (const Arrow& arrow : page.records) table.emplace(arrow.from, arrow.to);
  std::ifstream in(kRoot + "/docs/verdicts.md");
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string from, dash, to;
    if (words >> from >> dash >> to && dash == "-->") graph.emplace(from, to);
  }
  EXPECT_EQ(graph, table);
}

}  // namespace
}  // namespace hegui
