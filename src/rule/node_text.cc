// In: YAML text, complaints of the parser.   Out: early refusals, places, wording.   Idea: the parser keeps the tokens of an
// open flow collection in memory and treats some control characters as the end of the text; both are stopped here.
// Cost: O(bytes).   Test: tests/rule/node_test.cc
#include "rule/node_text.h"

#include <algorithm>
#include <cstdio>

#include "base/utf8.h"
#include "rule/node_scalar.h"

namespace hegui::rule {

namespace {

Span span_at(const SourcePtr& source, size_t at, size_t size) {
  return {source, static_cast<uint32_t>(at), static_cast<uint32_t>(std::min(at + size, source->text().size()))};
}

}  // namespace

bool check_yaml_text(const SourcePtr& source, const YamlLimits& limits, Diagnostics& diagnostics) {
  const std::string_view text = source->text();
  const size_t max_bytes = std::min<size_t>(limits.max_bytes, INT32_MAX - 16);
  if (text.size() > max_bytes) {
    const std::string size = std::to_string(text.size()), limit = std::to_string(max_bytes);
    diagnostics
        .report(Code::yaml_limit, Span{source, 0, 0}, "the file has " + size + " bytes; the limit max_bytes is " + limit,
                "文件有 " + size + " 字节，上限 max_bytes 为 " + limit)
        .hint("divide the file", "请拆分文件");
    return false;
  }
  if (const size_t bad = find_invalid_utf8(text); bad != std::string_view::npos) {
    char byte[8];
    std::snprintf(byte, sizeof byte, "%02X", static_cast<unsigned>(static_cast<unsigned char>(text[bad])));
    diagnostics
        .report(Code::invalid_utf8, span_at(source, bad, 1), std::string("byte ") + byte + " is not UTF-8 here",
                std::string("此处的字节 ") + byte + " 不是 UTF-8")
        .hint("save the file as UTF-8 (many old Chinese files are GB18030)",
              "请把文件另存为 UTF-8（旧的中文文件常是 GB18030）");
    return false;
  }
  size_t line = 0, starts = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const unsigned char c = static_cast<unsigned char>(text[i]);
    if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
      char name[8];
      std::snprintf(name, sizeof name, "U+%04X", static_cast<unsigned>(c));
      diagnostics
          .report(Code::yaml_syntax, span_at(source, i, 1), std::string("control character ") + name + " cannot stand in YAML",
                  std::string("YAML 中不能出现控制字符 ") + name)
          .hint("delete it, or write it as an escape inside double quotes", "请删去它，或在双引号内用转义写出");
      return false;
    }
    if (c == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) {
      diagnostics.report(Code::yaml_syntax, span_at(source, i, 1), "a carriage return stands alone", "此处有单独的回车符")
          .hint("save the file with LF or CR LF line ends", "请以 LF 或 CR LF 换行保存文件");
      return false;
    }
    if (c == '\n') line = i + 1;
    if (i >= line + limits.max_line_bytes) {
      const std::string limit = std::to_string(limits.max_line_bytes);
      diagnostics
          .report(Code::yaml_limit, Span{source, static_cast<uint32_t>(line), static_cast<uint32_t>(line)},
                  "the line is longer than " + limit + " bytes, the limit max_line_bytes",
                  "该行超过 " + limit + " 字节（上限 max_line_bytes）")
          .hint("break the line", "请换行");
      return false;
    }
    switch (c) {
      case '[':
      case ']':
      case '{':
      case '}':
      case ',':
      case ':':
      case '?':
      case '"':
      case '\'':
      case '&':
      case '*':
      case '!':
        ++starts;
        break;
      default:
        break;
    }
  }
  if (starts / 4 > limits.max_nodes) {
    const std::string limit = std::to_string(limits.max_nodes);
    diagnostics
        .report(Code::yaml_limit, Span{source, 0, 0}, "the file has more nodes than " + limit + ", the limit max_nodes",
                "文件的节点多于 " + limit + " 个（上限 max_nodes）")
        .hint("divide the file", "请拆分文件");
    return false;
  }
  return true;
}

