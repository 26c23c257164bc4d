// What all threads of a run share, and what each thread keeps for itself.
//
// In:   Program, Dataset, the seen day and known_at.   Out: visible rows and event ranges per table, string codes.
// Idea: visibility does not depend on the clock, so it is worked out once a run and table (when first asked for).
// Strings that are not in the records (literals, words of enumerations, computed texts) get codes past the dictionary's.
// Cost: O(rows) a table, 9 bytes a row.   Test: tests/exec/*_test.cc
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "exec/history.h"
#include "exec/row_program.h"
#include "exec/vec.h"
#include "records/dataset.h"

namespace hegui::exec {

/// A table with what is visible of it.
struct TableView {
  const Table* table = nullptr;
  const RowType* type = nullptr;
  int outer = -1;          // table around it
  bool dated = false;      // the type has event fields of its own
  bool inherits = false;   // nested, dated by the rows around it
  Bitmap visible;
  std::vector<Day> lo, hi; // event range a row; kNoDay: none filled
};

class Stage {
 public:
  Stage(const plan::Program& program, const Dataset& data, Day seen, Day known_at);

  const plan::Program& program;
  const Dataset& data;
  const Day seen;
  const Day known_at;

  const TableView& view(int table) const;
  uint32_t owner_of(int table, uint32_t row) const;
  std::string label(int table, uint32_t row) const;
  /// Codes of the words of an enumeration.
  const std::vector<int32_t>& words(int enumeration) const { return words_[static_cast<size_t>(enumeration)]; }
  int32_t literal(size_t value) const { return literals_[value]; }
  /// What a scalar operation of that form runs; null when its shape says it all.
  const std::shared_ptr<const row::Code>& code(size_t form) const { return codes_[form]; }
  int32_t find(std::string_view text) const;  // -1
  std::string_view text(int32_t code) const;
  size_t texts() const { return data.strings.size() + extra_.size(); }

 private:
  int32_t add(std::string_view text);
  void build(int table, TableView& view) const;
  struct Slot {
    std::once_flag once;
    TableView view;
  };
  mutable std::vector<std::unique_ptr<Slot>> views_;
  std::vector<std::vector<int32_t>> words_;
  std::vector<int32_t> literals_;
  std::vector<std::shared_ptr<const row::Code>> codes_;
  std::vector<const std::string*> extra_;
  std::unordered_map<std::string, int32_t> extra_codes_;

 public:
  const Histories histories;  // of fields that change; last: its texts get codes of their own
};

/// Strings of one thread: the shared ones and those computed on the way.
class Strings {
 public:
  explicit Strings(const Stage& stage) : stage_(stage) {}
  int32_t code(std::string_view text);
  size_t count() const { return stage_.texts() + own_.size(); }
  static constexpr uint8_t kNotAsked = 0xff;
  /// Answers to a question (a function and its other operand) by text; kNotAsked where nobody asked.
  std::vector<uint8_t>& answers(int function, int32_t operand) {
    std::vector<uint8_t>& known = answers_[{function, operand}];
    if (known.size() < count()) known.resize(count(), kNotAsked);
    return known;
  }
  std::string_view text(int32_t code) const {
    return static_cast<size_t>(code) < stage_.texts() ? stage_.text(code) : *own_[static_cast<size_t>(code) - stage_.texts()];
  }

 private:
  const Stage& stage_;
  std::vector<const std::string*> own_;
  std::unordered_map<std::string, int32_t> codes_;
  std::map<std::pair<int, int32_t>, std::vector<uint8_t>> answers_;
};

}  // namespace hegui::exec
