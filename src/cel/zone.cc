// Offsets of time zones: numeric ones, and names through the system's TZif files (RFC 8536).
// In: zone text, moment. Out: seconds east of UTC.   Cost: O(file) at first use of a name in a thread, then O(log transitions).
// Moments after the last transition listed follow the rule at the file's end (as `EST5EDT,M3.2.0,M11.1.0`), if it has one.
// Test: tests/cel/leaf_time_test.cc
#include "cel/zone.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <chrono>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace hegui::cel::leaf {

namespace {

constexpr size_t kMaxFile = size_t{1} << 20;
constexpr size_t kKept = 64;

/// A day of the year on which clocks change, and the local second of that day.
struct Change {
  enum class Kind : uint8_t { weekday_of_month, day_without_leap, day } kind = Kind::weekday_of_month;
  int month = 1, week = 1, weekday = 0;  // weekday_of_month: week 5 is the last, Sunday 0
  int day = 0;                           // day_without_leap: 1 to 365; day: 0 to 365
  int32_t second = 7200;

  /// Seconds from 1970 to it, by a clock that shows local time.
  int64_t in_year(int year) const {
    using namespace std::chrono;
    const std::chrono::year y{year};
    sys_days date = sys_days{y / January / 1};
    if (kind == Kind::day) {
      date += std::chrono::days{day};
    } else if (kind == Kind::day_without_leap) {
      date += std::chrono::days{day - 1 + (y.is_leap() && day >= 60 ? 1 : 0)};
    } else {
      const auto of = std::chrono::month{static_cast<unsigned>(month)};
      const auto on = std::chrono::weekday{static_cast<unsigned>(weekday)};
      date = week == 5 ? sys_days{y / of / on[last]} : sys_days{y / of / on[static_cast<unsigned>(week)]};
    }
    return date.time_since_epoch().count() * int64_t{86'400} + second;
  }
};

/// What holds after the last transition: a standard offset, and another one between two days of each year.
struct Rule {
  int32_t standard = 0, summer = 0;
  bool has_summer = false;
  Change begins, ends;

  int32_t at(int64_t seconds_utc) const {
    if (!has_summer) return standard;
    using namespace std::chrono;
    const sys_days day = std::chrono::floor<std::chrono::days>(sys_seconds{seconds{seconds_utc + standard}});
    const int year = static_cast<int>(year_month_day{day}.year());
    const int64_t from = begins.in_year(year) - standard;
    const int64_t until = ends.in_year(year) - summer;
    const bool in_summer =
        from < until ? seconds_utc >= from && seconds_utc < until : seconds_utc >= from || seconds_utc < until;
    return in_summer ? summer : standard;
  }
};

struct Zone {
  std::vector<int64_t> from;    // moments of the transitions, ascending
  std::vector<int32_t> offset;  // offset from each on
  int32_t before = 0;           // before the first
  std::optional<Rule> rule;     // after the last
};

/// Reads a rule such as `EST5EDT,M3.2.0,M11.1.0` or `<+08>-8`.
class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text) {}

  std::optional<Rule> read() {
    Rule rule;
    if (!name() || !offset(rule.standard)) return std::nullopt;
    if (text_.empty()) return rule;
    rule.has_summer = true;
    rule.summer = rule.standard + 3600;
    if (!name() || (!text_.starts_with(',') && !offset(rule.summer))) return std::nullopt;
    if (!change(rule.begins) || !change(rule.ends) || !text_.empty()) return std::nullopt;
    return rule;
  }

