// Errors of records while they are read: where they stand, how many are kept.
//
// In:   what the reader knows (text, line, path).   Out: diagnostics HG5xxx with file, line, column, path.
// Idea: places are found again in the text only for the errors that are kept; past the limit errors are counted.
// Cost: O(bytes of the owner) an error kept.   Test: tests/records/malformed_test.cc
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "records/json_place.h"
#include "records/wording.h"

namespace hegui {

/// A text of records as the reader walks it.
class RecordSource {
 public:
  enum class Form : uint8_t { lines, object, array };

  RecordSource(std::string name, std::string_view text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }  // without a BOM
  Form form() const { return form_; }

  /// The owner read now: its bytes (lines: one line) and line; arrays: its number.
  void at_line(std::string_view line, uint32_t number) {
    owner_ = line;
    line_ = number;
  }
  void at_element(size_t index) { element_ = index; }

  /// Place of the owner itself: file, line.
  Place owner_place();
  /// Place of a path inside the owner.
  Place place(const std::vector<JsonStep>& path, bool at_key, bool last_key);
  /// Place of a byte of the line or document read now.
  Place place_at(size_t offset);

 private:
  Place build(size_t begin, size_t end);
  std::string_view element_text(size_t* begin);

  std::string name_;
  std::string_view text_;
  Form form_ = Form::lines;
  std::string_view owner_;
  uint32_t line_ = 1;
  size_t element_ = 0;
  std::vector<size_t> elements_;  // of an array, found when first needed
  size_t counted_to_ = 0;         // line breaks before this offset are counted
  uint32_t counted_line_ = 1;
};

struct Trouble {
  Code code;
  Place place;
  Wording message;
  Wording hint;
  bool of_owner = true;  // an owner can be left out for it
};

class Troubles {
 public:
  explicit Troubles(size_t limit) : limit_(limit) {}
  bool full() const { return kept_.size() >= limit_; }
  size_t count() const { return kept_.size() + left_out_; }
  bool fatal() const { return fatal_; }  // some trouble is not one of an owner
  void add(Trouble trouble);
  void count_only() { ++left_out_; }
  void emit(bool keep_going, Diagnostics& diagnostics);

 private:
  std::vector<Trouble> kept_;
  size_t limit_;
  size_t left_out_ = 0;
  bool fatal_ = false;
};

}  // namespace hegui
