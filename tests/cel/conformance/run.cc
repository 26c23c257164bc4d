// Cases run. In, out: run.h.
#include "run.h"

#include <memory>
#include <optional>
#include <sstream>

#include "cel/cel.h"

namespace hegui::conformance {

std::vector<Engine>& engines() {
  static std::vector<Engine> all;
  return all;
}

const std::map<std::string, std::string>& left_out() {
  static const std::map<std::string, std::string> profiles = {
      {"proto", "there are no protobuf messages, enumerations or wrapper types"},
      {"ext:network", "there are no addresses of networks in records"},
  };
  return profiles;
}

namespace {

/// Types as the suite writes them: `map(string, dyn)`, `tuple(T, U)`.
class TypeReader {
 public:
  TypeReader(cel::TypePool& pool, const std::vector<std::string>& parameters) : pool_(pool), parameters_(parameters) {}

  std::optional<cel::TypeId> read(std::string_view text) {
    text_ = text;
    at_ = 0;
    const auto type = one(0);
    return at_ == text_.size() ? type : std::nullopt;
  }

 private:
  std::optional<cel::TypeId> one(int depth) {
    const size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != ',') ++at_;
    const std::string word(text_.substr(begin, at_ - begin));
    std::vector<cel::TypeId> args;
    if (at_ < text_.size() && text_[at_] == '(') {
      if (depth > 16) return std::nullopt;
      do {
        ++at_;
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
        const auto arg = one(depth + 1);
        if (!arg) return std::nullopt;
        args.push_back(*arg);
      } while (at_ < text_.size() && text_[at_] == ',');
      if (at_ >= text_.size()) return std::nullopt;
      ++at_;
    }
    return named(word, args);
  }

  std::optional<cel::TypeId> named(const std::string& word, const std::vector<cel::TypeId>& args) {
    for (size_t i = 0; i < parameters_.size(); ++i)
      if (parameters_[i] == word) return pool_.variable(4 + static_cast<int>(i));
    const std::map<std::string, cel::TypeId> simple = {
        {"bool", pool_.boolean},
        {"int", pool_.int_type},
        {"uint", pool_.uint_type},
        {"double", pool_.double_type},
        {"string", pool_.string},
        {"bytes", pool_.bytes},
        {"null_type", pool_.null_type},
        {"dyn", pool_.dyn},
        {"google.protobuf.Timestamp", pool_.timestamp},
        {"google.protobuf.Duration", pool_.duration},
    };
    if (const auto found = simple.find(word); found != simple.end() && args.empty()) return found->second;
    if (word == "type") return args.empty() ? pool_.type : pool_.intern({cel::TypeKind::type, -1, args});
    if (word == "list") return pool_.list(args.size() == 1 ? args[0] : pool_.dyn);
    if (word == "map") return args.size() == 2 ? pool_.map(args[0], args[1]) : pool_.map(pool_.dyn, pool_.dyn);
    if (word == "optional_type") return pool_.optional(args.size() == 1 ? args[0] : pool_.dyn);
    if (word.empty() || word == "wrapper") return std::nullopt;
    return pool_.abstract(word, args);
  }

  cel::TypePool& pool_;
  const std::vector<std::string>& parameters_;
  std::string_view text_;
  size_t at_ = 0;
};

struct Compiled {
  cel::Expression expression;
  cel::TypePool types;
  std::vector<Binding> bindings;
  std::string problem;
};

std::string shown(Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics.take()) out += (out.empty() ? "" : "; ") + d.code_text() + " " + d.message;
  return out;
}

