// hegui calendar: what is listed, formats, files, exit codes.
#include "cli/fixture.h"
#include "hegui/hegui.h"

namespace hegui::cli {
namespace {

class CalendarVerbTest : public testing::Test {
 protected:
  CalendarVerbTest() { folder.write("data/enterprise.ndjson", kOne); }
  Said calendar(std::vector<std::string> more, const std::string& locale = "C") {
    more.insert(more.begin(), {"calendar", kPack, folder.path("data"), "--as-of", "2023-06-20"});
    return say(more, locale);
  }
  TempFolder folder;
};

TEST_F(CalendarVerbTest, TextIsForAPersonInTheirLanguage) {
  const Said en = calendar({});
  EXPECT_EQ(en.code, kClean) << en.err;
  EXPECT_EQ(en.err, "");
  EXPECT_TRUE(contains(en.out, "As of 2023-06-20")) << en.out;
  EXPECT_TRUE(contains(en.out, "2023-09-30  in 102 days")) << en.out;
  EXPECT_TRUE(contains(calendar({}, "zh_CN.UTF-8").out, "102 天后"));
  EXPECT_TRUE(contains(calendar({"--language", "zh"}).out, "未开始"));
}

TEST_F(CalendarVerbTest, BoundsAndWhatIsOpen) {
  const Said soon = calendar({"--days", "30"});
  EXPECT_EQ(soon.code, kClean);
  EXPECT_TRUE(contains(soon.out, "due from 2023-06-20 to 2023-07-20")) << soon.out;
  EXPECT_TRUE(contains(soon.out, "2023-Q2"));
  EXPECT_FALSE(contains(soon.out, "2023-Q3"));
  EXPECT_FALSE(contains(calendar({"--days", "30", "--open"}).out, "2023-Q2"));  // done
  const Said none = calendar({"--since", "2024-05-01", "--until", "2024-06-01"});
  EXPECT_EQ(none.code, kClean);
  EXPECT_TRUE(contains(none.out, "Nothing falls due."));
  EXPECT_EQ(calendar({"--days", "3", "--until", "2023-12-31"}).code, kRejected);
  EXPECT_EQ(calendar({"--days", "many"}).code, kRejected);
  EXPECT_TRUE(contains(calendar({"--until", "soon"}).err, "HG6102"));
}

TEST_F(CalendarVerbTest, JsonLinesOnly) {
  const Said said = calendar({"--format", "json", "--holder", "E1"});
  std::istringstream lines(said.out);
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(line.find("{\"id\": \""), 0U) << line;
    EXPECT_EQ(line.back(), '}');
  }
  EXPECT_GT(count, 5U);
  EXPECT_TRUE(contains(calendar({"--holder", "E9"}).err, "HG6104"));
}

TEST_F(CalendarVerbTest, ICalendarInAFile) {
  const Said shown = calendar({"--format", "ics", "--alarm", "7", "--alarm", "1"});
  EXPECT_EQ(shown.out.find("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"), 0U);
  EXPECT_TRUE(contains(shown.out, "TRIGGER;RELATED=END:-P7D\r\n"));
  const Said written = calendar({"--format", "ics", "--alarm", "7", "--alarm", "1", "--out", folder.path("deep/duties.ics")});
  EXPECT_EQ(written.code, kClean);
  EXPECT_EQ(written.out, "");
  EXPECT_TRUE(contains(written.err, "written to")) << written.err;
  EXPECT_EQ(folder.read("deep/duties.ics"), shown.out);
  EXPECT_TRUE(contains(calendar({"--format", "ics", "--events"}).out, "BEGIN:VEVENT\r\n"));
  EXPECT_EQ(calendar({"--format", "ics", "--alarm", "-1"}).code, kRejected);
}

TEST_F(CalendarVerbTest, TroubleIsSaidAndCoded) {
  folder.write("taken", "a file");
  EXPECT_EQ(calendar({"--out", folder.path("taken/inside.ics")}).code, kMachine);
  EXPECT_EQ(say({"calendar", kPack, folder.path("nowhere"), "--as-of", "2023-06-20"}).code, kRejected);
  EXPECT_EQ(say({"calendar", kPack, folder.path("data")}).code, kRejected);
  folder.write("none/enterprise.ndjson", "");
  const Said none = say({"calendar", kPack, folder.path("none"), "--as-of", "2023-06-20"});
  EXPECT_EQ(none.code, kRejected);
  EXPECT_TRUE(contains(none.err, "nothing to list"));
}

}  // namespace
}  // namespace hegui::cli
