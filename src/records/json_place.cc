// Walking a JSON text for places and faults: see json_place.h.
// In: a JSON text.   Out: offsets.   Cost: O(bytes), no recursion.   Test: tests/records/json_place_test.cc
#include "records/json_place.h"

#include <cctype>
#include <cerrno>
#include <climits>
#include <cmath>
#include <cstdlib>

#include "base/utf8.h"

namespace hegui {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

size_t skip_blank(std::string_view text, size_t at) {
  while (at < text.size() && blank(text[at])) ++at;
  return at;
}

// From an opening quote to past the closing one (or to the end of the text).
size_t skip_string(std::string_view text, size_t at) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

// Past one value of a well-formed text.
size_t skip_value(std::string_view text, size_t at) {
  size_t depth = 0;
  at = skip_blank(text, at);
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
    } else if (c == '{' || c == '[') {
      ++depth;
      ++at;
      continue;
    } else if (c == '}' || c == ']') {
      if (depth == 0) return at;
      --depth;
      ++at;
    } else if (c == ',' || c == ':' || blank(c)) {
      if (depth == 0) return at;
      ++at;
      continue;
    } else {
      while (at < text.size() && !blank(text[at]) && std::string_view(",:}]{[\"").find(text[at]) == std::string_view::npos)
        ++at;
    }
    if (depth == 0) return at;
  }
  return at;
}

uint32_t hex4(std::string_view raw, size_t at) {
  uint32_t value = 0;
  for (size_t i = at; i < at + 4 && i < raw.size(); ++i) {
    const char c = raw[i];
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : 0;
    value = value * 16 + static_cast<uint32_t>(digit);
  }
  return value;
}

std::string decoded(std::string_view raw) {
  std::string out;
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\' || i + 1 >= raw.size()) {
      out += raw[i];
      continue;
    }
    const char c = raw[++i];
    switch (c) {
      case 'b':
        out += '\b';
        break;
      case 'f':
        out += '\f';
        break;
      case 'n':
        out += '\n';
        break;
      case 'r':
        out += '\r';
        break;
      case 't':
        out += '\t';
        break;
      case 'u': {
        uint32_t code = hex4(raw, i + 1);
        i += 4;
        if (code >= 0xD800 && code < 0xDC00 && i + 6 < raw.size() && raw[i + 1] == '\\' && raw[i + 2] == 'u') {
          code = 0x10000 + ((code - 0xD800) << 10) + (hex4(raw, i + 3) - 0xDC00);
          i += 6;
        }
        append_utf8(out, code);
        break;
      }
      default:
        out += c;
    }
  }
  return out;
}

bool key_is(std::string_view raw, const std::string& key) {
  return raw.find('\\') == std::string_view::npos ? raw == key : decoded(raw) == key;
}

// A strict reader of JSON that keeps only the stack of open brackets.
class FaultFinder {
 public:
  FaultFinder(std::string_view text, int max_depth) : text_(text), max_depth_(max_depth) {}

  JsonFault run() {
    while (fault_.kind == JsonFault::Kind::none) {
      at_ = skip_blank(text_, at_);
      if (expect_ == Expect::end) {
        if (at_ < text_.size()) {
          fail(JsonFault::Kind::trailing, "there is more text after the end of the value", "值结束之后还有内容");
        }
        break;
      }
      if (at_ >= text_.size()) {
        fail(JsonFault::Kind::syntax,
             open_.empty()         ? "there is no value"
             : open_.back() == '{' ? "the closing '}' is missing"
                                   : "the closing ']' is missing",
             open_.empty()         ? "没有内容"
             : open_.back() == '{' ? "缺少右花括号 }"
                                   : "缺少右方括号 ]");
        break;
      }
      step();
    }
    return fault_;
  }

 private:
  enum class Expect : uint8_t { value, value_or_close, key, key_or_close, colon, comma_or_close, end };

  void fail(JsonFault::Kind kind, const char* what, const char* what_zh) { fault_ = {kind, at_, what, what_zh}; }
  void syntax(const char* what, const char* what_zh) { fail(JsonFault::Kind::syntax, what, what_zh); }

