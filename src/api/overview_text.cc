// What a pack holds, as text and JSON.
//
// In:   an Overview.   Out: text for its author, or one JSON object.   Cost: O(overview).   Test: tests/api/report_test.cc

#include "api/words.h"
#include "hegui/report.h"

namespace hegui {
namespace {

std::string mark_in_chinese(const std::string& mark) {
  if (mark == "yes") return "可由记录判定";
  if (mark == "partly") return "部分可判定";
  return "不可由记录判定";
}

std::string pairs(const std::vector<std::pair<std::string, size_t>>& counts) {
  std::string out;
  for (const auto& [name, count] : counts) out += (out.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return out;
}

std::string json_of(const std::vector<std::pair<std::string, size_t>>& counts) {
  std::string out = "{";
  for (const auto& [name, count] : counts)
    out += (out.size() == 1 ? "" : ", ") + api::quoted(name) + ": " + std::to_string(count);
  return out + "}";
}

}  // namespace

std::string overview_text(const Overview& pack, const std::string& language) {
  const bool zh = api::chinese(language);
  std::string out =
      pack.pack + " " + pack.version + "  " + (zh || pack.title_en.empty() ? pack.title_zh : pack.title_en) + "\n";
  constexpr size_t kHead = 16;
  out += api::left(zh ? "条款" : "clauses", kHead);
  bool first = true;
  for (const Overview::Coverage& coverage : pack.clauses) {
    if (!first) out += std::string(kHead, ' ');
    first = false;
    out += api::left(zh ? mark_in_chinese(coverage.checkable) : "checkable " + coverage.checkable, 18) +
           api::right(std::to_string(coverage.covered), 5) + (zh ? " / " : " of ") + std::to_string(coverage.clauses) +
           (zh ? " 条已被规则引用" : " cited by rules") + "\n";
  }
  out += api::left(zh ? "责任事项" : "duties", kHead) + std::to_string(pack.duties) + "  (" + pairs(pack.shapes) + ")\n";
  out += api::left(zh ? "责任主体" : "holders", kHead) + pairs(pack.holders) + "\n";
  out += api::left(zh ? "定义等" : "and", kHead) +
         (zh ? "定义 " + std::to_string(pack.definitions) + "，行选择 " + std::to_string(pack.selections) + "，参数 " +
                   std::to_string(pack.params) + "，读法 " + std::to_string(pack.readings)
             : std::to_string(pack.definitions) + " definitions, " + std::to_string(pack.selections) + " selections, " +
                   std::to_string(pack.params) + " parameters, " + std::to_string(pack.readings) + " readings") +
         "\n";
  for (const Overview::Coverage& coverage : pack.clauses) {
    if (coverage.checkable == "no" || coverage.uncovered.empty()) continue;
    out += zh ? "未被引用（" + mark_in_chinese(coverage.checkable) + "）：\n"
              : "not cited (checkable " + coverage.checkable + "):\n";
    for (const std::string& id : coverage.uncovered) out += "  " + id + "\n";
  }
  return out;
}

std::string overview_json(const Overview& pack) {
  std::string out = "{\"pack\": " + api::quoted(pack.pack) + ", \"version\": " + api::quoted(pack.version);
  out += ", \"title\": {\"zh\": " + api::quoted(pack.title_zh) + ", \"en\": " + api::quoted(pack.title_en) + "}";
  out += ", \"document\": " + api::quoted(pack.document) + ", \"sha256\": " + api::quoted(pack.sha256) + ", \"clauses\": {";
  for (size_t i = 0; i < pack.clauses.size(); ++i) {
    const Overview::Coverage& coverage = pack.clauses[i];
    out += (i == 0 ? "" : ", ") + api::quoted(coverage.checkable) + ": {\"clauses\": " + std::to_string(coverage.clauses) +
           ", \"covered\": " + std::to_string(coverage.covered) + ", \"uncovered\": " + api::quoted_list(coverage.uncovered) +
           "}";
  }
  out += "}, \"duties\": " + std::to_string(pack.duties) + ", \"shapes\": " + json_of(pack.shapes);
  out += ", \"holders\": " + json_of(pack.holders) + ", \"definitions\": " + std::to_string(pack.definitions);
  out += ", \"selections\": " + std::to_string(pack.selections) + ", \"params\": " + std::to_string(pack.params);
  return out + ", \"readings\": " + std::to_string(pack.readings) + "}\n";
}

}  // namespace hegui
