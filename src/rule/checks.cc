// What can be said only when everything is typed: which slots and parameters an expression depends on through definitions and
// rows, circles, holders, assumptions of duties, and names nobody uses.
//
// In:   typed expressions.   Out: Expression::uses, params; Duty::assumptions; diagnostics HG4007, HG4010, HG4019-HG4024.
// Idea: definitions and selections form one graph; it is walked once, callees first, without recursion.
// Cost: O(nodes + edges * parameters).   Test: tests/rule/load_test.cc
#include <algorithm>
#include <set>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr uint64_t kRowSlots = slot_bit(cel::kRow) | slot_bit(cel::kParent);
constexpr uint64_t kOuterSlots = slot_bit(cel::kHolder) | slot_bit(cel::kRegistry) | slot_bit(cel::kAsOf);

const char* slot_name(uint64_t bits) {
  if ((bits & slot_bit(cel::kItem)) != 0) return "item";
  if ((bits & slot_bit(cel::kTrigger)) != 0) return "trigger";
  if ((bits & slot_bit(cel::kMember)) != 0) return "member";
  if ((bits & slot_bit(cel::kDay)) != 0) return "day";
  if ((bits & slot_bit(cel::kHolder)) != 0) return "holder";
  return "row";
}

void add_sorted(std::vector<int>& to, const std::vector<int>& from) {
  std::vector<int> out;
  out.reserve(to.size() + from.size());
  std::set_union(to.begin(), to.end(), from.begin(), from.end(), std::back_inserter(out));
  to = std::move(out);
}

/// What one definition or selection depends on.
struct Reach {
  uint64_t slots = 0;
  bool by_day = false;  // a dated parameter or a field with a history: depends on the day without naming it
  std::vector<int> params;
};

class Uses {
 public:
  explicit Uses(PackReader& reader) : reader_(reader), rules_(*reader.rules), definitions_(rules_.definitions.size()) {
    reach_.resize(definitions_ + rules_.selections.size());
    for (const History& history : reader.model->histories) {
      const OwnerType& owner = reader.model->owners[static_cast<size_t>(history.owner)];
      for (const auto& [collection, field] : history.of) {
        if (collection < 0) {
          changing_owners_.insert({history.owner, field});
        } else {
          changing_rows_.insert({owner.collections[static_cast<size_t>(collection)].row_type, field});
        }
      }
    }
    used_.assign(reach_.size(), false);
  }

  void run() {
    order();
    for (size_t name : order_) close_name(name);
    for (size_t i = 0; i < rules_.exprs.size(); ++i) close_expression(static_cast<ExprIx>(i));
  }

  const Reach& selection(int index) const { return reach_[definitions_ + static_cast<size_t>(index)]; }
  bool used_definition(size_t index) const { return used_[index]; }
  bool used_selection(size_t index) const { return used_[definitions_ + index]; }
  void use_selection(int index) {
    for (; index >= 0; index = rules_.selections[static_cast<size_t>(index)].base) {
      used_[definitions_ + static_cast<size_t>(index)] = true;
      if (steps_++ > 10'000'000) return;
    }
  }

 private:
  template <typename F>
  void each_edge(size_t name, F visit) const {
    ExprIx body = kNone;
    if (name < definitions_) {
      body = rules_.definitions[name].body;
    } else {
      const Selection& selection = rules_.selections[name - definitions_];
      body = selection.cond;
      if (selection.base >= 0) visit(definitions_ + static_cast<size_t>(selection.base));
    }
    if (body == kNone) return;
    for (const cel::Node& node : rules_.exprs[static_cast<size_t>(body)].ast.nodes) {
      if (node.index < 0) continue;
      if (node.kind == cel::NodeKind::definition) visit(static_cast<size_t>(node.index));
      if (node.kind == cel::NodeKind::rows) visit(definitions_ + static_cast<size_t>(node.index));
    }
  }

  const std::string& name_of(size_t name) const {
    return name < definitions_ ? rules_.definitions[name].name : rules_.selections[name - definitions_].name;
  }
  const Span& place_of_name(size_t name) const {
    return name < definitions_ ? rules_.definitions[name].place : rules_.selections[name - definitions_].place;
  }

