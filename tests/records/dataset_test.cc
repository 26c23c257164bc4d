// The dictionary, labels, events, visible rows.
#include "records/dataset.h"

#include <gtest/gtest.h>

#include <random>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

Day d(const char* text) { return *parse_date(text); }

std::unique_ptr<Dataset> one(const std::string& collections) {
  ReadResult result = read_enterprises("{\"id\":\"E1\"," + collections + "}");
  EXPECT_TRUE(result.data) << result.lines();
  return std::move(result.data);
}

std::string visible(const Dataset& data, int collection, const char* as_of, const char* known_at = "") {
  const Table& table = data.owners[kEnterprise].collections[static_cast<size_t>(collection)].table;
  const RowType& type = data.model().rows[static_cast<size_t>(table.row_type)];
  const Bitmap rows = visible_rows(table, type, d(as_of), *known_at == 0 ? kNoDay : d(known_at));
  std::string out;
  for (size_t row = 0; row < table.rows; ++row) out += rows[row] ? '1' : '0';
  return out;
}

TEST(Dictionary, CodesAreDenseAndStable) {
  Dictionary dictionary;
  EXPECT_EQ(dictionary.size(), 1U);
  EXPECT_EQ(dictionary.code(""), 0);
  EXPECT_EQ(dictionary.code("a"), 1);
  EXPECT_EQ(dictionary.code(std::string_view("a\0b", 3)), 2);
  EXPECT_EQ(dictionary.code("a"), 1);
  EXPECT_EQ(dictionary.find("b"), -1);
  EXPECT_EQ(dictionary.find(""), 0);
  std::mt19937 random(11);
  std::unordered_map<std::string, int32_t> expected;
  std::vector<std::string> texts;
  for (int i = 0; i < 50'000; ++i) {
    std::string text(random() % 40, 'x');
    for (char& c : text) c = static_cast<char>('a' + random() % 3);
    if (i == 700) text = std::string(300'000, 'y');  // longer than a block
    const int32_t code = dictionary.code(text);
    const auto [place, fresh] = expected.emplace(text, code);
    ASSERT_EQ(place->second, code);
    ASSERT_EQ(dictionary.text(code), text);
  }
  for (const auto& [text, code] : expected) {
    ASSERT_EQ(dictionary.find(text), code);
    ASSERT_EQ(dictionary.text(code), text);
  }
}

TEST(Labels, IdsKeysRepetitionsAndNestedRows) {
  const auto data = one(
      R"("hazards":[{"id":"H1","tracking":[{"note":"a"},{"note":"b"}]},{"found_on":"2023-06-05"},{"tracking":[{}]}],)"
      R"("certificates":[{"person":"P1","category":"焊接","valid_from":"2023-06-05"},{"person":"P1","category":"焊接","valid_from":"2023-06"},)"
      R"({"person":"P1","category":"焊接","valid_from":"2023-06-05"},{},{"person":"P1|焊接","valid_from":"2023-06-05"},{"person":"P1","category":"焊接","valid_from":"2023-06-05"},)"
      R"({"person":"P1","category":"焊接|","valid_from":"2023-06-05"},{"person":"P1|焊接","category":"","valid_from":"2023-06-05"}],)"
      R"("suspensions":{"from":"2023-07-01"})");
  EXPECT_EQ(data->row_label(kEnterprise, 0, 0), "H1");
  EXPECT_EQ(data->row_label(kEnterprise, 0, 1), "hazards[]");
  EXPECT_EQ(data->row_label(kEnterprise, 0, 2), "hazards[]#2");
  EXPECT_EQ(data->nested_label(kEnterprise, 0, 10, 0), "H1/1");
  EXPECT_EQ(data->nested_label(kEnterprise, 0, 10, 1), "H1/2");
  EXPECT_EQ(data->nested_label(kEnterprise, 0, 10, 2), "hazards[]#2/1");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 0), "certificates[P1|焊接|2023-06-05]");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 1), "certificates[P1|焊接|2023-06]");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 2), "certificates[P1|焊接|2023-06-05]#2");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 3), "certificates[||]");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 5), "certificates[P1|焊接|2023-06-05]#3");
  // Different rows never share a label, even where their keys run together.
  EXPECT_EQ(data->row_label(kEnterprise, 3, 4), "certificates[P1|焊接||2023-06-05]");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 6), "certificates[P1|焊接||2023-06-05]#2");
  EXPECT_EQ(data->row_label(kEnterprise, 3, 7), "certificates[P1|焊接||2023-06-05]#3");
  EXPECT_EQ(data->row_label(kEnterprise, 4, 0), "suspensions[2023-07-01]");
}

TEST(Labels, RepetitionsCountWithinAnOwner) {
  const ReadResult result = read_enterprises(
      "{\"id\":\"E1\",\"suspensions\":[{\"from\":\"2023-07-01\"}]}\n{\"id\":\"E2\",\"suspensions\":[{\"from\":\"2023-07-01\"},{"
      "\"from\":\"2023-07-01\"}]}");
  EXPECT_EQ(result.data->row_label(kEnterprise, 4, 0), "suspensions[2023-07-01]");
  EXPECT_EQ(result.data->row_label(kEnterprise, 4, 1), "suspensions[2023-07-01]");
  EXPECT_EQ(result.data->row_label(kEnterprise, 4, 2), "suspensions[2023-07-01]#2");
}

