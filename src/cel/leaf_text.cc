// Leaf functions on texts and bytes. In, out: leaf_text.h.
// Idea: code points are counted on UTF-8's leading octets; a text is searched in linear time whatever stands in it (memmem),
// from the end by searching the reversed octets.   Cost: O(length of the texts and of the result).   Test:
// tests/cel/leaf_text_test.cc
#include "cel/leaf_text.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace hegui::cel::leaf {

namespace {

constexpr size_t kNowhere = std::string_view::npos;

bool begins_point(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

/// Offset of the code point at a position, the size of the text for the position behind the last one; else kNowhere.
size_t offset_of(std::string_view text, int64_t position) {
  if (position < 0) return kNowhere;
  size_t at = 0;
  for (; at < text.size(); ++at)
    if (begins_point(text[at]) && position-- == 0) return at;
  return position == 0 ? at : kNowhere;
}

size_t next_point(std::string_view text, size_t at) {
  do ++at;
  while (at < text.size() && !begins_point(text[at]));
  return at;
}

size_t find_from(std::string_view text, std::string_view part, size_t from) {
  if (part.empty()) return from;
  if (from >= text.size()) return kNowhere;
  const void* found = ::memmem(text.data() + from, text.size() - from, part.data(), part.size());
  return found == nullptr ? kNowhere : static_cast<size_t>(static_cast<const char*>(found) - text.data());
}

/// Where the part begins last, ending at `end` at the latest.
size_t find_last(std::string_view text, std::string_view part, size_t end) {
  if (part.empty()) return end;
  const std::string back(text.rbegin() + static_cast<std::ptrdiff_t>(text.size() - end), text.rend());
  const std::string turned(part.rbegin(), part.rend());
  const size_t found = find_from(back, turned, 0);
  return found == kNowhere ? kNowhere : end - found - part.size();
}

int64_t position_of(std::string_view text, size_t offset) { return offset == kNowhere ? -1 : size(text.substr(0, offset)); }

bool is_space(uint32_t point) {
  return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F || point == 0x205F ||
         point == 0x3000;
}

/// A code point of at most three octets (all white space is one), else 0.
uint32_t short_point(std::string_view octets) {
  const auto at = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(octets[i])); };
  if (octets.size() == 1) return at(0);
  if (octets.size() == 2) return (at(0) & 0x1FU) << 6 | (at(1) & 0x3FU);
  return octets.size() == 3 ? (at(0) & 0x0FU) << 12 | (at(1) & 0x3FU) << 6 | (at(2) & 0x3FU) : 0;
}

}  // namespace

bool contains(std::string_view text, std::string_view part) { return find_from(text, part, 0) != kNowhere; }

Outcome<std::string> char_at(std::string_view text, int64_t position) {
  const size_t at = offset_of(text, position);
  if (at == kNowhere) return ErrorKind::index_out_of_range;
  return at == text.size() ? std::string() : std::string(text.substr(at, next_point(text, at) - at));
}

Outcome<int64_t> index_of(std::string_view text, std::string_view part, int64_t from) {
  const size_t begin = offset_of(text, from);
  if (begin == kNowhere) return ErrorKind::index_out_of_range;
  const size_t found = find_from(text, part, begin);
  return found == kNowhere ? int64_t{-1} : from + size(text.substr(begin, found - begin));
}

Outcome<int64_t> last_index_of(std::string_view text, std::string_view part) {
  return position_of(text, part.size() > text.size() ? kNowhere : find_last(text, part, text.size()));
}

Outcome<int64_t> last_index_of(std::string_view text, std::string_view part, int64_t from) {
  const size_t begin = offset_of(text, from);
  if (begin == kNowhere) return ErrorKind::index_out_of_range;
  if (part.size() > text.size()) return int64_t{-1};
  return position_of(text, find_last(text, part, std::min(begin + part.size(), text.size())));
}

Outcome<std::string> join(const std::vector<std::string_view>& parts, std::string_view between) {
  size_t total = 0;
  for (const std::string_view part : parts) total += part.size() + between.size();
  if (total > kMaxText + between.size()) return ErrorKind::too_large;
  std::string out;
  out.reserve(total);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += between;
    out += parts[i];
  }
  return out;
}

