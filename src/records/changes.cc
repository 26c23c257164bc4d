// In, out: changes.h.   Idea: a change row is held against the fields that may change; its value is read like the field's own,
// from text.   Cost: O(change rows).   Test: tests/records/changes_test.cc
#include "records/changes.h"

#include <charconv>

#include "base/suggest.h"

namespace hegui {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<int64_t> whole(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// 12, -0.5, 3.1415: at most four places, times 10000.
std::optional<int64_t> decimal(std::string_view text) {
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  const size_t dot = text.find('.');
  const std::string_view head = text.substr(0, dot);
  std::string places = dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1));
  const bool digits = !head.empty() && head.find_first_not_of("0123456789") == std::string_view::npos && head.size() <= 14 &&
                      places.find_first_not_of("0123456789") == std::string::npos && places.size() <= 4 &&
                      (dot == std::string_view::npos || !places.empty());
  if (!digits) return std::nullopt;
  places.resize(4, '0');
  const int64_t value = *whole(head) * 10'000 + *whole(places);
  return negative ? -value : value;
}

bool read_one(const Model& model, const Field& field, std::string_view text, ChangedValue& out) {
  if (text.empty()) return false;
  Scalar scalar;
  switch (field.type) {
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference:
      out.texts.emplace_back(text);
      return true;
    case FieldType::month:
      if (text.size() != 7 || !parse_date_or_month(text)) return false;
      out.texts.emplace_back(text);
      return true;
    case FieldType::enumeration:
      scalar.i32 = model.enums[static_cast<size_t>(field.target)].word(text);
      if (scalar.i32 < 0) return false;
      break;
    case FieldType::boolean:
      if (text != "true" && text != "false") return false;
      scalar.i32 = text == "true" ? 1 : 0;
      break;
    case FieldType::integer: {
      const auto value = whole(text);
      if (!value) return false;
      scalar.i64 = *value;
      break;
    }
    case FieldType::decimal: {
      const auto value = decimal(text);
      if (!value) return false;
      scalar.i64 = *value;
      break;
    }
    case FieldType::date: {
      const auto days = parse_date_or_month(text);
      if (!days) return false;
      scalar.i32 = days->lo;
      scalar.hi = days->hi;
      break;
    }
    case FieldType::datetime: {
      const auto time = parse_datetime(text);
      if (!time) return false;
      scalar.i64 = time->lo;
      scalar.hi64 = time->hi;
      break;
    }
    case FieldType::id:
    case FieldType::nested:
    case FieldType::map:
      return false;
  }
  out.scalars.push_back(scalar);
  return true;
}

