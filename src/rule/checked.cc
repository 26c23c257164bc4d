// Look-ups in checked rules, values of parameters for one run, corners of assumptions.
//
// In:   CheckedRules.   Out: indices, values, diagnostics HG6001-HG6003 for overrides.
// Cost: look-ups of clauses and parameters O(n), of duties O(log n).   Test: tests/rule/checked_test.cc
#include "rule/checked.h"

#include <algorithm>

#include "base/suggest.h"
#include "rule/keys.h"
#include "rule/reader.h"

namespace hegui::rule {

int CheckedRules::clause(std::string_view id) const {
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (clauses[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

int CheckedRules::param(std::string_view name_) const {
  for (size_t i = 0; i < params.size(); ++i) {
    if (params[i].name == name_) return static_cast<int>(i);
  }
  return -1;
}

int CheckedRules::duty(std::string_view id) const {
  const auto it =
      std::lower_bound(duties.begin(), duties.end(), id, [](const Duty& d, std::string_view key) { return d.id < key; });
  return it != duties.end() && it->id == id ? static_cast<int>(it - duties.begin()) : -1;
}

std::vector<Value> default_values(const CheckedRules& rules) {
  std::vector<Value> out;
  out.reserve(rules.params.size());
  for (const Param& param : rules.params) out.push_back(param.value);
  return out;
}

namespace {

std::optional<cel::Literal> parse_literal(std::string_view text, cel::TypeId type, const cel::TypePool& types) {
  using Kind = cel::Literal::Kind;
  cel::Literal out;
  if (type == types.int_type) {
    const auto value = parse_integer(text);
    if (!value) return std::nullopt;
    out.kind = Kind::int_value;
    out.integer = *value;
  } else if (type == types.double_type) {
    const auto value = parse_number(text);
    if (!value) return std::nullopt;
    out.kind = Kind::double_value;
    out.real = *value;
  } else if (type == types.boolean) {
    if (text != "true" && text != "false") return std::nullopt;
    out.kind = Kind::boolean;
    out.boolean = text == "true";
  } else if (type == types.date) {
    const auto value = parse_date(text);
    if (!value) return std::nullopt;
    out.kind = Kind::date;
    out.integer = *value;
  } else {
    out.kind = Kind::string;
    out.text = std::string(text);
  }
  return out;
}

}  // namespace

bool override_value(const CheckedRules& rules, const std::string& name, const std::string& text, std::vector<Value>& values,
                    Diagnostics& diagnostics) {
  Place place;
  place.file = "--param";
  place.text = name + "=" + text;
  const int index = rules.param(name);
  if (index < 0) {
    diagnostics
        .report(Code::no_such_parameter, place, "the pack has no parameter '" + shown(name) + "'",
                "规则包没有参数 '" + shown(name) + "'")
        .hint(suggestion(name, names_of(rules.params, [](const Param& p) { return p.name; })));
    return false;
  }
  const Param& param = rules.params[static_cast<size_t>(index)];
  const cel::Type& type = rules.types[param.type];
  Value value;
  value.is_list = type.kind == cel::TypeKind::list;
  bool good = true;
  if (value.is_list) {
    std::string_view rest = text;
    if (rest.size() >= 2 && rest.front() == '[' && rest.back() == ']') rest = rest.substr(1, rest.size() - 2);
    while (good && !rest.empty()) {
      const size_t comma = rest.find(',');
      std::string_view one = rest.substr(0, comma);
      rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
      while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
      while (!one.empty() && one.back() == ' ') one.remove_suffix(1);
      const auto literal = parse_literal(one, type.args[0], rules.types);
      good = literal.has_value() && !one.empty();
      if (good) value.list.push_back(*literal);
    }
  } else {
    const auto literal = parse_literal(text, param.type, rules.types);
    good = literal.has_value();
    if (good) value.scalar = *literal;
  }
  if (!good) {
    const std::string wanted = rules.types.name(param.type, rules.model.get());
    diagnostics
        .report(Code::bad_override, place,
                "'" + shown(text) + "' cannot be read as " + wanted + " for the parameter '" + name + "'",
                "'" + shown(text) + "' 不能作为参数 '" + name + "'（" + wanted + "）的值")
        .hint(type.kind == cel::TypeKind::date   ? "write YYYY-MM-DD"
              : type.kind == cel::TypeKind::list ? "separate the values by commas"
                                                 : "write a value of that type");
    return false;
  }
  if (!value_allowed(param, value)) {
    std::string range;
    if (param.has_range) range = literal_text(param.low) + " to " + literal_text(param.high);
    for (const Value& one : param.allowed) range += (range.empty() ? "" : ", ") + literal_text(one.scalar);
    diagnostics
        .report(Code::override_out_of_range, place,
                "'" + shown(text) + "' lies outside what the pack allows for '" + name + "'",
                "'" + shown(text) + "' 超出规则包对 '" + name + "' 允许的范围")
        .hint("allowed: " + range);
    return false;
  }
  value.fixed = true;
  values[static_cast<size_t>(index)] = std::move(value);
  return true;
}

std::vector<std::vector<Value>> corners(const CheckedRules& rules, const Duty& duty, const std::vector<Value>& values) {
  std::vector<int> moved;
  for (int param : duty.assumptions) {
    if (rules.params[static_cast<size_t>(param)].has_range) moved.push_back(param);
  }
  std::vector<std::vector<Value>> out;
  if (moved.empty() || moved.size() > 16) return out;
  for (size_t bits = 0; bits < size_t{1} << moved.size(); ++bits) {
    std::vector<Value> corner = values;
    for (size_t i = 0; i < moved.size(); ++i) {
      const Param& param = rules.params[static_cast<size_t>(moved[i])];
      Value end;
      end.scalar = ((bits >> i) & 1U) != 0 ? param.high : param.low;
      end.fixed = true;
      corner[static_cast<size_t>(moved[i])] = std::move(end);
    }
    out.push_back(std::move(corner));
  }
  return out;
}

}  // namespace hegui::rule
