// Invariants and references of the records: see record_notes.h.
// In: a finished data set.   Out: Dataset::notes.   Cost: O(rows).   Test: tests/records/record_notes_test.cc
#include "records/record_notes.h"

#include <algorithm>
#include <memory>

#include "records/columns.h"
#include "records/trouble.h"

namespace hegui {
namespace {

constexpr size_t kMostNotes = 100'000;
constexpr size_t kMostPlaced = 1'000;  // notes of one document whose own line is looked up
constexpr int64_t kSecondsPerDay = 86400;

// A table and the tables around it: chain.front() holds the rows of a collection, chain.back() the rows meant.
struct Spot {
  int owner_type = -1;
  int collection = -1;  // -1: fields of the owner itself
  std::vector<const Table*> chain;
  std::vector<int> nested;  // fields that lead from one table to the next

  size_t rows(const OwnerTable& owners) const { return chain.empty() ? owners.count : chain.back()->rows; }
  // Rows of one owner are contiguous at every level.
  std::pair<uint32_t, uint32_t> rows_of(uint32_t owner) const {
    uint32_t begin = owner, end = owner + 1;
    for (const Table* table : chain) {
      begin = table->offsets[begin];
      end = table->offsets[end];
    }
    return {begin, end};
  }
  // Row numbers at each level, outermost first, and the owner in front.
  std::vector<uint32_t> trail(uint32_t row) const {
    std::vector<uint32_t> out(chain.size() + 1);
    for (size_t level = chain.size(); level > 0; --level) {
      out[level] = row;
      row = chain[level - 1]->parent[row];
    }
    out[0] = row;
    return out;
  }
};

struct Reference {
  Spot spot;
  int field = -1;
  const Field* declared = nullptr;
  const Column* column = nullptr;
};

struct Note {
  std::vector<uint32_t> order;  // owner type, owner, collection, rows, field
  DataNote note;
};

TimeRange moment_of(const Column& column, const Field& field, uint32_t row) {
  if (field.type == FieldType::datetime) return column.time(row);
  const DateRange day = column.date(row);
  return {day.lo * kSecondsPerDay, day.hi * kSecondsPerDay + kSecondsPerDay - 1};
}

std::string text_of(const Column& column, const Field& field, uint32_t row) {
  if (field.type == FieldType::datetime) {
    const TimeRange time = column.time(row);
    return time.lo == time.hi ? format_datetime(time.lo).substr(0, 16) : format_datetime(time.lo).substr(0, 10);
  }
  const DateRange day = column.date(row);
  return day.precise() ? format_date(day.lo) : format_date(day.lo).substr(0, 7);
}

class NoteWriter {
 public:
  NoteWriter(Dataset& data, const std::vector<RecordText>& texts, const std::vector<std::vector<OwnerPlace>>& places)
      : data_(data),
        model_(data.model()),
        texts_(texts),
        places_(places),
        stamps_(data.strings.size(), 0),
        sources_(texts.size()) {}

  void write() {
    for (size_t o = 0; o < data_.owners.size(); ++o) {
      if (data_.owners[o].count == 0) continue;
      std::vector<Reference> references;
      Spot spot;
      spot.owner_type = static_cast<int>(o);
      collect(spot, model_.owners[o].fields, data_.owners[o].fields, references);
      for (size_t c = 0; c < data_.owners[o].collections.size(); ++c) {
        spot.collection = static_cast<int>(c);
        visit(spot, data_.owners[o].collections[c].table, references);
      }
      check_references(o, references);
    }
    finish();
  }

 private:
  void visit(Spot spot, const Table& table, std::vector<Reference>& references) {
    if (table.row_type < 0 || table.rows == 0) return;
    spot.chain.push_back(&table);
    const RowType& type = model_.rows[static_cast<size_t>(table.row_type)];
    for (const Invariant& invariant : model_.invariants) {
      if (invariant.row_type == table.row_type) check(spot, table, type, invariant);
    }
    collect(spot, type.fields, table.columns, references);
    for (size_t f = 0; f < type.fields.size(); ++f) {
      if (type.fields[f].type != FieldType::nested) continue;
      Spot inner = spot;
      inner.nested.push_back(static_cast<int>(f));
      visit(inner, table.nested[f], references);
    }
  }

