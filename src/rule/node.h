// YAML as a tree of nodes with exact places.
//
// In:   a Source.   Out: a Node tree, or diagnostics HG1xxx.
// Idea: yaml-cpp (only in node.cc) is used at event level: nothing is resolved, so `no`, `0123` and `2024-01-02` arrive as
// written. Start marks of yaml-cpp are bytes on a line; ends and the map from a scalar's decoded text to its bytes in the
// file are found by scanning the source again, per scalar style. Aliases copy the anchored node (places stay those of
// the anchor). Duplicate keys are errors; nesting, aliases, nodes and bytes are bounded.
// Cost: O(bytes).   Test: tests/rule/node_test.cc
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "base/source.h"

namespace hegui::rule {

struct Node {
  enum class Kind : uint8_t { null, scalar, sequence, mapping } kind = Kind::null;
  enum class Style : uint8_t { plain, single_quoted, double_quoted, literal, folded } style = Style::plain;
  std::string text;      // scalar: decoded
  TextMap map;           // scalar: decoded text -> source bytes
  Span span;             // of the whole node (quotes and block indicator included)
  std::vector<Node> items;                      // sequence
  std::vector<std::pair<Node, Node>> entries;   // mapping, in order; keys are scalars

  bool is_plain() const { return kind == Kind::scalar && style == Style::plain; }
  /// Value of a key, or null.
  const Node* find(std::string_view key) const;
  std::string dump() const;  // canonical, with places; for tests
};

struct YamlLimits {
  size_t max_bytes = size_t{16} << 20;
  int max_depth = 64;
  size_t max_nodes = 1'000'000;   // aliases count with what they copy
  size_t max_aliases = 10'000;
  size_t max_line_bytes = size_t{1} << 20;
};

/// Reads one document (an empty text gives a null node; more than one document is an error).
bool read_yaml(const SourcePtr& source, const YamlLimits& limits, Node& out, Diagnostics& diagnostics);

}  // namespace hegui::rule
