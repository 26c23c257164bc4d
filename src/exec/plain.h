// An expression over plain columns: the columnar evaluator without rules and records.
//
// In:   a Program made by compile_plain(), one vector a variable.   Out: a vector of results, a lane a row.
// Cost: O(rows) an operation.   Test: tests/exec/plain_test.cc; tests/cel/conformance runs every case through it
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "exec/scene.h"

namespace hegui::exec {

class Plain {
 public:
  explicit Plain(std::shared_ptr<const plan::Program> program);

  /// Code under which columns of texts hold this text.
  int32_t code(std::string_view text) { return strings_.code(text); }
  /// columns[k] belongs to variable k of compile_plain() and has n lanes (or one, the same for all). The result may point into the
  /// columns and into this object.
  VecPtr run(const std::vector<VecPtr>& columns, size_t n);
  /// Operations that go row by row.
  size_t row_operations() const;

 private:
  std::shared_ptr<const plan::Program> program_;
  Dataset data_;
  Stage stage_;
  Strings strings_;
  std::vector<rule::Value> params_;
};

}  // namespace hegui::exec
