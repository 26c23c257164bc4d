// Fields with a history: roles.OWNER.changes.
//
// In:   {rows: COLLECTION, of: [FIELD, COLLECTION.FIELD, ...]}.   Out: Roles::changes..., a History for the record model;
//       diagnostics HG2015.
// Idea: what other parts read by themselves (ids, keys, event dates, role fields, milestones) has no history.
// Cost: O(fields).   Test: tests/rule/history_test.cc
#include <algorithm>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

/// Why a field cannot change; null if it can.
struct Refusal {
  const char* en = nullptr;
  const char* zh = nullptr;
};

Refusal refuse(const Field& field) {
  if (field.type == FieldType::id) return {"an id stays as it is", "编号不会变更"};
  if (field.milestone) return {"a milestone has its own day", "里程碑自有日期"};
  if (field.type == FieldType::nested) return {"nested rows have no single value", "嵌套行没有单一值"};
  if (field.type == FieldType::map) return {"a map has no single value", "映射没有单一值"};
  return {};
}

bool contains(const std::vector<int>& list, int value) { return std::find(list.begin(), list.end(), value) != list.end(); }

}  // namespace

void PackReader::read_changes(const Node& node, int owner) {
  Keys keys(node, "'changes'", "changes", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* rows = keys.need("rows");
  const Node* of = keys.need("of");
  keys.close();
  if (rows == nullptr || of == nullptr || !expect_scalar(*rows, diagnostics_)) return;
  const OwnerType& type = model->owners[static_cast<size_t>(owner)];
  Roles& roles = rules->roles[static_cast<size_t>(owner)];
  const auto wrong = [this](const Span& at, const std::string& en, const std::string& zh, const std::string& hint) {
    diagnostics_.report(Code::wrong_role, at, en, zh).hint(hint);
  };
  const auto collections = names_of(type.collections, [](const Collection& c) { return c.name; });
  const int collection = type.collection(rows->text);
  if (collection < 0) {
    wrong(rows->span, "'" + type.name + "' has no collection '" + shown(rows->text) + "'",
          "'" + type.name + "' 没有集合 '" + shown(rows->text) + "'", suggestion(rows->text, collections));
    return;
  }
  const RowType& row = model->rows[static_cast<size_t>(type.collections[static_cast<size_t>(collection)].row_type)];
  bool good = true;
  const auto field_of = [&](const char* name, bool day) {
    const int found = row.field(name);
    if (found >= 0 && !row.fields[static_cast<size_t>(found)].list) {
      const Field& field = row.fields[static_cast<size_t>(found)];
      const bool text = field.type == FieldType::string || field.type == FieldType::text || field.type == FieldType::id;
      if (day ? field.type == FieldType::date && !field.milestone : text) return found;
    }
    good = false;
    wrong(rows->span, "rows of '" + rows->text + "' have no suitable field '" + name + "'",
          "'" + rows->text + "' 的行没有合适的字段 '" + std::string(name) + "'",
          std::string("add the field '") + name + "' (" + (day ? "date" : "string") + ") to the row type '" + row.name + "'");
    return -1;
  };
  roles.change_collection = field_of("collection", false);
  roles.change_row = field_of("row", false);
  roles.change_field = field_of("field", false);
  roles.change_value = field_of("value", false);
  roles.change_from = field_of("from", true);
  const std::vector<int> own_roles = {roles.opened, roles.ceased};
  for (const Node* item : read_list(*of, "'of'", "of", diagnostics_)) {
    const size_t dot = item->text.find('.');
    int where = -1;
    const std::vector<Field>* fields = &type.fields;
    const RowType* changed = nullptr;
    std::string name = item->text;
    if (dot != std::string::npos) {
      const std::string first = item->text.substr(0, dot);
      name = item->text.substr(dot + 1);
      where = type.collection(first);
      if (where < 0) {
        wrong(item->span, "'" + type.name + "' has no collection '" + shown(first) + "'",
              "'" + type.name + "' 没有集合 '" + shown(first) + "'", suggestion(first, collections));
        continue;
      }
      changed = &model->rows[static_cast<size_t>(type.collections[static_cast<size_t>(where)].row_type)];
      fields = &changed->fields;
    }
    const int field = changed != nullptr ? changed->field(name) : type.field(name);
    if (field < 0) {
      const std::string whose = changed != nullptr ? "rows of '" + changed->name + "' have" : "'" + type.name + "' has";
      wrong(item->span, whose + " no field '" + shown(name) + "'",
            "'" + (changed != nullptr ? changed->name : type.name) + "' 没有字段 '" + shown(name) + "'",
            suggestion(name, field_names(*fields)));
      continue;
    }
    Refusal why = refuse((*fields)[static_cast<size_t>(field)]);
    if (changed == nullptr && contains(own_roles, field)) why = {"it says when the holder is bound", "该字段决定主体的存续"};
    if (changed != nullptr && changed->id_field < 0) why = {"its rows have no id", "该集合的行没有编号"};
    if (changed != nullptr && contains(changed->event, field)) why = {"it dates the row", "该字段是行的事件日期"};
    if (changed != nullptr && contains(changed->key, field)) why = {"it is a key of the row", "该字段是行的键"};
    if (where >= 0 &&
        (where == collection || where == roles.suspensions || where == roles.judgements || where == roles.waivers)) {
      why = {"the collection has a role of its own", "该集合另有角色"};
    }
    if (why.en != nullptr) {
      wrong(item->span, "'" + item->text + "' cannot have a history: " + why.en,
            "'" + item->text + "' 不能有变更历史：" + why.zh, "leave it out");
      continue;
    }
    const auto entry = std::make_pair(where, field);
    if (std::find(roles.changing.begin(), roles.changing.end(), entry) != roles.changing.end()) {
      wrong(item->span, "'" + item->text + "' is named twice", "'" + item->text + "' 重复列出", "leave one of them out");
      continue;
    }
    roles.changing.push_back(entry);
  }
  if (!good) return;
  roles.changes = collection;
  histories.push_back({owner, collection, roles.change_collection, roles.change_row, roles.change_field, roles.change_value,
                       roles.change_from, roles.changing});
}

}  // namespace hegui::rule
