// Extensions, optionals, types as values and the budget of steps, over plain values without records.
#include <gtest/gtest.h>

#include <random>

#include "explain/evaluator.h"
#include "explain/fixture.h"

namespace hegui::explain {
namespace {

/// What an expression without variables gives, checked or only resolved.
std::string plain(const std::string& text, bool checked = true, uint64_t steps = cel::kMaxSteps) {
  cel::Expression expression;
  expression.ast.text = text;
  expression.source = std::make_shared<Source>("e.cel", text);
  expression.map.add(0, 0);
  expression.map.set_end(static_cast<uint32_t>(text.size()));
  cel::TypePool types;
  cel::Environment environment;
  environment.types = &types;
  Diagnostics diagnostics;
  if (!cel::parse(expression, {}, diagnostics)) return "does not parse";
  if (checked ? !cel::check(expression, environment, types.dyn, diagnostics) : !cel::resolve(expression, environment))
    return desk::shown(diagnostics.take());
  Env env;
  env.slots.assign(static_cast<size_t>(expression.ast.slots), Value{});
  Evaluator evaluator(types, steps);
  return to_text(evaluator.eval(expression, expression.ast.root, env));
}

TEST(ExplainFunctions, TypesAsValues) {
  EXPECT_EQ(plain("type(1) == int && type(type(1)) == type && type(null) == null_type"), "true");
  EXPECT_EQ(plain("type(timestamp(0)) == google.protobuf.Timestamp && type(duration('1s')) == google.protobuf.Duration"),
            "true");
  EXPECT_EQ(plain("type(optional.none()) == optional_type && type([1]) == type(['a']) && type({}) == map"), "true");
  EXPECT_EQ(plain("type(1u)"), "uint");
  EXPECT_EQ(plain("type(date('2023-05-19'))"), "date");
}

TEST(ExplainFunctions, MapsWithKeysOfDifferentNumbers) {
  EXPECT_EQ(plain("{1: 'a', 2u: 'b'}[dyn(1u)]"), "a");
  EXPECT_EQ(plain("{1: 'a', 2u: 'b'}[dyn(2.0)]"), "b");
  EXPECT_EQ(plain("dyn(1.5) in {1: 'a'}"), "false");
  EXPECT_EQ(plain("{1: 'a', 1u: 'b'}"), "error(repeated_key)");
  EXPECT_EQ(plain("{'1': 'a', 1: 'b', true: 'c', 'true': 'd'}.size()"), "4");
  EXPECT_EQ(plain("{1: 1.0, 2: 2} == dyn({1u: 1, 2.0 == 2.0 ? 2u : 3u: 2u})"), "true");
  EXPECT_EQ(plain("{-1: 'a'}[dyn(-1.0)] + {18446744073709551615u: 'b'}[18446744073709551615u]"), "ab");
  EXPECT_EQ(plain("{1: 2}[dyn(b'x')]"), "error(no_such_key)");
  EXPECT_EQ(plain("{dyn(1.5): 2}"), "error(bad_key)");
}

TEST(ExplainFunctions, Optionals) {
  EXPECT_EQ(plain("{'a': {'b': 1}}.?a.b"), "optional(1)");
  EXPECT_EQ(plain("{'a': {'b': 1}}.?x.b"), "none");
  EXPECT_EQ(plain("{'a': {'b': 1}}.?a.c.hasValue()"), "false");
  EXPECT_EQ(plain("{'k': dyn(null)}.?k"), "optional(null)");
  EXPECT_EQ(plain("{'k': dyn(null)}.?k.f"), "error(no_matching_overload)");
  EXPECT_EQ(plain("[10, 20][?1].value()"), "20");
  EXPECT_EQ(plain("[10, 20][?2]"), "none");
  EXPECT_EQ(plain("[10, 20][?dyn(0.5)]"), "none");
  EXPECT_EQ(plain("optional.none().value()"), "error(no_value)");
  EXPECT_EQ(plain("optional.of(1).or(optional.of(1 / 0))"), "optional(1)");  // not looked at
  EXPECT_EQ(plain("optional.of(1).orValue(1 / 0)"), "1");
  EXPECT_EQ(plain("optional.none().orValue(1 / 0)"), "error(division_by_zero)");
  EXPECT_EQ(plain("optional.none().or(dyn(1))"), "error(no_matching_overload)");
  EXPECT_EQ(plain("[?optional.none(), 1, ?optional.of(2)]"), "[1, 2]");
  EXPECT_EQ(plain("{?'a': optional.none(), 'b': 1, ?'c': optional.of(2)}"), "{b: 1, c: 2}");
  EXPECT_EQ(plain("[?dyn(1)]"), "error(no_matching_overload)");
  EXPECT_EQ(plain("{?'a': dyn(1)}"), "error(no_matching_overload)");
  EXPECT_EQ(plain("optional.of(2).optMap(x, x * 3)"), "optional(6)");
  EXPECT_EQ(plain("optional.none().optMap(x, 1 / 0)"), "none");
  EXPECT_EQ(plain("optional.of(0).optMap(x, 1 / x)"), "error(division_by_zero)");
  EXPECT_EQ(plain("{'a': {'b': 1}}.?a.optFlatMap(m, m.?b)"), "optional(1)");
  EXPECT_EQ(plain("optional.of(1).optFlatMap(x, dyn(x))"), "error(no_matching_overload)");
  EXPECT_EQ(plain("has({'a': {'b': 1}}.?a.b) && !has({}.?a.b)"), "true");
  EXPECT_EQ(plain("optional.of([]) == optional.of([]) && optional.of(1) != optional.none()"), "true");
  EXPECT_EQ(plain("[0, 0.0 == 0.0 ? 0 : 1].map(x, optional.ofNonZeroValue(x).hasValue())"), "[false, false]");
  EXPECT_EQ(plain("[optional.ofNonZeroValue(''), optional.ofNonZeroValue('a')].unwrapOpt()"), "[a]");
  EXPECT_EQ(plain("optional.unwrap([optional.of(1), optional.none()])"), "[1]");
  EXPECT_EQ(plain("[1, 2, 3].first().value() + [1, 2, 3].last().value()"), "4");
  EXPECT_EQ(plain("[].first()"), "none");
}

TEST(ExplainFunctions, MacrosOfTwoVariables) {
  EXPECT_EQ(plain("[3, 4].transformList(i, x, i * 10 + x)"), "[3, 14]");
  EXPECT_EQ(plain("[3, 4].transformMap(i, x, x > 3, string(x))"), "{1: 4}");
  EXPECT_EQ(plain("{'a': 1, 'b': 2}.transformMapEntry(k, v, {string(v): k})"), "{1: a, 2: b}");
  EXPECT_EQ(plain("{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})"), "error(repeated_key)");
  EXPECT_EQ(plain("[1].transformMapEntry(i, x, dyn(x))"), "error(no_matching_overload)");
  EXPECT_EQ(plain("[0, 1].exists(i, x, 1 / x == i)"), "true");
  EXPECT_EQ(plain("[0, 1].existsOne(i, x, 1 / x == i)"), "error(division_by_zero)");
}

TEST(ExplainFunctions, ValuesOfBindAndBlockFailOnlyWhereTheyAreUsed) {
  EXPECT_EQ(plain("cel.bind(x, 1 / 0, true || x > 1)"), "true");
  EXPECT_EQ(plain("cel.bind(x, 1 / 0, x > 1)"), "error(division_by_zero)");
  EXPECT_EQ(plain("cel.block([1 / 0, 2], cel.index(1))"), "2");
  EXPECT_EQ(plain("cel.block([1, cel.index(0) + 1], [1].map(x, cel.index(1) + x))"), "[3]");
}

TEST(ExplainFunctions, TextsAndNumbers) {
  EXPECT_EQ(plain("'%s-%d'.format(['安全', 3]) + 'ab'.reverse() + ['x', 'y'].join('、')"), "安全-3bax、y");
  EXPECT_EQ(plain("'a,b'.split(',') == ['a', 'b'] && 'Ab'.lowerAscii() == 'ab' && ' x '.trim() == 'x'"), "true");
  EXPECT_EQ(plain("'tacocat'.substring(4).indexOf('a')"), "1");
  EXPECT_EQ(plain("'%s'.format([[date('2023-05-19')]])"), "[2023-05-19]");
  EXPECT_EQ(plain("base64.decode(base64.encode(b'xyz')) == b'xyz'"), "true");
  EXPECT_EQ(plain("math.greatest(1, 2.5, 2u)"), "2.5");
  EXPECT_EQ(plain("math.least([])"), "error(empty_list)");
  EXPECT_EQ(plain("math.bitXor(4, -2)"), "-6");
  EXPECT_EQ(plain("math.ceil(dyn(1))"), "error(no_matching_overload)");
  EXPECT_EQ(plain("[dyn('a'), dyn(1)].join()"), "error(no_matching_overload)");
}

/// Without a check the name, the way of calling and the kinds of the arguments choose.
TEST(ExplainFunctions, Unchecked) {
  EXPECT_EQ(plain("'abc'.contains('b')", false), "true");
  EXPECT_EQ(plain("contains('abc', 'b')", false), "error(unbound)");
  EXPECT_EQ(plain("'2023-05-19'.date()", false), "error(no_matching_overload)");
  EXPECT_EQ(plain("date('2023-05-19')", false), "2023-05-19");
  EXPECT_EQ(plain("'a'.charAt('b')", false), "error(no_matching_overload)");
  EXPECT_EQ(plain("'a'.charAt(0, 1)", false), "error(no_matching_overload)");
  EXPECT_EQ(plain("1 + 'a'", false), "error(no_matching_overload)");
  EXPECT_EQ(plain("no_such() || true", false), "true");
  EXPECT_EQ(plain("x.y", false), "error(unbound)");
  EXPECT_EQ(plain("math.abs(-3) + size([1])", false), "4");
  EXPECT_EQ(plain("optional.none().orValue(4)", false), "4");
  EXPECT_EQ(plain("'a' || true", false), "true");
  EXPECT_EQ(plain("1 ? 2 : 3", false), "error(no_matching_overload)");
}

/// Steps and sizes are bounded, and no logic makes anything of having passed the bound.
TEST(ExplainFunctions, Budget) {
  constexpr uint64_t kSteps = 300'000;
  const auto bounded = [](const std::string& text) { return plain(text, true, kSteps); };
  std::string tens = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  std::string nested = "x5 == 5";
  for (int i = 5; i >= 0; --i)
    nested = tens + ".all(x" + std::to_string(i) + ", x" + std::to_string(i) + " >= 0 || " + nested + ")";
  EXPECT_EQ(bounded(nested), "true");  // decided at once each time
  std::string slow = "x5 >= 0";
  for (int i = 5; i >= 0; --i) slow = tens + ".all(x" + std::to_string(i) + ", " + slow + ")";
  EXPECT_EQ(bounded(slow), "error(too_much_work)");
  EXPECT_EQ(bounded("true || " + slow), "true");  // not looked at
  EXPECT_EQ(bounded(slow + " || true"), "error(too_much_work)");
  std::string doubled = "x.size()";
  for (int i = 0; i < 40; ++i) doubled = "cel.bind(x, x + x, " + doubled + ")";
  EXPECT_EQ(bounded("cel.bind(x, 'a', " + doubled + ")"), "error(too_large)");
  EXPECT_EQ(bounded("cel.bind(x, [1], " + doubled + ")"), "error(too_large)");
  // A value that shares its parts is small, but walking it is not.
  std::string shared = "x == x";
  for (int i = 0; i < 60; ++i) shared = "cel.bind(x, [x, x], " + shared + ")";
  EXPECT_EQ(bounded("cel.bind(x, [1], " + shared + ")"), "error(too_much_work)");
  std::string printed = "'%s'.format([x])";
  for (int i = 0; i < 60; ++i) printed = "cel.bind(x, [x, x], " + printed + ")";
  EXPECT_EQ(bounded("cel.bind(x, [1], " + printed + ")"), "error(too_large)");
  std::string replaced = "x.size()";
  for (int i = 0; i < 30; ++i) replaced = "cel.bind(x, x.replace('', 'a'), " + replaced + ")";
  EXPECT_EQ(bounded("cel.bind(x, 'a', " + replaced + ")"), "error(too_large)");
}

/// Random expressions: an evaluation always ends, and what the checker accepts gives the same with and without it.
TEST(ExplainFunctions, CheckingOnlyRejects) {
  const std::vector<std::string> leaves = {"1",
                                           "2u",
                                           "1.5",
                                           "'a'",
                                           "'安全'",
                                           "true",
                                           "null",
                                           "[]",
                                           "{}",
                                           "x",
                                           "y",
                                           "b'a'",
                                           "optional.none()",
                                           "date('2023-05-19')",
                                           "duration('1s')",
                                           "timestamp(0)",
                                           "int"};
  const std::vector<std::string> forms = {"(# + #)",
                                          "(# - #)",
                                          "(# * #)",
                                          "(# / #)",
                                          "(# % #)",
                                          "(# == #)",
                                          "(# != #)",
                                          "(# < #)",
                                          "(# in #)",
                                          "(# && #)",
                                          "(# || #)",
                                          "(!(#))",
                                          "(-(#))",
                                          "(# ? # : #)",
                                          "[#, #]",
                                          "{'a': #, #: #}",
                                          "[?#, #]",
                                          "{?'a': #}",
                                          "#[#]",
                                          "#[?#]",
                                          "#.a",
                                          "#.?a",
                                          "has(#.a)",
                                          "#.map(x, #)",
                                          "#.map(x, #, #)",
                                          "#.filter(x, #)",
                                          "#.all(x, #)",
                                          "#.exists(x, #)",
                                          "#.existsOne(x, y, #)",
                                          "#.transformList(x, y, #)",
                                          "#.transformMap(x, y, #)",
                                          "#.transformMapEntry(x, y, {y: #})",
                                          "cel.bind(x, #, #)",
                                          "cel.block([#, cel.index(0)], [cel.index(1), #])",
                                          "optional.of(#)",
                                          "optional.ofNonZeroValue(#)",
                                          "#.or(#)",
                                          "#.orValue(#)",
                                          "#.value()",
                                          "#.hasValue()",
                                          "#.optMap(x, #)",
                                          "#.optFlatMap(x, #)",
                                          "#.first()",
                                          "type(#)",
                                          "size(#)",
                                          "string(#)",
                                          "int(#)",
                                          "double(#)",
                                          "dyn(#)",
                                          "math.greatest(#, #)",
                                          "math.least(#)",
                                          "math.abs(#)",
                                          "math.bitAnd(#, #)",
                                          "#.indexOf(#)",
                                          "#.substring(#)",
                                          "#.split(#)",
                                          "#.join(#)",
                                          "#.replace(#, #)",
                                          "'%s|%d'.format([#, #])",
                                          "#.charAt(#)",
                                          "base64.encode(#)"};
  std::mt19937 random(4);
  const auto pick = [&](const std::vector<std::string>& from) { return from[random() % from.size()]; };
  size_t accepted = 0;
  size_t valued = 0;
  for (int round = 0; round < 8'000; ++round) {
    std::string text = "#";
    for (int depth = 0; depth < 3; ++depth) {
      std::string next;
      for (const char c : text) next += c != '#' ? std::string(1, c) : random() % 4 == 0 ? pick(leaves) : pick(forms);
      text = std::move(next);
    }
    std::string whole;
    for (const char c : text) whole += c == '#' ? pick(leaves) : std::string(1, c);
    whole = "cel.bind(x, " + pick(leaves) + ", cel.bind(y, " + pick(leaves) + ", " + whole + "))";
    const std::string unchecked = plain(whole, false, 100'000);
    EXPECT_NE(unchecked, "does not parse") << whole;
    const std::string checked = plain(whole, true, 100'000);
    if (checked.find("HG3") != std::string::npos) continue;
    ++accepted;
    valued += checked.starts_with("error(") ? 0 : 1;
    EXPECT_EQ(checked, unchecked) << whole;
  }
  EXPECT_GT(accepted, 200U);
  EXPECT_GT(valued, 80U);
}

TEST(ExplainFunctions, OptionalFieldsOfRecords) {
  desk::Given given;
  given.enterprise = "\"headcount\": 3";
  EXPECT_EQ(desk::value("holder.?headcount", given), "optional(3)");
  EXPECT_EQ(desk::value("holder.?headcount.orValue(0)", {}), "0");  // empty: has() is false
  EXPECT_EQ(desk::value("holder.?headcount.hasValue()", {}), "false");
}

TEST(ExplainFunctions, WorkingDays) {
  EXPECT_EQ(desk::value("date('2023-10-14').next_working_day()", {}), "2023-10-16");
  EXPECT_EQ(desk::value("date('2023-10-16').working_day()", {}), "true");
  EXPECT_EQ(desk::value("date('2023-10-13').add_working_days(1)", {}), "2023-10-16");
  EXPECT_EQ(desk::value("date('2023-10-16').add_working_days(-1)", {}), "2023-10-13");
  EXPECT_EQ(desk::value("date('1990-01-01').working_day()", {}), "unknown [calendar_unknown(1990-01-01)]");
  EXPECT_EQ(desk::value("date('1990-01-01').next_working_day()", {}), "1990-01-01..1990-01-15 [calendar_unknown(1990-01-01)]");
  EXPECT_EQ(desk::value("date('1990-01-01').next_working_day() > date('1990-01-20')", {}), "false");
  EXPECT_EQ(desk::value("date('2023-01-01').iso_year() * 100 + date('2023-01-01').iso_week()", {}), "202252");
}

}  // namespace
}  // namespace hegui::explain