void compile(const Case& one, Compiled& compiled) {
  cel::Expression& expression = compiled.expression;
  cel::TypePool& types = compiled.types;
  expression.ast.text = one.expr;
  expression.source = std::make_shared<Source>("case.cel", one.expr);
  expression.map.add(0, 0);
  expression.map.set_end(static_cast<uint32_t>(one.expr.size()));
  Diagnostics diagnostics;
  if (!cel::parse(expression, {}, diagnostics)) {
    compiled.problem = "does not parse: " + shown(diagnostics);
    return;
  }
  cel::Environment environment;
  environment.types = &types;
  environment.container = one.container;
  std::map<std::string, std::pair<int, cel::TypeId>, std::less<>> variables;
  const auto declare = [&](const std::string& name, cel::TypeId type) {
    if (variables.emplace(name, std::make_pair(expression.ast.slots, type)).second) ++expression.ast.slots;
  };
  static const std::vector<std::string> none;
  for (const Declaration& declaration : one.declarations) {
    for (const Declaration::Overload& overload : declaration.overloads) {
      TypeReader reader(types, overload.type_parameters);
      cel::DeclaredFunction function;
      function.name = declaration.name;
      function.receiver = overload.member;
      for (const std::string& parameter : overload.parameters)
        function.parameters.push_back(reader.read(parameter).value_or(types.dyn));
      function.result = reader.read(overload.result).value_or(types.dyn);
      environment.functions.push_back(std::move(function));
    }
    if (!declaration.overloads.empty()) continue;
    const auto type = TypeReader(types, none).read(declaration.type);
    if (!type) {
      compiled.problem = "type '" + declaration.type + "' is not known";
      return;
    }
    declare(declaration.name, *type);
  }
  if (one.disable_check)
    for (const auto& [name, value] : one.bindings) declare(name, types.dyn);
  for (const auto& [name, value] : one.bindings) {
    const auto found = variables.find(name);
    if (found != variables.end()) compiled.bindings.push_back({name, found->second.first, found->second.second, value});
  }
  environment.name = [&](std::string_view name) -> std::optional<cel::Symbol> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    cel::Symbol symbol;
    symbol.index = found->second.first;
    symbol.type = found->second.second;
    return symbol;
  };
  const bool ok =
      one.disable_check ? cel::resolve(expression, environment) : cel::check(expression, environment, types.dyn, diagnostics);
  if (!ok) compiled.problem = "does not check: " + shown(diagnostics);
}

}  // namespace

Verdict run_case(const Case& one, const Engine& engine) {
  if (const auto reason = left_out().find(one.profile); reason != left_out().end()) return {false, true, reason->second};
  if (!one.unreadable.empty()) return {false, false, "cannot be read: " + one.unreadable};
  Compiled compiled;
  compile(one, compiled);
  if (!compiled.problem.empty()) return {false, false, compiled.problem};
  if (!one.deduced_type.empty()) {
    const auto wanted = TypeReader(compiled.types, {}).read(one.deduced_type);
    const std::string is = compiled.types.name(compiled.expression.type, nullptr);
    if (!wanted || *wanted != compiled.expression.type)
      return {false, false, "type " + one.deduced_type + " expected, deduced " + is};
  }
  if (one.check_only) return {true, false, ""};
  const Answer answer = engine.evaluate(compiled.expression, compiled.types, compiled.bindings);
  const std::string got = answer.kind == Answer::Kind::value     ? to_text(answer.value)
                          : answer.kind == Answer::Kind::unknown ? std::string("unknown")
                                                                 : "error (" + answer.why + ")";
  switch (one.expect) {
    case Case::Expect::value:
      if (answer.kind == Answer::Kind::value && answer.value == one.value) return {true, false, ""};
      return {false, false, to_text(one.value) + " expected, got " + got};
    case Case::Expect::error:
      if (answer.kind == Answer::Kind::error) return {true, false, ""};
      return {false, false, "an error expected, got " + got};
    case Case::Expect::unknown:
      if (answer.kind == Answer::Kind::unknown) return {true, false, ""};
      return {false, false, "unknown expected, got " + got};
    case Case::Expect::type_only:
      return {false, false, "only a type is expected of a case that is evaluated"};
  }
  return {};
}

Totals run_all(const std::vector<Case>& cases, const Engine& engine,
               const std::function<void(const Case&, const Verdict&)>& line) {
  Totals totals;
  for (const Case& one : cases) {
    const Verdict verdict = run_case(one, engine);
    Total& total = totals[one.profile];
    ++total.cases;
    total.passed += verdict.passed ? 1 : 0;
    total.left_out += verdict.left_out ? 1 : 0;
    line(one, verdict);
  }
  return totals;
}

std::string table(const Totals& totals) {
  std::string out = "| profile | cases | passed | left out |\n| --- | ---: | ---: | ---: |\n";
  for (const auto& [profile, total] : totals)
    out += "| " + profile + " | " + std::to_string(total.cases) + " | " + std::to_string(total.passed) + " | " +
           std::to_string(total.left_out) + " |\n";
  return out;
}

Totals totals_of(std::string_view page) {
  Totals totals;
  const size_t head = page.find("| profile | cases | passed | left out |\n");
  if (head == std::string_view::npos) return totals;
  std::istringstream lines{std::string(page.substr(head))};
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("| ")) {
    std::istringstream words(line);
    std::string bar, profile;
    Total total;
    words >> bar >> profile >> bar >> total.cases >> bar >> total.passed >> bar >> total.left_out;
    if (words) totals[profile] = total;
  }
  return totals;
}

}  // namespace hegui::conformance
