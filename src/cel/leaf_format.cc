// format: a pattern filled in. In: the pattern, arguments as Printable. Out: a text, or an error kind.
// Idea: one pass over the pattern, one function a clause; doubles by std::to_chars, which rounds the exact binary value half to
// even and knows no locale.   Cost: O(length of the pattern and of the result).   Test: tests/cel/leaf_format_test.cc
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/source.h"
#include "cel/leaf_text.h"

namespace hegui::cel::leaf {

namespace {

using Kind = Printable::Kind;

/// "NaN", "Infinity", "-Infinity"; empty for a finite number.
std::string special(double v) {
  if (std::isnan(v)) return "NaN";
  return std::isinf(v) ? (v < 0 ? "-Infinity" : "Infinity") : "";
}

std::string digits(double v, std::chars_format form, int precision) {
  std::array<char, 512> buffer{};  // 309 digits, a point, kMaxPrecision more
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v, form, precision).ptr;
  return std::string(buffer.data(), end);
}

/// Base 10, as many digits as read back to the same number, no exponent.
std::string plain(double v) {
  if (std::string text = special(v); !text.empty()) return text;
  std::array<char, 512> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), v, std::chars_format::fixed).ptr;
  return std::string(buffer.data(), end);
}

std::string in_base(uint64_t magnitude, bool negative, int base, bool upper) {
  std::array<char, 72> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), magnitude, base).ptr;
  std::string text(buffer.data(), end);
  if (upper) text = upper_ascii(text);
  return negative ? "-" + text : text;
}

uint64_t magnitude_of(int64_t v) { return v < 0 ? 0 - static_cast<uint64_t>(v) : static_cast<uint64_t>(v); }

/// Bytes as text, each run of octets that are no UTF-8 as one U+FFFD.
std::string readable(std::string_view bytes) {
  std::string out;
  bool in_bad = false;
  while (!bytes.empty()) {
    const size_t bad = find_invalid_utf8(bytes);
    const size_t good = std::min(bad, bytes.size());
    out += bytes.substr(0, good);
    if (good > 0) in_bad = false;
    bytes.remove_prefix(good);
    if (bytes.empty()) break;
    if (!in_bad) out += "\xEF\xBF\xBD";
    in_bad = true;
    bytes.remove_prefix(1);
  }
  return out;
}

class Formatter {
 public:
  Formatter(std::string_view pattern, const std::vector<Printable>& arguments) : pattern_(pattern), arguments_(arguments) {}

  Outcome<std::string> run() {
    for (size_t at = 0; at < pattern_.size() && error_ == ErrorKind::none;) {
      if (out_.size() > kMaxText) return ErrorKind::too_large;
      if (pattern_[at] != '%') {
        const size_t next = std::min(pattern_.find('%', at), pattern_.size());
        out_ += pattern_.substr(at, next - at);
        at = next;
        continue;
      }
      at = clause(at + 1);
    }
    if (error_ != ErrorKind::none) return error_;
    if (out_.size() > kMaxText) return ErrorKind::too_large;
    return std::move(out_);
  }

 private:
  bool fail(ErrorKind error = ErrorKind::bad_argument) {
    error_ = error;
    return false;
  }

  size_t clause(size_t at) {
    if (at < pattern_.size() && pattern_[at] == '%') {
      out_ += '%';
      return at + 1;
    }
    int precision = 6;
    if (at < pattern_.size() && pattern_[at] == '.') {
      size_t count = 0;
      precision = 0;
      for (++at; at < pattern_.size() && pattern_[at] >= '0' && pattern_[at] <= '9'; ++at, ++count)
        precision = std::min(precision * 10 + (pattern_[at] - '0'), kMaxPrecision + 1);
      if (count == 0 || precision > kMaxPrecision) fail();
    }
    if (at >= pattern_.size() || next_ >= arguments_.size()) fail();
    if (error_ == ErrorKind::none) put(pattern_[at], arguments_[next_++], precision);
    return at + 1;
  }

