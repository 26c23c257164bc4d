// The checker's walk over one tree, shared by checker.cc (macros, literals), checker_names.cc (names, fields)
// and checker_calls.cc (calls, overloads).
// The door is check() in cel.h.   Test: tests/cel/checker_test.cc
#pragma once

#include <string>
#include <vector>

#include "cel/cel.h"
#include "cel/functions.h"
#include "cel/inference.h"
#include "cel/names.h"

namespace hegui::cel {

class Checker {
 public:
  Checker(Expression& expression, const Environment& environment, Diagnostics& diagnostics);
  bool run(TypeId expected);

 private:
  // Walk: each gives the node's type, `error` after a report. checker.cc
  TypeId infer(NodeId id);
  TypeId infer_literal(NodeId id);
  TypeId infer_name(NodeId id);
  TypeId infer_param(NodeId id);
  TypeId infer_select(NodeId id);
  TypeId infer_subscript(NodeId id);
  TypeId infer_list(NodeId id);
  TypeId infer_map(NodeId id);
  TypeId infer_conditional(NodeId id);
  TypeId infer_comprehension(NodeId id);
  TypeId infer_bind(NodeId id);
  TypeId infer_at(NodeId id);
  TypeId infer_block(NodeId id);
  TypeId infer_optional_macro(NodeId id, TypeId range);
  TypeId infer_entry(NodeId id, bool optional);
  bool check_cost();
  bool require_bool(NodeId id, const char* where, const char* where_zh);
  TypeId use_symbol(NodeId id, const Symbol& symbol);
  bool resolve_dotted(NodeId id, TypeId& type);
  TypeId unknown_name(NodeId id);
  TypeId select_on_record(NodeId id, TypeId operand, bool optional);
  TypeId subscript_type(NodeId id, TypeId operand, TypeId key);
  TypeId not_selectable(NodeId id, TypeId operand);
  TypeId field_type(const Field& field);
  void set_local(int slot, TypeId type);
  void match_expected(TypeId expected);

  // Calls. checker_calls.cc
  TypeId infer_call(NodeId id);
  TypeId infer_definition_call(NodeId id, const Symbol& symbol);
  bool make_namespace_call(NodeId id);
  TypeId wrong_macro(NodeId id);
  TypeId choose_overload(NodeId id, const std::vector<const Overload*>& candidates);
  TypeId infer_extreme(NodeId id, Function function);
  TypeId unknown_function(NodeId id);
  TypeId no_overload(NodeId id, const std::vector<const Overload*>& candidates);
  std::string overload_hint(NodeId id);
  void adapt_numbers(NodeId id);
  bool adapt_literal(NodeId id, TypeKind wanted);
  bool check_enumerations(NodeId id);
  bool check_words(NodeId id, int enumeration);
  TypeId finish_call(NodeId id, TypeId result);

  // Small things. checker.cc
  TypeKind kind_of(TypeId id) const { return pool_[infer_.resolve(id)].kind; }
  TypeKind kind_of_node(NodeId id) const { return kind_of(ast_[id].type); }
  std::string type_name(TypeId id) { return pool_.name(infer_.ground(id), environment_.model); }
  std::string type_of(NodeId id) { return type_name(ast_[id].type); }
  bool is_string_literal(NodeId id) const {
    return ast_[id].kind == NodeKind::literal && ast_[id].literal.kind == Literal::Kind::string;
  }
  std::string source_text(NodeId id) const { return ast_.text.substr(ast_[id].begin, ast_[id].end - ast_[id].begin); }
  std::string dotted(NodeId id, bool& rooted) const { return dotted_text(ast_, id, rooted); }
  std::string dotted(NodeId id) const {
    bool rooted = false;
    return dotted_text(ast_, id, rooted);
  }
  Diagnostics::Builder report(Code code, uint32_t begin, uint32_t end, std::string en, std::string zh);
  Diagnostics::Builder report(Code code, NodeId id, std::string en, std::string zh);          // the whole part
  Diagnostics::Builder report_telling(Code code, NodeId id, std::string en, std::string zh);  // the operator or the name
  bool rules() const { return environment_.model != nullptr; }

  Expression& expression_;
  Ast& ast_;
  const Environment& environment_;
  TypePool& pool_;
  Diagnostics& diagnostics_;
  Names names_;
  Inference infer_;
  std::vector<TypeId> local_types_;  // by slot - kFirstLocal
  int in_at_ = 0;  // within the second argument of at(), where `day` always stands
  bool failed_ = false;
};

}  // namespace hegui::cel
