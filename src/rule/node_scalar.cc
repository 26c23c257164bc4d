// In: a scalar's decoded text and its source.   Out: a byte map (see node_scalar.h).   Idea: one walk per style; a Layer
// takes the next decoded byte together with the source byte that made it.   Cost: O(bytes).   Test: tests/rule/node_test.cc
#include "rule/node_scalar.h"

#include <algorithm>
#include <vector>

#include "base/utf8.h"

namespace hegui::rule {

namespace {

/// The decoded text being laid over the source.
class Layer {
 public:
  explicit Layer(std::string_view decoded) : decoded_(decoded) { text_.reserve(decoded.size()); }

  bool done() const { return at_ >= decoded_.size(); }
  char next() const { return done() ? '\0' : decoded_[at_]; }
  bool rest_is_breaks() const { return decoded_.find_first_not_of('\n', at_) == std::string_view::npos; }

  /// The next decoded byte must be `c`, made by the source byte at `source_at`.
  bool put(char c, uint32_t source_at) {
    if (done() || decoded_[at_] != c) return false;
    ++at_;
    keep(c, source_at);
    return true;
  }
  /// An escape: the decoded bytes `c`, all made by what starts at `source_at`. `legacy` is how some parser versions decode
  /// it instead; `c` is kept.
  bool put_all(std::string_view c, std::string_view legacy, uint32_t source_at) {
    const std::string_view rest = decoded_.substr(std::min(at_, decoded_.size()));
    if (rest.substr(0, c.size()) == c) {
      at_ += c.size();
    } else if (!legacy.empty() && rest.substr(0, legacy.size()) == legacy) {
      at_ += legacy.size();
    } else {
      return false;
    }
    for (const char byte : c) keep(byte, source_at);
    return true;
  }

  TextMap map;
  std::string take() { return std::move(text_); }

 private:
  void keep(char c, uint32_t source_at) {
    if (text_.empty() || source_at != last_ + 1) map.add(static_cast<uint32_t>(text_.size()), source_at);
    last_ = source_at;
    text_ += c;
  }

