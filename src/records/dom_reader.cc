// Owners from simdjson's tree into columns: see dom_reader.h.
//
// In:   a parsed owner.   Out: columns, troubles.   Cost: O(bytes); most of it is coding strings.
// Test: tests/records/json_reader_test.cc, malformed_test.cc
#include "records/dom_reader.h"

#include <algorithm>
#include <unordered_set>

#include "base/suggest.h"

namespace hegui {

namespace dom = simdjson::dom;

namespace {

JsonKind kind_of(dom::element value) {
  switch (value.type()) {
    case dom::element_type::NULL_VALUE:
      return JsonKind::null;
    case dom::element_type::BOOL:
      return JsonKind::boolean;
    case dom::element_type::STRING:
      return JsonKind::text;
    case dom::element_type::ARRAY:
      return JsonKind::list;
    case dom::element_type::OBJECT:
      return JsonKind::object;
    default:
      return JsonKind::number;
  }
}

std::string_view text_of(dom::element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? text : std::string_view();
}

// null, absent and "" all mean empty.
bool is_empty(dom::element value) {
  return value.is_null() || (value.type() == dom::element_type::STRING && text_of(value).empty());
}

}  // namespace

DomReader::DomReader(const Model& model) : model_(model), keys_(model), values_(model), places_(model.owners.size()) {}

void DomReader::use(Dataset& data, const std::vector<RecordText>& texts, const ReadOptions& options, Troubles& troubles) {
  data_ = &data;
  texts_ = &texts;
  options_ = &options;
  troubles_ = &troubles;
  values_.use(data.strings);
  for (std::vector<OwnerPlace>& places : places_) places.clear();
  lost_ = 0;
  stop_ = false;
}

void DomReader::at_text(RecordSource& source, size_t text, int owner_type, bool flat) {
  flat_ = flat;
  source_ = &source;
  text_ = text;
  owner_type_ = owner_type;
  buffer_ = (*texts_)[text].text;
  path_.clear();
}

void DomReader::trouble(Complaint complaint, At at, bool of_owner) {
  ++owner_troubles_;
  if (troubles_->full()) return troubles_->count_only();
  std::vector<JsonStep> path;
  for (const PathEntry& entry : path_) path.push_back({std::string(entry.key), entry.index, entry.is_index});
  Place place = source_->place(path, at != At::value, at == At::last_key);
  troubles_->add({complaint.code, std::move(place), std::move(complaint.message), std::move(complaint.hint), of_owner});
}

void DomReader::limit_passed(Wording message) {
  trouble(
      {Code::record_row_limit, std::move(message), {"split the data set, or raise max_rows", "请拆分数据集，或提高 max_rows"}},
      At::value, false);
  stop_ = true;
}

bool DomReader::parse(std::string_view text, dom::element& root) {
  // simdjson may look at a few bytes behind the text: they are there unless the text ends the buffer.
  const size_t behind = static_cast<size_t>(buffer_.data() + buffer_.size() - (text.data() + text.size()));
  if (parser_.capacity() < text.size() || parser_.max_depth() != static_cast<size_t>(options_->max_depth)) {
    const size_t room = std::max<size_t>(text.size(), 4096);
    if (const simdjson::error_code error = parser_.allocate(room, static_cast<size_t>(options_->max_depth))) {
      parse_failed(text, error);
      return false;
    }
  }
  const simdjson::error_code error = parser_.parse(text.data(), text.size(), behind < simdjson::SIMDJSON_PADDING).get(root);
  if (error == simdjson::SUCCESS) return true;
  parse_failed(text, error);
  return false;
}

void DomReader::parse_failed(std::string_view text, simdjson::error_code error) {
  if (!flat_) ++lost_;
  if (troubles_->full()) return troubles_->count_only();
  if (error == simdjson::UTF8_ERROR) {
    const size_t offset = find_invalid_utf8(text);
    troubles_->add({Code::invalid_utf8,
                    source_->place_at(std::min(offset, text.size())),
                    {"the text is not valid UTF-8 here", "此处不是有效的 UTF-8"},
                    {"save the file as UTF-8", "请把文件另存为 UTF-8 编码"},
                    true});
    return;
  }
  const JsonFault fault = find_json_fault(text, options_->max_depth);
  const Wording not_json{"not well-formed JSON: " + fault.what, "不是合法的 JSON：" + fault.what_zh};
  const std::string depth = std::to_string(options_->max_depth);
  Complaint complaint{Code::record_json, not_json, {}};
  switch (fault.kind) {
    case JsonFault::Kind::depth:
      complaint = {Code::record_depth,
                   {"values are nested more than " + depth + " levels deep", "嵌套超过 " + depth + " 层"},
                   {"records need three or four levels; raise max_depth if yours need more",
                    "记录一般只需三四层；确有需要时请提高 max_depth"}};
      break;
    case JsonFault::Kind::number:
      complaint = {Code::record_number_range,
                   {"the number is too large", "数字过大"},
                   {"check the number; codes stand in double quotes", "请核对数字；编号应加双引号"}};
      break;
    case JsonFault::Kind::trailing:
      complaint.hint = {"write one owner a line, or put all owners into one list [...]",
                        "请一行写一个主体，或把所有主体放进一个列表 [...]"};
      break;
    case JsonFault::Kind::syntax:
      break;
    case JsonFault::Kind::none: {
      const std::string why = simdjson::error_message(error);
      complaint.message = {"the JSON cannot be read: " + why, "无法读取该 JSON：" + why};
      break;
    }
  }
  Place place = fault.kind == JsonFault::Kind::none ? source_->owner_place() : source_->place_at(fault.offset);
  troubles_->add({complaint.code, std::move(place), std::move(complaint.message), std::move(complaint.hint),
                  error != simdjson::MEMALLOC && !flat_});
}

void DomReader::open_owner(size_t element) {
  owner_troubles_ = 0;
  through_seen_ = false;
  path_.clear();
  if (source_->form() == RecordSource::Form::array)
    path_.push_back({{}, element, true});  // paths start with the owner's number
}

void DomReader::read_owner(dom::element value, uint32_t line, size_t element) {
  open_owner(element);
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    ++lost_;
    trouble({Code::record_no_object,
             {"an owner is an object {...}, not a list or a single value", "主体应写成对象 {...}"},
             {"write {\"id\": \"...\", ...}", "请写成 {\"id\": \"...\", ...}"}});
    return;
  }
  const size_t o = static_cast<size_t>(owner_type_);
  const OwnerType& type = model_.owners[o];
  OwnerTable& owners = data_->owners[o];
  const size_t owner = owners.count;
  const ObjectKeys& keys = keys_.owners[o];
  int last = -1;
  for (const dom::key_value_pair entry : object) {
    const int key = keys.names.find(entry.key, last);
    const Step step(path_, entry.key);
    if (key < 0) {
      trouble(keys.unknown(entry.key), At::key);
    } else if (key >= kCollection) {
      const size_t c = static_cast<size_t>(key - kCollection);
      CollectionData& collection = owners.collections[c];
      if (collection.present.size() > owner) {
        duplicate_key(entry.key);
      } else {
        read_collection(collection, type.collections[c], entry.value, owner);
      }
    } else if (key == kCompleteThrough) {
      through_seen_ ? duplicate_key(entry.key) : read_complete_through(owners, entry.value, owner);
      through_seen_ = true;
    } else {
      const size_t f = static_cast<size_t>(key);
      if (owners.fields[f].valid.size() > owner) {
        duplicate_key(entry.key);
      } else {
        read_field(owners.fields[f], type.fields[f], entry.value, owner);
      }
    }
    if (stop_) break;
  }
  close_owner(line, element);
}

