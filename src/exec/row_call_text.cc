// Functions over single texts and bytes.   In/Out: row_machine.h.
// Cost: that of the leaf; what is long is paid for from the budget.   Test: tests/exec/row_call_test.cc
#include "cel/leaf_text.h"
#include "exec/row_machine.h"

namespace hegui::exec::row {

using cel::ErrorKind;
using cel::Function;
namespace leaf = cel::leaf;

namespace {

using Printable = leaf::Printable;

constexpr int kDeepest = 100;

/// What `format` prints of a value; false for what nests too deep or is too long.
bool printable(const Value& value, Printable& out, Callee& callee, int depth) {
  using Kind = Printable::Kind;
  if (depth > kDeepest || !callee.spend(1 + value.n / 64 * (value.tag == Tag::text || value.tag == Tag::bytes ? 1 : 0)))
    return false;
  switch (value.tag) {
    case Tag::null:
      out.kind = Kind::null;
      return true;
    case Tag::boolean:
      out.kind = Kind::boolean;
      out.boolean = value.i != 0;
      return true;
    case Tag::integer:
      out.kind = Kind::int_value;
      out.integer = value.i;
      return true;
    case Tag::natural:
      out.kind = Kind::uint_value;
      out.natural = value.u;
      return true;
    case Tag::real:
      out.kind = Kind::double_value;
      out.real = value.d;
      return true;
    case Tag::text:
    case Tag::bytes:
    case Tag::type:
      out.kind = value.tag == Tag::text ? Kind::string : value.tag == Tag::bytes ? Kind::bytes : Kind::type;
      out.text = value.text();
      return true;
    case Tag::moment:
      out.kind = Kind::timestamp;
      out.moment = {value.i, static_cast<int32_t>(value.n)};
      return true;
    case Tag::span:
      out.kind = Kind::duration;
      out.integer = value.i;
      return true;
    case Tag::date:
      out.kind = Kind::date;
      out.integer = value.days().lo;
      return true;
    case Tag::list:
      out.kind = Kind::list;
      for (uint32_t k = 0; k < value.n; ++k) {
        if (!printable(value.v[k], out.list.emplace_back(), callee, depth + 1)) return false;
      }
      return true;
    case Tag::map:
      out.kind = Kind::map;
      for (uint32_t k = 0; k < value.n; ++k) {
        auto& [key, element] = out.map.emplace_back();
        if (!printable(value.m->keys[k], key, callee, depth + 1)) return false;
        if (!printable(value.m->values[k], element, callee, depth + 1)) return false;
      }
      return true;
    default:
      out.kind = Kind::other;
      return true;
  }
}

/// Gap sets of ranges that stand among what is printed; `found` when there is one.
void vague_parts(const Value& value, Gaps* gaps, bool& found, int32_t& info, int depth = 0) {
  if (depth > kDeepest) return;
  if (value.tag == Tag::date && !value.days().precise()) {
    found = true;
    info = join(gaps, info, value.days_info());
  } else if (value.tag == Tag::moments) {
    found = true;
    info = join(gaps, info, value.r->info);
  } else if (value.tag == Tag::list) {
    for (uint32_t k = 0; k < value.n; ++k) vague_parts(value.v[k], gaps, found, info, depth + 1);
  } else if (value.tag == Tag::map) {
    for (uint32_t k = 0; k < value.n; ++k) vague_parts(value.m->values[k], gaps, found, info, depth + 1);
  }
}

Value formatted(const Value& pattern, const Value& list, Callee& callee) {
  bool vague = false;
  int32_t info = 0;
  vague_parts(list, callee.gaps(), vague, info);
  if (vague) return Value::unknown(info);
  std::vector<Printable> arguments(list.n);
  for (uint32_t k = 0; k < list.n; ++k) {
    if (!printable(list.v[k], arguments[k], callee, 0)) return Value::error(ErrorKind::too_large);
  }
  const cel::Outcome<std::string> r = leaf::format(pattern.text(), arguments);
  return r.ok() ? callee.text(r.value) : Value::error(r.error);
}

Value text_of(const cel::Outcome<std::string>& r, Callee& callee, Tag tag = Tag::text) {
  return r.ok() ? callee.text(r.value, tag) : Value::error(r.error);
}
Value whole(const cel::Outcome<int64_t>& r) { return r.ok() ? Value::of(r.value) : Value::error(r.error); }

Value parts_of(const cel::Outcome<std::vector<std::string>>& r, Callee& callee) {
  if (!r.ok()) return Value::error(r.error);
  std::vector<Value> items;
  items.reserve(r.value.size());
  for (const std::string& part : r.value) items.push_back(callee.text(part));
  return callee.list(items);
}

Value joined(const Value& list, std::string_view between, Callee& callee) {
  std::vector<std::string_view> parts;
  for (uint32_t k = 0; k < list.n; ++k) {
    if (list.v[k].tag != Tag::text) return Value::error(ErrorKind::no_matching_overload);
    parts.push_back(list.v[k].text());
  }
  return text_of(leaf::join(parts, between), callee);
}

/// What a text function may look at, in steps.
size_t length_of(const Value* args, size_t count) {
  size_t bytes = 0;
  for (size_t k = 0; k < count; ++k) {
    if (args[k].tag == Tag::text || args[k].tag == Tag::bytes) bytes += args[k].n;
  }
  return bytes / 64;
}

bool call_position(Function function, const Value* args, Callee& callee, Value& out) {
  const Value& a = args[0];
  switch (function) {
    case Function::char_at:
      out = text_of(leaf::char_at(a.text(), args[1].i), callee);
      return true;
    case Function::index_of:
      out = whole(leaf::index_of(a.text(), args[1].text()));
      return true;
    case Function::index_of_from:
      out = whole(leaf::index_of(a.text(), args[1].text(), args[2].i));
      return true;
    case Function::last_index_of:
      out = whole(leaf::last_index_of(a.text(), args[1].text()));
      return true;
    case Function::last_index_of_from:
      out = whole(leaf::last_index_of(a.text(), args[1].text(), args[2].i));
      return true;
    case Function::join_list:
      out = joined(a, {}, callee);
      return true;
    case Function::join_list_with:
      out = joined(a, args[1].text(), callee);
      return true;
    case Function::replace_all:
      out = text_of(leaf::replace(a.text(), args[1].text(), args[2].text()), callee);
      return true;
    case Function::replace_some:
      out = text_of(leaf::replace(a.text(), args[1].text(), args[2].text(), args[3].i), callee);
      return true;
    case Function::split_all:
      out = parts_of(leaf::split(a.text(), args[1].text()), callee);
      return true;
    case Function::split_some:
      out = parts_of(leaf::split(a.text(), args[1].text(), args[2].i), callee);
      return true;
    case Function::substring_from:
      out = text_of(leaf::substring(a.text(), args[1].i), callee);
      return true;
    case Function::substring_between:
      out = text_of(leaf::substring(a.text(), args[1].i, args[2].i), callee);
      return true;
    case Function::trim:
      out = Value::text(leaf::trim(a.text()));
      return true;
    case Function::lower_ascii:
      out = callee.text(leaf::lower_ascii(a.text()));
      return true;
    case Function::upper_ascii:
      out = callee.text(leaf::upper_ascii(a.text()));
      return true;
    case Function::reverse_string:
      out = callee.text(leaf::reverse(a.text()));
      return true;
    case Function::quote_string:
      out = callee.text(leaf::quote(a.text()));
      return true;
    case Function::format:
      out = formatted(a, args[1], callee);
      return true;
    case Function::base64_encode:
      out = callee.text(leaf::base64_encode(a.text()));
      return true;
    case Function::base64_decode:
      out = text_of(leaf::base64_decode(a.text()), callee, Tag::bytes);
      return true;
    default:
      return false;
  }
}

}  // namespace

bool call_text(Function function, const Value* args, size_t count, Callee& callee, Value& out) {
  if (count == 0) return false;
  const Value& a = args[0];
  if (!callee.spend(length_of(args, count))) {
    out = Value::error(ErrorKind::too_much_work);
    return true;
  }
  switch (function) {
    case Function::contains_string:
      out = Value::of(leaf::contains(a.text(), args[1].text()));
      return true;
    case Function::starts_with_string:
      out = Value::of(leaf::starts_with(a.text(), args[1].text()));
      return true;
    case Function::ends_with_string:
      out = Value::of(leaf::ends_with(a.text(), args[1].text()));
      return true;
    case Function::matches:
    case Function::matches_string: {
      const cel::Outcome<bool> r = leaf::matches(a.text(), args[1].text());
      out = r.ok() ? Value::of(r.value) : Value::error(r.error);
      return true;
    }
    default:
      return call_position(function, args, callee, out);
  }
}

}  // namespace hegui::exec::row
