// Fields with a history: section 6 of docs/time.md.
//
// In:   a field of an owner or of a row, a day.   Out: its value on that day, as the changes on record have it.
// Idea: changes are kept by what they change; of those that have begun the latest counts, if it is certain which one that is.
// Cost: O(changes of the owner) once, then O(changes of the field).   Test: tests/explain/history_test.cc
#include <algorithm>

#include "explain/ledger.h"
#include "records/changes.h"

namespace hegui::explain {

namespace {

cel::leaf::Timestamp moment(int64_t seconds) { return {seconds, 0}; }

/// One entry of a changed value.
Value entry(const Model& model, const Field& field, const ChangedValue& value, size_t i, const std::string& record) {
  const Gaps imprecise{{ReasonCode::date_imprecise, record, "value", {}}};
  switch (field.type) {
    case FieldType::boolean:
      return Value::of_bool(value.scalars[i].i32 != 0);
    case FieldType::integer:
      return Value::of_int(value.scalars[i].i64);
    case FieldType::decimal:
      return Value::of_double(static_cast<double>(value.scalars[i].i64) / 10'000.0);
    case FieldType::enumeration:
      return Value::of_string(model.enums[static_cast<size_t>(field.target)].words[static_cast<size_t>(value.scalars[i].i32)]);
    case FieldType::date:
      return Value::of_days({value.scalars[i].i32, value.scalars[i].hi}, imprecise);
    case FieldType::datetime:
      return Value::of_moments(moment(value.scalars[i].i64), moment(value.scalars[i].hi64), imprecise);
    default:
      return Value::of_string(value.texts[i]);
  }
}

}  // namespace

const History* Reading::history_of(OwnerRef owner, int collection, int field) const {
  for (const History& history : ledger_.model().histories) {
    if (history.owner != owner.type) continue;
    for (const auto& [in, what] : history.of)
      if (in == collection && what == field) return &history;
  }
  return nullptr;
}

const Reading::Changes& Reading::changes_of(OwnerRef owner, const History& history) {
  const auto known = changes_.find(owner);
  if (known != changes_.end()) return known->second;
  Changes changes;
  size_t line = 0;
  for (const RowRef& row : ledger_.rows(owner, history.collection)) {
    const auto text = [&](int f) {
      const Value v = field(row, f);
      return v.is(Value::Kind::string) ? v.text : std::string();
    };
    const std::string collection = text(history.collection_field);
    changes[{collection, collection.empty() ? "" : text(history.row), text(history.field)}].push_back(
        {row, field(row, history.from), line++});
  }
  return changes_.emplace(owner, std::move(changes)).first->second;
}

std::optional<Value> Reading::changed(OwnerRef owner, int collection, const RowRef* row, int field_index, Day day) {
  const History* history = history_of(owner, collection, field_index);
  if (history == nullptr || !ledger_.exists(owner)) return std::nullopt;
  const OwnerType& type = ledger_.model().owners[static_cast<size_t>(owner.type)];
  const Field* what = nullptr;
  std::string in, id, record = ledger_.id(owner);
  if (row == nullptr) {
    what = &type.fields[static_cast<size_t>(field_index)];
  } else {
    const RowType& row_type = ledger_.type(*row);
    what = &row_type.fields[static_cast<size_t>(field_index)];
    in = type.collections[static_cast<size_t>(collection)].name;
    record = ledger_.label(*row);
    const Value own = row_type.id_field < 0 ? Value{} : field(*row, row_type.id_field);
    if (!own.is(Value::Kind::string)) return std::nullopt;
    id = own.text;
  }
  const Changes& changes = changes_of(owner, *history);
  const auto found = changes.find({in, id, what->name});
  if (found == changes.end()) return std::nullopt;

  const RowType& change_type =
      ledger_.model().rows[static_cast<size_t>(type.collections[static_cast<size_t>(history->collection)].row_type)];
  const std::string& from_name = change_type.fields[static_cast<size_t>(history->from)].name;
  const std::string& value_name = change_type.fields[static_cast<size_t>(history->value)].name;
  const bool today = day == clock_.peek();  // then the day may move with the clock
  Gaps open;
  std::vector<const Change*> begun;
  for (const Change& change : found->second) {
    if (!change.from.is(Value::Kind::date)) {
      open.insert({ReasonCode::field_missing, ledger_.label(change.row), from_name, {}});
      continue;
    }
    const DateRange& from = change.from.date;
    for (const Day turn : {from.lo, from.hi})
      if (today) clock_.note(turn);
    if (from.lo > day) continue;
    if (from.hi > day)
      open.insert({ReasonCode::date_imprecise, ledger_.label(change.row), from_name, {}});
    else
      begun.push_back(&change);
  }
  if (!open.empty()) return Value::unknown(std::move(open));
  if (begun.empty()) return Value::unknown(Gap{ReasonCode::field_missing, record, what->name, {}});
  const Change* latest = *std::max_element(begun.begin(), begun.end(), [](const Change* a, const Change* b) {
    return a->from.date.hi != b->from.date.hi ? a->from.date.hi < b->from.date.hi : a->line < b->line;
  });
  for (const Change* other : begun) {
    const DateRange &a = latest->from.date, &b = other->from.date;
    if (other == latest || (a.precise() && b.precise()) || b.hi < a.lo) continue;
    for (const Change* one : {latest, other})
      if (!one->from.date.precise()) open.insert({ReasonCode::date_imprecise, ledger_.label(one->row), from_name, {}});
  }
  if (!open.empty()) return Value::unknown(std::move(open));

  const Value text = field(latest->row, history->value);
  const Model& model = ledger_.model();
  const auto value = text.is(Value::Kind::string) && !text.text.empty() ? read_change(model, *what, text.text) : std::nullopt;
  if (!value) return Value::unknown(Gap{ReasonCode::field_missing, ledger_.label(latest->row), value_name, {}});
  const std::string label = ledger_.label(latest->row);
  Values entries;
  for (size_t i = 0; i < std::max(value->texts.size(), value->scalars.size()); ++i) {
    Value one = entry(model, *what, *value, i, label);
    if (what->type == FieldType::reference) one.read_from = std::make_shared<const ReadFrom>(ReadFrom{record, what->name});
    entries.push_back(std::move(one));
  }
  return what->list ? Value::of_list(std::move(entries)) : entries.front();
}

Value Reading::field_on(const RowRef& row, int f, Day day) {
  if (row.path.empty())
    if (auto value = changed({row.owner_type, row.owner}, row.collection, &row, f, day)) return *value;
  return field(row, f);
}

Value Reading::field_on(OwnerRef owner, int f, Day day) {
  if (auto value = changed(owner, -1, nullptr, f, day)) return *value;
  return field(owner, f);
}

namespace {
/// has() of a value that a change gave.
Value is_filled(const Value& value) {
  if (value.is_unknown() || value.is_error()) return value;
  return Value::of_bool(!value.is(Value::Kind::list) || !value.list->empty());
}
}  // namespace

Value Reading::has_on(const RowRef& row, int f, Day day) {
  if (row.path.empty())
    if (const auto value = changed({row.owner_type, row.owner}, row.collection, &row, f, day)) return is_filled(*value);
  return has(row, f);
}

Value Reading::has_on(OwnerRef owner, int f, Day day) {
  if (const auto value = changed(owner, -1, nullptr, f, day)) return is_filled(*value);
  return has(owner, f);
}

}  // namespace hegui::explain