uint32_t skip_blanks(std::string_view text, uint32_t at) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      ++at;
    } else if (c == '#' && (at == 0 || blank_at(text, at - 1) || break_length(text, at - 1) > 0 || at == 3)) {
      while (at < text.size() && break_length(text, at) == 0) ++at;
    } else {
      break;
    }
  }
  return at;
}

Properties skip_properties(std::string_view text, uint32_t at) {
  Properties out;
  out.after = out.end = at;
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    const bool tag = text[at] == '!';
    const bool verbatim = tag && at + 1 < text.size() && text[at + 1] == '<';
    const uint32_t begin = at++;
    while (at < text.size() && !blank_at(text, at) && break_length(text, at) == 0) {
      if (verbatim ? text[at - 1] == '>' : std::string_view(",[]{}").find(text[at]) != std::string_view::npos) break;
      ++at;
    }
    if (tag && out.tag == UINT32_MAX) {
      out.tag = begin;
      out.tag_end = at;
    }
    out.end = at;
    at = skip_blanks(text, at);
    out.after = at;
  }
  return out;
}

uint32_t open_quote(std::string_view text, uint32_t from) {
  uint32_t at = from;
  bool fresh = true;  // a quote here would begin a text
  while (at < text.size()) {
    const char c = text[at];
    if (c == '#' && (at == 0 || blank_at(text, at - 1) || break_length(text, at - 1) > 0)) {
      while (at < text.size() && break_length(text, at) == 0) ++at;
      continue;
    }
    if (fresh && (c == '"' || c == '\'')) {
      const uint32_t begin = at++;
      while (at < text.size()) {
        if (text[at] == c && (c == '"' || at + 1 >= text.size() || text[at + 1] != c)) break;
        at += text[at] == c || (c == '"' && text[at] == '\\') ? 2 : 1;
      }
      if (at >= text.size()) return begin;
      ++at;
      fresh = false;
      continue;
    }
    if (!blank_at(text, at)) fresh = break_length(text, at) > 0 || std::string_view("[{,:-?").find(c) != std::string_view::npos;
    ++at;
  }
  return UINT32_MAX;
}