  /// Callees before callers; a circle is reported once.
  void order() {
    enum : uint8_t { white, grey, black };
    std::vector<uint8_t> colour(reach_.size(), white);
    struct Frame {
      size_t name;
      std::vector<size_t> edges;
      size_t next;
    };
    const auto open = [this](size_t name) {
      Frame frame{name, {}, 0};
      each_edge(name, [&frame](size_t to) { frame.edges.push_back(to); });
      std::sort(frame.edges.begin(), frame.edges.end());
      frame.edges.erase(std::unique(frame.edges.begin(), frame.edges.end()), frame.edges.end());
      return frame;
    };
    for (size_t root = 0; root < reach_.size(); ++root) {
      if (colour[root] != white) continue;
      std::vector<Frame> stack;
      stack.push_back(open(root));
      colour[root] = grey;
      while (!stack.empty()) {
        Frame& top = stack.back();
        if (top.next == top.edges.size()) {
          colour[top.name] = black;
          order_.push_back(top.name);
          stack.pop_back();
          continue;
        }
        const size_t to = top.edges[top.next++];
        if (colour[to] == grey) {
          reader_.diagnostics()
              .report(Code::circular_names, place_of_name(to), "'" + name_of(to) + "' is defined by way of itself",
                      "'" + name_of(to) + "' 的定义绕回了自身")
              .hint("break the circle: say in one of the definitions directly what is meant")
              .note(place_of_name(top.name), "by way of '" + name_of(top.name) + "'");
        } else if (colour[to] == white) {
          colour[to] = grey;
          stack.push_back(open(to));
        }
      }
    }
  }

  /// Slots of an expression; `via` adds what names it uses bring along.
  Reach close(ExprIx index) {
    Reach out;
    if (index == kNone) return out;
    const cel::Ast& ast = rules_.exprs[static_cast<size_t>(index)].ast;
    const std::vector<bool> own_day = ast.in_own_day();
    for (size_t i = 0; i < ast.nodes.size(); ++i) {
      const cel::Node& node = ast.nodes[i];
      if (node.index < 0) continue;
      const uint64_t seen = own_day[i] ? ~slot_bit(cel::kDay) : ~uint64_t{0};
      if (!own_day[i] && changes(ast, node)) out.by_day = true;
      if (node.kind == cel::NodeKind::variable && node.index < cel::kFirstLocal) out.slots |= slot_bit(node.index) & seen;
      if (node.kind == cel::NodeKind::param) add_sorted(out.params, {node.index});
      if (node.kind == cel::NodeKind::definition || node.kind == cel::NodeKind::rows) {
        const size_t name = (node.kind == cel::NodeKind::rows ? definitions_ : 0) + static_cast<size_t>(node.index);
        out.slots |= reach_[name].slots & seen;
        out.by_day = out.by_day || (reach_[name].by_day && !own_day[i]);
        if (node.kind == cel::NodeKind::definition && rules_.definitions[name].of_owner >= 0 && node.children.empty()) {
          out.slots |= slot_bit(cel::kHolder);
        }
        add_sorted(out.params, reach_[name].params);
      }
    }
    return out;
  }

  /// Does a node read something whose value hangs on the day?
  bool changes(const cel::Ast& ast, const cel::Node& node) const {
    if (node.kind == cel::NodeKind::param) return !rules_.params[static_cast<size_t>(node.index)].dated.empty();
    if ((node.kind != cel::NodeKind::select && node.kind != cel::NodeKind::has) || node.collection || node.children.empty()) {
      return false;
    }
    const cel::Type& of = rules_.types[ast[node.children[0]].type];
    const bool to_row = of.kind == cel::TypeKind::row || (of.kind == cel::TypeKind::reference && of.index >= 0);
    const bool to_owner = of.kind == cel::TypeKind::owner || (of.kind == cel::TypeKind::reference && of.index < 0);
    const int target = of.index >= 0 ? of.index : -1 - of.index;
    return (to_row && changing_rows_.count({target, node.index}) > 0) ||
           (to_owner && changing_owners_.count({target, node.index}) > 0);
  }

