// Logic, look-ups, walks and bounds of the row evaluator.
#include "row_support.h"

namespace hegui::testing {
namespace {

using exec::Gaps;
using exec::row::Value;

TEST(RowMachine, Logic) {
  EXPECT_EQ(row("true && false"), "false");
  EXPECT_EQ(row("1 / 0 > 0 && false"), "false");
  EXPECT_EQ(row("false && 1 / 0 > 0"), "false");
  EXPECT_EQ(row("1 / 0 > 0 || true"), "true");
  EXPECT_EQ(row("1 / 0 > 0 || false"), "error(division_by_zero)");
  EXPECT_EQ(row("1 / 0 > 0 && 1 % 0 > 0 && true"), "error(division_by_zero)");
  EXPECT_EQ(row("dyn('x') && false"), "false");
  EXPECT_EQ(row("dyn('x') && true"), "error(no_matching_overload)");
  EXPECT_EQ(row("!dyn(1)"), "error(no_matching_overload)");
  EXPECT_EQ(row("true ? 1 : 1 / 0"), "1");
  EXPECT_EQ(row("(1 / 0 > 0) ? 1 : 2"), "error(division_by_zero)");
  EXPECT_EQ(row("dyn(1) ? 1 : 2"), "error(no_matching_overload)");
  EXPECT_EQ(row("[true, false, true].all(x, x || !x) && !(1 == 2)"), "true");
}

TEST(RowMachine, UnknownsJoinTheirGaps) {
  Gaps gaps;
  const auto gap = [&](const char* field) {
    exec::Gap g;
    g.field = gaps.text(field);
    return gaps.set_of(g);
  };
  const int32_t a = gap("a"), b = gap("b"), both = gaps.join(a, b);
  const std::vector<Variable> variables = {{"a", "bool", Value::unknown(a)},
                                           {"b", "bool", Value::unknown(b)},
                                           {"n", "int", Value::unknown(a)},
                                           {"m", "int", Value::unknown(b)}};
  const auto unknown = [](int32_t set) { return "unknown(" + std::to_string(set) + ")"; };
  EXPECT_EQ(row("a && b", variables, &gaps), unknown(both));
  EXPECT_EQ(row("a && b && false", variables, &gaps), "false");
  EXPECT_EQ(row("a || true", variables, &gaps), "true");
  EXPECT_EQ(row("1 / 0 > 0 || a", variables, &gaps), unknown(a)) << "an unknown beats an error";
  EXPECT_EQ(row("a || 1 / 0 > 0", variables, &gaps), unknown(a));
  EXPECT_EQ(row("n + m", variables, &gaps), unknown(both));
  EXPECT_EQ(row("n + 1 / 0", variables, &gaps), unknown(a));
  EXPECT_EQ(row("[n, m].size()", variables, &gaps), unknown(both));
  EXPECT_EQ(row("{'x': n}", variables, &gaps), unknown(a));
  EXPECT_EQ(row("[1, 2].exists(x, x == n)", variables, &gaps), unknown(a));
  EXPECT_EQ(row("[1, 2].exists(x, x == n || x == 2)", variables, &gaps), "true");
  EXPECT_EQ(row("[1, 2].map(x, x == 1 ? n : m)", variables, &gaps), unknown(both));
  EXPECT_EQ(row("[1, 2].exists_one(x, x == n)", variables, &gaps), unknown(a));
  EXPECT_EQ(row("a ? 1 : 2", variables, &gaps), unknown(a));
  EXPECT_EQ(row("cel.bind(x, n, true || x > 1)", variables, &gaps), "true");
}

TEST(RowMachine, RangesOfDaysDecideWhereAllTheirDaysDo) {
  const Day june = *parse_date("2023-06-01"), end = *parse_date("2023-06-30");
  const std::vector<Variable> variables = {{"d", "date", Value::date({june, end}, 7)},
                                           {"p", "date", Value::date({june, june})}};
  EXPECT_EQ(row("d < date('2023-07-01')", variables), "true");
  EXPECT_EQ(row("d > date('2023-07-01')", variables), "false");
  EXPECT_EQ(row("d < date('2023-06-15')", variables), "unknown(0)") << "nothing is traced";
  EXPECT_EQ(row("{'k': d}['k'] == p", variables), "unknown(0)");
  EXPECT_EQ(row("d.month()", variables), "6");
  EXPECT_EQ(row("d.day()", variables), "unknown(7)");
  EXPECT_EQ(row("d + days(1)", variables), "2023-06-02..2023-07-01");
  EXPECT_EQ(row("[d, p].exists(x, x == date('2023-06-01'))", variables), "true");
  EXPECT_EQ(row("latest([d, date('2023-08-01')])", variables), "2023-08-01");
  EXPECT_EQ(row("date('2023-06-01') in [p]", variables), "true");
}

TEST(RowMachine, MapsAndLists) {
  EXPECT_EQ(row("{'a': 1, 'b': 2}.a"), "1");
  EXPECT_EQ(row("{'a': 1}['b']"), "error(no_such_key)");
  EXPECT_EQ(row("{1: 'x'}[dyn(1u)]"), "'x'");
  EXPECT_EQ(row("{1: 'x'}[dyn(1.0)]"), "'x'");
  EXPECT_EQ(row("{'a': 1, 'a': 2}.size()"), "error(repeated_key)");
  EXPECT_EQ(row("{dyn(0): 1, dyn(0u): 2}"), "error(repeated_key)");
  EXPECT_EQ(row("{dyn(1.5): 1}"), "error(bad_key)");
  EXPECT_EQ(row("has({'a': null}.a)"), "true");
  EXPECT_EQ(row("has({'a': 1}.b)"), "false");
  EXPECT_EQ(row("has(dyn(1).b)"), "error(no_such_field)");
  EXPECT_EQ(row("[1, 2, 3][dyn(1.0)]"), "2");
  EXPECT_EQ(row("[1, 2, 3][3]"), "error(index_out_of_range)");
  EXPECT_EQ(row("[[1], [2, 3]][1][0]"), "2");
  EXPECT_EQ(row("1 in {1: 2} && 'a' in ['a'] && !(2u in [1u])"), "true");
  EXPECT_EQ(row("dyn(1) in 'a'"), "refused: " + RowExpression("dyn(1) in 'a'", {}).problems);
  EXPECT_EQ(row("[1.0, 2.0] == [dyn(1u), 2]"), "true");
  EXPECT_EQ(row("{1: 1.0} == {dyn(1u): dyn(1)}"), "true");
  EXPECT_EQ(row("type(1) == int && type({}) == map && type(type(1)) == type"), "true");
  std::string big = "{";
  for (int i = 0; i < 40; ++i) big += (i > 0 ? ", " : "") + std::to_string(i) + ": " + std::to_string(i * i);
  EXPECT_EQ(row(big + "}[dyn(31u)]"), "961");
  EXPECT_EQ(row(big + "}[40]"), "error(no_such_key)");
  EXPECT_EQ(row(big + ", 7: 1}.size()"), "error(repeated_key)");
}

TEST(RowMachine, Walks) {
  EXPECT_EQ(row("[1, 2, 3].filter(x, x > 1)"), "[2, 3]");
  EXPECT_EQ(row("[1, 2, 3].map(x, x > 1, x * 2)"), "[4, 6]");
  EXPECT_EQ(row("[[1, 2], [3]].map(l, l.map(x, x + 1))"), "[[2, 3], [4]]");
  EXPECT_EQ(row("{'a': 1, 'b': 2}.map(k, k)"), "['a', 'b']");
  EXPECT_EQ(row("{'a': 1, 'b': 2}.exists(k, k == 'b')"), "true");
  EXPECT_EQ(row("[1, 2].exists(x, 1 / (x - 1) > 0)"), "true") << "an error is absorbed";
  EXPECT_EQ(row("[1, 2].all(x, 1 / (x - 1) > 0)"), "error(division_by_zero)");
  EXPECT_EQ(row("[1, 2].exists_one(x, x > 0)"), "false");
  EXPECT_EQ(row("[1, 2].exists_one(x, 1 / (x - 1) > 0)"), "error(division_by_zero)");
  EXPECT_EQ(row("[1, 2].filter(x, 1 / (x - 1) > 0)"), "error(division_by_zero)");
  EXPECT_EQ(row("dyn(1).exists(x, true)"), "error(no_matching_overload)");
  EXPECT_EQ(row("[5, 6].exists(i, x, i == 1 && x == 6)"), "true");
  EXPECT_EQ(row("{'a': 1}.all(k, v, k == 'a' && v == 1)"), "true");
  EXPECT_EQ(row("[5, 6].transformList(i, x, i + x)"), "[5, 7]");
  EXPECT_EQ(row("[5, 6].transformMap(i, x, x * 2)"), "{0: 10, 1: 12}");
  EXPECT_EQ(row("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, k + 'x')"), "{'b': 'bx'}");
  EXPECT_EQ(row("{'a': 1, 'b': 2}.transformMapEntry(k, v, {v: k})"), "{1: 'a', 2: 'b'}");
  EXPECT_EQ(row("{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})"), "error(repeated_key)");
  EXPECT_EQ(row("[1, 2].map(x, [3, 4].filter(y, y > x + 1).size())"), "[2, 1]");
  EXPECT_EQ(row("[1, 2].exists(x, [x].exists(x, x == 2))"), "true");
}

TEST(RowMachine, Optionals) {
  EXPECT_EQ(row("{'a': 1}.?a.orValue(0) + {'a': 1}.?b.orValue(5)"), "6");
  EXPECT_EQ(row("{'a': {'b': 2}}.?a.b"), "optional(2)");
  EXPECT_EQ(row("{'a': {'b': 2}}.?x.b"), "none");
  EXPECT_EQ(row("{'k': dyn(null)}.?k.f"), "error(no_such_field)");
  EXPECT_EQ(row("[1, 2][?1]"), "optional(2)");
  EXPECT_EQ(row("[1, 2][?2]"), "none");
  EXPECT_EQ(row("has({'a': {'b': 2}}.?a.b) && !has({'a': {'b': 2}}.?x.b)"), "true");
  EXPECT_EQ(row("[1, ?optional.of(2), ?optional.none()]"), "[1, 2]");
  EXPECT_EQ(row("{?'a': optional.of(1), ?'b': optional.none()}"), "{'a': 1}");
  EXPECT_EQ(row("optional.of(3).optMap(x, x + 1)"), "optional(4)");
  EXPECT_EQ(row("optional.none().optMap(x, 1 / 0)"), "none");
  EXPECT_EQ(row("optional.of(3).optFlatMap(x, optional.none())"), "none");
  EXPECT_EQ(row("optional.none().or(optional.of(1)).value()"), "1");
  EXPECT_EQ(row("optional.of(1).or(optional.of(1 / 0))"), "optional(1)");
  EXPECT_EQ(row("optional.none().value()"), "error(no_value)");
}

TEST(RowMachine, UncheckedTreesChooseByValues) {
  const std::vector<Variable> x = {{"x", "dyn", Value::of(int64_t{3})}};
  EXPECT_EQ(row_unchecked("x + 1", x), "4");
  EXPECT_EQ(row_unchecked("x + 'a'", x), "error(no_matching_overload)");
  EXPECT_EQ(row_unchecked("nothing || true", x), "true");
  EXPECT_EQ(row_unchecked("nothing(x) || x == 3", x), "true");
  EXPECT_EQ(row_unchecked("nothing(x)", x), "error(unbound)");
  EXPECT_EQ(row_unchecked("'abc'.contains('b') && size('ab') == 2", x), "true");
  EXPECT_EQ(row_unchecked("math.greatest(x, 5.5, 2u)", x), "5.5");
}

TEST(RowMachine, WorkIsBounded) {
  std::string ten = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
  std::string deep = "x0 >= 0";
  for (int i = 0; i < 8; ++i) deep = ten + ".all(x" + std::to_string(i) + ", " + deep + ")";
  EXPECT_EQ(row(deep), "error(too_much_work)");
  EXPECT_EQ(row("true || " + deep), "true") << "what is decided does not walk";
  EXPECT_EQ(row(deep + " || true"), "error(too_much_work)") << "nothing absorbs it";
  std::string doubled = "'0123456789abcdef'";
  for (int i = 0; i < 30; ++i)
    doubled = "cel.bind(s" + std::to_string(i) + ", " + doubled + ", s" + std::to_string(i) + " + s" + std::to_string(i) + ")";
  EXPECT_EQ(row(doubled + ".size()"), "error(too_large)");
}

TEST(RowMachine, RunsAgainWithoutAllocating) {
  RowExpression expression("n > 3 && s.startsWith('ab') && n in [4, 5, 6]", {{"n", "int", {}}, {"s", "string", {}}});
  ASSERT_NE(expression.code, nullptr) << expression.problems;
  exec::row::Machine machine(expression.code);
  for (int64_t n = 0; n < 10; ++n) {
    machine.set_slot(40, Value::of(n));
    machine.set_slot(41, Value::text(n % 2 == 0 ? "abc" : "xyz"));
    EXPECT_EQ(machine.run().is_true(), n == 4 || n == 6);
  }
  const size_t once = machine.arena().bytes();
  machine.run();
  EXPECT_LE(machine.arena().bytes() - once, 64U);
}

}  // namespace
}  // namespace hegui::testing
