// Leaf functions on numbers and texts. In: plain values. Out: a value or an error kind.
// Idea: the compiler's checked arithmetic, std::from_chars and std::to_chars, RE2 for patterns; nothing depends on the locale.
// Cost: O(length of the text). The patterns met last are kept compiled, per thread.   Test: tests/cel/leaf_test.cc
#include "cel/leaf.h"

#include <re2/re2.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/source.h"

namespace hegui::cel {

namespace {

struct KindWords {
  std::string_view en;
  std::string_view zh;
};

constexpr std::array<KindWords, kErrorKinds> kKindWords = {{
    {"none", "无"},
    {"overflow", "数值溢出"},
    {"division_by_zero", "除以零"},
    {"bad_conversion", "无法转换"},
    {"bad_pattern", "正则表达式无效"},
    {"bad_date", "日期无效"},
    {"bad_timestamp", "时刻无效"},
    {"bad_duration", "时长无效"},
    {"bad_time_zone", "时区无效"},
    {"never", "日期尚未发生"},
    {"part_of_day", "时长不是整天"},
    {"empty_list", "列表为空"},
    {"no_such_key", "没有此键"},
    {"no_such_field", "没有此字段"},
    {"index_out_of_range", "下标越界"},
    {"no_matching_overload", "类型不适用"},
    {"repeated_key", "键重复"},
    {"bad_key", "键的类型不可用"},
    {"bad_argument", "参数无效"},
    {"too_large", "结果过大"},
    {"unbound", "名称未定义"},
    {"no_value", "可选值为空"},
    {"too_much_work", "计算步数超限"},
}};

constexpr double kTwo63 = 9223372036854775808.0;
constexpr double kTwo64 = 18446744073709551616.0;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string_view word(ErrorKind kind) { return kKindWords[static_cast<size_t>(kind)].en; }
std::string_view word_zh(ErrorKind kind) { return kKindWords[static_cast<size_t>(kind)].zh; }

namespace leaf {

Outcome<int64_t> add(int64_t a, int64_t b) {
  int64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return ErrorKind::overflow;
  return result;
}

Outcome<int64_t> subtract(int64_t a, int64_t b) {
  int64_t result = 0;
  if (__builtin_sub_overflow(a, b, &result)) return ErrorKind::overflow;
  return result;
}

Outcome<int64_t> multiply(int64_t a, int64_t b) {
  int64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return ErrorKind::overflow;
  return result;
}

Outcome<int64_t> divide(int64_t a, int64_t b) {
  if (b == 0) return ErrorKind::division_by_zero;
  if (a == INT64_MIN && b == -1) return ErrorKind::overflow;
  return a / b;
}

Outcome<int64_t> remainder(int64_t a, int64_t b) {
  if (b == 0) return ErrorKind::division_by_zero;
  if (a == INT64_MIN && b == -1) return ErrorKind::overflow;
  return a % b;
}

Outcome<int64_t> negate(int64_t a) { return subtract(int64_t{0}, a); }

Outcome<uint64_t> add(uint64_t a, uint64_t b) {
  uint64_t result = 0;
  if (__builtin_add_overflow(a, b, &result)) return ErrorKind::overflow;
  return result;
}

Outcome<uint64_t> subtract(uint64_t a, uint64_t b) {
  if (b > a) return ErrorKind::overflow;
  return a - b;
}

Outcome<uint64_t> multiply(uint64_t a, uint64_t b) {
  uint64_t result = 0;
  if (__builtin_mul_overflow(a, b, &result)) return ErrorKind::overflow;
  return result;
}

Outcome<uint64_t> divide(uint64_t a, uint64_t b) {
  if (b == 0) return ErrorKind::division_by_zero;
  return a / b;
}

Outcome<uint64_t> remainder(uint64_t a, uint64_t b) {
  if (b == 0) return ErrorKind::division_by_zero;
  return a % b;
}

double divide(double a, double b) {
  if (b != 0 || std::isnan(b)) return a / b;
  if (a == 0 || std::isnan(a)) return std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  return std::signbit(a) == std::signbit(b) ? infinity : -infinity;
}

std::partial_ordering compare(int64_t a, int64_t b) { return a <=> b; }
std::partial_ordering compare(uint64_t a, uint64_t b) { return a <=> b; }
std::partial_ordering compare(double a, double b) { return a <=> b; }

std::partial_ordering compare(int64_t a, uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<uint64_t>(a) <=> b;
}

std::partial_ordering compare(int64_t a, double b) {
  if (b < -kTwo63) return std::partial_ordering::greater;
  if (b > kTwo63) return std::partial_ordering::less;
  return static_cast<double>(a) <=> b;
}

std::partial_ordering compare(uint64_t a, double b) {
  if (b < 0) return std::partial_ordering::greater;
  if (b > kTwo64) return std::partial_ordering::less;
  return static_cast<double>(a) <=> b;
}

namespace {
std::partial_ordering reversed(std::partial_ordering order) { return 0 <=> order; }
}  // namespace

std::partial_ordering compare(const Number& a, const Number& b) {
  using Kind = Number::Kind;
  switch (a.kind) {
    case Kind::int_value:
      if (b.kind == Kind::int_value) return compare(a.integer, b.integer);
      if (b.kind == Kind::uint_value) return compare(a.integer, b.natural);
      return compare(a.integer, b.real);
    case Kind::uint_value:
      if (b.kind == Kind::int_value) return reversed(compare(b.integer, a.natural));
      if (b.kind == Kind::uint_value) return compare(a.natural, b.natural);
      return compare(a.natural, b.real);
    case Kind::double_value:
      break;
  }
  if (b.kind == Kind::int_value) return reversed(compare(b.integer, a.real));
  if (b.kind == Kind::uint_value) return reversed(compare(b.natural, a.real));
  return compare(a.real, b.real);
}

Outcome<int64_t> index_of(const Number& number) {
  switch (number.kind) {
    case Number::Kind::int_value:
      if (number.integer < 0) return ErrorKind::index_out_of_range;
      return number.integer;
    case Number::Kind::uint_value:
      if (number.natural > static_cast<uint64_t>(INT64_MAX)) return ErrorKind::index_out_of_range;
      return static_cast<int64_t>(number.natural);
    case Number::Kind::double_value:
      break;
  }
  if (!(number.real >= 0 && number.real < kTwo63) || std::trunc(number.real) != number.real)
    return ErrorKind::index_out_of_range;
  return static_cast<int64_t>(number.real);
}

Outcome<int64_t> int_of(uint64_t v) {
  if (v > static_cast<uint64_t>(INT64_MAX)) return ErrorKind::bad_conversion;
  return static_cast<int64_t>(v);
}

Outcome<int64_t> int_of(double v) {
  if (!(v > -kTwo63 && v < kTwo63)) return ErrorKind::bad_conversion;
  return static_cast<int64_t>(v);
}

Outcome<int64_t> int_of(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return ErrorKind::bad_conversion;
  }
  int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return ErrorKind::bad_conversion;
  return value;
}

Outcome<uint64_t> uint_of(int64_t v) {
  if (v < 0) return ErrorKind::bad_conversion;
  return static_cast<uint64_t>(v);
}

Outcome<uint64_t> uint_of(double v) {
  if (!(v >= 0 && v < kTwo64)) return ErrorKind::bad_conversion;
  return static_cast<uint64_t>(v);
}

Outcome<uint64_t> uint_of(std::string_view text) {
  uint64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return ErrorKind::bad_conversion;
  return value;
}

Outcome<double> double_of(std::string_view text) {
  bool negative = false;
  if (text.starts_with('-') || text.starts_with('+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity" || text == "Inf") {
    const double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  const bool begins_well = !text.empty() && (is_digit(text[0]) || (text[0] == '.' && text.size() > 1 && is_digit(text[1])));
  if (!begins_well) return ErrorKind::bad_conversion;
  double value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return ErrorKind::bad_conversion;
  if (problem == std::errc::result_out_of_range) {
    // Too small is the nearest double, zero; too large has none.
    const size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent == std::string_view::npos
                          ? text.find_first_not_of("0.") > text.find('.') && text.starts_with("0")
                          : text.substr(exponent + 1).starts_with('-');
    if (!tiny) return ErrorKind::bad_conversion;
    value = 0;
  } else if (problem != std::errc{}) {
    return ErrorKind::bad_conversion;
  }
  return negative ? -value : value;
}

Outcome<bool> bool_of(std::string_view text) {
  if (text == "1" || text == "t" || text == "true" || text == "TRUE" || text == "True") return true;
  if (text == "0" || text == "f" || text == "false" || text == "FALSE" || text == "False") return false;
  return ErrorKind::bad_conversion;
}

std::string text_of(int64_t v) { return std::to_string(v); }
std::string text_of(uint64_t v) { return std::to_string(v); }
std::string text_of(bool v) { return v ? "true" : "false"; }

std::string text_of(double v) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v < 0 ? "-Infinity" : "Infinity";
  if (v == 0) return std::signbit(v) ? "-0" : "0";
  std::array<char, 64> buffer{};
  char* const begin = buffer.data();
  // The shortest digits, as d.ddde+xx; their exponent then decides between the two forms.
  const auto scientific = std::to_chars(begin, begin + buffer.size(), v, std::chars_format::scientific);
  std::string text(begin, scientific.ptr);
  const int exponent = std::atoi(text.c_str() + text.find('e') + 1);
  constexpr int kFixedDigits = 6;
  if (exponent >= -4 && exponent < kFixedDigits) {
    const auto fixed = std::to_chars(begin, begin + buffer.size(), v, std::chars_format::fixed);
    text.assign(begin, fixed.ptr);
  }
  return text;
}

Outcome<std::string> text_of_bytes(std::string_view bytes) {
  if (find_invalid_utf8(bytes) != std::string_view::npos) return ErrorKind::bad_conversion;
  return std::string(bytes);
}

int64_t size(std::string_view text) {
  int64_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

struct Pattern::Program {
  explicit Program(std::string_view text, const RE2::Options& options)
      : re(re2::StringPiece(text.data(), text.size()), options) {}
  RE2 re;
};

Pattern::Pattern() = default;
Pattern::~Pattern() = default;

std::shared_ptr<const Pattern> Pattern::compile(std::string_view pattern, std::string* why) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(int64_t{4} << 20);
  if (pattern.size() > kMaxPattern) {
    if (why != nullptr) *why = "longer than " + std::to_string(kMaxPattern) + " bytes";
    return nullptr;
  }
  std::shared_ptr<Pattern> result(new Pattern());
  result->program_ = std::make_unique<Program>(pattern, options);
  if (!result->program_->re.ok()) {
    if (why != nullptr) *why = result->program_->re.error();
    return nullptr;
  }
  return result;
}

bool Pattern::matches(std::string_view text) const {
  return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), program_->re);
}

Outcome<bool> matches(std::string_view text, std::string_view pattern) {
  constexpr size_t kKept = 64;
  thread_local std::unordered_map<std::string, std::shared_ptr<const Pattern>> kept;
  std::string key(pattern);
  auto place = kept.find(key);
  if (place == kept.end()) {
    if (kept.size() >= kKept) kept.clear();
    place = kept.emplace(std::move(key), Pattern::compile(pattern)).first;
  }
  if (place->second == nullptr) return ErrorKind::bad_pattern;
  return place->second->matches(text);
}

}  // namespace leaf
}  // namespace hegui::cel