void DomReader::close_owner(uint32_t line, size_t element) {
  const size_t o = static_cast<size_t>(owner_type_);
  const OwnerType& type = model_.owners[o];
  OwnerTable& owners = data_->owners[o];
  const size_t owner = owners.count;
  int32_t id = 0;
  if (type.id_field >= 0) {
    const Column& column = owners.fields[static_cast<size_t>(type.id_field)];
    if (column.valid.size() > owner && column.valid[owner]) id = column.i32[owner];
  }
  if (id == 0 && owner_type_ != model_.registry && owner_troubles_ == 0) {
    trouble({Code::record_no_id,
             {"this " + type.name + " has no id", (type.zh.empty() ? type.name : type.zh) + "缺少编号"},
             {"add \"id\": \"...\"", "请补上 \"id\": \"...\""}});
  }
  places_[o].push_back({text_, line, element, false});
  if (id != 0 || owner_type_ == model_.registry) {
    const auto [first, fresh] = owners.by_id.emplace(id, static_cast<uint32_t>(owner));
    if (!fresh) duplicate_owner(id, places_[o][first->second]);
  }
  places_[o].back().bad = owner_troubles_ > 0;
  owners.ids.push_back(id);
  ++owners.count;
}

void DomReader::duplicate_owner(int32_t id, const OwnerPlace& first) {
  const OwnerType& type = model_.owners[static_cast<size_t>(owner_type_)];
  uint32_t line = first.line;
  if (line == 0 && !troubles_->full()) {
    RecordSource source((*texts_)[first.text].name, (*texts_)[first.text].text);
    source.at_element(first.element);
    line = source.owner_place().line;
  }
  const std::string where = (*texts_)[first.text].name + ":" + std::to_string(line);
  const std::string name = shown(data_->strings.text(id));
  const std::string type_zh = type.zh.empty() ? type.name : type.zh;
  if (id != 0) path_.push_back({type.fields[static_cast<size_t>(type.id_field)].name, 0, false});
  trouble({Code::record_duplicate_owner,
           {type.name + (id == 0 ? "" : " '" + name + "'") + " stands twice; first at " + where,
            type_zh + (id == 0 ? "" : "“" + name + "”") + "重复，首次出现在 " + where},
           {"keep one record for each owner", "每个主体只保留一份记录"}});
}

