// Windows: labels, clipping, the least number of days.
#include "time/window.h"

#include <gtest/gtest.h>

namespace hegui {
namespace {

Day d(const char* text) { return *parse_date(text); }

std::string dump(const std::vector<Window>& list) {
  std::string out;
  for (const Window& w : list) {
    out += w.label + " " + format_date(w.from) + ".." + format_date(w.until) + " of " + format_date(w.whole_from) + ".." +
           format_date(w.whole_until) + "\n";
  }
  return out;
}

TEST(Window, QuartersOfTheCampaignDropTheBrokenOne) {
  // 43 days of the second quarter remain: 30 keep it, 44 do not.
  EXPECT_EQ(dump(windows(Per::quarter, d("2023-05-19"), d("2023-12-31"), 30, "campaign")),
            "2023-Q2 2023-05-19..2023-06-30 of 2023-04-01..2023-06-30\n"
            "2023-Q3 2023-07-01..2023-09-30 of 2023-07-01..2023-09-30\n"
            "2023-Q4 2023-10-01..2023-12-31 of 2023-10-01..2023-12-31\n");
  EXPECT_EQ(windows(Per::quarter, d("2023-05-19"), d("2023-12-31"), 43, "")[0].label, "2023-Q2");
  EXPECT_EQ(windows(Per::quarter, d("2023-05-19"), d("2023-12-31"), 44, "")[0].label, "2023-Q3");
}

TEST(Window, MonthsOfTheCampaignStartInJune) {
  const std::vector<Window> months = windows(Per::month, d("2023-05-19"), d("2023-12-31"), 30, "campaign");
  ASSERT_EQ(months.size(), 7U);
  EXPECT_EQ(months.front().label, "2023-06");
  EXPECT_EQ(months.back().label, "2023-12");
  EXPECT_EQ(windows(Per::month, d("2023-05-19"), d("2023-12-31"), 13, "")[0].label, "2023-05");
  EXPECT_EQ(windows(Per::month, d("2023-05-19"), d("2023-12-31"), 14, "")[0].label, "2023-06");
}

TEST(Window, HalfYearsYearsAndTheEndsOfYears) {
  EXPECT_EQ(dump(windows(Per::half_year, d("2023-05-19"), d("2024-01-01"), 0, "")),
            "2023-H1 2023-05-19..2023-06-30 of 2023-01-01..2023-06-30\n"
            "2023-H2 2023-07-01..2023-12-31 of 2023-07-01..2023-12-31\n"
            "2024-H1 2024-01-01..2024-01-01 of 2024-01-01..2024-06-30\n");
  EXPECT_EQ(dump(windows(Per::year, d("2023-12-31"), d("2024-01-01"), 0, "")),
            "2023 2023-12-31..2023-12-31 of 2023-01-01..2023-12-31\n2024 2024-01-01..2024-01-01 of 2024-01-01..2024-12-31\n");
  EXPECT_EQ(dump(windows(Per::month, d("2024-02-29"), d("2024-02-29"), 1, "")),
            "2024-02 2024-02-29..2024-02-29 of 2024-02-01..2024-02-29\n");
}

TEST(Window, OnceKeepsItsFrameWhateverTheLeastNumberOfDays) {
  EXPECT_EQ(dump(windows(Per::once, d("2023-05-19"), d("2023-05-20"), 400, "phase-1")),
            "phase-1 2023-05-19..2023-05-20 of 2023-05-19..2023-05-20\n");
}

TEST(Window, EmptyAndOpenFrames) {
  for (const Per per : {Per::once, Per::month, Per::quarter, Per::half_year, Per::year}) {
    EXPECT_TRUE(windows(per, d("2023-05-20"), d("2023-05-19"), 0, "x").empty());
  }
  const std::vector<Window> open = windows(Per::year, d("9998-03-01"), kNever, 0, "");
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[1].until, d("9999-12-31"));
  EXPECT_TRUE(windows(Per::month, kNever, kNever, 0, "").empty());
  EXPECT_EQ(windows(Per::year, kAlways, d("1401-01-01"), 0, "").size(), 2U);
}

TEST(Window, EveryDayOfAFrameLiesInExactlyOneWindow) {
  for (const Per per : {Per::month, Per::quarter, Per::half_year, Per::year}) {
    const std::vector<Window> list = windows(per, d("2022-11-17"), d("2025-02-03"), 0, "");
    Day next = d("2022-11-17");
    for (const Window& w : list) {
      EXPECT_EQ(w.from, next);
      EXPECT_LE(w.whole_from, w.from);
      EXPECT_LE(w.until, w.whole_until);
      EXPECT_EQ(w.label, period_label(per, w.from));
      EXPECT_EQ(w.label, period_label(per, w.until));
      next = w.until + 1;
    }
    EXPECT_EQ(next, d("2025-02-03") + 1);
  }
}

TEST(Window, LabelsOfDays) {
  EXPECT_EQ(period_label(Per::month, d("2023-09-30")), "2023-09");
  EXPECT_EQ(period_label(Per::month, d("2023-10-01")), "2023-10");
  EXPECT_EQ(period_label(Per::quarter, d("2023-09-30")), "2023-Q3");
  EXPECT_EQ(period_label(Per::half_year, d("2023-07-01")), "2023-H2");
  EXPECT_EQ(period_label(Per::year, d("2023-07-01")), "2023");
}

}  // namespace
}  // namespace hegui