  std::string_view decoded_;
  size_t at_ = 0;
  std::string text_;
  uint32_t last_ = 0;
};

/// Past blanks from `at`; true if a line break stands there.
bool ends_line(std::string_view source, uint32_t at) {
  while (blank_at(source, at)) ++at;
  return break_length(source, at) > 0;
}

/// Line breaks inside a flow scalar: one is a blank (or nothing after a backslash), n are n - 1 breaks. `at` moves to the
/// first byte that is neither blank nor break.
bool fold_breaks(std::string_view source, uint32_t& at, Layer& layer, bool escaped) {
  std::vector<uint32_t> breaks;
  while (true) {
    while (blank_at(source, at)) ++at;
    const uint32_t length = break_length(source, at);
    if (length == 0) break;
    breaks.push_back(at);
    at += length;
  }
  if (layer.done()) return true;
  if (breaks.size() == 1) return escaped || layer.put(' ', breaks[0]);
  for (size_t i = 0; i + 1 < breaks.size() && !layer.done(); ++i) {
    // Breaks before a closing quote may have been cut off by the parser.
    if (!layer.put('\n', breaks[i])) return false;
  }
  return true;
}

bool lay_plain(std::string_view source, uint32_t& at, Layer& layer) {
  while (!layer.done()) {
    if (at >= source.size()) return false;
    if ((blank_at(source, at) || break_length(source, at) > 0) && ends_line(source, at)) {
      if (!fold_breaks(source, at, layer, false)) return false;
    } else {
      if (!layer.put(source[at], at)) return false;
      ++at;
    }
  }
  return true;
}

uint32_t hex_value(std::string_view digits, bool& good) {
  uint32_t value = 0;
  for (const char c : digits) {
    const uint32_t digit = c >= '0' && c <= '9'   ? static_cast<uint32_t>(c - '0')
                           : c >= 'a' && c <= 'f' ? static_cast<uint32_t>(c - 'a' + 10)
                           : c >= 'A' && c <= 'F' ? static_cast<uint32_t>(c - 'A' + 10)
                                                  : 16;
    if (digit == 16) good = false;
    value = value * 16 + digit;
  }
  return value;
}

/// The escape whose backslash stands at `at`; moves behind it.
bool lay_escape(std::string_view source, uint32_t& at, Layer& layer) {
  const uint32_t backslash = at;
  if (backslash + 1 >= source.size()) return false;
  const char kind = source[backslash + 1];
  at += 2;
  const auto one = [&](char c) { return layer.put_all(std::string_view(&c, 1), {}, backslash); };
  switch (kind) {
    case '0':
      return one('\0');
    case 'a':
      return one('\a');
    case 'b':
      return one('\b');
    case 't':
    case '\t':
      return one('\t');
    case 'n':
      return one('\n');
    case 'v':
      return one('\v');
    case 'f':
      return one('\f');
    case 'r':
      return one('\r');
    case 'e':
      return one('\x1B');
    case ' ':
    case '"':
    case '\'':
    case '\\':
    case '/':
      return one(kind);
    case 'N':
      return layer.put_all("\xC2\x85", "\x85", backslash);
    case '_':
      return layer.put_all("\xC2\xA0", "\xA0", backslash);
    case 'L':
      return layer.put_all("\xE2\x80\xA8", {}, backslash);
    case 'P':
      return layer.put_all("\xE2\x80\xA9", {}, backslash);
    case 'x':
    case 'u':
    case 'U': {
      const uint32_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
      if (source.size() - at < digits) return false;
      bool good = true;
      std::string bytes;
      append_utf8(bytes, hex_value(source.substr(at, digits), good));
      at += digits;
      return good && layer.put_all(bytes, {}, backslash);
    }
    default:
      return false;
  }
}

/// From behind the opening quote to behind the closing one; `text_end` is where the text ends.
bool lay_quoted(std::string_view source, uint32_t& at, Layer& layer, bool is_double, uint32_t& text_end) {
  const char quote = is_double ? '"' : '\'';
  while (!layer.done()) {
    if (at >= source.size()) return false;
    const char c = source[at];
    if (is_double && c == '\\') {
      if (break_length(source, at + 1) > 0) {
        ++at;
        if (!fold_breaks(source, at, layer, true)) return false;
      } else if (!lay_escape(source, at, layer)) {
        return false;
      }
    } else if (c == quote) {
      if (is_double || at + 1 >= source.size() || source[at + 1] != quote || !layer.put(quote, at)) return false;
      at += 2;
    } else if ((blank_at(source, at) || break_length(source, at) > 0) && ends_line(source, at)) {
      if (!fold_breaks(source, at, layer, false)) return false;
    } else {
      if (!layer.put(c, at)) return false;
      ++at;
    }
  }
  text_end = at;
  while (at < source.size() && source[at] != quote) {  // what the parser cut off: blanks, breaks, escaped breaks
    const bool escaped_break = is_double && source[at] == '\\' && break_length(source, at + 1) > 0;
    if (!blank_at(source, at) && break_length(source, at) == 0 && !escaped_break) return false;
    ++at;
  }
  if (at >= source.size()) return false;
  ++at;
  return true;
}

uint32_t line_end(std::string_view source, uint32_t at) {
  while (at < source.size() && source[at] != '\n' && source[at] != '\r') ++at;
  return at;
}

/// The indentation of a block scalar: what the first line with a glyph has in the source beyond what it has in the text.
uint32_t indentation(std::string_view source, uint32_t first_line, std::string_view decoded) {
  const size_t glyph = decoded.find_first_not_of(" \t\n");
  uint32_t at = first_line;
  if (glyph == std::string_view::npos) {
    // Blanks only: the first line that keeps some tells; without any, whole lines are indentation.
    const size_t blank = decoded.find_first_of(" \t");
    if (blank == std::string_view::npos) return UINT32_MAX;
    size_t skip = static_cast<size_t>(std::count(decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(blank), '\n'));
    const size_t kept = std::min(decoded.find('\n', blank), decoded.size()) - blank;
    while (at < source.size()) {
      const uint32_t end = line_end(source, at);
      if (skip == 0) return end - at > kept ? end - at - static_cast<uint32_t>(kept) : 0;
      --skip;
      at = end + break_length(source, end);
    }
    return UINT32_MAX;
  }
  const size_t line = decoded.rfind('\n', glyph) + 1;  // npos + 1 == 0
  const uint32_t kept = static_cast<uint32_t>(glyph - line);
  while (at < source.size()) {
    uint32_t text = at;
    while (blank_at(source, text)) ++text;
    const uint32_t length = break_length(source, text);
    if (length == 0) return text - at > kept ? text - at - kept : 0;
    at = text + length;
  }
  return UINT32_MAX;
}

/// The part of a line behind its indentation.
uint32_t content_begin(std::string_view source, uint32_t line, uint32_t end, uint32_t indent) {
  uint32_t at = line;
  while (at < end && at - line < indent && source[at] == ' ') ++at;
  return at;
}

bool lay_literal(std::string_view source, uint32_t at, Layer& layer, uint32_t indent, uint32_t& text_end) {
  while (!layer.done()) {
    if (at >= source.size()) return false;
    const uint32_t end = line_end(source, at);
    for (uint32_t i = content_begin(source, at, end, indent); i < end && !layer.done(); ++i) {
      if (!layer.put(source[i], i)) return false;
      text_end = i + 1;
    }
    if (layer.done()) return true;
    if (break_length(source, end) == 0 || !layer.put('\n', end)) return false;
    text_end = end;
    at = end + break_length(source, end);
  }
  return true;
}

bool lay_folded(std::string_view source, uint32_t at, Layer& layer, uint32_t indent, uint32_t& text_end) {
  std::vector<uint32_t> breaks;  // between the line before and the next one with content
  bool first = true;
  const auto put_breaks = [&] {
    for (size_t k = 0; layer.next() == '\n'; ++k) {
      if (breaks.empty()) return false;
      text_end = breaks[std::min(k, breaks.size() - 1)];
      layer.put('\n', text_end);
    }
    return true;
  };
  while (!layer.done()) {
    const uint32_t end = line_end(source, at);
    const uint32_t begin = content_begin(source, at, end, indent);
    const uint32_t length = break_length(source, end);
    if (begin == end && length > 0) {  // an empty line
      breaks.push_back(end);
      at = end + length;
      continue;
    }
    if (layer.rest_is_breaks()) return put_breaks();
    if (begin == end) {  // the file ends in a line of blanks
      return !first && breaks.size() == 1 && layer.put(' ', text_end = breaks[0]) && layer.done();
    }
    if (!first && breaks.size() == 1 && layer.next() == ' ' && !blank_at(source, begin)) {
      layer.put(' ', breaks[0]);
    } else if (!put_breaks()) {
      return false;
    }
    for (uint32_t i = begin; i < end && !layer.done(); ++i) {
      if (!layer.put(source[i], i)) return false;
      text_end = i + 1;
    }
    first = false;
    breaks.clear();
    if (length > 0) breaks.push_back(end);
    at = end + length;
  }
  return true;
}

}  // namespace

ScalarPlace locate_scalar(std::string_view source, uint32_t begin, std::string_view decoded) {
  ScalarPlace place;
  place.begin = begin;
  Layer layer(decoded);
  const char lead = begin < source.size() ? source[begin] : '\0';
  uint32_t at = begin, text_end = begin;
  if (lead == '"' || lead == '\'') {
    place.style = lead == '"' ? Node::Style::double_quoted : Node::Style::single_quoted;
    ++at;
    place.exact = lay_quoted(source, at, layer, lead == '"', text_end);
    place.end = at;
  } else if (lead == '|' || lead == '>') {
    place.style = lead == '|' ? Node::Style::literal : Node::Style::folded;
    const uint32_t header_end = line_end(source, at);
    at = header_end + break_length(source, header_end);
    text_end = header_end;
    const uint32_t indent = indentation(source, at, decoded);
    place.exact =
        lead == '|' ? lay_literal(source, at, layer, indent, text_end) : lay_folded(source, at, layer, indent, text_end);
    place.end = text_end;
  } else {
    place.style = Node::Style::plain;
    place.exact = lay_plain(source, at, layer);
    text_end = place.end = at;
  }
  if (place.exact) {
    place.map = std::move(layer.map);
    place.map.set_end(text_end);
    place.text = layer.take();
  } else {
    place.map.add(0, begin);
    place.map.set_end(begin);
    place.text = decoded;
    place.end = begin;
  }
  return place;
}

}  // namespace hegui::rule
