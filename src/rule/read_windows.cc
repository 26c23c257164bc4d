// How a frame is divided: per, named windows, nth, broken periods; when a duty is in force; what must hold throughout.
//
// In:   nodes of a duty.   Out: the fields of Count, Items, Hold and Duty that say so; diagnostics HG4030 and others.
// Cost: O(windows).   Test: tests/rule/timing_test.cc
#include <algorithm>
#include <set>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr size_t kMostWindows = 400;
constexpr int64_t kMostNumber = 10'000;

}  // namespace

void PackReader::window_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint) {
  diagnostics_.report(Code::window_form, span, en, zh).hint(hint);
}

std::optional<Per> PackReader::read_per(const Node& node) {
  const auto choice = read_choice(node, {"week", "month", "quarter", "half_year", "year", "phase"}, diagnostics_);
  if (!choice) return std::nullopt;
  constexpr Per kOrder[] = {Per::week, Per::month, Per::quarter, Per::half_year, Per::year, Per::phase};
  const Per per = kOrder[static_cast<size_t>(*choice)];
  if (per == Per::phase && rules->phases.empty()) {
    window_conflict(node.span, "the pack has no phases", "规则包没有阶段",
                    "add 'phases' to pack.yaml, or divide by the calendar");
  }
  return per;
}

std::vector<NamedWindow> PackReader::read_named_windows(const Node& node) {
  std::vector<NamedWindow> out;
  if (!expect_list(node, "'windows'", "windows", diagnostics_)) return out;
  if (node.items.empty() || node.items.size() > kMostWindows) {
    window_conflict(node.span, "a duty names 1 to " + std::to_string(kMostWindows) + " windows",
                    "windows 应有 1 至 " + std::to_string(kMostWindows) + " 个窗口", "name at least one, or use 'per'");
    return out;
  }
  std::set<std::string> labels;
  for (const Node& item : node.items) {
    Keys keys(item, "a window", "窗口", diagnostics_);
    if (!keys.is_mapping()) continue;
    const Node* label = keys.get("label");
    const Node* from = keys.need("from");
    const Node* until = keys.need("until");
    keys.close();
    const auto a = from == nullptr ? std::nullopt : read_day_ref(*from);
    const auto b = until == nullptr ? std::nullopt : read_day_ref(*until);
    if (!a || !b) continue;
    NamedWindow window;
    window.from = *a;
    window.until = *b;
    window.label = format_date(day_of(*a)) + "/" + format_date(day_of(*b));
    if (label != nullptr) window.label = read_text(*label, diagnostics_).value_or(window.label);
    if (reversed(*a, *b)) {
      diagnostics_
          .report(Code::bad_period, item.span, "the window ends on " + format_date(day_of(*b)) + ", before it begins",
                  "窗口的结束 " + format_date(day_of(*b)) + " 早于开始")
          .hint("exchange from and until, or correct one of them");
    }
    if (window.label == "campaign" || !labels.insert(window.label).second) {
      window_conflict(
          label != nullptr ? label->span : item.span,
          window.label == "campaign" ? "'campaign' is the label of the campaign"
                                     : "two windows bear the label '" + shown(window.label) + "'",
          window.label == "campaign" ? "campaign 是行动期间的标签" : "两个窗口的标签都是 '" + shown(window.label) + "'",
          "give each window a label of its own");
    }
    out.push_back(std::move(window));
  }
  return out;
}

std::vector<int> PackReader::read_nth(const Node& node) {
  std::vector<int> out;
  if (!expect_list(node, "'nth'", "nth", diagnostics_)) return out;
  for (const Node& item : node.items) {
    const auto number = read_integer(item, diagnostics_);
    if (!number) continue;
    if (*number == 0 || *number > kMostNumber || *number < -kMostNumber) {
      window_conflict(item.span, "windows are numbered from 1, and from -1 backwards", "窗口序号从 1 起，倒数从 -1 起",
                      "1 is the first window, -1 the last");
      continue;
    }
    const int value = static_cast<int>(*number);
    if (std::find(out.begin(), out.end(), value) != out.end()) {
      window_conflict(item.span, "this number stands twice", "此序号重复", "leave one of them out");
      continue;
    }
    out.push_back(value);
  }
  if (node.items.empty()) window_conflict(node.span, "'nth' names no window", "nth 没有列出窗口", "write [1] or [1, -1]");
  return out;
}

