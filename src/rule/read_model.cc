// The record model: enumerations, row types with their fields, owners with their collections, invariants.
//
// In:   model.yaml.   Out: a Model, or diagnostics HG2008, HG2009, HG2018 and those of keys.h.
// Idea: names first (enumerations, types, owners may refer to each other), then fields, then what refers to fields.
// The owner `campaign` describes parameters of the pack and is left out. Nested rows may not contain themselves.
// Cost: O(fields).   Test: tests/rule/load_test.cc
#include <algorithm>

#include "base/suggest.h"
#include "rule/keys.h"
#include "rule/load.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr int kMaxNesting = 8;
constexpr size_t kMaxFields = 5'000;
constexpr size_t kMaxTables = 2'000;

class ModelReader {
 public:
  explicit ModelReader(Diagnostics& diagnostics) : diagnostics_(diagnostics), model_(std::make_shared<Model>()) {}

  std::shared_ptr<const Model> read(const Node& tree) {
    const size_t before = diagnostics_.error_count();
    Keys keys(tree, "a record model", "记录模型", diagnostics_);
    if (!keys.is_mapping()) return nullptr;
    const Node* enums = keys.get("enums");
    const Node* types = keys.need("types");
    const Node* owners = keys.need("owners");
    const Node* invariants = keys.get("invariants");
    keys.close();
    if (enums != nullptr) read_enums(*enums);
    if (types != nullptr) name_types(*types);
    if (owners != nullptr) name_owners(*owners);
    if (types != nullptr) read_types(*types);
    if (owners != nullptr) read_owners(*owners);
    check_nesting();
    if (invariants != nullptr) read_invariants(*invariants);
    return diagnostics_.error_count() == before ? model_ : nullptr;
  }

 private:
  bool good_name(const Node& name) {
    if (is_identifier(name.text)) return true;
    diagnostics_
        .report(Code::bad_name, name.span, "'" + shown(name.text) + "' cannot be a name here",
                "'" + shown(name.text) + "' 不能作名称")
        .hint("use letters, digits and _, beginning with a letter");
    return false;
  }

  void unknown(const Node& node, std::string_view what, std::string_view what_zh, const std::vector<std::string>& known) {
    diagnostics_
        .report(Code::unknown_in_model, node.span,
                "the record model has no " + std::string(what) + " '" + shown(node.text) + "'",
                "记录模型中没有" + std::string(what_zh) + " '" + shown(node.text) + "'")
        .hint(suggestion(node.text, known));
  }

  void contradiction(const Span& span, const std::string& en, const std::string& zh, const std::string& hint) {
    diagnostics_.report(Code::bad_model, span, en, zh).hint(hint);
  }

  void read_enums(const Node& node) {
    if (!expect_mapping(node, "enums", "enums", diagnostics_)) return;
    for (const auto& [name, words] : node.entries) {
      Enumeration out;
      out.name = name.text;
      if (expect_mapping(words, "an enumeration", "枚举", diagnostics_)) {
        for (const auto& [word, label] : words.entries) {
          const auto zh = read_text(label, diagnostics_);
          out.words.push_back(word.text);
          out.zh.push_back(zh.value_or(word.text));
        }
        if (words.entries.empty()) {
          contradiction(name.span, "an enumeration needs at least one word", "枚举至少要有一个词",
                        "write {word: Chinese label}");
        }
      }
      model_->enums.push_back(std::move(out));
    }
  }

  void name_types(const Node& node) {
    if (!expect_mapping(node, "types", "types", diagnostics_)) return;
    for (const auto& entry : node.entries) {
      good_name(entry.first);
      RowType type;
      type.name = entry.first.text;
      model_->rows.push_back(std::move(type));
    }
  }

  void name_owners(const Node& node) {
    if (!expect_mapping(node, "owners", "owners", diagnostics_)) return;
    for (const auto& entry : node.entries) {
      if (entry.first.text == "campaign") continue;
      good_name(entry.first);
      if (model_->row(entry.first.text) >= 0) {
        contradiction(entry.first.span, "'" + shown(entry.first.text) + "' is both a row type and an owner",
                      "'" + shown(entry.first.text) + "' 既是行类型又是主体", "give one of them another name");
      }
      if (entry.first.text == "registry") model_->registry = static_cast<int>(model_->owners.size());
      OwnerType owner;
      owner.name = entry.first.text;
      model_->owners.push_back(std::move(owner));
    }
  }

