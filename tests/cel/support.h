// What the tests of this room share: a small record model, an environment over it, and one-line answers.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "cel/cel.h"

namespace hegui::cel::test {

/// An expression as it stands in a rule file, behind Chinese text on the same line: columns must count it rightly.
inline const std::string kBefore = "规则: '当";

inline Expression expression_of(const std::string& text) {
  Expression expression;
  expression.ast.text = text;
  expression.source = std::make_shared<Source>("rules.yaml", "# 第一行\n" + kBefore + text + "'\n");
  const auto begin = static_cast<uint32_t>(std::string("# 第一行\n").size() + kBefore.size());
  expression.map.add(0, begin);
  expression.map.set_end(begin + static_cast<uint32_t>(text.size()));
  return expression;
}

/// Column of the first character of an expression given to expression_of, and of a byte offset in it.
constexpr uint32_t kFirstColumn = 7;

struct Outcome {
  bool ok = false;
  Expression expression;
  std::vector<Diagnostic> diagnostics;
  /// "HG3010@8: unknown name ... | hint" a line each; the column is relative to the expression, from 0.
  std::string summary() const {
    std::string out;
    for (const Diagnostic& d : diagnostics) {
      if (!out.empty()) out += "\n";
      out += d.code_text() + "@" + std::to_string(static_cast<int>(d.place.column) - static_cast<int>(kFirstColumn)) + "-" +
             std::to_string(static_cast<int>(d.place.end_column) - static_cast<int>(kFirstColumn)) + ": " + d.message + " | " +
             d.hint;
    }
    return out;
  }
};

inline Outcome parsed(const std::string& text, const ParseLimits& limits = {}) {
  Outcome outcome;
  outcome.expression = expression_of(text);
  Diagnostics diagnostics;
  outcome.ok = parse(outcome.expression, limits, diagnostics);
  outcome.diagnostics = diagnostics.take();
  return outcome;
}

inline Field field(std::string name, FieldType type, bool list = false, int target = -1, int target_owner = -1) {
  Field f;
  f.name = std::move(name);
  f.type = type;
  f.list = list || type == FieldType::nested;
  f.target = target;
  f.target_owner = target_owner;
  return f;
}

/// enterprise {id, sectors, headcount, capital, high_risk, opened_on; inspections, hazards}, registry {accidents}.
inline std::shared_ptr<const Model> small_model() {
  auto model = std::make_shared<Model>();
  model->enums = {{"inspection_kind", {"leader-led", "self-check", "sweep"}, {"带队检查", "自查", "排查"}},
                  {"sector", {"mine", "chem", "fire"}, {"矿山", "危化品", "消防"}}};
  RowType person;
  person.name = "person";
  person.fields = {field("id", FieldType::id), field("name", FieldType::string),
                   field("employer", FieldType::reference, false, -1, 0)};
  RowType finding;
  finding.name = "finding";
  finding.fields = {field("code", FieldType::string), field("fixed_on", FieldType::date)};
  RowType inspection;
  inspection.name = "inspection";
  inspection.fields = {field("id", FieldType::id),
                       field("kind", FieldType::enumeration, false, 0),
                       field("date", FieldType::date),
                       field("at", FieldType::datetime),
                       field("led_by", FieldType::reference, false, 0),
                       field("inspectors", FieldType::reference, true, 0),
                       field("sectors", FieldType::enumeration, true, 1),
                       field("sector", FieldType::enumeration, false, 1),
                       field("total", FieldType::integer),
                       field("cost", FieldType::decimal),
                       field("joint", FieldType::boolean),
                       field("month", FieldType::month),
                       field("scope", FieldType::string, true),
                       field("findings", FieldType::nested, false, 1),
                       field("figures", FieldType::map)};
  model->rows = {person, finding, inspection};
  OwnerType enterprise;
  enterprise.name = "enterprise";
  enterprise.fields = {field("id", FieldType::id),
                       field("sectors", FieldType::enumeration, true, 1),
                       field("headcount", FieldType::integer),
                       field("capital", FieldType::decimal),
                       field("high_risk", FieldType::boolean),
                       field("opened_on", FieldType::date)};
  enterprise.collections = {{"inspections", 2, false}, {"people", 0, false}};
  OwnerType registry;
  registry.name = "registry";
  registry.collections = {{"accidents", 2, false}};
  model->owners = {enterprise, registry};
  model->registry = 1;
  return model;
}

/// A small pack around the model: holder, row, day, as_of, registry; definitions and selections; two parameters.
struct Pack {
  std::shared_ptr<const Model> model = small_model();
  TypePool types;

  Environment environment() {
    Environment e;
    e.model = model.get();
    e.types = &types;
    e.holder = 0;
    e.known_names = {"holder", "row", "day", "as_of", "registry", "high_risk_holder", "late", "leader_visit"};
    e.known_params = {"swift_days", "ratio"};
    e.name = [this](std::string_view name) -> std::optional<Symbol> {
      const auto variable = [](int slot, TypeId type) {
        Symbol s;
        s.index = slot;
        s.type = type;
        return s;
      };
      if (name == "holder") return variable(kHolder, types.owner(0));
      if (name == "row") return variable(kRow, types.row(2));
      if (name == "day") return variable(kDay, types.date);
      if (name == "as_of") return variable(kAsOf, types.date);
      if (name == "registry") return variable(kRegistry, types.owner(1));
      Symbol s;
      if (name == "leader_visit") {
        s.kind = Symbol::Kind::rows;
        s.index = 3;
        s.type = types.list(types.row(2));
        return s;
      }
      s.kind = Symbol::Kind::definition;
      s.type = types.boolean;
      if (name == "high_risk_holder") {
        s.index = 0;
        s.parameters = {types.owner(0)};
        s.implicit_holder = true;
        return s;
      }
      if (name == "late") {
        s.index = 1;
        s.parameters = {types.row(2), types.double_type};
        return s;
      }
      return std::nullopt;
    };
    e.param = [this](std::string_view name) -> std::optional<std::pair<int, TypeId>> {
      if (name == "swift_days") return std::make_pair(4, types.int_type);
      if (name == "ratio") return std::make_pair(2, types.double_type);
      return std::nullopt;
    };
    return e;
  }

  Outcome check(const std::string& text, TypeId expected) {
    Outcome outcome = parsed(text);
    if (!outcome.ok) return outcome;
    Diagnostics diagnostics;
    const Environment e = environment();
    outcome.ok = cel::check(outcome.expression, e, expected, diagnostics);
    outcome.diagnostics = diagnostics.take();
    return outcome;
  }
  Outcome check(const std::string& text) { return check(text, types.dyn); }
  /// The type of a right expression, or the errors of a wrong one.
  std::string type(const std::string& text) {
    const Outcome outcome = check(text);
    return outcome.ok ? types.name(outcome.expression.type, model.get()) : outcome.summary();
  }
};

}  // namespace hegui::cel::test
