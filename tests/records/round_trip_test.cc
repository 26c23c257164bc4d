// Random owners -> JSON text -> columns -> compared with what was made, in every form of a text and any order of keys.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "model_for_tests.h"

namespace hegui {
namespace {

using namespace testing_model;

// A value as made: absent, or a list of canonical texts (scalars: one).
struct Made {
  bool given = false;
  std::vector<std::string> values;
  std::vector<struct MadeRow> rows;
  bool operator==(const Made&) const;
};
struct MadeRow {
  std::map<std::string, Made> fields;  // only those given
  std::string recorded_at;
  bool operator==(const MadeRow&) const = default;
};
bool Made::operator==(const Made& other) const { return given == other.given && values == other.values && rows == other.rows; }

class Maker {
 public:
  Maker(const Model& model, uint32_t seed) : model_(model), random_(seed) {}

  size_t below(size_t n) { return random_() % n; }

  // Appends `"key":value` for a value and returns it.
  Made value(const Field& field, std::string& json, int depth) {
    Made made;
    const size_t dice = below(10);
    if (dice < 2) {
      json += dice == 0 ? "null" : "\"\"";
      return made;
    }
    made.given = true;
    if (field.type == FieldType::nested) {
      json += rows(field.target, made.rows, depth + 1);
      return made;
    }
    if (field.type == FieldType::map) {
      json += '{';
      const size_t n = below(4);
      for (size_t i = 0; i < n; ++i) {
        const std::string key = std::to_string(i) + ".1", number = std::to_string(below(100)) + ".5";
        made.values.push_back(key + "=" + number);
        json += (i > 0 ? ",\"" : "\"") + key + "\": " + number;
      }
      json += '}';
      return made;
    }
    if (!field.list) {
      json += scalar(field, made);
      return made;
    }
    const size_t n = below(4);
    if (n == 1 && below(2) == 0) {
      json += scalar(field, made);  // a scalar for a list
      return made;
    }
    json += '[';
    for (size_t i = 0; i < n; ++i) json += (i > 0 ? ", " : "") + scalar(field, made);
    json += ']';
    return made;
  }

