// The moment of a run, from the options a caller writes.
//
// In:   RunOptions (texts).   Out: rule::Evaluation (days, parameter values), or diagnostics HG6xxx.
// Cost: O(options).   Test: tests/api/evaluate_test.cc
#include <algorithm>

#include "api/state.h"
#include "base/suggest.h"

namespace hegui::api {

bool read_day(const std::string& text, const char* option, Day& day, Diagnostics& diagnostics) {
  if (const auto parsed = parse_date(text)) {
    day = *parsed;
    return true;
  }
  const std::string shown = text.empty() ? "nothing" : "'" + text + "'";
  const std::string shown_zh = text.empty() ? "空" : "“" + text + "”";
  diagnostics
      .report(Code::bad_run_date, Place(), std::string(option) + " is " + shown + ", which is not a date",
              std::string(option) + " 为" + shown_zh + "，不是日期")
      .hint("write a day of the calendar as YYYY-MM-DD, such as 2023-12-31", "请按 YYYY-MM-DD 书写，例如 2023-12-31");
  return false;
}

bool evaluation_of(const rule::CheckedRules& rules, const RunOptions& options, rule::Evaluation& evaluation,
                   Diagnostics& diagnostics) {
  bool good = read_day(options.as_of, "as_of", evaluation.moment.as_of, diagnostics);
  evaluation.moment.seen = evaluation.moment.as_of;
  evaluation.moment.known_at = kNoDay;
  if (!options.known_at.empty()) good &= read_day(options.known_at, "known_at", evaluation.moment.known_at, diagnostics);
  if (options.threads < 1 || options.threads > 256) {
    diagnostics
        .report(Code::bad_run_option, Place(), "threads is " + std::to_string(options.threads),
                "线程数为 " + std::to_string(options.threads))
        .hint("give a number of threads from 1 to 256", "请给出 1 到 256 之间的线程数");
    good = false;
  }
  evaluation.params = rule::default_values(rules);
  std::vector<std::string> seen;
  for (const auto& [name, value] : options.params) {
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      diagnostics.report(Code::bad_run_option, Place(), "parameter '" + name + "' is given twice", "参数“" + name + "”给了两次")
          .hint("give each parameter one value", "每个参数只给一个值");
      good = false;
      continue;
    }
    seen.push_back(name);
    good &= rule::override_value(rules, name, value, evaluation.params, diagnostics);
  }
  return good;
}

bool fit_together(const RuleSet& rules, const Records& records, Diagnostics& diagnostics) {
  if (rules.empty()) {
    diagnostics.report(Code::no_rules, Place(), "no rule set is loaded", "尚未加载规则包")
        .hint("load a pack first", "请先加载规则包");
    return false;
  }
  if (records.empty()) {
    diagnostics.report(Code::data_not_found, Place(), "no records were read", "没有读入任何记录")
        .hint("read the records first", "请先读入记录");
    return false;
  }
  if (&records.state()->data->model() != rules.state()->rules->model.get()) {
    diagnostics.report(Code::foreign_records, Place(), "the records were read for another rule set", "记录是按另一规则包读入的")
        .hint("read the records again with the rule set that is to judge them", "请用要作判定的规则包重新读入记录");
    return false;
  }
  return true;
}

std::vector<std::pair<int, uint32_t>> owners_with_id(const Dataset& data, const std::string& id) {
  std::vector<std::pair<int, uint32_t>> found;
  const int32_t code = data.strings.find(id);
  if (code < 0) return found;
  for (size_t type = 0; type < data.owners.size(); ++type) {
    if (static_cast<int>(type) == data.model().registry) continue;
    const auto at = data.owners[type].by_id.find(code);
    if (at != data.owners[type].by_id.end()) found.emplace_back(static_cast<int>(type), at->second);
  }
  return found;
}

void report_unknown_holder(const Dataset& data, const std::string& id, Diagnostics& diagnostics) {
  constexpr size_t kCandidates = 20'000;  // a hint is not worth more
  std::vector<std::string> ids;
  for (size_t type = 0; type < data.owners.size(); ++type) {
    if (static_cast<int>(type) == data.model().registry) continue;
    for (const int32_t code : data.owners[type].ids) {
      if (ids.size() >= kCandidates) break;
      ids.emplace_back(data.strings.text(code));
    }
  }
  std::string hint = suggestion(id, ids);
  if (hint.empty()) hint = "give the id of an owner as it stands in the records";
  diagnostics.report(Code::no_such_holder, Place(), "no owner has the id '" + id + "'", "没有编号为“" + id + "”的主体")
      .hint(hint);
}

std::string_view name_of(const Dataset& data, int owner_type, uint32_t owner) {
  const OwnerType& type = data.model().owners[static_cast<size_t>(owner_type)];
  const int field = type.field("name");
  if (field < 0) return {};
  const Field& name = type.fields[static_cast<size_t>(field)];
  if (name.list || (name.type != FieldType::string && name.type != FieldType::text)) return {};
  const Column& column = data.owners[static_cast<size_t>(owner_type)].fields[static_cast<size_t>(field)];
  if (owner >= column.valid.size() || !column.valid[owner]) return {};
  return data.strings.text(column.i32[owner]);
}

std::string_view name_of(const Dataset& data, std::string_view owner_type, std::string_view id) {
  const int type = data.model().owner(owner_type);
  const int32_t code = data.strings.find(id);
  if (type < 0 || code < 0) return {};
  const auto& by_id = data.owners[static_cast<size_t>(type)].by_id;
  const auto found = by_id.find(code);
  return found == by_id.end() ? std::string_view() : name_of(data, type, found->second);
}

bool prepare(const RuleSet& rules, const Records& records, const RunOptions& options, rule::Evaluation& evaluation,
             Diagnostics& diagnostics) {
  if (!fit_together(rules, records, diagnostics)) return false;
  if (!evaluation_of(*rules.state()->rules, options, evaluation, diagnostics)) return false;
  if (options.holder.empty() || !owners_with_id(*records.state()->data, options.holder).empty()) return true;
  report_unknown_holder(*records.state()->data, options.holder, diagnostics);
  return false;
}

std::vector<Diagnostic> failure(const std::string& what) {
  Diagnostics diagnostics;
  diagnostics.report(Code::machine_failure, Place(), "the machine failed: " + what, "机器故障：" + what)
      .hint("free memory or disk space and try again; the rules and the records are not at fault",
            "请释放内存或磁盘空间后重试；规则和记录没有问题");
  return diagnostics.take();
}

}  // namespace hegui::api
