// One expression over plain columns, without rules and records.
//
// In:   a checked (or resolved) expression, the slots and types of its variables.   Out: a Program whose `plain` is its value.
// Idea: the expression becomes the only one of rules without a model; a variable is a slot that the evaluator binds to a column.
// Cost: O(nodes).   Test: tests/exec/plain_test.cc
#include "plan/builder.h"
#include "plan/plan.h"

namespace hegui::plan {

namespace {

/// Slots that stand for nothing when there are no records; those of the clock are not among them.
constexpr int kFree[] = {cel::kRow,          cel::kParent,        cel::kItem,          cel::kTrigger,      cel::kMember,
                         cel::kRegistry,     cel::kArgument,      cel::kArgument + 1,  cel::kArgument + 2, cel::kArgument + 3,
                         cel::kArgument + 4, cel::kArgument + 5,  cel::kArgument + 6};

}  // namespace

std::shared_ptr<const Program> compile_plain(const cel::Expression& expression, const cel::TypePool& types,
                                             const std::vector<PlainVariable>& variables, bool boxed, Diagnostics& diagnostics) {
  if (variables.size() > std::size(kFree)) return nullptr;
  auto model = std::make_shared<Model>();
  model->owners.emplace_back();
  auto rules = std::make_shared<rule::CheckedRules>();
  rules->model = std::move(model);
  rules->types = types;
  rules->exprs.push_back(expression);
  auto program = std::make_shared<Program>();
  program->rules = std::move(rules);
  const size_t errors = diagnostics.error_count();
  Builder builder(*program, diagnostics);
  builder.exact_moments = true;
  Environment environment;
  for (size_t i = 0; i < variables.size(); ++i) {
    program->plain_slots.push_back(kFree[i]);
    environment.locals[variables[i].slot] = builder.slot(kFree[i], variables[i].type);
  }
  OpIx op = builder.expression(0, environment);
  if (boxed) op = builder.as_value(op);
  if (op == kNoOp || diagnostics.error_count() > errors) return nullptr;
  program->plain = op;
  return program;
}

}  // namespace hegui::plan
