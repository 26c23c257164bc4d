// Macros over lists, maps and row sets, and named selections of rows.
//
// In:   a range, a body.   Out: a Value; over row sets with the meaning docs/evaluation.md section 2 gives them.
// Cost: O(elements * body).   Test: tests/explain/evaluator_test.cc
#include <algorithm>

#include "cel/leaf_text.h"
#include "explain/evaluator.h"

namespace hegui::explain {

using cel::ErrorKind;
using cel::Macro;

namespace {
/// A body must be a boolean, unknown or an error.
Value as_condition(Value v) {
  if (v.is(Value::Kind::boolean) || v.is_unknown() || v.is_error()) return v;
  return Value::error(ErrorKind::no_matching_overload);
}

/// What a row says for `exists` (or, mirrored, against `all`): a possible row says true or false only as far as it is there.
Value if_present(const Member& m, Value verdict, bool telling) {
  if (m.sure || verdict.is_error()) return verdict;
  const Value presence = Value::unknown(m.gaps);
  return telling ? all_of({presence, verdict}) : any_of({presence, verdict});
}
}  // namespace

Value Evaluator::comprehension(Frame& f, const cel::Node& n) {
  if (n.macro == Macro::opt_map || n.macro == Macro::opt_flat_map) return over_optional(f, n);
  Value range = node(f, n.children[0]);
  if (range.is_unknown() || range.is_error()) return range;
  if (range.is(Value::Kind::rows) && n.slot2 < 0) return over_rows(f, n, *range.rows);
  range = as_plain(std::move(range));
  if (range.is_unknown()) return range;
  Entries pairs;  // key, value
  if (range.is(Value::Kind::list)) {
    for (size_t i = 0; i < range.list->size(); ++i)
      pairs.emplace_back(Value::of_int(static_cast<int64_t>(i)), (*range.list)[i]);
    if (n.slot2 < 0)
      for (auto& pair : pairs) pair.first = pair.second;
  } else if (range.is(Value::Kind::map)) {
    pairs = range.map->entries;
  } else {
    return Value::error(ErrorKind::no_matching_overload);
  }
  return over_pairs(f, n, pairs);
}

/// optMap, optFlatMap: the body over the value of an optional.
Value Evaluator::over_optional(Frame& f, const cel::Node& n) {
  const Value range = node(f, n.children[0]);
  if (range.is_unknown() || range.is_error()) return range;
  if (!range.is(Value::Kind::optional)) return Value::error(ErrorKind::no_matching_overload);
  if (range.inner == nullptr) return range;
  f.env[n.slot] = *range.inner;
  Value body = as_plain(node(f, n.children[1]));
  if (body.is_unknown() || body.is_error()) return body;
  if (n.macro == Macro::opt_map) return Value::of_optional(std::move(body));
  return body.is(Value::Kind::optional) ? body : Value::error(ErrorKind::no_matching_overload);
}

namespace {

/// What map, transformList, transformMap and transformMapEntry make of the values of their bodies; `keys` beside them.
Value collected(Macro macro, Values values, const Values& keys, Work& work) {
  if (macro == Macro::map || macro == Macro::filter || macro == Macro::transform_list) return Value::of_list(std::move(values));
  Mapping mapping;
  for (size_t i = 0; i < values.size(); ++i) {
    if (macro == Macro::transform_map) {
      mapping.add(keys[i], std::move(values[i]));
      continue;
    }
    if (!values[i].is(Value::Kind::map)) return Value::error(ErrorKind::no_matching_overload);
    for (const auto& [key, value] : values[i].map->entries) {
      if (!work.take(1)) return Value::error(ErrorKind::too_much_work);
      if (mapping.entries.size() >= cel::kMaxElements) return Value::error(ErrorKind::too_large);
      if (!mapping.add(key, value)) return Value::error(ErrorKind::repeated_key);
    }
  }
  return Value::of_map(std::move(mapping));
}

}  // namespace

/// Plain lists and maps, as CEL has them. The first variable is bound to `first` of a pair, a second one to `second`.
Value Evaluator::over_pairs(Frame& f, const cel::Node& n, const Entries& pairs) {
  const bool logical = n.macro == Macro::all || n.macro == Macro::exists || n.macro == Macro::exists_one;
  const bool transforms = !logical && n.macro != Macro::filter;
  const bool tests = !transforms || n.children.size() > 2;
  Values verdicts;
  Values made;
  Values keys;
  for (const auto& pair : pairs) {
    if (!work_.take(1)) return Value::error(ErrorKind::too_much_work);
    f.env[n.slot] = pair.first;
    if (n.slot2 >= 0) f.env[n.slot2] = pair.second;
    Value verdict = tests ? condition(f, n.children[1]) : Value::of_bool(true);
    if (n.macro == Macro::all && verdict.is_false()) return verdict;
    if (n.macro == Macro::exists && verdict.is_true()) return verdict;
    if (!logical && verdict.is_true()) {
      if (made.size() >= cel::kMaxElements) return Value::error(ErrorKind::too_large);
      made.push_back(transforms ? as_plain(node(f, n.children.back())) : pair.first);
      keys.push_back(pair.first);
    }
    verdicts.push_back(std::move(verdict));
  }
  if (n.macro == Macro::all) return all_of(verdicts);
  if (n.macro == Macro::exists) return any_of(verdicts);
  // The others: nothing may stay open.
  Gaps gaps;
  const bool open_verdict = any_unknown(verdicts, gaps);
  const bool open_value = any_unknown(made, gaps);
  if (open_verdict || open_value) return Value::unknown(std::move(gaps));
  if (const Value* problem = first_error(verdicts)) return *problem;
  if (const Value* problem = first_error(made)) return *problem;
  if (n.macro != Macro::exists_one) return collected(n.macro, std::move(made), keys, work_);
  const auto found = std::count_if(verdicts.begin(), verdicts.end(), [](const Value& v) { return v.is_true(); });
  return Value::of_bool(found == 1);
}

/// Row sets: sure and possible rows, open or closed.
Value Evaluator::over_rows(Frame& f, const cel::Node& n, const RowSet& rows) {
  const auto test = [&](const Member& m) {
    if (!work_.take(1)) return Value::error(ErrorKind::too_much_work);
    f.env[n.slot] = Value::of_row(m.row);
    return condition(f, n.children[1]);
  };
  switch (n.macro) {
    case Macro::exists: {
      Values found;
      for (const Member& m : rows.members) found.push_back(if_present(m, test(m), true));
      if (rows.open) found.push_back(Value::unknown(rows.open_gaps));
      return any_of(found);
    }
    case Macro::all: {
      Values kept;
      for (const Member& m : rows.members) kept.push_back(if_present(m, test(m), false));
      if (rows.open) kept.push_back(Value::unknown(rows.open_gaps));
      return all_of(kept);
    }
    case Macro::filter: {
      RowSet kept;
      kept.open = rows.open;
      kept.open_gaps = rows.open_gaps;
      for (const Member& m : rows.members) {
        const Value verdict = test(m);
        if (verdict.is_error()) return verdict;
        if (verdict.is_false()) continue;
        Member member = m;
        if (verdict.is_unknown()) {
          member.sure = false;
          add(member.gaps, verdict.gaps);
        }
        kept.members.push_back(std::move(member));
      }
      return Value::of_rows(std::move(kept));
    }
    default: {
      if (!rows.settled()) return Value::unknown(rows.unsettled_by());
      Entries pairs;
      for (const Member& m : rows.members) pairs.emplace_back(Value::of_row(m.row), Value{});
      return over_pairs(f, n, pairs);
    }
  }
}

OwnerRef Evaluator::owner_of(const rule::Selection& selection, const Env& env) {
  return selection.registry ? reading_->registry() : env[cel::kHolder].owner;
}

std::vector<rule::ExprIx> Evaluator::conditions(int selection) {
  std::vector<rule::ExprIx> conditions;
  const rule::Selection& s = rules().selections[static_cast<size_t>(selection)];
  if (s.base >= 0) conditions = this->conditions(s.base);
  if (s.cond != rule::kNone) conditions.push_back(s.cond);
  return conditions;
}

std::vector<Candidate> Evaluator::candidates(int selection, const Env& env) {
  const rule::Selection& s = rules().selections[static_cast<size_t>(selection)];
  const OwnerRef owner = owner_of(s, env);
  Ledger& ledger = reading_->ledger();
  std::vector<RowRef> rows;
  for (const RowRef& row : ledger.rows(owner, s.collection)) {
    if (s.nested_field < 0) {
      rows.push_back(row);
    } else {
      for (RowRef& inner : ledger.nested(row, s.nested_field)) rows.push_back(std::move(inner));
    }
  }
  const std::vector<rule::ExprIx> tests = conditions(selection);
  std::vector<Candidate> candidates;
  for (RowRef& row : rows) {
    const Env inner = with_row(env, row);
    Values verdicts;
    for (const rule::ExprIx test : tests) {
      verdicts.push_back(as_condition(eval(test, inner)));
      if (verdicts.back().is_false()) break;
    }
    Candidate candidate;
    candidate.presence = reading_->presence(row);
    candidate.membership = all_of(verdicts);
    candidate.row = std::move(row);
    candidates.push_back(std::move(candidate));
  }
  return candidates;
}

Value Evaluator::select(int selection, const Env& env) {
  const rule::Selection& s = rules().selections[static_cast<size_t>(selection)];
  const OwnerRef owner = owner_of(s, env);
  RowSet set;
  set.open = reading_->incomplete(owner, s.collection, kNever, &set.open_gaps);
  if (s.nested_field >= 0) {
    for (const RowRef& outer : reading_->ledger().rows(owner, s.collection)) {
      const RowSet inner = reading_->set(outer, s.nested_field);
      set.open = set.open || inner.open;
      add(set.open_gaps, inner.open_gaps);
    }
  }
  for (Candidate& c : candidates(selection, env)) {
    if (c.membership.is_error()) return c.membership;
    if (c.membership.is_false()) continue;
    Member member;
    member.gaps = c.presence;
    add(member.gaps, c.membership_gaps());
    member.sure = member.gaps.empty();
    member.row = std::move(c.row);
    set.members.push_back(std::move(member));
  }
  return Value::of_rows(std::move(set));
}

}  // namespace hegui::explain
