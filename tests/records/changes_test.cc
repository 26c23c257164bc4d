// Values of change rows, and change rows that cannot be meant.
#include "records/changes.h"

#include <gtest/gtest.h>

#include "records/json_reader.h"

namespace hegui {
namespace {

Field field(FieldType type, bool list = false, int target = -1) {
  Field f;
  f.name = "f";
  f.type = type;
  f.list = list;
  f.target = target;
  return f;
}

std::shared_ptr<Model> model() {
  auto m = std::make_shared<Model>();
  m->enums.push_back({"level", {"general", "high"}, {"一般", "高危"}});
  RowType change;
  change.name = "change";
  for (const char* name : {"collection", "row", "field", "value", "from"}) {
    Field f = field(std::string(name) == "from" ? FieldType::date : FieldType::string);
    f.name = name;
    change.fields.push_back(f);
  }
  RowType person;
  person.name = "person";
  person.fields.push_back(field(FieldType::id));
  person.fields.back().name = "id";
  person.fields.push_back(field(FieldType::integer));
  person.fields.back().name = "age";
  person.id_field = 0;
  m->rows = {change, person};
  OwnerType firm;
  firm.name = "firm";
  firm.fields.push_back(field(FieldType::id));
  firm.fields.back().name = "id";
  firm.fields.push_back(field(FieldType::enumeration, false, 0));
  firm.fields.back().name = "level";
  firm.id_field = 0;
  firm.collections = {{"changes", 0, true}, {"people", 1, false}};
  m->owners.push_back(firm);
  m->histories.push_back({0, 0, 0, 1, 2, 3, 4, {{-1, 1}, {1, 1}}});
  return m;
}

TEST(Changes, ValuesAreReadAsTheirFieldHasThem) {
  const auto m = model();
  const auto one = [&](const Field& f, const char* text) { return read_change(*m, f, text); };
  EXPECT_EQ(one(field(FieldType::enumeration, false, 0), "high")->scalars[0].i32, 1);
  EXPECT_EQ(one(field(FieldType::enumeration, false, 0), "高危")->scalars[0].i32, 1);
  EXPECT_FALSE(one(field(FieldType::enumeration, false, 0), "low"));
  EXPECT_EQ(one(field(FieldType::boolean), "true")->scalars[0].i32, 1);
  EXPECT_FALSE(one(field(FieldType::boolean), "yes"));
  EXPECT_EQ(one(field(FieldType::integer), "-12")->scalars[0].i64, -12);
  EXPECT_FALSE(one(field(FieldType::integer), "12.0"));
  EXPECT_FALSE(one(field(FieldType::integer), "99999999999999999999"));
  EXPECT_EQ(one(field(FieldType::decimal), "-0.5")->scalars[0].i64, -5'000);
  EXPECT_EQ(one(field(FieldType::decimal), "12")->scalars[0].i64, 120'000);
  EXPECT_FALSE(one(field(FieldType::decimal), "0.12345"));
  EXPECT_FALSE(one(field(FieldType::decimal), "1."));
  EXPECT_FALSE(one(field(FieldType::decimal), "123456789012345"));
  const auto month = one(field(FieldType::date), "2023-06");
  EXPECT_EQ(month->scalars[0].i32, *parse_date("2023-06-01"));
  EXPECT_EQ(month->scalars[0].hi, *parse_date("2023-06-30"));
  EXPECT_FALSE(one(field(FieldType::date), "2023-06-31"));
  EXPECT_EQ(one(field(FieldType::month), "2023-06")->texts[0], "2023-06");
  EXPECT_FALSE(one(field(FieldType::month), "2023-06-01"));
  EXPECT_EQ(one(field(FieldType::string), "a, b")->texts, (std::vector<std::string>{"a, b"}));
  EXPECT_EQ(one(field(FieldType::reference, true), " a ,b")->texts, (std::vector<std::string>{"a", "b"}));
  EXPECT_FALSE(one(field(FieldType::reference, true), "a,,b"));
  EXPECT_FALSE(one(field(FieldType::map), "a"));
}

std::string read(const std::string& changes, bool keep_going = false, size_t* owners = nullptr) {
  std::vector<RecordText> texts{{"firm", "firm.ndjson",
                                 "{\"id\": \"E1\"}\n{\"id\": \"E2\", \"people\": [{\"id\": \"P\"}], \"changes\": [" + changes + "]}\n"}};
  ReadOptions options;
  options.keep_going = keep_going;
  Diagnostics diagnostics;
  const auto data = read_records(model(), std::move(texts), {}, options, diagnostics);
  if (owners != nullptr) *owners = data == nullptr ? 0 : data->owners[0].count;
  std::string out;
  for (const Diagnostic& d : diagnostics.take())
    out += d.code_text() + " " + std::to_string(d.place.line) + " " + d.place.path + " " + d.message + "\n";
  return out;
}

TEST(Changes, RowsThatCannotBeMeantAreErrorsAtTheirPlace) {
  EXPECT_EQ(read(R"({"field": "level", "value": "high", "from": "2023-06-01"})"), "");
  EXPECT_EQ(read(R"({"collection": "people", "row": "P", "field": "age", "value": "7", "from": "2023-06-01"})"), "");
  EXPECT_EQ(read(R"({"field": "level", "from": "2023-06-01"})"), "");
  EXPECT_EQ(read(R"({"field": "level", "value": "general"}, {"field": "levle", "value": "high"})"),
            "HG5021 2 /changes/1/field 'levle' is not a field that may change\n");
  EXPECT_EQ(read(R"({"field": "level", "value": "low"})"), "HG5021 2 /changes/0/value 'low' does not fit the field 'level'\n");
  EXPECT_EQ(read(R"({"collection": "people", "row": "P", "field": "id", "value": "7"})"),
            "HG5021 2 /changes/0/field 'people.id' is not a field that may change\n");
  EXPECT_EQ(read(R"({"collection": "people", "field": "age", "value": "7"})").substr(0, 8), "HG5021 2");
  EXPECT_EQ(read(R"({"value": "7"})").substr(0, 8), "HG5021 2");
}

TEST(Changes, GoingOnLeavesTheOwnerOut) {
  size_t owners = 0;
  const std::string said = read(R"({"field": "level", "value": "low"})", true, &owners);
  EXPECT_NE(said.find("HG5021"), std::string::npos);
  EXPECT_EQ(owners, 1U);
}

}  // namespace
}  // namespace hegui
