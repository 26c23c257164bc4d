// Findings: one verdict per holder and instance of a duty, with its reasons.
//
// Findings keeps columns (plain rows of numbers and a pool of strings); Finding is a view for reading one of them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hegui {

/// Worst first in a roll-up: violated, overdue, indeterminate, needs_judgement, pending, satisfied_late, satisfied;
/// waived and not_applicable are neutral.
enum class Verdict : uint8_t {
  violated, overdue, indeterminate, needs_judgement, pending, satisfied_late, satisfied, waived, not_applicable,
};
constexpr int kVerdicts = 9;
std::string_view word(Verdict verdict);     ///< "satisfied_late"
std::string_view word_zh(Verdict verdict);  ///< "逾期履行"
/// overdue, violated, satisfied_late
bool adverse(Verdict verdict);

enum class InstanceKind : uint8_t { window, item, item_window, trigger, once };
std::string_view word(InstanceKind kind);

enum class ReasonCode : uint8_t {
  calendar_unknown,
  check_failed,          // args: name of the check
  collection_absent,     // record: owner, field: collection
  collection_incomplete, // record: owner, field: collection, args: day through which it is complete
  dangling_reference,    // record, field of the reference, args: the id that leads nowhere
  date_imprecise,        // record, field
  expression_error,      // args: kind of error
  field_missing,         // record, field
  forbidden,             // record: the row that breaks the prohibition; args: the member in question, if any
  judgement_missing,     // args: who decides
  member_missing,        // record: the member that is not covered
  not_held,              // args: first and last day of a time in which it did not hold
  part,                  // args: duty, its verdict (compose)
  waiver,                // record: label of the waiver
};
constexpr int kReasonCodes = 14;
std::string_view word(ReasonCode code);

/// Days since 1970-01-01; kNullDay stands for JSON null.
constexpr int32_t kNullDay = INT32_MIN;
constexpr int32_t kNullCount = -1;
constexpr uint32_t kNullText = 0xffffffff;

struct ReasonRow {
  ReasonCode code;
  uint32_t record = kNullText;  // pool ids
  uint32_t field = kNullText;
  uint32_t args_begin = 0;      // in Findings::args
  uint32_t args_end = 0;
};

struct FindingRow {
  uint32_t holder = 0;       // pool id
  uint32_t label = 0;        // pool id
  uint32_t reasons_begin = 0;
  uint32_t reasons_end = 0;
  int32_t from = kNullDay;
  int32_t until = kNullDay;
  int32_t nominal_due = kNullDay;
  int32_t due = kNullDay;
  int32_t met_on = kNullDay;
  int32_t changes_on = kNullDay;
  int32_t low = kNullCount;       // all three null: the duty counts nothing
  int32_t high = kNullCount;      // null with a low: unbounded
  int32_t required = kNullCount;
  uint16_t duty = 0;              // index in Findings::duties
  uint8_t holder_type = 0;        // index in Findings::holder_types
  uint8_t branch = 0;             // 0 base, 1.. the exception that applied; selects the clauses
  Verdict verdict = Verdict::pending;
  InstanceKind kind = InstanceKind::once;
  bool advisory = false;
};

struct Reason {
  ReasonCode code;
  std::string_view record;  // empty: null
  std::string_view field;   // empty: null
  std::vector<std::string_view> args;
};

struct DutyInfo {
  std::string id;
  std::string zh;
  std::string en;                                  // empty: none
  std::vector<std::vector<std::string>> clauses;   // by branch
};

/// Strings <-> ids.
class StringPool {
 public:
  uint32_t add(std::string_view text);
  std::string_view operator[](uint32_t id) const { return texts_[id]; }
  size_t size() const { return texts_.size(); }

 private:
  std::vector<std::string_view> texts_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  size_t used_ = 0, capacity_ = 0;
  std::unordered_map<std::string_view, uint32_t> index_;
};

/// Sorted by holder type, holder, duty, from, label (UTF-8 bytes) once finish() has run.
class Findings {
 public:
  std::string pack;                       // name of the pack, part of every id
  std::vector<std::string> holder_types;
  std::vector<DutyInfo> duties;
  std::vector<FindingRow> rows;
  std::vector<ReasonRow> reasons;
  std::vector<uint32_t> args;             // pool ids
  StringPool strings;

  size_t size() const { return rows.size(); }
  const std::vector<std::string>& clauses(const FindingRow& row) const { return duties[row.duty].clauses[row.branch]; }
  std::string_view holder(const FindingRow& row) const { return strings[row.holder]; }
  std::string_view label(const FindingRow& row) const { return strings[row.label]; }
  std::vector<Reason> reasons_of(const FindingRow& row) const;
  /// First 128 bits of SHA-256 over pack, holder type, holder, duty, instance kind, label joined by NUL, in hex.
  std::string id(const FindingRow& row) const;
  /// One JSON line, keys in the documented order, without a line break.
  std::string json(const FindingRow& row) const;
  /// Sorts rows; reasons of each finding must already be sorted and unique.
  void finish();
  /// Appends another part (same pack, duties, holder types).
  void append(const Findings& part);
};

}  // namespace hegui
