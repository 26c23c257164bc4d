// Duties: what every duty has, and the parts that shapes share (checks, dates of rows, late, per).
//
// In:   entries of `duties`.   Out: CheckedRules::duties, sorted by id; expressions noted; diagnostics HG4002, HG4003, HG4011.
// Cost: O(duties).   Test: tests/rule/load_test.cc
#include <algorithm>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr const char* kShapes[] = {"count", "items", "respond", "cover", "forbid", "state",
                                   "table", "judge", "compose", "hold",  "report"};
enum Kind : int { kCount, kItems, kRespond, kCover, kForbid, kState, kTable, kJudge, kCompose, kHold, kReport };

}  // namespace

void PackReader::read_duties() {
  if (duty_nodes_.size() > options_.max_duties) {
    diagnostics_
        .report(Code::too_many_duties, duty_nodes_[options_.max_duties].first.first->span,
                "the pack has " + std::to_string(duty_nodes_.size()) + " duties, more than the limit of " +
                    std::to_string(options_.max_duties),
                "规则共 " + std::to_string(duty_nodes_.size()) + " 条，超过上限 " + std::to_string(options_.max_duties))
        .hint("split the pack or raise the limit");
    return;
  }
  for (const auto& [nodes, file] : duty_nodes_) read_duty(*nodes.first, *nodes.second, file);
}

void PackReader::read_duty(const Node& id, const Node& node, const std::string& file) {
  Keys keys(node, "a duty", "规则", diagnostics_);
  if (!keys.is_mapping()) return;
  DutyDraft draft;
  Duty& duty = draft.duty;
  duty.id = id.text;
  duty.file = file;
  duty.place = id.span;
  const Node* zh = keys.need("zh");
  const Node* en = keys.get("en");
  const Node* cite = keys.get("cite");
  const Node* readings = keys.get("readings");
  const Node* holder = keys.get("holder");
  const Node* when = keys.get("when");
  const Node* shape = nullptr;
  int kind = -1;
  std::vector<const Node*> shapes;
  for (size_t i = 0; i < std::size(kShapes); ++i) {
    const Node* value = keys.get(kShapes[i]);
    if (value == nullptr) continue;
    shapes.push_back(value);
    shape = value;
    kind = static_cast<int>(i);
  }
  const Node* broken = keys.get("broken_period");
  const Node* unless = keys.get("unless");
  const Node* governed_by = keys.get("governed_by");
  const Node* in_force = keys.get("in_force");
  keys.accept({"notes"});
  keys.close();
  if (zh != nullptr) duty.zh = read_text(*zh, diagnostics_).value_or("");
  if (en != nullptr) duty.en = read_text(*en, diagnostics_).value_or("");
  duty.cite = read_cite(cite);
  duty.readings = read_readings(readings);
  if (cite == nullptr || (cite->kind == Node::Kind::sequence && cite->items.empty())) {
    diagnostics_
        .report(Code::no_citation, cite == nullptr ? id.span : cite->span, "the duty '" + duty.id + "' cites no clause",
                "规则 '" + duty.id + "' 没有引用条款")
        .hint("add  cite: [clause id]");
  }
  if (!duty.cite.empty()) duty.part = rules->clauses[static_cast<size_t>(duty.cite[0])].part;
  if (holder != nullptr && holder->kind == Node::Kind::sequence) {
    diagnostics_.report(Code::wrong_node, holder->span, "a duty has one type of holder", "一条规则只有一类责任主体")
        .hint("write one duty for each type");
    return;
  }
  duty.holder = holder != nullptr ? read_owner(*holder) : defaults.holder;
  if (holder == nullptr && defaults.holder < 0) {
    diagnostics_
        .report(Code::missing_key, id.span, "the duty '" + duty.id + "' does not say whom it binds",
                "规则 '" + duty.id + "' 没有写明责任主体")
        .hint("add  holder: OWNER,  or set defaults.holder in pack.yaml");
  }
  if (shapes.size() != 1) {
    auto builder = diagnostics_.report(
        Code::duty_shape, shapes.empty() ? id.span : shapes[1]->span,
        shapes.empty() ? "the duty '" + duty.id + "' has no shape" : "the duty '" + duty.id + "' has more than one shape",
        shapes.empty() ? "规则 '" + duty.id + "' 没有形态" : "规则 '" + duty.id + "' 有多种形态");
    builder.hint("write exactly one of count, items, respond, cover, forbid, state, table, judge, compose, hold, report");
    return;
  }
  if (duty.holder < 0) return;
  if (when != nullptr) duty.when = read_condition(*when, scope_of(duty.holder, true));
  NumberRef min_days = defaults.min_days;
  Broken policy = defaults.broken;
  if (broken != nullptr) {
    if (kind != kCount && kind != kItems && kind != kHold && kind != kReport) {
      diagnostics_
          .report(Code::unknown_key, broken->span, "'broken_period' belongs to count, items, hold and report",
                  "broken_period 只用于 count、items、hold 与 report")
          .hint("leave it out");
    } else {
      read_broken(*broken, min_days, policy);
    }
  }
  if (unless != nullptr && kind != kCount) {
    diagnostics_.report(Code::unknown_key, unless->span, "'unless' belongs to count", "unless 只用于 count")
        .hint("use 'when', or write another duty");
  }
  if (governed_by != nullptr) {
    const auto choice = read_choice(*governed_by, {"last_day", "first_day"}, diagnostics_);
    duty.governs = static_cast<Governs>(choice.value_or(0));
    if (unless == nullptr) {
      diagnostics_
          .report(Code::unknown_key, governed_by->span, "'governed_by' goes with 'unless'", "governed_by 须配合 unless 使用")
          .hint("leave it out");
    }
  }
  if (in_force != nullptr) read_in_force(*in_force, duty);
  switch (kind) {
    case kCount:
    case kReport: {
      Count count;
      count.min_days = min_days;
      count.broken = policy;
      read_count(*shape, duty, count, kind == kCount ? CountForm::count : CountForm::report);
      duty.shape = count;
      if (unless != nullptr && kind == kCount) read_unless(*unless, duty);
      break;
    }
    case kItems:
      read_items(*shape, duty);
      std::get<Items>(duty.shape).min_days = min_days;
      std::get<Items>(duty.shape).broken = policy;
      break;
    case kRespond:
      read_respond(*shape, duty);
      break;
    case kCover:
      read_cover(*shape, duty);
      break;
    case kForbid:
      read_forbid(*shape, duty);
      break;
    case kState:
      read_state(*shape, duty);
      break;
    case kTable:
      read_table(*shape, duty);
      break;
    case kJudge:
      read_judge(*shape, duty);
      break;
    case kHold:
      read_hold(*shape, duty, min_days, policy);
      break;
    default:
      duty.shape = Compose();
      draft.compose = shape;
      break;
  }
  duty_drafts_.push_back(std::move(draft));
}

