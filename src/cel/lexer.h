// CEL text as tokens.
//
// In:   the text of an expression.   Out: tokens that end with Token::Kind::end; troubles as diagnostics HG3002-HG3004.
// Idea: the whole text at once; literals are decoded here; what an author clearly meant (a full-width bracket, `=` for `==`)
// is reported and read as meant, so that the parser finds the next error and not the echo of this one.
// Cost: O(bytes).   Test: tests/cel/lexer_test.cc
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"

namespace hegui::cel {

struct Token {
  enum class Kind : uint8_t {
    end,
    unknown,
    identifier,
    quoted_identifier,
    param,
    int_value,
    uint_value,
    double_value,
    string,
    bytes,
    left_paren,
    right_paren,
    left_bracket,
    right_bracket,
    left_brace,
    right_brace,
    dot,
    comma,
    colon,
    question,
    or_,
    and_,
    not_,
    minus,
    plus,
    times,
    divide,
    modulo,
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    word_in,
    word_true,
    word_false,
    word_null,
  } kind = Kind::end;  // unknown: a character without meaning, already reported
  uint32_t begin = 0;
  uint32_t end = 0;
  uint64_t magnitude = 0;  // int_value (2^63 at most, meant for a `-` before it), uint_value
  double real = 0;         // double_value
  std::string text;        // identifier, quoted_identifier (without backticks), param (without $), string, bytes: decoded
};

/// How a token is named in a message: "')'", "the end of the expression".
std::string describe(const Token& token, std::string_view source);
std::string describe_zh(const Token& token, std::string_view source);

/// Called with a code, a byte range of the text, and the message in two languages; gives the builder for a hint.
using Report = std::function<Diagnostics::Builder(Code, uint32_t begin, uint32_t end, std::string, std::string)>;

/// True when every character had a meaning; the tokens are usable in both cases.
bool lex(std::string_view text, const Report& report, std::vector<Token>& tokens);

/// `as`, `break`, `const` ...: never a name of its own, allowed after a dot.
bool is_reserved(std::string_view word);

}  // namespace hegui::cel
