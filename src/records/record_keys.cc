// Keys of objects in records: see record_keys.h.
// In: the model.   Out: name tables.   Cost: O(names).   Test: tests/records/json_reader_test.cc, malformed_test.cc
#include "records/record_keys.h"

#include "base/suggest.h"

namespace hegui {

void ObjectKeys::add(std::string_view name, int number) {
  names.add(name, number);
  candidates.emplace_back(name);
}

Complaint ObjectKeys::unknown(std::string_view key) const {
  const std::string name = shown(key);
  Wording hint{suggestion(key, candidates), {}};
  if (hint.en.empty() && key.substr(0, 2) == "x_") {
    hint = {"declare '" + name + "' in the record model to carry it along", "如需保留“" + name + "”，请先在记录模型中声明"};
  } else if (hint.en.empty()) {
    hint = {"take it out, or declare it in the record model", "请删去，或先在记录模型中声明"};
  }
  return {Code::record_unknown_field,
          {"'" + of + "' has no field '" + name + "'", of_zh + "没有字段“" + name + "”"},
          std::move(hint)};
}

RecordKeys::RecordKeys(const Model& model) {
  for (const RowType& type : model.rows) {
    ObjectKeys& keys = rows.emplace_back();
    keys.of = type.name;
    keys.of_zh = type.zh.empty() ? type.name : type.zh;
    for (size_t f = 0; f < type.fields.size(); ++f) keys.add(type.fields[f].name, static_cast<int>(f));
    keys.add(kRecordedAtName, kRecordedAt);
  }
  for (const OwnerType& type : model.owners) {
    ObjectKeys& keys = owners.emplace_back();
    keys.of = type.name;
    keys.of_zh = type.zh.empty() ? type.name : type.zh;
    for (size_t f = 0; f < type.fields.size(); ++f) keys.add(type.fields[f].name, static_cast<int>(f));
    for (size_t c = 0; c < type.collections.size(); ++c) {
      keys.add(type.collections[c].name, kCollection + static_cast<int>(c));
    }
    keys.add(kCompleteThroughName, kCompleteThrough);
  }
}

Complaint duplicate_key_complaint(std::string_view key) {
  const std::string name = shown(key);
  return {Code::record_duplicate_key,
          {"key '" + name + "' stands twice in one object", "键“" + name + "”在同一对象中重复"},
          {"keep one of them", "请只保留一个"}};
}

}  // namespace hegui
