// Diagnostics of runs, byte for byte: what the door says when it is asked for something that cannot be, kept in
// tests/api/diagnostics/NAME.diag.
#include "base/diagnostics.h"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "api/fixture.h"
#include "api/folder.h"
#include "golden.h"

namespace hegui {
namespace {

using List = std::vector<Diagnostic>;

struct Case {
  std::string name;
  std::function<List(const TempFolder&)> diagnose;
};

std::string folder() { return std::string(HEGUI_SOURCE_DIR) + "/tests/api/diagnostics"; }

/// A run with options changed by `change`.
template <typename Change>
auto run_with(Change change) {
  return [change](const TempFolder&) {
    RunOptions options = at("2023-12-31");
    change(options);
    return mini().evaluate(two(), options).diagnostics();
  };
}

/// An explanation asked for.
auto why(const FindingKey& key) {
  return [key](const TempFolder&) { return mini().explain(two(), at("2023-10-15"), key).diagnostics(); };
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all = {
      {"HG1002-file-too-large",
       [](const TempFolder& here) {
         here.write("enterprise.ndjson", two_lines());
         RecordOptions small;
         small.max_file_bytes = 10;
         return Records::read(mini(), here.path(), small).diagnostics();
       }},
      {"HG6001-no-such-parameter", run_with([](RunOptions& o) {
         o.params = {{"swift_dais", "5"}};
       })},
      {"HG6002-bad-override", run_with([](RunOptions& o) {
         o.params = {{"swift_days", "五"}};
       })},
      {"HG6003-override-out-of-range", run_with([](RunOptions& o) {
         o.params = {{"swift_days", "99"}};
       })},
      {"HG6101-no-rules", [](const TempFolder&) { return RuleSet().evaluate(two(), at("2023-12-31")).diagnostics(); }},
      {"HG6102-bad-run-date", run_with([](RunOptions& o) { o.as_of = "2023/12/31"; })},
      {"HG6102-no-run-date", run_with([](RunOptions& o) { o.as_of.clear(); })},
      {"HG6103-data-not-found", [](const TempFolder& here) { return Records::read(mini(), here.path("无")).diagnostics(); }},
      {"HG6103-no-record-file", [](const TempFolder& here) { return Records::read(mini(), here.path()).diagnostics(); }},
      {"HG6104-no-such-holder", why({"E9", "leader-inspection", "2023-Q3", ""})},
      {"HG6105-ambiguous-holder",
       [](const TempFolder&) {
         const auto records =
             Records::from_json(mini(), {{"enterprise", "e", R"({"id": "X"})"}, {"department", "d", R"({"id": "X"})"}});
         return mini().explain(*records, at("2023-10-15"), {"X", "drill", "", ""}).diagnostics();
       }},
      {"HG6106-no-such-duty", why({"E1", "leader-inspektion", "2023-Q3", ""})},
      {"HG6107-no-such-finding", why({"E1", "leader-inspection", "2023-Q9", ""})},
      {"HG6108-several-findings", why({"E1", "leader-inspection", "", ""})},
      {"HG6109-foreign-records",
       [](const TempFolder&) { return RuleSet::load(kMini)->evaluate(two(), at("2023-12-31")).diagnostics(); }},
      {"HG6110-bad-run-option", run_with([](RunOptions& o) { o.threads = -1; })},
      {"HG6110-given-twice", run_with([](RunOptions& o) {
         o.params = {{"swift_days", "5"}, {"swift_days", "6"}};
       })},
      {"HG6112-machine-failure",
       run_with([](RunOptions& o) { o.progress = [](size_t, size_t) { throw std::runtime_error("the page is gone"); }; })},
  };
  return all;
}

class ApiGolden : public ::testing::TestWithParam<Case> {};

TEST_P(ApiGolden, SaysExactlyThis) {
  const TempFolder here;
  golden::expect(folder() + "/" + GetParam().name + ".diag", golden::told(GetParam().diagnose(here), here.path(), "FOLDER"));
}

INSTANTIATE_TEST_SUITE_P(Api, ApiGolden, ::testing::ValuesIn(cases()),
                         [](const auto& test) { return golden::test_name(test.param.name); });

TEST(ApiGolden, EveryCodeOfRunsHasAFile) {
  const std::set<std::string> seen = golden::codes(folder());
  for (const CodeInfo& code : all_codes()) {
    if (code.number / 1000 != 6) continue;
    EXPECT_EQ(seen.count("HG" + std::to_string(code.number)), 1U) << "no file for HG" << code.number << " " << code.name;
  }
}

}  // namespace
}  // namespace hegui
