// Diagnostics as text for people and as JSON for programs.
//
// In:   public Diagnostics.   Out: `file:line:col: error[HG4003]: message`, the source line, a caret, hint, notes; or JSON.
// Idea: the excerpt is laid out in terminal cells, so a caret stands under the right glyph after Chinese text; a long line
// is cut to a window around the caret; control and direction characters are shown as signs, so that no text of an author
// can steer the terminal.
// Cost: O(text).   Test: tests/base/diagnostic_text_test.cc
#include <algorithm>
#include <cstdio>

#include "base/diagnostics.h"
#include "base/json_out.h"
#include "base/utf8.h"

namespace hegui {

namespace {

constexpr size_t kWindow = 120;  // cells of an excerpt
constexpr size_t kBefore = 60;   // of them before the caret, at most

/// A code point as shown: a tab is a blank, what has no glyph is a sign.
uint32_t shown(uint32_t point) {
  if (point == '\t') return ' ';
  if (point < 0x20) return 0x2400 + point;
  if (point == 0x7F) return 0x2421;
  if ((point >= 0x80 && point < 0xA0) || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) ||
      point == 0x200E || point == 0x200F || point == 0x2028 || point == 0x2029) {
    return 0xFFFD;
  }
  return point;
}

std::string clean(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  for (const uint32_t point : code_points(text)) append_utf8(out, shown(point));
  return out;
}

void append_excerpt(std::string& out, const Place& place) {
  if (place.line == 0 || place.column == 0 || place.text.empty()) return;
  std::vector<uint32_t> points = code_points(place.text);
  const size_t size = points.size();
  size_t first = std::min<size_t>(place.column - 1, size);
  size_t last = place.end_line > place.line ? size : place.end_line == place.line ? place.end_column - 1 : first;
  last = std::clamp<size_t>(last, first, size);
  while (last > first + 1 && (points[last - 1] == ' ' || points[last - 1] == '\t')) --last;
  for (uint32_t& point : points) point = shown(point);

  const auto width = [&](size_t i) { return static_cast<size_t>(cell_width(points[i])); };
  size_t begin = first, before = 0;
  while (begin > 0 && before + width(begin - 1) <= kBefore) before += width(--begin);
  size_t total = 0;
  for (size_t i = 0; i < size && total <= kWindow; ++i) total += width(i);
  if (total <= kWindow) begin = 0;
  size_t end = begin, cells = 0;
  while (end < size && cells + width(end) <= kWindow) cells += width(end++);

  std::string line = "  ", caret = "  ";
  if (begin > 0) line += "...", caret += "   ";
  for (size_t i = begin; i < end; ++i) {
    append_utf8(line, points[i]);
    if (i < first) caret.append(width(i), ' ');
  }
  if (end < size) line += "...";
  caret += '^';
  size_t marked = 0;
  for (size_t i = first; i < std::min(last, end); ++i) marked += width(i);
  if (marked > 1) caret.append(marked - 1, '~');
  out += line + '\n' + caret + '\n';
}

void append_head(std::string& out, const Place& place) {
  if (place.file.empty()) return;
  out += clean(place.file);
  if (place.line > 0) {
    out += ':' + std::to_string(place.line);
    if (place.column > 0) out += ':' + std::to_string(place.column);
  }
  out += ": ";
}

struct Words {
  const char* severities[3];
  const char* at;
  const char* hint;
};
constexpr Words kEnglish{{"error", "warning", "note"}, "at: ", "hint: "};
constexpr Words kChinese{{"错误", "警告", "说明"}, "位置：", "提示："};

const std::string& pick(const std::string& en, const std::string& zh, bool chinese) {
  return (chinese && !zh.empty()) || en.empty() ? zh : en;
}

void append_text(std::string& out, const Diagnostic& d, bool chinese) {
  const Words& words = chinese ? kChinese : kEnglish;
  append_head(out, d.place);
  out += std::string(words.severities[static_cast<size_t>(d.severity)]) + '[' + d.code_text() +
         "]: " + clean(pick(d.message, d.message_zh, chinese)) + '\n';
  append_excerpt(out, d.place);
  if (!d.place.path.empty()) out += std::string("  ") + words.at + clean(d.place.path) + '\n';
  const std::string& hint = pick(d.hint, d.hint_zh, chinese);
  if (!hint.empty()) out += std::string("  ") + words.hint + clean(hint) + '\n';
  for (const DiagnosticNote& note : d.notes) {
    append_head(out, note.place);
    out += std::string(words.severities[2]) + ": " + clean(pick(note.message, note.message_zh, chinese)) + '\n';
    append_excerpt(out, note.place);
    if (!note.place.path.empty()) out += std::string("  ") + words.at + clean(note.place.path) + '\n';
  }
}

void append_place_json(std::string& out, const Place& place) {
  const auto text = [&](const char* key, const std::string& value) {
    out += std::string(key) + ": ";
    if (value.empty()) {
      out += "null";
    } else {
      append_json_string(out, value);
    }
  };
  const auto number = [&](const char* key, uint32_t value) {
    out += std::string(key) + ": " + (value == 0 ? "null" : std::to_string(value));
  };
  text("\"file\"", place.file);
  number(", \"line\"", place.line);
  number(", \"column\"", place.column);
  number(", \"end_line\"", place.end_line);
  number(", \"end_column\"", place.end_column);
  text(", \"path\"", place.path);
}

void append_messages_json(std::string& out, const char* key, const std::string& en, const std::string& zh) {
  out += std::string(", \"") + key + "\": ";
  if (en.empty() && zh.empty()) {
    out += "null";
    return;
  }
  out += "{\"en\": ";
  append_json_string(out, en.empty() ? zh : en);
  out += ", \"zh\": ";
  append_json_string(out, zh.empty() ? en : zh);
  out += '}';
}

}  // namespace

std::string Diagnostic::code_text() const {
  char text[16];
  std::snprintf(text, sizeof text, "HG%04d", code);
  return text;
}

std::string to_text(const Diagnostic& diagnostic, const std::string& language) {
  std::string out;
  append_text(out, diagnostic, language.rfind("zh", 0) == 0);
  return out;
}

std::string to_text(const std::vector<Diagnostic>& diagnostics, const std::string& language) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) append_text(out, diagnostic, language.rfind("zh", 0) == 0);
  return out;
}

std::string to_json(const std::vector<Diagnostic>& diagnostics) {
  std::string out = "[";
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    const Diagnostic& d = diagnostics[i];
    out += i == 0 ? "\n" : ",\n";
    out += "  {\"code\": \"" + d.code_text() + "\", \"severity\": \"" + kEnglish.severities[static_cast<size_t>(d.severity)] +
           "\", ";
    append_place_json(out, d.place);
    append_messages_json(out, "message", d.message, d.message_zh);
    append_messages_json(out, "hint", d.hint, d.hint_zh);
    out += ", \"notes\": [";
    for (size_t n = 0; n < d.notes.size(); ++n) {
      out += n == 0 ? "{" : ", {";
      append_place_json(out, d.notes[n].place);
      append_messages_json(out, "message", d.notes[n].message, d.notes[n].message_zh);
      out += '}';
    }
    out += "]}";
  }
  out += diagnostics.empty() ? "]" : "\n]";
  return out;
}

}  // namespace hegui
