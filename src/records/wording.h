// What is said about errors in records, in English and Chinese: messages and what to do next.
//
// In:   a field, what stands there instead.   Out: message or hint.   Idea: one place for all the words.
// Cost: the length of the text.   Test: tests/records/malformed_test.cc
#pragma once

#include <string>
#include <string_view>

#include "records/model.h"

namespace hegui {

struct Wording {
  std::string en, zh;
};

enum class JsonKind : uint8_t { null, boolean, number, text, list, object };

Wording wording_of_type(const Model& model, const std::string& name, const Field& field, JsonKind found);
Wording hint_for_type(const Field& field, JsonKind found, std::string_view text);
Wording hint_for_date(std::string_view text);
Wording hint_for_datetime(std::string_view text);
/// A text shortened for a message.
std::string shown(std::string_view text);

}  // namespace hegui
