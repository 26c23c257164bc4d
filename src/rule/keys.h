// Reading of YAML mappings whose keys are known, and of typed scalars.
//
// In:   a Node.   Out: values, or diagnostics HG2001-HG2006 at the key or scalar in question.
// Idea: Keys remembers every key it was asked for; close() reports the others with the nearest known one. A key without a
// value counts as absent. Nothing is converted silently: `yes` is not a boolean, `2023/6/5` is not a date.
// Cost: O(keys).   Test: tests/rule/load_test.cc, tests/rule/diagnostics/HG200*.yaml
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "rule/node.h"
#include "time/civil.h"

namespace hegui::rule {

class Keys {
 public:
  /// `what` names the mapping in messages: "a duty", "一条规则".
  Keys(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics);

  bool is_mapping() const { return mapping_; }
  /// Value of an optional key; null when absent or empty.
  const Node* get(std::string_view key);
  /// Value of a required key; reports it when missing.
  const Node* need(std::string_view key);
  /// Keys that may stand here but are not read.
  void accept(std::initializer_list<const char*> keys);
  /// Reports the keys nobody asked for.
  void close();

 private:
  const Node& node_;
  const char* what_;
  const char* what_zh_;
  Diagnostics& diagnostics_;
  bool mapping_ = false;
  std::vector<std::string> known_;
};

/// Text for messages: cut after 40 code points, control characters shown as spaces.
std::string shown(std::string_view text);

/// Where to point at a mapping as a whole: a flow mapping itself, the first key of a block.
Span head_of(const Node& node);

bool expect_mapping(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics);
bool expect_list(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics);
bool expect_scalar(const Node& node, Diagnostics& diagnostics);

/// A scalar with a text that is not blank.
std::optional<std::string> read_text(const Node& node, Diagnostics& diagnostics);
std::optional<int64_t> read_integer(const Node& node, Diagnostics& diagnostics);
std::optional<double> read_number(const Node& node, Diagnostics& diagnostics);
std::optional<bool> read_boolean(const Node& node, Diagnostics& diagnostics);
std::optional<Day> read_date(const Node& node, Diagnostics& diagnostics);
/// Index of the scalar among the words; reports with a hint when it is none of them.
std::optional<int> read_choice(const Node& node, const std::vector<std::string>& words, Diagnostics& diagnostics);
/// A list of texts; a mapping or a lone scalar is an error.
std::vector<const Node*> read_list(const Node& node, const char* what, const char* what_zh, Diagnostics& diagnostics);

// Forms of names and numbers, without reports.
bool is_identifier(std::string_view text);       // [A-Za-z_][A-Za-z0-9_]*
bool is_path(std::string_view text);             // identifiers joined by dots
bool is_label(std::string_view text);            // [A-Za-z0-9][A-Za-z0-9._-]*
bool is_param_reference(std::string_view text);  // $identifier
std::optional<int64_t> parse_integer(std::string_view text);
std::optional<double> parse_number(std::string_view text);  // 3, -2, 0.5, 1e3

}  // namespace hegui::rule
