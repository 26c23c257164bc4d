// Presence, completeness, values of fields, references: section 1 of docs/evaluation.md, sentence by sentence.
//
// In:   a row or an owner, a field.   Out: a Value, unknown with its gap where the records do not say.
// Cost: O(1) a field, O(rows) a reference.   Test: tests/explain/evaluator_test.cc
#include "explain/ledger.h"

namespace hegui::explain {

namespace leaf = cel::leaf;

namespace {
leaf::Timestamp moment(int64_t seconds) { return {seconds, 0}; }
int64_t end_of(Day day) { return (static_cast<int64_t>(day) + 1) * 86'400 - 1; }
}  // namespace

Gaps Reading::presence(const RowRef& row) {
  Gaps gaps;
  if (!row.path.empty()) add(gaps, presence(ledger_.outer(row)));
  if (ledger_.type(row).event.empty()) return gaps;
  const Event when = ledger_.event(row);
  const std::string& name = ledger_.type(when.where).fields[static_cast<size_t>(when.field)].name;
  if (!when.filled) {
    gaps.insert({ReasonCode::field_missing, ledger_.label(when.where), name, {}});
  } else if (!when.range.precise() && !clock_.reached(when.range.hi)) {
    gaps.insert({ReasonCode::date_imprecise, ledger_.label(when.where), name, {}});
  }
  return gaps;
}

bool Reading::incomplete(OwnerRef owner, int collection, Day by, Gaps* gaps) {
  const Collection& what = ledger_.collection(owner, collection);
  if (what.sparse) return false;
  if (!ledger_.present(owner, collection)) {
    if (gaps) gaps->insert({ReasonCode::collection_absent, ledger_.id(owner), what.name, {}});
    return true;
  }
  const Day through = ledger_.declared(owner, collection);
  if (through == kNoDay || through >= by || !clock_.passed(through)) return false;
  if (gaps) gaps->insert({ReasonCode::collection_incomplete, ledger_.id(owner), what.name, {format_date(through)}});
  return true;
}

RowSet Reading::set(OwnerRef owner, int collection) {
  RowSet set;
  set.open = incomplete(owner, collection, kNever, &set.open_gaps);
  for (const RowRef& row : ledger_.rows(owner, collection)) {
    Gaps gaps = presence(row);
    const bool sure = gaps.empty();
    set.members.push_back({row, sure, std::move(gaps)});
  }
  return set;
}

RowSet Reading::set(const RowRef& row, int nested_field) {
  RowSet set;
  set.open = incomplete({row.owner_type, row.owner}, row.collection, kNever, &set.open_gaps);
  const Field& field = ledger_.type(row).fields[static_cast<size_t>(nested_field)];
  if (!ledger_.nested_given(row, nested_field) && !field.sparse) {
    set.open = true;
    set.open_gaps.insert({ReasonCode::field_missing, ledger_.label(row), field.name, {}});
  }
  for (const RowRef& inner : ledger_.nested(row, nested_field)) {
    Gaps gaps = presence(inner);
    const bool sure = gaps.empty();
    set.members.push_back({inner, sure, std::move(gaps)});
  }
  return set;
}

Reading::Cell Reading::cell(const RowRef& row, int field) {
  Cell cell;
  uint32_t at = 0;
  const Table& table = ledger_.table(row, &at);
  cell.field = &ledger_.type(row).fields[static_cast<size_t>(field)];
  cell.column = &table.columns[static_cast<size_t>(field)];
  cell.index = at;
  cell.record = ledger_.label(row);
  cell.owner = {row.owner_type, row.owner};
  cell.collection = row.collection;
  return cell;
}

Reading::Cell Reading::cell(OwnerRef owner, int field) {
  Cell cell;
  cell.field = &ledger_.model().owners[static_cast<size_t>(owner.type)].fields[static_cast<size_t>(field)];
  cell.column = ledger_.exists(owner)
                    ? &ledger_.data().owners[static_cast<size_t>(owner.type)].fields[static_cast<size_t>(field)]
                    : nullptr;
  cell.index = owner.index;
  cell.record = ledger_.id(owner);
  cell.owner = owner;
  const auto& roles = ledger_.rules().roles;
  cell.opening = static_cast<size_t>(owner.type) < roles.size() && roles[static_cast<size_t>(owner.type)].opened == field;
  return cell;
}

bool Reading::filled(const Cell& cell) const {
  return cell.column && cell.index < cell.column->valid.size() && cell.column->valid[cell.index];
}

/// An empty field that is no milestone.
Value Reading::read_empty(const Cell& cell) {
  const Field& field = *cell.field;
  if (!field.sparse) return Value::unknown(Gap{ReasonCode::field_missing, cell.record, field.name, {}});
  if (field.list) return Value::of_list({});
  switch (field.type) {
    case FieldType::boolean:
      return Value::of_bool(false);
    case FieldType::integer:
      return Value::of_int(0);
    case FieldType::decimal:
      return Value::of_double(0);
    case FieldType::date:
      return Value::of_day(cell.opening ? kAlways : kNever);
    case FieldType::datetime:
      return Value::of_moments(kNeverMoment, kNeverMoment, {});
    case FieldType::map:
      return Value::of_map({});
    default:
      return Value::of_string("");
  }
}

Value Reading::read_milestone(const Cell& cell, bool is_filled) {
  const Field& field = *cell.field;
  const bool timed = field.type == FieldType::datetime;
  const Day seen = ledger_.seen();
  if (!is_filled) {
    // Not yet; but a ledger that stops before the clock leaves open what happened since.
    if (cell.collection >= 0) {
      const Collection& in = ledger_.collection(cell.owner, cell.collection);
      const Day through = ledger_.declared(cell.owner, cell.collection);
      if (!in.sparse && through != kNoDay && clock_.passed(through)) {
        Gaps gaps{{ReasonCode::collection_incomplete, ledger_.id(cell.owner), in.name, {format_date(through)}}};
        if (timed) return Value::of_moments(moment(end_of(through) + 1), kNeverMoment, std::move(gaps));
        return Value::of_days({through + 1, kNever}, std::move(gaps));
      }
    }
    return timed ? Value::of_moments(kNeverMoment, kNeverMoment, {}) : Value::of_day(kNever);
  }
  Gaps imprecise{{ReasonCode::date_imprecise, cell.record, field.name, {}}};
  if (timed) {
    const TimeRange time = cell.column->time(cell.index);
    if (time.lo > end_of(seen)) return Value::of_moments(kNeverMoment, kNeverMoment, {});
    if (time.hi > end_of(seen)) return Value::of_moments(moment(time.lo), kNeverMoment, std::move(imprecise));
    return Value::of_moments(moment(time.lo), moment(time.hi), std::move(imprecise));
  }
  const DateRange range = cell.column->date(cell.index);
  if (range.lo > seen) return Value::of_day(kNever);
  if (range.hi > seen) return Value::of_days({range.lo, kNever}, std::move(imprecise));
  return Value::of_days(range, std::move(imprecise));
}

namespace {
/// One value of a column: a scalar, or an element of a list.
Value scalar(const Field& field, const Column& column, size_t i, const Ledger& ledger, const std::string& record) {
  const auto text = [&] { return ledger.data().strings.text(column.i32[i]); };
  switch (field.type) {
    case FieldType::boolean:
      return Value::of_bool(column.i32[i] != 0);
    case FieldType::integer:
      return Value::of_int(column.i64[i]);
    case FieldType::decimal:
      return Value::of_double(static_cast<double>(column.i64[i]) / 10'000.0);
    case FieldType::enumeration:
      return Value::of_string(
          ledger.model().enums[static_cast<size_t>(field.target)].words[static_cast<size_t>(column.i32[i])]);
    case FieldType::date:
      return Value::of_days(column.date(i), {{ReasonCode::date_imprecise, record, field.name, {}}});
    case FieldType::datetime: {
      const TimeRange time = column.time(i);
      return Value::of_moments(moment(time.lo), moment(time.hi), {{ReasonCode::date_imprecise, record, field.name, {}}});
    }
    case FieldType::reference: {
      Value v = Value::of_string(text());
      v.read_from = std::make_shared<const ReadFrom>(ReadFrom{record, field.name});
      return v;
    }
    default:
      return Value::of_string(text());
  }
}
}  // namespace

Value Reading::read(const Cell& cell) {
  const Field& field = *cell.field;
  const bool given = filled(cell);
  if (field.milestone && !field.list) return read_milestone(cell, given);
  if (!given) return read_empty(cell);
  const Column& column = *cell.column;
  if (field.type == FieldType::map) {
    Entries entries;
    for (uint32_t i = column.offsets[cell.index]; i < column.offsets[cell.index + 1]; ++i)
      entries.emplace_back(Value::of_string(ledger_.data().strings.text(column.i32[i])), Value::of_double(column.f64[i]));
    return Value::of_entries(entries);
  }
  if (field.list) {
    Values elements;
    for (uint32_t i = column.offsets[cell.index]; i < column.offsets[cell.index + 1]; ++i)
      elements.push_back(scalar(field, column, i, ledger_, cell.record));
    return Value::of_list(std::move(elements));
  }
  return scalar(field, column, cell.index, ledger_, cell.record);
}

Value Reading::field(const RowRef& row, int field) {
  if (ledger_.type(row).fields[static_cast<size_t>(field)].type == FieldType::nested) return Value::of_rows(set(row, field));
  return read(cell(row, field));
}

Value Reading::field(OwnerRef owner, int field) { return read(cell(owner, field)); }

/// A milestone: has it surely happened by `seen`?
Value Reading::has(const Cell& cell) {
  const bool given = filled(cell);
  if (!cell.field->milestone || cell.field->list) {
    if (!given) return Value::of_bool(false);
    if (cell.field->list || cell.field->type == FieldType::map)
      return Value::of_bool(cell.column->offsets[cell.index] < cell.column->offsets[cell.index + 1]);
    return Value::of_bool(true);
  }
  const Value value = read_milestone(cell, given);
  const bool timed = value.is(Value::Kind::timestamp);
  const bool surely = timed ? value.until != kNeverMoment : value.date.hi != kNever;
  const bool never = timed ? value.from == kNeverMoment : value.date.lo == kNever;
  if (surely) return Value::of_bool(true);
  if (never) return Value::of_bool(false);
  return Value::unknown(value.gaps);
}

Value Reading::has(const RowRef& row, int field) {
  if (ledger_.type(row).fields[static_cast<size_t>(field)].type == FieldType::nested)
    return Value::of_bool(ledger_.nested_given(row, field) && !ledger_.nested(row, field).empty());
  return has(cell(row, field));
}

Value Reading::has(OwnerRef owner, int field) { return has(cell(owner, field)); }

Value Reading::follow(const Value& reference, int target) {
  if (reference.is_unknown() || reference.is_error()) return reference;
  if (!reference.is(Value::Kind::string)) return Value::error(cel::ErrorKind::no_matching_overload);
  const ReadFrom from = reference.read_from ? *reference.read_from : ReadFrom{};
  const Gap dangling{ReasonCode::dangling_reference, from.record, from.field, {reference.text}};
  const Model& model = ledger_.model();
  if (target < 0) {
    const int owner_type = -1 - target;
    const OwnerTable& owners = ledger_.data().owners[static_cast<size_t>(owner_type)];
    const int32_t code = ledger_.data().strings.find(reference.text);
    const auto found = owners.by_id.find(code);
    if (code < 0 || found == owners.by_id.end()) return Value::unknown(dangling);
    return Value::of_owner({owner_type, found->second});
  }
  OwnerRef owner = holder_;
  int collection = model.collection_of_row_type(owner.type, target);
  if (collection < 0 && model.registry >= 0) {
    owner = registry();
    collection = model.collection_of_row_type(owner.type, target);
  }
  if (collection < 0) return Value::unknown(dangling);
  const int id_field = model.rows[static_cast<size_t>(target)].id_field;
  if (id_field >= 0) {
    for (const RowRef& row : ledger_.rows(owner, collection)) {
      const Value id = field(row, id_field);
      if (!id.is(Value::Kind::string) || id.text != reference.text) continue;
      Gaps absence = presence(row);  // a row that may lie later may be no row yet
      return absence.empty() ? Value::of_row(row) : Value::unknown(std::move(absence));
    }
  }
  Gaps gaps;
  if (incomplete(owner, collection, kNever, &gaps)) return Value::unknown(std::move(gaps));
  return Value::unknown(dangling);
}

}  // namespace hegui::explain
