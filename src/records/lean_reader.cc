// Owners from tokens into columns: see lean_reader.h.
//
// In:   tokens.   Out: columns.
// Idea: in tokens a cell is four steps: the key, its colon, the first byte of the value, the comma or bracket behind it; so the
// end of a string is found from the token behind it, and no byte of a text is looked at twice but to compare or copy it.
// Cost: O(tokens).   Test: tests/records/lean_reader_test.cc
#include "records/lean_reader.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "base/utf8.h"

namespace hegui {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Puts a column back to `rows` rows.
void shorten(Column& column, const Field& field, size_t rows) {
  if (column.valid.size() > rows) column.valid.resize(rows);
  if (field.type == FieldType::nested) return;
  size_t values = rows;
  if (field.list || field.type == FieldType::map) {
    if (column.offsets.size() > rows + 1) column.offsets.resize(rows + 1);
    values = column.offsets.empty() ? 0 : column.offsets.back();
  }
  const auto cut = [values](auto& vector) {
    if (vector.size() > values) vector.resize(values);
  };
  cut(column.i32);
  cut(column.hi);
  cut(column.i64);
  cut(column.hi64);
  cut(column.f64);
}

void shorten(Table& table, const RowType& type, size_t rows) {
  table.rows = rows;
  for (size_t f = 0; f < type.fields.size(); ++f) {
    shorten(table.columns[f], type.fields[f], rows);
    if (table.nested[f].offsets.size() > rows + 1) table.nested[f].offsets.resize(rows + 1);
  }
  if (table.parent.size() > rows) table.parent.resize(rows);
  if (table.recorded_at.size() > rows) table.recorded_at.resize(rows);
}

}  // namespace

LeanReader::LeanReader(const ReadingPlan& plan, const Model& model) : plan_(plan), model_(model) {
  const auto guesses = [](const std::vector<ObjectPlan>& plans, std::vector<std::vector<uint16_t>>& out) {
    for (const ObjectPlan& object : plans) {
      std::vector<uint16_t>& follow = out.emplace_back(object.keys.size() + 1);
      for (size_t k = 0; k < follow.size(); ++k) follow[k] = static_cast<uint16_t>(k < object.keys.size() ? k : 0);
    }
  };
  guesses(plan.owners, follow_owners_);
  guesses(plan.rows, follow_rows_);
  guesses(plan.flat, follow_flat_);
}

bool LeanReader::read_owner(OwnerTable& owners, size_t owner, size_t end) {
  end_ = end;
  pending_.clear();
  if (!owner_object(owners, owner)) return false;
  code_now();
  return true;
}

bool LeanReader::read_row(Table& table, Column& owners, size_t end) {
  constexpr size_t kMany = 512;
  end_ = end;
  owners_ = &owners;
  owner_seen_ = false;
  const size_t type = static_cast<size_t>(table.row_type), before = pending_.size();
  if (here() != '{' || !row(table, plan_.flat[type], follow_flat_[type]) || at_[-1] >= end || !owner_seen_) {
    if (pending_.size() > before) pending_.resize(before);
    return false;
  }
  if (pending_.size() >= kMany) code_now();
  return true;
}

bool LeanReader::owner_of_row() {
  std::string_view text;
  if (owner_seen_ || here() != '"' || !string(text) || text.empty()) return false;
  code_later(text, *owners_);
  owner_seen_ = true;
  return true;
}

// A look-up misses the cache in a large dictionary. So the strings of an owner are looked up together, after each has had its
// place in the dictionary fetched; in the order in which they stand, so that codes are those of looking up at once.
inline void LeanReader::code_later(std::string_view text, Column& column) {
  const uint64_t hash = Dictionary::hash(text);
  strings_->prefetch(hash);
  pending_.push_back({text, &column, column.i32.size(), hash});
  column.i32.push_back(0);
}

void LeanReader::code_now() {
  for (const Pending& p : pending_) p.column->i32[p.at] = strings_->code(p.text, p.hash);
  pending_.clear();
}

void LeanReader::take_back(Table& table, size_t rows) {
  take_back_tables();
  shorten(table, model_.rows[static_cast<size_t>(table.row_type)], rows);
}

void LeanReader::take_back_tables() {
  for (; !undo_.empty(); undo_.pop_back()) {
    Table& table = *undo_.back().table;
    shorten(table, model_.rows[static_cast<size_t>(table.row_type)], undo_.back().rows);
  }
}

