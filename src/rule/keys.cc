// Reading of mappings and typed scalars. In, out, idea: keys.h.   Test: tests/rule/load_test.cc
#include "rule/keys.h"

#include <charconv>
#include <cmath>

#include "base/suggest.h"

namespace hegui::rule {

namespace {

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

const char* kind_en(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::scalar:
      return "a single value";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return "a mapping";
  }
  return "";
}

const char* kind_zh(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::null:
      return "空";
    case Node::Kind::scalar:
      return "单个值";
    case Node::Kind::sequence:
      return "列表";
    case Node::Kind::mapping:
      return "键值映射";
  }
  return "";
}

/// The nearest key, or all of them.
std::string known_hint(std::string_view key, const std::vector<std::string>& known) {
  std::string hint = suggestion(key, known);
  if (!hint.empty()) return hint;
  for (const std::string& name : known) hint += (hint.empty() ? "known: " : ", ") + name;
  return hint;
}

bool ascii_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool ascii_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string shown(std::string_view text) {
  std::string out;
  int points = 0;
  for (char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U && ++points > 40) return out + "…";
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out;
}

Span head_of(const Node& node) {
  const bool flow = node.span.source != nullptr && node.span.begin < node.span.source->text().size() &&
                    node.span.source->text()[node.span.begin] == '{';
  return flow || node.entries.empty() ? node.span : node.entries.front().first.span;
}

Keys::Keys(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics)
    : node_(node), what_(what), what_zh_(what_zh), diagnostics_(diagnostics) {
  mapping_ = expect_mapping(node, what, what_zh, diagnostics);
}

const Node* Keys::get(std::string_view key) {
  known_.emplace_back(key);
  if (!mapping_) return nullptr;
  const Node* value = node_.find(key);
  return value == nullptr || value->kind == Node::Kind::null ? nullptr : value;
}

const Node* Keys::need(std::string_view key) {
  const Node* value = get(key);
  if (value == nullptr && mapping_) {
    diagnostics_.report(Code::missing_key, head_of(node_), std::string(what_) + " needs the key '" + std::string(key) + "'",
                        std::string(what_zh_) + "缺少键 '" + std::string(key) + "'");
  }
  return value;
}

void Keys::accept(std::initializer_list<const char*> keys) {
  for (const char* key : keys) known_.emplace_back(key);
}

void Keys::close() {
  if (!mapping_) return;
  for (const auto& [key, value] : node_.entries) {
    bool found = false;
    for (const std::string& k : known_) found = found || k == key.text;
    if (found) continue;
    diagnostics_
        .report(Code::unknown_key, key.span, "unknown key '" + shown(key.text) + "' in " + what_,
                std::string(what_zh_) + "中没有键 '" + shown(key.text) + "'")
        .hint(known_hint(key.text, known_));
  }
}

bool expect_mapping(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::mapping) return true;
  diagnostics.report(Code::wrong_node, node.span,
                     std::string(what) + " must be a mapping (key: value), but here is " + kind_en(node.kind),
                     std::string(what_zh) + "应为键值映射，此处是" + kind_zh(node.kind));
  return false;
}

bool expect_list(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::sequence) return true;
  auto builder =
      diagnostics.report(Code::wrong_node, node.span, std::string(what) + " must be a list, but here is " + kind_en(node.kind),
                         std::string(what_zh) + "应为列表，此处是" + kind_zh(node.kind));
  if (node.kind == Node::Kind::scalar) builder.hint("write [" + shown(node.text) + "]");
  return false;
}

bool expect_scalar(const Node& node, Diagnostics& diagnostics) {
  if (node.kind == Node::Kind::scalar) return true;
  diagnostics.report(Code::wrong_node, node.span, std::string("a single value is expected, but here is ") + kind_en(node.kind),
                     std::string("此处应为单个值，而不是") + kind_zh(node.kind));
  return false;
}

std::optional<std::string> read_text(const Node& node, Diagnostics& diagnostics) {
  if (node.kind != Node::Kind::null && !expect_scalar(node, diagnostics)) return std::nullopt;
  if (trimmed(node.text).empty()) {
    diagnostics.report(Code::empty_text, node.span, "the text is empty", "文字为空").hint("write a text or leave the key out");
    return std::nullopt;
  }
  return node.text;
}