TEST(Events, TheFirstFilledFieldDatesARow) {
  const auto data = one(
      R"("permits":[{"approved_on":"2023-06-05T08:30","started_at":"2023-06-07"},{"started_at":"2023-06-07T23:59:59"},{"started_at":"2023-06"},{}],)"
      R"("hazards":[{"tracking":[{"date":"2023-06"}]}])");
  const Table& permits = data->owners[kEnterprise].collections[2].table;
  const RowType& permit = data->model().rows[kPermit];
  EXPECT_EQ(event_of(permits, permit, 0).lo, d("2023-06-05"));
  EXPECT_TRUE(event_of(permits, permit, 0).precise());
  EXPECT_EQ(event_of(permits, permit, 1).lo, d("2023-06-07"));
  EXPECT_EQ(event_of(permits, permit, 1).hi, d("2023-06-07"));
  EXPECT_EQ(event_of(permits, permit, 2).lo, d("2023-06-01"));
  EXPECT_EQ(event_of(permits, permit, 2).hi, d("2023-06-30"));
  EXPECT_EQ(event_of(permits, permit, 3).lo, kNoDay);
  const Table& tracking = data->owners[kEnterprise].collections[0].table.nested[10];
  EXPECT_EQ(event_of(tracking, data->model().rows[kTrack], 0).hi, d("2023-06-30"));
  const Table& standards = data->owners[kRegistry].collections[0].table;
  EXPECT_EQ(event_of(standards, data->model().rows[kStandard], 0).lo, kAlways);
}

TEST(VisibleRows, LaterEventsAreInvisible) {
  const auto data = one(
      R"("hazards":[{"id":"A","found_on":"2023-06-05"},{"id":"B","found_on":"2023-06-06"},{"id":"C","found_on":"2023-06"},{"id":"D"}])");
  EXPECT_EQ(visible(*data, 0, "2023-06-05"), "1011");
  EXPECT_EQ(visible(*data, 0, "2023-06-06"), "1111");
  EXPECT_EQ(visible(*data, 0, "2023-06-01"), "0011");
  EXPECT_EQ(visible(*data, 0, "2023-05-31"), "0001");
}

TEST(VisibleRows, KnownAtIsTheEndOfADay) {
  const auto data = one(
      R"("hazards":[{"id":"A","recorded_at":"2023-06-05T23:59:59"},{"id":"B","recorded_at":"2023-06-06T00:00"},{"id":"C"},{"id":"D","recorded_at":"2023-06-05"}])");
  EXPECT_EQ(visible(*data, 0, "2023-12-31"), "1111");
  EXPECT_EQ(visible(*data, 0, "2023-12-31", "2023-06-05"), "1011");
  EXPECT_EQ(visible(*data, 0, "2023-12-31", "2023-06-04"), "0010");
}

TEST(VisibleRows, OfSeveralVersionsOneCounts) {
  const auto data = one(
      R"("hazards":[{"id":"A","recorded_at":"2023-06-05"},{"id":"A"},{"id":"A","recorded_at":"2023-07-01","found_on":"2023-09-01"},)"
      R"({"id":"A","recorded_at":"2023-06-05"},{"id":"B"},{"id":"B"},{},{}])");
  EXPECT_EQ(visible(*data, 0, "2023-12-31"), "00100111");
  // A version not yet recorded does not hide the earlier ones; of equal moments the later line counts.
  EXPECT_EQ(visible(*data, 0, "2023-12-31", "2023-06-30"), "00010111");
  EXPECT_EQ(visible(*data, 0, "2023-12-31", "2023-06-01"), "01000111");
  // The version that counts may itself lie after the as-of date: then the row is invisible.
  EXPECT_EQ(visible(*data, 0, "2023-08-31"), "00000111");
}

TEST(VisibleRows, DifferentOwnersNeverShareVersions) {
  const ReadResult result = read_enterprises(
      "{\"id\":\"E1\",\"hazards\":[{\"id\":\"A\"},{\"id\":\"B\"},{\"id\":\"B\"}]}\n{\"id\":\"E2\",\"hazards\":[{\"id\":\"A\"}]"
      "}");
  EXPECT_EQ(visible(*result.data, 0, "2023-12-31"), "1011");
}

TEST(DatasetByHand, FinishCompletesWhatIsLeftEmpty) {
  Dataset data(model());
  OwnerTable& e = data.owners[kEnterprise];
  e.count = 2;
  e.ids = {data.strings.code("E1"), data.strings.code("E2")};
  data.finish();
  EXPECT_EQ(e.by_id.at(data.strings.find("E2")), 1U);
  for (const CollectionData& collection : e.collections) {
    EXPECT_EQ(collection.table.offsets, (std::vector<uint32_t>{0, 0, 0}));
    EXPECT_EQ(collection.present.size(), 2U);
    EXPECT_EQ(collection.complete_through.size(), 2U);
  }
  EXPECT_EQ(e.collections[0].table.nested[10].offsets, (std::vector<uint32_t>{0}));
  EXPECT_EQ(data.complete_through(kEnterprise, 0, 1, 123), 123);
}

}  // namespace
}  // namespace hegui
