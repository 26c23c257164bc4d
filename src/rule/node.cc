// In: a Source.   Out: a Node tree with places, or diagnostics (see node.h).   Idea: a Builder receives yaml-cpp's events and
// keeps a cursor at the end of what it has placed; ends of collections and places of empty values are found from the cursor
// on.   Cost: O(bytes).   Test: tests/rule/node_test.cc
#include "rule/node.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <exception>
#include <istream>
#include <map>
#include <numeric>
#include <streambuf>

#include "rule/node_scalar.h"
#include "rule/node_text.h"

namespace hegui::rule {

namespace {

/// yaml-cpp's parser recurses and guards itself at 500 levels; our limit stays below.
constexpr int kDeepest = 400;

/// Ends the parse from inside an event; read_yaml() catches it.
struct Stop {};

class TextBuffer : public std::streambuf {
 public:
  explicit TextBuffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data());
    setg(begin, begin, begin + text.size());
  }
};

/// What a node costs, for the limits.
struct Size {
  size_t nodes = 0;
  size_t bytes = 0;
  int height = 0;
};

class Builder : public YAML::EventHandler {
 public:
  Builder(const SourcePtr& source, const YamlLimits& limits, Diagnostics& diagnostics)
      : source_(source), text_(source->text()), limits_(limits), diagnostics_(diagnostics) {
    max_depth_ = std::clamp(limits.max_depth, 1, kDeepest);
    bom_ = text_.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0;
    cursor_ = bom_;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    const uint32_t at = offset(mark);
    if (text_.substr(at, 3) == "---") {
      report(Code::yaml_feature, span(at, at + 3), "a second document begins here; a rule file is one document",
             "此处开始第二个文档；一个规则文件只能有一个文档")
          .hint("put it into a file of its own", "请把它放进单独的文件");
    } else {
      report(Code::yaml_syntax, span(at, at + 1), "this stands after the end of the document", "文档已结束，此处不应再有内容")
          .hint("check the indentation of this line", "请检查该行的缩进");
    }
    throw Stop{};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    const uint32_t at = offset(mark);
    const Properties properties = skip_properties(text_, at);
    const bool own = at >= cursor_;  // else the mark is that of the key before
    report_tag(own && properties.end > at ? properties : Properties{});
    if (const std::string_view word = own ? null_word(properties.after) : std::string_view(); !word.empty()) {
      node.span = span(properties.after, properties.after + static_cast<uint32_t>(word.size()));
      if (key_next()) {  // `null: x` and `~: x` name a key as they are written
        node.kind = Node::Kind::scalar;
        node.text = word;
        node.map.add(0, node.span.begin);
        node.map.set_end(node.span.end);
      }
    } else if (own && anchor != 0) {
      node.span = span(properties.end, properties.end);
    } else {
      const uint32_t place = empty_place();
      node.span = span(place, place);
    }
    attach(std::move(node), anchor, {1, 0, 0});
  }

  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string& value) override {
    const Properties properties = skip_properties(text_, offset(mark));
    report_tag(properties);
    Node node;
    if (properties.tag != UINT32_MAX && value.empty() && !quoted_at(properties.after)) {  // a tag and nothing else
      node.span = span(properties.end, properties.end);
      attach(std::move(node), anchor, {1, 0, 0});
      return;
    }
    ScalarPlace place = locate_scalar(text_, properties.after, value);
    if (!place.exact && open_quote(text_, place.begin) == place.begin) {  // some parser versions let the file close it
      const SyntaxWords words = syntax_words("illegal EOF in scalar");
      report(Code::yaml_syntax, span(place.begin, place.begin + 1), words.en, words.zh).hint(words.hint, words.hint_zh);
      throw Stop{};
    }
    node.kind = Node::Kind::scalar;
    node.style = place.style;
    node.text = std::move(place.text);
    node.map = std::move(place.map);
    node.span = span(place.begin, place.end);
    const size_t bytes = node.text.size();
    attach(std::move(node), anchor, {1, bytes, 0});
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const uint32_t at = offset(mark);
    uint32_t end = at + 1;
    while (end < text_.size() && !blank_at(text_, end) && break_length(text_, end) == 0 &&
           std::string_view(",[]{}").find(text_[end]) == std::string_view::npos) {
      ++end;
    }
    const auto found = anchors_.find(anchor);
    if (++aliases_ > limits_.max_aliases) limit(span(at, end), "aliases", "个别名", "max_aliases", limits_.max_aliases);
    if (found == anchors_.end()) {
      report(Code::yaml_syntax, span(at, end), "the alias stands inside the node it names", "别名位于它所指的节点之内")
          .hint("an alias can only repeat a node that is complete above it", "别名只能重复前面已写完的节点");
      cursor_ = std::max(cursor_, end);
      attach({}, 0, {1, 0, 0});
      return;
    }
    const Anchored& anchored = found->second;
    copied_bytes_ += anchored.size.bytes;
    if (copied_bytes_ > limits_.max_bytes) {
      limit(span(at, end), "bytes repeated by aliases", "字节由别名重复", "max_bytes", limits_.max_bytes);
    }
    if (static_cast<int>(frames_.size()) + anchored.size.height > max_depth_) {
      limit(span(at, end), "levels of nesting", "层嵌套", "max_depth", static_cast<size_t>(max_depth_));
    }
    count_nodes(anchored.size.nodes, span(at, end));
    cursor_ = std::max(cursor_, end);
    Node copy = anchored.node;
    place_in_parent(std::move(copy), anchored.size, span(at, end));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override {
    begin(Node::Kind::sequence, mark, tag, anchor, style);
  }
  void OnSequenceEnd() override { end(']'); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override {
    begin(Node::Kind::mapping, mark, tag, anchor, style);
  }
  void OnMapEnd() override { end('}'); }

  bool failed() const { return failed_; }
  Node take() { return std::move(root_); }
  uint32_t cursor() const { return cursor_; }
  uint32_t offset(const YAML::Mark& mark) const {
    const int64_t at = int64_t{mark.pos} + bom_;
    return static_cast<uint32_t>(std::clamp<int64_t>(at, bom_, static_cast<int64_t>(text_.size())));
  }
  Span span(uint32_t first, uint32_t last) const {
    const uint32_t size = static_cast<uint32_t>(text_.size());
    first = std::min(first, size);
    return {source_, first, std::clamp(last, first, size)};
  }
  /// The innermost `[` or `{` still open, or no place.
  Span open_bracket() const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
      if (frame->bracket) return span(frame->node.span.begin, frame->node.span.begin + 1);
    }
    return {};
  }

 private:
  struct Frame {
    Node node;
    YAML::anchor_t anchor = 0;
    Size size;
    bool bracket = false;  // opened by [ or {
    bool block = false;
    bool has_key = false;  // mapping: a key waits for its value
    bool key_good = false;
    Node key;
    Span key_place;                // of an alias used as key: the alias
    std::vector<Span> key_places;  // of the entries
  };
  struct Anchored {
    Node node;
    Size size;
  };

  Diagnostics::Builder report(Code code, const Span& where, std::string message, std::string message_zh) {
    failed_ = true;
    return diagnostics_.report(code, where, std::move(message), std::move(message_zh));
  }

  [[noreturn]] void limit(const Span& where, const char* what, const char* what_zh, const char* name, size_t value) {
    const std::string number = std::to_string(value);
    report(Code::yaml_limit, where, "more than " + number + " " + what + ", the limit " + name,
           "超过 " + number + " " + what_zh + "（上限 " + name + "）")
        .hint("write it more simply or divide the file; raise the limit only for a file you trust",
              "请写得更简单，或拆分文件；只有文件可信时才调高上限");
    throw Stop{};
  }

  void count_nodes(size_t more, const Span& where) {
    nodes_ += more;
    if (nodes_ > limits_.max_nodes) limit(where, "nodes", "个节点", "max_nodes", limits_.max_nodes);
  }

  void report_tag(const Properties& properties) {
    if (properties.tag == UINT32_MAX) return;
    report(Code::yaml_feature, span(properties.tag, properties.tag_end), "tags ('!') are not used in rule files",
           "规则文件不使用标签（'!'）")
        .hint("delete the tag, or quote a text that begins with '!'", "请删去标签；若文本以 '!' 开头，请加引号");
  }

  bool key_next() const {
    return !frames_.empty() && frames_.back().node.kind == Node::Kind::mapping && !frames_.back().has_key;
  }

  bool quoted_at(uint32_t at) const {
    return at < text_.size() && (text_[at] == '"' || text_[at] == '\'' || text_[at] == '|' || text_[at] == '>');
  }

  /// The written null at `at`, unless it is the key of the next entry (then the value before it is empty).
  std::string_view null_word(uint32_t at) const {
    for (const std::string_view word :
         {std::string_view("~"), std::string_view("null"), std::string_view("Null"), std::string_view("NULL")}) {
      if (text_.substr(at, word.size()) != word) continue;
      uint32_t after = at + static_cast<uint32_t>(word.size());
      const char next = after < text_.size() ? text_[after] : '\n';
      const bool closed = std::string_view(" \t\r\n,]}:").find(next) != std::string_view::npos;
      if (!closed) continue;
      if (!key_next()) {
        while (blank_at(text_, after)) ++after;
        const bool colon = after < text_.size() && text_[after] == ':' &&
                           (after + 1 >= text_.size() || blank_at(text_, after + 1) || break_length(text_, after + 1) > 0);
        if (colon) continue;
      }
      return text_.substr(at, word.size());
    }
    return {};
  }

  /// Where an empty value would stand: right behind its ':' or '-'.
  uint32_t empty_place() const {
    const uint32_t at = skip_blanks(text_, cursor_);
    if (frames_.empty() || at >= text_.size()) return cursor_;
    const Frame& frame = frames_.back();
    if (frame.node.kind == Node::Kind::mapping) return frame.has_key && text_[at] == ':' ? at + 1 : cursor_;
    return frame.block && text_[at] == '-' ? at + 1 : cursor_;
  }

  void begin(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style) {
    uint32_t at = offset(mark);
    if (anchor != 0 || tag != "?") {
      const Properties properties = skip_properties(text_, at);
      if (tag != "?") report_tag(properties);
      at = properties.after;
    }
    if (static_cast<int>(frames_.size()) >= max_depth_) {
      limit(span(at, at + 1), "levels of nesting", "层嵌套", "max_depth", static_cast<size_t>(max_depth_));
    }
    count_nodes(1, span(at, at + 1));
    Frame& frame = frames_.emplace_back();
    frame.node.kind = kind;
    frame.node.span = span(at, at);
    frame.anchor = anchor;
    frame.size = {1, 0, 1};
    frame.block = style == YAML::EmitterStyle::Block;
    frame.bracket =
        style == YAML::EmitterStyle::Flow && at < text_.size() && text_[at] == (kind == Node::Kind::sequence ? '[' : '{');
    cursor_ = std::max(cursor_, frame.bracket ? at + 1 : at);
  }

  void end(char closer) {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (frame.bracket) {
      uint32_t at = cursor_;
      while (true) {
        at = skip_blanks(text_, at);
        if (at >= text_.size() || std::string_view(",:?").find(text_[at]) == std::string_view::npos) break;
        ++at;
      }
      if (at < text_.size() && text_[at] == closer) cursor_ = at + 1;
    }
    frame.node.span.end = std::max(frame.node.span.begin, cursor_);
    if (frame.node.kind == Node::Kind::mapping) check_keys(frame);
    if (frame.anchor != 0) remember(frame.anchor, frame.node, frame.size);
    const Span whole = frame.node.span;
    place_in_parent(std::move(frame.node), frame.size, whole);
  }

  void attach(Node node, YAML::anchor_t anchor, const Size& size) {
    const Span where = node.span;
    count_nodes(1, where);
    if (where) cursor_ = std::max(cursor_, where.end);
    if (anchor != 0) remember(anchor, node, size);
    place_in_parent(std::move(node), size, where);
  }

  void remember(YAML::anchor_t anchor, const Node& node, const Size& size) {
    // The kept copy counts as nodes do, so anchors around anchors stay bounded.
    count_nodes(size.nodes, node.span);
    anchors_[anchor] = {node, size};
  }

  void place_in_parent(Node node, const Size& size, const Span& where) {
    if (frames_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = frames_.back();
    frame.size.nodes += size.nodes;
    frame.size.bytes += size.bytes;
    frame.size.height = std::max(frame.size.height, size.height + 1);
    if (frame.node.kind == Node::Kind::sequence) {
      frame.node.items.push_back(std::move(node));
    } else if (!frame.has_key) {
      frame.has_key = true;
      frame.key_good = check_key(node, where);
      frame.key_place = where;
      frame.key = std::move(node);
    } else {
      frame.has_key = false;
      if (!frame.key_good) return;
      frame.node.entries.emplace_back(std::move(frame.key), std::move(node));
      frame.key_places.push_back(frame.key_place);
    }
  }

  bool check_key(const Node& key, const Span& where) {
    if (key.kind == Node::Kind::null) {
      report(Code::yaml_syntax, where, "a key is missing before ':'", "':' 前缺少键")
          .hint("write the key, or quote a text that begins with ':'", "请写出键；若文本以 ':' 开头，请加引号");
      return false;
    }
    if (key.kind != Node::Kind::scalar) {
      report(Code::yaml_feature, where, "a key must be a word; here it is a list or a mapping",
             "键必须是单词，此处却是列表或映射")
          .hint("write the key as a word", "请把键写成单词");
      return false;
    }
    if (key.is_plain() && key.text == "<<") {
      report(Code::yaml_feature, where, "merge keys ('<<') are not supported", "不支持合并键（'<<'）")
          .hint("write the keys out, or name what repeats under 'define' or 'rows'",
                "请逐一写出各键，或在 'define'、'rows' 下为重复部分命名");
      return false;
    }
    return true;
  }

  void check_keys(const Frame& frame) {
    const auto& entries = frame.node.entries;
    std::vector<uint32_t> order(entries.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
      const int less = entries[a].first.text.compare(entries[b].first.text);
      return less != 0 ? less < 0 : a < b;
    });
    size_t first = 0;
    for (size_t i = 1; i < order.size(); ++i) {
      const std::string& key = entries[order[i]].first.text;
      if (key != entries[order[first]].first.text) {
        first = i;
        continue;
      }
      const std::string name = key.size() <= 80 ? "'" + key + "'" : "key";
      report(Code::duplicate_key, frame.key_places[order[i]], name + " stands twice in this mapping",
             name + " 在此映射中重复出现")
          .hint("keep one of them, or give the other another name", "请保留其一，或给另一个改名")
          .note(frame.key_places[order[first]], "first here", "首次出现于此");
    }
  }

  SourcePtr source_;
  std::string_view text_;
  const YamlLimits& limits_;
  Diagnostics& diagnostics_;
  int max_depth_ = 0;
  uint32_t bom_ = 0;
  uint32_t cursor_ = 0;  // end of what has been placed
  int documents_ = 0;
  bool failed_ = false;
  size_t nodes_ = 0, aliases_ = 0, copied_bytes_ = 0;
  std::vector<Frame> frames_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  Node root_;
};