  void close_name(size_t name) {
    if (name < definitions_) {
      const Definition& definition = rules_.definitions[name];
      Reach reach = close(definition.body);
      uint64_t own = kRowSlots;
      for (size_t i = 0; i < definition.arguments.size(); ++i) own |= slot_bit(cel::kArgument + static_cast<int>(i));
      if (definition.of_owner >= 0) own |= slot_bit(cel::kHolder);
      reach.slots &= ~own;
      reach_[name] = std::move(reach);
      return;
    }
    const Selection& selection = rules_.selections[name - definitions_];
    Reach reach = close(selection.cond);
    reach.slots &= ~kRowSlots;
    if (!selection.registry) reach.slots |= slot_bit(cel::kHolder);
    if (selection.base >= 0) {
      const Reach& base = reach_[definitions_ + static_cast<size_t>(selection.base)];
      reach.slots |= base.slots;
      reach.by_day = reach.by_day || base.by_day;
      add_sorted(reach.params, base.params);
    }
    reach_[name] = std::move(reach);
  }

  void close_expression(ExprIx index) {
    cel::Expression& expression = rules_.exprs[static_cast<size_t>(index)];
    Reach reach = close(index);
    expression.uses = reach.slots | (reach.by_day ? slot_bit(cel::kDay) : 0);
    expression.params = std::move(reach.params);
    reader_.used_params.insert(expression.params.begin(), expression.params.end());
    if (!reader_.expressions().ok(index)) return;
    const Scope& scope = reader_.expressions().scope(index);
    uint64_t have = 0;
    for (size_t i = 0; i < scope.slots.size(); ++i) have |= scope.slots[i] ? slot_bit(static_cast<int>(i)) : 0;
    const std::vector<bool> own_day = expression.ast.in_own_day();
    for (size_t i = 0; i < expression.ast.nodes.size(); ++i) {
      const cel::Node& node = expression.ast.nodes[i];
      if (node.index < 0 || (node.kind != cel::NodeKind::definition && node.kind != cel::NodeKind::rows)) continue;
      const size_t name = (node.kind == cel::NodeKind::rows ? definitions_ : 0) + static_cast<size_t>(node.index);
      used_[name] = true;
      if (node.kind == cel::NodeKind::rows) use_selection(node.index);
      const Span span = expression.span(static_cast<cel::NodeId>(i));
      const uint64_t given = own_day[i] ? have | slot_bit(cel::kDay) : have;
      if (const uint64_t lacking = reach_[name].slots & ~given; lacking != 0) report_lacking(name, lacking, span);
      check_holder(name, scope.holder, span);
    }
  }

 public:
  void report_lacking(size_t name, uint64_t lacking, const Span& span) {
    const std::string slot = slot_name(lacking);
    const bool inlined = name >= definitions_ && reader_.selection_drafts[name - definitions_].name == nullptr;
    const std::string who = inlined ? "this selection" : "'" + name_of(name) + "'";
    const std::string who_zh = inlined ? "此行选择" : "'" + name_of(name) + "' ";
    auto builder = reader_.diagnostics().report(Code::name_not_here, span,
                                                who + " looks at '" + slot + "', which has no meaning in this place",
                                                who_zh + "要看 '" + slot + "'，而它在此处没有意义");
    builder.hint(slot == "day" ? "use 'as_of' in it, or say the condition under 'when'"
                               : "use it where '" + slot + "' is known");
    if (!inlined) builder.note(place_of_name(name), "it is defined here");
  }