  std::string scalar(const Field& field, Made& made) {
    std::string text;
    switch (field.type) {
      case FieldType::enumeration: {
        const Enumeration& e = model_.enums[static_cast<size_t>(field.target)];
        const size_t word = below(e.words.size());
        made.values.push_back(e.words[word]);
        return "\"" + (below(2) == 0 ? e.words[word] : e.zh[word]) + "\"";
      }
      case FieldType::boolean:
        text = below(2) == 0 ? "true" : "false";
        break;
      case FieldType::integer:
        text = std::to_string(static_cast<int64_t>(random_()) - 2'000'000'000);
        break;
      case FieldType::decimal: {
        const int64_t number = static_cast<int64_t>(below(2'000'000)) - 1'000'000;
        made.values.push_back(std::to_string(number));
        std::string places = std::to_string(std::abs(number) % 10000 + 10000).substr(1);
        return (number < 0 ? "-" : "") + std::to_string(std::abs(number) / 10000) + "." + places;
      }
      case FieldType::date: {
        text = format_date(static_cast<Day>(below(40000)));
        if (below(5) == 0) text.resize(7);
        made.values.push_back(text);
        return "\"" + text + "\"";
      }
      case FieldType::datetime: {
        text = format_datetime(static_cast<int64_t>(random_()));
        const size_t cut = below(5);
        if (cut == 0) text.resize(10);
        if (cut == 1) text.resize(7);
        made.values.push_back(text);
        return "\"" + text + "\"";
      }
      case FieldType::month: {
        text = format_date(static_cast<Day>(below(40000))).substr(0, 7);
        made.values.push_back(text);
        return "\"" + text + "\"";
      }
      default: {
        static const char* const kTexts[] = {"P1",
                                             "青岭矿业",
                                             "a\\\"b",
                                             "tab\\tand\\nline",
                                             "\\u4e2d\\ud83d\\ude00",
                                             "a long text that runs on and on beyond any block of eight bytes"};
        static const char* const kPlain[] = {"P1",   "青岭矿业",
                                             "a\"b", "tab\tand\nline",
                                             "中😀",  "a long text that runs on and on beyond any block of eight bytes"};
        const size_t pick = below(6);
        made.values.emplace_back(kPlain[pick]);
        return std::string("\"") + kTexts[pick] + "\"";
      }
    }
    made.values.push_back(text);
    return text;
  }

  std::string rows(int row_type, std::vector<MadeRow>& made, int depth) {
    std::string json = "[";
    const size_t n = depth > 1 ? below(3) : below(6);
    for (size_t i = 0; i < n; ++i) {
      json += i > 0 ? ",\n{" : "{";
      MadeRow& row = made.emplace_back();
      fields(model_.rows[static_cast<size_t>(row_type)].fields, row.fields, json, depth);
      if (below(3) == 0) {
        row.recorded_at = format_datetime(static_cast<int64_t>(random_()));
        json += (json.back() == '{' ? "\"recorded_at\":\"" : ",\"recorded_at\":\"") + row.recorded_at + "\"";
      }
      json += "}";
    }
    return json + "]";
  }

  void fields(const std::vector<Field>& declared, std::map<std::string, Made>& made, std::string& json, int depth) {
    std::vector<size_t> order(declared.size());
    for (size_t i = 0; i < order.size(); ++i) order[i] = i;
    if (below(2) == 0) std::shuffle(order.begin(), order.end(), random_);
    for (const size_t f : order) {
      const Field& field = declared[f];
      if (field.name == "id" || below(3) == 0) continue;
      if (json.back() != '{') json += ", ";
      json += "\"" + field.name + "\" : ";
      Made value_made = value(field, json, depth);
      if (value_made.given) made[field.name] = std::move(value_made);
    }
  }

  std::mt19937& random() { return random_; }

 private:
  const Model& model_;
  std::mt19937 random_;
};

// What the columns say, in the same form.
class Seen {
 public:
  explicit Seen(const Dataset& data) : data_(data), model_(data.model()) {}

  std::string text(const Field& field, const Column& column, size_t i) const {
    switch (field.type) {
      case FieldType::enumeration:
        return model_.enums[static_cast<size_t>(field.target)].words[static_cast<size_t>(column.i32[i])];
      case FieldType::boolean:
        return column.i32[i] != 0 ? "true" : "false";
      case FieldType::integer:
      case FieldType::decimal:
        return std::to_string(column.i64[i]);
      case FieldType::date:
        return column.date(i).precise() ? format_date(column.date(i).lo) : format_date(column.date(i).lo).substr(0, 7);
      case FieldType::datetime: {
        const TimeRange time = column.time(i);
        const std::string full = format_datetime(time.lo);
        return time.lo == time.hi ? full : full.substr(0, time.hi - time.lo < 86400 ? 10 : 7);
      }
      case FieldType::map: {
        std::string number = std::to_string(column.f64[i]);
        return std::string(data_.strings.text(column.i32[i])) + "=" + number.substr(0, number.find('.') + 2);
      }
      default:
        return std::string(data_.strings.text(column.i32[i]));
    }
  }

  void fields(const std::vector<Field>& declared, const std::vector<Column>& columns, const Table* table, uint32_t row,
              std::map<std::string, Made>& out) const {
    for (size_t f = 0; f < declared.size(); ++f) {
      const Field& field = declared[f];
      const Column& column = columns[f];
      if (field.name == "id" || !column.valid[row]) continue;
      Made& made = out[field.name];
      made.given = true;
      if (field.type == FieldType::nested) {
        made.rows = rows(table->nested[f], row);
      } else if (field.list || field.type == FieldType::map) {
        for (uint32_t e = column.offsets[row]; e < column.offsets[row + 1]; ++e) made.values.push_back(text(field, column, e));
      } else {
        made.values.push_back(text(field, column, row));
      }
    }
  }