std::optional<int64_t> read_integer(const Node& node, Diagnostics& diagnostics) {
  if (!expect_scalar(node, diagnostics)) return std::nullopt;
  const auto value = node.is_plain() ? parse_integer(node.text) : std::nullopt;
  if (!value) {
    diagnostics.report(Code::bad_scalar, node.span, "'" + shown(node.text) + "' is not a whole number",
                       "'" + shown(node.text) + "' 不是整数");
  }
  return value;
}

std::optional<double> read_number(const Node& node, Diagnostics& diagnostics) {
  if (!expect_scalar(node, diagnostics)) return std::nullopt;
  const auto value = node.is_plain() ? parse_number(node.text) : std::nullopt;
  if (!value) {
    diagnostics.report(Code::bad_scalar, node.span, "'" + shown(node.text) + "' is not a number",
                       "'" + shown(node.text) + "' 不是数值");
  }
  return value;
}

std::optional<bool> read_boolean(const Node& node, Diagnostics& diagnostics) {
  if (!expect_scalar(node, diagnostics)) return std::nullopt;
  if (node.is_plain() && node.text == "true") return true;
  if (node.is_plain() && node.text == "false") return false;
  diagnostics
      .report(Code::bad_scalar, node.span, "'" + shown(node.text) + "' is not a boolean",
              "'" + shown(node.text) + "' 不是真假值")
      .hint("write true or false");
  return std::nullopt;
}

std::optional<Day> read_date(const Node& node, Diagnostics& diagnostics) {
  if (!expect_scalar(node, diagnostics)) return std::nullopt;
  const auto day = parse_date(node.text);
  if (!day) {
    diagnostics
        .report(Code::bad_scalar, node.span, "'" + shown(node.text) + "' is not a date",
                "'" + shown(node.text) + "' 不是有效日期")
        .hint("write YYYY-MM-DD, such as 2023-06-05");
  }
  return day;
}

std::optional<int> read_choice(const Node& node, const std::vector<std::string>& words, Diagnostics& diagnostics) {
  if (!expect_scalar(node, diagnostics)) return std::nullopt;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == node.text) return static_cast<int>(i);
  }
  diagnostics
      .report(Code::bad_scalar, node.span, "'" + shown(node.text) + "' is not one of the words allowed here",
              "'" + shown(node.text) + "' 不是此处允许的词")
      .hint(suggestion(node.text, words));
  return std::nullopt;
}

std::vector<const Node*> read_list(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics) {
  std::vector<const Node*> out;
  if (!expect_list(node, what, what_zh, diagnostics)) return out;
  for (const Node& item : node.items) {
    if (expect_scalar(item, diagnostics)) out.push_back(&item);
  }
  return out;
}

bool is_identifier(std::string_view text) {
  if (text.empty() || !(ascii_alpha(text[0]) || text[0] == '_')) return false;
  for (char c : text) {
    if (!ascii_alpha(c) && !ascii_digit(c) && c != '_') return false;
  }
  return true;
}

bool is_path(std::string_view text) {
  for (;;) {
    const size_t dot = text.find('.');
    if (!is_identifier(text.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 200 || !(ascii_alpha(text[0]) || ascii_digit(text[0]))) return false;
  for (char c : text) {
    if (!ascii_alpha(c) && !ascii_digit(c) && c != '.' && c != '_' && c != '-') return false;
  }
  return true;
}

bool is_param_reference(std::string_view text) { return text.size() > 1 && text[0] == '$' && is_identifier(text.substr(1)); }

std::optional<int64_t> parse_integer(std::string_view text) {
  int64_t value = 0;
  if (text.empty() || text == "-" || (text[0] == '-' ? text.size() > 2 && text[1] == '0' : text.size() > 1 && text[0] == '0')) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_number(std::string_view text) {
  if (const auto whole = parse_integer(text)) return static_cast<double>(*whole);
  const std::string_view digits = !text.empty() && text[0] == '-' ? text.substr(1) : text;
  if (digits.empty() || !ascii_digit(digits[0])) return std::nullopt;
  if (digits.size() > 1 && digits[0] == '0' && ascii_digit(digits[1])) return std::nullopt;
  if (digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return std::nullopt;
  if (const size_t dot = digits.find('.');
      dot != std::string_view::npos && (dot + 1 == digits.size() || !ascii_digit(digits[dot + 1]))) {
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace hegui::rule