void report_complaint(const SourcePtr& source, const Builder& builder, const YAML::Exception& complaint,
                      Diagnostics& diagnostics) {
  const std::string_view text = source->text();
  uint32_t at = builder.offset(complaint.mark);
  const SyntaxWords words = syntax_words(complaint.msg);
  if (complaint.msg.rfind("unexpected token after end", 0) == 0) at = skip_blanks(text, builder.cursor());
  const bool in_quotes =
      complaint.msg.rfind("illegal EOF in scalar", 0) == 0 || complaint.msg.rfind("illegal document", 0) == 0;
  if (in_quotes || at >= text.size()) {
    const uint32_t quote = open_quote(text, builder.cursor());
    if (quote != UINT32_MAX) at = quote;
  }
  uint32_t last = at + 1;
  for (const char* start : {"unknown escape", "bad character found while scanning hex", "invalid unicode"}) {
    if (complaint.msg.rfind(start, 0) != 0) continue;
    const size_t backslash = text.substr(0, at).rfind('\\');  // the mark is behind the escape
    if (backslash == std::string_view::npos || at - backslash > 12) break;
    last = at;
    at = static_cast<uint32_t>(backslash);
    break;
  }
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  Diagnostics::Builder report = diagnostics.report(Code::yaml_syntax, builder.span(at, last), words.en, words.zh);
  report.hint(words.hint, words.hint_zh);
  if (const Span bracket = builder.open_bracket(); bracket && !in_quotes) {
    report.note(bracket, "the bracket that is open here", "此处的括号尚未闭合");
  }
}