  static void collect(const Spot& spot, const std::vector<Field>& fields, const std::vector<Column>& columns,
                      std::vector<Reference>& references) {
    for (size_t f = 0; f < fields.size(); ++f) {
      if (fields[f].type == FieldType::reference) references.push_back({spot, static_cast<int>(f), &fields[f], &columns[f]});
    }
  }

  void check(const Spot& spot, const Table& table, const RowType& type, const Invariant& invariant) {
    const std::vector<int>& fields = invariant.fields;
    for (const int f : fields) {
      if (f < 0 || static_cast<size_t>(f) >= type.fields.size()) return;
    }
    const auto column = [&](size_t i) -> const Column& { return table.columns[static_cast<size_t>(fields[i])]; };
    const auto field = [&](size_t i) -> const Field& { return type.fields[static_cast<size_t>(fields[i])]; };
    for (uint32_t row = 0; row < table.rows; ++row) {
      switch (invariant.kind) {
        case Invariant::Kind::order:
          check_order(spot, table, type, invariant, row);
          break;
        case Invariant::Kind::needs: {
          if (fields.size() < 2 || !column(0).valid[row]) break;
          std::string missing, missing_zh;
          for (size_t i = 1; i < fields.size(); ++i) {
            if (column(i).valid[row]) continue;
            missing += (missing.empty() ? "'" : ", '") + field(i).name + "'";
            missing_zh += (missing_zh.empty() ? "“" : "、“") + label(field(i)) + "”";
          }
          if (missing.empty()) break;
          add(spot, row, fields[0], name_of(invariant, "needs_fields"), field(0).name,
              "'" + field(0).name + "' is filled, but not " + missing, "已填“" + label(field(0)) + "”，但未填" + missing_zh);
          break;
        }
        case Invariant::Kind::needs_word: {
          if (fields.size() != 2 || !column(0).valid[row] || !column(1).valid[row] || column(1).i32[row] == invariant.word)
            break;
          const Enumeration& e = model_.enums[static_cast<size_t>(field(1).target)];
          const size_t word = static_cast<size_t>(invariant.word), is = static_cast<size_t>(column(1).i32[row]);
          add(spot, row, fields[1], name_of(invariant, "needs_word"), field(1).name,
              "'" + field(0).name + "' is filled, so '" + field(1).name + "' ought to be " + e.words[word] + ", not " +
                  e.words[is],
              "已填“" + label(field(0)) + "”，“" + label(field(1)) + "”应为" +
                  (word < e.zh.size() ? e.zh[word] : e.words[word]));
          break;
        }
        case Invariant::Kind::not_in: {
          const bool alike =
              fields.size() == 2 && store_of(field(0).type) == Store::i32 && store_of(field(1).type) == Store::i32;
          if (!alike || field(0).list || !field(1).list || !column(0).valid[row] || !column(1).valid[row]) break;
          const int32_t value = column(0).i32[row];
          const auto begin = column(1).i32.begin();
          if (std::find(begin + column(1).offsets[row], begin + column(1).offsets[row + 1], value) ==
              begin + column(1).offsets[row + 1])
            break;
          const std::string id(shown(data_.strings.text(value)));
          add(spot, row, fields[0], name_of(invariant, "listed_among"), field(0).name,
              "'" + field(0).name + "' (" + id + ") is also among '" + field(1).name + "'",
              "“" + label(field(0)) + "”（" + id + "）同时在“" + label(field(1)) + "”之列");
          break;
        }
        case Invariant::Kind::entries:
          check_entries(spot, table, type, invariant, row);
          break;
      }
    }
  }

