// Tests of rules. In, out, idea: tests_file.h.   Test: tests/rule/tests_file_test.cc
#include "rule/tests_file.h"

#include <algorithm>
#include <filesystem>

#include "rule/keys.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

void append_json_string(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  for (char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out += kHex[(static_cast<unsigned char>(c) >> 4) & 15U];
      out += kHex[static_cast<unsigned char>(c) & 15U];
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out += "null";
      break;
    case Node::Kind::scalar:
      if (node.is_plain() && (node.text == "null" || node.text == "~")) {
        out += "null";
      } else if (node.is_plain() && (node.text == "true" || node.text == "false" || parse_number(node.text))) {
        out += node.text;
      } else {
        append_json_string(out, node.text);
      }
      break;
    case Node::Kind::sequence: {
      out += '[';
      for (size_t i = 0; i < node.items.size(); ++i) {
        if (i > 0) out += ',';
        append_json(out, node.items[i]);
      }
      out += ']';
      break;
    }
    case Node::Kind::mapping: {
      out += '{';
      for (size_t i = 0; i < node.entries.size(); ++i) {
        if (i > 0) out += ',';
        append_json_string(out, node.entries[i].first.text);
        out += ':';
        append_json(out, node.entries[i].second);
      }
      out += '}';
      break;
    }
  }
}

bool is_null(const Node& node) {
  return node.kind == Node::Kind::null || (node.is_plain() && (node.text == "null" || node.text == "~"));
}

class TestsReader {
 public:
  TestsReader(const CheckedRules& rules, Diagnostics& diagnostics) : rules_(rules), diagnostics_(diagnostics) {
    for (int i = 0; i < kVerdicts; ++i) verdicts_.emplace_back(word(static_cast<Verdict>(i)));
    for (int i = 0; i < kReasonCodes; ++i) reasons_.emplace_back(word(static_cast<ReasonCode>(i)));
    duty_ids_ = names_of(rules.duties, [](const Duty& d) { return d.id; });
  }

  std::vector<RuleTest> read(const Node& tree) {
    std::vector<RuleTest> out;
    Keys keys(tree, "a test file", "测试文件", diagnostics_);
    if (!keys.is_mapping()) return out;
    const Node* tests = keys.need("tests");
    keys.accept({"notes"});
    keys.close();
    if (tests == nullptr || !expect_list(*tests, "'tests'", "tests", diagnostics_)) return out;
    for (const Node& item : tests->items) {
      const size_t before = diagnostics_.error_count();
      RuleTest test;
      read_test(item, test);
      if (diagnostics_.error_count() == before) out.push_back(std::move(test));
    }
    return out;
  }

 private:
  void read_test(const Node& node, RuleTest& test) {
    Keys keys(node, "a test", "测试", diagnostics_);
    if (!keys.is_mapping()) return;
    const Node* name = keys.need("name");
    const Node* as_of = keys.need("as_of");
    const Node* known_at = keys.get("known_at");
    const Node* params = keys.get("params");
    const Node* holder = keys.need("holder");
    const Node* registry = keys.get("registry");
    const Node* through = keys.get("complete_through");
    const Node* expect = keys.need("expect");
    keys.accept({"notes"});
    keys.close();
    test.place = name != nullptr ? name->span : node.span;
    if (name != nullptr) test.name = read_text(*name, diagnostics_).value_or("");
    if (as_of != nullptr) test.as_of = read_date(*as_of, diagnostics_).value_or(kNoDay);
    if (known_at != nullptr) test.known_at = read_date(*known_at, diagnostics_).value_or(kNoDay);
    if (params != nullptr && expect_mapping(*params, "'params'", "params", diagnostics_)) read_params(*params, test);
    if (expect != nullptr && expect_mapping(*expect, "'expect'", "expect", diagnostics_)) {
      for (const auto& [id, value] : expect->entries) read_duty(id, value, test);
      if (expect->entries.empty()) {
        diagnostics_
            .report(Code::empty_text, expect->span, "the test expects nothing and would always pass", "测试没有期望，永远通过")
            .hint("name a duty and its verdict");
      }
    }
    if (holder != nullptr && expect_mapping(*holder, "'holder'", "holder", diagnostics_)) test.holder_json = json_of(*holder);
    if (registry != nullptr && expect_mapping(*registry, "'registry'", "registry", diagnostics_))
      test.registry_json = json_of(*registry);
    if (through != nullptr) read_through(*through, test);
  }

