// One value of a record -> the form of its column.
//
// In:   a field, a text or a number.   Out: a Scalar, or a complaint (code, message, hint) for the reader to place.
// Idea: what JSON says apart from its syntax; nothing here knows the parser.
// Cost: O(length of the text).   Test: tests/records/malformed_test.cc, round_trip_test.cc
#pragma once

#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "records/columns.h"
#include "records/name_table.h"
#include "records/wording.h"

namespace hegui {

struct Complaint {
  Code code;
  Wording message;
  Wording hint;
};

class Values {
 public:
  explicit Values(const Model& model);
  /// Where strings are coded from now on.
  void use(Dictionary& strings) { strings_ = &strings; }

  /// A text that is not empty. False: `complaint` says why.
  bool of_text(const Field& field, std::string_view text, Scalar& out, Complaint& complaint) const;
  bool of_integer(const Field& field, int64_t number, Scalar& out, Complaint& complaint) const;
  bool of_real(const Field& field, double number, Scalar& out, Complaint& complaint) const;
  bool of_boolean(const Field& field, bool truth, Scalar& out, Complaint& complaint) const;
  /// A number beyond int64.
  Complaint too_large(const Field& field) const;
  Complaint wrong_type(const Field& field, JsonKind found, std::string_view text) const;

  /// recorded_at: at least a day.
  static bool moment(std::string_view text, int64_t& out, Complaint& complaint);
  /// complete_through: exactly a day.
  static bool day(std::string_view text, Day& out, Complaint& complaint);

 private:
  bool of_word(const Field& field, std::string_view text, Scalar& out, Complaint& complaint) const;

  const Model& model_;
  Dictionary* strings_ = nullptr;
  std::vector<NameTable> words_;  // per enumeration: words and Chinese labels
};

}  // namespace hegui
