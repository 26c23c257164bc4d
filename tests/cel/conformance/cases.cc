// Cases from JSON. In, out: cases.h.   Cost: O(bytes).
#include "cases.h"

#include <simdjson.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "cel/leaf_text.h"

namespace hegui::conformance {

namespace {

using Element = simdjson::dom::element;

std::string text_of(Element element, const char* key) {
  std::string_view text;
  return element[key].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

bool flag_of(Element element, const char* key) {
  bool flag = false;
  return element[key].get(flag) == simdjson::SUCCESS && flag;
}

double real_of(const std::string& text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  return std::strtod(text.c_str(), nullptr);
}

Typed read_value(Element element, std::string& unreadable) {
  using K = Typed::Kind;
  Typed value;
  const std::string type = text_of(element, "type");
  const std::string text = text_of(element, "value");
  simdjson::dom::array parts;
  const bool has_parts = element["value"].get(parts) == simdjson::SUCCESS;
  if (type == "null") {
    value.kind = K::null;
  } else if (type == "bool") {
    value.kind = K::boolean;
    value.boolean = flag_of(element, "value");
  } else if (type == "int") {
    value.kind = K::integer;
    value.integer = std::strtoll(text.c_str(), nullptr, 10);
  } else if (type == "uint") {
    value.kind = K::natural;
    value.natural = std::strtoull(text.c_str(), nullptr, 10);
  } else if (type == "double") {
    value.kind = K::real;
    value.real = real_of(text);
  } else if (type == "string" || type == "type") {
    value.kind = type == "string" ? K::string : K::type;
    value.text = text;
  } else if (type == "bytes") {
    value.kind = K::bytes;
    value.text = cel::leaf::base64_decode(text).value;
  } else if (type == "timestamp" || type == "duration") {
    value.kind = type == "timestamp" ? K::timestamp : K::duration;
    value.integer = std::strtoll(text_of(element, "seconds").c_str(), nullptr, 10);
    int64_t nanos = 0;
    if (element["nanos"].get(nanos) == simdjson::SUCCESS) value.nanos = static_cast<int32_t>(nanos);
  } else if (type == "list" && has_parts) {
    value.kind = K::list;
    for (const Element part : parts) value.list.push_back(read_value(part, unreadable));
  } else if (type == "map" && has_parts) {
    value.kind = K::map;
    for (const Element part : parts) {
      Element key;
      Element mapped;
      if (part.at(0).get(key) != simdjson::SUCCESS || part.at(1).get(mapped) != simdjson::SUCCESS) continue;
      Typed key_value = read_value(key, unreadable);
      value.map.emplace_back(std::move(key_value), read_value(mapped, unreadable));
    }
  } else {
    value.kind = K::other;
    value.text = type;
    unreadable = "a value of type '" + type + "'";
  }
  return value;
}

std::vector<std::string> texts_of(Element element, const char* key) {
  std::vector<std::string> texts;
  simdjson::dom::array array;
  if (element[key].get(array) != simdjson::SUCCESS) return texts;
  for (const Element part : array) {
    std::string_view text;
    if (part.get(text) == simdjson::SUCCESS) texts.emplace_back(text);
  }
  return texts;
}

Case read_case(Element element) {
  Case one;
  one.id = text_of(element, "id");
  one.expr = text_of(element, "expr");
  one.container = text_of(element, "container");
  one.profile = text_of(element, "profile");
  one.disable_check = flag_of(element, "disable_check");
  one.check_only = flag_of(element, "check_only");
  simdjson::dom::array declarations;
  if (element["type_env"].get(declarations) == simdjson::SUCCESS) {
    for (const Element part : declarations) {
      Declaration declaration;
      declaration.name = text_of(part, "name");
      declaration.type = text_of(part, "type");
      simdjson::dom::array overloads;
      if (part["function"].get(overloads) == simdjson::SUCCESS) {
        for (const Element overload : overloads) {
          declaration.overloads.push_back({texts_of(overload, "params"), text_of(overload, "result"),
                                           flag_of(overload, "member"), texts_of(overload, "type_params")});
        }
      }
      one.declarations.push_back(std::move(declaration));
    }
  }
  simdjson::dom::object bindings;
  if (element["bindings"].get(bindings) == simdjson::SUCCESS) {
    for (const auto& [name, value] : bindings) one.bindings.emplace_back(std::string(name), read_value(value, one.unreadable));
  }
  Element expect;
  Element value;
  if (element["expect"].get(expect) != simdjson::SUCCESS) {
    one.unreadable = "no expectation";
    return one;
  }
  one.deduced_type = text_of(expect, "deduced_type");
  if (expect["value"].get(value) == simdjson::SUCCESS)
    one.value = read_value(value, one.unreadable);
  else if (expect["error"].get(value) == simdjson::SUCCESS)
    one.expect = Case::Expect::error;
  else if (expect["unknown"].get(value) == simdjson::SUCCESS)
    one.expect = Case::Expect::unknown;
  else
    one.expect = Case::Expect::type_only;
  return one;
}

}  // namespace

std::vector<Case> read_cases(const std::string& folder, std::string& problem) {
  namespace fs = std::filesystem;
  std::vector<std::string> paths;
  std::error_code failure;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end; at.increment(failure))
    if (at->path().extension() == ".json") paths.push_back(at->path().string());
  std::sort(paths.begin(), paths.end());
  std::vector<Case> cases;
  problem = paths.empty() ? folder + " holds no cases (*.json)" : "";
  for (const std::string& path : paths) {
    simdjson::dom::parser parser;
    Element file;
    simdjson::dom::array array;
    if (parser.load(path).get(file) != simdjson::SUCCESS || file["cases"].get(array) != simdjson::SUCCESS) {
      problem = path + " is no file of cases";
      return {};
    }
    for (const Element element : array) cases.push_back(read_case(element));
  }
  return cases;
}

}  // namespace hegui::conformance
