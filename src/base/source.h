// Source text and places in it.
//
// In:   bytes of a rule file or a record file.   Out: (line, column) of any byte, excerpts for carets.
// Idea: everything above keeps byte offsets (Span); lines and columns are computed only when a person reads them.
// Cost: building the line table is O(bytes); a look-up is O(log lines + bytes of the line).
// Test: tests/base/source_test.cc
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hegui {

/// A line and a column, both from 1; the column counts Unicode code points (a BOM at the start of the file does not count).
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

/// A text with a name. Immutable; shared by everything that points into it.
class Source {
 public:
  Source(std::string name, std::string text);

  const std::string& name() const { return name_; }
  std::string_view text() const { return text_; }
  /// Place of a byte offset (clamped to the end of the text).
  LineColumn place(size_t offset) const;
  /// The line (without its line break, without a BOM) that holds the offset.
  std::string_view line_at(size_t offset) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<uint32_t> line_starts_;
};

using SourcePtr = std::shared_ptr<const Source>;

/// Half-open byte range [begin, end) in one source. A null source means "no place".
struct Span {
  SourcePtr source;
  uint32_t begin = 0;
  uint32_t end = 0;

  explicit operator bool() const { return source != nullptr; }
};

/// Where each byte of a decoded text (a YAML scalar with escapes, folds, indentation) stands in its source.
/// Piecewise: from decoded offset `at` on, source offset = `source_at` + (offset - at), until the next piece.
class TextMap {
 public:
  void add(uint32_t at, uint32_t source_at) { pieces_.push_back({at, source_at}); }
  void set_end(uint32_t source_end) { source_end_ = source_end; }
  /// Source offset of a decoded offset; offsets at or past the end give the end of the scalar's text.
  uint32_t source_offset(uint32_t decoded, uint32_t decoded_size) const;
  /// The span in `source` of the decoded range [begin, end).
  Span span(const SourcePtr& source, uint32_t begin, uint32_t end, uint32_t decoded_size) const;

 private:
  struct Piece {
    uint32_t at;
    uint32_t source_at;
  };
  std::vector<Piece> pieces_;
  uint32_t source_end_ = 0;
};

/// Reads a whole file of at most `max_bytes`. On failure returns null and sets `why`.
SourcePtr read_source(const std::string& path, const std::string& shown_name, size_t max_bytes, std::string* why);

/// Byte offset of the first invalid UTF-8 sequence, or npos.
size_t find_invalid_utf8(std::string_view text);

/// Number of terminal cells the text takes (East Asian wide characters take two).
size_t display_width(std::string_view text);

}  // namespace hegui