  void read_params(const Node& node, RuleTest& test) {
    std::vector<Value> values = default_values(rules_);
    for (const auto& [name, value] : node.entries) {
      const int param = rules_.param(name.text);
      if (param < 0) {
        diagnostics_
            .report(Code::unknown_param, name.span, "there is no parameter '" + shown(name.text) + "'",
                    "没有参数 '" + shown(name.text) + "'")
            .hint(suggestion(name.text, names_of(rules_.params, [](const Param& p) { return p.name; })));
        continue;
      }
      std::string text = value.text;
      if (value.kind == Node::Kind::sequence) {
        for (const Node* one : read_list(value, "the value", "参数值", diagnostics_))
          text += (text.empty() ? "" : ",") + one->text;
      } else if (!expect_scalar(value, diagnostics_)) {
        continue;
      }
      Diagnostics tried;
      if (!override_value(rules_, name.text, text, values, tried)) {
        const std::vector<Diagnostic> why = tried.take();
        const Diagnostic& first = why.front();
        const bool outside = first.code == static_cast<int>(Code::override_out_of_range);
        diagnostics_.report(outside ? Code::parameter_range : Code::bad_scalar, value.span, first.message, first.message_zh)
            .hint(first.hint);
        continue;
      }
      test.params.emplace_back(name.text, std::move(text));
    }
  }

  void read_through(const Node& node, RuleTest& test) {
    if (node.kind == Node::Kind::scalar) {
      if (const auto day = read_date(node, diagnostics_)) test.complete_through.complete_through.push_back({-1, -1, *day});
      return;
    }
    if (!expect_mapping(node, "complete_through", "complete_through", diagnostics_) || test.holder_type < 0) return;
    const Model& model = *rules_.model;
    const OwnerType& owner = model.owners[static_cast<size_t>(test.holder_type)];
    for (const auto& [name, value] : node.entries) {
      const auto day = read_date(value, diagnostics_);
      int type = test.holder_type;
      int collection = owner.collection(name.text);
      if (collection < 0 && model.registry >= 0) {
        type = model.registry;
        collection = model.owners[static_cast<size_t>(type)].collection(name.text);
      }
      if (collection < 0) {
        auto known = names_of(owner.collections, [](const Collection& c) { return c.name; });
        diagnostics_
            .report(Code::unknown_in_model, name.span, "'" + owner.name + "' has no collection '" + shown(name.text) + "'",
                    "'" + owner.name + "' 没有集合 '" + shown(name.text) + "'")
            .hint(suggestion(name.text, known));
      } else if (day) {
        test.complete_through.complete_through.push_back({type, collection, *day});
      }
    }
  }

  void read_duty(const Node& id, const Node& value, RuleTest& test) {
    ExpectedDuty out;
    out.place = id.span;
    out.duty = rules_.duty(id.text);
    if (out.duty < 0) {
      diagnostics_
          .report(Code::unknown_duty, id.span, "the pack has no duty '" + shown(id.text) + "'",
                  "规则包没有规则 '" + shown(id.text) + "'")
          .hint(suggestion(id.text, duty_ids_));
      return;
    }
    const int holder = rules_.duties[static_cast<size_t>(out.duty)].holder;
    if (test.holder_type >= 0 && test.holder_type != holder) {
      diagnostics_
          .report(Code::wrong_holder, id.span, "'" + id.text + "' binds another type of holder than the duties before it",
                  "'" + id.text + "' 约束的责任主体与前面的规则不同")
          .hint("write a test for each type of holder");
    }
    if (test.holder_type < 0) test.holder_type = holder;
    if (value.kind == Node::Kind::scalar) {
      ExpectedFinding finding;
      finding.place = value.span;
      finding.verdict = read_verdict(value);
      out.findings.push_back(std::move(finding));
    } else if (value.kind == Node::Kind::mapping && value.find("verdict") != nullptr) {
      out.findings.push_back(read_finding(value, ""));
    } else if (expect_mapping(value, "an expectation", "期望", diagnostics_)) {
      for (const auto& [label, inner] : value.entries) {
        if (inner.kind == Node::Kind::mapping) {
          out.findings.push_back(read_finding(inner, label.text));
        } else {
          ExpectedFinding finding;
          finding.label = label.text;
          finding.place = label.span;
          finding.verdict = read_verdict(inner);
          out.findings.push_back(std::move(finding));
        }
      }
    }
    test.expect.push_back(std::move(out));
  }

