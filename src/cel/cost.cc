// What an expression may cost. In: a tree. Out: steps, one a node, with lists of unknown length assumed to have some elements.
// Idea: a macro costs its range, and its bodies once per element; a literal list counts its own elements. Sums and products
// saturate.   Cost: O(nodes).   Test: tests/cel/names_test.cc
#include "cel/cel.h"

namespace hegui::cel {

namespace {

uint64_t plus(uint64_t a, uint64_t b) {
  uint64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}
uint64_t times(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? UINT64_MAX : product;
}

/// Elements a macro runs over, as far as the text tells.
uint64_t length(const Ast& ast, NodeId id, uint64_t assumed) {
  for (;;) {
    const Node& node = ast[id];
    if (node.kind == NodeKind::list) return node.children.size();
    if (node.kind == NodeKind::map) return node.children.size() / 2;
    const bool keeps =
        node.kind == NodeKind::comprehension && (node.macro == Macro::map || node.macro == Macro::filter ||
                                                 node.macro == Macro::transform_list || node.macro == Macro::transform_map);
    if (!keeps) return assumed;
    id = node.children[0];
  }
}

uint64_t cost(const Ast& ast, NodeId id, uint64_t assumed) {
  const Node& node = ast[id];
  uint64_t bodies = 0;
  uint64_t total = 1;
  for (size_t i = 0; i < node.children.size(); ++i) {
    const uint64_t child = cost(ast, node.children[i], assumed);
    if (node.kind == NodeKind::comprehension && i > 0)
      bodies = plus(bodies, child);
    else
      total = plus(total, child);
  }
  if (node.kind != NodeKind::comprehension) return total;
  const bool optional = node.macro == Macro::opt_map || node.macro == Macro::opt_flat_map;
  return plus(total, times(bodies, optional ? 1 : length(ast, node.children[0], assumed)));
}

}  // namespace

uint64_t cost_of(const Ast& ast, uint64_t assumed_list) { return ast.root == kNoNode ? 0 : cost(ast, ast.root, assumed_list); }

}  // namespace hegui::cel