  /// A name whose body speaks of one type of holder may not be used for another.
  void check_holder(size_t name, int holder, const Span& span) {
    int owner = -1;
    if (name < definitions_) {
      if (rules_.definitions[name].of_owner >= 0) return;  // its argument is typed
      owner = reader_.definition_drafts[name].holder;
    } else {
      owner = reader_.selection_drafts[name - definitions_].holder;
    }
    if ((reach_[name].slots & slot_bit(cel::kHolder)) == 0 || owner == holder || owner < 0 || holder < 0) return;
    const Model& model = *reader_.model;
    const std::string& theirs = model.owners[static_cast<size_t>(owner)].name;
    const std::string& ours = model.owners[static_cast<size_t>(holder)].name;
    reader_.diagnostics()
        .report(Code::wrong_holder, span,
                "'" + name_of(name) + "' speaks of '" + theirs + "', but here the holder is '" + ours + "'",
                "'" + name_of(name) + "' 说的是 '" + theirs + "'，而此处的责任主体是 '" + ours + "'")
        .hint("write another one with  holder: " + ours)
        .note(place_of_name(name), "it is defined here");
  }

  size_t selection_name(int index) const { return definitions_ + static_cast<size_t>(index); }

 private:
  PackReader& reader_;
  CheckedRules& rules_;
  size_t definitions_;
  std::vector<Reach> reach_;
  std::vector<bool> used_;
  std::set<std::pair<int, int>> changing_rows_, changing_owners_;  // (row or owner type, field)
  std::vector<size_t> order_;
  size_t steps_ = 0;
};

/// Parameters that decide a duty's verdicts.
class DutyParams {
 public:
  DutyParams(const PackReader& reader, const Uses& uses) : rules_(*reader.rules), uses_(uses) {}

  std::vector<int> of(const Duty& duty) {
    out_.clear();
    add(duty.when);
    std::visit([this](const auto& shape) { add(shape); }, duty.shape);
    for (const Branch& branch : duty.unless) {
      add(branch.when);
      add(branch.count);
    }
    add(duty.in_force_from);
    add(duty.in_force_until);
    std::sort(out_.begin(), out_.end());
    out_.erase(std::unique(out_.begin(), out_.end()), out_.end());
    return out_;
  }

 private:
  void add(ExprIx index) {
    if (index == kNone) return;
    const auto& params = rules_.exprs[static_cast<size_t>(index)].params;
    out_.insert(out_.end(), params.begin(), params.end());
  }
  void rows(int selection) {
    if (selection < 0) return;
    const auto& params = uses_.selection(selection).params;
    out_.insert(out_.end(), params.begin(), params.end());
  }
  void add(const NumberRef& number) {
    if (number.param >= 0) out_.push_back(number.param);
  }
  void add(const DayRef& day) {
    if (day.param >= 0) out_.push_back(day.param);
  }
  void add(const Frame& frame) {
    if (frame.kind == Frame::Kind::phase && frame.phase >= 0) {
      add(rules_.phases[static_cast<size_t>(frame.phase)].from);
      add(rules_.phases[static_cast<size_t>(frame.phase)].until);
    } else if (frame.kind == Frame::Kind::dates) {
      add(frame.from);
      add(frame.until);
    }
    add(rules_.campaign_from);
    add(rules_.campaign_until);
  }
  void add(const std::vector<Check>& checks) {
    for (const Check& check : checks) add(check.expr);
  }
  void add(const Timing& timing) {
    add(timing.working_days);
    add(timing.grace);
  }
  /// What the windows of a frame depend on.
  void add(Per per, const NumberRef& min_days) {
    if (is_calendar(per)) add(min_days);
    if (per != Per::phase) return;
    for (const Phase& phase : rules_.phases) {
      add(phase.from);
      add(phase.until);
    }
  }
  void add(const Count& count) {
    rows(count.rows);
    add(count.number);
    add(count.within);
    add(count.due);
    add(count.timing);
    add(count.per, count.min_days);
    for (const NamedWindow& window : count.windows) {
      add(window.from);
      add(window.until);
    }
    add(count.rolling);
    add(count.distinct);
    add(count.match);
  }
  void add(const Items& items) {
    rows(items.rows);
    rows(items.with);
    add(items.within);
    add(items.require);
    for (ExprIx e : {items.done, items.due, items.closed, items.remedy, items.from, items.until}) add(e);
    add(items.timing);
    if (items.with >= 0) add(items.at_least);
    if (items.with >= 0) add(items.per, items.min_days);
  }
  void add(const Respond& respond) {
    rows(respond.to);
    rows(respond.with);
    add(respond.within);
    add(respond.on);
    add(respond.due);
    add(respond.timing);
  }
  void add(const Cover& cover) {
    rows(cover.members);
    rows(cover.by);
    add(cover.key);
    add(cover.holds);
    add(cover.ratio);
    add(cover.within);
    add(cover.due);
    add(cover.timing);
  }
  void add(const Forbid& forbid) {
    rows(forbid.rows);
    add(forbid.where);
    add(forbid.among);
    add(forbid.within);
  }
  void add(const State& state) {
    add(state.require);
    add(state.due);
    add(state.timing);
    add(Frame());
  }
  void add(const DecisionTable& table) {
    for (const DecisionTable::Row& row : table.rows) add(row.cond);
    add(table.outcomes);
    add(table.due);
    add(table.timing);
    add(Frame());
  }
  void add(const Hold& hold) {
    add(hold.within);
    add(hold.holds);
    add(hold.per, hold.min_days);
  }
  void add(const Judge&) {}
  void add(const Compose&) {}