  std::optional<Verdict> read_verdict(const Node& node) {
    const auto index = read_choice(node, verdicts_, diagnostics_);
    if (!index) return std::nullopt;
    return static_cast<Verdict>(*index);
  }

  ExpectedFinding read_finding(const Node& node, const std::string& label) {
    ExpectedFinding out;
    out.label = label;
    out.place = node.span;
    Keys keys(node, "an expected finding", "期望的结论", diagnostics_);
    // An empty value means null here, so Keys::get, which takes it for absent, only names the keys.
    keys.accept(
        {"verdict", "advisory", "due", "nominal_due", "met_on", "changes_on", "low", "high", "required", "clauses", "reasons"});
    keys.close();
    if (const Node* verdict = node.find("verdict"); verdict != nullptr && expect_scalar(*verdict, diagnostics_)) {
      out.verdict = read_verdict(*verdict);
    }
    if (const Node* advisory = node.find("advisory")) out.advisory = read_boolean(*advisory, diagnostics_);
    for (const auto& [key, to] : {std::make_pair("due", &out.due), std::make_pair("nominal_due", &out.nominal_due),
                                  std::make_pair("met_on", &out.met_on), std::make_pair("changes_on", &out.changes_on)}) {
      if (const Node* value = node.find(key)) *to = is_null(*value) ? kNullDay : read_date(*value, diagnostics_);
    }
    for (const auto& [key, to] :
         {std::make_pair("low", &out.low), std::make_pair("high", &out.high), std::make_pair("required", &out.required)}) {
      const Node* value = node.find(key);
      if (value == nullptr) continue;
      if (is_null(*value)) {
        *to = kNullCount;
      } else if (const auto number = read_integer(*value, diagnostics_)) {
        if (*number < 0 || *number > INT32_MAX) {
          diagnostics_.report(Code::bad_scalar, value->span, "a count is a number from 0 on", "计数应为非负整数")
              .hint("write null for a count without bound");
        } else {
          *to = static_cast<int32_t>(*number);
        }
      }
    }
    if (const Node* clauses = node.find("clauses")) {
      std::vector<std::string> ids;
      for (const Node* id : read_list(*clauses, "'clauses'", "clauses", diagnostics_)) {
        if (rules_.clause(id->text) < 0) {
          diagnostics_
              .report(Code::unknown_clause, id->span, "the inventory has no clause '" + shown(id->text) + "'",
                      "条款清单中没有 '" + shown(id->text) + "'")
              .hint(suggestion(id->text, names_of(rules_.clauses, [](const Clause& c) { return c.id; })));
        }
        ids.push_back(id->text);
      }
      out.clauses = std::move(ids);
    }
    if (const Node* reasons = node.find("reasons")) {
      std::vector<ReasonCode> codes;
      for (const Node* code : read_list(*reasons, "'reasons'", "reasons", diagnostics_)) {
        if (const auto index = read_choice(*code, reasons_, diagnostics_)) codes.push_back(static_cast<ReasonCode>(*index));
      }
      out.reasons = std::move(codes);
    }
    return out;
  }

  const CheckedRules& rules_;
  Diagnostics& diagnostics_;
  std::vector<std::string> verdicts_, reasons_, duty_ids_;
};

}  // namespace

std::string json_of(const Node& node) {
  std::string out;
  append_json(out, node);
  return out;
}

std::vector<RuleTest> read_tests(const SourcePtr& source, const CheckedRules& rules, const YamlLimits& limits,
                                 Diagnostics& diagnostics) {
  Node tree;
  if (!read_yaml(source, limits, tree, diagnostics)) return {};
  return TestsReader(rules, diagnostics).read(tree);
}

std::vector<std::string> find_tests(const std::string& folder) {
  namespace fs = std::filesystem;
  constexpr std::string_view kEnding = ".test.yaml";
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, error);
  for (const fs::recursive_directory_iterator end; !error && it != end && out.size() < 10'000; it.increment(error)) {
    if (it.depth() > 8) it.disable_recursion_pending();
    std::error_code unreadable;
    if (!it->is_regular_file(unreadable)) continue;
    const std::string name = it->path().lexically_relative(folder).generic_string();
    if (name.size() > kEnding.size() && name.compare(name.size() - kEnding.size(), kEnding.size(), kEnding) == 0)
      out.push_back(name);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace hegui::rule
