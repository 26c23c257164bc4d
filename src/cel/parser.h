// The parser's walk over one text, shared by parser.cc (grammar) and parser_macros.cc (calls, macros, bind, block).
// The door is parse() in cel.h.   Test: tests/cel/parser_test.cc, tests/cel/limits_test.cc
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "cel/grammar.h"
#include "cel/lexer.h"

namespace hegui::cel {

class Parser {
 public:
  Parser(Expression& expression, const ParseLimits& limits, Diagnostics& diagnostics);
  bool run();

 private:
  using Kind = Token::Kind;

  // Tokens.
  const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
  const Token& take();
  bool eat(Kind kind);
  uint32_t last_end() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end; }

  // Errors.
  Diagnostics::Builder report(Code code, uint32_t begin, uint32_t end, std::string en, std::string zh);
  Diagnostics::Builder report(Code code, const Token& token, std::string en, std::string zh);
  Span span(uint32_t begin, uint32_t end) const;
  NodeId unexpected(const std::string& wanted, const std::string& wanted_zh, const Token* opened = nullptr);
  NodeId abort_at(const Token& token, const std::string& en, const std::string& zh);
  void synchronise();
  void skip_past(Kind closer);
  void skip_to(Kind closer);

  // Nodes.
  NodeId add(Node node);
  NodeId add(NodeKind kind, uint32_t begin, uint32_t at, std::string text, std::vector<NodeId> children);

  // Grammar. Every function gives kNoNode after an error.
  NodeId parse_expression();
  NodeId parse_chain(Kind sign);
  template <typename Part>
  NodeId parse_binary(bool (*belongs)(Kind), Part part);
  NodeId parse_relation();
  NodeId parse_sum();
  NodeId parse_product();
  NodeId parse_unary();
  NodeId parse_member();
  bool is_name_chain(NodeId id) const;
  NodeId parse_after_dot(uint32_t begin, NodeId operand);
  NodeId parse_subscript(uint32_t begin, NodeId operand);
  bool close(Kind closer, const char* shown, const Token& opened, NodeId inside);
  NodeId parse_primary();
  NodeId literal_node(Literal literal);
  NodeId parse_number();
  NodeId parse_name();
  NodeId parse_list();
  NodeId parse_map();

  // Calls and macros. parser_macros.cc
  std::vector<NodeId> parse_arguments(const Token& opened, bool& ok);
  std::vector<NodeId> parse_more_arguments(const Token& opened, std::vector<NodeId> arguments, bool& ok);
  NodeId parse_global_call(uint32_t begin, const Token& name, bool rooted);
  NodeId parse_receiver_call(uint32_t begin, NodeId operand, const Token& name);
  NodeId parse_macro(uint32_t begin, NodeId operand, const Token& name, const Token& opened, const MacroWord& macro);
  NodeId wrong_macro(const Token& name, const MacroWord& macro);
  NodeId parse_bind(uint32_t begin, const Token& name, const Token& opened);
  NodeId parse_block(uint32_t begin, const Token& name, const Token& opened);
  NodeId parse_numbered(uint32_t begin, const Token& name, const Token& opened);
  std::optional<std::string> numbered_name(size_t ahead, size_t& tokens) const;
  std::optional<Token> take_variable();
  size_t count_arguments() const;
  NodeId local_node(uint32_t begin, uint32_t at, const std::string& name);
  int declare(const Token& name);

  struct Local {
    std::string name;
    int slot;
  };

  Expression& expression_;
  Ast& ast_;
  const ParseLimits& limits_;
  Diagnostics& diagnostics_;
  const int max_depth_;
  std::vector<Token> tokens_;
  std::vector<int> depths_;  // of each node's tree
  std::vector<Local> locals_;
  size_t at_ = 0;
  int nesting_ = 0;
  uint32_t last_error_ = UINT32_MAX;
  bool failed_ = false;
  bool aborted_ = false;
};

}  // namespace hegui::cel
