// From a pack folder to checked rules.
//
// In:   the folder (pack.yaml and the files it names).   Out: CheckedRules, or all diagnostics of one run (HG1xxx-HG4xxx).
// Stages, each a file of this room: node (YAML) -> read_* (as written) -> resolve (names) -> check (types, meaning).
// Test: tests/rule/load_test.cc and tests/rule/diagnostics/
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "cel/cel.h"
#include "records/json_reader.h"
#include "rule/checked.h"
#include "rule/node.h"

namespace hegui::rule {

struct LoadOptions {
  YamlLimits yaml;
  cel::ParseLimits expressions;
  size_t max_duties = 20'000;
  size_t max_files = 2'000;                    // of one pack
  uint64_t max_pack_bytes = uint64_t{64} << 20;  // all files of one pack together
  size_t max_errors = 200;
};

/// Null on errors. Warnings may stand in `diagnostics` beside a result.
std::shared_ptr<const CheckedRules> load_pack(const std::string& folder, const LoadOptions& options, Diagnostics& diagnostics);

/// dataset.yaml of a data set, checked against the model.
Declarations read_declarations(const SourcePtr& source, const Model& model, Diagnostics& diagnostics);

/// A record model from its YAML (`enums`, `types`, `owners`).
std::shared_ptr<const Model> read_model(const SourcePtr& source, Diagnostics& diagnostics);

/// A working-day calendar from its YAML.
WorkCalendar read_calendar(const SourcePtr& source, Diagnostics& diagnostics);

}  // namespace hegui::rule