ExprIx PackReader::read_condition(const Node& node, Scope scope) {
  if (!expect_scalar(node, diagnostics_)) return kNone;
  Written written;
  written.scalar(node);
  return expressions_.add(std::move(written), std::move(scope), rules->types.boolean, node.span);
}

Scope PackReader::row_scope(int holder, int selection) const {
  Scope scope = scope_of(holder, false);
  if (selection < 0) return scope;
  const Selection& rows = rules->selections[static_cast<size_t>(selection)];
  scope.slots[cel::kRow] = rules->types.row(rows.row_type);
  if (rows.nested_field >= 0) {
    const OwnerType& owner = model->owners[static_cast<size_t>(rows.owner_type)];
    scope.slots[cel::kParent] = rules->types.row(owner.collections[static_cast<size_t>(rows.collection)].row_type);
  }
  return scope;
}

/// A date of a row: field, dotted field, literal, parameter or CEL; without `{after, days}`.
std::optional<Written> PackReader::date_text(const Node& node, int selection) {
  if (!expect_scalar(node, diagnostics_)) return std::nullopt;
  Written out;
  out.source = node.span.source;
  if (is_param_reference(node.text)) {
    if (!read_day_ref(node)) return std::nullopt;
    out.scalar(node);
    return out;
  }
  if (const auto day = parse_date(node.text)) {
    out.made(cel_date(*day), node.span.begin);
    return out;
  }
  if (!is_path(node.text)) {
    out.scalar(node);
    return out;
  }
  const std::string first = node.text.substr(0, node.text.find('.'));
  static const char* const kRoots[] = {"row", "parent", "holder", "registry"};
  const bool rooted =
      node.text != first && std::any_of(std::begin(kRoots), std::end(kRoots), [&](const char* r) { return first == r; });
  if (rooted || node.text == "as_of") {
    out.scalar(node);
    return out;
  }
  const RowType& row = model->rows[static_cast<size_t>(rules->selections[static_cast<size_t>(selection)].row_type)];
  if (row.field(first) < 0) {
    const auto size = static_cast<uint32_t>(node.text.size());
    diagnostics_
        .report(Code::unknown_field, node.map.span(node.span.source, 0, static_cast<uint32_t>(first.size()), size),
                "rows of type '" + row.name + "' have no field '" + shown(first) + "'",
                "行类型 '" + row.name + "' 没有字段 '" + shown(first) + "'")
        .hint(suggestion(first, field_names(row.fields)));
    return std::nullopt;
  }
  out.made("row.", node.span.begin);
  out.scalar(node);
  return out;
}

