// Data notes: each invariant broken and kept, each kind of dangling reference, places.
#include "records/record_notes.h"

#include <gtest/gtest.h>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

std::string notes(const Dataset& data) {
  std::string out;
  for (const DataNote& n : data.notes) {
    EXPECT_FALSE(n.message.empty());
    EXPECT_FALSE(n.message_zh.empty());
    out += n.code + " " + n.file + ":" + std::to_string(n.line) + " " + n.owner + " " + n.record + " " + n.field + "\n";
  }
  return out;
}

std::string notes_of(std::vector<RecordText> texts) {
  const ReadResult result = read(std::move(texts));
  EXPECT_TRUE(result.data) << result.lines();
  return result.data ? notes(*result.data) : "";
}

std::string notes_of(const std::string& rest) { return notes_of({{"enterprise", "e", "{\"id\":\"E1\"," + rest + "}"}}); }

TEST(RecordNotes, OrderOfDates) {
  EXPECT_EQ(
      notes_of(
          R"("hazards":[{"id":"A","found_on":"2023-06-05","fixed_on":"2023-06-05","verified_on":"2023-06-06","closed_on":"2023-06-07"},)"
          R"({"id":"B","found_on":"2023-06-05","fixed_on":"2023-06-04"},)"
          R"({"id":"C","found_on":"2023-06-05","verified_on":"2023-06-04"},)"
          R"({"id":"D","found_on":"2023-06-05","fixed_on":"2023-06"},)"
          R"({"id":"E","found_on":"2023-06-05","fixed_on":"2023-05"},)"
          R"({"id":"F","found_on":"2023-06-20","fixed_on":"2023-06","verified_on":"2023-06-19"}])"),
      "order_of_dates e:1 E1 B fixed_on\norder_of_dates e:1 E1 C verified_on\norder_of_dates e:1 E1 E fixed_on\norder_of_dates "
      "e:1 E1 F verified_on\n");
}

TEST(RecordNotes, DatesAndMomentsCompareByDay) {
  EXPECT_EQ(
      notes_of(
          R"("permits":[{"id":"A","plan_on":"2023-06-05","approved_on":"2023-06-05T08:00","started_at":"2023-06-05T07:59"},)"
          R"({"id":"B","plan_on":"2023-06-06","approved_on":"2023-06-05T08:00"},{"id":"C","approved_on":"2023-06-05","started_at":"2023-06-05T00:00"}])"),
      "order_of_dates e:1 E1 A started_at\norder_of_dates e:1 E1 B approved_on\n");
}

TEST(RecordNotes, NeedsAndWords) {
  EXPECT_EQ(
      notes_of(
          R"("hazards":[{"id":"A","closed_on":"2023-06-05"},{"id":"B","closed_on":"2023-06-05","fixed_on":"2023-06-04"},)"
          R"({"id":"C","fixed_on":"2023-06-04"},{"id":"D","listed_on":"2023-06-05","level":"general"},{"id":"E","listed_on":"2023-06-05","level":"major"},)"
          R"({"id":"F","listed_on":"2023-06-05"}])"),
      "needs_fields e:1 E1 A closed_on\nneeds_fields e:1 E1 B closed_on\nneeds_word e:1 E1 D level\n");
  const ReadResult result = read_enterprises(R"({"id":"E1","hazards":[{"id":"A","closed_on":"2023-06-05"}]})");
  EXPECT_EQ(result.data->notes[0].message, "'closed_on' is filled, but not 'fixed_on', 'verified_on'");
  EXPECT_EQ(result.data->notes[0].message_zh, "已填“销号日期”，但未填“完成整改日期”、“复核验收日期”");
}

TEST(RecordNotes, AmongAndEntries) {
  EXPECT_EQ(
      notes_of(
          R"("permits":[{"id":"A","operators":["P1","P2"],"guardian":"P2"},{"id":"B","operators":["P1"],"guardian":"P2"},{"id":"C","guardian":"P2"}])"),
      "guardian_among_operators e:1 E1 A guardian\n");
  EXPECT_EQ(
      notes_of(
          {{"department", "d",
            R"({"id":"D","submissions":[{"id":"S","figures":{"1.1":3,"1.2":4}},{"id":"T","figures":{"1.1":4,"1.2":4}},{"id":"U","figures":{"1.2":4}}]})"}}),
      "order_of_entries d:1 D S figures\n");
}