  std::vector<MadeRow> rows(const Table& table, uint32_t parent) const {
    std::vector<MadeRow> out;
    for (uint32_t row = table.offsets[parent]; row < table.offsets[parent + 1]; ++row) {
      EXPECT_EQ(table.parent[row], parent);
      MadeRow& made = out.emplace_back();
      fields(model_.rows[static_cast<size_t>(table.row_type)].fields, table.columns, &table, row, made.fields);
      if (!table.recorded_at.empty() && table.recorded_at[row] != kNoTime)
        made.recorded_at = format_datetime(table.recorded_at[row]);
    }
    return out;
  }

 private:
  const Dataset& data_;
  const Model& model_;
};

struct MadeOwner {
  std::map<std::string, Made> fields;
  std::map<std::string, std::vector<MadeRow>> collections;
};

class RoundTrip : public ::testing::TestWithParam<int> {};

TEST_P(RoundTrip, WhatIsWrittenIsRead) {
  const auto m = model();
  Maker maker(*m, static_cast<uint32_t>(GetParam()));
  const OwnerType& type = m->owners[kEnterprise];
  std::map<std::string, MadeOwner> made;
  std::vector<std::string> documents;
  const size_t n = maker.below(20);
  for (size_t i = 0; i < n; ++i) {
    const std::string id = "E" + std::to_string(maker.below(1000));
    if (made.count(id) != 0) continue;
    MadeOwner& owner = made[id];
    std::string json = "{";
    if (maker.below(2) == 0) json += "\"id\":\"" + id + "\"";
    const bool has_id = json.size() > 1;
    maker.fields(type.fields, owner.fields, json, 0);
    for (const Collection& collection : type.collections) {
      if (maker.below(3) == 0) continue;
      if (json.back() != '{') json += ",";
      json += "\"" + collection.name + "\":" + maker.rows(collection.row_type, owner.collections[collection.name], 1);
    }
    if (!has_id) json += std::string(json.back() == '{' ? "" : ",") + "\"id\":\"" + id + "\"";
    documents.push_back(json + "}");
    // The owner stands for an empty `enterprise` of its own rows.
    for (auto& [name, rows] : owner.collections) {
      for (MadeRow& row : rows) {
        if (name == "hazards" && row.fields.count("enterprise") == 0) row.fields["enterprise"] = Made{true, {id}, {}};
      }
    }
  }
  std::string text;
  const int form = GetParam() % 3;
  for (size_t i = 0; i < documents.size(); ++i) {
    if (form == 0) std::replace(documents[i].begin(), documents[i].end(), '\n', ' ');
    text += (form == 0 ? "" : i == 0 ? "[\n" : ",\n") + documents[i] + (form == 0 ? "\r\n" : "");
  }
  if (form != 0) text += documents.empty() ? "[]" : form == 1 ? "]" : "\n]\n";

  const ReadResult result = read_enterprises(text);
  ASSERT_TRUE(result.data) << result.lines() << text;
  const Dataset& data = *result.data;
  const OwnerTable& owners = data.owners[kEnterprise];
  ASSERT_EQ(owners.count, made.size());
  const Seen seen(data);
  uint32_t at = 0;
  for (const auto& [id, owner] : made) {  // in the order of ids
    ASSERT_EQ(data.strings.text(owners.ids[at]), id);
    std::map<std::string, Made> fields;
    seen.fields(type.fields, owners.fields, nullptr, at, fields);
    EXPECT_EQ(fields, owner.fields) << id << text;
    for (size_t c = 0; c < type.collections.size(); ++c) {
      const auto expected = owner.collections.find(type.collections[c].name);
      ASSERT_EQ(owners.collections[c].present[at], expected != owner.collections.end());
      const std::vector<MadeRow> rows = seen.rows(owners.collections[c].table, at);
      EXPECT_EQ(rows, expected != owner.collections.end() ? expected->second : std::vector<MadeRow>{})
          << id << " " << type.collections[c].name << text;
    }
    ++at;
  }
}

INSTANTIATE_TEST_SUITE_P(Records, RoundTrip, ::testing::Range(0, 300));

}  // namespace
}  // namespace hegui