Outcome<std::string> replace(std::string_view text, std::string_view part, std::string_view by, int64_t count) {
  std::string out;
  size_t copied = 0;  // the text before this offset is in `out`
  size_t from = 0;
  while (count != 0) {
    const size_t found = find_from(text, part, from);
    if (found == kNowhere) break;
    out += text.substr(copied, found - copied);
    out += by;
    if (out.size() > kMaxText) return ErrorKind::too_large;
    copied = found + part.size();
    if (count > 0) --count;
    if (part.empty() && found >= text.size()) break;
    from = part.empty() ? next_point(text, found) : copied;
  }
  out += text.substr(copied);
  if (out.size() > kMaxText) return ErrorKind::too_large;
  return out;
}

Outcome<std::vector<std::string>> split(std::string_view text, std::string_view separator, int64_t count) {
  std::vector<std::string> parts;
  if (count == 0) return parts;
  size_t from = 0;
  const auto is_last = [&] { return count > 0 && static_cast<int64_t>(parts.size()) + 1 >= count; };
  while (from < text.size() || !separator.empty()) {
    if (parts.size() >= kMaxElements) return ErrorKind::too_large;
    size_t end = is_last() ? text.size() : separator.empty() ? next_point(text, from) : find_from(text, separator, from);
    const bool rest = end == kNowhere || is_last();
    if (rest) end = text.size();
    parts.emplace_back(text.substr(from, end - from));
    if (rest) break;
    from = end + separator.size();
  }
  return parts;
}

Outcome<std::string> substring(std::string_view text, int64_t from) {
  const size_t begin = offset_of(text, from);
  if (begin == kNowhere) return ErrorKind::index_out_of_range;
  return std::string(text.substr(begin));
}

Outcome<std::string> substring(std::string_view text, int64_t from, int64_t to) {
  const size_t begin = offset_of(text, from);
  if (begin == kNowhere || to < from) return ErrorKind::index_out_of_range;
  const size_t length = offset_of(text.substr(begin), to - from);
  if (length == kNowhere) return ErrorKind::index_out_of_range;
  return std::string(text.substr(begin, length));
}

std::string_view trim(std::string_view text) {
  while (!text.empty()) {
    const size_t end = next_point(text, 0);
    if (!is_space(short_point(text.substr(0, end)))) break;
    text.remove_prefix(end);
  }
  while (!text.empty()) {
    size_t begin = text.size() - 1;
    while (begin > 0 && !begins_point(text[begin])) --begin;
    if (!is_space(short_point(text.substr(begin)))) break;
    text.remove_suffix(text.size() - begin);
  }
  return text;
}

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::string upper_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string reverse(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t end = text.size(); end > 0;) {
    size_t begin = end - 1;
    while (begin > 0 && !begins_point(text[begin])) --begin;
    out += text.substr(begin, end - begin);
    end = begin;
  }
  return out;
}

std::string quote(std::string_view text) {
  constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetter = "abfnrtv\\\"";
  std::string out = "\"";
  for (const char c : text) {
    const size_t known = kPlain.find(c);
    if (known == std::string_view::npos)
      out += c;
    else
      out += {'\\', kLetter[known]};
  }
  return out + "\"";
}

namespace {
constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t at = 0; at < bytes.size(); at += 3) {
    const size_t have = std::min<size_t>(3, bytes.size() - at);
    uint32_t group = 0;
    for (size_t i = 0; i < 3; ++i) group = group << 8 | (i < have ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (size_t i = 0; i < 4; ++i) out += i <= have ? kDigits[group >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

Outcome<std::string> base64_decode(std::string_view text) {
  if (text.ends_with("=")) {
    if (text.size() % 4 != 0) return ErrorKind::bad_conversion;
    text.remove_suffix(text.ends_with("==") ? 2 : 1);
  }
  if (text.size() % 4 == 1) return ErrorKind::bad_conversion;
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  uint32_t group = 0;
  int bits = 0;
  for (const char c : text) {
    const size_t digit = kDigits.find(c);
    if (digit == std::string_view::npos) return ErrorKind::bad_conversion;
    group = group << 6 | static_cast<uint32_t>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    out += static_cast<char>(static_cast<unsigned char>(group >> bits & 0xFFU));
  }
  return out;
}

}  // namespace hegui::cel::leaf
