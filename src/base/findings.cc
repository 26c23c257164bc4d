// Findings: words, pool, JSON lines, ids, order.
//
// In:   rows filled by an evaluator.   Out: the public reading of them.
// Idea: everything a reader sees (JSON, id, order) depends on texts only, never on pool ids, so any split into parts and any
// order of append() gives the same bytes after finish().
// Cost: json and id are O(length); finish is O(n log n) on integers after ranking the distinct texts once.
// Test: tests/base/findings_test.cc
#include "hegui/findings.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <utility>

#include "base/json_out.h"
#include "base/sha256.h"

namespace hegui {

namespace {

constexpr std::string_view kVerdictWords[kVerdicts] = {
    "violated",       "overdue",   "indeterminate", "needs_judgement", "pending",
    "satisfied_late", "satisfied", "waived",        "not_applicable",
};
constexpr std::string_view kVerdictWordsZh[kVerdicts] = {
    "违反", "逾期未履行", "无法判定", "待人工判断", "未到期", "逾期履行", "已履行", "豁免", "不适用",
};
constexpr std::string_view kKindWords[] = {"window", "item", "item_window", "trigger", "once"};
constexpr std::string_view kReasonWords[kReasonCodes] = {
    "calendar_unknown", "check_failed",  "collection_absent", "collection_incomplete", "dangling_reference", "date_imprecise",
    "expression_error", "field_missing", "forbidden",         "judgement_missing",     "member_missing",     "not_held",
    "part",             "waiver",
};

void append_day(std::string& out, int32_t day) {
  // Years 1400 to 9999; what lies outside is an open end and has no date.
  constexpr int32_t kFirst = -208188, kLast = 2932896;
  if (day < kFirst || day > kLast) {
    out += "null";
    return;
  }
  // Count from 1 March of year 0, where the leap day ends a year: 400 years are 146097 days.
  const int32_t shifted = day + 719468;
  const int32_t era = shifted / 146097;
  const int32_t in_era = shifted % 146097;
  const int32_t year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
  const int32_t in_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int32_t month_from_march = (5 * in_year + 2) / 153;
  const int32_t day_of_month = in_year - (153 * month_from_march + 2) / 5 + 1;
  const int32_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  const int32_t year = 400 * era + year_of_era + (month <= 2 ? 1 : 0);
  char text[48];
  std::snprintf(text, sizeof text, "\"%04d-%02d-%02d\"", year, month, day_of_month);
  out += text;
}

void append_count(std::string& out, int32_t count) { out += count == kNullCount ? "null" : std::to_string(count); }

/// Rank of each of some texts in the order of their bytes; equal texts get equal ranks.
template <typename Texts>
std::vector<uint32_t> ranks(const Texts& texts) {
  std::vector<uint32_t> order(texts.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return texts[a] < texts[b]; });
  std::vector<uint32_t> rank(texts.size());
  for (size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i > 0 && texts[order[i]] == texts[order[i - 1]] ? rank[order[i - 1]] : static_cast<uint32_t>(i);
  }
  return rank;
}

}  // namespace

std::string_view word(Verdict verdict) { return kVerdictWords[static_cast<size_t>(verdict)]; }
std::string_view word_zh(Verdict verdict) { return kVerdictWordsZh[static_cast<size_t>(verdict)]; }
bool adverse(Verdict verdict) {
  return verdict == Verdict::overdue || verdict == Verdict::violated || verdict == Verdict::satisfied_late;
}
std::string_view word(InstanceKind kind) { return kKindWords[static_cast<size_t>(kind)]; }
std::string_view word(ReasonCode code) { return kReasonWords[static_cast<size_t>(code)]; }

uint32_t StringPool::add(std::string_view text) {
  if (const auto found = index_.find(text); found != index_.end()) return found->second;
  std::string_view kept;
  if (!text.empty()) {
    if (blocks_.empty() || capacity_ - used_ < text.size()) {
      capacity_ = std::max<size_t>(text.size(), size_t{16} << 10);
      blocks_.push_back(std::make_unique<char[]>(capacity_));
      used_ = 0;
    }
    char* at = blocks_.back().get() + used_;
    std::memcpy(at, text.data(), text.size());
    used_ += text.size();
    kept = {at, text.size()};
  }
  const uint32_t id = static_cast<uint32_t>(texts_.size());
  texts_.push_back(kept);
  index_.emplace(kept, id);
  return id;
}

std::vector<Reason> Findings::reasons_of(const FindingRow& row) const {
  std::vector<Reason> out;
  out.reserve(row.reasons_end - row.reasons_begin);
  for (uint32_t i = row.reasons_begin; i < row.reasons_end; ++i) {
    const ReasonRow& from = reasons[i];
    Reason& reason = out.emplace_back();
    reason.code = from.code;
    if (from.record != kNullText) reason.record = strings[from.record];
    if (from.field != kNullText) reason.field = strings[from.field];
    for (uint32_t a = from.args_begin; a < from.args_end; ++a) reason.args.push_back(strings[args[a]]);
  }
  return out;
}

std::string Findings::id(const FindingRow& row) const {
  std::string text;
  const std::string_view parts[] = {pack,      holder_types[row.holder_type], holder(row), duties[row.duty].id, word(row.kind),
                                    label(row)};
  for (size_t i = 0; i < std::size(parts); ++i) {
    if (i > 0) text += '\0';
    text += parts[i];
  }
  std::string hex = sha256_hex(text);
  hex.resize(32);
  return hex;
}

