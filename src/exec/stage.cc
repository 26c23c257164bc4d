// Views of tables and shared string codes.   Test: tests/exec/*_test.cc
#include "exec/stage.h"

namespace hegui::exec {

Stage::Stage(const plan::Program& p, const Dataset& d, Day seen_day, Day known)
    : program(p), data(d), seen(seen_day), known_at(known),
      histories(p, d, seen_day, known, [this](std::string_view text) { return add(text); }) {
  for (size_t i = 0; i < p.tables.size(); ++i) views_.push_back(std::make_unique<Slot>());
  for (const Enumeration& e : p.rules->model->enums) {
    std::vector<int32_t> codes;
    for (const std::string& word : e.words) codes.push_back(add(word));
    words_.push_back(std::move(codes));
  }
  for (const cel::Literal& v : p.values) literals_.push_back(v.kind == cel::Literal::Kind::string ? add(v.text) : 0);
  for (const rule::Duty& duty : p.rules->duties) add(duty.id);
  for (const plan::Form& form : p.forms) {
    if (form.shape != plan::Shape::node) {
      codes_.push_back(nullptr);
      continue;
    }
    const cel::Ast& ast = p.rules->exprs[static_cast<size_t>(form.expr)].ast;
    // What stands below the node comes in from other operations, in the order of the node's children.
    codes_.push_back(row::compile(ast, form.node, p.rules->types, [](cel::NodeId) { return true; }));
  }
}

int32_t Stage::find(std::string_view text) const {
  const int32_t code = data.strings.find(text);
  if (code >= 0) return code;
  const auto found = extra_codes_.find(std::string(text));
  return found == extra_codes_.end() ? -1 : found->second;
}

int32_t Stage::add(std::string_view text) {
  const int32_t known = find(text);
  if (known >= 0) return known;
  const int32_t code = static_cast<int32_t>(texts());
  const auto place = extra_codes_.emplace(std::string(text), code).first;
  extra_.push_back(&place->first);
  return code;
}

std::string_view Stage::text(int32_t code) const {
  const size_t i = static_cast<size_t>(code);
  return i < data.strings.size() ? data.strings.text(code) : std::string_view(*extra_[i - data.strings.size()]);
}

int32_t Strings::code(std::string_view text) {
  const int32_t shared = stage_.find(text);
  if (shared >= 0) return shared;
  const auto [place, fresh] = codes_.emplace(std::string(text), static_cast<int32_t>(stage_.texts() + own_.size()));
  if (fresh) own_.push_back(&place->first);
  return place->second;
}

const TableView& Stage::view(int table) const {
  Slot& slot = *views_[static_cast<size_t>(table)];
  std::call_once(slot.once, [&] { build(table, slot.view); });
  return slot.view;
}

void Stage::build(int table, TableView& v) const {
  const plan::TableRef& ref = program.tables[static_cast<size_t>(table)];
  v.outer = ref.outer;
  v.type = &program.rules->model->rows[static_cast<size_t>(ref.row_type)];
  v.dated = !v.type->event.empty();
  const TableView* outer = ref.outer >= 0 ? &view(ref.outer) : nullptr;
  v.table = outer == nullptr ? &data.owners[static_cast<size_t>(ref.owner_type)].collections[static_cast<size_t>(ref.collection)].table
                             : &outer->table->nested[static_cast<size_t>(ref.nested_field)];
  const size_t rows = v.table->rows;
  if (outer == nullptr) {
    v.visible = visible_rows(*v.table, *v.type, seen, known_at);
  } else {
    v.visible = Bitmap(rows, true);
    v.inherits = !v.dated && (outer->dated || outer->inherits);
  }
  v.lo.resize(rows);
  v.hi.resize(rows);
  const int64_t last_second = known_at == kNoDay ? INT64_MAX : (int64_t{known_at} + 1) * 86400 - 1;
  for (uint32_t row = 0; row < rows; ++row) {
    DateRange event = event_of(*v.table, *v.type, row);
    if (outer != nullptr) {
      const uint32_t parent = v.table->parent[row];
      if (!v.dated) event = {outer->lo[parent], outer->hi[parent]};
      const bool recorded = row < v.table->recorded_at.size() && v.table->recorded_at[row] > last_second;
      if (!outer->visible[parent] || recorded || (event.lo != kNoDay && event.lo > seen)) v.visible.clear(row);
    }
    v.lo[row] = event.lo;
    v.hi[row] = event.hi;
  }
}

uint32_t Stage::owner_of(int table, uint32_t row) const {
  for (;;) {
    const TableView& v = view(table);
    row = v.table->parent[row];
    if (v.outer < 0) return row;
    table = v.outer;
  }
}

std::string Stage::label(int table, uint32_t row) const {
  const plan::TableRef& ref = program.tables[static_cast<size_t>(table)];
  if (ref.outer < 0) return data.row_label(ref.owner_type, ref.collection, row);
  const Table& rows = *view(table).table;
  const uint32_t parent = rows.parent[row];
  return label(ref.outer, parent) + "/" + std::to_string(row - rows.offsets[parent] + 1);
}

}  // namespace hegui::exec