  void check_order(const Spot& spot, const Table& table, const RowType& type, const Invariant& invariant, uint32_t row) {
    int before = -1;
    for (const int f : invariant.fields) {
      const Column& column = table.columns[static_cast<size_t>(f)];
      if (!column.valid[row]) continue;
      const Field& field = type.fields[static_cast<size_t>(f)];
      if (before >= 0) {
        const Column& earlier = table.columns[static_cast<size_t>(before)];
        const Field& earlier_field = type.fields[static_cast<size_t>(before)];
        const TimeRange first = moment_of(earlier, earlier_field, row), second = moment_of(column, field, row);
        if (first.lo > second.hi) {
          const std::string a = text_of(earlier, earlier_field, row), b = text_of(column, field, row);
          add(spot, row, f, name_of(invariant, "order_of_dates"), field.name,
              "'" + field.name + "' (" + b + ") is earlier than '" + earlier_field.name + "' (" + a + ")",
              "“" + label(field) + "”（" + b + "）早于“" + label(earlier_field) + "”（" + a + "）");
        } else if (first.lo > second.lo) {
          continue;  // an imprecise date inside which the earlier one lies: keep the stricter bound
        }
      }
      before = f;
    }
  }

  void check_entries(const Spot& spot, const Table& table, const RowType& type, const Invariant& invariant, uint32_t row) {
    if (invariant.fields.size() != 1) return;
    const Column& column = table.columns[static_cast<size_t>(invariant.fields[0])];
    if (!column.valid[row]) return;
    const Field& field = type.fields[static_cast<size_t>(invariant.fields[0])];
    bool any = false;
    double last = 0;
    std::string last_key;
    for (const std::string& key : invariant.keys) {
      const int32_t code = data_.strings.find(key);
      for (uint32_t e = column.offsets[row]; code >= 0 && e < column.offsets[row + 1]; ++e) {
        if (column.i32[e] != code) continue;
        if (any && column.f64[e] < last) {
          add(spot, row, invariant.fields[0], name_of(invariant, "order_of_entries"), field.name,
              "'" + last_key + "' of '" + field.name + "' is larger than '" + key + "'",
              "“" + label(field) + "”中 " + last_key + " 大于 " + key);
        }
        any = true;
        last = column.f64[e];
        last_key = key;
      }
    }
  }

  void check_references(size_t o, const std::vector<Reference>& references) {
    for (const Reference& reference : references) {
      if (reference.declared->target_owner < 0) continue;
      const OwnerTable& targets = data_.owners[static_cast<size_t>(reference.declared->target_owner)];
      if (targets.count == 0) continue;  // no owners of that type were handed in
      const OwnerType& type = model_.owners[static_cast<size_t>(reference.declared->target_owner)];
      for_each_id(reference, 0, static_cast<uint32_t>(data_.owners[o].count), [&](uint32_t row, int32_t id) {
        if (targets.by_id.count(id) != 0) return;
        dangling(reference, row, id, "there is no " + type.name + " '", "没有编号为“",
                 "”的" + (type.zh.empty() ? " " + type.name : type.zh));
      });
    }
    std::vector<const Reference*> to_rows;
    for (const Reference& reference : references) {
      if (reference.declared->target_owner < 0 && reference.declared->target >= 0) to_rows.push_back(&reference);
    }
    const auto target = [](const Reference* reference) { return reference->declared->target; };
    std::stable_sort(to_rows.begin(), to_rows.end(),
                     [&](const Reference* a, const Reference* b) { return target(a) < target(b); });
    for (auto begin = to_rows.begin(), end = begin; begin != to_rows.end(); begin = end) {
      end = std::find_if(begin, to_rows.end(), [&](const Reference* other) { return target(other) != target(*begin); });
      check_references(o, target(*begin), {begin, end});
    }
  }