std::string Findings::json(const FindingRow& row) const {
  std::string out;
  out.reserve(512);
  const auto text = [&](const char* key, std::string_view value) {
    out += key;
    append_json_string(out, value);
  };
  const auto text_or_null = [&](const char* key, uint32_t pool_id) {
    if (pool_id == kNullText || strings[pool_id].empty()) {
      (out += key) += "null";
    } else {
      text(key, strings[pool_id]);
    }
  };
  const auto day = [&](const char* key, int32_t value) {
    out += key;
    append_day(out, value);
  };
  text("{\"id\": ", id(row));
  text(", \"holder_type\": ", holder_types[row.holder_type]);
  text(", \"holder\": ", holder(row));
  text(", \"duty\": ", duties[row.duty].id);
  out += ", \"clauses\": [";
  const char* separator = "";
  for (const std::string& clause : clauses(row)) {
    text(separator, clause);
    separator = ", ";
  }
  text("], \"instance\": {\"kind\": ", word(row.kind));
  text(", \"label\": ", label(row));
  day(", \"from\": ", row.from);
  day(", \"until\": ", row.until);
  text("}, \"verdict\": ", word(row.verdict));
  out += row.advisory ? ", \"advisory\": true" : ", \"advisory\": false";
  day(", \"nominal_due\": ", row.nominal_due);
  day(", \"due\": ", row.due);
  day(", \"met_on\": ", row.met_on);
  out += ", \"count\": ";
  if (row.low == kNullCount && row.high == kNullCount && row.required == kNullCount) {
    out += "null";
  } else {
    out += "{\"low\": ";
    append_count(out, row.low);
    out += ", \"high\": ";
    append_count(out, row.high);
    out += ", \"required\": ";
    append_count(out, row.required);
    out += '}';
  }
  day(", \"changes_on\": ", row.changes_on);
  out += ", \"reasons\": [";
  for (uint32_t i = row.reasons_begin; i < row.reasons_end; ++i) {
    const ReasonRow& reason = reasons[i];
    text(i == row.reasons_begin ? "{\"code\": " : ", {\"code\": ", word(reason.code));
    text_or_null(", \"record\": ", reason.record);
    text_or_null(", \"field\": ", reason.field);
    out += ", \"args\": [";
    for (uint32_t a = reason.args_begin; a < reason.args_end; ++a) text(a == reason.args_begin ? "" : ", ", strings[args[a]]);
    out += "]}";
  }
  out += "]}";
  return out;
}

void Findings::finish() {
  struct Key {
    uint64_t who;   // holder type, holder, duty
    uint64_t what;  // from, label
    uint32_t row;
  };
  std::vector<std::string_view> texts(strings.size());
  for (uint32_t i = 0; i < texts.size(); ++i) texts[i] = strings[i];
  std::vector<std::string_view> duty_ids;
  for (const DutyInfo& duty : duties) duty_ids.emplace_back(duty.id);
  const std::vector<uint32_t> text_rank = ranks(texts), type_rank = ranks(holder_types), duty_rank = ranks(duty_ids);

  std::vector<Key> keys(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const FindingRow& row = rows[i];
    keys[i].who = uint64_t{type_rank[row.holder_type]} << 48 | uint64_t{text_rank[row.holder]} << 16 | duty_rank[row.duty];
    keys[i].what = uint64_t{static_cast<uint32_t>(row.from) ^ 0x80000000U} << 32 | text_rank[row.label];
    keys[i].row = static_cast<uint32_t>(i);
  }
  const auto before = [&](const Key& a, const Key& b) {
    if (a.who != b.who) return a.who < b.who;
    if (a.what != b.what) return a.what < b.what;
    const FindingRow &x = rows[a.row], &y = rows[b.row];
    return std::pair(x.kind, x.branch) != std::pair(y.kind, y.branch)
               ? std::pair(x.kind, x.branch) < std::pair(y.kind, y.branch)
               : a.row < b.row;
  };
  if (std::is_sorted(keys.begin(), keys.end(), before)) return;
  std::sort(keys.begin(), keys.end(), before);
  std::vector<FindingRow> sorted;
  sorted.reserve(rows.size());
  for (const Key& key : keys) sorted.push_back(rows[key.row]);
  rows.swap(sorted);
}

void Findings::append(const Findings& part) {
  std::vector<uint32_t> ids(part.strings.size());
  for (uint32_t i = 0; i < ids.size(); ++i) ids[i] = strings.add(part.strings[i]);
  const auto moved = [&](uint32_t id) { return id == kNullText ? kNullText : ids[id]; };
  const uint32_t reasons_at = static_cast<uint32_t>(reasons.size());
  const uint32_t args_at = static_cast<uint32_t>(args.size());
  for (FindingRow row : part.rows) {
    row.holder = moved(row.holder);
    row.label = moved(row.label);
    row.reasons_begin += reasons_at;
    row.reasons_end += reasons_at;
    rows.push_back(row);
  }
  for (ReasonRow reason : part.reasons) {
    reason.record = moved(reason.record);
    reason.field = moved(reason.field);
    reason.args_begin += args_at;
    reason.args_end += args_at;
    reasons.push_back(reason);
  }
  for (const uint32_t arg : part.args) args.push_back(moved(arg));
}

}  // namespace hegui
