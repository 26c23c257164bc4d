#include <gtest/gtest.h>

#include "cel/functions.h"
#include "support.h"

namespace hegui::cel {
namespace {

using test::Pack;

TEST(Checker, TypesOfRecords) {
  Pack pack;
  EXPECT_EQ(pack.type("holder"), "enterprise");
  EXPECT_EQ(pack.type("holder.headcount"), "int");
  EXPECT_EQ(pack.type("holder.capital"), "double");
  EXPECT_EQ(pack.type("holder.sectors"), "list(enum(sector))");
  EXPECT_EQ(pack.type("holder.inspections"), "list(row(inspection))");
  EXPECT_EQ(pack.type("registry.accidents"), "list(row(inspection))");
  EXPECT_EQ(pack.type("row.id"), "string");
  EXPECT_EQ(pack.type("row.kind"), "enum(inspection_kind)");
  EXPECT_EQ(pack.type("row.date"), "date");
  EXPECT_EQ(pack.type("row.at"), "timestamp");
  EXPECT_EQ(pack.type("row.at.date()"), "date");
  EXPECT_EQ(pack.type("row.month"), "string");
  EXPECT_EQ(pack.type("row.joint"), "bool");
  EXPECT_EQ(pack.type("row.figures"), "map(string, double)");
  EXPECT_EQ(pack.type("row.figures['1.1']"), "double");
  EXPECT_EQ(pack.type("row.findings"), "list(row(finding))");
  EXPECT_EQ(pack.type("row.findings[0].code"), "string");
  EXPECT_EQ(pack.type("row.led_by"), "ref(person)");
  EXPECT_EQ(pack.type("row.led_by.name"), "string");
  EXPECT_EQ(pack.type("row.led_by.employer"), "ref(enterprise)");
  EXPECT_EQ(pack.type("row.led_by.employer.inspections"), "list(row(inspection))");
  EXPECT_EQ(pack.type("row.inspectors.map(p, p.name)"), "list(string)");
  EXPECT_EQ(pack.type("$swift_days"), "int");
  EXPECT_EQ(pack.type("leader_visit"), "list(row(inspection))");
  EXPECT_EQ(pack.type("leader_visit.filter(v, v.joint)"), "list(row(inspection))");
  EXPECT_EQ(pack.type("high_risk_holder"), "bool");
  EXPECT_EQ(pack.type("late(row, 5)"), "bool");
}

TEST(Checker, IndicesAndFlags) {
  Pack pack;
  const test::Outcome outcome =
      pack.check("holder.inspections.exists(v, has(v.led_by) && v.led_by.name == 'a') && $swift_days > 0 && day > row.date");
  ASSERT_TRUE(outcome.ok) << outcome.summary();
  EXPECT_EQ(outcome.expression.ast.dump(&pack.types, pack.model.get()),
            "and : bool\n"
            "  comprehension exists v slot=16 : bool\n"
            "    select inspections collection index=0 : list(row(inspection))\n"
            "      variable holder index=0 : enterprise\n"
            "    and : bool\n"
            "      has led_by index=4 : bool\n"
            "        variable v index=16 : row(inspection)\n"
            "      call _==_ function=equals : bool\n"
            "        select name index=1 : string\n"
            "          select led_by index=4 : ref(person)\n"
            "            variable v index=16 : row(inspection)\n"
            "        literal \"a\" : string\n"
            "  call _>_ function=greater_int : bool\n"
            "    param swift_days index=4 : int\n"
            "    literal 0 : int\n"
            "  call _>_ function=greater_date : bool\n"
            "    variable day index=6 : date\n"
            "    select date index=2 : date\n"
            "      variable row index=1 : row(inspection)\n");
  EXPECT_EQ(outcome.expression.uses, (uint64_t{1} << kHolder) | (uint64_t{1} << kDay) | (uint64_t{1} << kRow));
  EXPECT_EQ(outcome.expression.params, std::vector<int>{4});
  EXPECT_EQ(outcome.expression.type, pack.types.boolean);
}

TEST(Checker, DefinitionsAndSelections) {
  Pack pack;
  const test::Outcome outcome = pack.check(
      "high_risk_holder && high_risk_holder(holder) && late(row, 1.5) && leader_visit.size() > $ratio && leader_visit.size() > "
      "1");
  ASSERT_TRUE(outcome.ok) << outcome.summary();
  EXPECT_EQ(outcome.expression.definitions, (std::vector<int>{0, 1}));
  EXPECT_EQ(outcome.expression.selections, std::vector<int>{3});
  EXPECT_EQ(outcome.expression.params, std::vector<int>{2});
  const Ast& ast = outcome.expression.ast;
  const Node& bare = ast[ast[ast.root].children[0]];
  ASSERT_EQ(bare.kind, NodeKind::definition);
  ASSERT_EQ(bare.children.size(), 1U);  // the bare name means name(holder)
  EXPECT_EQ(ast[bare.children[0]].index, kHolder);
  EXPECT_EQ(ast[bare.children[0]].type, pack.types.owner(0));
}

TEST(Checker, ComprehensionVariablesHideNames) {
  Pack pack;
  EXPECT_EQ(pack.type("[1, 2].map(row, row + 1)"), "list(int)");
  EXPECT_EQ(pack.type("[1, 2].map(holder, .holder.headcount + holder)"), "list(int)");
  EXPECT_EQ(pack.type("[1].exists(late, late > 0) && late(row, 2)"), "bool");
}

TEST(Checker, ListsAndMaps) {
  Pack pack;
  EXPECT_EQ(pack.type("[1, 2]"), "list(int)");
  EXPECT_EQ(pack.type("[1, 'a']"), "list(dyn)");
  EXPECT_EQ(pack.type("[]"), "list(dyn)");
  EXPECT_EQ(pack.type("[[], [1]]"), "list(list(int))");
  EXPECT_EQ(pack.type("[[], [[]]]"), "list(list(list(dyn)))");
  EXPECT_EQ(pack.type("[] + [1]"), "list(int)");
  EXPECT_EQ(pack.type("[row.kind, 'x']"), "list(string)");
  EXPECT_EQ(pack.type("['x', row.kind]"), "list(string)");
  EXPECT_EQ(pack.type("{'a': 1, 'b': 2}"), "map(string, int)");
  EXPECT_EQ(pack.type("{'a': 1, 'b': 'c'}"), "map(string, dyn)");
  EXPECT_EQ(pack.type("{'a': 1}.a + 1"), "int");
  EXPECT_EQ(pack.type("{1: 2}[1u]"), "int");
  EXPECT_EQ(pack.type("{1: true}.all(k, k > 0)"), "bool");
  EXPECT_EQ(pack.type("[1, 2][1]"), "int");
  EXPECT_EQ(pack.type("true ? 1 : 2"), "int");
  EXPECT_EQ(pack.type("true ? row.kind : 'x'"), "string");
  EXPECT_EQ(pack.type("true ? dyn(1) : 'x'"), "dyn");
  EXPECT_EQ(pack.type("[1, 2].filter(x, x > 1)"), "list(int)");
  EXPECT_EQ(pack.type("[1].map(x, x > 0, string(x))"), "list(string)");
  EXPECT_EQ(pack.type("cel.bind(x, 1 + 2, [x, x])"), "list(int)");
  EXPECT_EQ(pack.type("type(1) == int"), "bool");
  EXPECT_EQ(pack.type("int"), "type(int)");
  EXPECT_EQ(pack.type("dyn(1) + 1"), "int");
  EXPECT_EQ(pack.type("dyn(1) + dyn(1)"), "dyn");
  EXPECT_EQ(pack.type("dyn(row).anything.b[0]"), "dyn");
}

struct Case {
  const char* text;
  const char* summary;
};

void expect_errors(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    Pack pack;
    const test::Outcome outcome = pack.check(c.text);
    EXPECT_FALSE(outcome.ok) << c.text;
    EXPECT_EQ(outcome.summary(), c.summary) << c.text;
    for (const Diagnostic& d : outcome.diagnostics) {
      EXPECT_FALSE(d.message_zh.empty()) << c.text;
      EXPECT_FALSE(d.hint.empty()) << c.text;
    }
  }
}

TEST(Checker, UnknownNames) {
  expect_errors({
      {"roww.kind == 'sweep'", "HG3010@0-4: unknown name 'roww' | did you mean 'row'?"},
      {"headcount > 5", "HG3010@0-9: unknown name 'headcount' | write holder.headcount"},
      {"scope.size() > 5", "HG3010@0-5: unknown name 'scope' | write row.scope"},
      {"row.kind == sweep", "HG3010@12-17: unknown name 'sweep' | a word stands in quotes: 'sweep'"},
      {"$swift_day > 1", "HG3011@0-10: unknown parameter '$swift_day' | did you mean 'swift_days'?"},
      {"row.kindd == 'sweep'", "HG3012@4-9: row(inspection) has no field 'kindd' | did you mean 'kind'?"},
      {"row.led_by.nam == 'x'", "HG3012@11-14: ref(person) has no field 'nam' | did you mean 'name'?"},
      {"holder.inspection.size() > 0", "HG3012@7-17: enterprise has no field 'inspection' | did you mean 'inspections'?"},
      {"has(row.joined)", "HG3012@8-14: row(inspection) has no field 'joined' | did you mean 'joint'?"},
      {"frobnicate(row)", "HG3013@0-10: unknown function 'frobnicate' | functions are listed in docs/functions.md"},
      {"lat(row, 1)", "HG3013@0-3: unknown function 'lat' | did you mean 'late'?"},
      {"row.id.startswith('a')", "HG3013@7-17: unknown function 'startswith' | did you mean 'startsWith'?"},
      {"contains(row.id, 'a')", "HG3013@0-8: unknown function 'contains' | write x.contains(...)"},
      {"row.late(5)", "HG3013@4-8: unknown function 'late' | write late(row)"},
      {"leader_visit()", "HG3013@0-12: unknown function 'leader_visit' | 'leader_visit' is a value; write it without brackets"},
      {"late", "HG3018@0-4: 'late' needs its arguments | write late(row(inspection), double)"},
      {"late(row)", "HG3018@0-4: 'late' takes 2 arguments, here are 1 | write late(row(inspection), double)"},
      {"late(holder, 2.0)",
       "HG3018@5-11: argument 1 of 'late' must be row(inspection), it is enterprise | write late(row(inspection), double)"},
  });
}

TEST(Checker, ReferencesAreNamedAsWhatTheyLeadTo) {
  Pack pack;
  const test::Outcome outcome = pack.check("row.led_by.employer.inspection");
  ASSERT_EQ(outcome.diagnostics.size(), 1U);
  EXPECT_EQ(outcome.diagnostics[0].code, 3012);
}

TEST(Checker, Conditions) {
  expect_errors({
      {"row.date && true",
       "HG3015@0-8: a condition is required beside &&, this is date | compare it, or ask whether it is filled: has(row.date)"},
      {"true || holder.inspections",
       "HG3015@8-26: a condition is required beside ||, this is list(row(inspection)) | write holder.inspections.exists(x, "
       "...) or holder.inspections.size() > 0"},
      {"!row.total",
       "HG3015@1-10: a condition is required after !, this is int | compare it, or ask whether it is filled: has(row.total)"},
      {"row.total ? 1 : 2",
       "HG3015@0-9: a condition is required before ?, this is int | compare it, or ask whether it is filled: has(row.total)"},
      {"[1].all(x, x + 1)", "HG3015@11-16: a condition is required in this macro, this is int | compare it with something"},
      {"true ? 1 : 'a'", "HG3015@5-6: both values of ?: need one type; these are int and string | make both the same type"},
      {"true ? 1 : 2.5",
       "HG3015@5-6: both values of ?: need one type; these are int and double | write 1.0 for 1, or double(x)"},
      {"row.date.exists(x, true)",
       "HG3020@0-8: 'row.date' is date, not a list | only lists and maps have all, exists, exists_one, map and filter"},
      {"row.findings.code == 'a'",
       "HG3019@13-17: a value of type list(row(finding)) has no field 'code' | it is a list; write row.findings.exists(x, "
       "x.code ...)"},
      {"row.date.year == 2023", "HG3019@9-13: a value of type date has no field 'year' | write row.date.year()"},
      {"row.total[0]",
       "HG3020@0-9: a value of type int has no elements | only lists and maps take [ ]; fields are written with a dot"},
      {"row.scope['a']", "HG3015@10-13: a list is indexed by an int, not by string | the first element is [0]"},
      {"row.figures[1.1]", "HG3015@12-15: keys of this map are string, not double | a key that is text stands in quotes"},
      {"{1.5: 1}", "HG3022@1-4: a value of type double cannot be a key | keys are text, bool, int or uint"},
      {"{'a': 1, 'a': 2}", "HG3022@9-12: this key stands twice | keep one of them"},
      {"row.?findings",
       "HG3023@5-13: 'findings' holds rows; an optional cannot hold them | write .findings, and has(...) to "
       "ask whether it is given"},
      {"holder.?inspections.size()",
       "HG3023@8-19: 'inspections' holds rows; an optional cannot hold them | write "
       ".inspections, and has(...) to ask whether it is given"},
      {"[?row.total]", "HG3015@2-11: an entry written with '?' needs an optional value, this is int | leave out the '?'"},
      {"row.total.optMap(x, x)", "HG3020@0-9: 'row.total' is int, not an optional | write optional.of(row.total)"},
      {"row.?total.optFlatMap(x, x)", "HG3015@25-26: this must be an optional, it is int | write optMap for a plain value"},
      {"row.scope.transformMapEntry(i, s, s)", "HG3015@34-35: the entries must be a map, this is string | write {key: value}"},
      {"row.scope.exists(x)", "HG3007@10-16: 'exists' takes a simple name first | write exists(x, condition)"},
      {"row.scope.map(x, 1, 2, 3)",
       "HG3007@10-13: 'map' takes a simple name first | write map(x, value) or map(x, condition, value)"},
      {"math.greatest()", "HG3014@5-13: 'math.greatest' needs at least one number | write math.greatest(a, b)"},
      {"math.least(row.id)",
       "HG3014@11-17: 'math.least' takes numbers, this is string | write math.least(a, b), or give one list of numbers"},
      {"row.id.charAt('a')", "HG3014@7-13: 'charAt' does not take (string) on string | known: (string, int) -> string"},
  });
}

TEST(Checker, ExtensionsInRules) {
  Pack pack;
  EXPECT_EQ(pack.type("row.?kind"), "optional_type(enum(inspection_kind))");
  EXPECT_EQ(pack.type("row.?led_by.name.orValue('')"), "string");
  EXPECT_EQ(pack.type("row.scope[?0].orValue('')"), "string");
  EXPECT_EQ(pack.type("row.scope.first().hasValue()"), "bool");
  EXPECT_EQ(pack.type("row.scope.all(i, s, i < 3 || s != '')"), "bool");
  EXPECT_EQ(pack.type("holder.inspections.transformList(i, v, v.total)"), "list(int)");
  EXPECT_EQ(pack.type("math.greatest(row.cost, 1)"), "double");  // the whole number becomes 1.0
  EXPECT_EQ(pack.type("math.greatest(row.total, 1)"), "int");
  EXPECT_EQ(pack.type("row.scope.join('、')"), "string");
  EXPECT_EQ(pack.type("row.sectors.join(',')"), "string");  // words of an enumeration are texts
  EXPECT_EQ(pack.type("'%s: %d'.format([row.id, row.total])"), "string");
  EXPECT_EQ(pack.type("row.date.working_day() && row.date.next_working_day() == row.date.add_working_days(3)"), "bool");
  EXPECT_EQ(pack.type("row.date.iso_year() * 100 + row.date.iso_week()"), "int");
}

TEST(Checker, EveryErrorOnceAndFailedPartsSilent) {
  expect_errors({
      {"row.x.y.z == row.kindd && $nope > 1 && row.date > 3",
       "HG3012@4-5: row(inspection) has no field 'x' | known: id, kind, date, at, led_by, inspectors, sectors, sector, total, "
       "cost, joint, month ...\n"
       "HG3012@17-22: row(inspection) has no field 'kindd' | did you mean 'kind'?\n"
       "HG3011@26-31: unknown parameter '$nope' | known: swift_days, ratio\n"
       "HG3014@48-49: '>' does not work between date and int | known: (bool, bool) -> bool; (int, int) -> bool; (uint, uint) "
       "-> bool; (double, double) -> bool; "
       "(string, string) -> bool ..."},
      {"row.nope.exists(x, x.a == 1 && y)",
       "HG3012@4-8: row(inspection) has no field 'nope' | known: id, kind, date, at, led_by, inspectors, sectors, sector, "
       "total, cost, joint, month ...\n"
       "HG3010@31-32: unknown name 'y' | known: holder, row, day, as_of, registry, high_risk_holder, late, leader_visit"},
  });
}

TEST(Checker, ExpectedTypeOfTheWhole) {
  Pack pack;
  EXPECT_TRUE(pack.check("row.joint", pack.types.boolean).ok);
  EXPECT_TRUE(pack.check("dyn(1)", pack.types.boolean).ok);
  EXPECT_TRUE(pack.check("row.date + days(3)", pack.types.date).ok);
  EXPECT_TRUE(pack.check("row.led_by", pack.types.string).ok);
  EXPECT_TRUE(pack.check("[]", pack.types.list(pack.types.string)).ok);
  const test::Outcome whole = pack.check("3", pack.types.double_type);
  ASSERT_TRUE(whole.ok);
  EXPECT_EQ(whole.expression.ast[whole.expression.ast.root].literal.real, 3.0);
  EXPECT_EQ(pack.check("row.at", pack.types.date).summary(),
            "HG3015@0-6: this must be date, it is timestamp | write row.at.date()");
  EXPECT_EQ(pack.check("'2023-05-19'", pack.types.date).summary(),
            "HG3015@0-12: this must be date, it is string | a date is written date('2023-05-19')");
  EXPECT_EQ(
      pack.check("row.kind", pack.types.boolean).summary(),
      "HG3015@0-8: this must be bool, it is enum(inspection_kind) | compare it, or ask whether it is filled: has(row.kind)");
  EXPECT_EQ(pack.check("leader_visit", pack.types.boolean).summary(),
            "HG3015@0-12: this must be bool, it is list(row(inspection)) | write .exists(x, ...) or .size() > 0");
  EXPECT_EQ(pack.check("row.total", pack.types.double_type).summary(),
            "HG3015@0-9: this must be double, it is int | write double(...)");
}

TEST(Checker, WithoutModelItIsPlainCel) {
  TypePool types;
  Environment environment;
  environment.types = &types;
  environment.name = [&](std::string_view name) -> std::optional<Symbol> {
    Symbol s;
    s.index = kArgument;
    s.type = types.int_type;
    if (name == "a.b.c" || name == "x") return s;
    return std::nullopt;
  };
  const auto type = [&](const std::string& text) {
    test::Outcome outcome = test::parsed(text);
    Diagnostics diagnostics;
    if (!outcome.ok || !check(outcome.expression, environment, types.dyn, diagnostics)) return std::string("error");
    return types.name(outcome.expression.type, nullptr);
  };
  EXPECT_EQ(type("a.b.c + 1"), "int");  // a dotted name, longest prefix first
  EXPECT_EQ(type("a.b"), "error");
  EXPECT_EQ(type("[x].exists(a, a.b.c)"), "error");  // hidden by the variable: an int has no field b
  EXPECT_EQ(type("'a'.matches('(')"), "bool");       // a bad pattern is an error of evaluation there
  EXPECT_EQ(type("timestamp('2023-05-19T08:00:00Z') < timestamp('x')"), "bool");
  EXPECT_EQ(type("google.protobuf.Timestamp"), "type(timestamp)");
  EXPECT_EQ(type("[1, 2].all(i, v, i < v)"), "bool");
  EXPECT_EQ(type("{'a': 1}.?a"), "optional_type(int)");
  EXPECT_EQ(type("{'a': {'b': 'x'}}.?a.b"), "optional_type(string)");
  EXPECT_EQ(type("[1][?0].orValue(2)"), "int");
  EXPECT_EQ(type("has({'a': {'b': 1}}.?a.b)"), "bool");
  EXPECT_EQ(type("[optional.none(), optional.of(1)]"), "list(optional_type(int))");
  EXPECT_EQ(type("[?optional.of(1), 2]"), "list(int)");
  EXPECT_EQ(type("{?'a': optional.of(1)}"), "map(string, int)");
  EXPECT_EQ(type("optional.of(1).optMap(x, 'a')"), "optional_type(string)");
  EXPECT_EQ(type("[1].transformMap(i, x, 'a')"), "map(int, string)");
  EXPECT_EQ(type("[1].transformMapEntry(i, x, {'a': x})"), "map(string, int)");
  EXPECT_EQ(type("{'a': 1}.transformList(k, v, k)"), "list(string)");
  EXPECT_EQ(type("math.greatest(1, 2)"), "int");
  EXPECT_EQ(type("math.greatest([1.5, 2])"), "dyn");
  EXPECT_EQ(type("[1, 'a'][0]"), "dyn");
  EXPECT_EQ(type("[timestamp(0), null]"), "list(timestamp)");
  EXPECT_EQ(type("cel.block([1, cel.index(0) + 1], [cel.index(1)])"), "list(int)");
  EXPECT_EQ(type("cel.block([cel.index(1), 1], 2)"), "error");  // a slot sees those before it
}

}  // namespace
}  // namespace hegui::cel
