// Gaps, conditions and remedies in words.
//
// In:   a gap, a condition, a finding.   Out: sentences.   Cost: O(length).   Test: tests/explain/why_test.cc
#include "explain/words.h"

namespace hegui::explain {

namespace {

std::string first_arg(const Gap& gap) { return gap.args.empty() ? std::string() : gap.args.front(); }

std::string joined(const std::string& a, const std::string& b, const char* between) {
  if (a.empty()) return b;
  return b.empty() ? a : a + between + b;
}

}  // namespace

Said say(const Gap& gap) {
  const std::string where = joined(gap.record, gap.field, ".");
  const std::string arg = first_arg(gap);
  switch (gap.code) {
    case ReasonCode::calendar_unknown:
      return {"the calendar has no data for " + (where.empty() ? arg : where),
              "工作日历缺少数据：" + (where.empty() ? arg : where)};
    case ReasonCode::check_failed:
      return {"not met: " + arg, "未满足：" + arg};
    case ReasonCode::collection_absent:
      return {"no '" + gap.field + "' were handed in by " + gap.record, gap.record + " 未提交 " + gap.field};
    case ReasonCode::collection_incomplete:
      return {"'" + gap.field + "' of " + gap.record + " are complete through " + arg + " only",
              gap.record + " 的 " + gap.field + " 仅完整至 " + arg};
    case ReasonCode::dangling_reference:
      return {where + " names '" + arg + "', which is not in the records", where + " 指向的“" + arg + "”不在记录中"};
    case ReasonCode::date_imprecise:
      return {where + " is not precise to the day", where + " 未精确到日"};
    case ReasonCode::expression_error:
      return {"a condition cannot be evaluated: " + arg, "条件无法求值：" + arg};
    case ReasonCode::field_missing:
      return {where + " is empty", where + " 未填写"};
    case ReasonCode::forbidden:
      return {joined(gap.record, arg, ": ") + " breaks the prohibition", joined(gap.record, arg, "：") + " 违反禁止性要求"};
    case ReasonCode::judgement_missing:
      return {arg + " has not decided yet", "待 " + arg + " 判断"};
    case ReasonCode::member_missing:
      return {gap.record + " is not covered", gap.record + " 未覆盖"};
    case ReasonCode::not_held:
      return {"did not hold from " + arg + " to " + (gap.args.size() > 1 ? gap.args[1] : arg),
              arg + " 至 " + (gap.args.size() > 1 ? gap.args[1] : arg) + " 未保持"};
    case ReasonCode::part:
      return {arg + (gap.args.size() > 1 ? " is " + gap.args[1] : std::string()),
              arg + (gap.args.size() > 1 ? "：" + gap.args[1] : std::string())};
    case ReasonCode::waiver:
      return {"waived by " + gap.record, "豁免：" + gap.record};
  }
  return {};
}

Said say(const Gaps& gaps) {
  Said all;
  for (const Gap& gap : gaps) {
    const Said one = say(gap);
    all.en = joined(all.en, one.en, "; ");
    all.zh = joined(all.zh, one.zh, "；");
  }
  return all;
}

namespace {

std::string source_of(const cel::Expression& e, cel::NodeId id) {
  const cel::Node& n = e.ast[id];
  if (n.end <= n.begin || n.end > e.ast.text.size()) return e.ast.text;
  return e.ast.text.substr(n.begin, n.end - n.begin);
}

}  // namespace

std::string first_failing(Matter& m, rule::ExprIx condition, const Env& env) {
  if (condition == rule::kNone) return {};
  const cel::Expression& e = m.rules.exprs[static_cast<size_t>(condition)];
  Env inner = env;
  const Value whole = m.evaluator.eval(e, e.ast.root, inner);
  if (whole.is_true()) return {};
  const auto fails = [&](cel::NodeId id) {
    const Value v = m.evaluator.eval(e, id, inner);
    return whole.is_false() ? v.is_false() : !v.is_true();
  };
  cel::NodeId id = e.ast.root;
  while (e.ast[id].kind == cel::NodeKind::and_) {
    cel::NodeId next = cel::kNoNode;
    for (const cel::NodeId part : e.ast[id].children) {
      if (!fails(part)) continue;
      next = part;
      break;
    }
    if (next == cel::kNoNode) break;
    id = next;
  }
  return source_of(e, id);
}

void parts_with_values(Matter& m, rule::ExprIx condition, const Env& env, std::vector<std::string>& out) {
  if (condition == rule::kNone) return;
  const cel::Expression& e = m.rules.exprs[static_cast<size_t>(condition)];
  const cel::Node& root = e.ast[e.ast.root];
  std::vector<cel::NodeId> parts{e.ast.root};
  if (root.kind == cel::NodeKind::and_ || root.kind == cel::NodeKind::or_) parts = root.children;
  for (const cel::NodeId part : parts) {
    Env inner = env;
    const Value v = m.evaluator.eval(e, part, inner);
    std::string line = source_of(e, part) + " = " + to_text(v);
    if (v.is_unknown()) line += " (" + say(v.gaps).en + ")";
    out.push_back(std::move(line));
    // What stands behind a name: the first part of a definition that decides it.
    const cel::Node& n = e.ast[part];
    if (n.kind != cel::NodeKind::definition) continue;
    const rule::Definition& d = m.rules.definitions[static_cast<size_t>(n.index)];
    if (!n.children.empty() || d.of_owner < 0) continue;
    const cel::Expression& body = m.rules.exprs[static_cast<size_t>(d.body)];
    const cel::Node& top = body.ast[body.ast.root];
    if (top.kind != cel::NodeKind::or_ && top.kind != cel::NodeKind::and_) {
      out.back() += "  [" + d.name + ": " + source_of(body, body.ast.root) + "]";
      continue;
    }
    for (const cel::NodeId child : top.children) {
      Env deeper = env;
      const Value decided = m.evaluator.eval(body, child, deeper);
      if (!decided.is(Value::Kind::boolean) || !v.is(Value::Kind::boolean) || decided.boolean != v.boolean) continue;
      out.back() += "  [" + source_of(body, child) + "]";
      break;
    }
  }
}

namespace {

std::string name_of(const Matter& m, int selection, bool zh) {
  if (selection < 0) return zh ? "记录" : "record";
  const rule::Selection& s = m.rules.selections[static_cast<size_t>(selection)];
  return zh && !s.zh.empty() ? s.zh : s.name;
}

std::string day_text(Day day) { return day == kNoDay || day == kNever || day == kAlways ? std::string() : format_date(day); }

std::string by(const Judged& f, bool zh) {
  const std::string due = day_text(f.due);
  if (due.empty()) return {};
  return zh ? due + " 前（含当日）" : " by " + due;
}

/// More rows of a kind are owed.
Said more_rows(Matter& m, const Judged& f, int selection, bool late) {
  const int missing = f.required - f.low;
  const std::string n = std::to_string(missing > 0 ? missing : 1);
  if (late)
    return {"do it now: " + n + " more '" + name_of(m, selection, false) + "'; it will count as met late",
            "尽快补做：还需 " + n + " 次“" + name_of(m, selection, true) + "”，补做后按逾期履行计"};
  return {n + " more '" + name_of(m, selection, false) + "'" + by(f, false),
          by(f, true) + "还需 " + n + " 次“" + name_of(m, selection, true) + "”"};
}

Said too_late(const Judged& f) {
  const std::string closed = day_text(f.due != kNoDay ? f.due : f.until);
  return {"it is too late" + (closed.empty() ? std::string() : ": the time for it closed on " + closed) +
              "; the breach stays on record, see that the next one is met in time",
          "已无法补救" + (closed.empty() ? std::string() : "：期限已于 " + closed + " 届满") +
              "；违反情况保留在案，请确保下一期按时履行"};
}

Said with_reasons(const Judged& f, const Said& lead) {
  const Said why = say(f.reasons);
  return {joined(lead.en, why.en, ": "), joined(lead.zh, why.zh, "：")};
}

int evidence_of(const Matter& m, const Judged& f) {
  if (const auto* count = std::get_if<rule::Count>(&m.duty.shape))
    return f.branch > 0 ? m.duty.unless[static_cast<size_t>(f.branch - 1)].count.rows : count->rows;
  if (const auto* items = std::get_if<rule::Items>(&m.duty.shape)) return items->with;
  if (const auto* respond = std::get_if<rule::Respond>(&m.duty.shape)) return respond->with;
  return -1;
}

}  // namespace

Said remedy(Matter& m, const Judged& f) {
  const bool at_most = std::holds_alternative<rule::Count>(m.duty.shape) && std::get<rule::Count>(m.duty.shape).at_most;
  const int evidence = at_most ? -1 : evidence_of(m, f);
  switch (f.verdict) {
    case Verdict::satisfied:
      return {"nothing is left to do", "已履行，无需补救"};
    case Verdict::not_applicable:
      return {"the duty does not bind this holder here", "本项不适用，无需办理"};
    case Verdict::waived:
      return with_reasons(f, {"a waiver covers it for now", "目前由豁免覆盖"});
    case Verdict::satisfied_late:
      return {"it was met late; nothing can change that now", "已逾期履行，逾期事实无法改变"};
    case Verdict::needs_judgement:
      return with_reasons(f, {"a decision is needed", "需要作出人工判断"});
    case Verdict::indeterminate:
      return with_reasons(f, {"complete the records", "请补全记录"});
    case Verdict::pending:
      if (evidence >= 0) return more_rows(m, f, evidence, false);
      if (at_most || std::holds_alternative<rule::Forbid>(m.duty.shape) || std::holds_alternative<rule::Hold>(m.duty.shape))
        return {"keep it up until " + day_text(f.until), "请保持至 " + day_text(f.until)};
      return with_reasons(f, {"still to be done" + by(f, false), by(f, true) + "尚需完成"});
    case Verdict::overdue:
      if (evidence >= 0) return more_rows(m, f, evidence, true);
      return with_reasons(f, {"do it now; it will count as met late", "尽快补做，补做后按逾期履行计"});
    case Verdict::violated:
      if (std::holds_alternative<rule::Forbid>(m.duty.shape) || std::holds_alternative<rule::Hold>(m.duty.shape) || at_most) {
        const Said stop = with_reasons(f, {"what happened cannot be undone; stop it and see that it does not happen again",
                                           "已发生的违反无法撤销；立即停止并防止再次发生"});
        return stop;
      }
      if (std::holds_alternative<rule::Judge>(m.duty.shape))
        return {"the person in charge decided it is not met; a later judgement can change that",
                "主管人员判断为未做到；整改后可由其重新判断"};
      return with_reasons(f, too_late(f));
  }
  return {};
}

}  // namespace hegui::explain
