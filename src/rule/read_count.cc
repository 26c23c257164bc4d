// Counts of rows in windows, their exceptions, and reports (counts of at least 1 in each window, by label).
//
// In:   the node under `count`, `report` or `unless`.   Out: Count; diagnostics HG4011, HG4012, HG4030, HG4033.
// Idea: an exception starts from the duty's own count and is checked as a whole in the same way.
// Cost: O(keys).   Test: tests/rule/load_test.cc, tests/rule/timing_test.cc
#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr double kMostRows = 1'000'000;
constexpr double kMostDays = 36'600;

}  // namespace

void PackReader::conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint) {
  diagnostics_.report(Code::late_and_due, span, en, zh).hint(hint);
}

void PackReader::counting_conflict(const Span& span, const std::string& en, const std::string& zh, const std::string& hint) {
  diagnostics_.report(Code::counting_form, span, en, zh).hint(hint);
}

bool PackReader::read_serves(const Node& node) { return read_choice(node, {"all", "one"}, diagnostics_) == 1; }

/// How the frame is divided: at most one of per, windows, rolling; nth chooses among windows.
void PackReader::read_division(const CountKeys& keys, Count& out) {
  const int ways = (keys.per != nullptr) + (keys.windows != nullptr) + (keys.rolling != nullptr);
  if (ways > 1) {
    const Node* second = keys.rolling != nullptr ? keys.rolling : keys.windows;
    window_conflict(second->span, "a frame is divided in one way only", "期间只能有一种划分方式",
                    "keep one of per, windows, rolling");
    return;
  }
  if (ways == 1) {  // an exception divides anew
    out.per = Per::once;
    out.windows.clear();
    out.rolling = NumberRef{-1, 0};
    if (keys.nth == nullptr) out.nth.clear();
  }
  if (keys.per != nullptr) out.per = read_per(*keys.per).value_or(Per::once);
  if (keys.windows != nullptr) {
    out.per = Per::dates;
    out.windows = read_named_windows(*keys.windows);
  }
  if (keys.rolling != nullptr) out.rolling = read_number_ref(*keys.rolling, true, 1, kMostDays).value_or(NumberRef{-1, 1});
  if (keys.nth != nullptr) {
    out.nth = read_nth(*keys.nth);
    if (out.per == Per::once) {
      window_conflict(keys.nth->span, "'nth' chooses among windows, and here is one only", "nth 用于选取窗口，此处只有一个",
                      "add  per: month  (or another period), or leave it out");
    }
  }
}

/// distinct: day, a field, or CEL over the row.
void PackReader::read_distinct(const Node& node, int holder, Count& out) {
  out.distinct_day = false;
  out.distinct = kNone;
  if (out.rows < 0 || !expect_scalar(node, diagnostics_)) return;
  const RowType& row = model->rows[static_cast<size_t>(rules->selections[static_cast<size_t>(out.rows)].row_type)];
  if (node.text == "day") {
    out.distinct_day = true;
    if (!dated(rules->selections[static_cast<size_t>(out.rows)])) {
      counting_conflict(node.span, "rows of type '" + row.name + "' have no event date",
                        "行类型 '" + row.name + "' 没有事件日期",
                        "name a field, or give the type an 'event' in the record model");
    }
    return;
  }
  out.distinct = read_row_value(node, holder, out.rows, std::nullopt);
}

bool PackReader::dated(const Selection& selection) const {
  if (!model->rows[static_cast<size_t>(selection.row_type)].event.empty()) return true;
  if (selection.nested_field < 0) return false;
  const OwnerType& owner = model->owners[static_cast<size_t>(selection.owner_type)];
  return !model->rows[static_cast<size_t>(owner.collections[static_cast<size_t>(selection.collection)].row_type)].event.empty();
}