  void step() {
    const char c = text_[at_];
    switch (expect_) {
      case Expect::key:
      case Expect::key_or_close:
        if (c == '"') {
          string();
          expect_ = Expect::colon;
        } else if (c == '}' && expect_ == Expect::key_or_close) {
          close();
        } else if (c == '}') {
          syntax("a comma stands before '}'", "右花括号前多了逗号");
        } else {
          syntax("a key in double quotes is expected", "此处应为双引号括起的键");
        }
        return;
      case Expect::colon:
        if (c != ':') return syntax("a colon is missing after the key", "键之后缺少冒号");
        ++at_;
        expect_ = Expect::value;
        return;
      case Expect::comma_or_close:
        if (c == ',') {
          ++at_;
          expect_ = open_.back() == '{' ? Expect::key : Expect::value;
        } else if (c == (open_.back() == '{' ? '}' : ']')) {
          close();
        } else {
          open_.back() == '{' ? syntax("a comma or '}' is missing", "缺少逗号或右花括号 }")
                              : syntax("a comma or ']' is missing", "缺少逗号或右方括号 ]");
        }
        return;
      default:
        value(c);
    }
  }

  void value(char c) {
    if (c == ']' && expect_ == Expect::value_or_close) return close();
    if (c == ']' && !open_.empty() && open_.back() == '[') return syntax("a comma stands before ']'", "右方括号前多了逗号");
    if (c == '{' || c == '[') {
      if (open_.size() >= static_cast<size_t>(max_depth_)) {
        return fail(JsonFault::Kind::depth, "values are nested too deeply", "嵌套层数过多");
      }
      open_.push_back(c);
      ++at_;
      expect_ = c == '{' ? Expect::key_or_close : Expect::value_or_close;
    } else if (c == '"') {
      string();
      after_value();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      number();
      after_value();
    } else {
      for (const std::string_view word : {"true", "false", "null"}) {
        if (text_.substr(at_, word.size()) == word) {
          at_ += word.size();
          return after_value();
        }
      }
      syntax("a value is expected (text stands in double quotes)", "此处应为值（文字须用双引号括起）");
    }
  }

  void after_value() { expect_ = open_.empty() ? Expect::end : Expect::comma_or_close; }
  void close() {
    open_.pop_back();
    ++at_;
    after_value();
  }

  void string() {
    const size_t begin = at_;
    for (++at_; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '"') {
        ++at_;
        return;
      }
      if (static_cast<unsigned char>(c) < 0x20)
        return syntax("a line break or control character stands inside a text", "文字中含有换行或控制字符");
      if (c != '\\') continue;
      ++at_;
      if (at_ >= text_.size()) break;
      if (text_[at_] == 'u') {
        for (int i = 0; i < 4; ++i) {
          ++at_;
          if (at_ >= text_.size() || std::isxdigit(static_cast<unsigned char>(text_[at_])) == 0) {
            if (at_ >= text_.size()) break;
            return syntax("\\u needs four hexadecimal digits", "\\u 之后应有四位十六进制数字");
          }
        }
      } else if (std::string_view("\"\\/bfnrt").find(text_[at_]) == std::string_view::npos) {
        return syntax("an unknown escape stands after '\\'", "反斜杠之后的转义无效");
      }
    }
    at_ = begin;
    syntax("the closing double quote is missing", "缺少右双引号");
  }

  void number() {
    const size_t begin = at_;
    bool whole = true;
    if (text_[at_] == '-') ++at_;
    const size_t first = at_;
    const size_t digits_seen = run_of_digits();
    bool good = digits_seen > 0 && (digits_seen == 1 || text_[first] != '0');
    if (good && at_ < text_.size() && text_[at_] == '.') {
      whole = false;
      ++at_;
      good = run_of_digits() > 0;
    }
    if (good && at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      whole = false;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      good = run_of_digits() > 0;
    }
    if (good && at_ < text_.size() && !blank(text_[at_]) &&
        std::string_view(",}]").find(text_[at_]) == std::string_view::npos) {
      good = false;
    }
    if (!good) {
      at_ = begin;
      return syntax("this is no number (dates and codes stand in double quotes)", "不是有效的数字（日期、编号须用双引号括起）");
    }
    const std::string digits(text_.substr(begin, at_ - begin));
    errno = 0;
    bool large = false;
    if (!whole) {
      large = !std::isfinite(std::strtod(digits.c_str(), nullptr));
    } else if (digits[0] == '-') {
      large = std::strtoll(digits.c_str(), nullptr, 10) == LLONG_MIN && errno == ERANGE;
    } else {
      large = std::strtoull(digits.c_str(), nullptr, 10) == ULLONG_MAX && errno == ERANGE;
    }
    if (large) {
      at_ = begin;
      fail(JsonFault::Kind::number, "the number is too large", "数字过大");
    }
  }

  size_t run_of_digits() {
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ - begin;
  }

  std::string_view text_;
  int max_depth_;
  size_t at_ = 0;
  Expect expect_ = Expect::value;
  std::vector<char> open_;
  JsonFault fault_;
};

}  // namespace