  std::vector<std::string> type_words() const {
    std::vector<std::string> out = {"id",   "string",   "text",  "bool",      "int",           "decimal",
                                    "date", "datetime", "month", "milestone", "milestone_time"};
    for (const RowType& row : model_->rows) out.push_back(row.name);
    for (const RowType& row : model_->rows) out.push_back("ref:" + row.name);
    for (const OwnerType& owner : model_->owners) out.push_back("ref:" + owner.name);
    for (const Enumeration& e : model_->enums) out.push_back("enum:" + e.name);
    return out;
  }

  bool read_type(const Node& node, Field& field) {
    if (!expect_scalar(node, diagnostics_)) return false;
    std::string_view text = node.text;
    if (text.substr(0, 2) == "[]") {
      field.list = true;
      text.remove_prefix(2);
    }
    static const std::pair<const char*, FieldType> kWords[] = {
        {"id", FieldType::id},
        {"string", FieldType::string},
        {"text", FieldType::text},
        {"bool", FieldType::boolean},
        {"int", FieldType::integer},
        {"decimal", FieldType::decimal},
        {"date", FieldType::date},
        {"datetime", FieldType::datetime},
        {"month", FieldType::month},
        {"milestone", FieldType::date},
        {"milestone_time", FieldType::datetime},
    };
    for (const auto& [word, type] : kWords) {
      if (text != word) continue;
      field.type = type;
      field.milestone = text.substr(0, 9) == "milestone";
      if (field.list &&
          (field.milestone || type == FieldType::boolean || type == FieldType::datetime || type == FieldType::text)) {
        contradiction(node.span, "a list of " + std::string(text) + " is not offered",
                      "不支持 " + std::string(text) + " 的列表", "use a nested row type with one such field");
        return false;
      }
      return true;
    }
    if (text.substr(0, 4) == "map:") {
      field.type = FieldType::map;
      if (!field.list && text.find("->") != std::string_view::npos) return true;
    } else if (text.substr(0, 4) == "ref:") {
      const std::string_view name = text.substr(4);
      field.type = FieldType::reference;
      field.target = model_->row(name);
      field.target_owner = field.target >= 0 ? -1 : model_->owner(name);
      if (field.target >= 0 || (field.target_owner >= 0 && field.target_owner != model_->registry)) return true;
    } else if (text.substr(0, 5) == "enum:") {
      field.type = FieldType::enumeration;
      field.target = model_->enumeration(text.substr(5));
      if (field.target >= 0) return true;
    } else if (field.target = model_->row(text); field.target >= 0) {
      field.type = FieldType::nested;
      if (field.list) return true;
      contradiction(node.span, "rows inside a row are always a list", "行内的行总是列表", "write []" + std::string(text));
      return false;
    }
    diagnostics_
        .report(Code::bad_field_type, node.span, "unknown type '" + shown(node.text) + "'",
                "没有类型 '" + shown(node.text) + "'")
        .hint(suggestion(text, type_words()));
    return false;
  }

  void read_fields(const Node& node, std::vector<Field>& out, int& id_field) {
    if (!expect_mapping(node, "fields", "fields", diagnostics_)) return;
    for (const auto& [name, value] : node.entries) {
      Field field;
      field.name = name.text;
      field.place = name.span;
      good_name(name);
      if (name.text == "recorded_at" || name.text == "complete_through") {
        contradiction(name.span, "'" + name.text + "' stands in every row and needs no field",
                      "'" + name.text + "' 每行都有，不必声明", "leave it out");
      }
      if (value.kind != Node::Kind::sequence || value.items.size() < 2 || value.items.size() > 3) {
        diagnostics_
            .report(Code::wrong_node, value.span, "a field is a list: label, type, and sparse where it applies",
                    "字段应写为列表：名称、类型，必要时加 sparse")
            .hint("write [名称, string]");
        continue;
      }
      field.zh = read_text(value.items[0], diagnostics_).value_or(name.text);
      const bool typed = read_type(value.items[1], field);
      if (value.items.size() == 3) {
        field.sparse = read_choice(value.items[2], {"sparse"}, diagnostics_).has_value();
        if (field.sparse && field.milestone) {
          contradiction(value.items[2].span, "a milestone is never unknown and cannot be sparse",
                        "milestone 字段不会未知，不能再标 sparse", "leave 'sparse' out");
        }
      }
      if (!typed) continue;
      if (field.type == FieldType::id && !field.list) {
        if (id_field >= 0) {
          contradiction(value.items[1].span, "a row has one id", "一行只有一个 id", "use string or ref: for the other");
        } else {
          id_field = static_cast<int>(out.size());
        }
      }
      if (++fields_ > kMaxFields) {
        if (fields_ == kMaxFields + 1) {
          contradiction(name.span, "the model has more than " + std::to_string(kMaxFields) + " fields",
                        "模型字段超过 " + std::to_string(kMaxFields) + " 个", "split the model");
        }
        return;
      }
      out.push_back(std::move(field));
    }
  }

