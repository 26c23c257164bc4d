// The collector of diagnostics while a text is read.
//
// In:   code, span, message, hint.   Out: sorted, de-duplicated public Diagnostics.
// Every code stands in codes.def (number, severity, short name); report() looks the severity up there.
// Test: tests/base/diagnostics_test.cc
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/source.h"
#include "hegui/diagnostic.h"

namespace hegui {

/// One entry per line of codes.def: HEGUI_CODE(number, severity, name, "summary in English", "摘要")
enum class Code : int {
#define HEGUI_CODE(number, severity, name, en, zh) name = number,
#include "base/codes.def"
#undef HEGUI_CODE
};

struct CodeInfo {
  int number;
  Severity severity;
  const char* name;
  const char* summary;
  const char* summary_zh;
};
const std::vector<CodeInfo>& all_codes();
const CodeInfo& info(Code code);

class Diagnostics {
 public:
  explicit Diagnostics(size_t limit = 200) : limit_(limit) {}

  /// A half-built diagnostic; chain .hint() and .note().
  class Builder {
   public:
    /// Without a Chinese text, "did you mean 'x'?" and "known: ..." are put into Chinese; other hints stay English.
    Builder& hint(std::string text, std::string text_zh = {});
    Builder& note(const Span& span, std::string text, std::string text_zh = {});
    /// Lowers an error to a warning (records that a run with keep_going leaves out).
    Builder& as_warning();

   private:
    friend class Diagnostics;
    Builder(Diagnostics* owner, size_t index) : owner_(owner), index_(index) {}
    Diagnostics* owner_;
    size_t index_;  // npos: beyond the limit, counted only
  };

  Builder report(Code code, const Span& span, std::string message, std::string message_zh);
  Builder report(Code code, Place place, std::string message, std::string message_zh);

  bool has_errors() const { return errors_ > 0; }
  size_t error_count() const { return errors_; }
  bool full() const { return errors_ >= limit_; }
  /// Sorted by file, place, code; exact repetitions dropped; past the limit a closing "too many errors" diagnostic.
  std::vector<Diagnostic> take();

 private:
  Builder add(Code code, Place place, std::string message, std::string message_zh);

  std::vector<Diagnostic> items_;
  std::unordered_set<std::string> seen_;  // exact repetitions are dropped as they come
  size_t limit_;
  size_t errors_ = 0;
  size_t warnings_ = 0;  // warnings and notes have a limit of their own, of the same size
  size_t suppressed_errors_ = 0;
  size_t suppressed_warnings_ = 0;
};

inline Diagnostics::Builder& Diagnostics::Builder::as_warning() {
  if (index_ != static_cast<size_t>(-1) && owner_->items_[index_].severity == Severity::error) {
    owner_->items_[index_].severity = Severity::warning;
    --owner_->errors_;
    ++owner_->warnings_;
  }
  return *this;
}

/// The public place of a span.
Place place_of(const Span& span);

}  // namespace hegui
