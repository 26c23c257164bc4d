// Why is it so? One finding explained, for the person who has to answer for it.
#include <hegui/hegui.h>

#include <iostream>

int main(int argc, char** argv) {
  const auto rules = hegui::RuleSet::load(argc > 1 ? argv[1] : "rules/haicheng-2023");
  if (!rules) return std::cerr << to_text(rules.diagnostics()), 2;
  const auto records = hegui::Records::read(*rules, argc > 2 ? argv[2] : "examples/one/hotel.json");
  if (!records) return std::cerr << to_text(records.diagnostics()), 2;

  hegui::RunOptions options;
  options.as_of = "2023-12-31";
  const auto explanation = rules->explain(*records, options, {"E0093", "leader-inspection", "2023-Q3", ""});
  if (!explanation) return std::cerr << to_text(explanation.diagnostics()), 2;
  std::cout << explanation_text(*explanation, "zh");
  return 0;
}
