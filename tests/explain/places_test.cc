// Places of errors in expressions: reading, types and evaluation, in every style of a YAML scalar, with Chinese text and both
// kinds of line ends. What is marked must be the very characters in the file.
#include <gtest/gtest.h>

#include <algorithm>

#include "explain/evaluator.h"
#include "explain/fixture.h"
#include "rule/node.h"

namespace hegui::explain {
namespace {

/// `text` is a file with one key, whose value is an expression; `marked` stands once in it. Gives "" or what is wrong.
std::string misplaced(const std::string& text, const std::string& marked, const std::string& code) {
  const auto source = std::make_shared<const Source>("规则.yaml", text);
  rule::Node file;
  Diagnostics diagnostics;
  if (!rule::read_yaml(source, {}, file, diagnostics)) return "the file cannot be read: " + desk::shown(diagnostics.take());
  const rule::Node& scalar = file.entries.at(0).second;
  cel::Expression expression;
  expression.ast.text = scalar.text;
  expression.source = source;
  expression.map = scalar.map;
  cel::TypePool types;
  cel::Environment environment;
  environment.types = &types;
  Span span;
  Place place;
  std::string found;
  if (cel::parse(expression, {}, diagnostics) && cel::check(expression, environment, types.dyn, diagnostics)) {
    Env env;
    env.slots.assign(static_cast<size_t>(expression.ast.slots), Value{});
    Evaluator evaluator(types);
    const Value value = evaluator.eval(expression, expression.ast.root, env);
    if (!value.is_error()) return "there is no error: " + to_text(value);
    place = place_of(place_of(value));
    found = cel::word(value.problem);
  } else {
    const std::vector<Diagnostic> all = diagnostics.take();
    if (all.size() != 1) return desk::shown(all);
    place = all[0].place;
    found = all[0].code_text();
  }
  if (found != code) return found + " instead of " + code;
  // Where it should be: lines and code points counted from the start of the file, from 1.
  const size_t at = text.find(marked);
  if (at == std::string::npos || text.find(marked, at + 1) != std::string::npos) return "'" + marked + "' does not stand once";
  const auto spot = [&](size_t offset) {
    const size_t line_begin = offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;
    const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n');
    return std::to_string(lines + 1) + ":" +
           std::to_string(cel::leaf::size(std::string_view(text).substr(line_begin, offset - line_begin)) + 1);
  };
  const std::string wanted = spot(at) + "-" + spot(at + marked.size());
  const std::string is = std::to_string(place.line) + ":" + std::to_string(place.column) + "-" +
                         std::to_string(place.end_line) + ":" + std::to_string(place.end_column);
  return is == wanted ? "" : "at " + is + " instead of " + wanted + " in\n" + text;
}

/// The same with LF and with CRLF.
void expect_place(const std::string& text, const std::string& marked, const std::string& code) {
  EXPECT_EQ(misplaced(text, marked, code), "") << marked;
  const auto with_cr = [](const std::string& lines) {
    std::string out;
    for (const char c : lines) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
  };
  EXPECT_EQ(misplaced(with_cr(text), with_cr(marked), code), "") << "CRLF " << marked;
}

TEST(Places, ErrorsOfReading) {
  expect_place("条件: size('安全') == * 2\n", "*", "HG3001");
  expect_place("# 注\n条件: 'size(''安全'') == * 2'\n", "*", "HG3001");
  expect_place("条件: \"size('安\\u5168\\t') == * 2\"\n", "*", "HG3001");
  expect_place("条件: |\n  size('安全') ==\n  * 2\n", "*", "HG3001");
  expect_place("条件: >\n  size('安全')\n  == * 2\n", "*", "HG3001");
  expect_place("条件: >-\n\n  size('安全')\n\n  == * 2\n", "*", "HG3001");
  // A wrong escape of CEL, written in each style.
  expect_place("条件: size('安全\\q') == 2\n", "\\q", "HG3003");
  expect_place("条件: 'size(''安全\\q'') == 2'\n", "\\q", "HG3003");
  expect_place("条件: \"size('安全\\\\q') == 2\"\n", "\\\\q", "HG3003");
  expect_place("条件: |\n  size('安全\\q') == 2\n", "\\q", "HG3003");
}

TEST(Places, ErrorsOfTypes) {
  expect_place("条件: size('安全') > 1 && nope\n", "nope", "HG3010");
  expect_place("条件: '''安全'' != '''' && nope'\n", "nope", "HG3010");
  expect_place("条件: \"\\\"安\\u5168\\\" != '' && nope\"\n", "nope", "HG3010");
  expect_place("条件: |-\n  // 说明\n  '安全' != '' &&\n  nope\n", "nope", "HG3010");
  expect_place("条件: >\n  '安全' != ''\n  && nope\n", "nope", "HG3010");
  expect_place("条件: >\n  ['安', '全']\n    .exists(x, x == '安')\n  && size(nope) > 1\n", "nope", "HG3010");
  expect_place("条件: '[''安全''].map(x, x % 2)'\n", "%", "HG3014");
  // A part that reaches over two lines.
  expect_place("条件: |\n  '安全'.size() == 1 && ('整改'\n  + '通知')\n", "'整改'\n  + '通知'", "HG3015");
}

TEST(Places, ErrorsOfEvaluation) {
  expect_place("条件: size('安全') / 0 > 1\n", "size('安全') / 0", "division_by_zero");
  expect_place("条件: 'size(''安全'') / 0 > 1'\n", "size(''安全'') / 0", "division_by_zero");
  expect_place("条件: \"size('安\\u5168') / 0 > 1\"\n", "size('安\\u5168') / 0", "division_by_zero");
  expect_place("条件: |\n  '安全' == '' ||\n  [1, 2][2] == 1\n", "[1, 2][2]", "index_out_of_range");
  expect_place("条件: >\n  ['安全', '整改']\n  .map(x, int(x))\n", "int(x)", "bad_conversion");
  expect_place("条件: '[1].exists(x, {''安'': x}[''全''] == 1)'\n", "{''安'': x}[''全'']", "no_such_key");
  expect_place("条件: true && dyn('安全')\n", "dyn('安全')", "no_matching_overload");
  expect_place("条件: \"[1].all(x, dyn('安全'))\"\n", "dyn('安全')", "no_matching_overload");
}

}  // namespace
}  // namespace hegui::explain
