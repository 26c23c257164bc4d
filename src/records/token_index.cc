// Offsets of JSON tokens: see token_index.h.
// In: bytes.   Out: offsets.   Cost: O(bytes).   Test: tests/records/lean_reader_test.cc
#include "records/token_index.h"

#include <simdjson.h>

#include <algorithm>

namespace hegui {
namespace {

constexpr size_t kSmallest = size_t{16} << 10;
constexpr size_t kLargest = size_t{1} << 30;

}  // namespace

struct TokenIndex::Stage {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  size_t capacity = 0;
};

TokenIndex::TokenIndex() : stage_(std::make_unique<Stage>()) {}
TokenIndex::~TokenIndex() = default;

bool TokenIndex::build(const char* text, size_t size) {
  if (size == 0 || size > kLargest) return false;
  if (stage_->parser == nullptr || stage_->capacity < size) {
    const size_t room = std::max(size, std::max(kSmallest, stage_->capacity * 2));
    stage_->parser.reset();
    // The depth is that of a walk which simdjson is never asked to make.
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(room, 1, stage_->parser) != simdjson::SUCCESS) {
      stage_->parser.reset();
      return false;
    }
    stage_->capacity = room;
  }
  return stage_->parser->stage1(reinterpret_cast<const uint8_t*>(text), size, simdjson::stage1_mode::regular) ==
         simdjson::SUCCESS;
}

const uint32_t* TokenIndex::tokens() const { return stage_->parser->structural_indexes.get(); }
size_t TokenIndex::size() const { return stage_->parser->n_structural_indexes; }

}  // namespace hegui
