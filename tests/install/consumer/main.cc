// A program that knows only the installed library: loads a pack and judges one enterprise.
#include <hegui/hegui.h>

#include <iostream>

int main(int argc, char** argv) {
  const auto rules = hegui::RuleSet::load(argc > 1 ? argv[1] : ".");
  if (!rules) return std::cerr << to_text(rules.diagnostics()), 1;
  const auto records = hegui::Records::from_json(*rules, {{"enterprise", "one", R"({"id": "E1", "sectors": ["industry"]})"}});
  if (!records) return std::cerr << to_text(records.diagnostics()), 1;
  hegui::RunOptions options;
  options.as_of = "2023-12-31";
  const auto findings = rules->evaluate(*records, options);
  if (!findings) return std::cerr << to_text(findings.diagnostics()), 1;
  std::cout << "hegui " << hegui::version() << " gave " << (findings->size() > 0 ? "findings" : "nothing") << "\n";
  return findings->size() > 0 ? 0 : 1;
}
