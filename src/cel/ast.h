// The tree of an expression, first as parsed, then checked in place (types, resolved names, overloads).
//
// In:   CEL text.   Out: nodes in one array, children before or after parents in any order, `root` names the top.
// Idea: macros stay single nodes (a comprehension with its operation), `&&` and `||` chains are flat n-ary nodes, so both
// evaluators see what the author wrote and no tree is deep without the author having nested it.
// Test: tests/cel/parser_test.cc, tests/cel/checker_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/source.h"
#include "cel/type.h"

namespace hegui::cel {

using NodeId = int32_t;
constexpr NodeId kNoNode = -1;

enum class NodeKind : uint8_t {
  literal,        // value in `literal`
  name,           // parsed only: an identifier, `text` (leading dot kept); checking turns it into one of the next four
  variable,       // `index` = slot
  param,          // `$name`: `index` = parameter of the pack
  rows,           // a named selection of the holder's (or registry's) rows: `index` = selection
  definition,     // `index` = definition, children = arguments
  type_value,     // a type name used as a value: `index` = TypeId
  select,         // child 0 `.text`; checked on records: `index` = field (or collection of an owner: `collection` set)
  has,            // has(child 0 .text)
  subscript,      // child 0 [ child 1 ]
  call,           // function `text`, children = receiver (if `receiver`) and arguments; checked: `function`
  list,           // children = elements
  map,            // children = key, value, key, value ...
  and_, or_,      // n-ary, n >= 2
  not_,           // child 0
  conditional,    // child 0 ? child 1 : child 2
  comprehension,  // see Macro; children = range, then body expressions
  bind,           // children = initial value, body; `slot`. at(DATE, e) of rules is a bind of the slot kDay: within the body the
                  // day of judgement is DATE; DATE unknown, or known only as a range: unknown with its gaps; never: an error
  block,          // cel.block([a, b], body): children = a, b, body; a is in `slot`, b in `slot` + 1; cel.index(i) is that variable
};

// Values of `bind` and `block` may be evaluated at once if an error (or an unknown) is kept as the value of the variable: it
// counts only where the variable is used, so `cel.bind(x, 1 / 0, true || x > 1)` is true and an unused slot never fails.
//
// Optionals. `a.?f` and `a[?k]` are none where the map lacks the key (the list the index), else an optional of the value; a null
// value is a value. `.f`, `[k]`, `.?f`, `[?k]` on an optional look into its value: none stays none, what is absent in the value
// gives none, what cannot be looked into is an error (`{'k': null}.?k.f`), and the result is an optional again. `has(o.f)` on an
// optional: false for none, else whether the value has it. A list element or map entry written with `?` must be an optional: none
// leaves it out, anything else than an optional is an error. `o.or(p)` and `o.orValue(v)` evaluate their argument only when o is
// none; an unknown or error o is the result as it is.

/// Comprehensions by their macro; children = range, then (map, transform_*: a condition, if given, and) the body.
/// With two variables (`slot2` >= 0) they run over index and element of a list, key and value of a map.
/// A list gives elements, a map keys to one variable. transform_list gives a list; transform_map keeps the key (the index, of a
/// list); the body of transform_map_entry is a map whose entries are all added, a key that comes twice is an error (repeated_key).
/// all and exists absorb errors and unknowns as && and || do; in the others any error of a condition or body is the result.
/// opt_map, opt_flat_map: children = an optional, the body over its value in `slot`; none stays none. The body of opt_flat_map
/// must be an optional.
enum class Macro : uint8_t {
  none, all, exists, exists_one, map, filter, transform_list, transform_map, transform_map_entry, opt_map, opt_flat_map
};

/// Environment slots that every rule expression may have; locals of comprehensions and bind follow from kFirstLocal on.
enum Slot : int {
  kHolder = 0,
  kRow = 1,
  kParent = 2,
  kItem = 3,
  kTrigger = 4,
  kMember = 5,
  kDay = 6,
  kAsOf = 7,
  kRegistry = 8,
  kArgument = 9,  // arguments of a definition: kArgument + i, at most 7
  kFirstLocal = 16,
};

struct Literal {
  enum class Kind : uint8_t { null, boolean, int_value, uint_value, double_value, string, bytes, date, duration } kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;  // int, uint (bits), date (days), duration (nanoseconds)
  double real = 0;
  std::string text;
};

struct Node {
  NodeKind kind = NodeKind::literal;
  TypeId type = 0;          // after checking
  uint32_t begin = 0;       // range in the expression's text (bytes)
  uint32_t end = 0;
  uint32_t at = 0;          // the telling place: the operator, the name after the dot
  std::string text;         // name; comprehension, bind: the variable (the second one in `literal.text`)
  std::vector<NodeId> children;
  Literal literal;
  int index = -1;           // also: a string literal checked against an enumeration keeps the index of its word here
  int function = -1;        // Function after checking; -1 on a call: its argument types are open, choose by `text`, `receiver` and
                            // values; no function of the register with that name: the error `unbound`, and operands that fit no
                            // overload: `no_matching_overload`.
  int slot = -1;            // comprehension: first iteration variable; bind: the variable
  int slot2 = -1;           // comprehension with two variables
  Macro macro = Macro::none;
  bool receiver = false;    // call in receiver style
  bool collection = false;  // select of a collection of an owner
  bool optional = false;    // `.?name`, `[?x]` (optionals)
  std::vector<NodeId> optionals;  // list: the elements, map: the keys of the entries, that were written with `?`
};

struct Ast {
  std::string text;          // the expression as decoded from YAML
  std::vector<Node> nodes;
  NodeId root = kNoNode;
  int slots = kFirstLocal;   // slots in use
  const Node& operator[](NodeId id) const { return nodes[static_cast<size_t>(id)]; }
  Node& operator[](NodeId id) { return nodes[static_cast<size_t>(id)]; }
  /// Per node: does it stand in the body of an at(DATE, body), so that `day` is not that of its surroundings?
  std::vector<bool> in_own_day() const;
  /// One line per node, indented, with types when checked.
  std::string dump(const TypePool* types, const Model* model) const;
};

/// An expression and where it stands.
struct Expression {
  Ast ast;
  SourcePtr source;
  TextMap map;
  TypeId type = 0;
  /// What evaluating may cost, at most, in steps of a node, when every list of unknown length has ParseLimits::assumed_list elements
  /// (a literal list its own); saturates.
  uint64_t cost = 0;
  uint64_t uses = 0;      // bit per environment slot (1 << kDay ...), through definitions and rows as well
  std::vector<int> params;  // parameters it depends on, through definitions and rows as well; ascending
  // check() fills `uses` and `params` with what stands in this expression itself, and these two; src/rule adds what the
  // definitions and selections named here use in turn.
  std::vector<int> definitions;  // ascending
  std::vector<int> selections;   // ascending
  Span span(NodeId id) const;
};

}  // namespace hegui::cel