void DomReader::read_collection(CollectionData& collection, const Collection& declared, dom::element value, size_t owner) {
  collection.present.resize(owner);
  collection.present.push(!is_empty(value));
  if (is_empty(value)) return;
  Table& table = collection.table;
  if (table.row_type < 0) return;
  table.offsets.resize(owner + 1, static_cast<uint32_t>(table.rows));
  const size_t before = table.rows;
  read_rows(table, value, declared.name);
  table.parent.insert(table.parent.end(), table.rows - before, static_cast<uint32_t>(owner));
}

void DomReader::read_rows(Table& table, dom::element value, const std::string& name) {
  dom::object single;
  if (value.get(single) == simdjson::SUCCESS) return read_row(table, single);
  dom::array list;
  if (value.get(list) != simdjson::SUCCESS) {
    Field as_list;
    as_list.name = name;
    as_list.type = FieldType::nested;
    return trouble(values_.wrong_type(as_list, kind_of(value), text_of(value)));
  }
  size_t i = 0;
  for (const dom::element element : list) {
    const Step step(path_, i++);
    dom::object row;
    if (element.get(row) == simdjson::SUCCESS) {
      read_row(table, row);
      if (stop_) return;
    } else {
      trouble({Code::record_value_type,
               {"each row of '" + name + "' is an object", "“" + name + "”的每一行应为对象"},
               {"write {\"...\": ...}", "请写成 {\"...\": ...}"}});
    }
  }
}

void DomReader::read_row(Table& table, dom::object row_object, bool flat) {
  const RowType& type = model_.rows[static_cast<size_t>(table.row_type)];
  if (table.rows >= options_->max_rows) {
    const std::string limit = std::to_string(options_->max_rows);
    return limit_passed(
        {"there are more than " + limit + " rows of '" + type.name + "'", "“" + type.name + "”超过 " + limit + " 行"});
  }
  const ObjectKeys& keys = keys_.rows[static_cast<size_t>(table.row_type)];
  const size_t row = table.rows;
  int last = -1;
  bool owner_seen = false;
  for (const dom::key_value_pair entry : row_object) {
    if (flat && entry.key == kOwnerName) {
      const Step step(path_, entry.key);
      if (owner_seen) duplicate_key(entry.key);
      owner_seen = true;
      continue;
    }
    const int key = keys.names.find(entry.key, last);
    const Step step(path_, entry.key);
    if (key < 0) {
      trouble(keys.unknown(entry.key), At::key);
      continue;
    }
    if (key == kRecordedAt) {
      table.recorded_at.size() > row ? duplicate_key(entry.key) : read_recorded_at(table, entry.value, row);
      continue;
    }
    const size_t f = static_cast<size_t>(key);
    const Field& field = type.fields[f];
    Column& column = table.columns[f];
    if (column.valid.size() > row) {
      duplicate_key(entry.key);
    } else if (field.type != FieldType::nested) {
      read_field(column, field, entry.value, row);
    } else {
      const bool given = !is_empty(entry.value);
      column.valid.resize(row);
      column.valid.push(given);
      if (!given) continue;
      Table& nested = table.nested[f];
      if (nested.row_type < 0) {
        trouble({Code::record_depth, {"rows inside rows are nested too deeply", "行中之行嵌套过深"}, {}}, At::key);
        continue;
      }
      nested.offsets.resize(row + 1, static_cast<uint32_t>(nested.rows));
      const size_t before = nested.rows;
      read_rows(nested, entry.value, field.name);
      nested.parent.insert(nested.parent.end(), nested.rows - before, static_cast<uint32_t>(row));
      if (stop_) break;
    }
  }
  ++table.rows;
}

