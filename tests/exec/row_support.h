// Expressions on the row evaluator: text in, the dump of the value out.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cel/cel.h"
#include "exec/row_machine.h"

namespace hegui::testing {

struct Variable {
  std::string name;
  std::string type;  // bool int uint double string bytes timestamp duration date dyn list(int) ...
  exec::row::Value value;
};

/// An expression compiled for the row evaluator; its variables are at slots 40 and up.
class RowExpression {
 public:
  RowExpression(const std::string& text, const std::vector<Variable>& variables, bool checked = true) : variables_(variables) {
    expression_.ast.text = text;
    expression_.source = std::make_shared<Source>("row", text);
    Diagnostics diagnostics;
    cel::Environment environment;
    environment.types = &types_;
    environment.name = [this](std::string_view name) -> std::optional<cel::Symbol> {
      for (size_t i = 0; i < variables_.size(); ++i) {
        if (variables_[i].name != name) continue;
        cel::Symbol symbol;
        symbol.index = kFirst + static_cast<int>(i);
        symbol.type = type(variables_[i].type);
        return symbol;
      }
      return std::nullopt;
    };
    bool ok = cel::parse(expression_, {}, diagnostics);
    if (ok)
      ok = checked ? cel::check(expression_, environment, types_.dyn, diagnostics) : cel::resolve(expression_, environment);
    if (!ok) {
      problems = to_text(diagnostics.take());
      return;
    }
    code = exec::row::compile(expression_.ast, expression_.ast.root, types_);
  }

  /// The value of the expression, as text.
  std::string value(exec::Gaps* gaps = nullptr) {
    if (code == nullptr) return "refused: " + problems;
    machine_ = std::make_unique<exec::row::Machine>(code, gaps);
    for (size_t i = 0; i < variables_.size(); ++i) machine_->set_slot(kFirst + static_cast<int>(i), variables_[i].value);
    return dump(machine_->run());
  }

  std::shared_ptr<const exec::row::Code> code;
  std::string problems;

 private:
  static constexpr int kFirst = 40;
  cel::TypeId type(const std::string& name) {
    if (name == "bool") return types_.boolean;
    if (name == "int") return types_.int_type;
    if (name == "uint") return types_.uint_type;
    if (name == "double") return types_.double_type;
    if (name == "string") return types_.string;
    if (name == "bytes") return types_.bytes;
    if (name == "timestamp") return types_.timestamp;
    if (name == "duration") return types_.duration;
    if (name == "date") return types_.date;
    if (name == "list(int)") return types_.list(types_.int_type);
    if (name == "list(date)") return types_.list(types_.date);
    return types_.dyn;
  }

  std::vector<Variable> variables_;
  cel::TypePool types_;
  cel::Expression expression_;
  std::unique_ptr<exec::row::Machine> machine_;
};

inline std::string row(const std::string& text, const std::vector<Variable>& variables = {}, exec::Gaps* gaps = nullptr) {
  return RowExpression(text, variables).value(gaps);
}
/// The same without a check: names are resolved, functions chosen by values.
inline std::string row_unchecked(const std::string& text, const std::vector<Variable>& variables = {}) {
  return RowExpression(text, variables, false).value();
}

}  // namespace hegui::testing
