// The clause inventory, and the check that every clause is quoted as the document has it.
//
// In:   clauses.yaml, the text of the document.   Out: CheckedRules::clauses, diagnostics HG2010.
// Idea: white space is removed on both sides (PDF text breaks lines anywhere); `…` splits a quote into pieces that occur in
// order. The hint shows how far the quote agrees.
// Cost: O(clauses * document), the product bounded.   Test: tests/rule/load_test.cc
#include <algorithm>
#include <cstring>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr uint64_t kMaxQuoteWork = uint64_t{1} << 34;

/// Length of the white space character at `at`, 0 if there is none: ASCII, no-break space, ideographic space, BOM, and the
/// spaces U+2000 to U+200B.
size_t white_space(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  const std::string_view rest = text.substr(at);
  if (rest.substr(0, 2) == "\xC2\xA0") return 2;
  if (rest.substr(0, 3) == "\xE3\x80\x80" || rest.substr(0, 3) == "\xEF\xBB\xBF") return 3;
  if (rest.size() >= 3 && rest[0] == '\xE2' && rest[1] == '\x80' && static_cast<unsigned char>(rest[2]) <= 0x8B) return 3;
  return 0;
}

/// Without white space; `offsets`, if given, takes the place of each byte kept, and the end.
std::string squeezed(std::string_view text, std::vector<uint32_t>* offsets = nullptr) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (const size_t skip = white_space(text, i); skip > 0) {
      i += skip;
    } else {
      if (offsets != nullptr) offsets->push_back(static_cast<uint32_t>(i));
      out += text[i++];
    }
  }
  if (offsets != nullptr) offsets->push_back(static_cast<uint32_t>(text.size()));
  return out;
}

size_t find_from(std::string_view text, std::string_view piece, size_t from) {
  if (piece.size() > text.size() - from) return std::string_view::npos;
  const void* hit = memmem(text.data() + from, text.size() - from, piece.data(), piece.size());
  return hit == nullptr ? std::string_view::npos : static_cast<size_t>(static_cast<const char*>(hit) - text.data());
}

bool continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// The longest beginning of `piece` (whole characters) that occurs in `text`.
std::string_view agreeing(std::string_view text, std::string_view piece, size_t from) {
  size_t low = 0;
  size_t high = piece.size();
  while (low < high) {
    size_t middle = (low + high + 1) / 2;
    while (middle < high && continuation(piece[middle])) ++middle;
    if (find_from(text, piece.substr(0, middle), from) != std::string_view::npos) {
      low = middle;
    } else {
      --middle;
      while (middle > low && continuation(piece[middle])) --middle;
      high = middle;
    }
  }
  return piece.substr(0, low);
}

/// The last few characters.
std::string tail(std::string_view text) {
  size_t at = text.size();
  for (int points = 0; at > 0 && points < 8;) {
    --at;
    if (!continuation(text[at])) ++points;
  }
  return std::string(text.substr(at));
}

std::string head(std::string_view text) {
  size_t at = 0;
  for (int points = 0; at < text.size(); ++at) {
    if (!continuation(text[at]) && ++points > 8) break;
  }
  return std::string(text.substr(0, at));
}

}  // namespace

