// In: codes, spans, messages.   Out: public diagnostics, sorted, without repetitions.   Idea: a repetition (same code, place
// and message) is dropped when it arrives, so it neither fills the limit nor counts twice.   Cost: O(n log n).
// Test: tests/base/diagnostics_test.cc
#include "base/diagnostics.h"

#include <algorithm>
#include <tuple>

namespace hegui {

namespace {

constexpr size_t kDropped = static_cast<size_t>(-1);
constexpr size_t kLongestExcerpt = size_t{16} << 10;  // a longer line is not copied beside every diagnostic

std::string chinese_hint(const std::string& text) {
  constexpr std::string_view kMean = "did you mean '", kKnown = "known: ";
  if (text.rfind(kMean, 0) == 0 && text.size() > kMean.size() + 2 && text.compare(text.size() - 2, 2, "'?") == 0) {
    return "是否想写 '" + text.substr(kMean.size(), text.size() - kMean.size() - 2) + "'？";
  }
  if (text.rfind(kKnown, 0) == 0) return "可用：" + text.substr(kKnown.size());
  return "";
}

auto sort_key(const Diagnostic& d) {
  const Place& p = d.place;
  return std::tie(p.file, p.line, p.column, p.path, d.code, p.end_line, p.end_column, d.message, d.message_zh);
}

}  // namespace

const std::vector<CodeInfo>& all_codes() {
  static const std::vector<CodeInfo> codes = {
#define HEGUI_CODE(number, severity, name, en, zh) {number, Severity::severity, #name, en, zh},
#include "base/codes.def"
#undef HEGUI_CODE
  };
  return codes;
}

const CodeInfo& info(Code code) {
  static const std::vector<CodeInfo> sorted = [] {
    std::vector<CodeInfo> codes = all_codes();
    std::sort(codes.begin(), codes.end(), [](const CodeInfo& a, const CodeInfo& b) { return a.number < b.number; });
    return codes;
  }();
  const int number = static_cast<int>(code);
  const auto found =
      std::lower_bound(sorted.begin(), sorted.end(), number, [](const CodeInfo& entry, int n) { return entry.number < n; });
  return found != sorted.end() ? *found : sorted.back();
}

Place place_of(const Span& span) {
  Place place;
  if (!span) return place;
  place.file = span.source->name();
  const LineColumn first = span.source->place(span.begin);
  const LineColumn last = span.source->place(std::max(span.begin, span.end));
  place.line = first.line;
  place.column = first.column;
  place.end_line = last.line;
  place.end_column = last.column;
  const std::string_view line = span.source->line_at(span.begin);
  if (line.size() <= kLongestExcerpt) place.text = line;
  return place;
}

Diagnostics::Builder& Diagnostics::Builder::hint(std::string text, std::string text_zh) {
  if (index_ != kDropped) {
    Diagnostic& item = owner_->items_[index_];
    item.hint_zh = text_zh.empty() ? chinese_hint(text) : std::move(text_zh);
    item.hint = std::move(text);
  }
  return *this;
}

Diagnostics::Builder& Diagnostics::Builder::note(const Span& span, std::string text, std::string text_zh) {
  if (index_ != kDropped) owner_->items_[index_].notes.push_back({place_of(span), std::move(text), std::move(text_zh)});
  return *this;
}

Diagnostics::Builder Diagnostics::report(Code code, const Span& span, std::string message, std::string message_zh) {
  return add(code, place_of(span), std::move(message), std::move(message_zh));
}

Diagnostics::Builder Diagnostics::report(Code code, Place place, std::string message, std::string message_zh) {
  return add(code, std::move(place), std::move(message), std::move(message_zh));
}

Diagnostics::Builder Diagnostics::add(Code code, Place place, std::string message, std::string message_zh) {
  const Severity severity = info(code).severity;
  const bool error = severity == Severity::error;
  size_t& kept = error ? errors_ : warnings_;
  size_t& suppressed = error ? suppressed_errors_ : suppressed_warnings_;
  std::string key = std::to_string(static_cast<int>(code));
  for (const uint32_t number : {place.line, place.column, place.end_line, place.end_column})
    key += ' ' + std::to_string(number);
  for (const std::string* text : {&place.file, &place.path, &message, &message_zh}) (key += '\0') += *text;
  if (seen_.count(key) != 0) return {this, kDropped};
  if (kept >= limit_) {
    ++suppressed;
    return {this, kDropped};
  }
  seen_.insert(std::move(key));
  ++kept;
  Diagnostic& item = items_.emplace_back();
  item.code = static_cast<int>(code);
  item.severity = severity;
  item.place = std::move(place);
  item.message = std::move(message);
  item.message_zh = std::move(message_zh);
  return {this, items_.size() - 1};
}

std::vector<Diagnostic> Diagnostics::take() {
  std::vector<Diagnostic> out = std::move(items_);
  std::stable_sort(out.begin(), out.end(), [](const Diagnostic& a, const Diagnostic& b) { return sort_key(a) < sort_key(b); });
  if (suppressed_errors_ + suppressed_warnings_ > 0) {
    Diagnostic& last = out.emplace_back();
    last.code = static_cast<int>(Code::too_many_errors);
    last.severity = suppressed_errors_ > 0 ? Severity::error : Severity::warning;
    const std::string errors = std::to_string(suppressed_errors_), warnings = std::to_string(suppressed_warnings_);
    const bool one = suppressed_errors_ + suppressed_warnings_ == 1;
    last.message = (suppressed_warnings_ == 0 ? errors + (one ? " more error is" : " more errors are")
                    : suppressed_errors_ == 0 ? warnings + (one ? " more warning is" : " more warnings are")
                                              : errors + " more errors and " + warnings + " more warnings are") +
                   " left out (limit " + std::to_string(limit_) + ")";
    last.message_zh = "另有 " +
                      (suppressed_warnings_ == 0 ? errors + " 个错误"
                       : suppressed_errors_ == 0 ? warnings + " 个警告"
                                                 : errors + " 个错误和 " + warnings + " 个警告") +
                      "从略（上限 " + std::to_string(limit_) + "）";
    last.hint = "correct the first ones and run again";
    last.hint_zh = "请先改正前面的，再运行一次";
  }
  *this = Diagnostics(limit_);
  return out;
}

}  // namespace hegui
