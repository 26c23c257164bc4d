// Parameters and readings, and references to them.
//
// In:   parameters.yaml: readings, params.   Out: CheckedRules::readings, params; diagnostics HG2016, HG2017, HG2019, HG2020.
// Idea: every number of a pack has an origin. An interpretation names its reading; an assumption also says how far it may be
// moved. The value must lie inside what is allowed.
// Cost: O(parameters).   Test: tests/rule/load_test.cc
#include <algorithm>
#include <cmath>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

using Kind = cel::Literal::Kind;

std::optional<cel::Literal> read_literal(const Node& node, cel::TypeId type, const cel::TypePool& types,
                                         Diagnostics& diagnostics) {
  cel::Literal out;
  if (type == types.int_type) {
    const auto value = read_integer(node, diagnostics);
    if (!value) return std::nullopt;
    out.kind = Kind::int_value;
    out.integer = *value;
  } else if (type == types.double_type) {
    const auto value = read_number(node, diagnostics);
    if (!value) return std::nullopt;
    out.kind = Kind::double_value;
    out.real = *value;
  } else if (type == types.boolean) {
    const auto value = read_boolean(node, diagnostics);
    if (!value) return std::nullopt;
    out.kind = Kind::boolean;
    out.boolean = *value;
  } else if (type == types.date) {
    const auto value = read_date(node, diagnostics);
    if (!value) return std::nullopt;
    out.kind = Kind::date;
    out.integer = *value;
  } else {
    const auto value = read_text(node, diagnostics);
    if (!value) return std::nullopt;
    out.kind = Kind::string;
    out.text = *value;
  }
  return out;
}

bool less(const cel::Literal& a, const cel::Literal& b) {
  return a.kind == Kind::double_value ? a.real < b.real : a.integer < b.integer;
}

bool same(const cel::Literal& a, const cel::Literal& b) {
  return a.kind == b.kind && a.boolean == b.boolean && a.integer == b.integer && a.text == b.text && !(a.real < b.real) &&
         !(b.real < a.real);
}

}  // namespace

bool value_allowed(const Param& param, const Value& value) {
  if (param.has_range) return !less(value.scalar, param.low) && !less(param.high, value.scalar);
  if (param.allowed.empty()) return true;
  const auto listed = [&param](const cel::Literal& one) {
    for (const Value& allowed : param.allowed) {
      if (same(allowed.scalar, one)) return true;
    }
    return false;
  };
  if (!value.is_list) return listed(value.scalar);
  for (const cel::Literal& one : value.list) {
    if (!listed(one)) return false;
  }
  return true;
}

