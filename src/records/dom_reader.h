// The slow reader: owners from simdjson's tree into columns, with a word for everything that is wrong.
//
// In:   a parsed owner.   Out: its values in their columns, troubles with their places.
// Idea: simdjson checks one owner (a line, or a whole document) and lays it out as a tape; the tape is walked once. Errors are
// rare: only then is the place of a value looked up again in the text. An owner with errors is read like others and taken out
// at the end (settle.h). The lean reader (lean_reader.h) reads what holds no surprise; this one reads the rest.
// Cost: O(bytes).   Test: tests/records/json_reader_test.cc, malformed_test.cc
#pragma once

#include <simdjson.h>

#include <string_view>
#include <vector>

#include "records/json_reader.h"
#include "records/record_keys.h"
#include "records/record_notes.h"
#include "records/trouble.h"
#include "records/values.h"

namespace hegui {

class DomReader {
 public:
  explicit DomReader(const Model& model);
  /// What is read from now on, and where to.
  void use(Dataset& data, const std::vector<RecordText>& texts, const ReadOptions& options, Troubles& troubles);

  /// The text read from now on. `flat`: its rows name their owners; what cannot be given to one is no trouble of an owner.
  void at_text(RecordSource& source, size_t text, int owner_type, bool flat);
  /// Parses a line or the whole text; false after reporting.
  bool parse(std::string_view text, simdjson::dom::element& root);
  void read_owner(simdjson::dom::element value, uint32_t line, size_t element);
  /// Before and after the values of an owner are put into the columns, by whichever reader; closing gives it its number.
  void open_owner(size_t element);
  void close_owner(uint32_t line, size_t element);

  /// A row of a file of its own; `owner`: the code of the owner it names, 0 if none. False: no row was added.
  bool read_flat_row(Table& table, simdjson::dom::element value, size_t element, int32_t& owner);
  size_t owner_troubles() const { return owner_troubles_; }

  std::vector<std::vector<OwnerPlace>>& places() { return places_; }
  size_t lost_owners() const { return lost_; }
  void lose_owner() { ++lost_; }
  bool stopped() const { return stop_; }

 private:
  struct PathEntry {
    std::string_view key;
    size_t index;
    bool is_index;
  };
  // Steps into a key or element as long as it lives.
  class Step {
   public:
    Step(std::vector<PathEntry>& path, std::string_view key) : path_(path) { path.push_back({key, 0, false}); }
    Step(std::vector<PathEntry>& path, size_t index) : path_(path) { path.push_back({{}, index, true}); }
    ~Step() { path_.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::vector<PathEntry>& path_;
  };
  enum class At : uint8_t { value, key, last_key };
  enum class Got : uint8_t { nothing, value, trouble };

  void parse_failed(std::string_view text, simdjson::error_code error);
  void duplicate_owner(int32_t id, const OwnerPlace& first);
  void read_collection(CollectionData& collection, const Collection& declared, simdjson::dom::element value, size_t owner);
  void read_rows(Table& table, simdjson::dom::element value, const std::string& name);
  void read_row(Table& table, simdjson::dom::object row, bool flat = false);
  void read_field(Column& column, const Field& field, simdjson::dom::element value, size_t row);
  void read_list(Column& column, const Field& field, simdjson::dom::element value);
  void read_map(Column& column, const Field& field, simdjson::dom::element value);
  Got read_value(const Field& field, simdjson::dom::element value, Scalar& out);
  void read_recorded_at(Table& table, simdjson::dom::element value, size_t row);
  void read_complete_through(OwnerTable& owners, simdjson::dom::element value, size_t owner);
  bool read_through_day(simdjson::dom::element value, Day& day);

  void trouble(Complaint complaint, At at = At::value, bool of_owner = true);
  void limit_passed(Wording message);
  void duplicate_key(std::string_view key) { trouble(duplicate_key_complaint(key), At::last_key); }

  const Model& model_;
  Dataset* data_ = nullptr;
  const std::vector<RecordText>* texts_ = nullptr;
  const ReadOptions* options_ = nullptr;
  Troubles* troubles_ = nullptr;

  simdjson::dom::parser parser_;
  RecordKeys keys_;
  Values values_;
  Complaint complaint_{};  // of the value read now; kept, as making one for each value costs more than reading it
  std::vector<std::vector<OwnerPlace>> places_;  // per owner type, per owner in the order of reading
  std::vector<PathEntry> path_;
  RecordSource* source_ = nullptr;
  std::string_view buffer_;  // the whole text; bytes behind a line may be read, not used
  size_t text_ = 0;
  int owner_type_ = -1;
  bool flat_ = false;
  size_t owner_troubles_ = 0;
  bool through_seen_ = false;  // the owner read now has a complete_through
  size_t lost_ = 0;            // owners whose text could not be read at all
  bool stop_ = false;          // a limit of the run was passed
};

}  // namespace hegui