 private:
  bool eat(char c) {
    if (!text_.starts_with(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool name() {
    const bool quoted = eat('<');
    size_t length = 0;
    while (length < text_.size() &&
           (quoted ? text_[length] != '>' : std::isalpha(static_cast<unsigned char>(text_[length])) != 0))
      ++length;
    text_.remove_prefix(length);
    return length > 0 && (!quoted || eat('>'));
  }
  bool number(int& value, int least, int most) {
    const auto [end, problem] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (problem != std::errc{} || value < least || value > most) return false;
    text_.remove_prefix(static_cast<size_t>(end - text_.data()));
    return true;
  }
  /// `[+-]hh[:mm[:ss]]` in seconds.
  bool clock(int32_t& seconds) {
    const bool negative = eat('-');
    if (!negative) eat('+');
    int hours = 0, minutes = 0, rest = 0;
    if (!number(hours, 0, 167)) return false;
    if (eat(':') && !number(minutes, 0, 59)) return false;
    if (eat(':') && !number(rest, 0, 59)) return false;
    seconds = (negative ? -1 : 1) * (hours * 3600 + minutes * 60 + rest);
    return true;
  }
  /// Written west of Greenwich, given east of it.
  bool offset(int32_t& seconds) {
    if (!clock(seconds)) return false;
    seconds = -seconds;
    return true;
  }
  bool change(Change& to) {
    if (!eat(',')) return false;
    if (eat('M')) {
      if (!number(to.month, 1, 12) || !eat('.') || !number(to.week, 1, 5) || !eat('.') || !number(to.weekday, 0, 6))
        return false;
    } else if (eat('J')) {
      to.kind = Change::Kind::day_without_leap;
      if (!number(to.day, 1, 365)) return false;
    } else {
      to.kind = Change::Kind::day;
      if (!number(to.day, 0, 365)) return false;
    }
    return !eat('/') || clock(to.second);
  }

  std::string_view text_;
};

class Bytes {
 public:
  explicit Bytes(std::string_view data) : data_(data) {}
  bool has(size_t count) const { return count <= data_.size() - at_; }
  void skip(size_t count) { at_ += count; }
  std::string_view rest() const { return data_.substr(at_); }
  int64_t big_endian(int count) {
    uint64_t value = static_cast<unsigned char>(data_[at_]) >= 0x80 ? ~uint64_t{0} : 0;
    for (int i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(data_[at_++]);
    return static_cast<int64_t>(value);
  }
  std::string_view take(size_t count) {
    const std::string_view part = data_.substr(at_, count);
    at_ += count;
    return part;
  }

 private:
  std::string_view data_;
  size_t at_ = 0;
};

struct Header {
  char version = 0;
  size_t isut = 0, isstd = 0, leaps = 0, times = 0, types = 0, letters = 0;
  size_t block(size_t time_size) const {
    return times * time_size + times + types * 6 + letters + leaps * (time_size + 4) + isstd + isut;
  }
  /// What stands in a block of 64-bit moments behind its types.
  size_t types_end_to_footer() const { return letters + leaps * 12 + isstd + isut; }
};

bool read_header(Bytes& bytes, Header& header) {
  if (!bytes.has(44) || bytes.take(4) != "TZif") return false;
  header.version = bytes.take(1)[0];
  bytes.skip(15);
  for (size_t* count : {&header.isut, &header.isstd, &header.leaps, &header.times, &header.types, &header.letters}) {
    const int64_t value = bytes.big_endian(4);
    if (value < 0 || value > static_cast<int64_t>(kMaxFile)) return false;
    *count = static_cast<size_t>(value);
  }
  return header.types > 0;
}

std::shared_ptr<const Zone> read_zone(std::string_view data) {
  Bytes bytes(data);
  Header header;
  if (!read_header(bytes, header)) return nullptr;
  int time_size = 4;
  if (header.version >= '2') {  // a second block with 64-bit moments follows
    if (!bytes.has(header.block(4))) return nullptr;
    bytes.skip(header.block(4));
    if (!read_header(bytes, header)) return nullptr;
    time_size = 8;
  }
  if (!bytes.has(header.block(static_cast<size_t>(time_size)))) return nullptr;
  auto zone = std::make_shared<Zone>();
  for (size_t i = 0; i < header.times; ++i) zone->from.push_back(bytes.big_endian(time_size));
  std::vector<size_t> kinds;
  for (size_t i = 0; i < header.times; ++i) kinds.push_back(static_cast<unsigned char>(bytes.take(1)[0]));
  std::vector<int32_t> offsets;
  for (size_t i = 0; i < header.types; ++i) {
    offsets.push_back(static_cast<int32_t>(bytes.big_endian(4)));
    bytes.skip(2);
  }
  for (const size_t kind : kinds) {
    if (kind >= offsets.size()) return nullptr;
    zone->offset.push_back(offsets[kind]);
  }
  if (!std::is_sorted(zone->from.begin(), zone->from.end())) return nullptr;
  zone->before = offsets.front();
  if (time_size == 8) {
    bytes.skip(header.types_end_to_footer());
    std::string_view rest = bytes.rest();
    if (rest.starts_with('\n')) {
      rest.remove_prefix(1);
      zone->rule = RuleReader(rest.substr(0, rest.find('\n'))).read();
    }
  }
  return zone;
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 64 || name.front() == '/' || name.back() == '/' || name == "Local" || name == "localtime")
    return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' ||
           c == '/';
  });
}

std::shared_ptr<const Zone> load_zone(const std::string& name) {
  std::ifstream file("/usr/share/zoneinfo/" + name, std::ios::binary);
  if (!file) return nullptr;
  std::string data(kMaxFile + 1, '\0');
  file.read(data.data(), static_cast<std::streamsize>(data.size()));  // of a directory it reads nothing
  data.resize(static_cast<size_t>(file.gcount()));
  return data.size() > kMaxFile ? nullptr : read_zone(data);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `+08:00`, `-09:30`, `02:00`.
bool read_offset(std::string_view zone, int64_t& seconds, bool& well_formed) {
  const bool west = zone.starts_with('-');
  if (west || zone.starts_with('+')) zone.remove_prefix(1);
  if (zone.size() != 5 || !is_digit(zone[0]) || !is_digit(zone[1]) || zone[2] != ':' || !is_digit(zone[3]) ||
      !is_digit(zone[4]))
    return false;
  const int hours = (zone[0] - '0') * 10 + (zone[1] - '0');
  const int minutes = (zone[3] - '0') * 10 + (zone[4] - '0');
  well_formed = hours <= 23 && minutes <= 59;
  seconds = int64_t{hours} * 3600 + int64_t{minutes} * 60;
  if (west) seconds = -seconds;
  return true;
}

}  // namespace

Outcome<int64_t> zone_offset(std::string_view zone, int64_t seconds_utc) {
  if (zone == "UTC" || zone == "GMT" || zone == "Z") return int64_t{0};
  int64_t seconds = 0;
  bool well_formed = false;
  if (read_offset(zone, seconds, well_formed)) {
    if (!well_formed) return ErrorKind::bad_time_zone;
    return seconds;
  }
  if (!is_plain_name(zone)) return ErrorKind::bad_time_zone;
  thread_local std::map<std::string, std::shared_ptr<const Zone>, std::less<>> kept;
  auto place = kept.find(zone);
  if (place == kept.end()) {
    if (kept.size() >= kKept) kept.clear();
    place = kept.emplace(std::string(zone), load_zone(std::string(zone))).first;
  }
  if (place->second == nullptr) return ErrorKind::bad_time_zone;
  const Zone& found = *place->second;
  const auto next = std::upper_bound(found.from.begin(), found.from.end(), seconds_utc);
  if (next == found.from.end() && found.rule) return int64_t{found.rule->at(seconds_utc)};
  if (next == found.from.begin()) return int64_t{found.before};
  return int64_t{found.offset[static_cast<size_t>(next - found.from.begin()) - 1]};
}

}  // namespace hegui::cel::leaf
