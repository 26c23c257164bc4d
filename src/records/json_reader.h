// Records from JSON and NDJSON into columns (simdjson stays behind this door).
//
// In:   the folder of a data set, or texts.   Out: a Dataset, or diagnostics HG5xxx with file, line, path, nearest name.
// An owner with errors rejects the run; with keep_going it is left out and counted, the errors become warnings.
// Test: tests/records/json_reader_test.cc
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "records/dataset.h"

namespace hegui {

struct ReadOptions {
  bool keep_going = false;
  bool digest = false;  // also take the SHA-256 of the texts, on a thread beside the reader
  size_t max_errors = 200;
  size_t max_file_bytes = size_t{4} << 30;
  size_t max_line_bytes = size_t{256} << 20;
  size_t max_rows = 0xfffffff0;  // of one collection over all owners
  int max_depth = 32;
  int threads = 1;  // more read shares of the lines of a text, with the same result
};

/// One input: `owner_type` names an owner of the model; NDJSON (one owner a line) or one JSON object or array of objects. Or it
/// names a collection (`enterprise.inspections`): then each object is a row, with the id of its owner under `owner`.
struct RecordText {
  std::string owner_type;
  std::string name;  // shown in diagnostics
  std::string text;
};

/// What a data set declares beside its owners (dataset.yaml, read by src/rule).
struct Declarations {
  struct Item {
    int owner_type = -1;  // -1: every owner type
    int collection = -1;  // -1: every collection
    Day through = kNoDay;
  };
  std::vector<Item> complete_through;
};

std::unique_ptr<Dataset> read_records(std::shared_ptr<const Model> model, std::vector<RecordText> texts,
                                      const Declarations& declarations, const ReadOptions& options, Diagnostics& diagnostics);

/// Reads one set of texts after another. What it works out from the model, and the memory of data sets that are given back,
/// serve the next read: a small document costs what is in it, not what is in the model.
class DatasetReader {
 public:
  explicit DatasetReader(std::shared_ptr<const Model> model);
  ~DatasetReader();
  DatasetReader(const DatasetReader&) = delete;
  DatasetReader& operator=(const DatasetReader&) = delete;

  /// As read_records.
  std::shared_ptr<Dataset> read(const std::vector<RecordText>& texts, const Declarations& declarations,
                                const ReadOptions& options, Diagnostics& diagnostics);
  /// A data set that nobody looks at any more.
  void give_back(std::shared_ptr<Dataset> data);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hegui
