// Expressions as values: their places and their dump. In: an Ast. Out: text, one node a line; spans in the source.
// Cost: O(nodes).   Test: tests/cel/parser_test.cc
#include "cel/ast.h"

#include <algorithm>

#include "cel/functions.h"
#include "cel/leaf.h"

namespace hegui::cel {

namespace {

const char* word(NodeKind kind) {
  switch (kind) {
    case NodeKind::literal:
      return "literal";
    case NodeKind::name:
      return "name";
    case NodeKind::variable:
      return "variable";
    case NodeKind::param:
      return "param";
    case NodeKind::rows:
      return "rows";
    case NodeKind::definition:
      return "definition";
    case NodeKind::type_value:
      return "type";
    case NodeKind::select:
      return "select";
    case NodeKind::has:
      return "has";
    case NodeKind::subscript:
      return "subscript";
    case NodeKind::call:
      return "call";
    case NodeKind::list:
      return "list";
    case NodeKind::map:
      return "map";
    case NodeKind::and_:
      return "and";
    case NodeKind::or_:
      return "or";
    case NodeKind::not_:
      return "not";
    case NodeKind::conditional:
      return "conditional";
    case NodeKind::comprehension:
      return "comprehension";
    case NodeKind::bind:
      return "bind";
    case NodeKind::block:
      return "block";
  }
  return "?";
}

const char* word(Macro macro) {
  switch (macro) {
    case Macro::none:
      return "none";
    case Macro::all:
      return "all";
    case Macro::exists:
      return "exists";
    case Macro::exists_one:
      return "exists_one";
    case Macro::map:
      return "map";
    case Macro::filter:
      return "filter";
    case Macro::transform_list:
      return "transform_list";
    case Macro::transform_map:
      return "transform_map";
    case Macro::transform_map_entry:
      return "transform_map_entry";
    case Macro::opt_map:
      return "opt_map";
    case Macro::opt_flat_map:
      return "opt_flat_map";
  }
  return "?";
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7f) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string shown(const Literal& literal) {
  switch (literal.kind) {
    case Literal::Kind::null:
      return "null";
    case Literal::Kind::boolean:
      return literal.boolean ? "true" : "false";
    case Literal::Kind::int_value:
      return std::to_string(literal.integer);
    case Literal::Kind::uint_value:
      return std::to_string(static_cast<uint64_t>(literal.integer)) + "u";
    case Literal::Kind::double_value: {
      std::string text = leaf::text_of(literal.real);
      return text.find_first_not_of("-0123456789") == std::string::npos ? text + ".0" : text;
    }
    case Literal::Kind::string:
      return quoted(literal.text);
    case Literal::Kind::bytes:
      return "b" + quoted(literal.text);
    case Literal::Kind::date:
      return "date " + format_date(static_cast<Day>(literal.integer));
    case Literal::Kind::duration:
      return "duration " + leaf::text_of_duration(literal.integer);
  }
  return "?";
}

void dump_node(const Ast& ast, NodeId id, size_t depth, const TypePool* types, const Model* model, std::string& out) {
  const Node& node = ast[id];
  out.append(depth * 2, ' ');
  out += word(node.kind);
  if (node.kind == NodeKind::comprehension) out += std::string(" ") + word(node.macro);
  if (node.kind == NodeKind::literal) out += " " + shown(node.literal);
  if (!node.text.empty()) out += " " + node.text;
  if (node.kind == NodeKind::comprehension && node.slot2 >= 0) out += " " + node.literal.text;
  if (node.receiver) out += " receiver";
  if (node.collection) out += " collection";
  if (node.optional) out += " optional";
  for (size_t i = 0; i < node.children.size(); ++i)  // places of the elements, or keys, written with `?`
    if (std::find(node.optionals.begin(), node.optionals.end(), node.children[i]) != node.optionals.end())
      out += " ?" + std::to_string(i);
  if (node.slot >= 0) out += " slot=" + std::to_string(node.slot);
  if (node.slot2 >= 0) out += "," + std::to_string(node.slot2);
  if (node.function >= 0) out += " function=" + std::string(id_of(static_cast<Function>(node.function)));
  if (node.kind == NodeKind::type_value && types != nullptr) {
    out += " = " + types->name(static_cast<TypeId>(node.index), model);
  } else if (node.index >= 0) {
    out += " index=" + std::to_string(node.index);
  }
  if (types != nullptr) out += " : " + types->name(node.type, model);
  out += '\n';
  for (const NodeId child : node.children) dump_node(ast, child, depth + 1, types, model, out);
}

}  // namespace

std::string Ast::dump(const TypePool* types, const Model* model) const {
  std::string out;
  if (root != kNoNode) dump_node(*this, root, 0, types, model, out);
  return out;
}

std::vector<bool> Ast::in_own_day() const {
  std::vector<bool> inside(nodes.size(), false);
  std::vector<std::pair<NodeId, bool>> open;
  if (root != kNoNode) open.emplace_back(root, false);
  while (!open.empty()) {
    const auto [id, own] = open.back();
    open.pop_back();
    const Node& node = (*this)[id];
    inside[static_cast<size_t>(id)] = own;
    for (size_t i = 0; i < node.children.size(); ++i)
      open.emplace_back(node.children[i], own || (node.kind == NodeKind::bind && node.slot == kDay && i == 1));
  }
  return inside;
}

Span Expression::span(NodeId id) const {
  if (id < 0 || static_cast<size_t>(id) >= ast.nodes.size()) return Span{source, 0, 0};
  return map.span(source, ast[id].begin, ast[id].end, static_cast<uint32_t>(ast.text.size()));
}

}  // namespace hegui::cel
