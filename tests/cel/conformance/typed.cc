// Typed values compared and shown. In, out: typed.h.
#include "typed.h"

#include <cmath>

#include "cel/leaf.h"

namespace hegui::conformance {

namespace {

bool same_double(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return a == b && std::signbit(a) == std::signbit(b);
}

bool same_maps(const Typed& a, const Typed& b) {
  if (a.map.size() != b.map.size()) return false;
  for (const auto& entry : a.map) {
    bool found = false;
    for (const auto& other : b.map) found = found || (entry.first == other.first && entry.second == other.second);
    if (!found) return false;
  }
  return true;
}

}  // namespace

bool operator==(const Typed& a, const Typed& b) {
  using K = Typed::Kind;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case K::null:
      return true;
    case K::boolean:
      return a.boolean == b.boolean;
    case K::integer:
      return a.integer == b.integer;
    case K::natural:
      return a.natural == b.natural;
    case K::real:
      return same_double(a.real, b.real);
    case K::string:
    case K::bytes:
    case K::type:
      return a.text == b.text;
    case K::timestamp:
    case K::duration:
      return a.integer == b.integer && a.nanos == b.nanos;
    case K::list:
      return a.list == b.list;
    case K::map:
      return same_maps(a, b);
    case K::other:
      break;
  }
  return false;
}

std::string to_text(const Typed& value) {
  using K = Typed::Kind;
  switch (value.kind) {
    case K::null:
      return "null";
    case K::boolean:
      return value.boolean ? "bool true" : "bool false";
    case K::integer:
      return "int " + std::to_string(value.integer);
    case K::natural:
      return "uint " + std::to_string(value.natural);
    case K::real:
      return "double " + cel::leaf::text_of(value.real);
    case K::string:
      return "string '" + value.text + "'";
    case K::bytes:
      return "bytes '" + value.text + "'";
    case K::type:
      return "type " + value.text;
    case K::timestamp:
      return "timestamp " + std::to_string(value.integer) + "s " + std::to_string(value.nanos) + "ns";
    case K::duration:
      return "duration " + std::to_string(value.integer) + "s " + std::to_string(value.nanos) + "ns";
    case K::list: {
      std::string out = "[";
      for (const Typed& element : value.list) out += (out.size() > 1 ? ", " : "") + to_text(element);
      return out + "]";
    }
    case K::map: {
      std::string out = "{";
      for (const auto& [key, element] : value.map) out += (out.size() > 1 ? ", " : "") + to_text(key) + ": " + to_text(element);
      return out + "}";
    }
    case K::other:
      return value.text;
  }
  return {};
}

}  // namespace hegui::conformance
