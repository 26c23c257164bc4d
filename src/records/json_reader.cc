// Records from JSON and NDJSON into columns.
//
// In:   texts, the record model.   Out: a Dataset, or diagnostics HG5xxx.
// Idea: simdjson checks one owner (a line, or a whole document) and lays it out as a tape; the tape is walked once and
// values go straight into their columns, without a string or a node of ours between. Errors are rare: only then is the
// place of a value looked up again in the text. Owners with errors are read like others and taken out at the end, in the
// same step that brings owners into the order of their ids.
// Cost: O(bytes); most of it is coding strings.   Test: tests/records/json_reader_test.cc, malformed_test.cc
#include "records/json_reader.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>
#include <unordered_set>

#include "base/sha256.h"
#include "base/suggest.h"
#include "records/record_keys.h"
#include "records/record_notes.h"
#include "records/settle.h"
#include "records/trouble.h"
#include "records/values.h"

namespace hegui {
namespace {

namespace dom = simdjson::dom;

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

class Reader {
 public:
  Reader(const Model& model, Dataset& data, const std::vector<RecordText>& texts, const ReadOptions& options,
         Troubles& troubles)
      : model_(model),
        data_(data),
        texts_(texts),
        options_(options),
        troubles_(troubles),
        keys_(model),
        values_(model, data.strings),
        places_(model.owners.size()) {}

  void read(size_t text, int owner_type);

  std::vector<std::vector<OwnerPlace>>& places() { return places_; }
  size_t lost_owners() const { return lost_; }

 private:
  struct PathEntry {
    std::string_view key;
    size_t index;
    bool is_index;
  };
  // Steps into a key or element as long as it lives.
  class Step {
   public:
    Step(std::vector<PathEntry>& path, std::string_view key) : path_(path) { path.push_back({key, 0, false}); }
    Step(std::vector<PathEntry>& path, size_t index) : path_(path) { path.push_back({{}, index, true}); }
    ~Step() { path_.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::vector<PathEntry>& path_;
  };
  enum class At : uint8_t { value, key, last_key };
  enum class Got : uint8_t { nothing, value, trouble };

  void read_lines();
  void read_document();
  bool parse(std::string_view text, dom::element& root);
  void parse_failed(std::string_view text, simdjson::error_code error);
  void read_owner(dom::element value, uint32_t line, size_t element);
  void duplicate_owner(int32_t id, const OwnerPlace& first);
  void read_collection(CollectionData& collection, const Collection& declared, dom::element value, size_t owner);
  void read_rows(Table& table, dom::element value, const std::string& name);
  void read_row(Table& table, dom::object row);
  void read_field(Column& column, const Field& field, dom::element value, size_t row);
  void read_list(Column& column, const Field& field, dom::element value);
  void read_map(Column& column, const Field& field, dom::element value);
  Got read_value(const Field& field, dom::element value, Scalar& out);
  void read_recorded_at(Table& table, dom::element value, size_t row);
  void read_complete_through(OwnerTable& owners, dom::element value, size_t owner);
  bool read_through_day(dom::element value, Day& day);

  void trouble(Complaint complaint, At at = At::value, bool of_owner = true);
  void limit_passed(Wording message);
  void duplicate_key(std::string_view key) { trouble(duplicate_key_complaint(key), At::last_key); }

  const Model& model_;
  Dataset& data_;
  const std::vector<RecordText>& texts_;
  const ReadOptions& options_;
  Troubles& troubles_;