TEST(RecordNotes, DanglingReferences) {
  // Into the owner's own collection, into the registry's, to owners; absent collections and missing owner types are no notes.
  EXPECT_EQ(
      notes_of(
          {{"registry", "r", R"({"enterprises":["E1","E9"],"standards":[{"id":"S1"}]})"},
           {"enterprise", "e",
            R"({"id":"E1","parent":"E7","principals":["P1","P2"],"people":[{"id":"P1"}],"hazards":[{"id":"H1","standard":"S1","tracking":[{"by":"P1"},{"by":"P3"}]},{"id":"H2","standard":"S2","same_as":"H1"},{"id":"H3","same_as":"H4"}]})"
            "\n"
            R"({"id":"E2","parent":"E1","principals":["P9"],"permits":[{"id":"Z","operators":["P1"]}],"hazards":[{"id":"H4"}]})"
            "\n"
            R"({"id":"E3","people":[],"permits":[{"id":"Z","operators":["P1","P1"],"guardian":"P2"}]})"}}),
      "dangling_reference r:1   enterprises\n"
      "dangling_reference e:1 E1 E1 parent\ndangling_reference e:1 E1 E1 principals\ndangling_reference e:1 E1 H1/2 by\n"
      "dangling_reference e:1 E1 H2 standard\nreference_elsewhere e:1 E1 H3 same_as\n"
      "reference_elsewhere e:3 E3 Z operators\nreference_elsewhere e:3 E3 Z operators\ndangling_reference e:3 E3 Z guardian\n");
}

TEST(RecordNotes, WithoutARegistryItsReferencesSayNothing) {
  EXPECT_EQ(notes_of(R"("hazards":[{"id":"H1","standard":"S1"}])"), "");
}

TEST(RecordNotes, LinesOfDocuments) {
  EXPECT_EQ(notes_of({{"enterprise", "e",
                       "[\n{\"id\":\"E2\"},\n{\n\"id\":\"E1\",\n\"hazards\":[\n{\"id\":\"H1\",\n\"closed_on\":\"2023-06-05\"},"
                       "\n{\"tracking\":[{},\n{\"by\":\n\"P9\"}]}],\n\"people\":[]\n}]"}}),
            "needs_fields e:7 E1 H1 closed_on\ndangling_reference e:9 E1 hazards[]/2 by\n");
}

TEST(RecordNotes, NotesFollowTheOrderOfOwners) {
  const std::string broken = R"(,"hazards":[{"id":"H","closed_on":"2023-06-05"}]})";
  EXPECT_EQ(notes_of({{"enterprise", "e", "{\"id\":\"E2\"" + broken + "\n{\"id\":\"E1\"" + broken}}),
            "needs_fields e:2 E1 H closed_on\nneeds_fields e:1 E2 H closed_on\n");
}

TEST(RecordNotes, ManyNotesAreCounted) {
  std::string text = R"({"id":"E1","people":[],"hazards":[)";
  for (int i = 0; i < 100'050; ++i) text += i == 0 ? "{\"same_as\":\"x\"}" : ",{\"same_as\":\"x\"}";
  const ReadResult result = read_enterprises(text + "]}");
  ASSERT_TRUE(result.data);
  ASSERT_EQ(result.data->notes.size(), 100'001U);
  EXPECT_EQ(result.data->notes.back().code, "more_notes");
  EXPECT_EQ(result.data->notes.back().message.substr(0, 3), "50 ");
  EXPECT_EQ(result.data->notes[99'999].record, "hazards[]#100000");
}

TEST(RecordNotes, DataSetsBuiltByHandHaveNoPlaces) {
  const ReadResult result = read_enterprises(R"({"id":"E1","hazards":[{"id":"H1","closed_on":"2023-06-05"}]})");
  result.data->notes.clear();
  write_notes(*result.data, {}, {});
  EXPECT_EQ(notes(*result.data), "needs_fields :0 E1 H1 closed_on\n");
}

}  // namespace
}  // namespace hegui