ExprIx PackReader::read_row_date(const Node& node, int holder, int selection) {
  if (selection < 0) return kNone;
  if (node.kind == Node::Kind::mapping) {
    Keys keys(node, "a date", "日期", diagnostics_);
    const Node* after = keys.need("after");
    const Node* days = keys.need("days");
    keys.close();
    if (after == nullptr || days == nullptr) return kNone;
    return read_date_after(*after, *days, holder, selection);
  }
  auto written = date_text(node, selection);
  if (!written) return kNone;
  return expressions_.add_date(std::move(*written), row_scope(holder, selection), nullptr, node.span);
}

ExprIx PackReader::read_date_after(const Node& date, const Node& days, int holder, int selection) {
  auto written = date_text(date, selection);
  const auto number = read_number_ref(days, true, 0, 36'600);
  if (!written || !number) return kNone;
  Written suffix;
  suffix.source = days.span.source;
  suffix.made(" + days(", days.span.begin);
  suffix.scalar(days);
  suffix.made(")", days.span.end);
  return expressions_.add_date(std::move(*written), row_scope(holder, selection), &suffix, date.span);
}

ExprIx PackReader::read_constant_date(const Node& node, int holder) {
  const auto day = read_day_ref(node);
  if (!day) return kNone;
  Written out;
  out.source = node.span.source;
  if (day->param >= 0) {
    out.scalar(node);
  } else {
    out.made(cel_date(day->day), node.span.begin);
  }
  Scope scope;
  scope.holder = holder;
  return expressions_.add_date(std::move(out), std::move(scope), nullptr, node.span);
}

std::vector<Check> PackReader::read_checks(const Node& node, const Scope& scope) {
  std::vector<Check> out;
  if (!expect_mapping(node, "'require'", "require", diagnostics_)) return out;
  for (const auto& [name, value] : node.entries) {
    if (value.kind == Node::Kind::null) {
      diagnostics_
          .report(Code::empty_text, name.span, "the check '" + shown(name.text) + "' says nothing",
                  "检查项 '" + shown(name.text) + "' 没有内容")
          .hint("write a CEL condition");
      continue;
    }
    if (!read_text(name, diagnostics_)) continue;
    out.push_back({name.text, read_condition(value, scope)});
  }
  if (node.entries.empty()) {
    diagnostics_.report(Code::empty_text, node.span, "'require' names no check", "require 中没有检查项")
        .hint("write {name: CEL}");
  }
  return out;
}

std::optional<Late> PackReader::read_late(const Node& node) {
  const auto choice = read_choice(node, {"lost", "owed"}, diagnostics_);
  if (!choice) return std::nullopt;
  return static_cast<Late>(*choice);
}

void PackReader::finish_duties() {
  std::sort(duty_drafts_.begin(), duty_drafts_.end(),
            [](const DutyDraft& a, const DutyDraft& b) { return a.duty.id < b.duty.id; });
  for (DutyDraft& draft : duty_drafts_) rules->duties.push_back(std::move(draft.duty));
  for (size_t i = 0; i < duty_drafts_.size(); ++i) {
    if (duty_drafts_[i].compose != nullptr) resolve_compose(rules->duties[i], *duty_drafts_[i].compose);
  }
}

}  // namespace hegui::rule
