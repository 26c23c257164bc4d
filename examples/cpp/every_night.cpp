// A nightly run over a whole city, the same rule set at two dates: what is new since the end of the quarter?
#include <hegui/hegui.h>

#include <iostream>
#include <set>
#include <string>

namespace {

/// Ids of the findings that are adverse at a date.
hegui::Result<std::set<std::string>> adverse_at(const hegui::RuleSet& rules, const hegui::Records& records,
                                                const std::string& day) {
  hegui::RunOptions options;
  options.as_of = day;
  options.threads = 2;
  options.changes_on = false;  // not needed here, and faster without
  auto findings = rules.evaluate(records, options);
  if (!findings) return findings.diagnostics();
  std::set<std::string> ids;
  for (const hegui::FindingRow& row : findings->rows) {
    if (adverse(row.verdict) && !row.advisory) ids.insert(findings->id(row));
  }
  return ids;
}

}  // namespace

int main(int argc, char** argv) {
  const auto rules = hegui::RuleSet::load(argc > 1 ? argv[1] : "rules/haicheng-2023");
  if (!rules) return std::cerr << to_text(rules.diagnostics()), 2;
  const auto records = hegui::Records::read(*rules, argc > 2 ? argv[2] : "examples/city");
  if (!records) return std::cerr << to_text(records.diagnostics()), 2;

  const auto before = adverse_at(*rules, *records, "2023-09-30");
  const auto now = adverse_at(*rules, *records, "2023-10-01");
  if (!before || !now) return std::cerr << to_text(before ? now.diagnostics() : before.diagnostics()), 2;

  size_t fresh = 0, gone = 0;
  for (const std::string& id : *now) fresh += before->count(id) == 0 ? 1 : 0;
  for (const std::string& id : *before) gone += now->count(id) == 0 ? 1 : 0;
  std::cout << "owners " << records->owners() << ", rows " << records->rows() << "\n";
  std::cout << "adverse on 2023-09-30: " << before->size() << "\n";
  std::cout << "adverse on 2023-10-01: " << now->size() << " (" << fresh << " new, " << gone << " gone)\n";
  return 0;
}
