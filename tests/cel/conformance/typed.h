// Typed values of the conformance cases, read from JSON and given back by evaluators.
//
// Equality is that of an expectation: same type, same value; maps in any order; NaN equals NaN, 0.0 and -0.0 differ.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace hegui::conformance {

struct Typed {
  enum class Kind : uint8_t {
    null,
    boolean,
    integer,
    natural,
    real,
    string,
    bytes,
    type,
    timestamp,
    duration,
    list,
    map,
    other,  // what the cases have no form for: an optional, a message, an enumeration; `text` says what
  } kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;  // int; timestamp, duration: seconds
  int32_t nanos = 0;    // timestamp (0 to 999'999'999), duration (with the sign of the seconds)
  uint64_t natural = 0;
  double real = 0;
  std::string text;  // string; bytes; the name of a type
  std::vector<Typed> list;
  std::vector<std::pair<Typed, Typed>> map;
};

bool operator==(const Typed& a, const Typed& b);
/// `int 1`, `list [string "a"]`: for a failed case.
std::string to_text(const Typed& value);

}  // namespace hegui::conformance