  std::vector<int> read_field_list(const Node& node, const RowType& row, bool dates) {
    std::vector<int> out;
    std::vector<const Node*> names;
    if (node.kind == Node::Kind::sequence) {
      names = read_list(node, "event and key", "event 与 key", diagnostics_);
    } else if (expect_scalar(node, diagnostics_)) {
      names.push_back(&node);
    }
    for (const Node* name : names) {
      const int index = row.field(name->text);
      if (index < 0) {
        unknown(*name, "field", "字段", field_names(row.fields));
        continue;
      }
      const Field& field = row.fields[static_cast<size_t>(index)];
      const bool date = field.type == FieldType::date || field.type == FieldType::datetime;
      if (dates && (!date || field.list)) {
        contradiction(name->span, "'" + name->text + "' is no date and cannot date a row",
                      "'" + name->text + "' 不是日期，不能作事件日期", "name a date or datetime field");
      }
      if (!dates && (field.list || field.type == FieldType::nested || field.type == FieldType::map)) {
        contradiction(name->span, "'" + name->text + "' is a list or map and cannot be part of a key",
                      "'" + name->text + "' 是列表或映射，不能作键", "name a field with a single value");
      }
      out.push_back(index);
    }
    return out;
  }

  void read_types(const Node& node) {
    if (node.kind != Node::Kind::mapping) return;
    for (size_t i = 0; i < node.entries.size(); ++i) {
      RowType& row = model_->rows[i];
      Keys keys(node.entries[i].second, "a row type", "行类型", diagnostics_);
      if (!keys.is_mapping()) continue;
      const Node* zh = keys.get("zh");
      const Node* fields = keys.need("fields");
      const Node* event = keys.get("event");
      const Node* key = keys.get("key");
      keys.close();
      row.zh = zh != nullptr ? read_text(*zh, diagnostics_).value_or(row.name) : row.name;
      if (fields != nullptr) read_fields(*fields, row.fields, row.id_field);
      if (event != nullptr) row.event = read_field_list(*event, row, true);
      if (key != nullptr) row.key = read_field_list(*key, row, false);
    }
  }

  void read_owners(const Node& node) {
    if (node.kind != Node::Kind::mapping) return;
    size_t index = 0;
    for (const auto& [name, value] : node.entries) {
      if (name.text == "campaign") continue;
      OwnerType& owner = model_->owners[index++];
      Keys keys(value, "an owner", "主体", diagnostics_);
      if (!keys.is_mapping()) continue;
      const Node* zh = keys.get("zh");
      const Node* fields = keys.get("fields");
      const Node* collections = keys.get("collections");
      keys.close();
      owner.zh = zh != nullptr ? read_text(*zh, diagnostics_).value_or(owner.name) : owner.name;
      if (fields != nullptr) read_fields(*fields, owner.fields, owner.id_field);
      for (const Field& field : owner.fields) {
        if (field.type == FieldType::nested) {
          contradiction(field.place, "rows of an owner are a collection, not a field", "主体的行应写作集合，不是字段",
                        "move '" + field.name + "' to collections");
        }
      }
      if (owner.id_field < 0 && owner.name != "registry" && fields != nullptr) {
        contradiction(name.span, "the owner '" + owner.name + "' has no id", "主体 '" + owner.name + "' 没有编号",
                      "add the field  id: [编号, id]");
      }
      if (collections == nullptr || !expect_mapping(*collections, "collections", "collections", diagnostics_)) continue;
      for (const auto& [collection, type] : collections->entries) {
        Collection out;
        good_name(collection);
        out.name = collection.text;
        const Node* word = &type;
        if (type.kind == Node::Kind::sequence && type.items.size() == 2) {
          word = &type.items[0];
          out.sparse = read_choice(type.items[1], {"sparse"}, diagnostics_).has_value();
        }
        if (!expect_scalar(*word, diagnostics_)) continue;
        out.row_type = model_->row(word->text);
        if (out.row_type < 0) {
          unknown(*word, "row type", "行类型", names_of(model_->rows, [](const RowType& r) { return r.name; }));
          continue;
        }
        if (owner.field(out.name) >= 0) {
          contradiction(collection.span, "'" + out.name + "' is both a field and a collection",
                        "'" + out.name + "' 既是字段又是集合", "give one of them another name");
        }
        owner.collections.push_back(std::move(out));
      }
    }
  }

