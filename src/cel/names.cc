// Names in an environment. In, out, idea: names.h.   Test: tests/cel/names_test.cc
#include "cel/names.h"

namespace hegui::cel {

std::string dotted_text(const Ast& ast, NodeId id, bool& rooted) {
  std::string text;
  rooted = false;
  while (ast[id].kind == NodeKind::select && !ast[id].optional) {
    text = "." + ast[id].text + text;
    id = ast[id].children[0];
  }
  if (ast[id].kind != NodeKind::name) return {};
  const std::string& root = ast[id].text;
  rooted = root.starts_with('.');
  return (rooted ? root.substr(1) : root) + text;
}

Names::Names(const Environment& environment) : environment_(environment) {
  for (const DeclaredFunction& f : environment.functions)
    declared_.push_back({kNoFunction, f.name, f.receiver, f.parameters, f.result, "", "", false});
}

std::vector<std::string> Names::candidates(std::string_view name, bool rooted) const {
  std::vector<std::string> result;
  std::string_view container = rooted ? std::string_view() : environment_.container;
  while (!container.empty()) {
    result.push_back(std::string(container) + "." + std::string(name));
    const size_t dot = container.rfind('.');
    container = container.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  result.emplace_back(name);
  return result;
}

std::optional<TypeId> Names::type_named(std::string_view name) const {
  TypePool& pool = *environment_.types;
  if (name == "bool") return pool.boolean;
  if (name == "int") return pool.int_type;
  if (name == "uint") return pool.uint_type;
  if (name == "double") return pool.double_type;
  if (name == "string") return pool.string;
  if (name == "bytes") return pool.bytes;
  if (name == "list") return pool.list(pool.dyn);
  if (name == "map") return pool.map(pool.dyn, pool.dyn);
  if (name == "null_type") return pool.null_type;
  if (name == "type") return pool.type;
  if (name == "optional_type") return pool.optional(pool.dyn);
  if (name == "google.protobuf.Timestamp") return pool.timestamp;
  if (name == "google.protobuf.Duration") return pool.duration;
  return std::nullopt;
}

Names::Meaning Names::meaning(std::string_view name, bool rooted) const {
  Meaning meaning;
  for (const std::string& candidate : candidates(name, rooted)) {
    if (environment_.name) meaning.symbol = environment_.name(candidate);
    if (!meaning.symbol) meaning.type = type_named(candidate);
    if (meaning) break;
  }
  return meaning;
}

Names::Overloads Names::functions(bool receiver, std::string_view name, bool rooted) const {
  Overloads found;
  for (const std::string& candidate : candidates(name, rooted || receiver)) {
    found.name = candidate;
    found.candidates = overloads_of(receiver, candidate);
    for (const Overload& overload : declared_)
      if (overload.receiver == receiver && overload.name == candidate) found.candidates.push_back(&overload);
    if (!found.empty()) break;
  }
  return found;
}

std::vector<std::string> Names::known_functions(bool receiver) const {
  std::vector<std::string> known;
  const auto add = [&](const Overload& overload) {
    const bool is_operator = overload.name.starts_with('_') || overload.name.starts_with('@') || overload.name.starts_with('-');
    if (overload.receiver == receiver && !is_operator && (known.empty() || known.back() != overload.name))
      known.push_back(overload.name);
  };
  for (const Overload& overload : overload_table()) add(overload);
  for (const Overload& overload : declared_) add(overload);
  return known;
}

}  // namespace hegui::cel