  void check_references(size_t o, int row_type, const std::vector<const Reference*>& references) {
    const RowType& type = model_.rows[static_cast<size_t>(row_type)];
    if (type.id_field < 0) return;
    int home = static_cast<int>(o);
    int collection = model_.collection_of_row_type(home, row_type);
    if (collection < 0 && model_.registry >= 0) {
      home = model_.registry;
      collection = model_.collection_of_row_type(home, row_type);
    }
    if (collection < 0) return;
    const CollectionData& rows = data_.owners[static_cast<size_t>(home)].collections[static_cast<size_t>(collection)];
    const Collection& declared = model_.owners[static_cast<size_t>(home)].collections[static_cast<size_t>(collection)];
    const Column& ids = rows.table.columns[static_cast<size_t>(type.id_field)];
    const bool shared = home != static_cast<int>(o);
    for (uint32_t owner = 0; owner < data_.owners[o].count; ++owner) {
      const uint32_t holder = shared ? 0 : owner;
      if (data_.owners[static_cast<size_t>(home)].count <= holder) continue;
      if (!rows.present[holder] && !declared.sparse) continue;  // nothing was handed in
      if (!shared || owner == 0) {
        next_stamp();
        for (uint32_t row = rows.table.offsets[holder]; row < rows.table.offsets[holder + 1]; ++row) {
          if (ids.valid[row]) stamps_[static_cast<size_t>(ids.i32[row])] = stamp_;
        }
      }
      for (const Reference* reference : references) {
        for_each_id(*reference, owner, owner + 1, [&](uint32_t row, int32_t id) {
          if (stamps_[static_cast<size_t>(id)] == stamp_) return;
          dangling(*reference, row, id, "'" + declared.name + "' has no row '", "“" + declared.name + "”中没有“", "”",
                   elsewhere(row_type, id));
        });
      }
    }
  }

  template <typename Visit>
  void for_each_id(const Reference& reference, uint32_t owner_begin, uint32_t owner_end, Visit visit_id) {
    if (owner_begin >= owner_end) return;
    const uint32_t begin = reference.spot.rows_of(owner_begin).first, end = reference.spot.rows_of(owner_end - 1).second;
    const Column& column = *reference.column;
    for (uint32_t row = begin; row < end; ++row) {
      if (!column.valid[row]) continue;
      if (!reference.declared->list) {
        visit_id(row, column.i32[row]);
        continue;
      }
      for (uint32_t e = column.offsets[row]; e < column.offsets[row + 1]; ++e) visit_id(row, column.i32[e]);
    }
  }

  // Whether some owner has a row of the type with the id.
  bool elsewhere(int row_type, int32_t id) {
    if (ids_of_type_.empty()) ids_of_type_.resize(model_.rows.size());
    std::vector<bool>& ids = ids_of_type_[static_cast<size_t>(row_type)];  // by code
    if (ids.empty()) {
      ids.resize(data_.strings.size());
      const size_t f = static_cast<size_t>(model_.rows[static_cast<size_t>(row_type)].id_field);
      for (const OwnerTable& owners : data_.owners) {
        for (const CollectionData& collection : owners.collections) {
          if (collection.table.row_type != row_type) continue;
          const Column& column = collection.table.columns[f];
          for (size_t row = 0; row < collection.table.rows; ++row) {
            if (column.valid[row]) ids[static_cast<size_t>(column.i32[row])] = true;
          }
        }
      }
    }
    return ids[static_cast<size_t>(id)];
  }

  void dangling(const Reference& reference, uint32_t row, int32_t id, const std::string& en, const std::string& zh,
                const std::string& zh_end, bool is_elsewhere = false) {
    if (notes_.size() >= kMostNotes) {
      ++left_out_;
      return;
    }
    const std::string name = shown(data_.strings.text(id));
    add(reference.spot, row, reference.field, is_elsewhere ? "reference_elsewhere" : "dangling_reference",
        reference.declared->name, en + name + "'" + (is_elsewhere ? " (another owner has one)" : ""),
        zh + name + zh_end + (is_elsewhere ? "（其他主体有）" : ""));
  }

  void next_stamp() {
    if (stamp_ == UINT32_MAX) {
      std::fill(stamps_.begin(), stamps_.end(), 0);
      stamp_ = 0;
    }
    ++stamp_;
  }

  static std::string name_of(const Invariant& invariant, const char* otherwise) {
    return invariant.code.empty() ? otherwise : invariant.code;
  }
  static const std::string& label(const Field& field) { return field.zh.empty() ? field.name : field.zh; }

