#include "fixture.h"
namespace hegui::testing {
TEST(Smoke, X) {
  Rules r(R"(
  d6: {zh: 测试, cite: [ent.leader], items: {rows: {of: contracts}, with: {of: inspections, is: {kind: [leader-led, self-check]}}, per: half_year, at_least: 1, from: start, until: end}}
)");
  std::cout << r.problems << std::endl; if (r.ok()) std::cout << plan::dump(r.program());
  std::cout << told(r, "d6", R"({"id": "E101", "contracts": [{"start": "2023-03-13"}]})", RunWith("2023-12-31"));
}
}
