// CEL text as tokens. In: text. Out: tokens, diagnostics HG3002-HG3004.
// Idea: a hand-written scanner, one case a character class; see lexer.h.   Cost: O(bytes).   Test: tests/cel/lexer_test.cc
#include "cel/lexer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "cel/literal_text.h"

namespace hegui::cel {

namespace {

using Kind = Token::Kind;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool begins_name(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool in_name(char c) { return begins_name(c) || is_digit(c); }

constexpr auto kReserved =
    std::to_array<std::string_view>({"as", "break", "const", "continue", "else", "for", "function", "if", "import", "let",
                                     "loop", "package", "namespace", "return", "var", "void", "while"});

struct Sign {
  std::string_view text;
  Kind kind;
};
// Longer signs first.
constexpr auto kSigns = std::to_array<Sign>({
    {"||", Kind::or_},         {"&&", Kind::and_},          {"==", Kind::equal},     {"!=", Kind::not_equal},
    {"<=", Kind::less_equal},  {">=", Kind::greater_equal}, {"<", Kind::less},       {">", Kind::greater},
    {"!", Kind::not_},         {"-", Kind::minus},          {"+", Kind::plus},       {"*", Kind::times},
    {"/", Kind::divide},       {"%", Kind::modulo},         {"(", Kind::left_paren}, {")", Kind::right_paren},
    {"[", Kind::left_bracket}, {"]", Kind::right_bracket},  {"{", Kind::left_brace}, {"}", Kind::right_brace},
    {".", Kind::dot},          {",", Kind::comma},          {":", Kind::colon},      {"?", Kind::question},
});

/// Signs an author may have meant: full-width ones from a Chinese keyboard, and those of other languages.
struct Meant {
  std::string_view text;
  Kind kind;
  std::string_view right;
};
constexpr auto kMeant = std::to_array<Meant>({
    {"（", Kind::left_paren, "("},
    {"）", Kind::right_paren, ")"},
    {"【", Kind::left_bracket, "["},
    {"】", Kind::right_bracket, "]"},
    {"，", Kind::comma, ","},
    {"：", Kind::colon, ":"},
    {"？", Kind::question, "?"},
    {"！＝", Kind::not_equal, "!="},
    {"！", Kind::not_, "!"},
    {"。", Kind::dot, "."},
    {"＝＝", Kind::equal, "=="},
    {"＝", Kind::equal, "=="},
    {"＞＝", Kind::greater_equal, ">="},
    {"＜＝", Kind::less_equal, "<="},
    {"＞", Kind::greater, ">"},
    {"＜", Kind::less, "<"},
    {"≥", Kind::greater_equal, ">="},
    {"≤", Kind::less_equal, "<="},
    {"≠", Kind::not_equal, "!="},
    {"＆＆", Kind::and_, "&&"},
    {"｜｜", Kind::or_, "||"},
    {"、", Kind::comma, ","},
    {"—", Kind::minus, "-"},
    {"－", Kind::minus, "-"},
    {"＋", Kind::plus, "+"},
    {"===", Kind::equal, "=="},
    {"<>", Kind::not_equal, "!="},
    {"=>", Kind::greater_equal, ">="},
    {"=<", Kind::less_equal, "<="},
    {"=", Kind::equal, "=="},
    {"&", Kind::and_, "&&"},
    {"|", Kind::or_, "||"},
});

size_t utf8_length(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const size_t length = lead < 0x80 ? 1 : lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(length, text.size());
}

class Lexer {
 public:
  Lexer(std::string_view text, const Report& report, std::vector<Token>& tokens)
      : text_(text), report_(report), tokens_(tokens) {}

  bool run() {
    for (;;) {
      skip_space();
      if (at_ >= text_.size()) break;
      read_token();
    }
    add(Kind::end, at_);
    return clean_;
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::string_view rest() const { return text_.substr(at_); }

  void skip_space() {
    for (;;) {
      while (at_ < text_.size() && (text_[at_] == ' ' || (text_[at_] >= '\t' && text_[at_] <= '\r' && text_[at_] != '\v')))
        ++at_;
      if (!rest().starts_with("//")) return;
      while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    }
  }

  Token& add(Kind kind, size_t begin) {
    Token token;
    token.kind = kind;
    token.begin = static_cast<uint32_t>(begin);
    token.end = static_cast<uint32_t>(at_);
    tokens_.push_back(std::move(token));
    return tokens_.back();
  }

  Diagnostics::Builder trouble(Code code, size_t begin, size_t end, std::string en, std::string zh) {
    clean_ = false;
    return report_(code, static_cast<uint32_t>(begin), static_cast<uint32_t>(end), std::move(en), std::move(zh));
  }

  void read_token() {
    const size_t begin = at_;
    const char c = peek();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return read_number();
    if (size_t prefix = literal_prefix(); prefix != std::string_view::npos) return read_literal(prefix);
    if (begins_name(c)) return read_word();
    if (c == '`') return read_quoted_name();
    if (c == '$' && begins_name(peek(1))) {
      for (++at_; in_name(peek());) ++at_;
      add(Kind::param, begin).text = text_.substr(begin + 1, at_ - begin - 1);
      return;
    }
    if (read_meant()) return;
    for (const Sign& sign : kSigns) {
      if (!rest().starts_with(sign.text)) continue;
      at_ += sign.text.size();
      add(sign.kind, begin);
      return;
    }
    unknown_character();
  }

  /// Length of `r`, `b`, `br` before a quote (0 for a bare quote), or npos.
  size_t literal_prefix() const {
    const auto is_quote = [](char c) { return c == '"' || c == '\''; };
    const auto is = [](char c, char lower) { return c == lower || c == lower - 'a' + 'A'; };
    if (is_quote(peek())) return 0;
    if ((is(peek(), 'r') || is(peek(), 'b')) && is_quote(peek(1))) return 1;
    if (is(peek(), 'b') && is(peek(1), 'r') && is_quote(peek(2))) return 2;
    return std::string_view::npos;
  }

  void read_literal(size_t prefix) {
    const size_t begin = at_;
    bool raw = false;
    bool bytes = false;
    for (size_t i = 0; i < prefix; ++i) {
      raw = raw || peek(i) == 'r' || peek(i) == 'R';
      bytes = bytes || peek(i) == 'b' || peek(i) == 'B';
    }
    at_ += prefix;
    const char quote = peek();
    const bool lines = peek(1) == quote && peek(2) == quote;
    const std::string closer(lines ? 3 : 1, quote);
    at_ += closer.size();
    const size_t body = at_;
    bool closed = false;
    while (at_ < text_.size()) {
      if (rest().starts_with(closer)) {
        closed = true;
        break;
      }
      if (!lines && (peek() == '\n' || peek() == '\r')) break;
      at_ += !raw && peek() == '\\' && at_ + 1 < text_.size() ? 2 : 1;
    }
    LiteralText literal = decode_literal(text_.substr(body, at_ - body), raw, bytes, lines);
    if (!closed) {
      trouble(Code::expr_string, begin, begin + prefix + closer.size(), "this text is not closed", "此文本没有结束引号")
          .hint(lines ? "close it with " + closer : "close it with " + closer + " on the same line; several lines need '''");
    } else {
      at_ += closer.size();
      if (!literal.ok)
        trouble(Code::expr_string, body + literal.bad_begin, body + literal.bad_end, literal.why, literal.why_zh);
    }
    add(bytes ? Kind::bytes : Kind::string, begin).text = std::move(literal.value);
  }

  void read_word() {
    const size_t begin = at_;
    while (in_name(peek())) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    Kind kind = Kind::identifier;
    if (word == "in") kind = Kind::word_in;
    if (word == "true") kind = Kind::word_true;
    if (word == "false") kind = Kind::word_false;
    if (word == "null") kind = Kind::word_null;
    add(kind, begin).text = word;
  }

  void read_quoted_name() {
    const size_t begin = at_++;
    while (in_name(peek()) || peek() == '.' || peek() == '/' || peek() == '-' || peek() == ' ') ++at_;
    const std::string_view name = text_.substr(begin + 1, at_ - begin - 1);
    const bool closed = peek() == '`';
    if (closed) ++at_;
    if (!closed || name.empty()) {
      trouble(Code::expr_character, begin, at_,
              "a name in backticks holds letters, digits, _ . / - and spaces, and ends with a backtick",
              "反引号中的名称只含字母、数字、_ . / - 和空格，并以反引号结束");
    }
    add(Kind::quoted_identifier, begin).text = name;
  }

  void read_number() {
    const size_t begin = at_;
    if (peek() == '0' && peek(1) == 'x') {
      at_ += 2;
      while (is_hex(peek())) ++at_;
      return finish_integer(begin, begin + 2, 16);
    }
    while (is_digit(peek())) ++at_;
    bool real = false;
    if (peek() == '.' && is_digit(peek(1))) {
      real = true;
      for (++at_; is_digit(peek());) ++at_;
    }
    const bool exponent = peek() == 'e' || peek() == 'E';
    if (exponent && (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2))))) {
      real = true;
      for (at_ += 2; is_digit(peek());) ++at_;
    }
    if (!real) return finish_integer(begin, begin, 10);
    if (trailing_letters(begin)) return;
    double value = 0;
    const auto [end, problem] = std::from_chars(text_.data() + begin, text_.data() + at_, value);
    if (problem == std::errc::result_out_of_range && !is_tiny(text_.substr(begin, at_ - begin))) {
      trouble(Code::expr_number, begin, at_, "this number is too large for a double", "此数超出 double 的范围");
    }
    add(Kind::double_value, begin).real = value;
  }

