// Places of errors in records: see trouble.h.
// In: texts, paths.   Out: diagnostics.   Cost: O(bytes of the owner) an error kept.   Test: tests/records/malformed_test.cc
#include "records/trouble.h"

#include <algorithm>

namespace hegui {
namespace {

constexpr size_t kLongestExcerpt = size_t{64} << 10;

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

// The next line that is not blank; `text` moves past it.
std::string_view next_line(std::string_view& text) {
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!trimmed(line).empty()) return line;
  }
  return {};
}

bool balanced_object(std::string_view line) {
  line = trimmed(line);
  return !line.empty() && line.front() == '{' && line.back() == '}' && find_json_fault(line, 64).kind == JsonFault::Kind::none;
}

// One owner a line, unless the first lines can only be parts of one document.
RecordSource::Form form_of(std::string_view text) {
  std::string_view rest = text;
  const std::string_view first = trimmed(next_line(rest));
  if (!first.empty() && first.front() == '[') return RecordSource::Form::array;
  const std::string_view second = next_line(rest);
  if (second.empty()) return RecordSource::Form::lines;
  const char next = trimmed(second).front();
  if (next == '"' || next == ',' || next == '}' || next == ']' || next == ':') return RecordSource::Form::object;
  const bool open = first.back() == '{' || first.back() == '[' || first.back() == ',' || first.back() == ':';
  if (!open) return RecordSource::Form::lines;
  const std::string_view whole = trimmed(text);
  const size_t last = whole.rfind('\n');
  const bool lines = last != std::string_view::npos && whole[last + 1] == '{' && balanced_object(whole.substr(last + 1));
  return lines && second.front() == '{' ? RecordSource::Form::lines : RecordSource::Form::object;
}

size_t code_points_in(std::string_view text) {
  size_t n = 0;
  for (const char c : text) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return n;
}

}  // namespace

RecordSource::RecordSource(std::string name, std::string_view text) : name_(std::move(name)), text_(text) {
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") text_.remove_prefix(3);
  form_ = form_of(text_);
  owner_ = text_;
}

std::string_view RecordSource::element_text(size_t* begin) {
  *begin = 0;
  if (form_ != Form::array) return owner_;
  if (elements_.empty()) elements_ = element_starts(text_);
  if (element_ < elements_.size()) *begin = elements_[element_];
  return text_.substr(*begin);
}

// Offsets count from the start of owner_ (lines) or of the text (documents).
Place RecordSource::build(size_t begin, size_t end) {
  Place place;
  place.file = name_;
  std::string_view line = owner_;
  size_t line_begin = 0;
  if (form_ == Form::lines) {
    place.line = line_;
  } else {
    begin = std::min(begin, text_.size());
    if (begin < counted_to_) {
      counted_to_ = 0;
      counted_line_ = 1;
    }
    counted_line_ += static_cast<uint32_t>(
        std::count(text_.begin() + static_cast<ptrdiff_t>(counted_to_), text_.begin() + static_cast<ptrdiff_t>(begin), '\n'));
    counted_to_ = begin;
    place.line = counted_line_;
    const size_t before = begin == 0 ? std::string_view::npos : text_.rfind('\n', begin - 1);
    line_begin = before == std::string_view::npos ? 0 : before + 1;
    line = text_.substr(line_begin, std::min(text_.find('\n', begin), text_.size()) - line_begin);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  }
  begin = std::min(begin - line_begin, line.size());
  end = std::clamp(end > line_begin ? end - line_begin : 0, begin, line.size());
  place.column = static_cast<uint32_t>(code_points_in(line.substr(0, begin)) + 1);
  place.end_line = place.line;
  place.end_column = place.column + static_cast<uint32_t>(code_points_in(line.substr(begin, end - begin)));
  if (line.size() <= kLongestExcerpt) place.text = line;
  return place;
}

Place RecordSource::owner_place() {
  size_t begin = 0;
  element_text(&begin);
  Place place = build(begin, begin);
  place.column = place.end_line = place.end_column = 0;
  place.text.clear();
  return place;
}

Place RecordSource::place(const std::vector<JsonStep>& path, bool at_key, bool last_key) {
  size_t begin = 0;
  const std::string_view owner = element_text(&begin);
  // In a list of owners the first step is the owner's number, and the text walked is that owner.
  const bool skip_first = form_ == Form::array && !path.empty();
  const JsonPlace found = find_in_json(owner, {path.begin() + (skip_first ? 1 : 0), path.end()}, last_key);
  Place place = build(begin + (at_key ? found.key : found.value), begin + (at_key ? found.key_end : found.value_end));
  place.path = json_pointer(path);
  return place;
}

Place RecordSource::place_at(size_t offset) { return build(offset, offset + 1); }

void Troubles::add(Trouble trouble) {
  fatal_ = fatal_ || !trouble.of_owner;
  if (full()) {
    ++left_out_;
  } else {
    kept_.push_back(std::move(trouble));
  }
}

void Troubles::emit(bool keep_going, Diagnostics& diagnostics) {
  for (Trouble& trouble : kept_) {
    auto builder = diagnostics.report(trouble.code, std::move(trouble.place), std::move(trouble.message.en),
                                      std::move(trouble.message.zh));
    if (!trouble.hint.en.empty()) builder.hint(std::move(trouble.hint.en), std::move(trouble.hint.zh));
    if (keep_going && trouble.of_owner) builder.as_warning();
  }
  if (left_out_ > 0) {
    const std::string n = std::to_string(left_out_), limit = std::to_string(limit_);
    auto builder = diagnostics.report(Code::too_many_errors, Place{},
                                      n + " more error(s) in the records are left out (limit " + limit + ")",
                                      "记录中另有 " + n + " 个错误从略（上限 " + limit + "）");
    builder.hint("correct the first ones and run again", "请先改正前面的，再运行一次");
    if (keep_going && !fatal_) builder.as_warning();
  }
  kept_.clear();
}

}  // namespace hegui