std::string json_pointer(const std::vector<JsonStep>& path) {
  std::string out;
  for (const JsonStep& step : path) {
    out += '/';
    if (step.is_index) {
      out += std::to_string(step.index);
      continue;
    }
    for (const char c : step.key) {
      if (c == '~') {
        out += "~0";
      } else if (c == '/') {
        out += "~1";
      } else {
        out += c;
      }
    }
  }
  return out;
}

JsonPlace find_in_json(std::string_view text, const std::vector<JsonStep>& path, bool last_key) {
  JsonPlace place;
  size_t at = skip_blank(text, 0);
  place.key = place.value = at;
  for (size_t s = 0; s < path.size(); ++s) {
    const JsonStep& step = path[s];
    // A scalar or an object given for a list is its first element.
    if (at >= text.size()) return place;
    if (step.is_index && text[at] != '[') {
      if (step.index != 0) return place;
      continue;
    }
    if (!step.is_index && text[at] != '{') return place;
    const char close = step.is_index ? ']' : '}';
    const bool take_last = last_key && s + 1 == path.size();
    bool found = false;
    size_t index = 0, next = 0;
    for (at = skip_blank(text, at + 1); at < text.size() && text[at] != close; ++index) {
      const size_t key = at;
      bool match = step.is_index && index == step.index;
      if (!step.is_index) {
        if (text[at] != '"') return place;
        at = skip_string(text, at);
        if (at < key + 2) return place;
        match = key_is(text.substr(key + 1, at - key - 2), step.key);
        at = skip_blank(text, at);
        if (at >= text.size() || text[at] != ':') return place;
        at = skip_blank(text, at + 1);
      }
      if (match) {
        found = true;
        place.key = key;
        next = at;
        if (!take_last) break;
      }
      const size_t end = skip_value(text, at);
      if (end == at) return place;
      at = skip_blank(text, end);
      if (at < text.size() && text[at] == ',') at = skip_blank(text, at + 1);
    }
    if (!found) return place;
    at = next;
    place.value = at;
  }
  place.value_end = skip_value(text, place.value);
  place.key_end = place.key == place.value ? place.value_end : skip_string(text, place.key);
  place.found = true;
  return place;
}

std::vector<size_t> element_starts(std::string_view text) {
  std::vector<size_t> starts;
  size_t at = skip_blank(text, 0);
  if (at >= text.size() || text[at] != '[') return starts;
  at = skip_blank(text, at + 1);
  while (at < text.size() && text[at] != ']') {
    starts.push_back(at);
    const size_t end = skip_value(text, at);
    if (end == at) break;
    at = skip_blank(text, end);
    if (at < text.size() && text[at] == ',') at = skip_blank(text, at + 1);
  }
  return starts;
}

JsonFault find_json_fault(std::string_view text, int max_depth) { return FaultFinder(text, max_depth).run(); }

}  // namespace hegui