SyntaxWords syntax_words(std::string_view complaint) {
  struct Entry {
    const char* start;
    const char *en, *zh, *hint, *hint_zh;
  };
  static constexpr Entry kEntries[] = {
      {"illegal EOF in scalar", "the quoted text has no closing quote", "引号没有闭合", "add the closing quote",
       "请补上收尾的引号"},
      {"illegal document indicator in scalar", "the quoted text runs into a '---' or '...' line",
       "引号内的文本遇到了 '---' 或 '...' 行", "add the closing quote, or indent the line", "请补上收尾的引号，或把该行缩进"},
      {"end of map flow not found", "the mapping in '{ }' is not closed or lacks a comma", "'{ }' 映射没有闭合，或缺少逗号",
       "check the commas and the closing '}'", "请检查逗号和收尾的 '}'"},
      {"end of sequence flow not found", "the list in '[ ]' is not closed or lacks a comma", "'[ ]' 列表没有闭合，或缺少逗号",
       "check the commas and the closing ']'", "请检查逗号和收尾的 ']'"},
      {"end of map not found", "this does not fit into the mapping", "此处与所在的映射不相合",
       "check the indentation, and the blank after ':'", "请检查缩进，以及 ':' 后的空格"},
      {"end of sequence not found", "this does not fit into the list", "此处与所在的列表不相合",
       "check the indentation, and that every element begins with '- '", "请检查缩进，以及每一项是否以 '- ' 开头"},
      {"illegal tab", "a tab stands where blanks should indent", "缩进处用了制表符", "indent with blanks", "请用空格缩进"},
      {"illegal flow end", "this closing bracket closes nothing", "多余的或不匹配的括号", "delete it, or add the opening one",
       "请删去它，或补上开头的括号"},
      {"illegal block entry", "a list element '- ' cannot stand here", "此处不能出现列表项 '- '", "put it on a line of its own",
       "请另起一行"},
      {"illegal map key", "a key cannot stand here", "此处不能出现键", "put it on a line of its own, or quote the text",
       "请另起一行，或给文本加引号"},
      {"illegal map value", "a second ':' cannot stand here", "此处不能再出现 ':'", "quote the text if ':' belongs to it",
       "若 ':' 属于文本，请加引号"},
      {"unknown escape character", "this escape is not known in double quotes", "双引号内没有这种转义",
       "write '\\\\' for a backslash, or use single quotes", "反斜杠请写成 '\\\\'，或改用单引号"},
      {"bad character found while scanning hex number", "the escape needs hexadecimal digits", "转义需要十六进制数字",
       "write \\x with 2, \\u with 4, \\U with 8 digits", "\\x 后 2 位，\\u 后 4 位，\\U 后 8 位"},
      {"invalid unicode", "the escape names no character", "转义不对应任何字符",
       "use a code point up to 10FFFF that is no surrogate", "请用 10FFFF 以内、非代理区的码点"},
      {"cannot set zero indentation", "the indentation of a block text is 1 to 9", "块文本的缩进指示为 1 到 9", "delete the 0",
       "请删去 0"},
      {"unexpected character in block scalar", "after '|' or '>' only + - and a digit may stand",
       "'|' 或 '>' 后只能有 + - 和一位数字", "put the text on the next line, or quote it", "请把文本放到下一行，或加引号"},
      {"the referenced anchor is not defined", "the alias '*' names no anchor '&' above it", "别名 '*' 之前没有对应的锚点 '&'",
       "write the anchor first, or quote a text that begins with '*'", "请先写锚点；若文本以 '*' 开头，请加引号"},
      {"alias not found after *", "a name must follow '*'", "'*' 后缺少名称", "quote a text that begins with '*'",
       "若文本以 '*' 开头，请加引号"},
      {"anchor not found after &", "a name must follow '&'", "'&' 后缺少名称", "quote a text that begins with '&'",
       "若文本以 '&' 开头，请加引号"},
      {"illegal character found while scanning a", "this name cannot hold this character", "名称中有不允许的字符",
       "use letters, digits, '-' and '_'", "请用字母、数字、'-' 和 '_'"},
      {"cannot assign multiple", "a node has one anchor at most", "一个节点至多一个锚点", "delete one of them", "请删去其一"},
      {"cannot assign the same alias", "a node has one anchor at most", "一个节点至多一个锚点", "delete one of them",
       "请删去其一"},
      {"unknown token", "a text cannot begin with this character", "文本不能以此字符开头", "quote the text", "请给文本加引号"},
      {"bad YAML version", "the YAML version is not known", "未知的 YAML 版本", "delete the %YAML line", "请删去 %YAML 行"},
      {"YAML major version too large", "the YAML version is not known", "未知的 YAML 版本", "delete the %YAML line",
       "请删去 %YAML 行"},
      {"repeated YAML directive", "the %YAML line stands twice", "%YAML 行重复", "delete one of them", "请删去其一"},
      {"end of verbatim tag", "tags ('!') are not used in rule files", "规则文件不使用标签（'!'）",
       "delete the tag, or quote a text that begins with '!'", "请删去标签；若文本以 '!' 开头，请加引号"},
      {"tag handle with no suffix", "tags ('!') are not used in rule files", "规则文件不使用标签（'!'）",
       "delete the tag, or quote a text that begins with '!'", "请删去标签；若文本以 '!' 开头，请加引号"},
      {"illegal character found while scanning tag", "tags ('!') are not used in rule files", "规则文件不使用标签（'!'）",
       "delete the tag, or quote a text that begins with '!'", "请删去标签；若文本以 '!' 开头，请加引号"},
      {"unexpected token after end of document", "this stands after the end of the document", "文档已结束，此处不应再有内容",
       "check the indentation of this line", "请检查该行的缩进"},
      {"plain value cannot start with flow", "a text cannot begin with this character", "文本不能以此字符开头",
       "quote the text", "请给文本加引号"},
      {"unexpected scalar", "a second text cannot stand here", "此处不能再出现文本", "put all of it in one pair of quotes",
       "请把整段文本放进同一对引号"},
  };
  for (const Entry& entry : kEntries) {
    if (complaint.rfind(entry.start, 0) == 0) return {entry.en, entry.zh, entry.hint, entry.hint_zh};
  }
  return {"this is not YAML: " + std::string(complaint), "不是合法的 YAML：" + std::string(complaint),
          "check quotes, brackets and indentation", "请检查引号、括号和缩进"};
}

}  // namespace hegui::rule