  /// Counts the nested tables below a row type; false for a circle, too deep or too many. Each row type is walked once.
  bool nesting(int row, int depth) {
    const auto at = static_cast<size_t>(row);
    if (depth > kMaxNesting) return false;
    if (heights_[at] > 0) return depth + heights_[at] - 1 <= kMaxNesting && tables_[at] <= kMaxTables;
    int height = 1;
    size_t tables = 1;
    for (const Field& field : model_->rows[at].fields) {
      if (field.type != FieldType::nested || field.target < 0) continue;
      if (!nesting(field.target, depth + 1)) return false;
      height = std::max(height, heights_[static_cast<size_t>(field.target)] + 1);
      tables += tables_[static_cast<size_t>(field.target)];
    }
    heights_[at] = height;
    tables_[at] = tables;
    return tables <= kMaxTables;
  }

  void check_nesting() {
    heights_.assign(model_->rows.size(), 0);
    tables_.assign(model_->rows.size(), 0);
    for (size_t i = 0; i < model_->rows.size(); ++i) {
      for (const Field& field : model_->rows[i].fields) {
        if (field.type != FieldType::nested || nesting(field.target, 1)) continue;
        contradiction(field.place, "rows are nested in a circle or more than " + std::to_string(kMaxNesting) + " deep",
                      "行的嵌套成环或超过 " + std::to_string(kMaxNesting) + " 层", "refer to the row with ref: instead");
        return;
      }
    }
  }

  void read_invariants(const Node& node) {
    if (!expect_mapping(node, "invariants", "invariants", diagnostics_)) return;
    for (const auto& [type, items] : node.entries) {
      const int row = model_->row(type.text);
      if (row < 0) {
        unknown(type, "row type", "行类型", names_of(model_->rows, [](const RowType& r) { return r.name; }));
        continue;
      }
      if (!expect_list(items, "invariants of a row type", "行类型的不变式", diagnostics_)) continue;
      for (const Node& item : items.items) read_invariant(item, row);
    }
  }

  bool date_field(const Field& field) const {
    return !field.list && (field.type == FieldType::date || field.type == FieldType::datetime);
  }