bool DomReader::read_flat_row(Table& table, dom::element value, size_t element, int32_t& owner) {
  open_owner(element);
  owner = 0;
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) {
    trouble({Code::record_no_object,
             {"a row is an object {...}, not a list or a single value", "每一行应写成对象 {...}"},
             {"write {\"owner\": \"...\", ...}", "请写成 {\"owner\": \"...\", ...}"}},
            At::value, false);
    return false;
  }
  dom::element named;
  if (object.at_key(kOwnerName).get(named) != simdjson::SUCCESS || text_of(named).empty()) {
    trouble({Code::record_row_owner,
             {"this row does not say whose it is", "该行未写明所属主体"},
             {"add \"owner\": \"...\" with the id of its " + model_.owners[static_cast<size_t>(owner_type_)].name,
              "请补上 \"owner\": \"...\"，写所属主体的编号"}},
            At::value, false);
  } else {
    owner = data_->strings.code(text_of(named));
  }
  const size_t before = table.rows;
  read_row(table, object, true);
  return table.rows > before;
}

void DomReader::read_field(Column& column, const Field& field, dom::element value, size_t row) {
  if (column.valid.size() < row) fill_absent(column, field, row);
  if (field.type == FieldType::map || field.list) return read_list(column, field, value);
  Scalar scalar;
  if (read_value(field, value, scalar) == Got::value) {
    push_value(column, store_of(field.type), scalar);
    column.valid.push(true);
  } else {
    fill_absent(column, field, row + 1);
  }
}

void DomReader::read_list(Column& column, const Field& field, dom::element value) {
  const Store store = store_of(field.type);
  if (column.offsets.empty()) column.offsets.push_back(0);
  const bool given = !is_empty(value);
  if (given && field.type == FieldType::map) {
    read_map(column, field, value);
  } else if (given) {
    Scalar scalar;
    dom::array list;
    if (value.get(list) != simdjson::SUCCESS) {  // a scalar for a list is a list of one
      if (read_value(field, value, scalar) == Got::value) push_value(column, store, scalar);
    } else {
      size_t i = 0;
      for (const dom::element element : list) {
        const Step step(path_, i++);
        const Got got = read_value(field, element, scalar);
        if (got == Got::value) push_value(column, store, scalar);
        if (got != Got::nothing) continue;
        trouble(
            {Code::record_empty_element,
             {"an element of '" + field.name + "' is empty", "“" + field.name + "”中有空元素"},
             {"leave the element out, or the whole list when it is not known", "请去掉该元素；整个列表不清楚时不写该字段"}});
      }
    }
  }
  const size_t total = elements(column, store);
  if (total > std::min<size_t>(options_->max_rows, UINT32_MAX - 1)) {
    const std::string limit = std::to_string(options_->max_rows);
    limit_passed({"the lists '" + field.name + "' have more than " + limit + " elements",
                  "列表“" + field.name + "”的元素超过 " + limit + " 个"});
  }
  column.offsets.push_back(static_cast<uint32_t>(std::min<size_t>(total, UINT32_MAX - 1)));
  column.valid.push(given);
}

void DomReader::read_map(Column& column, const Field& field, dom::element value) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return trouble(values_.wrong_type(field, kind_of(value), text_of(value)));
  std::unordered_set<int32_t> seen;
  for (const dom::key_value_pair entry : object) {
    const Step step(path_, entry.key);
    Scalar scalar;
    scalar.i32 = data_->strings.code(entry.key);
    if (!seen.insert(scalar.i32).second) {
      duplicate_key(entry.key);
    } else if (is_empty(entry.value)) {
      continue;
    } else if (kind_of(entry.value) != JsonKind::number || entry.value.get(scalar.f64) != simdjson::SUCCESS) {
      trouble({Code::record_value_type,
               {"'" + field.name + "' takes numbers", "“" + field.name + "”的值应为数字"},
               {"write the number without quotes; yes and no are 1 and 0", "请直接写数字，不加引号；是与否写 1 与 0"}});
    } else {
      push_value(column, Store::entry, scalar);
    }
  }
}