  static bool is_tiny(std::string_view number) {
    const size_t exponent = number.find_first_of("eE");
    return exponent != std::string_view::npos ? number[exponent + 1] == '-' : number.find_first_not_of('0') >= number.find('.');
  }

  /// Letters that stand right behind a number, such as `3days` or `1_000`.
  bool trailing_letters(size_t begin) {
    if (!in_name(peek())) return false;
    while (in_name(peek())) ++at_;
    trouble(Code::expr_number, begin, at_, "'" + std::string(text_.substr(begin, at_ - begin)) + "' is not a number",
            "'" + std::string(text_.substr(begin, at_ - begin)) + "' 不是数字")
        .hint("digits have no separators and no unit; days are written days(3)");
    add(Kind::int_value, begin);
    return true;
  }

  void finish_integer(size_t begin, size_t digits, int base) {
    const size_t digits_end = at_;
    const bool is_uint = peek() == 'u' || peek() == 'U';
    if (is_uint) ++at_;
    if (digits_end == digits || in_name(peek())) {
      if (!trailing_letters(begin)) {
        trouble(Code::expr_number, begin, at_, "digits are missing after 0x", "0x 之后缺少数字");
        add(Kind::int_value, begin);
      }
      return;
    }
    uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text_.data() + digits, text_.data() + digits_end, value, base);
    constexpr uint64_t kMostNegative = uint64_t{1} << 63;
    if (problem != std::errc{} || (!is_uint && value > kMostNegative)) {
      trouble(Code::expr_number, begin, at_, "this number is too large for 64 bits", "此数超出 64 位整数的范围");
      value = 0;
    }
    add(is_uint ? Kind::uint_value : Kind::int_value, begin).magnitude = value;
  }