/// A field of the row, or CEL over it. Without `expected` any value that can tell rows apart.
ExprIx PackReader::read_row_value(const Node& node, int holder, int selection, std::optional<cel::TypeId> expected) {
  if (!expect_scalar(node, diagnostics_)) return kNone;
  const RowType& row = model->rows[static_cast<size_t>(rules->selections[static_cast<size_t>(selection)].row_type)];
  Written written;
  if (is_identifier(node.text) && row.field(node.text) >= 0) written.made("row.", node.span.begin);
  written.scalar(node);
  Scope scope = row_scope(holder, selection);
  if (expected) return expressions_.add(std::move(written), std::move(scope), *expected, node.span);
  return expressions_.add_key(std::move(written), std::move(scope), node.span);
}

/// What does not go together.
void PackReader::check_count(const CountKeys& keys, const Node& node, const Count& out) {
  const auto place = [&](const Node* key) { return key != nullptr ? key->span : head_of(node); };
  const bool rolling = out.rolling.param >= 0 || out.rolling.value > 0;
  const bool due = out.due != kNone || !out.timing.plain();
  if (out.due != kNone && out.per != Per::once) {
    conflict(place(keys.due), "one due date for all windows: each window ends with itself", "各周期不能共用一个到期日",
             "write  due: {day: 25}  for a day of each period, or leave one of them out");
  }
  if (due && out.at_most) {
    conflict(place(keys.due), "a limit has no due date: it holds through the whole frame", "at_most 没有到期日",
             "leave 'due' out");
  }
  if (keys.late != nullptr && out.at_most)
    conflict(keys.late->span, "a limit cannot be met late", "at_most 没有迟到之说", "leave 'late' out");
  if (out.match != kNone && out.per == Per::once) {
    counting_conflict(place(keys.match), "'match' names the window a row belongs to, and here is one only",
                      "match 指明所属窗口，此处只有一个", "add  per: month  (or another period)");
  }
  if (out.match != kNone && keys.evidence != nullptr) {
    counting_conflict(keys.evidence->span, "with 'match' a row belongs to its window wherever its date lies",
                      "有 match 时，行归属窗口与日期无关", "leave 'evidence' out");
  }
  if (out.serves_one && out.per == Per::once && !rolling) {
    counting_conflict(place(keys.serves), "'serves: one' shares rows among windows, and here is one only",
                      "serves: one 用于在各窗口间分配，此处只有一个", "leave it out, or add  per: month  (or another period)");
  }
  if (out.serves_one && (out.at_most || rolling || out.distinct_day || out.distinct != kNone)) {
    counting_conflict(place(keys.serves), "'serves: one' does not go with at_most, rolling or distinct",
                      "serves: one 不能与 at_most、rolling、distinct 同用", "leave one of them out");
  }
  if (!rolling) return;
  for (const Node* key : {keys.due, keys.late, keys.match}) {
    if (key == nullptr) continue;
    counting_conflict(key->span, "a rolling span ends with itself, and rows belong to it by their date",
                      "滚动区间以自身为期，按日期归属", "leave it out");
  }
  if (out.evidence != Evidence::clipped) {
    counting_conflict(place(keys.evidence), "a rolling span looks at its own days only", "滚动区间只看区间内的日期",
                      "leave 'evidence' out");
  }
  const int row_type = out.rows < 0 ? -1 : rules->selections[static_cast<size_t>(out.rows)].row_type;
  if (row_type >= 0 && !dated(rules->selections[static_cast<size_t>(out.rows)])) {
    const std::string& name = model->rows[static_cast<size_t>(row_type)].name;
    counting_conflict(place(keys.rolling), "rows of type '" + name + "' have no event date",
                      "行类型 '" + name + "' 没有事件日期", "give the type an 'event' in the record model");
  }
}

