// Places in JSON texts, and the first fault of a broken one.
#include "records/json_place.h"

#include <gtest/gtest.h>

namespace hegui {
namespace {

JsonStep key(std::string name) { return {std::move(name), 0, false}; }
JsonStep at(size_t index) { return {"", index, true}; }

std::string value_at(std::string_view text, const std::vector<JsonStep>& path, bool last = false) {
  const JsonPlace place = find_in_json(text, path, last);
  if (!place.found) return "none";
  return std::string(text.substr(place.value, place.value_end - place.value));
}

TEST(JsonPlace, WalksKeysAndIndices) {
  const std::string text = R"( {"a" : [1, {"b":"x]}\"{", "c":null}, [[]] ,-2.5e3], "中\"\u4e2d\ud83d\ude00":true,"d":{}} )";
  EXPECT_EQ(value_at(text, {key("a"), at(0)}), "1");
  EXPECT_EQ(value_at(text, {key("a"), at(1), key("b")}), R"("x]}\"{")");
  EXPECT_EQ(value_at(text, {key("a"), at(1), key("c")}), "null");
  EXPECT_EQ(value_at(text, {key("a"), at(2)}), "[[]]");
  EXPECT_EQ(value_at(text, {key("a"), at(3)}), "-2.5e3");
  EXPECT_EQ(value_at(text, {key("中\"中😀")}), "true");
  EXPECT_EQ(value_at(text, {key("d")}), "{}");
  EXPECT_EQ(value_at(text, {key("a"), at(4)}), "none");
  EXPECT_EQ(value_at(text, {key("e")}), "none");
  EXPECT_EQ(value_at(text, {key("a"), key("b")}), "none");
  const JsonPlace place = find_in_json(text, {key("d")});
  EXPECT_EQ(text.substr(place.key, place.key_end - place.key), "\"d\"");
}

TEST(JsonPlace, RepeatedKeysAndListsOfOne) {
  const std::string text = R"({"a":1,"b":{"a":5},"a":2})";
  EXPECT_EQ(value_at(text, {key("a")}), "1");
  EXPECT_EQ(value_at(text, {key("a")}, true), "2");
  EXPECT_EQ(value_at(text, {key("b"), at(0), key("a")}), "5");
  EXPECT_EQ(value_at(text, {key("b"), at(1), key("a")}), "none");
}

TEST(JsonPlace, BrokenTextsEndTheWalk) {
  for (const char* text : {"", "{", "[", "{\"a", "{\"a\"", "{\"a\":", "{\"a\"]", "{a:1}", "[}", "{\"a\":}"}) {
    find_in_json(text, {key("a"), at(3)}, true);
    EXPECT_EQ(value_at(text, {key("b")}), "none") << text;
    element_starts(text);
  }
}

TEST(JsonPlace, ElementsOfAList) {
  const std::string text = "[ {\"a\":[1,2]} ,\n\"x,y\", 3]";
  EXPECT_EQ(element_starts(text), (std::vector<size_t>{2, 16, 23}));
  EXPECT_TRUE(element_starts("[]").empty());
  EXPECT_TRUE(element_starts("{}").empty());
}

TEST(JsonPlace, Pointers) {
  EXPECT_EQ(json_pointer({}), "");
  EXPECT_EQ(json_pointer({key("inspections"), at(3), key("a/b~c")}), "/inspections/3/a~1b~0c");
}

TEST(JsonFault, SoundTextsHaveNone) {
  for (const char* text :
       {"null", " true ", "-0", "0.5", "1e9", "1E-9", "\"\\u00e9\\n\\/\"", "[]", "{}", "[1,[2,{\"a\":[]}],\"x\"]",
        "{\"a\":{\"b\":1},\"c\":[]}", "18446744073709551615", "-9223372036854775808"}) {
    EXPECT_EQ(static_cast<int>(find_json_fault(text, 8).kind), static_cast<int>(JsonFault::Kind::none)) << text;
  }
}

TEST(JsonFault, FirstFaults) {
  using Kind = JsonFault::Kind;
  const struct {
    const char* text;
    Kind kind;
    size_t offset;
  } cases[] = {{"", Kind::syntax, 0},
               {"  ", Kind::syntax, 2},
               {"[1 2]", Kind::syntax, 3},
               {"[1,]", Kind::syntax, 3},
               {"{\"a\":1,}", Kind::syntax, 7},
               {"{\"a\" 1}", Kind::syntax, 5},
               {"{1:2}", Kind::syntax, 1},
               {"[1}", Kind::syntax, 2},
               {"01", Kind::syntax, 0},
               {"1.", Kind::syntax, 0},
               {"-", Kind::syntax, 0},
               {"1e", Kind::syntax, 0},
               {"2023-06-05", Kind::syntax, 0},
               {"\"a", Kind::syntax, 0},
               {"\"\\x\"", Kind::syntax, 2},
               {"\"\\u12g4\"", Kind::syntax, 5},
               {"\"a\nb\"", Kind::syntax, 2},
               {"nul", Kind::syntax, 0},
               {"1 2", Kind::trailing, 2},
               {"{} {}", Kind::trailing, 3},
               {"[[[[1]]]]", Kind::depth, 3},
               {"1e400", Kind::number, 0},
               {"[18446744073709551616]", Kind::number, 1},
               {"-9223372036854775809", Kind::number, 0},
               {"[", Kind::syntax, 1},
               {"{\"a\":[1", Kind::syntax, 7}};
  for (const auto& c : cases) {
    const JsonFault fault = find_json_fault(c.text, 3);
    EXPECT_EQ(static_cast<int>(fault.kind), static_cast<int>(c.kind)) << c.text;
    EXPECT_EQ(fault.offset, c.offset) << c.text;
    EXPECT_FALSE(fault.what.empty());
    EXPECT_FALSE(fault.what_zh.empty());
  }
}

}  // namespace
}  // namespace hegui
