// Offsets of time zones: numeric ones, and names through the system's TZif files (RFC 8536).
// In: zone text, moment. Out: seconds east of UTC.   Cost: O(file) at first use of a name in a thread, then O(log transitions).
// The rule text at a file's end is not read: moments after the last transition listed keep its offset. Distributions that list
// transitions to 2037 are therefore right until then.   Test: tests/cel/zone_test.cc
#include "cel/zone.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <vector>

namespace hegui::cel::leaf {

namespace {

constexpr size_t kMaxFile = size_t{1} << 20;
constexpr size_t kKept = 64;

struct Zone {
  std::vector<int64_t> from;    // moments of the transitions, ascending
  std::vector<int32_t> offset;  // offset from each on
  int32_t before = 0;           // before the first
};

class Bytes {
 public:
  explicit Bytes(std::string_view data) : data_(data) {}
  bool has(size_t count) const { return count <= data_.size() - at_; }
  void skip(size_t count) { at_ += count; }
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
  if (next == found.from.begin()) return int64_t{found.before};
  return int64_t{found.offset[static_cast<size_t>(next - found.from.begin()) - 1]};
}

}  // namespace hegui::cel::leaf
