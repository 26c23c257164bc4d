#include <gtest/gtest.h>

#include "cel/functions.h"
#include "support.h"

namespace hegui::cel {
namespace {

using test::Pack;

/// The function chosen at the top of an expression.
std::string chosen(const std::string& text) {
  Pack pack;
  const test::Outcome outcome = pack.check(text);
  if (!outcome.ok) return outcome.summary();
  const Node& root = outcome.expression.ast[outcome.expression.ast.root];
  return root.function < 0 ? "open" : std::string(id_of(static_cast<Function>(root.function)));
}

TEST(Calls, EveryOverloadCanBeChosen) {
  // One expression for each overload of the register, built from its own signature.
  Pack pack;
  const auto sample = [&](TypeId type) -> std::string {
    static const TypePool reference;
    switch (reference[type].kind) {
      case TypeKind::boolean:
        return "row.joint";
      case TypeKind::int_type:
        return "row.total";
      case TypeKind::uint_type:
        return "uint(row.total)";
      case TypeKind::double_type:
        return "row.cost";
      case TypeKind::string:
        return "row.id";
      case TypeKind::bytes:
        return "bytes(row.id)";
      case TypeKind::timestamp:
        return "row.at";
      case TypeKind::duration:
        return "days(row.total)";
      case TypeKind::date:
        return "row.date";
      case TypeKind::variable:
        return "row.id";
      case TypeKind::map:
        return "{row.id: 1}";
      case TypeKind::optional:
        return "optional.of(row.id)";
      case TypeKind::list: {
        const TypeKind element = reference[reference[type].args[0]].kind;
        return element == TypeKind::date ? "[row.date]" : element == TypeKind::optional ? "[optional.of(row.id)]" : "[row.id]";
      }
      default:
        return "?";
    }
  };
  size_t tried = 0;
  for (const Overload& overload : overload_table()) {
    if (overload.parameters.size() == 2 && overload.parameters[0] == TypePool().dyn) continue;  // mixed numbers: below
    std::vector<std::string> args;
    for (const TypeId parameter : overload.parameters) args.push_back(overload.variadic ? "row.total" : sample(parameter));
    std::string rest;
    for (size_t i = 1; i < args.size(); ++i) rest += (i == 1 ? "" : ", ") + args[i];
    std::string text;
    if (overload.name == "-_")
      text = "-" + args[0];
    else if (overload.name == "@in")
      text = args[0] + " in " + args[1];
    else if (overload.name[0] == '_')
      text = args[0] + " " + overload.name.substr(1, overload.name.size() - 2) + " " + args[1];
    else if (overload.receiver)
      text = args[0] + "." + overload.name + "(" + rest + ")";
    else
      text = overload.name + "(" + (args.empty() ? "" : args[0] + (rest.empty() ? "" : ", " + rest)) + ")";
    EXPECT_EQ(chosen(text), id_of(overload.id)) << text;
    ++tried;
  }
  EXPECT_GT(tried, 190U);
}

TEST(Calls, NumbersOfDifferentTypes) {
  EXPECT_EQ(chosen("row.total < row.cost"), "less_number");
  EXPECT_EQ(chosen("row.cost >= uint(row.total)"), "greater_equal_number");
  EXPECT_EQ(chosen("row.total == row.cost"), "equals");
  EXPECT_EQ(chosen("row.total in [row.cost]"), "in_list");
  EXPECT_EQ(chosen("row.total <= 2.5"), "less_equal_number");
  EXPECT_EQ(chosen("dyn(1) < 2"), "open");
  // A whole literal takes the other side's type.
  EXPECT_EQ(chosen("row.cost > 5"), "greater_double");
  EXPECT_EQ(chosen("5 < row.cost"), "less_double");
  EXPECT_EQ(chosen("row.total > 5.0"), "greater_int");
  EXPECT_EQ(chosen("row.cost != 5"), "not_equals");
  Pack pack;
  const test::Outcome outcome = pack.check("row.cost in [1, 2, 3]");
  ASSERT_TRUE(outcome.ok);
  const Ast& ast = outcome.expression.ast;
  EXPECT_EQ(pack.types.name(ast[ast[ast.root].children[1]].type, nullptr), "list(double)");
  EXPECT_EQ(chosen("9007199254740993 < row.cost"), "less_number");  // not exact as a double: left alone
}

TEST(Calls, ReferencesAndEnumerationsAreTexts) {
  EXPECT_EQ(chosen("row.led_by == 'P1'"), "equals");
  EXPECT_EQ(chosen("row.led_by == row.id"), "equals");
  EXPECT_EQ(chosen("row.led_by in row.inspectors"), "in_list");
  EXPECT_EQ(chosen("row.kind.startsWith('l')"), "starts_with_string");
  EXPECT_EQ(chosen("row.kind == row.id"), "equals");
  EXPECT_EQ(chosen("string(row.kind) == string(row.sector)"), "equals");
  EXPECT_EQ(chosen("row.sector in holder.sectors"), "in_list");
  EXPECT_EQ(chosen("size(row.kind)"), "size_string");
}

TEST(Calls, LiteralsAreReadAtOnce) {
  Pack pack;
  const auto literal = [&](const std::string& text) {
    const test::Outcome outcome = pack.check(text);
    if (!outcome.ok) return outcome.summary();
    return outcome.expression.ast.dump(&pack.types, nullptr);
  };
  EXPECT_EQ(literal("date('2023-05-19')"), "literal date 2023-05-19 : date\n");
  EXPECT_EQ(literal("days(30)"), "literal duration 2592000s : duration\n");
  EXPECT_EQ(literal("duration('1h30m')"), "literal duration 5400s : duration\n");
  EXPECT_EQ(chosen("row.date + days(30)"), "add_date_duration");
  EXPECT_EQ(chosen("date(row.month + '-01')"), "date_string");
}

struct Case {
  const char* text;
  const char* summary;
};

TEST(Calls, Errors) {
  const Case cases[] = {
      {"row.date >= '2023-05-19'", "HG3014@9-11: '>=' does not work between date and string | write date('2023-05-19')"},
      {"row.date == 'soon'", "HG3014@9-11: '==' does not work between date and string | a date is written date('2023-05-19')"},
      {"row.at < day", "HG3014@7-8: '<' does not work between timestamp and date | write row.at.date()"},
      {"row.date + 30", "HG3014@9-10: '+' does not work between date and int | write days(30)"},
      {"row.date - $swift_days", "HG3014@9-10: '-' does not work between date and int | write days($swift_days)"},
      {"row.kind == null", "HG3014@9-11: '==' does not work between enum(inspection_kind) and null_type | ask has(row.kind)"},
      {"row.cost * 2", "HG3014@9-10: '*' does not work between double and int | write 2.0"},
      {"row.total + row.cost", "HG3014@10-11: '+' does not work between int and double | write double(row.total)"},
      {"'a' + 1", "HG3014@4-5: '+' does not work between string and int | write string(1)"},
      {"1 < row.total < 5", "HG3014@14-15: '<' does not work between bool and int | write a < b && b < c"},
      {"row.scope == 'a'", "HG3014@10-12: '==' does not work between list(string) and string | write 'a' in row.scope"},
      {"row == row.led_by", "HG3014@4-6: '==' does not work between row(inspection) and ref(person) | compare its id: row.id"},
      {"'a' in row.id", "HG3014@4-6: 'in' does not work between string and string | write row.id.contains('a')"},
      {"row.total == '5'",
       "HG3014@10-12: '==' does not work between int and string | write int(x), or put the number in quotes"},
      {"day - row.date > days(3)",
       "HG3014@15-16: '>' does not work between int and duration | write days(n) for a number of days; date - date is already "
       "a number"},
      {"-row.joint", "HG3014@0-1: '-' does not work on bool | known: (int) -> int; (double) -> double"},
      {"row.id.contains(5)", "HG3014@7-15: 'contains' does not take (int) on string | known: (string, string) -> bool"},
      {"size(5)",
       "HG3014@0-4: 'size' does not take (int) | known: (string) -> int; (bytes) -> int; (list(A)) -> int; (map(K, V)) -> int"},
      {"row.led_by == row.led_by.employer",
       "HG3014@11-13: '==' does not work between ref(person) and ref(enterprise) | known: (A, A) -> bool"},
      {"row.kind == 'sweeep'", "HG3016@12-20: 'sweeep' is not a word of inspection_kind | did you mean 'sweep'?"},
      {"row.kind != '排查'", "HG3016@12-16: '排查' is not a word of inspection_kind | write the word 'sweep'"},
      {"'leader' == row.kind", "HG3016@0-8: 'leader' is not a word of inspection_kind | known: leader-led, self-check, sweep"},
      {"row.kind in ['sweep', 'x', 'y']",
       "HG3016@22-25: 'x' is not a word of inspection_kind | known: leader-led, self-check, sweep\n"
       "HG3016@27-30: 'y' is not a word of inspection_kind | known: leader-led, self-check, sweep"},
      {"'mines' in holder.sectors", "HG3016@0-7: 'mines' is not a word of sector | did you mean 'mine'?"},
      {"holder.sectors == ['mine', 'air']", "HG3016@27-32: 'air' is not a word of sector | known: mine, chem, fire"},
      {"holder.sectors.exists(s, s == 'sea')", "HG3016@30-35: 'sea' is not a word of sector | known: mine, chem, fire"},
      {"row.kind == (row.joint ? 'sweep' : 'none')",
       "HG3016@35-41: 'none' is not a word of inspection_kind | known: leader-led, self-check, sweep"},
      {"row.kind == row.sector",
       "HG3014@9-11: enum(inspection_kind) and enum(sector) are different enumerations | compare texts if that is meant: "
       "string(a) == string(b)"},
      {"row.kind in holder.sectors",
       "HG3014@9-11: enum(inspection_kind) and list(enum(sector)) are different enumerations | compare texts if that is meant: "
       "string(a) == string(b)"},
      {"row.kind < 'sweep'", "HG3021@9-10: words of enum(inspection_kind) have no order | name the words: x in ['a', 'b']"},
      {"row.date > date('2023-02-30')",
       "HG3008@16-28: '2023-02-30' is not a date | write an existing day as date('2023-05-19')"},
      {"row.date > date('2023/5/19')", "HG3008@16-27: '2023/5/19' is not a date | write an existing day as date('2023-05-19')"},
      {"row.at + duration('3d') < row.at", "HG3008@18-22: '3d' is not a duration | write duration('36h'), or days(3) for days"},
      {"row.at < timestamp('2023-05-19')",
       "HG3008@19-31: '2023-05-19' is not a moment | write timestamp('2023-05-19T08:00:00')"},
      {"row.at < timestamp('2023-05-19T08:00:00Z')",
       "HG3008@19-41: moments in records are local time; this one names a time zone | write the local time without a zone: "
       "timestamp('2023-05-19T08:00:00')"},
      {"row.date + days(999999999)", "HG3008@16-25: this is too many days | at most 106751 days"},
      {"row.id.matches('a(')",
       "HG3017@15-19: this regular expression is invalid: missing ): a( | patterns follow RE2: no look-around, no "
       "back-references; a raw text r'...' keeps backslashes"},
      {"matches(row.id, '(?=a)')",
       "HG3017@16-23: this regular expression is invalid: invalid perl operator: (?= | patterns follow RE2: no look-around, no "
       "back-references; a raw text r'...' keeps backslashes"},
  };
  for (const Case& c : cases) {
    Pack pack;
    const test::Outcome outcome = pack.check(c.text);
    EXPECT_FALSE(outcome.ok) << c.text;
    EXPECT_EQ(outcome.summary(), c.summary) << c.text;
    for (const Diagnostic& d : outcome.diagnostics) EXPECT_FALSE(d.message_zh.empty() || d.hint.empty()) << c.text;
  }
}

TEST(Calls, WordsKeepTheirIndex) {
  Pack pack;
  const test::Outcome outcome = pack.check("row.kind == 'self-check'");
  ASSERT_TRUE(outcome.ok);
  const Ast& ast = outcome.expression.ast;
  const Node& literal = ast[ast[ast.root].children[1]];
  EXPECT_EQ(literal.index, 1);
  EXPECT_EQ(literal.type, pack.types.string);
}

}  // namespace
}  // namespace hegui::cel
