// A registration system checks one enterprise each time its page is saved: records come as text, findings go back to the page.
#include <hegui/hegui.h>

#include <iostream>

int main(int argc, char** argv) {
  // Once, when the system starts. The rule set is immutable and may be shared by all threads.
  const auto rules = hegui::RuleSet::load(argc > 1 ? argv[1] : "rules/haicheng-2023");
  if (!rules) {
    std::cerr << to_text(rules.diagnostics());
    return 2;
  }

  // On every save.
  const std::string page = R"({
    "id": "E1", "name": "某机械厂", "sectors": ["industry"], "high_risk": false, "headcount": 40,
    "inspections": [
      {"id": "J1", "kind": "leader-led", "led_by_role": "principal", "date": "2023-06-02"}
    ],
    "hazards": [
      {"id": "H1", "level": "major", "found_on": "2023-06-02", "fixable_immediately": false, "responsible_person": "P1"}
    ]
  })";
  const auto records = hegui::Records::from_json(*rules, {{"enterprise", "page", page}});
  if (!records) {
    std::cerr << to_text(records.diagnostics());
    return 2;
  }

  hegui::RunOptions today;
  today.as_of = "2023-07-15";
  const auto findings = rules->evaluate(*records, today);
  if (!findings) {
    std::cerr << to_text(findings.diagnostics());
    return 2;
  }
  for (const hegui::FindingRow& row : findings->rows) {
    const hegui::DutyInfo& duty = findings->duties[row.duty];
    if (duty.id != "leader-inspection" && duty.id != "five-elements") continue;
    std::cout << duty.id << " " << findings->label(row) << ": " << word(row.verdict) << "\n";
    for (const hegui::Reason& reason : findings->reasons_of(row)) std::cout << "  " << to_text(reason, "zh") << "\n";
  }
  return 0;
}
