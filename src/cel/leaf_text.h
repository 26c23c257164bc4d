// Leaf functions on texts and bytes, for both evaluators: positions count code points.
//
// In:   plain texts (valid UTF-8), positions.   Out: a text, a position, or an error kind.
// Idea: one right answer for precise arguments; results larger than kMaxText or kMaxElements are the error too_large, so
// doubling a text again and again ends.   Cost: O(length of the texts and of the result). Test: tests/cel/leaf_text_test.cc,
// tests/cel/leaf_format_test.cc
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cel/leaf.h"

namespace hegui::cel {

/// No text and no list made by an expression is larger; both evaluators give the error too_large.
constexpr size_t kMaxText = size_t{1} << 20;
constexpr size_t kMaxElements = 250'000;

namespace leaf {

/// The code point at a position; '' at the very end; elsewhere index_out_of_range.
Outcome<std::string> char_at(std::string_view text, int64_t position);
/// -1 if it is nowhere. `from` 0 to size.
Outcome<int64_t> index_of(std::string_view text, std::string_view part, int64_t from = 0);
Outcome<int64_t> last_index_of(std::string_view text, std::string_view part);
/// Beginning at `from` or before it; `from` 0 to size.
Outcome<int64_t> last_index_of(std::string_view text, std::string_view part, int64_t from);
Outcome<std::string> join(const std::vector<std::string_view>& parts, std::string_view between);
/// At most `count` times; negative: all. An empty part stands before every code point and at the end.
Outcome<std::string> replace(std::string_view text, std::string_view part, std::string_view by, int64_t count = -1);
/// At most `count` parts; negative: all; 0: none at all. An empty separator gives the code points.
Outcome<std::vector<std::string>> split(std::string_view text, std::string_view separator, int64_t count = -1);
/// 0 <= from <= to <= size; else index_out_of_range.
Outcome<std::string> substring(std::string_view text, int64_t from);
Outcome<std::string> substring(std::string_view text, int64_t from, int64_t to);
/// Without white space (Unicode's White_Space) at both ends.
std::string_view trim(std::string_view text);
std::string lower_ascii(std::string_view text);
std::string upper_ascii(std::string_view text);
std::string reverse(std::string_view text);
/// "..." with \a \b \f \n \r \t \v \\ \" escaped.
std::string quote(std::string_view text);
std::string base64_encode(std::string_view bytes);
Outcome<std::string> base64_decode(std::string_view text);

/// What `format` prints: an evaluator makes one of each argument. Lists and maps hold their elements, in any order.
struct Printable {
  enum class Kind : uint8_t {
    null,
    boolean,
    int_value,
    uint_value,
    double_value,
    string,
    bytes,
    date,
    timestamp,
    duration,
    type,
    list,
    map,
    other
  } kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;  // int; duration in nanoseconds; date in days
  uint64_t natural = 0;
  double real = 0;
  std::string text;  // string, bytes, name of a type
  Timestamp moment;
  std::vector<Printable> list;
  std::vector<std::pair<Printable, Printable>> map;
};
/// %s %d %f %e %x %X %o %b %%; %.Nf and %.Ne with N up to kMaxPrecision. A clause that is not known, a missing argument, an
/// argument that does not fit its clause: bad_argument.
Outcome<std::string> format(std::string_view pattern, const std::vector<Printable>& arguments);
constexpr int kMaxPrecision = 100;

}  // namespace leaf
}  // namespace hegui::cel