void LeanReader::take_back(OwnerTable& owners, size_t count) {
  const OwnerType& type = model_.owners[static_cast<size_t>(owners.owner_type)];
  take_back_tables();
  for (size_t f = 0; f < type.fields.size(); ++f) shorten(owners.fields[f], type.fields[f], count);
  for (CollectionData& collection : owners.collections) {
    if (collection.present.size() > count) collection.present.resize(count);
    if (collection.complete_through.size() > count) collection.complete_through.resize(count);
  }
}

// The key that stands next, and past its colon. `last`: 0 at the start of an object, else 1 + the key before.
inline const KeyPlan* LeanReader::key(const ObjectPlan& plan, std::vector<uint16_t>& follow, size_t& last) {
  if (*at_ >= end_ || plan.keys.empty()) return nullptr;
  const char* start = text_ + *at_;
  size_t guess = follow[last];
  if (!plan.keys[guess].stands_at(start)) {
    guess = follow[guess + 1];  // the one expected was left out
    if (!plan.keys[guess].stands_at(start)) {
      if (*start != '"' || text_[at_[1]] != ':') return nullptr;
      const char* close = text_ + at_[1] - 1;
      while (close > start && blank(*close)) --close;
      if (close <= start || *close != '"') return nullptr;
      const int found = plan.find({start + 1, static_cast<size_t>(close - start - 1)});
      if (found < 0) return nullptr;
      guess = static_cast<size_t>(found);
      follow[last] = static_cast<uint16_t>(guess);
    }
  }
  last = guess + 1;
  at_ += 2;
  return &plan.keys[guess];
}

bool LeanReader::owner_object(OwnerTable& owners, size_t owner) {
  const size_t o = static_cast<size_t>(owners.owner_type);
  const ObjectPlan& plan = plan_.owners[o];
  if (here() != '{') return false;
  ++at_;
  size_t last = 0;
  bool through_seen = false;
  for (bool more = here() != '}'; more;) {
    const KeyPlan* k = key(plan, follow_owners_[o], last);
    if (k == nullptr) return false;
    if (k->take == Take::collection) {
      if (!collection(owners.collections[static_cast<size_t>(k->index)], owner)) return false;
    } else if (k->take == Take::through) {
      if (through_seen || !through(owners, owner)) return false;
      through_seen = true;
    } else if (!field(owners.fields[static_cast<size_t>(k->index)], *k, owner)) {
      return false;
    }
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != '}' || *at_ >= end_) return false;
  ++at_;
  return true;
}

// null or "", and past it.
bool LeanReader::empty_value() {
  const char* at = text_ + *at_;
  if (at[0] == '"' ? at[1] == '"' : at[0] == 'n' && literal("null", 4)) {
    ++at_;
    return true;
  }
  return false;
}

bool LeanReader::collection(CollectionData& collection, size_t owner) {
  if (collection.present.size() > owner) return false;
  collection.present.resize(owner);
  if (empty_value()) {
    collection.present.push(false);
    return true;
  }
  collection.present.push(true);
  Table& table = collection.table;
  if (table.row_type < 0) return false;
  table.offsets.resize(owner + 1, static_cast<uint32_t>(table.rows));
  return rows(table, static_cast<uint32_t>(owner));
}

bool LeanReader::through(OwnerTable& owners, size_t owner) {
  const auto one = [&](Day& out) {
    std::string_view text;
    return string(text) && text.size() == 10 && day_of_ten(text.data(), out);
  };
  const auto set = [&](size_t c, Day through_day) {
    std::vector<Day>& days = owners.collections[c].complete_through;
    days.resize(owner + 1, kNoDay);
    days[owner] = through_day;
  };
  if (empty_value()) return true;
  Day through_day = kNoDay;
  if (here() == '"') {
    if (!one(through_day)) return false;
    for (size_t c = 0; c < owners.collections.size(); ++c) set(c, through_day);
    return true;
  }
  if (here() != '{') return false;
  const size_t o = static_cast<size_t>(owners.owner_type);
  size_t last = 0;
  ++at_;
  for (bool more = here() != '}'; more;) {
    const KeyPlan* k = key(plan_.owners[o], follow_owners_[o], last);
    if (k == nullptr || k->take != Take::collection) return false;
    const std::vector<Day>& days = owners.collections[static_cast<size_t>(k->index)].complete_through;
    if (days.size() > owner) return false;
    if (!empty_value()) {
      if (!one(through_day)) return false;
      set(static_cast<size_t>(k->index), through_day);
    } else {
      set(static_cast<size_t>(k->index), kNoDay);  // so that a second one is seen
    }
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != '}') return false;
  ++at_;
  return true;
}

