// Rows in files of their own: see flat_rows.h.
// In: rows as they arrived.   Out: rows by owner.   Cost: O(rows + owners).   Test: tests/records/flat_rows_test.cc
#include "records/flat_rows.h"

#include "base/suggest.h"
#include "records/columns.h"
#include "records/record_keys.h"

namespace hegui {
namespace {

constexpr uint32_t kNobody = UINT32_MAX;

Place line_of(const std::vector<RecordText>& texts, const FlatRows::From& from) {
  Place place;
  place.file = texts[from.text].name;
  place.line = from.line;
  return place;
}

std::string name_of(const OwnerType& type) { return type.zh.empty() ? type.name : type.zh; }

}  // namespace

bool collection_named(const Model& model, std::string_view name, int& owner_type, int& collection) {
  const size_t point = name.find('.');
  if (point == std::string_view::npos) return false;
  owner_type = model.owner(name.substr(0, point));
  if (owner_type < 0 || owner_type == model.registry) return false;
  collection = model.owners[static_cast<size_t>(owner_type)].collection(name.substr(point + 1));
  return collection >= 0;
}

void give_to_owners(Dataset& data, FlatRows& rows, const std::vector<RecordText>& texts,
                    std::vector<std::vector<OwnerPlace>>& places, Troubles& troubles) {
  const Model& model = data.model();
  const size_t o = static_cast<size_t>(rows.owner_type);
  OwnerTable& owners = data.owners[o];
  CollectionData& ledger = owners.collections[static_cast<size_t>(rows.collection)];
  const OwnerType& type = model.owners[o];
  const std::string& name = type.collections[static_cast<size_t>(rows.collection)].name;
  if (ledger.present.count() > 0) {
    Place place;
    if (!rows.from.empty()) place.file = texts[rows.from[0].text].name;
    troubles.add(
        {Code::record_row_owner,
         std::move(place),
         {"'" + name + "' stands in a file of its own and inside owners too", "“" + name + "”既在独立文件中，又写在主体内"},
         {"keep one of them", "请只保留一处"},
         false});
    return;
  }
  // The owner of each row, and how many rows each has.
  std::vector<uint32_t> owner_of(rows.from.size(), kNobody), offsets(owners.count + 1, 0);
  for (size_t row = 0; row < rows.from.size(); ++row) {
    const FlatRows::From& from = rows.from[row];
    const int32_t owner = rows.owners.i32[row];
    const auto found = owners.by_id.find(owner);
    if (owner != 0 && found != owners.by_id.end()) {
      owner_of[row] = found->second;
      ++offsets[found->second + 1];
      if (from.bad) places[o][found->second].bad = true;
    } else if (owner != 0) {
      const std::string id = shown(data.strings.text(owner));
      troubles.add(
          {Code::record_row_owner,
           line_of(texts, from),
           {"there is no " + type.name + " '" + id + "' among the records", "记录中没有编号为“" + id + "”的" + name_of(type)},
           {"hand in its owner as well, or correct the id", "请同时提交该主体，或更正编号"},
           true});
    }
  }
  for (size_t owner = 0; owner < owners.count; ++owner) offsets[owner + 1] += offsets[owner];
  std::vector<uint32_t> order(offsets[owners.count]), next(offsets.begin(), offsets.end() - 1);
  for (size_t row = 0; row < owner_of.size(); ++row) {
    if (owner_of[row] != kNobody) order[next[owner_of[row]]++] = static_cast<uint32_t>(row);
  }
  Table& table = rows.table();
  close_table(model, table, 0);
  select_rows(model, table, order);
  table.offsets = std::move(offsets);
  table.parent.clear();
  table.parent.reserve(order.size());
  for (size_t owner = 0; owner < owners.count; ++owner) {
    table.parent.insert(table.parent.end(), table.offsets[owner + 1] - table.offsets[owner], static_cast<uint32_t>(owner));
  }
  ledger.table = std::move(table);
  ledger.present = Bitmap(owners.count, true);
}

}  // namespace hegui
