// Trouble in the author's text or in the records, as values.
//
// A diagnostic has a stable code (registered in src/base/codes.def, documented in docs/diagnostics.md), a place,
// a message in English and Chinese, and, where it helps, a hint and notes with other places.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hegui {

enum class Severity : uint8_t { error, warning, note };

/// A place in a file: line and column from 1 (columns count code points), 0 where there is none.
struct Place {
  std::string file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t end_line = 0;
  uint32_t end_column = 0;  ///< one past the last character
  std::string text;         ///< the source line, for the caret
  std::string path;         ///< path inside a record, such as /inspections/3/date (records only)
};

struct DiagnosticNote {
  Place place;
  std::string message;
  std::string message_zh;  ///< empty: the English one is shown
};

struct Diagnostic {
  int code = 0;  ///< 4003 for HG4003
  Severity severity = Severity::error;
  Place place;
  std::string message;
  std::string message_zh;
  std::string hint;  ///< empty, or what to do next ("did you mean 'where'?")
  std::vector<DiagnosticNote> notes;
  std::string hint_zh;  ///< empty: the English one is shown

  std::string code_text() const;  ///< "HG4003"
};

/// `file:line:col: error[HG4003]: message`, the source line, a caret, hint and notes. `language`: "en" or "zh".
std::string to_text(const Diagnostic& diagnostic, const std::string& language = "en");
std::string to_text(const std::vector<Diagnostic>& diagnostics, const std::string& language = "en");
/// A JSON array, one object a diagnostic, keys in a fixed order.
std::string to_json(const std::vector<Diagnostic>& diagnostics);

/// The code of a failure of the machine (memory, threads), as opposed to trouble in rules or records.
constexpr int kMachineFailure = 6112;

/// A value, or the diagnostics that say why there is none. Warnings may stand beside a value.
template <typename T>
class Result {
 public:
  Result(T value) : value_(std::move(value)), ok_(true) {}  // NOLINT: implicit on purpose
  Result(T value, std::vector<Diagnostic> warnings)
      : value_(std::move(value)), diagnostics_(std::move(warnings)), ok_(true) {}
  Result(std::vector<Diagnostic> diagnostics) : diagnostics_(std::move(diagnostics)) {}  // NOLINT

  bool ok() const { return ok_; }
  explicit operator bool() const { return ok_; }
  const T& operator*() const { return value_; }
  T& operator*() { return value_; }
  const T* operator->() const { return &value_; }
  T* operator->() { return &value_; }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  T value_{};
  std::vector<Diagnostic> diagnostics_;
  bool ok_ = false;
};

}  // namespace hegui