bool LeanReader::rows(Table& table, uint32_t parent) {
  if (here() != '[') return false;
  undo_.push_back({&table, table.rows});
  const size_t before = table.rows;
  const ObjectPlan& plan = plan_.rows[static_cast<size_t>(table.row_type)];
  std::vector<uint16_t>& follow = follow_rows_[static_cast<size_t>(table.row_type)];
  ++at_;
  for (bool more = here() != ']'; more;) {
    if (here() != '{' || *at_ >= end_ || !row(table, plan, follow)) return false;
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != ']') return false;
  ++at_;
  table.parent.insert(table.parent.end(), table.rows - before, parent);
  return true;
}

bool LeanReader::row(Table& table, const ObjectPlan& plan, std::vector<uint16_t>& follow) {
  const size_t row = table.rows;
  if (row >= max_rows_) return false;
  ++at_;
  size_t last = 0;
  for (bool more = here() != '}'; more;) {
    const KeyPlan* k = key(plan, follow, last);
    if (k == nullptr) return false;
    if (k->take == Take::recorded_at) {
      if (!recorded_at(table, row)) return false;
    } else if (k->take == Take::owner) {
      if (!owner_of_row()) return false;
    } else if (k->take == Take::nested) {
      if (!nested(table, *k, row)) return false;
    } else if (!field(table.columns[static_cast<size_t>(k->index)], *k, row)) {
      return false;
    }
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != '}') return false;
  ++at_;
  ++table.rows;
  return true;
}

bool LeanReader::nested(Table& table, const KeyPlan& key, size_t row) {
  Column& column = table.columns[static_cast<size_t>(key.index)];
  if (column.valid.size() > row) return false;
  column.valid.resize(row);
  const bool given = !empty_value();
  column.valid.push(given);
  if (!given) return true;
  Table& inner = table.nested[static_cast<size_t>(key.index)];
  if (inner.row_type < 0) return false;
  inner.offsets.resize(row + 1, static_cast<uint32_t>(inner.rows));
  return rows(inner, static_cast<uint32_t>(row));
}

inline bool LeanReader::field(Column& column, const KeyPlan& key, size_t row) {
  if (column.valid.size() != row) {
    if (column.valid.size() > row) return false;
    fill_absent(column, *key.field, row);
  }
  if (key.list || key.take == Take::map) {
    if (column.offsets.empty()) column.offsets.push_back(0);
    const bool given = !empty_value();
    if (given && !(key.take == Take::map ? map(column) : list(column, key))) return false;
    const size_t total = elements(column, key.store);
    if (total > max_rows_) return false;
    column.offsets.push_back(static_cast<uint32_t>(total));
    column.valid.push(given);
    return true;
  }
  // The three most frequent kinds without a detour.
  if (here() == '"') {
    const uint32_t* const before = at_;
    std::string_view text;
    if (!string(text)) return false;
    if (text.empty()) {
      fill_absent(column, *key.field, row + 1);
      return true;
    }
    int32_t value = 0;
    if (key.take == Take::text) {
      code_later(text, column);
      column.valid.push(true);
      return true;
    }
    if (key.take == Take::word) {
      value = key.words->find(text.data(), text.size());
      if (value < 0) return false;
      column.i32.push_back(value);
      column.valid.push(true);
      return true;
    }
    if (key.take == Take::day && text.size() == 10) {
      if (!day_of_ten(text.data(), value)) return false;
      column.i32.push_back(value);
      if (!column.hi.empty()) column.hi.push_back(value);
      column.valid.push(true);
      return true;
    }
    at_ = before;
  }
  Scalar value;
  if (scalar(key, value)) {
    push_value(column, key.store, value);
    column.valid.push(true);
    return true;
  }
  if (!empty_value()) return false;
  fill_absent(column, *key.field, row + 1);
  return true;
}

bool LeanReader::list(Column& column, const KeyPlan& key) {
  Scalar value;
  if (here() != '[') {  // a scalar for a list is a list of one
    if (!scalar(key, value)) return false;
    push_value(column, key.store, value);
    return true;
  }
  ++at_;
  for (bool more = here() != ']'; more;) {
    std::string_view text;
    if (key.take == Take::text) {
      if (here() != '"' || !string(text) || text.empty()) return false;
      code_later(text, column);
    } else {
      if (!scalar(key, value)) return false;
      push_value(column, key.store, value);
    }
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != ']') return false;
  ++at_;
  return true;
}