  bool read_meant() {
    const char first = peek();
    if ((static_cast<unsigned char>(first) & 0x80) == 0 && first != '=' && first != '<' && first != '&' && first != '|')
      return false;
    for (const Meant& meant : kMeant) {
      if (!rest().starts_with(meant.text)) continue;
      if (meant.text.size() == 1 && peek(1) == meant.text[0]) return false;  // `==`, `&&`, `||`
      const size_t begin = at_;
      at_ += meant.text.size();
      const std::string shown(meant.text);
      const std::string right(meant.right);
      trouble(Code::expr_character, begin, at_, "'" + shown + "' has no meaning here", "'" + shown + "' 在此无意义")
          .hint("write " + right);
      add(meant.kind, begin);
      return true;
    }
    return false;
  }

  void unknown_character() {
    const size_t begin = at_;
    at_ += utf8_length(rest());
    const std::string first(text_.substr(begin, at_ - begin));
    if (first == "“" || first == "”" || first == "‘" || first == "’" || first == "「" || first == "《") {
      // A text between typographic quotes: take all of it, so that its words are not read as names.
      const std::string_view closer = first == "“" || first == "”"   ? "”"
                                      : first == "‘" || first == "’" ? "’"
                                      : first == "「"                ? "」"
                                                                     : "》";
      const size_t close = text_.find(closer, at_);
      const size_t body = at_;
      if (close != std::string_view::npos) at_ = close + closer.size();
      trouble(Code::expr_character, begin, body, "'" + first + "' does not open a text", "'" + first + "' 不能作文本的引号")
          .hint("write ' on both sides");
      add(Kind::string, begin).text = close == std::string_view::npos ? "" : text_.substr(body, close - body);
      return;
    }
    if (static_cast<unsigned char>(first[0]) >= 0x80) {
      // A run of other characters, most likely a Chinese word without quotes.
      while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) >= 0x80 && !begins_meant())
        at_ += utf8_length(rest());
      const std::string run(text_.substr(begin, at_ - begin));
      trouble(Code::expr_character, begin, at_, "'" + run + "' cannot be a name", "'" + run + "' 不能作名称")
          .hint("text stands in quotes: '" + run + "'");
      add(Kind::string, begin).text = run;
      return;
    }
    const bool visible = first[0] > ' ' && first[0] < 0x7F;
    const std::string shown = visible ? "'" + first + "'" : "this character";
    const std::string shown_zh = visible ? "'" + first + "'" : "此字符";
    auto builder =
        trouble(Code::expr_character, begin, at_, shown + " has no meaning in an expression", shown_zh + "在表达式中没有意义");
    if (first == "$") builder.hint("a parameter is written $name");
    if (first == ";") builder.hint("one expression only; join conditions with &&");
    if (first == "#") builder.hint("a comment begins with //");
    add(Kind::unknown, begin);
  }

  bool begins_meant() const {
    return std::any_of(kMeant.begin(), kMeant.end(), [this](const Meant& meant) { return rest().starts_with(meant.text); }) ||
           rest().starts_with("“") || rest().starts_with("”");
  }

  std::string_view text_;
  const Report& report_;
  std::vector<Token>& tokens_;
  size_t at_ = 0;
  bool clean_ = true;
};

}  // namespace

bool is_reserved(std::string_view word) { return std::find(kReserved.begin(), kReserved.end(), word) != kReserved.end(); }

std::string describe(const Token& token, std::string_view source) {
  if (token.kind == Kind::end) return "the end of the expression";
  return "'" + std::string(source.substr(token.begin, token.end - token.begin)) + "'";
}

std::string describe_zh(const Token& token, std::string_view source) {
  if (token.kind == Kind::end) return "表达式结尾";
  return "'" + std::string(source.substr(token.begin, token.end - token.begin)) + "'";
}

bool lex(std::string_view text, const Report& report, std::vector<Token>& tokens) { return Lexer(text, report, tokens).run(); }

}  // namespace hegui::cel