  void read_invariant(const Node& item, int row_index) {
    using Kind = Invariant::Kind;
    const RowType& row = model_->rows[static_cast<size_t>(row_index)];
    Keys keys(item, "an invariant", "不变式", diagnostics_);
    if (!keys.is_mapping()) return;
    static const std::pair<const char*, Kind> kKinds[] = {{"order", Kind::order},
                                                          {"needs", Kind::needs},
                                                          {"needs_word", Kind::needs_word},
                                                          {"not_in", Kind::not_in},
                                                          {"entries", Kind::entries}};
    Invariant out;
    out.row_type = row_index;
    const Node* list = nullptr;
    int kinds = 0;
    for (const auto& [word, kind] : kKinds) {
      if (const Node* value = keys.get(word); value != nullptr) {
        ++kinds;
        list = value;
        out.kind = kind;
      }
    }
    const Node* code = keys.get("code");
    keys.close();
    if (kinds != 1) {
      contradiction(item.span, "an invariant has exactly one kind", "一条不变式须恰有一种类型",
                    "write one of order, needs, needs_word, not_in, entries");
      return;
    }
    if (code != nullptr) {
      out.code = read_text(*code, diagnostics_).value_or("");
      if (!out.code.empty() && out.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) {
        diagnostics_.report(Code::bad_name, code->span, "the code of an invariant is made of small letters and _",
                            "不变式代码只能用小写字母与下划线");
      }
    }
    const size_t before = diagnostics_.error_count();
    const std::vector<const Node*> words = read_list(*list, "an invariant", "不变式", diagnostics_);
    size_t names = words.size();
    if (out.kind == Kind::needs_word) names = std::min<size_t>(names, 2);
    if (out.kind == Kind::entries) names = std::min<size_t>(names, 1);
    for (size_t i = 0; i < names; ++i) {
      const int index = row.field(words[i]->text);
      if (index < 0) {
        unknown(*words[i], "field", "字段", field_names(row.fields));
      } else {
        out.fields.push_back(index);
      }
    }
    if (diagnostics_.error_count() != before) return;
    const auto field = [&](size_t i) -> const Field& { return row.fields[static_cast<size_t>(out.fields[i])]; };
    const auto wrong = [&](const Node& at, const char* en, const char* zh, const char* hint) {
      contradiction(at.span, en, zh, hint);
    };
    switch (out.kind) {
      case Kind::order:
        if (words.size() < 2)
          return wrong(*list, "an order needs two fields or more", "顺序至少需要两个字段", "name the dates in order");
        for (size_t i = 0; i < names; ++i) {
          if (!date_field(field(i)))
            return wrong(*words[i], "only dates have an order here", "此处只能比较日期", "name date fields");
        }
        break;
      case Kind::needs:
        if (words.size() < 2)
          return wrong(*list, "'needs' names a field and what it needs", "needs 须列出字段及其所需字段", "write [a, b]");
        break;
      case Kind::needs_word:
        if (words.size() != 3 || field(1).type != FieldType::enumeration || field(1).list) {
          return wrong(*list, "'needs_word' names a field, an enumeration field and its word",
                       "needs_word 须列出字段、枚举字段和词", "write [closed_on, level, major]");
        }
        out.word = model_->enums[static_cast<size_t>(field(1).target)].word(words[2]->text);
        if (out.word < 0) unknown(*words[2], "word", "词", model_->enums[static_cast<size_t>(field(1).target)].words);
        break;
      case Kind::not_in:
        if (words.size() != 2 || field(0).list || !field(1).list) {
          return wrong(*list, "'not_in' names a single field and a list field", "not_in 须列出单值字段和列表字段",
                       "write [guardian, operators]");
        }
        break;
      case Kind::entries:
        if (words.size() < 3 || field(0).type != FieldType::map) {
          return wrong(*list, "'entries' names a map field and two keys or more", "entries 须列出映射字段和至少两个键",
                       "write [figures, \"1.2\", \"1.1\"]");
        }
        for (size_t i = 1; i < words.size(); ++i) out.keys.push_back(words[i]->text);
        break;
    }
    model_->invariants.push_back(std::move(out));
  }

  Diagnostics& diagnostics_;
  std::shared_ptr<Model> model_;
  size_t fields_ = 0;
  std::vector<int> heights_;  // by row type, 0: not walked yet
  std::vector<size_t> tables_;
};

}  // namespace

std::vector<std::string> field_names(const std::vector<Field>& fields) {
  return names_of(fields, [](const Field& f) { return f.name; });
}

std::shared_ptr<const Model> read_model(const SourcePtr& source, Diagnostics& diagnostics) {
  Node tree;
  if (!read_yaml(source, YamlLimits{}, tree, diagnostics)) return nullptr;
  return ModelReader(diagnostics).read(tree);
}

cel::TypeId type_of_field(const Field& field, cel::TypePool& types) {
  cel::TypeId type = types.string;
  switch (field.type) {
    case FieldType::id:
    case FieldType::string:
    case FieldType::text:
    case FieldType::month:
      break;
    case FieldType::boolean:
      type = types.boolean;
      break;
    case FieldType::integer:
      type = types.int_type;
      break;
    case FieldType::decimal:
      type = types.double_type;
      break;
    case FieldType::date:
      type = types.date;
      break;
    case FieldType::datetime:
      type = types.timestamp;
      break;
    case FieldType::reference:
      type = field.target >= 0 ? types.reference_to_row(field.target) : types.reference_to_owner(field.target_owner);
      break;
    case FieldType::enumeration:
      type = types.enumeration(field.target);
      break;
    case FieldType::nested:
      return types.list(types.row(field.target));
    case FieldType::map:
      type = types.map(types.string, types.double_type);
      break;
  }
  return field.list ? types.list(type) : type;
}

}  // namespace hegui::rule