bool LeanReader::map(Column& column) {
  if (here() != '{') return false;
  ++at_;
  code_now();
  map_keys_.clear();
  for (bool more = here() != '}'; more;) {
    std::string_view name;
    if (here() != '"' || !string(name) || here() != ':') return false;
    ++at_;
    Scalar entry;
    entry.i32 = strings_->code(name);
    // Few keys: a list is quicker than a set. Many are left to the slow reader.
    if (map_keys_.size() >= 64 || std::find(map_keys_.begin(), map_keys_.end(), entry.i32) != map_keys_.end()) return false;
    map_keys_.push_back(entry.i32);
    if (!empty_value()) {
      std::string_view text;
      if (!number(text)) return false;
      const std::from_chars_result read = std::from_chars(text.data(), text.data() + text.size(), entry.f64);
      if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return false;
      push_value(column, Store::entry, entry);
    }
    more = here() == ',';
    if (more) ++at_;
  }
  if (here() != '}') return false;
  ++at_;
  return true;
}

bool LeanReader::recorded_at(Table& table, size_t row) {
  if (table.recorded_at.size() > row) return false;
  Scalar moment;
  moment.i64 = kNoTime;
  if (!empty_value()) {
    std::string_view text;
    if (here() != '"' || !string(text) || text.size() < 10 || !time(text, moment)) return false;
  }
  table.recorded_at.resize(row, kNoTime);
  table.recorded_at.push_back(moment.i64);
  return true;
}

// A value that is not empty, and past it.
inline bool LeanReader::scalar(const KeyPlan& key, Scalar& out) {
  switch (key.take) {
    case Take::boolean:
      out.i32 = here() == 't' ? 1 : 0;
      if (!(out.i32 != 0 ? literal("true", 4) : literal("false", 5))) return false;
      ++at_;
      return true;
    case Take::integer:
      return integer(out.i64);
    case Take::decimal:
      return decimal(out.i64);
    default:
      break;
  }
  const uint32_t* const before = at_;
  std::string_view text;
  if (here() != '"' || !string(text)) return false;
  bool good = !text.empty();
  if (good) {
    switch (key.take) {
      case Take::text:
        code_now();
        out.i32 = strings_->code(text);
        break;
      case Take::word:
        out.i32 = key.words->find(text.data(), text.size());
        good = out.i32 >= 0;
        break;
      case Take::day:
        good = day(text, out);
        break;
      case Take::time:
        good = time(text, out);
        break;
      case Take::month:
        good = text.size() == 7 && parse_date_or_month(text);
        if (good) {
          code_now();
          out.i32 = strings_->code(text);
        }
        break;
      default:
        good = false;
    }
  }
  if (!good) at_ = before;
  return good;
}

// The string that stands next, and past it.
inline bool LeanReader::string(std::string_view& out) {
  const char* start = text_ + at_[0] + 1;
  const char* close = text_ + at_[1] - 1;
  while (close >= start && *close != '"') {
    if (!blank(*close)) return false;
    --close;
  }
  if (close < start) return false;
  out = {start, static_cast<size_t>(close - start)};
  ++at_;
  if (!escapes_ || std::memchr(start, '\\', out.size()) == nullptr) return true;
  return unescaped(out, out);
}

// A word of JSON stands next and nothing but blanks behind it.
bool LeanReader::literal(const char* expected, size_t size) {
  const char* start = text_ + at_[0];
  if (std::memcmp(start, expected, size) != 0) return false;
  for (const char* at = start + size; at < text_ + at_[1]; ++at) {
    if (!blank(*at)) return false;
  }
  return true;
}

// The text of a number, its grammar checked, and past it.
bool LeanReader::number(std::string_view& out) {
  const char* start = text_ + at_[0];
  const char* end = text_ + at_[1];
  while (end > start && blank(end[-1])) --end;
  const char* at = start;
  const auto digits = [&] {
    const char* first = at;
    while (at < end && static_cast<unsigned char>(*at - '0') <= 9) ++at;
    return at - first;
  };
  if (at < end && *at == '-') ++at;
  const char* whole = at;
  const ptrdiff_t n = digits();
  if (n == 0 || n > 15 || (n > 1 && *whole == '0')) return false;
  if (at < end && *at == '.') {
    ++at;
    const ptrdiff_t places = digits();
    if (places == 0 || places > 15) return false;
  }
  if (at != end) return false;
  out = {start, static_cast<size_t>(end - start)};
  ++at_;
  return true;
}

bool LeanReader::integer(int64_t& out) {
  const uint32_t* const before = at_;
  std::string_view text;
  if (!number(text)) return false;
  const bool negative = text[0] == '-';
  int64_t value = 0;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      at_ = before;
      return false;
    }
    value = value * 10 + (c - '0');
  }
  out = negative ? -value : value;
  return true;
}