void PackReader::read_clauses(const Node& tree) {
  if (!expect_list(tree, "a clause inventory", "条款清单", diagnostics_)) return;
  for (const Node& item : tree.items) {
    if (!expect_mapping(item, "a clause", "条款", diagnostics_)) continue;
    Keys keys(item, "a clause", "条款", diagnostics_);  // other keys are the inventory's own affair
    Clause clause;
    const Node* id = keys.need("id");
    const Node* part = keys.need("part");
    const Node* place = keys.need("clause");
    const Node* text = keys.need("text");
    const Node* actor = keys.get("actor");
    const Node* checkable = keys.get("checkable");
    if (id == nullptr || part == nullptr || place == nullptr || text == nullptr) continue;
    clause.id = read_text(*id, diagnostics_).value_or("");
    clause.part = read_text(*part, diagnostics_).value_or("");
    clause.place = read_text(*place, diagnostics_).value_or("");
    clause.text = read_text(*text, diagnostics_).value_or("");
    if (!is_label(clause.id)) {
      if (!clause.id.empty()) {
        diagnostics_
            .report(Code::bad_name, id->span, "'" + shown(clause.id) + "' cannot be the id of a clause",
                    "'" + shown(clause.id) + "' 不能作条款编号")
            .hint("use letters, digits, '.', '-' and '_'");
      }
      continue;
    }
    if (actor != nullptr) {
      if (actor->kind == Node::Kind::sequence) {
        for (const Node* one : read_list(*actor, "actors", "actor", diagnostics_)) {
          clause.actor += (clause.actor.empty() ? "" : ", ") + one->text;
        }
      } else if (expect_scalar(*actor, diagnostics_)) {
        clause.actor = actor->text;
      }
    }
    if (checkable != nullptr) {
      static const std::vector<std::string> kWords = {"yes", "partly", "no"};
      if (const auto word = read_choice(*checkable, kWords, diagnostics_))
        clause.checkable = kWords[static_cast<size_t>(*word)];
    }
    if (!clause_ix_.emplace(clause.id, static_cast<int>(rules->clauses.size())).second) {
      diagnostics_
          .report(Code::name_twice, id->span, "the clause '" + clause.id + "' stands twice in the inventory",
                  "条款 '" + clause.id + "' 在清单中重复")
          .hint("give each clause its own id");
      continue;
    }
    clause_texts_.push_back(text);
    rules->clauses.push_back(std::move(clause));
  }
}

void PackReader::check_quotes(const SourcePtr& document) {
  const std::string whole = squeezed(document->text());
  if (uint64_t{whole.size()} * rules->clauses.size() > kMaxQuoteWork) {
    diagnostics_
        .report(Code::pack_too_large, Span{document, 0, 0}, "the document is too long for so many clauses",
                "文件过长、条款过多，无法逐条核对")
        .hint("split the pack");
    return;
  }
  for (size_t i = 0; i < rules->clauses.size(); ++i) {
    std::vector<uint32_t> offsets;
    const std::string quote = squeezed(rules->clauses[i].text, &offsets);
    size_t begin = 0;
    size_t from = 0;
    while (begin < quote.size()) {
      const size_t dots = std::min(quote.find("…", begin), quote.size());
      const std::string_view piece = std::string_view(quote).substr(begin, dots - begin);
      const size_t at = piece.empty() ? from : find_from(whole, piece, from);
      if (at == std::string_view::npos) {
        report_quote(i, whole, piece, from, offsets, begin, document->name());
        break;
      }
      from = at + piece.size();
      begin = dots + std::strlen("…");
    }
  }
}

void PackReader::report_quote(size_t clause, const std::string& whole, std::string_view piece, size_t from,
                              const std::vector<uint32_t>& offsets, size_t begin, const std::string& document) {
  const Node& node = *clause_texts_[clause];
  const std::string& id = rules->clauses[clause].id;
  const std::string_view good = agreeing(whole, piece, from);
  const bool elsewhere = find_from(whole, piece, 0) != std::string_view::npos;
  size_t wrong = elsewhere ? begin : begin + good.size();
  size_t end = elsewhere ? begin + piece.size() : wrong + 1;
  while (end < begin + piece.size() && continuation(piece[end - begin])) ++end;
  if (good.size() == piece.size()) wrong = begin;
  const Span span = node.map.span(node.span.source, offsets[wrong], offsets[end], static_cast<uint32_t>(node.text.size()));
  auto builder =
      diagnostics_.report(Code::quote_not_found, span, "the text of clause '" + id + "' does not occur in " + document,
                          "条款 '" + id + "' 的原文在 " + document + " 中找不到");
  if (elsewhere) {
    builder.hint("the piece after … stands before the other one in the document");
  } else if (good.empty()) {
    builder.hint("copy the words from the document; … marks words left out");
  } else {
    const size_t next = find_from(whole, good, from) + good.size();
    builder.hint("it agrees up to '" + tail(good) + "'; the document goes on with '" +
                 head(std::string_view(whole).substr(next)) + "'");
  }
}

}  // namespace hegui::rule