  const CheckedRules& rules_;
  const Uses& uses_;
  std::vector<int> out_;
};

}  // namespace

void PackReader::check_uses() {
  Uses uses(*this);
  uses.run();
  for (const RowsUse& use : rows_uses) {
    uses.use_selection(use.selection);
    const uint64_t allowed = use.slots | kOuterSlots;
    const uint64_t needed = uses.selection(use.selection).slots;
    if ((needed & ~allowed) != 0) uses.report_lacking(uses.selection_name(use.selection), needed & ~allowed, use.place);
    uses.check_holder(uses.selection_name(use.selection), use.holder, use.place);
  }
  for (size_t i = 0; i < selection_drafts.size(); ++i) {
    const SelectionDraft& draft = selection_drafts[i];
    const uint64_t event = slot_bit(cel::kItem) | slot_bit(cel::kTrigger);
    if (!draft.conflict || (uses.selection(static_cast<int>(i)).slots & event) == 0) continue;
    diagnostics_
        .report(Code::name_not_here, draft.conflict,
                "'" + rules->selections[i].name + "' is used here for rows of another type than before",
                "'" + rules->selections[i].name + "' 在此处对应的行类型与先前不同")
        .hint("write a selection of its own for this place")
        .note(draft.where, "it is defined here");
  }
  DutyParams params(*this, uses);
  for (Duty& duty : rules->duties) {
    for (int param : params.of(duty)) {
      used_params.insert(param);
      if (rules->params[static_cast<size_t>(param)].origin == Origin::assumption) duty.assumptions.push_back(param);
    }
    if (duty.assumptions.size() > 4) {
      std::string names;
      for (int param : duty.assumptions) names += (names.empty() ? "" : ", ") + rules->params[static_cast<size_t>(param)].name;
      diagnostics_
          .report(Code::too_many_assumptions, duty.place, "'" + duty.id + "' rests on more than four assumptions: " + names,
                  "'" + duty.id + "' 依赖的假定超过四个：" + names)
          .hint("split the duty, or settle one of them by a reading");
    }
  }
  expressions_.report_unanswered();
  if (diagnostics_.has_errors()) return;  // what an error hides may be the only use
  const auto unused = [this](Code code, const Span& place, const std::string& name) {
    diagnostics_.report(code, place, "'" + name + "' is not used", "'" + name + "' 未被使用").hint("remove it, or use it");
  };
  for (size_t i = 0; i < rules->definitions.size(); ++i) {
    if (!uses.used_definition(i)) unused(Code::unused_definition, rules->definitions[i].place, rules->definitions[i].name);
  }
  for (size_t i = 0; i < rules->selections.size(); ++i) {
    if (selection_drafts[i].name != nullptr && !uses.used_selection(i)) {
      unused(Code::unused_rows, rules->selections[i].place, rules->selections[i].name);
    }
  }
  for (size_t i = 0; i < rules->params.size(); ++i) {
    if (used_params.count(static_cast<int>(i)) == 0) unused(Code::unused_param, rules->params[i].place, rules->params[i].name);
  }
}

}  // namespace hegui::rule
