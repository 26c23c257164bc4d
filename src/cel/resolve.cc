// Names of an unchecked tree. In: a parsed Expression, an Environment. Out: the tree with names turned into what they stand
// for. Idea: the same look-ups as the checker's, without types; the longest dotted prefix first. Depth is bounded by the
// parser. Cost: O(nodes * depth).   Test: tests/cel/names_test.cc
#include "cel/names.h"

namespace hegui::cel {

namespace {

class Resolver {
 public:
  Resolver(Ast& ast, const Environment& environment) : ast_(ast), names_(environment) {}

  void walk(NodeId id) {
    switch (ast_[id].kind) {
      case NodeKind::name:
        name(id);
        return;
      case NodeKind::select:
        if (name(id)) return;
        break;
      case NodeKind::call:
        call(id);
        break;
      default:
        break;
    }
    const std::vector<NodeId> children = ast_[id].children;
    for (const NodeId child : children) walk(child);
  }

 private:
  bool name(NodeId id) {
    bool rooted = false;
    const std::string text = dotted_text(ast_, id, rooted);
    if (text.empty()) return false;
    const Names::Meaning meaning = names_.meaning(text, rooted);
    if (!meaning || (meaning.symbol && meaning.symbol->kind != Symbol::Kind::variable)) return false;
    ast_[id].children.clear();
    ast_[id].kind = meaning.symbol ? NodeKind::variable : NodeKind::type_value;
    ast_[id].index = meaning.symbol ? meaning.symbol->index : static_cast<int>(*meaning.type);
    return true;
  }

  void call(NodeId id) {
    Node& node = ast_[id];
    bool rooted = false;
    if (node.receiver) {
      const std::string space = dotted_text(ast_, node.children[0], rooted);
      if (space.empty()) return;
      const Names::Overloads found = names_.functions(false, space + "." + node.text, rooted);
      if (found.empty()) return;
      node.children.erase(node.children.begin());
      node.receiver = false;
      node.text = found.name;
      return;
    }
    rooted = node.text.starts_with('.');
    if (rooted) node.text.erase(0, 1);
    const Names::Overloads found = names_.functions(false, node.text, rooted);
    if (!found.empty()) node.text = found.name;
  }

  Ast& ast_;
  Names names_;
};

}  // namespace

bool resolve(Expression& expression, const Environment& environment) {
  if (environment.types == nullptr || expression.ast.root == kNoNode) return false;
  Resolver(expression.ast, environment).walk(expression.ast.root);
  for (Node& node : expression.ast.nodes) node.type = environment.types->dyn;
  expression.type = environment.types->dyn;
  expression.cost = cost_of(expression.ast, environment.limits.assumed_list);
  return true;
}

}  // namespace hegui::cel