bool PackReader::read_broken(const Node& node, NumberRef& min_days, Broken& broken) {
  Keys keys(node, "broken_period", "broken_period", diagnostics_);
  if (!keys.is_mapping()) return false;
  const Node* days = keys.need("min_days");
  broken = Broken::none;
  if (const Node* otherwise = keys.get("else")) {
    const auto choice = read_choice(*otherwise, {"none", "count", "advise", "prorate"}, diagnostics_);
    broken = static_cast<Broken>(choice.value_or(0));
  }
  keys.close();
  if (days == nullptr) return false;
  const auto number = read_number_ref(*days, true, 0, 366);
  if (number) min_days = *number;
  return number.has_value();
}

/// The windows of the whole frame, with the pack's own values; not clipped by any life.
std::vector<Window> PackReader::whole_windows(Per per, const Frame& within, const std::vector<NamedWindow>& named) const {
  DayRef first = rules->campaign_from, last = rules->campaign_until;
  if (within.kind == Frame::Kind::dates) {
    first = within.from;
    last = within.until;
  } else if (within.kind == Frame::Kind::phase) {
    first = rules->phases[static_cast<size_t>(within.phase)].from;
    last = rules->phases[static_cast<size_t>(within.phase)].until;
  }
  const Day from = day_of(first);
  const Day until = day_of(last);
  std::vector<Window> out;
  if (from == kNoDay || until == kNoDay) return out;
  const auto add = [&](const DayRef& a, const DayRef& b) {
    Window window;
    window.whole_from = day_of(a);
    window.whole_until = day_of(b);
    window.from = std::max(from, window.whole_from);
    window.until = std::min(until, window.whole_until);
    if (window.whole_from != kNoDay && window.whole_until != kNoDay && window.from <= window.until) out.push_back(window);
  };
  if (per == Per::phase) {
    for (const Phase& phase : rules->phases) add(phase.from, phase.until);
  } else if (per == Per::dates) {
    for (const NamedWindow& window : named) add(window.from, window.until);
  } else {
    out = windows(per, from, until, 0, "");
  }
  return out;
}

void PackReader::read_in_force(const Node& node, Duty& duty) {
  Keys keys(node, "in_force", "in_force", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* from = keys.get("from");
  const Node* until = keys.get("until");
  keys.close();
  if (from != nullptr) duty.in_force_from = read_day_ref(*from).value_or(DayRef());
  if (until != nullptr) duty.in_force_until = read_day_ref(*until).value_or(DayRef());
  if (from == nullptr && until == nullptr) {
    diagnostics_.report(Code::missing_key, node.span, "'in_force' needs 'from' or 'until'", "in_force 须有 from 或 until")
        .hint("write  in_force: {from: DATE}  or leave it out");
  } else if (from != nullptr && until != nullptr && reversed(duty.in_force_from, duty.in_force_until)) {
    diagnostics_
        .report(Code::bad_period, node.span, "the duty goes out of force before it comes into force", "失效日期早于生效日期")
        .hint("exchange from and until, or correct one of them");
  }
}

void PackReader::read_hold(const Node& node, Duty& duty, const NumberRef& min_days, Broken broken) {
  duty.shape = Hold();
  Hold& out = std::get<Hold>(duty.shape);
  Keys keys(node, "'hold'", "hold", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* holds = keys.need("holds");
  const Node* per = keys.get("per");
  const Node* within = keys.get("within");
  keys.close();
  out.within = read_within(within, false, Frame::Kind::campaign);
  if (per != nullptr) out.per = read_per(*per).value_or(Per::once);
  out.min_days = min_days;
  out.broken = broken;
  if (is_calendar(out.per) && broken == Broken::prorate) {
    window_conflict(per->span, "what must hold every day has no number to prorate", "每日须保持的要求没有可折算的次数",
                    "add  broken_period: {min_days: n, else: none}  (or count, advise) to the duty");
  }
  if (holds != nullptr) out.holds = read_condition(*holds, scope_of(duty.holder, true));
}

}  // namespace hegui::rule
