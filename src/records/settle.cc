// Completing and ordering what was read: see settle.h.
// In: lagging columns.   Out: a data set in order.   Cost: O(rows).   Test: tests/records/json_reader_test.cc
#include "records/settle.h"

#include <algorithm>
#include <numeric>

#include "records/columns.h"
#include "records/share_out.h"

namespace hegui {
namespace {

// In the ledger of an owner an empty reference to an owner of its type that bears the type's name means the owner.
void fill_own_references(const Model& model, Table& table, const std::vector<uint32_t>& owner_of_parent,
                         const OwnerTable& owners) {
  if (table.row_type < 0 || table.rows == 0) return;
  const RowType& type = model.rows[static_cast<size_t>(table.row_type)];
  const std::string& name = model.owners[static_cast<size_t>(owners.owner_type)].name;
  std::vector<uint32_t> owner_of_row;
  for (size_t f = 0; f < type.fields.size(); ++f) {
    const Field& field = type.fields[f];
    if (field.type == FieldType::nested && table.nested[f].rows > 0) {
      if (owner_of_row.empty()) {
        for (const uint32_t parent : table.parent) owner_of_row.push_back(owner_of_parent[parent]);
      }
      fill_own_references(model, table.nested[f], owner_of_row, owners);
    }
    if (field.type != FieldType::reference || field.list || field.target_owner != owners.owner_type || field.name != name)
      continue;
    Column& column = table.columns[f];
    for (size_t row = 0; row < table.rows; ++row) {
      const int32_t id = owners.ids[owner_of_parent[table.parent[row]]];
      if (column.valid[row] || id == 0) continue;
      column.i32[row] = id;
      column.valid.set(row);
    }
  }
}

}  // namespace

void settle_owners(Dataset& data, std::vector<std::vector<OwnerPlace>>& places, int threads) {
  const Model& model = data.model();
  for (size_t o = 0; o < data.owners.size(); ++o) {
    OwnerTable& owners = data.owners[o];
    const OwnerType& type = model.owners[o];
    for (size_t f = 0; f < type.fields.size(); ++f) fill_absent(owners.fields[f], type.fields[f], owners.count);
    const bool own = static_cast<int>(o) != model.registry;
    std::vector<uint32_t> everyone(owners.count);
    std::iota(everyone.begin(), everyone.end(), 0U);
    share_out(owners.collections.size(), owners.count > 1 ? threads : 1, [&](size_t c) {
      CollectionData& collection = owners.collections[c];
      close_table(model, collection.table, owners.count);
      collection.present.resize(owners.count);
      collection.complete_through.resize(owners.count, kNoDay);
      if (own) fill_own_references(model, collection.table, everyone, owners);
    });

    std::vector<uint32_t> order;
    for (size_t i = 0; i < owners.count; ++i) {
      if (!places[o][i].bad) order.push_back(static_cast<uint32_t>(i));
    }
    data.owners_left_out += owners.count - order.size();
    const auto by_id = [&](uint32_t a, uint32_t b) {
      return data.strings.text(owners.ids[a]) < data.strings.text(owners.ids[b]);
    };
    const bool sorted = std::is_sorted(order.begin(), order.end(), by_id);
    if (!sorted) std::stable_sort(order.begin(), order.end(), by_id);
    if (sorted && order.size() == owners.count) continue;
    select_owners(model, owners, order);
    std::vector<OwnerPlace> kept;
    for (const uint32_t i : order) kept.push_back(std::move(places[o][i]));
    places[o] = std::move(kept);
  }
}

void declare(Dataset& data, const Declarations& declarations) {
  for (size_t o = 0; o < data.owners.size(); ++o) {
    for (size_t c = 0; c < data.owners[o].collections.size(); ++c) {
      // The narrowest declaration counts; of equally narrow ones the last.
      Day through = kNoDay;
      int best = -1;
      for (const Declarations::Item& item : declarations.complete_through) {
        const bool owner_fits = item.owner_type < 0 || static_cast<size_t>(item.owner_type) == o;
        const bool collection_fits = item.collection < 0 || (item.owner_type >= 0 && static_cast<size_t>(item.collection) == c);
        if (!owner_fits || !collection_fits) continue;
        const int narrow = (item.owner_type >= 0 ? 1 : 0) + (item.collection >= 0 ? 2 : 0);
        if (narrow < best) continue;
        best = narrow;
        through = item.through;
      }
      if (through == kNoDay) continue;
      for (Day& day : data.owners[o].collections[c].complete_through) {
        if (day == kNoDay) day = through;
      }
    }
  }
}

}  // namespace hegui