/// The line with this number (from 1) of a text.
std::string_view line_of(std::string_view text, uint32_t number) {
  for (uint32_t at = 1; at < number; ++at) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

class ChangeCheck {
 public:
  ChangeCheck(const Dataset& data, const std::vector<RecordText>& texts, std::vector<std::vector<OwnerPlace>>& places,
              Troubles& troubles)
      : data_(data), model_(data.model()), texts_(texts), places_(places), troubles_(troubles) {}

  bool run() {
    for (const History& history : model_.histories) {
      const OwnerTable& owners = data_.owners[static_cast<size_t>(history.owner)];
      const Table& table = owners.collections[static_cast<size_t>(history.collection)].table;
      if (table.rows == 0) continue;
      names(history);
      for (uint32_t owner = 0; owner < owners.count; ++owner) {
        for (uint32_t row = table.offsets[owner]; row < table.offsets[owner + 1]; ++row) check(history, table, owner, row);
      }
    }
    return good_;
  }

 private:
  void names(const History& history) {
    known_.clear();
    const OwnerType& owner = model_.owners[static_cast<size_t>(history.owner)];
    for (const auto& [collection, field] : history.of) {
      const Collection* in = collection < 0 ? nullptr : &owner.collections[static_cast<size_t>(collection)];
      const auto& fields = in == nullptr ? owner.fields : model_.rows[static_cast<size_t>(in->row_type)].fields;
      const Field& what = fields[static_cast<size_t>(field)];
      known_.push_back({in == nullptr ? "" : in->name, what.name, &what});
    }
  }

  std::string text(const Table& table, int field, uint32_t row) const {
    const Column& column = table.columns[static_cast<size_t>(field)];
    return column.valid[row] ? std::string(data_.strings.text(column.i32[row])) : std::string();
  }

  void check(const History& history, const Table& table, uint32_t owner, uint32_t row) {
    const std::string collection = text(table, history.collection_field, row);
    const std::string field = text(table, history.field, row);
    const Known* changed = nullptr;
    for (const Known& k : known_)
      if (k.collection == collection && k.field == field) changed = &k;
    const std::string name = collection.empty() ? field : collection + "." + field;
    if (changed == nullptr) {
      std::vector<std::string> may;
      for (const Known& k : known_) may.push_back(k.collection.empty() ? k.field : k.collection + "." + k.field);
      add(history, owner, row, history.field,
          {name.empty() ? "the change names no field" : "'" + shown(name) + "' is not a field that may change",
           name.empty() ? "变更没有写明字段" : "“" + shown(name) + "”不是可以变更的字段"},
          {suggestion(name, may), {}});
      return;
    }
    if (!collection.empty() && text(table, history.row, row).empty()) {
      add(history, owner, row, history.row,
          {"the change of '" + name + "' names no row", "“" + name + "”的变更没有写明是哪一行"},
          {"write the id of the row", "写明该行编号"});
      return;
    }
    const std::string value = text(table, history.value, row);
    if (value.empty() || read_change(model_, *changed->what, value)) return;
    add(history, owner, row, history.value,
        {"'" + shown(value) + "' does not fit the field '" + name + "'", "“" + shown(value) + "”与字段“" + name + "”不符"},
        {changed->what->list ? "write its values, separated by commas" : "write a value of the field's type",
         changed->what->list ? "写各个取值，用逗号隔开" : "按该字段的类型填写"});
  }

  void add(const History& history, uint32_t owner, uint32_t row, int field, Wording message, Wording hint) {
    good_ = false;
    const auto type = static_cast<size_t>(history.owner);
    if (type < places_.size() && owner < places_[type].size()) places_[type][owner].bad = true;
    if (troubles_.full()) {
      troubles_.count_only();
      return;
    }
    troubles_.add({Code::record_change, place(history, owner, row, field), std::move(message), std::move(hint), true});
  }

  Place place(const History& history, uint32_t owner, uint32_t row, int field) const {
    const auto type = static_cast<size_t>(history.owner);
    if (type >= places_.size() || owner >= places_[type].size() || places_[type][owner].text >= texts_.size()) return {};
    const OwnerPlace& at = places_[type][owner];
    const Collection& in = model_.owners[type].collections[static_cast<size_t>(history.collection)];
    const Table& table = data_.owners[type].collections[static_cast<size_t>(history.collection)].table;
    std::vector<JsonStep> path;
    RecordSource source(texts_[at.text].name, texts_[at.text].text);
    if (source.form() == RecordSource::Form::lines) source.at_line(line_of(source.text(), at.line), at.line);
    source.at_element(at.element);
    if (source.form() == RecordSource::Form::array) path.push_back({"", at.element, true});
    path.push_back({in.name, 0, false});
    path.push_back({"", row - table.offsets[owner], true});
    path.push_back({model_.rows[static_cast<size_t>(in.row_type)].fields[static_cast<size_t>(field)].name, 0, false});
    return source.place(path, false, false);
  }

  struct Known {
    std::string collection, field;
    const Field* what;
  };
  const Dataset& data_;
  const Model& model_;
  const std::vector<RecordText>& texts_;
  std::vector<std::vector<OwnerPlace>>& places_;
  Troubles& troubles_;
  std::vector<Known> known_;
  bool good_ = true;
};

}  // namespace

std::optional<ChangedValue> read_change(const Model& model, const Field& field, std::string_view text) {
  ChangedValue out;
  if (!field.list) {
    if (!read_one(model, field, field.type == FieldType::string || field.type == FieldType::text ? text : trimmed(text), out))
      return std::nullopt;
    return out;
  }
  for (;;) {
    const size_t comma = text.find(',');
    if (!read_one(model, field, trimmed(text.substr(0, comma)), out)) return std::nullopt;
    if (comma == std::string_view::npos) return out;
    text.remove_prefix(comma + 1);
  }
}

bool check_changes(const Dataset& data, const std::vector<RecordText>& texts, std::vector<std::vector<OwnerPlace>>& places,
                   Troubles& troubles) {
  return ChangeCheck(data, texts, places, troubles).run();
}

}  // namespace hegui
