// Functions on texts: positions, cutting and joining, format, base64. In, out: functions.h.
// Cost: that of the leaf.   Test: tests/explain/functions_test.cc
#include "cel/leaf_text.h"
#include "explain/functions.h"

namespace hegui::explain {

using cel::ErrorKind;
namespace leaf = cel::leaf;
using K = Value::Kind;

namespace {

bool is_text(const Values& a, size_t i) { return i < a.size() && a[i].is(K::string); }
bool is_int(const Values& a, size_t i) { return i < a.size() && a[i].is(K::integer); }

/// Kinds of arguments by letters: s a text, i an int.
bool are(const Values& a, std::string_view kinds) {
  if (a.size() != kinds.size()) return false;
  for (size_t i = 0; i < kinds.size(); ++i)
    if (kinds[i] == 's' ? !is_text(a, i) : !is_int(a, i)) return false;
  return true;
}

Value join(const Values& a) {
  if (a.empty() || a.size() > 2 || !a[0].is(K::list) || (a.size() == 2 && !is_text(a, 1))) return no_overload();
  std::vector<std::string_view> parts;
  for (const Value& part : *a[0].list) {
    if (!part.is(K::string)) return no_overload();
    parts.push_back(part.text);
  }
  return from(leaf::join(parts, a.size() == 2 ? std::string_view(a[1].text) : std::string_view()));
}

Value split(const Values& a) {
  if (!are(a, "ss") && !are(a, "ssi")) return no_overload();
  const auto parts = leaf::split(a[0].text, a[1].text, a.size() == 3 ? a[2].integer : -1);
  if (!parts.ok()) return Value::error(parts.error);
  Values list;
  for (const std::string& part : parts.value) list.push_back(Value::of_string(part));
  return Value::of_list(std::move(list));
}

/// A value for format; false when it is too deep or too much.
bool printable(const Value& v, int depth, Work& work, size_t& count, leaf::Printable& out) {
  using P = leaf::Printable::Kind;
  constexpr int kDeepest = 300;
  if (depth > kDeepest || !work.take(1) || ++count > cel::kMaxElements) return false;
  out.text = v.text;
  out.integer = v.integer;
  out.natural = v.natural;
  out.real = v.real;
  out.boolean = v.boolean;
  switch (v.kind) {
    case K::null:
      out.kind = P::null;
      break;
    case K::boolean:
      out.kind = P::boolean;
      break;
    case K::integer:
      out.kind = P::int_value;
      break;
    case K::natural:
      out.kind = P::uint_value;
      break;
    case K::real:
      out.kind = P::double_value;
      break;
    case K::string:
      out.kind = P::string;
      break;
    case K::bytes:
      out.kind = P::bytes;
      break;
    case K::type:
      out.kind = P::type;
      break;
    case K::duration:
      out.kind = P::duration;
      break;
    case K::date:
      out.kind = P::date;
      out.integer = v.date.lo;
      break;
    case K::timestamp:
      out.kind = P::timestamp;
      out.moment = v.from;
      break;
    case K::list:
      out.kind = P::list;
      for (const Value& element : *v.list)
        if (!printable(element, depth + 1, work, count, out.list.emplace_back())) return false;
      break;
    case K::map:
      out.kind = P::map;
      for (const auto& [key, value] : v.map->entries) {
        auto& entry = out.map.emplace_back();
        if (!printable(key, depth + 1, work, count, entry.first) || !printable(value, depth + 1, work, count, entry.second))
          return false;
      }
      break;
    default:
      out.kind = P::other;
      break;
  }
  return true;
}

/// An imprecise or open day within a value, which cannot be printed: unknown, or the error `never`.
std::optional<Value> unprintable(const Value& v, int depth) {
  if (v.is(K::date)) {
    if (v.date.precise() && (v.date.lo == kNever || v.date.lo == kAlways)) return Value::error(ErrorKind::never);
    if (!v.date.precise()) return Value::unknown(v.gaps);
  }
  if (v.is(K::timestamp)) {
    if (v.from == kNeverMoment) return Value::error(ErrorKind::never);
    if (v.from != v.until) return Value::unknown(v.gaps);
  }
  constexpr int kDeepest = 300;
  if (depth > kDeepest || !v.is(K::list)) return std::nullopt;
  for (const Value& element : *v.list)
    if (auto found = unprintable(element, depth + 1)) return found;
  return std::nullopt;
}

Value format(const Values& a, Work& work) {
  if (a.size() != 2 || !a[0].is(K::string) || !a[1].is(K::list)) return no_overload();
  std::vector<leaf::Printable> arguments;
  size_t count = 0;  // of all values within values: few of them may be many when they share parts
  for (const Value& v : *a[1].list)
    if (!printable(v, 0, work, count, arguments.emplace_back()))
      return Value::error(work.spent ? ErrorKind::too_much_work : ErrorKind::too_large);
  for (const Value& v : *a[1].list)
    if (auto found = unprintable(v, 0)) return std::move(*found);
  return from(leaf::format(a[0].text, arguments));
}

}  // namespace

std::optional<Value> call_text(std::string_view name, const Values& a, Work& work) {
  const auto text = [&](const char* kinds, auto result) { return are(a, kinds) ? result() : no_overload(); };
  if (name == "charAt") return text("si", [&] { return from(leaf::char_at(a[0].text, a[1].integer)); });
  if (name == "indexOf") {
    if (are(a, "ss")) return from(leaf::index_of(a[0].text, a[1].text));
    return text("ssi", [&] { return from(leaf::index_of(a[0].text, a[1].text, a[2].integer)); });
  }
  if (name == "lastIndexOf") {
    if (are(a, "ss")) return from(leaf::last_index_of(a[0].text, a[1].text));
    return text("ssi", [&] { return from(leaf::last_index_of(a[0].text, a[1].text, a[2].integer)); });
  }
  if (name == "join") return join(a);
  if (name == "split") return split(a);
  if (name == "replace") {
    if (are(a, "sss")) return from(leaf::replace(a[0].text, a[1].text, a[2].text));
    return text("sssi", [&] { return from(leaf::replace(a[0].text, a[1].text, a[2].text, a[3].integer)); });
  }
  if (name == "substring") {
    if (are(a, "si")) return from(leaf::substring(a[0].text, a[1].integer));
    return text("sii", [&] { return from(leaf::substring(a[0].text, a[1].integer, a[2].integer)); });
  }
  if (name == "trim") return text("s", [&] { return Value::of_string(leaf::trim(a[0].text)); });
  if (name == "lowerAscii") return text("s", [&] { return Value::of_string(leaf::lower_ascii(a[0].text)); });
  if (name == "upperAscii") return text("s", [&] { return Value::of_string(leaf::upper_ascii(a[0].text)); });
  if (name == "reverse") return text("s", [&] { return Value::of_string(leaf::reverse(a[0].text)); });
  if (name == "strings.quote") return text("s", [&] { return Value::of_string(leaf::quote(a[0].text)); });
  if (name == "format") return format(a, work);
  if (name == "base64.encode")
    return a.size() == 1 && a[0].is(K::bytes) ? Value::of_string(leaf::base64_encode(a[0].text)) : no_overload();
  if (name == "base64.decode") {
    if (!are(a, "s")) return no_overload();
    const auto bytes = leaf::base64_decode(a[0].text);
    return bytes.ok() ? Value::of_bytes(bytes.value) : Value::error(bytes.error);
  }
  return std::nullopt;
}

}  // namespace hegui::explain