// With four places and eleven digits before them the number nearest to the double that is written is the one written.
bool LeanReader::decimal(int64_t& out) {
  const uint32_t* const before = at_;
  std::string_view text;
  if (!number(text)) return false;
  const bool negative = text[0] == '-';
  int64_t value = 0;
  size_t digits = 0, places = 0;
  bool point = false;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (c == '.') {
      point = true;
      continue;
    }
    value = value * 10 + (c - '0');
    ++digits;
    if (point) ++places;
  }
  if (places > 4 || digits - places > 11) {
    at_ = before;
    return false;
  }
  for (; places < 4; ++places) value *= 10;
  out = negative ? -value : value;
  return true;
}

inline bool LeanReader::day_of_ten(const char* at, Day& out) {
  uint64_t prefix = 0;
  std::memcpy(&prefix, at, 8);
  Month& month = months_[(prefix * 0x9e3779b97f4a7c15U) >> 58];
  static_assert(kMonths == 64);
  if (month.prefix != prefix) {
    if (at[7] != '-') return false;
    const std::optional<DateRange> days = parse_date_or_month({at, 7});
    if (!days) return false;
    month = {prefix, days->lo - 1, static_cast<uint32_t>(days->hi - days->lo + 1)};
  }
  const unsigned tens = static_cast<unsigned char>(at[8] - '0'), ones = static_cast<unsigned char>(at[9] - '0');
  const unsigned number = tens * 10 + ones;
  if (tens > 9 || ones > 9 || number - 1 >= month.days) return false;
  out = month.before + static_cast<Day>(number);
  return true;
}

inline bool LeanReader::day(std::string_view text, Scalar& out) {
  if (text.size() == 10) {
    if (!day_of_ten(text.data(), out.i32)) return false;
    out.hi = out.i32;
    return true;
  }
  const std::optional<DateRange> days = parse_date_or_month(text);
  if (!days) return false;
  out.i32 = days->lo;
  out.hi = days->hi;
  return true;
}

bool LeanReader::time(std::string_view text, Scalar& out) {
  const auto two = [&](size_t at, unsigned& value) {
    const unsigned tens = static_cast<unsigned char>(text[at] - '0'), ones = static_cast<unsigned char>(text[at + 1] - '0');
    value = tens * 10 + ones;
    return tens <= 9 && ones <= 9;
  };
  Day date = kNoDay;
  unsigned hour = 0, minute = 0, second = 0;
  if (text.size() == 19 && text[10] == 'T' && text[13] == ':' && text[16] == ':' && day_of_ten(text.data(), date) &&
      two(11, hour) && two(14, minute) && two(17, second) && hour <= 23 && minute <= 59 && second <= 59) {
    out.i64 = out.hi64 = int64_t{date} * 86400 + hour * 3600 + minute * 60 + second;
    return true;
  }
  const std::optional<TimeRange> range = parse_datetime(text);
  if (!range) return false;
  out.i64 = range->lo;
  out.hi64 = range->hi;
  return true;
}

// The text between quotes with its escapes resolved, in scratch_. No: an escape that does not exist, half a pair.
bool LeanReader::unescaped(std::string_view raw, std::string_view& out) {
  const auto hex = [&](size_t at, uint32_t& value) {
    if (at + 4 > raw.size()) return false;
    const std::from_chars_result read = std::from_chars(raw.data() + at, raw.data() + at + 4, value, 16);
    return read.ec == std::errc() && read.ptr == raw.data() + at + 4;
  };
  code_now();  // the one resolved before still stands in scratch_
  scratch_.clear();
  for (size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '\\') {
      scratch_ += raw[i];
      continue;
    }
    if (++i >= raw.size()) return false;
    constexpr std::string_view kFrom = "\"\\/bfnrt", kTo = "\"\\/\b\f\n\r\t";
    if (const size_t simple = kFrom.find(raw[i]); simple != std::string_view::npos) {
      scratch_ += kTo[simple];
      continue;
    }
    uint32_t code = 0, low = 0;
    if (raw[i] != 'u' || !hex(i + 1, code)) return false;
    i += 4;
    if (code >= 0xDC00 && code < 0xE000) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      if (raw.substr(i + 1, 2) != "\\u" || !hex(i + 3, low) || low < 0xDC00 || low >= 0xE000) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
      i += 6;
    }
    append_utf8(scratch_, code);
  }
  // Words are compared, and dates looked at, some bytes past their end.
  const size_t size = scratch_.size();
  scratch_.append(kPadding, '\0');
  out = {scratch_.data(), size};
  return true;
}

}  // namespace hegui
