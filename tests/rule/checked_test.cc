// Look-ups, overrides of parameters, corners of assumptions.
#include "rule/checked.h"

#include <gtest/gtest.h>

#include "rule/pack_fixture.h"

namespace hegui::rule {
namespace {

const CheckedRules& mini() {
  static const auto rules = [] {
    Diagnostics diagnostics;
    return load_pack(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini", LoadOptions{}, diagnostics);
  }();
  return *rules;
}

TEST(Checked, LookUps) {
  EXPECT_GE(mini().duty("hazard-fixed"), 0);
  EXPECT_EQ(mini().duty("hazard-fixe"), -1);
  EXPECT_EQ(mini().duty("zzz"), -1);
  EXPECT_GE(mini().clause("ent.fix"), 0);
  EXPECT_EQ(mini().clause(""), -1);
  EXPECT_GE(mini().param("min_days"), 0);
  EXPECT_EQ(mini().param("$min_days"), -1);
}

struct Override {
  const char* name;
  const char* text;
  int code;  // 0: taken
};
class Overrides : public ::testing::TestWithParam<Override> {};

TEST_P(Overrides, AreReadAndChecked) {
  std::vector<Value> values = default_values(mini());
  Diagnostics diagnostics;
  const bool taken = override_value(mini(), GetParam().name, GetParam().text, values, diagnostics);
  const auto list = diagnostics.take();
  EXPECT_EQ(taken, GetParam().code == 0);
  ASSERT_EQ(list.size(), taken ? 0u : 1u);
  if (!taken) {
    EXPECT_EQ(list[0].code, GetParam().code) << to_text(list);
    EXPECT_FALSE(list[0].message_zh.empty());
    EXPECT_FALSE(list[0].hint.empty());
    EXPECT_EQ(values.size(), mini().params.size());
  }
}

INSTANTIATE_TEST_SUITE_P(Rule, Overrides,
                         ::testing::Values(Override{"swift_days", "5", 0}, Override{"swift_days", "15", 0},
                                           Override{"swift_days", "16", 6003}, Override{"swift_days", "0", 6003},
                                           Override{"swift_days", "5.0", 6002}, Override{"swift_days", "五", 6002},
                                           Override{"swift_day", "5", 6001}, Override{"issued_on", "2023-05-26", 0},
                                           Override{"issued_on", "2023-05-27", 6003}, Override{"issued_on", "2023/5/20", 6002},
                                           Override{"education_share", "0.9", 0}, Override{"education_share", "1", 0},
                                           Override{"education_share", "nan", 6002},
                                           Override{"high_risk_sectors", "mine, industry", 0},
                                           Override{"high_risk_sectors", "[mine]", 0},
                                           Override{"high_risk_sectors", "a,,b", 6002}));

TEST(Checked, AnOverrideChangesOnlyItsParameter) {
  std::vector<Value> values = default_values(mini());
  Diagnostics diagnostics;
  ASSERT_TRUE(override_value(mini(), "high_risk_sectors", "mine, industry", values, diagnostics));
  const Value& list = values[static_cast<size_t>(mini().param("high_risk_sectors"))];
  ASSERT_EQ(list.list.size(), 2u);
  EXPECT_EQ(list.list[1].text, "industry");
  EXPECT_EQ(values[static_cast<size_t>(mini().param("swift_days"))].scalar.integer, 3);
  EXPECT_EQ(number_of_ref(NumberRef{mini().param("swift_days"), 0}, values), 3);
  EXPECT_EQ(day_of_ref(DayRef{mini().param("ends_on"), kNoDay}, values), *parse_date("2023-12-31"));
}

TEST(Checked, CornersAreTheEndsOfTheRanges) {
  const std::vector<Value> values = default_values(mini());
  const int swift = mini().param("swift_days");
  const auto of = [&](const char* id) { return corners(mini(), mini().duties[static_cast<size_t>(mini().duty(id))], values); };
  EXPECT_TRUE(of("hazard-fixed").empty());
  const auto two = of("hazard-swift");
  ASSERT_EQ(two.size(), 2u);
  EXPECT_EQ(two[0][static_cast<size_t>(swift)].scalar.integer, 1);
  EXPECT_EQ(two[1][static_cast<size_t>(swift)].scalar.integer, 15);
  EXPECT_EQ(two[1][static_cast<size_t>(mini().param("sweep_days"))].scalar.integer, 15);
}

TEST(Checked, CornersCombine) {
  PackFolder pack;
  ASSERT_TRUE(pack.edit("duties.yaml", "due: {after: found_on, days: $swift_days}",
                        "due: \"row.found_on + days($swift_days + $sweep_days)\""));
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  const Duty& duty = rules->duties[static_cast<size_t>(rules->duty("hazard-swift"))];
  ASSERT_EQ(duty.assumptions.size(), 2u);
  EXPECT_EQ(corners(*rules, duty, default_values(*rules)).size(), 4u);
}

}  // namespace
}  // namespace hegui::rule