void dump_text(const std::string& text, std::string& out) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (const char c : text) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20 || byte == 0x7F) {
      ((out += "\\x") += kHex[byte >> 4]) += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

void dump_node(const Node& node, const char* role, size_t indent, std::string& out) {
  constexpr const char* kKinds[] = {"null", "scalar", "sequence", "mapping"};
  constexpr const char* kStyles[] = {"plain", "single", "double", "literal", "folded"};
  out.append(2 * indent, ' ');
  out += role;
  out += node.kind == Node::Kind::scalar ? kStyles[static_cast<size_t>(node.style)] : kKinds[static_cast<size_t>(node.kind)];
  if (node.kind == Node::Kind::scalar) dump_text(node.text, out += ' ');
  if (node.span) {
    const LineColumn first = node.span.source->place(node.span.begin), last = node.span.source->place(node.span.end);
    out += " @" + std::to_string(first.line) + ':' + std::to_string(first.column) + '-' + std::to_string(last.line) + ':' +
           std::to_string(last.column);
  }
  out += '\n';
  for (const Node& item : node.items) dump_node(item, "- ", indent + 1, out);
  for (const auto& [key, value] : node.entries) {
    dump_node(key, "? ", indent + 1, out);
    dump_node(value, ": ", indent + 1, out);
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const auto& entry : entries) {
    if (entry.first.text == key) return &entry.second;
  }
  return nullptr;
}

std::string Node::dump() const {
  std::string out;
  dump_node(*this, "", 0, out);
  return out;
}

bool read_yaml(const SourcePtr& source, const YamlLimits& limits, Node& out, Diagnostics& diagnostics) {
  out = Node{};
  if (!source) return false;
  if (!check_yaml_text(source, limits, diagnostics)) return false;
  Builder builder(source, limits, diagnostics);
  bool ended = false;
  try {
    TextBuffer buffer(source->text());
    std::istream stream(&buffer);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    ended = true;
  } catch (const Stop&) {
  } catch (const YAML::Exception& complaint) {
    report_complaint(source, builder, complaint, diagnostics);
  } catch (const std::exception& failure) {
    diagnostics.report(Code::yaml_limit, builder.span(builder.cursor(), builder.cursor()),
                       std::string("the file could not be parsed: ") + failure.what(),
                       std::string("文件无法解析：") + failure.what());
  }
  if (!ended) return false;
  out = builder.take();
  if (!out.span) out.span = builder.span(builder.cursor(), builder.cursor());
  return !builder.failed();
}

}  // namespace hegui::rule