void PackReader::read_params(const Node& tree) {
  Keys keys(tree, "a parameters file", "参数文件", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* readings = keys.get("readings");
  const Node* params = keys.get("params");
  keys.close();
  if (readings != nullptr && expect_mapping(*readings, "readings", "readings", diagnostics_)) {
    for (const auto& [id, node] : readings->entries) {
      Keys parts(node, "a reading", "读法", diagnostics_);
      if (!parts.is_mapping()) continue;
      Reading reading;
      reading.id = id.text;
      if (!is_label(id.text)) {
        diagnostics_.report(Code::bad_name, id.span, "'" + shown(id.text) + "' cannot be the id of a reading",
                            "'" + shown(id.text) + "' 不能作读法编号");
      }
      if (const Node* zh = parts.need("zh")) reading.zh = read_text(*zh, diagnostics_).value_or("");
      if (const Node* en = parts.get("en")) reading.en = read_text(*en, diagnostics_).value_or("");
      if (const Node* others = parts.get("alternatives")) {
        for (const Node* one : read_list(*others, "alternatives", "alternatives", diagnostics_)) {
          reading.alternatives.push_back(read_text(*one, diagnostics_).value_or(""));
        }
      }
      parts.accept({"cite", "why", "notes"});
      parts.close();
      if (!reading_ix_.emplace(reading.id, static_cast<int>(rules->readings.size())).second) {
        diagnostics_.report(Code::name_twice, id.span, "the reading '" + reading.id + "' is defined twice",
                            "读法 '" + reading.id + "' 重复定义");
        continue;
      }
      rules->readings.push_back(std::move(reading));
    }
  }
  if (params == nullptr || !expect_mapping(*params, "params", "params", diagnostics_)) return;
  for (const auto& [name, node] : params->entries) read_param(name, node);
}

void PackReader::read_param(const Node& name, const Node& node) {
  Keys keys(node, "a parameter", "参数", diagnostics_);
  if (!keys.is_mapping()) return;
  cel::TypePool& types = rules->types;
  Param param;
  param.name = name.text;
  param.place = name.span;
  if (!is_identifier(name.text)) {
    diagnostics_
        .report(Code::bad_name, name.span, "'" + shown(name.text) + "' cannot be the name of a parameter",
                "'" + shown(name.text) + "' 不能作参数名")
        .hint("use letters, digits and _, beginning with a letter");
  }
  const Node* zh = keys.need("zh");
  const Node* en = keys.get("en");
  const Node* unit = keys.get("unit");
  const Node* word = keys.get("word");
  const Node* type = keys.need("type");
  const Node* values = keys.get("values");
  const Node* value = values != nullptr ? keys.get("value") : keys.need("value");
  const Node* origin = keys.need("origin");
  const Node* reading = keys.get("reading");
  const Node* allowed = keys.get("allowed");
  const Node* cite = keys.get("cite");
  keys.accept({"why", "notes", "monotone"});
  keys.close();
  for (const auto& [from, to] : {std::make_pair(zh, &param.zh), std::make_pair(en, &param.en), std::make_pair(unit, &param.unit),
                                std::make_pair(word, &param.word)}) {
    if (from != nullptr) *to = read_text(*from, diagnostics_).value_or("");
  }
  param.cite = read_cite(cite);
  if (reading != nullptr && expect_scalar(*reading, diagnostics_)) {
    const auto it = reading_ix_.find(reading->text);
    if (it == reading_ix_.end()) {
      diagnostics_
          .report(Code::unknown_reading, reading->span, "there is no reading '" + shown(reading->text) + "'",
                  "没有读法 '" + shown(reading->text) + "'")
          .hint(suggestion(reading->text, names_of(rules->readings, [](const Reading& r) { return r.id; })));
    } else {
      param.reading = it->second;
    }
  }
  bool known_origin = false;
  if (origin != nullptr) {
    if (const auto choice = read_choice(*origin, {"text", "statute", "reading", "assumption"}, diagnostics_)) {
      param.origin = static_cast<Origin>(*choice);
      known_origin = true;
    }
  }
  cel::TypeId element = types.error;
  bool list = false;
  if (type != nullptr) {
    static const std::vector<std::string> kTypes = {"int",   "double",   "bool",   "date",   "string",
                                                    "[]int", "[]double", "[]bool", "[]date", "[]string"};
    if (const auto choice = read_choice(*type, kTypes, diagnostics_)) {
      const cel::TypeId elements[] = {types.int_type, types.double_type, types.boolean, types.date, types.string};
      element = elements[*choice % 5];
      list = *choice >= 5;
    }
  }
  param.type = element == types.error ? element : list ? types.list(element) : element;
  const bool ordered = !list && (element == types.int_type || element == types.double_type || element == types.date);
  bool valued = false;
  bool range_good = true;
  if (value != nullptr && values != nullptr) {
    diagnostics_
        .report(Code::unknown_key, value->span, "a parameter has either 'value' or 'values'", "参数只能有 value 或 values 之一")
        .hint("put the first value under 'values' without 'from'");
  } else if (element != types.error && values != nullptr) {
    valued = read_param_values(*values, param, element, list);
  } else if (element != types.error && value != nullptr) {
    valued = read_param_value(*value, param.value, element, list);
  }
  if (allowed != nullptr && element != types.error) {
    if (ordered) {
      Keys range(*allowed, "an allowed range", "允许范围", diagnostics_);
      const Node* from = range.need("from");
      const Node* to = range.need("to");
      range.close();
      const auto low = from == nullptr ? std::nullopt : read_literal(*from, element, types, diagnostics_);
      const auto high = to == nullptr ? std::nullopt : read_literal(*to, element, types, diagnostics_);
      if (low && high) {
        param.low = *low;
        param.high = *high;
        param.has_range = true;
        if (less(*high, *low)) {
          diagnostics_
              .report(Code::parameter_range, allowed->span, "the allowed range ends before it begins", "允许范围的上限小于下限")
              .hint("exchange from and to");
          range_good = false;
        }
      }
    } else if (expect_list(*allowed, "the allowed values", "允许值", diagnostics_)) {
      for (const Node& one : allowed->items) {
        if (const auto literal = read_literal(one, element, types, diagnostics_))
          param.allowed.push_back({*literal, false, {}});
      }
    }
  }
  if (!valued) unsound_params_.insert(static_cast<int>(rules->params.size()));
  bool inside = value_allowed(param, param.value);
  for (const Dated& dated : param.dated) inside = inside && value_allowed(param, dated.value);
  if (valued && range_good && !inside) {
    diagnostics_
        .report(Code::parameter_range, values != nullptr ? values->span : value->span,
                "the value of '" + param.name + "' lies outside what is allowed",
                "参数 '" + param.name + "' 的值不在允许范围内")
        .hint("change the value or 'allowed'");
  }
  if (known_origin && reading == nullptr && (param.origin == Origin::reading || param.origin == Origin::assumption)) {
    diagnostics_
        .report(Code::parameter_origin, origin->span, "a parameter of this origin names the reading it rests on",
                "此类来源的参数须写明所依读法")
        .hint("add  reading: ID  and describe it under 'readings'");
  }
  if (known_origin && param.origin == Origin::assumption && ordered && allowed == nullptr) {
    diagnostics_
        .report(Code::parameter_origin, origin->span, "an assumption says how far it may be moved", "假定须写明允许范围")
        .hint("add  allowed: {from: ..., to: ...}");
  }
  if (!param_ix_.emplace(param.name, static_cast<int>(rules->params.size())).second) {
    diagnostics_.report(Code::name_twice, name.span, "the parameter '" + param.name + "' is defined twice",
                        "参数 '" + param.name + "' 重复定义");
    return;
  }
  rules->params.push_back(std::move(param));
}

bool PackReader::read_param_value(const Node& node, Value& out, cel::TypeId element, bool list) {
  if (!list) {
    const auto literal = read_literal(node, element, rules->types, diagnostics_);
    if (literal) out.scalar = *literal;
    return literal.has_value();
  }
  out.is_list = true;
  if (!expect_list(node, "the value", "参数值", diagnostics_)) return false;
  bool good = true;
  for (const Node& one : node.items) {
    const auto literal = read_literal(one, element, rules->types, diagnostics_);
    if (literal) out.list.push_back(*literal);
    good = good && literal.has_value();
  }
  return good;
}

/// values: [{value: 3}, {from: 2023-09-01, value: 5}]
bool PackReader::read_param_values(const Node& node, Param& out, cel::TypeId element, bool list) {
  if (!expect_list(node, "'values'", "values", diagnostics_)) return false;
  bool good = !node.items.empty();
  if (!good) {
    diagnostics_.report(Code::missing_key, node.span, "'values' is empty", "values 为空")
        .hint("write [{value: V}, {from: DATE, value: V}]");
  }
  for (const Node& item : node.items) {
    Keys keys(item, "a dated value", "分期取值", diagnostics_);
    const Node* value = keys.need("value");
    const Node* from = keys.get("from");
    keys.close();
    Dated dated;
    const bool first = out.dated.empty() && &item == &node.items.front();
    good = keys.is_mapping() && value != nullptr && read_param_value(*value, dated.value, element, list) && good;
    if (from != nullptr) dated.from = read_date(*from, diagnostics_).value_or(kNoDay);
    if (first ? from != nullptr : from == nullptr) {
      diagnostics_
          .report(Code::bad_period, from != nullptr ? from->span : head_of(item),
                  first ? "the first value holds from the beginning" : "every value but the first says from when it holds",
                  first ? "第一个取值从头起有效" : "除第一个外，取值须写明起始日")
          .hint(first ? "leave 'from' out" : "add  from: DATE");
      good = false;
    } else if (!first && good && dated.from <= out.dated.back().from) {
      diagnostics_
          .report(Code::bad_period, from->span, "the values do not stand in the order of their days", "取值没有按起始日排列")
          .hint("sort them by 'from'");
      good = false;
    }
    if (!good) break;
    out.dated.push_back(std::move(dated));
  }
  if (good) out.value = out.dated.front().value;
  if (out.dated.size() < 2) out.dated.clear();  // it never changes
  return good;
}

void PackReader::dated_not_here(const Node& node, int param) {
  if (rules->params[static_cast<size_t>(param)].dated.empty()) return;
  diagnostics_
      .report(Code::dated_not_here, node.span, "'" + node.text + "' changes over time, and no day is known here",
              "'" + node.text + "' 随时间变化，而此处不知是哪一天")
      .hint("name a parameter with one value");
}

int PackReader::read_param_ref(const Node& node) {
  const std::string name = node.text.substr(1);
  const auto it = param_ix_.find(name);
  if (it != param_ix_.end()) {
    used_params.insert(it->second);
    return it->second;
  }
  auto known = names_of(rules->params, [](const Param& p) { return "$" + p.name; });
  diagnostics_
      .report(Code::unknown_param, node.span, "there is no parameter '" + shown(node.text) + "'",
              "没有参数 '" + shown(node.text) + "'")
      .hint(suggestion(node.text, known));
  return -1;
}

std::optional<DayRef> PackReader::read_day_ref(const Node& node) {
  if (!expect_scalar(node, diagnostics_)) return std::nullopt;
  if (!is_param_reference(node.text)) {
    const auto day = read_date(node, diagnostics_);
    if (!day) return std::nullopt;
    return DayRef{-1, *day};
  }
  const int param = read_param_ref(node);
  if (param < 0) return std::nullopt;
  if (rules->params[static_cast<size_t>(param)].type != rules->types.date) {
    diagnostics_
        .report(Code::wrong_param_type, node.span, "'" + node.text + "' is not a date", "'" + node.text + "' 不是日期参数")
        .hint("name a parameter of type date");
    return std::nullopt;
  }
  dated_not_here(node, param);
  return DayRef{param, kNoDay};
}

std::optional<NumberRef> PackReader::read_number_ref(const Node& node, bool whole, double least, double most, bool by_day) {
  if (!expect_scalar(node, diagnostics_)) return std::nullopt;
  NumberRef out;
  double low = 0;
  double high = 0;
  if (is_param_reference(node.text)) {
    out.param = read_param_ref(node);
    if (out.param < 0) return std::nullopt;
    const Param& param = rules->params[static_cast<size_t>(out.param)];
    if (param.type != rules->types.int_type && (whole || param.type != rules->types.double_type)) {
      diagnostics_
          .report(Code::wrong_param_type, node.span,
                  "'" + node.text + (whole ? "' is not a whole number" : "' is not a number"),
                  "'" + node.text + (whole ? "' 不是整数参数" : "' 不是数值参数"))
          .hint(whole ? "name a parameter of type int" : "name a parameter of type int or double");
      return std::nullopt;
    }
    const auto number = [](const cel::Literal& l) {
      return l.kind == Kind::double_value ? l.real : static_cast<double>(l.integer);
    };
    if (!by_day) dated_not_here(node, out.param);
    // The range may reach 0, where nothing is asked: that is how advice is told from a breach.
    low = number(param.value.scalar);
    if (param.has_range && number(param.low) < 0) low = number(param.low);
    high = number(param.has_range ? param.high : param.value.scalar);
    for (const Dated& dated : param.dated) {
      low = std::min(low, number(dated.value.scalar));
      high = std::max(high, number(dated.value.scalar));
    }
  } else if (whole) {
    const auto value = read_integer(node, diagnostics_);
    if (!value) return std::nullopt;
    out.value = low = high = static_cast<double>(*value);
  } else {
    const auto value = read_number(node, diagnostics_);
    if (!value) return std::nullopt;
    out.value = low = high = *value;
  }
  if (unsound_params_.count(out.param) > 0) return out;
  if (low < least || high > most) {
    const auto text = [](double v) { return std::to_string(static_cast<int64_t>(v)); };
    diagnostics_
        .report(Code::wrong_number, node.span, "the number must lie between " + text(least) + " and " + text(most),
                "数值应在 " + text(least) + " 与 " + text(most) + " 之间")
        .hint(out.param >= 0 ? "change the parameter or its allowed range" : "write a number in that range");
    return std::nullopt;
  }
  return out;
}

Day PackReader::day_of(const DayRef& ref) const {
  if (unsound_params_.count(ref.param) > 0) return kNoDay;
  return ref.param < 0 ? ref.day : static_cast<Day>(rules->params[static_cast<size_t>(ref.param)].value.scalar.integer);
}

bool PackReader::reversed(const DayRef& from, const DayRef& until) const {
  const Day a = day_of(from);
  const Day b = day_of(until);
  return a != kNoDay && b != kNoDay && a > b;
}

std::vector<int> PackReader::read_cite(const Node* node) {
  std::vector<int> out;
  if (node == nullptr) return out;
  for (const Node* item : read_list(*node, "'cite'", "cite", diagnostics_)) {
    const auto it = clause_ix_.find(item->text);
    if (it != clause_ix_.end()) {
      out.push_back(it->second);
      continue;
    }
    diagnostics_
        .report(Code::unknown_clause, item->span, "the inventory has no clause '" + shown(item->text) + "'",
                "条款清单中没有 '" + shown(item->text) + "'")
        .hint(suggestion(item->text, names_of(rules->clauses, [](const Clause& c) { return c.id; })));
  }
  return out;
}

std::vector<int> PackReader::read_readings(const Node* node) {
  std::vector<int> out;
  if (node == nullptr) return out;
  for (const Node* item : read_list(*node, "'readings'", "readings", diagnostics_)) {
    const auto it = reading_ix_.find(item->text);
    if (it != reading_ix_.end()) {
      out.push_back(it->second);
      continue;
    }
    diagnostics_
        .report(Code::unknown_reading, item->span, "there is no reading '" + shown(item->text) + "'",
                "没有读法 '" + shown(item->text) + "'")
        .hint(suggestion(item->text, names_of(rules->readings, [](const Reading& r) { return r.id; })));
  }
  return out;
}

}  // namespace hegui::rule