  bool put(char letter, const Printable& v, int precision) {
    switch (letter) {
      case 's':
        return text(v, 0);
      case 'd':
        return v.kind == Kind::int_value || v.kind == Kind::uint_value || v.kind == Kind::double_value ? text(v, 0) : fail();
      case 'f':
      case 'e':
        return real(letter == 'f', v, precision);
      case 'x':
      case 'X':
        return hexadecimal(v, letter == 'X');
      case 'o':
        return whole(v, 8, false);
      case 'b':
        if (v.kind != Kind::boolean) return whole(v, 2, false);
        out_ += v.boolean ? '1' : '0';
        return true;
      default:
        return fail();
    }
  }

  bool whole(const Printable& v, int base, bool upper) {
    if (v.kind == Kind::int_value)
      out_ += in_base(magnitude_of(v.integer), v.integer < 0, base, upper);
    else if (v.kind == Kind::uint_value)
      out_ += in_base(v.natural, false, base, upper);
    else
      return fail();
    return true;
  }

  bool hexadecimal(const Printable& v, bool upper) {
    if (v.kind != Kind::string && v.kind != Kind::bytes) return whole(v, 16, upper);
    if (v.text.size() > kMaxText / 2) return fail(ErrorKind::too_large);
    const std::string_view hex = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    for (const char c : v.text) {
      const auto octet = static_cast<unsigned char>(c);
      out_ += {hex[octet >> 4], hex[octet & 15U]};
    }
    return true;
  }

  bool real(bool fixed, const Printable& v, int precision) {
    if (fixed && (v.kind == Kind::int_value || v.kind == Kind::uint_value)) {
      whole(v, 10, false);
      if (precision > 0) out_ += "." + std::string(static_cast<size_t>(precision), '0');
      return true;
    }
    const double number = v.kind == Kind::int_value    ? static_cast<double>(v.integer)
                          : v.kind == Kind::uint_value ? static_cast<double>(v.natural)
                                                       : v.real;
    if (v.kind != Kind::int_value && v.kind != Kind::uint_value && v.kind != Kind::double_value) return fail();
    const std::string odd = special(number);
    out_ += odd.empty() ? digits(number, fixed ? std::chars_format::fixed : std::chars_format::scientific, precision) : odd;
    return true;
  }

  bool text(const Printable& v, int depth) {
    constexpr int kDeepest = 300;
    if (depth > kDeepest || out_.size() > kMaxText) return fail(ErrorKind::too_large);
    switch (v.kind) {
      case Kind::null:
        out_ += "null";
        return true;
      case Kind::boolean:
        out_ += v.boolean ? "true" : "false";
        return true;
      case Kind::int_value:
      case Kind::uint_value:
        return whole(v, 10, false);
      case Kind::double_value:
        out_ += plain(v.real);
        return true;
      case Kind::string:
      case Kind::type:
        out_ += v.text;
        return true;
      case Kind::bytes:
        out_ += readable(v.text);
        return true;
      case Kind::date:
        out_ += format_date(static_cast<Day>(v.integer));
        return true;
      case Kind::timestamp:
        out_ += text_of(v.moment);
        return true;
      case Kind::duration:
        out_ += text_of_duration(v.integer);
        return true;
      case Kind::list:
        out_ += '[';
        for (size_t i = 0; i < v.list.size(); ++i) {
          if (i > 0) out_ += ", ";
          if (!text(v.list[i], depth + 1)) return false;
        }
        out_ += ']';
        return true;
      case Kind::map:
        return entries(v, depth);
      case Kind::other:
        break;
    }
    return fail();
  }

  bool entries(const Printable& v, int depth) {
    std::vector<std::pair<std::string, const Printable*>> sorted;
    for (const auto& [key, value] : v.map) {
      const size_t before = out_.size();
      if (!text(key, depth + 1)) return false;
      sorted.emplace_back(out_.substr(before), &value);
      out_.resize(before);
    }
    std::sort(sorted.begin(), sorted.end());
    out_ += '{';
    for (size_t i = 0; i < sorted.size(); ++i) {
      out_ += (i > 0 ? ", " : "") + sorted[i].first + ": ";
      if (!text(*sorted[i].second, depth + 1)) return false;
    }
    out_ += '}';
    return true;
  }

  std::string_view pattern_;
  const std::vector<Printable>& arguments_;
  size_t next_ = 0;
  std::string out_;
  ErrorKind error_ = ErrorKind::none;
};

}  // namespace

Outcome<std::string> format(std::string_view pattern, const std::vector<Printable>& arguments) {
  return Formatter(pattern, arguments).run();
}

}  // namespace hegui::cel::leaf