void PackReader::read_count(const Node& node, Duty& duty, Count& out, CountForm form) {
  const bool branch = form == CountForm::branch;
  const bool report = form == CountForm::report;
  Keys keys(node,
            branch   ? "an exception"
            : report ? "a report"
                     : "a count",
            branch   ? "例外"
            : report ? "report"
                     : "count",
            diagnostics_);
  if (!keys.is_mapping()) return;
  CountKeys found;
  const Node* rows = branch ? keys.get("rows") : keys.need("rows");
  const Node* at_least = report ? nullptr : keys.get("at_least");
  const Node* at_most = form == CountForm::count ? keys.get("at_most") : nullptr;
  found.per = keys.get("per");
  if (!branch) found.match = report ? keys.need("match") : keys.get("match");
  const Node* within = branch ? nullptr : keys.get("within");
  found.late = branch ? nullptr : keys.get("late");
  found.due = keys.get("due");
  found.windows = keys.get("windows");
  found.nth = keys.get("nth");
  if (!report) {
    found.evidence = keys.get("evidence");
    found.rolling = keys.get("rolling");
    found.distinct = keys.get("distinct");
    found.serves = keys.get("serves");
  }
  if (branch) keys.accept({"when", "cite"});
  keys.close();
  if (rows != nullptr) out.rows = read_rows(*rows, duty.holder, duty.id + (branch ? "/unless/rows" : "/rows"), 0);
  if (!branch) out.within = read_within(within, false, Frame::Kind::campaign);
  read_division(found, out);
  if (found.evidence != nullptr) {
    const auto choice = read_choice(*found.evidence, {"clipped", "whole", "ever"}, diagnostics_);
    if (choice) out.evidence = static_cast<Evidence>(*choice);
  }
  if (branch && at_least != nullptr && out.at_most) {
    conflict(at_least->span, "the duty says at_most, its exception at_least", "规则为 at_most，例外却写 at_least",
             "write the exception as a duty of its own");
    return;
  }
  if (form == CountForm::count && (at_least == nullptr) == (at_most == nullptr)) {
    diagnostics_
        .report(Code::missing_key, at_most == nullptr ? head_of(node) : at_most->span, "a count has either at_least or at_most",
                "count 须有 at_least 或 at_most 之一")
        .hint("write  at_least: 1");
    return;
  }
  if (at_most != nullptr) out.at_most = true;
  if (const Node* number = at_most != nullptr ? at_most : at_least) {
    out.number = read_number_ref(*number, true, out.at_most ? 0 : 1, kMostRows, true).value_or(NumberRef{-1, 1});
  }
  if (found.due != nullptr) {
    out.due = kNone;
    out.timing = Timing();
    read_due(*found.due, {duty.holder, -1, true}, out.due, out.timing);
  }
  if (out.timing.day_of_month >= 0) check_day_of_month(out, found.due != nullptr ? *found.due : node);
  if (!branch) out.late = report || found.due != nullptr ? Late::owed : Late::lost;
  if (found.late != nullptr) out.late = read_late(*found.late).value_or(out.late);
  if (found.serves != nullptr) out.serves_one = read_serves(*found.serves);
  if (found.distinct != nullptr) read_distinct(*found.distinct, duty.holder, out);
  if (branch && rows != nullptr && found.distinct == nullptr && (out.distinct != kNone || out.match != kNone)) {
    counting_conflict(rows->span, "other rows cannot be told apart by the key of the duty's rows",
                      "例外换了行，不能沿用规则的 distinct 或 match", "write the exception as a duty of its own");
  }
  if (found.match != nullptr && out.rows >= 0)
    out.match = read_row_value(*found.match, duty.holder, out.rows, rules->types.string);
  check_count(found, node, out);
}

void PackReader::read_unless(const Node& node, Duty& duty) {
  if (!expect_list(node, "'unless'", "unless", diagnostics_)) return;
  if (node.items.size() > 200) {
    diagnostics_.report(Code::wrong_number, node.span, "a duty has at most 200 exceptions", "一条规则最多 200 个例外")
        .hint("split the duty");
    return;
  }
  for (const Node& item : node.items) {
    if (!expect_mapping(item, "an exception", "例外", diagnostics_)) continue;
    Branch branch;
    branch.count = std::get<Count>(duty.shape);
    const Node* when = item.find("when");
    if (when == nullptr || when->kind == Node::Kind::null) {
      diagnostics_.report(Code::missing_key, head_of(item), "an exception needs the key 'when'", "例外缺少键 'when'")
          .hint("write the condition under which it governs");
    } else {
      branch.when = read_condition(*when, scope_of(duty.holder, true));
    }
    branch.cite = read_cite(item.find("cite"));
    read_count(item, duty, branch.count, CountForm::branch);
    duty.unless.push_back(std::move(branch));
  }
}

}  // namespace hegui::rule