  dom::parser parser_;
  RecordKeys keys_;
  Values values_;
  Complaint complaint_{};  // of the value read now; kept, as making one for each value costs more than reading it
  std::vector<std::vector<OwnerPlace>> places_;  // per owner type, per owner in the order of reading
  std::vector<PathEntry> path_;
  RecordSource* source_ = nullptr;
  std::string_view buffer_;  // the whole text; bytes behind a line may be read, not used
  size_t text_ = 0;
  int owner_type_ = -1;
  size_t owner_troubles_ = 0;
  bool through_seen_ = false;  // the owner read now has a complete_through
  size_t lost_ = 0;            // owners whose text could not be read at all
  bool stop_ = false;          // a limit of the run was passed
};

void Reader::trouble(Complaint complaint, At at, bool of_owner) {
  ++owner_troubles_;
  if (troubles_.full()) return troubles_.count_only();
  std::vector<JsonStep> path;
  for (const PathEntry& entry : path_) path.push_back({std::string(entry.key), entry.index, entry.is_index});
  Place place = source_->place(path, at != At::value, at == At::last_key);
  troubles_.add({complaint.code, std::move(place), std::move(complaint.message), std::move(complaint.hint), of_owner});
}

void Reader::limit_passed(Wording message) {
  trouble(
      {Code::record_row_limit, std::move(message), {"split the data set, or raise max_rows", "请拆分数据集，或提高 max_rows"}},
      At::value, false);
  stop_ = true;
}

void Reader::read(size_t number, int owner_type) {
  const RecordText& text = texts_[number];
  text_ = number;
  owner_type_ = owner_type;
  RecordSource source(text.name, text.text);
  source_ = &source;
  buffer_ = text.text;
  path_.clear();
  if (text.text.size() > options_.max_file_bytes) {
    const std::string n = std::to_string(text.text.size()), limit = std::to_string(options_.max_file_bytes);
    Place place;
    place.file = text.name;
    troubles_.add({Code::record_file_limit,
                   std::move(place),
                   {"the file has " + n + " bytes, the limit is " + limit, "文件有 " + n + " 字节，上限为 " + limit},
                   {"split it, or raise max_file_bytes", "请拆分文件，或提高 max_file_bytes"},
                   false});
    return;
  }
  source.form() == RecordSource::Form::lines ? read_lines() : read_document();
}

void Reader::read_lines() {
  std::string_view rest = source_->text();
  for (uint32_t number = 1; !rest.empty() && !stop_; ++number) {
    const void* found = std::memchr(rest.data(), '\n', rest.size());
    const size_t end = found != nullptr ? static_cast<size_t>(static_cast<const char*>(found) - rest.data()) : rest.size();
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    source_->at_line(line, number);
    if (line.size() > options_.max_line_bytes) {
      const std::string limit = std::to_string(options_.max_line_bytes);
      troubles_.add({Code::record_line_limit,
                     source_->owner_place(),
                     {"the line is longer than " + limit + " bytes", "该行超过 " + limit + " 字节"},
                     {"write one owner a line, or raise max_line_bytes", "请一行只写一个主体，或提高 max_line_bytes"},
                     true});
      ++lost_;
      continue;
    }
    dom::element root;
    if (parse(line, root)) read_owner(root, number, 0);
  }
}

void Reader::read_document() {
  dom::element root;
  if (!parse(source_->text(), root)) return;
  dom::array list;
  if (root.get(list) != simdjson::SUCCESS) return read_owner(root, 1, 0);
  size_t i = 0;
  for (const dom::element owner : list) {
    if (stop_) return;
    source_->at_element(i);
    read_owner(owner, 0, i);
    ++i;
  }
}

bool Reader::parse(std::string_view text, dom::element& root) {
  // simdjson may look at a few bytes behind the text: they are there unless the text ends the buffer.
  const size_t behind = static_cast<size_t>(buffer_.data() + buffer_.size() - (text.data() + text.size()));
  if (parser_.capacity() < text.size() || parser_.max_depth() != static_cast<size_t>(options_.max_depth)) {
    const size_t room = std::max<size_t>(text.size(), 4096);
    if (const simdjson::error_code error = parser_.allocate(room, static_cast<size_t>(options_.max_depth))) {
      parse_failed(text, error);
      return false;
    }
  }
  const simdjson::error_code error = parser_.parse(text.data(), text.size(), behind < simdjson::SIMDJSON_PADDING).get(root);
  if (error == simdjson::SUCCESS) return true;
  parse_failed(text, error);
  return false;
}

void Reader::parse_failed(std::string_view text, simdjson::error_code error) {
  ++lost_;
  if (troubles_.full()) return troubles_.count_only();
  if (error == simdjson::UTF8_ERROR) {
    const size_t offset = find_invalid_utf8(text);
    troubles_.add({Code::invalid_utf8,
                   source_->place_at(std::min(offset, text.size())),
                   {"the text is not valid UTF-8 here", "此处不是有效的 UTF-8"},
                   {"save the file as UTF-8", "请把文件另存为 UTF-8 编码"},
                   true});
    return;
  }
  const JsonFault fault = find_json_fault(text, options_.max_depth);
  const Wording not_json{"not well-formed JSON: " + fault.what, "不是合法的 JSON：" + fault.what_zh};
  const std::string depth = std::to_string(options_.max_depth);
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
  troubles_.add(
      {complaint.code, std::move(place), std::move(complaint.message), std::move(complaint.hint), error != simdjson::MEMALLOC});
}

void Reader::read_owner(dom::element value, uint32_t line, size_t element) {
  owner_troubles_ = 0;
  through_seen_ = false;
  path_.clear();
  if (source_->form() == RecordSource::Form::array)
    path_.push_back({{}, element, true});  // paths start with the owner's number
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
  OwnerTable& owners = data_.owners[o];
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

void Reader::duplicate_owner(int32_t id, const OwnerPlace& first) {
  const OwnerType& type = model_.owners[static_cast<size_t>(owner_type_)];
  uint32_t line = first.line;
  if (line == 0 && !troubles_.full()) {
    RecordSource source(texts_[first.text].name, texts_[first.text].text);
    source.at_element(first.element);
    line = source.owner_place().line;
  }
  const std::string where = texts_[first.text].name + ":" + std::to_string(line);
  const std::string name = shown(data_.strings.text(id));
  const std::string type_zh = type.zh.empty() ? type.name : type.zh;
  if (id != 0) path_.push_back({type.fields[static_cast<size_t>(type.id_field)].name, 0, false});
  trouble({Code::record_duplicate_owner,
           {type.name + (id == 0 ? "" : " '" + name + "'") + " stands twice; first at " + where,
            type_zh + (id == 0 ? "" : "“" + name + "”") + "重复，首次出现在 " + where},
           {"keep one record for each owner", "每个主体只保留一份记录"}});
}

void Reader::read_collection(CollectionData& collection, const Collection& declared, dom::element value, size_t owner) {
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

void Reader::read_rows(Table& table, dom::element value, const std::string& name) {
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

void Reader::read_row(Table& table, dom::object row_object) {
  const RowType& type = model_.rows[static_cast<size_t>(table.row_type)];
  if (table.rows >= options_.max_rows) {
    const std::string limit = std::to_string(options_.max_rows);
    return limit_passed(
        {"there are more than " + limit + " rows of '" + type.name + "'", "“" + type.name + "”超过 " + limit + " 行"});
  }
  const ObjectKeys& keys = keys_.rows[static_cast<size_t>(table.row_type)];
  const size_t row = table.rows;
  int last = -1;
  for (const dom::key_value_pair entry : row_object) {
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

void Reader::read_field(Column& column, const Field& field, dom::element value, size_t row) {
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

void Reader::read_list(Column& column, const Field& field, dom::element value) {
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
  if (total > std::min<size_t>(options_.max_rows, UINT32_MAX - 1)) {
    const std::string limit = std::to_string(options_.max_rows);
    limit_passed({"the lists '" + field.name + "' have more than " + limit + " elements",
                  "列表“" + field.name + "”的元素超过 " + limit + " 个"});
  }
  column.offsets.push_back(static_cast<uint32_t>(std::min<size_t>(total, UINT32_MAX - 1)));
  column.valid.push(given);
}

void Reader::read_map(Column& column, const Field& field, dom::element value) {
  dom::object object;
  if (value.get(object) != simdjson::SUCCESS) return trouble(values_.wrong_type(field, kind_of(value), text_of(value)));
  std::unordered_set<int32_t> seen;
  for (const dom::key_value_pair entry : object) {
    const Step step(path_, entry.key);
    Scalar scalar;
    scalar.i32 = data_.strings.code(entry.key);
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
Reader::Got Reader::read_value(const Field& field, dom::element value, Scalar& out) {
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

void Reader::read_recorded_at(Table& table, dom::element value, size_t row) {
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

bool Reader::read_through_day(dom::element value, Day& day) {
  Complaint complaint{Code::record_complete_through,
                      {"complete_through takes a date, or dates by collection", "complete_through 应为日期，或按集合写的日期"},
                      {"write \"2023-09-30\" or {\"inspections\": \"2023-09-30\"}",
                       "请写成 \"2023-09-30\" 或 {\"inspections\": \"2023-09-30\"}"}};
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS && Values::day(text, day, complaint)) return true;
  trouble(std::move(complaint));
  return false;
}

void Reader::read_complete_through(OwnerTable& owners, dom::element value, size_t owner) {
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

std::string digest_of(const std::vector<RecordText>& texts) {
  Sha256 digest;
  for (const RecordText& text : texts) {
    // Type and length first, so that no two sets of texts run together into the same bytes.
    digest.add(text.owner_type + '\0' + std::to_string(text.text.size()) + '\0');
    digest.add(text.text);
  }
  return digest.hex();
}

}  // namespace

std::unique_ptr<Dataset> read_records(std::shared_ptr<const Model> model, std::vector<RecordText> texts,
                                      const Declarations& declarations, const ReadOptions& options, Diagnostics& diagnostics) {
  auto data = std::make_unique<Dataset>(model);
  Troubles troubles(options.max_errors);

  // The digest takes longer than the reading: beside it, when a thread is to be had.
  std::string digest;
  std::jthread beside;
  if (options.digest) {
    try {
      beside = std::jthread([&] { digest = digest_of(texts); });
    } catch (const std::system_error&) {
      digest = digest_of(texts);
    }
  }

  Reader reader(*model, *data, texts, options, troubles);
  for (size_t i = 0; i < texts.size(); ++i) {
    const RecordText& text = texts[i];
    const int owner_type = model->owner(text.owner_type);
    if (owner_type >= 0) {
      reader.read(i, owner_type);
      continue;
    }
    std::vector<std::string> known;
    for (const OwnerType& type : model->owners) known.push_back(type.name);
    Place place;
    place.file = text.name;
    troubles.add({Code::record_owner_type,
                  std::move(place),
                  {"the record model has no owner type '" + shown(text.owner_type) + "'",
                   "记录模型没有主体类型“" + shown(text.owner_type) + "”"},
                  {suggestion(text.owner_type, known), {}},
                  false});
  }
  settle_owners(*data, reader.places());
  data->owners_left_out += reader.lost_owners();
  if (beside.joinable()) beside.join();

  const bool good = troubles.count() == 0 || (options.keep_going && !troubles.fatal());
  troubles.emit(options.keep_going, diagnostics);
  if (!good) return nullptr;
  declare(*data, declarations);
  data->sha256 = std::move(digest);
  data->finish();
  write_notes(*data, texts, reader.places());
  return data;
}

}  // namespace hegui
