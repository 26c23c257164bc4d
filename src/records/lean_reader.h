// Owners read into columns straight from the tokens of their text.
//
// In:   an indexed text (token_index.h), the model as a reading plan.   Out: the owner's values in their columns, or "no".
// Idea: only what is expected is read here: known keys, each once, values of the right kind. At anything else the columns
// are put back to where the owner began and the answer is no; the slow reader then reads the owner again and words the
// error. So every check has one place where it is worded, and this one needs none.
// Not accepted, though right: numbers with exponents or more than 15 digits, one object in place of a list of rows.
// Cost: a few nanoseconds a value, a look-up for each string.
// Test: tests/records/lean_reader_test.cc (same columns as the slow reader, on well-formed and broken texts)
#pragma once

#include <array>
#include <string>
#include <vector>

#include "records/dataset.h"
#include "records/reading_plan.h"

namespace hegui {

class LeanReader {
 public:
  /// Bytes behind an indexed text that must be readable.
  static constexpr size_t kPadding = 64;

  LeanReader(const ReadingPlan& plan, const Model& model);
  /// Where strings are coded from now on, and how many rows a table may have.
  void use(Dictionary& strings, size_t max_rows) {
    strings_ = &strings;
    max_rows_ = max_rows < UINT32_MAX - 1 ? max_rows : UINT32_MAX - 1;
  }

  /// `tokens`: as TokenIndex gives them, with the size of the text behind the last one. `escapes`: a backslash may occur.
  void at_text(const char* text, const uint32_t* tokens, bool escapes) {
    text_ = text;
    at_ = tokens;
    escapes_ = escapes;
  }
  const uint32_t* at() const { return at_; }
  void move_to(const uint32_t* token) { at_ = token; }

  /// Owners read from here on can be taken back together.
  void begin() { undo_.clear(); }
  /// The object whose '{' is the next token becomes owner number `owner`. It must end before `end`. False: what was read of
  /// it, and of the owners since begin(), stands in the columns until take_back.
  bool read_owner(OwnerTable& owners, size_t owner, size_t end);
  /// The object whose '{' is the next token becomes the next row of a table that is no owner's, the code of its owner's id the
  /// next entry of `owners`. Codes stand there after flush(), which is due before the text goes.
  bool read_row(Table& table, Column& owners, size_t end);
  void flush() { code_now(); }
  /// Puts a table back to `rows` rows, as it was at begin().
  void take_back(Table& table, size_t rows);
  /// Puts the columns back to `count` owners, as they were at begin().
  void take_back(OwnerTable& owners, size_t count);

 private:
  struct Undo {
    Table* table;
    size_t rows;
  };
  /// A string whose code is looked up at the end of its owner.
  struct Pending {
    std::string_view text;
    Column* column;
    size_t at;
    uint64_t hash;
  };
  struct Month {
    uint64_t prefix = 0;  // the bytes YYYY-MM-
    Day before = 0;       // the day before its first
    uint32_t days = 0;
  };
  static constexpr size_t kMonths = 64;

  void take_back_tables();
  char here() const { return text_[*at_]; }
  const KeyPlan* key(const ObjectPlan& plan, std::vector<uint16_t>& follow, size_t& last);
  bool owner_object(OwnerTable& owners, size_t owner);
  bool collection(CollectionData& collection, size_t owner);
  bool through(OwnerTable& owners, size_t owner);
  bool rows(Table& table, uint32_t parent);
  bool row(Table& table, const ObjectPlan& plan, std::vector<uint16_t>& follow);
  bool owner_of_row();
  bool nested(Table& table, const KeyPlan& key, size_t row);
  bool field(Column& column, const KeyPlan& key, size_t row);
  bool list(Column& column, const KeyPlan& key);
  bool map(Column& column);
  bool recorded_at(Table& table, size_t row);

  bool empty_value();
  void code_later(std::string_view text, Column& column);
  void code_now();
  bool string(std::string_view& out);
  bool unescaped(std::string_view raw, std::string_view& out);
  bool scalar(const KeyPlan& key, Scalar& out);
  bool word(std::string_view text, const KeyPlan& key, Scalar& out) const;
  bool literal(const char* word, size_t size);
  bool number(std::string_view& out);
  bool integer(int64_t& out);
  bool decimal(int64_t& out);
  bool day(std::string_view text, Scalar& out);
  bool day_of_ten(const char* at, Day& out);
  bool time(std::string_view text, Scalar& out);

  const ReadingPlan& plan_;
  const Model& model_;
  Dictionary* strings_ = nullptr;
  size_t max_rows_ = 0;

  const char* text_ = nullptr;
  const uint32_t* at_ = nullptr;
  size_t end_ = 0;
  bool escapes_ = false;
  std::vector<Undo> undo_;
  std::vector<Pending> pending_;
  std::string scratch_;
  std::vector<int32_t> map_keys_;
  std::array<Month, kMonths> months_{};
  Column* owners_ = nullptr;  // of rows of a file of their own
  bool owner_seen_ = false;
  std::vector<std::vector<uint16_t>> follow_owners_, follow_rows_, follow_flat_;  // by plan: the key that last followed a key
};

}  // namespace hegui