  void add(const Spot& spot, uint32_t row, int field, std::string code, const std::string& field_name, std::string message,
           std::string message_zh) {
    if (notes_.size() >= kMostNotes) {
      ++left_out_;
      return;
    }
    const std::vector<uint32_t> trail = spot.trail(row);
    Note& out = notes_.emplace_back();
    out.order = {static_cast<uint32_t>(spot.owner_type), trail[0], static_cast<uint32_t>(spot.collection + 1)};
    out.order.insert(out.order.end(), trail.begin() + 1, trail.end());
    out.order.push_back(static_cast<uint32_t>(field));
    const OwnerTable& owners = data_.owners[static_cast<size_t>(spot.owner_type)];
    DataNote& note = out.note;
    note.code = std::move(code);
    note.field = field_name;
    note.message = std::move(message);
    note.message_zh = std::move(message_zh);
    if (trail[0] < owners.ids.size()) note.owner = data_.strings.text(owners.ids[trail[0]]);
    note.record = spot.collection < 0 ? note.owner : data_.row_label(spot.owner_type, spot.collection, trail[1]);
    for (size_t level = 1; level < spot.chain.size(); ++level) {
      note.record += "/" + std::to_string(trail[level + 1] - spot.chain[level]->offsets[trail[level]] + 1);
    }
    place(spot, trail, note);
  }

  void place(const Spot& spot, const std::vector<uint32_t>& trail, DataNote& note) {
    const size_t o = static_cast<size_t>(spot.owner_type);
    if (o >= places_.size() || trail[0] >= places_[o].size()) return;
    const OwnerPlace& owner = places_[o][trail[0]];
    if (owner.text >= texts_.size()) return;
    note.file = texts_[owner.text].name;
    note.line = owner.line;
    std::unique_ptr<RecordSource>& source = sources_[owner.text];
    if (!source) source = std::make_unique<RecordSource>(texts_[owner.text].name, texts_[owner.text].text);
    if (source->form() == RecordSource::Form::lines) return;
    source->at_element(owner.element);
    if (++placed_ > kMostPlaced) {
      if (note.line == 0) note.line = source->owner_place().line;
      return;
    }
    std::vector<JsonStep> path;
    if (source->form() == RecordSource::Form::array) path.push_back({"", owner.element, true});
    if (spot.collection >= 0) {
      const Collection& collection = model_.owners[o].collections[static_cast<size_t>(spot.collection)];
      path.push_back({collection.name, 0, false});
      for (size_t level = 0; level < spot.chain.size(); ++level) {
        if (level > 0) {
          const RowType& outer = model_.rows[static_cast<size_t>(spot.chain[level - 1]->row_type)];
          path.push_back({outer.fields[static_cast<size_t>(spot.nested[level - 1])].name, 0, false});
        }
        path.push_back({"", trail[level + 1] - spot.chain[level]->offsets[trail[level]], true});
      }
    }
    path.push_back({note.field, 0, false});
    note.line = source->place(path, true, false).line;
  }

  void finish() {
    std::stable_sort(notes_.begin(), notes_.end(), [](const Note& a, const Note& b) { return a.order < b.order; });
    for (Note& note : notes_) data_.notes.push_back(std::move(note.note));
    if (left_out_ == 0) return;
    DataNote& last = data_.notes.emplace_back();
    last.code = "more_notes";
    last.message = std::to_string(left_out_) + " more notes are left out";
    last.message_zh = "另有 " + std::to_string(left_out_) + " 条提示从略";
  }

  Dataset& data_;
  const Model& model_;
  const std::vector<RecordText>& texts_;
  const std::vector<std::vector<OwnerPlace>>& places_;
  std::vector<uint32_t> stamps_;  // per string: the last owner that has a row with this id
  uint32_t stamp_ = 0;
  std::vector<std::unique_ptr<RecordSource>> sources_;
  std::vector<std::vector<bool>> ids_of_type_;
  std::vector<Note> notes_;
  size_t left_out_ = 0;
  size_t placed_ = 0;
};

}  // namespace

void write_notes(Dataset& data, const std::vector<RecordText>& texts, const std::vector<std::vector<OwnerPlace>>& places) {
  NoteWriter(data, texts, places).write();
}

}  // namespace hegui