// The one look at what stands there.
DomReader::Got DomReader::read_value(const Field& field, dom::element value, Scalar& out) {
  switch (value.type()) {
    case dom::element_type::NULL_VALUE:
      return Got::nothing;
    case dom::element_type::STRING: {
      const std::string_view text = text_of(value);
      if (text.empty()) return Got::nothing;
      if (values_.of_text(field, text, out, complaint_)) return Got::value;
      break;
    }
    case dom::element_type::BOOL: {
      bool truth = false;
      if (value.get(truth) == simdjson::SUCCESS && values_.of_boolean(field, truth, out, complaint_)) return Got::value;
      break;
    }
    case dom::element_type::INT64: {
      int64_t number = 0;
      if (value.get(number) == simdjson::SUCCESS && values_.of_integer(field, number, out, complaint_)) return Got::value;
      break;
    }
    case dom::element_type::DOUBLE: {
      double number = 0;
      if (value.get(number) == simdjson::SUCCESS && values_.of_real(field, number, out, complaint_)) return Got::value;
      break;
    }
    case dom::element_type::UINT64:
      complaint_ = values_.too_large(field);
      break;
    default:
      complaint_ = values_.wrong_type(field, kind_of(value), {});
      break;
  }
  trouble(std::move(complaint_));
  return Got::trouble;
}

void DomReader::read_recorded_at(Table& table, dom::element value, size_t row) {
  table.recorded_at.resize(row, kNoTime);
  int64_t moment = kNoTime;
  Complaint complaint;
  if (value.type() == dom::element_type::STRING) {
    const std::string_view text = text_of(value);
    if (!text.empty() && !Values::moment(text, moment, complaint)) trouble(std::move(complaint));
  } else if (!value.is_null()) {
    Field field;
    field.name = kRecordedAtName;
    field.type = FieldType::datetime;
    trouble(values_.wrong_type(field, kind_of(value), {}));
  }
  table.recorded_at.push_back(moment);
}

bool DomReader::read_through_day(dom::element value, Day& day) {
  Complaint complaint{Code::record_complete_through,
                      {"complete_through takes a date, or dates by collection", "complete_through 应为日期，或按集合写的日期"},
                      {"write \"2023-09-30\" or {\"inspections\": \"2023-09-30\"}",
                       "请写成 \"2023-09-30\" 或 {\"inspections\": \"2023-09-30\"}"}};
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS && Values::day(text, day, complaint)) return true;
  trouble(std::move(complaint));
  return false;
}

void DomReader::read_complete_through(OwnerTable& owners, dom::element value, size_t owner) {
  const OwnerType& type = model_.owners[static_cast<size_t>(owner_type_)];
  const auto set = [&](size_t c, Day day) {
    std::vector<Day>& through = owners.collections[c].complete_through;
    through.resize(owner + 1, kNoDay);
    through[owner] = day;
  };
  if (is_empty(value)) return;
  Day day = kNoDay;
  dom::object by_collection;
  if (value.get(by_collection) != simdjson::SUCCESS) {
    if (!read_through_day(value, day)) return;
    for (size_t c = 0; c < type.collections.size(); ++c) set(c, day);
    return;
  }
  std::vector<bool> seen(type.collections.size(), false);
  for (const dom::key_value_pair entry : by_collection) {
    const Step step(path_, entry.key);
    const int c = type.collection(entry.key);
    if (c < 0) {
      std::vector<std::string> known;
      for (const Collection& collection : type.collections) known.push_back(collection.name);
      trouble({Code::record_complete_through,
               {"'" + type.name + "' has no collection '" + shown(entry.key) + "'",
                (type.zh.empty() ? type.name : type.zh) + "没有集合“" + shown(entry.key) + "”"},
               {suggestion(entry.key, known), {}}},
              At::key);
    } else if (seen[static_cast<size_t>(c)]) {
      duplicate_key(entry.key);
    } else {
      seen[static_cast<size_t>(c)] = true;
      if (!is_empty(entry.value) && read_through_day(entry.value, day)) set(static_cast<size_t>(c), day);
    }
  }
}

}  // namespace hegui
