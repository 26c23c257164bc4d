// Functions of the row evaluator: what the register offers, on single values.
#include <set>

#include "row_support.h"

namespace hegui::testing {
namespace {

TEST(RowCall, Numbers) {
  EXPECT_EQ(row("9223372036854775807 + 1"), "error(overflow)");
  EXPECT_EQ(row("-9223372036854775808 / -1"), "error(overflow)");
  EXPECT_EQ(row("0u - 1u"), "error(overflow)");
  EXPECT_EQ(row("7 / -2"), "-3");
  EXPECT_EQ(row("-7 % 3"), "-1");
  EXPECT_EQ(row("1.0 / 0.0"), "Infinity");
  EXPECT_EQ(row("2u * 3u"), "6u");
  EXPECT_EQ(row("1 < dyn(1.5) && dyn(2u) > 1"), "true");
  EXPECT_EQ(row("int('42') + int(2.9) + int(3u)"), "47");
  EXPECT_EQ(row("int('x')"), "error(bad_conversion)");
  EXPECT_EQ(row("uint(-1)"), "error(bad_conversion)");
  EXPECT_EQ(row("math.abs(-3) + math.sign(-2)"), "2");
  EXPECT_EQ(row("math.bitShiftRight(-1, 63)"), "1");
  EXPECT_EQ(row("math.least([3, 1, 2])"), "1");
}

TEST(RowCall, TextsAndBytes) {
  EXPECT_EQ(row("'合' + '规' == '合规' && '合规'.size() == 2"), "true");
  EXPECT_EQ(row("b'abc' + b'd' == b'abcd'"), "true");
  EXPECT_EQ(row("'abc'.matches('^a.c$')"), "true");
  EXPECT_EQ(row("'abc'.matches('[')"), "error(bad_pattern)");
  EXPECT_EQ(row("'a,b'.split(',').join('-')"), "'a-b'");
  EXPECT_EQ(row("'abc'.charAt(1) + 'abc'.substring(1, 2)"), "'bb'");
  EXPECT_EQ(row("'%d of %s'.format([1, [2, 3]])"), "'1 of [2, 3]'");
  EXPECT_EQ(row("'%d'.format([])"), "error(bad_argument)");
  EXPECT_EQ(row("base64.encode(b'hello')"), "'aGVsbG8='");
  EXPECT_EQ(row("string(b'\\xff')"), "error(bad_conversion)");
  EXPECT_EQ(row("'b' > 'a' && b'b' > b'a' && 'x' in ['x']"), "true");
}

TEST(RowCall, Time) {
  EXPECT_EQ(row("timestamp('2023-05-19T08:00:00Z') + duration('1h')"), "2023-05-19T09:00:00Z");
  EXPECT_EQ(row("timestamp('2023-05-19T08:00:00Z').getHours('+08:00')"), "16");
  EXPECT_EQ(row("timestamp('9999-12-31T23:59:59Z') + duration('1s')"), "error(overflow)");
  EXPECT_EQ(row("timestamp('2023-05-19T08:00:00.5Z') - timestamp('2023-05-19T08:00:00Z')"), "0.5s");
  EXPECT_EQ(row("duration('90m').getHours()"), "1");
  EXPECT_EQ(row("date('2023-05-19') + days(30) - date('2023-05-19')"), "30");
  EXPECT_EQ(row("date('2024-01-31').add_months(1)"), "error(bad_date)");
  EXPECT_EQ(row("date('2023-05-19').quarter() + date('2023-05-19').weekday()"), "7");
}

/// Whatever the register has must be known here: called with operands that fit, no function may say that it is none.
TEST(RowCall, EveryFunctionOfTheRegisterIsCarriedOut) {
  using cel::TypeKind;
  using exec::row::Tag;
  using exec::row::Value;
  const cel::TypePool types;
  // Worked out over columns only: with the pack's calendar, and nothing but a day may stand there.
  const std::set<std::string_view> elsewhere = {"in_period", "working_day", "previous_working_day", "next_working_day",
                                                "add_working_days"};
  for (const cel::Overload& overload : cel::overload_table()) {
    const std::string id(cel::id_of(overload.id));
    if (elsewhere.count(id) > 0) continue;
    std::string text;
    std::vector<Variable> variables;
    static const Value inner = Value::of(int64_t{1});
    static const Value number = Value::of(int64_t{2});
    static const Value word = Value::text("a"), day = Value::date({19000, 19000}), option = Value::optional(&inner);
    static exec::row::Arena arena;
    for (size_t i = 0; i < overload.parameters.size(); ++i) {
      const cel::Type& type = types[overload.parameters[i]];
      Value value = inner;
      switch (type.kind) {
        case TypeKind::boolean:
          value = Value::of(true);
          break;
        case TypeKind::uint_type:
          value = Value::of(uint64_t{1});
          break;
        case TypeKind::double_type:
          value = Value::of(1.0);
          break;
        case TypeKind::string:
          value = Value::text("1");
          break;
        case TypeKind::bytes:
          value = Value::text("1", Tag::bytes);
          break;
        case TypeKind::timestamp:
          value = Value::moment({1, 0});
          break;
        case TypeKind::duration:
          value = Value::span(cel::leaf::kNanosPerDay);
          break;
        case TypeKind::date:
          value = day;
          break;
        case TypeKind::optional:
          value = option;
          break;
        case TypeKind::map:
          value = exec::row::make_map(&inner, &number, 1, arena);
          break;
        case TypeKind::list: {
          const TypeKind element = types[type.args[0]].kind;
          value = Value::list(element == TypeKind::string     ? &word
                              : element == TypeKind::date     ? &day
                              : element == TypeKind::optional ? &option
                                                              : &inner,
                              1);
          break;
        }
        default:
          break;
      }
      variables.push_back({"v" + std::to_string(i), "dyn", value});
    }
    const bool op = overload.name.starts_with('_') || overload.name == "@in" || overload.name == "-_";
    if (op && overload.parameters.size() == 1) {
      text = "-v0";
    } else if (op) {
      text = "v0 " + (overload.name == "@in" ? std::string("in") : overload.name.substr(1, overload.name.size() - 2)) + " v1";
    } else {
      size_t first = 0;
      if (overload.receiver) text = "v0.", first = 1;
      text += overload.name + "(";
      for (size_t i = first; i < variables.size(); ++i) text += (i > first ? ", v" : "v") + std::to_string(i);
      text += ")";
    }
    const std::string value = row_unchecked(text, variables);
    EXPECT_EQ(value.find("no_matching_overload"), std::string::npos) << id << ": " << text << " = " << value;
    EXPECT_EQ(value.find("unbound"), std::string::npos) << id << ": " << text << " = " << value;
  }
}

}  // namespace
}  // namespace hegui::testing
