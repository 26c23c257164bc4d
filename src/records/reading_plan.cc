// The record model, laid out for reading: see reading_plan.h.
// In: the model.   Out: keys and words as bytes.   Cost: O(names).   Test: tests/records/lean_reader_test.cc
#include "records/reading_plan.h"

#include <algorithm>

#include "records/record_keys.h"

namespace hegui {
namespace {

Take take_of(FieldType type) {
  switch (type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::reference:
      return Take::text;
    case FieldType::month:
      return Take::month;
    case FieldType::enumeration:
      return Take::word;
    case FieldType::boolean:
      return Take::boolean;
    case FieldType::date:
      return Take::day;
    case FieldType::datetime:
      return Take::time;
    case FieldType::integer:
      return Take::integer;
    case FieldType::decimal:
      return Take::decimal;
    case FieldType::map:
      return Take::map;
    case FieldType::nested:
      return Take::nested;
  }
  return Take::text;
}

// A name that stands in JSON as it is, and is short enough to be compared without looking where the text ends.
bool plain(std::string_view name) {
  return name.size() <= 48 && std::none_of(name.begin(), name.end(), [](char c) {
           return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
         });
}

class Builder {
 public:
  Builder(ObjectPlan& plan, const std::vector<WordTable>& words, size_t most) : plan_(plan), words_(words) {
    plan.keys.reserve(most);
    plan.texts.reserve(most);  // KeyPlan::rest points into them
  }

  void add(std::string_view name, Take take, int index, const Field* field) {
    if (!plain(name) || plan_.names.find(name) >= 0) return;
    plan_.names.add(name, static_cast<int>(plan_.keys.size()));
    const std::string& text = plan_.texts.emplace_back('"' + std::string(name) + "\":");
    KeyPlan& key = plan_.keys.emplace_back();
    char head[16] = {}, mask[16] = {};
    for (size_t i = 0; i < std::min<size_t>(text.size(), 16); ++i) {
      head[i] = text[i];
      mask[i] = '\xFF';
    }
    std::memcpy(key.head, head, 16);
    std::memcpy(key.mask, mask, 16);
    if (text.size() > 16) {
      key.rest = text.data() + 16;
      key.rest_size = static_cast<uint32_t>(text.size() - 16);
    }
    key.size = static_cast<uint32_t>(name.size());
    key.take = take;
    key.index = index;
    key.field = field;
    if (field == nullptr) return;
    key.list = field->list;
    key.store = store_of(field->type);
    if (take == Take::word) key.words = &words_[static_cast<size_t>(field->target)];
  }

  void add(const std::vector<Field>& fields) {
    for (size_t f = 0; f < fields.size(); ++f) add(fields[f].name, take_of(fields[f].type), static_cast<int>(f), &fields[f]);
  }

 private:
  ObjectPlan& plan_;
  const std::vector<WordTable>& words_;
};

}  // namespace

WordTable::WordTable(const Enumeration& enumeration) {
  size_t n = 16;
  while (n < (enumeration.words.size() + enumeration.zh.size()) * 3) n *= 2;
  slots_.resize(n);
  mask_ = n - 1;
  for (size_t i = 0; i < enumeration.words.size(); ++i) add(enumeration.words[i], static_cast<int32_t>(i));
  for (size_t i = 0; i < enumeration.zh.size() && i < enumeration.words.size(); ++i) {
    if (!enumeration.zh[i].empty()) add(enumeration.zh[i], static_cast<int32_t>(i));
  }
}

void WordTable::add(const std::string& text, int32_t number) {
  char start[8] = {};
  std::memcpy(start, text.data(), std::min<size_t>(text.size(), 8));
  const uint64_t head = head_of(start, text.size());
  const uint64_t tail = text.size() > 8 ? head_of(text.data() + text.size() - 8, 8) : 0;
  const char* rest = text.size() > 16 ? text.data() + 8 : nullptr;
  size_t i = slot_of(head, tail, text.size());
  for (; slots_[i].number >= 0; i = (i + 1) & mask_) {
    const Slot& slot = slots_[i];
    if (slot.head == head && slot.tail == tail && slot.size == text.size() &&
        (rest == nullptr || std::memcmp(slot.rest, rest, text.size() - 16) == 0)) {
      return;  // the first number given to a word stays
    }
  }
  slots_[i] = {head, tail, rest, static_cast<uint32_t>(text.size()), number};
}

ReadingPlan::ReadingPlan(const Model& model) {
  words.reserve(model.enums.size());
  for (const Enumeration& e : model.enums) words.emplace_back(e);
  for (const RowType& type : model.rows) {
    Builder builder(rows.emplace_back(), words, type.fields.size() + 1);
    builder.add(type.fields);
    builder.add(kRecordedAtName, Take::recorded_at, -1, nullptr);
    Builder alone(flat.emplace_back(), words, type.fields.size() + 2);
    alone.add(kOwnerName, Take::owner, -1, nullptr);
    alone.add(type.fields);
    alone.add(kRecordedAtName, Take::recorded_at, -1, nullptr);
  }
  for (const OwnerType& type : model.owners) {
    Builder builder(owners.emplace_back(), words, type.fields.size() + type.collections.size() + 1);
    builder.add(type.fields);
    for (size_t c = 0; c < type.collections.size(); ++c) {
      builder.add(type.collections[c].name, Take::collection, static_cast<int>(c), nullptr);
    }
    builder.add(kCompleteThroughName, Take::through, -1, nullptr);
  }
}

}  // namespace hegui
