// Records of owners, read into columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "hegui/diagnostic.h"
#include "hegui/rules.h"

namespace hegui {

struct RecordOptions {
  /// Leave out owners with errors (their errors become warnings) instead of rejecting everything.
  bool keep_going = false;
  /// Also take the SHA-256 of the texts, for the receipt; on a thread beside the reader, and slower than reading itself.
  bool digest = false;
  size_t max_errors = 200;
  size_t max_file_bytes = size_t{4} << 30;
  size_t max_line_bytes = size_t{256} << 20;
  size_t max_rows = 0xfffffff0;  ///< of one collection over all owners
  int max_depth = 32;            ///< of nested JSON
  /// More than 1: large texts with one object a line are read in shares, with the same result. No thread unless asked for.
  int threads = 1;
  /// For a single file whose name does not name an owner type; empty: the first owner type of the record model.
  std::string owner_type;
};

/// A JSON text: one owner, an array of owners, or one owner a line. Or rows of one collection, in any order, each with the id
/// of its owner under `owner`: `{"owner": "E1", "id": "J1", "date": "2023-06-05"}`.
struct RecordInput {
  std::string owner_type;  ///< a name of the record model, such as "enterprise"; or a collection, "enterprise.inspections"
  std::string name;        ///< shown in diagnostics
  std::string text;
};

/// Something odd in the records: a broken invariant, a reference that leads nowhere, a file that was not read. Notes never
/// change a verdict.
struct Note {
  std::string code;  ///< dangling_reference, order_of_dates, file_ignored ...
  std::string file;
  uint32_t line = 0;
  std::string owner;
  std::string record;  ///< label of the row
  std::string field;
  std::string message;
  std::string message_zh;
};
/// One JSON object, keys in a fixed order, without a line break.
std::string to_json(const Note& note);

class Records {
 public:
  /// No records at all.
  Records() = default;

  /// A folder with `<owner type>.ndjson` or `<owner type>.json` files, `<owner type>.<collection>.ndjson` files for rows that
  /// name their owner and, perhaps, dataset.yaml (how far collections are complete); or a single file. Other files are left
  /// alone, with a note.
  static Result<Records> read(const RuleSet& rules, const std::string& path, const RecordOptions& options = {});

  /// Texts from elsewhere. `dataset` is the text of a dataset.yaml, or empty.
  static Result<Records> from_json(const RuleSet& rules, std::vector<RecordInput> inputs, const RecordOptions& options = {},
                                   const std::string& dataset = "");

  const std::vector<Note>& notes() const;
  size_t owners() const;           ///< owners read, the registry not counted
  size_t rows() const;             ///< rows of all collections
  size_t owners_left_out() const;  ///< by keep_going
  std::string sha256() const;      ///< over the texts that were read; empty unless RecordOptions::digest was set
  /// What the owner is called: its field `name` if the record model has one, else empty.
  std::string name(const std::string& holder_type, const std::string& id) const;

  bool empty() const { return state_ == nullptr; }

  struct State;  ///< known to the library only
  const State* state() const { return state_.get(); }

 private:
  friend class RecordReader;
  std::shared_ptr<const State> state_;
};

/// Reads one document after another, as a service does: what it works out from the rules, and the memory of Records that nobody
/// holds any more, serve the next document. One reader for each thread.
class RecordReader {
 public:
  explicit RecordReader(const RuleSet& rules, const RecordOptions& options = {});
  ~RecordReader();
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;

  /// As Records::from_json.
  Result<Records> read(std::vector<RecordInput> inputs, const std::string& dataset = "");

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hegui
