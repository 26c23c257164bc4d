// Every expression of the public conformance suite that needs no messages must parse. The suite lies outside this tree; the
// environment variable HEGUI_CEL_CONFORMANCE names its folder.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "cel/literal_text.h"
#include "support.h"

namespace hegui::cel {
namespace {

/// Reads JSON strings out of the suite's one-case-a-line files.
class CaseReader {
 public:
  explicit CaseReader(std::string line) : line_(std::move(line)) {}
  std::string text_of(const std::string& key) const {
    const std::string mark = "\"" + key + "\": \"";
    size_t at = line_.find(mark);
    if (at == std::string::npos) return {};
    std::string out;
    for (at += mark.size(); at < line_.size() && line_[at] != '"'; ++at) {
      if (line_[at] != '\\') {
        out.push_back(line_[at]);
        continue;
      }
      const char c = line_[++at];
      if (c == 'u') {
        uint32_t point = unit(at + 1);
        at += 4;
        if (point >= 0xD800 && point < 0xDC00) {
          point = 0x10000 + ((point - 0xD800) << 10) + (unit(at + 3) - 0xDC00);
          at += 6;
        }
        append_utf8(out, point);
      } else {
        const size_t known = std::string("nrtbf").find(c);
        out.push_back(known == std::string::npos ? c : "\n\r\t\b\f"[known]);
      }
    }
    return out;
  }

 private:
  uint32_t unit(size_t at) const { return static_cast<uint32_t>(std::strtoul(line_.substr(at, 4).c_str(), nullptr, 16)); }
  std::string line_;
};

/// A type as the suite writes it: `map(string, dyn)`.
TypeId read_type(TypePool& pool, std::string_view text, size_t& at) {
  const size_t begin = at;
  while (at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_' || text[at] == '.'))
    ++at;
  const std::string_view word = text.substr(begin, at - begin);
  std::vector<TypeId> args;
  if (at < text.size() && text[at] == '(') {
    do {
      at += text[at] == ',' ? 2 : 1;
      args.push_back(read_type(pool, text, at));
    } while (at < text.size() && text[at] == ',');
    ++at;
  }
  if (word == "bool") return pool.boolean;
  if (word == "int") return pool.int_type;
  if (word == "uint") return pool.uint_type;
  if (word == "double") return pool.double_type;
  if (word == "string") return pool.string;
  if (word == "bytes") return pool.bytes;
  if (word == "null_type") return pool.null_type;
  if (word == "type") return args.empty() ? pool.type : pool.intern({TypeKind::type, -1, args});
  if (word == "google.protobuf.Timestamp") return pool.timestamp;
  if (word == "google.protobuf.Duration") return pool.duration;
  if (word == "list") return pool.list(args.empty() ? pool.dyn : args[0]);
  if (word == "map") return args.size() == 2 ? pool.map(args[0], args[1]) : pool.map(pool.dyn, pool.dyn);
  return pool.dyn;
}
TypeId read_type(TypePool& pool, std::string_view text) {
  size_t at = 0;
  return read_type(pool, text, at);
}

/// Every case of the core that is meant to be checked passes the checker, and has the type the suite deduces.
TEST(Conformance, ExpressionsCheck) {
  const char* folder = std::getenv("HEGUI_CEL_CONFORMANCE");
  if (folder == nullptr) GTEST_SKIP() << "HEGUI_CEL_CONFORMANCE does not name the folder of the suite";
  size_t tried = 0;
  size_t deduced = 0;
  for (const char* name : {"basic", "comparisons", "conversions", "fields", "fp_math", "integer_math", "lists", "logic",
                           "macros", "macros2", "parse", "plumbing", "string", "timestamps", "type_deduction"}) {
    std::ifstream file(std::string(folder) + "/" + name + ".json");
    ASSERT_TRUE(file.good()) << folder << "/" << name << ".json";
    for (std::string line; std::getline(file, line);) {
      const CaseReader reader(line);
      if (!line.starts_with("{\"id\"") || reader.text_of("profile") != "core" ||
          line.find("\"disable_check\": true") != std::string::npos || line.find("\"function\": [") != std::string::npos ||
          reader.text_of("container") != "") {
        continue;
      }
      test::Outcome outcome = test::parsed(reader.text_of("expr"));
      ASSERT_TRUE(outcome.ok);
      TypePool pool;
      std::map<std::string, TypeId, std::less<>> variables;
      const size_t bindings = line.find("\"bindings\"");
      for (size_t at = line.find("\"type_env\""); (at = line.find("{\"name\": ", at)) != std::string::npos && at < bindings;
           ++at) {
        const CaseReader declaration(line.substr(at, line.find('}', at) - at));
        variables[declaration.text_of("name")] = read_type(pool, declaration.text_of("type"));
      }
      Environment environment;
      environment.types = &pool;
      environment.name = [&](std::string_view wanted) -> std::optional<Symbol> {
        const auto found = variables.find(wanted);
        if (found == variables.end()) return std::nullopt;
        Symbol symbol;
        symbol.index = kArgument;
        symbol.type = found->second;
        return symbol;
      };
      Diagnostics diagnostics;
      const bool ok = check(outcome.expression, environment, pool.dyn, diagnostics);
      outcome.diagnostics = diagnostics.take();
      EXPECT_TRUE(ok) << reader.text_of("id") << "\n" << reader.text_of("expr") << "\n" << outcome.summary();
      ++tried;
      const std::string wanted = reader.text_of("deduced_type");
      if (wanted.empty() || !ok) continue;
      EXPECT_EQ(pool.name(outcome.expression.type, nullptr), pool.name(read_type(pool, wanted), nullptr))
          << reader.text_of("id") << "\n"
          << reader.text_of("expr");
      ++deduced;
    }
  }
  EXPECT_GT(tried, 600U);
  EXPECT_GT(deduced, 5U);
}

TEST(Conformance, ExpressionsParse) {
  const char* folder = std::getenv("HEGUI_CEL_CONFORMANCE");
  if (folder == nullptr) GTEST_SKIP() << "HEGUI_CEL_CONFORMANCE does not name the folder of the suite";
  size_t tried = 0;
  for (const char* name : {"basic", "bindings_ext", "comparisons", "conversions", "encoders_ext", "fields", "fp_math",
                           "integer_math", "lists", "logic", "macros", "math_ext", "namespace", "parse", "plumbing", "string",
                           "string_ext", "timestamps", "type_deduction"}) {
    std::ifstream file(std::string(folder) + "/" + name + ".json");
    ASSERT_TRUE(file.good()) << folder << "/" << name << ".json";
    for (std::string line; std::getline(file, line);) {
      const CaseReader reader(line);
      const std::string profile = reader.text_of("profile");
      if (!line.starts_with("{\"id\"") || profile == "proto" || profile == "ext:optionals") continue;
      const std::string expr = reader.text_of("expr");
      const test::Outcome outcome = test::parsed(expr);
      EXPECT_TRUE(outcome.ok) << reader.text_of("id") << "\n" << expr << "\n" << outcome.summary();
      ++tried;
    }
  }
  EXPECT_GT(tried, 1000U);
}

}  // namespace
}  // namespace hegui::cel
