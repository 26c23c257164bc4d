// In: text, offsets.   Out: lines, columns, excerpts; files read whole.   Idea: a line starts after each '\n'; a '\r' before it
// belongs to the break; a BOM belongs to no column.   Cost: see source.h.   Test: tests/base/source_test.cc
#include "base/source.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>

#include "base/utf8.h"

namespace hegui {

namespace {

constexpr std::string_view kBom = "\xEF\xBB\xBF";
constexpr size_t kNoLimit = UINT32_MAX;  // offsets are 32 bits

}  // namespace

Source::Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {
  line_starts_.push_back(0);
  const size_t end = std::min(text_.size(), kNoLimit - 1);
  for (size_t i = text_.find('\n'); i < end; i = text_.find('\n', i + 1)) line_starts_.push_back(static_cast<uint32_t>(i + 1));
}

LineColumn Source::place(size_t offset) const {
  offset = std::min({offset, text_.size(), kNoLimit});
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<uint32_t>(offset));
  const size_t line = static_cast<size_t>(next - line_starts_.begin());
  size_t begin = line_starts_[line - 1];
  if (begin == 0 && std::string_view(text_).substr(0, 3) == kBom) begin = 3;
  const std::string_view shown = line_at(offset);
  const size_t inside = offset < begin ? 0 : std::min(offset - begin, shown.size());
  uint32_t column = 1;
  for (size_t i = 0; i < inside;) {
    i += code_point_at(shown, i).size;
    if (i <= inside) ++column;
  }
  return {static_cast<uint32_t>(line), column};
}

std::string_view Source::line_at(size_t offset) const {
  offset = std::min({offset, text_.size(), kNoLimit});
  const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), static_cast<uint32_t>(offset));
  const size_t begin = *(next - 1);
  const size_t end = next == line_starts_.end() ? text_.size() : *next - 1;
  std::string_view line = std::string_view(text_).substr(begin, end - begin);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  if (begin == 0 && line.substr(0, 3) == kBom) line.remove_prefix(3);
  return line;
}

uint32_t TextMap::source_offset(uint32_t decoded, uint32_t decoded_size) const {
  if (decoded >= decoded_size) return source_end_;
  const auto after =
      std::upper_bound(pieces_.begin(), pieces_.end(), decoded, [](uint32_t at, const Piece& piece) { return at < piece.at; });
  if (after == pieces_.begin()) return source_end_;
  const Piece& piece = *(after - 1);
  return std::min(piece.source_at + (decoded - piece.at), source_end_);
}

Span TextMap::span(const SourcePtr& source, uint32_t begin, uint32_t end, uint32_t decoded_size) const {
  const uint32_t first = source_offset(begin, decoded_size);
  const uint32_t last = end <= begin ? first : source_offset(end, decoded_size);
  return {source, first, std::max(first, last)};
}

SourcePtr read_source(const std::string& path, const std::string& shown_name, size_t max_bytes, std::string* why) {
  const auto fail = [&](std::string reason) -> SourcePtr {
    if (why != nullptr) *why = std::move(reason);
    return nullptr;
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return fail("no such file");
  if (std::filesystem::is_directory(status)) return fail("it is a folder");
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return fail("it cannot be opened");
  std::string text;
  std::vector<char> chunk(size_t{1} << 16);
  bool too_large = false;
  while (!too_large) {
    const size_t got = std::fread(chunk.data(), 1, chunk.size(), file);
    if (got == 0) break;
    too_large = got > max_bytes - text.size();
    if (!too_large) text.append(chunk.data(), got);
  }
  const bool broken = std::ferror(file) != 0;
  std::fclose(file);
  if (too_large) return fail("it is larger than " + std::to_string(max_bytes) + " bytes");
  if (broken) return fail("reading failed");
  return std::make_shared<const Source>(shown_name, std::move(text));
}

}  // namespace hegui
