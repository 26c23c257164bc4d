// The register of functions. In: functions.def. Out: overloads with interned types.
// Idea: signatures are written as authors read them and parsed once; a wrong one is found by the test, not by a user.
// Cost: one pass at first use.   Test: tests/cel/functions_test.cc
#include "cel/functions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>

namespace hegui::cel {

namespace {

enum class Style : uint8_t { op, global, receiver };

struct Entry {
  Function id;
  const char* identifier;
  const char* name;
  Style style;
  const char* signature;
  const char* doc;
};

constexpr auto kEntries = std::to_array<Entry>({
#define HEGUI_FUNCTION(id, name, style, signature, doc) {Function::id, #id, name, Style::style, signature, doc},
#include "cel/functions.def"
#undef HEGUI_FUNCTION
});

/// Reads `(list(A), int) -> bool`.
class SignatureReader {
 public:
  SignatureReader(TypePool& pool, std::string_view text) : pool_(pool), text_(text) {}

  bool read(std::vector<TypeId>& parameters, TypeId& result, bool& variadic) {
    if (!eat("(")) return false;
    if (!eat(")")) {
      do {
        const auto type = read_type(0);
        if (!type) return false;
        parameters.push_back(*type);
        if (eat("...")) {
          variadic = true;
          break;
        }
      } while (eat(","));
      if (!eat(")")) return false;
    }
    if (!eat("->")) return false;
    const auto type = read_type(0);
    if (!type) return false;
    result = *type;
    skip();
    return at_ == text_.size();
  }

 private:
  void skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }
  bool eat(std::string_view sign) {
    skip();
    if (text_.substr(at_, sign.size()) != sign) return false;
    at_ += sign.size();
    return true;
  }
  std::optional<TypeId> read_type(int depth) {
    skip();
    const size_t begin = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) != 0 || text_[at_] == '_')) ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    if (word == "A") return pool_.variable(0);
    if (word == "B") return pool_.variable(1);
    if (word == "K") return pool_.variable(2);
    if (word == "V") return pool_.variable(3);
    if (word == "bool") return pool_.boolean;
    if (word == "int") return pool_.int_type;
    if (word == "uint") return pool_.uint_type;
    if (word == "double") return pool_.double_type;
    if (word == "string") return pool_.string;
    if (word == "bytes") return pool_.bytes;
    if (word == "timestamp") return pool_.timestamp;
    if (word == "duration") return pool_.duration;
    if (word == "date") return pool_.date;
    if (word == "dyn") return pool_.dyn;
    if (word == "type") return pool_.type;
    if (word == "null_type") return pool_.null_type;
    if (depth > 4 || !eat("(")) return std::nullopt;
    const auto first = read_type(depth + 1);
    if (!first) return std::nullopt;
    if (word == "map") {
      if (!eat(",")) return std::nullopt;
      const auto second = read_type(depth + 1);
      if (!second || !eat(")")) return std::nullopt;
      return pool_.map(*first, *second);
    }
    if (!eat(")")) return std::nullopt;
    if (word == "list") return pool_.list(*first);
    if (word == "optional_type") return pool_.optional(*first);
    return std::nullopt;
  }

  TypePool& pool_;
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::vector<Overload> overloads(TypePool& pool) {
  std::vector<Overload> result;
  result.reserve(kEntries.size());
  for (const Entry& entry : kEntries) {
    Overload overload{entry.id, entry.name, entry.style == Style::receiver, {}, pool.error, entry.signature, entry.doc, false};
    if (!SignatureReader(pool, entry.signature).read(overload.parameters, overload.result, overload.variadic)) {
      overload.parameters.clear();  // functions_test finds it by its result type `error`
      overload.result = pool.error;
    }
    result.push_back(std::move(overload));
  }
  return result;
}

const std::vector<Overload>& overload_table() {
  static const std::vector<Overload> table = [] {
    TypePool pool;
    return overloads(pool);
  }();
  return table;
}

const std::vector<const Overload*>& overloads_of(bool receiver, std::string_view name) {
  using Table = std::map<std::pair<bool, std::string_view>, std::vector<const Overload*>>;
  static const Table table = [] {
    Table result;
    for (const Overload& overload : overload_table()) result[{overload.receiver, overload.name}].push_back(&overload);
    return result;
  }();
  static const std::vector<const Overload*> none;
  const auto found = table.find({receiver, name});
  return found == table.end() ? none : found->second;
}

bool is_function_name(std::string_view name) {
  return std::any_of(kEntries.begin(), kEntries.end(), [name](const Entry& entry) { return name == entry.name; });
}

std::string_view name_of(Function function) {
  const auto index = static_cast<size_t>(function);
  return index < kEntries.size() ? kEntries[index].name : "";
}

std::string_view id_of(Function function) {
  const auto index = static_cast<size_t>(function);
  return index < kEntries.size() ? kEntries[index].identifier : "";
}

std::string functions_page() {
  std::string page =
      "# Functions and operators\n\n"
      "Made from `src/cel/functions.def`; do not edit. `A`, `B`, `K`, `V` stand for any type. Overloads ending in `(dyn, dyn)` "
      "of the\n"
      "order signs compare numbers of different types. Macros and the rest of the language: [cel.md](cel.md).\n\n"
      "| written | types | meaning |\n| --- | --- | --- |\n";
  for (const Entry& entry : kEntries) {
    const std::string name = entry.name;
    std::string written;
    if (entry.style == Style::receiver) {
      written = "x." + name + "(...)";
    } else if (entry.style == Style::global) {
      written = name + "(...)";
    } else if (name == "-_") {
      written = "-x";
    } else {
      written = "x " + (name == "@in" ? "in" : name.substr(1, name.size() - 2)) + " y";
    }
    page += "| `" + written + "` | `" + entry.signature + "` | " + entry.doc + " |\n";
  }
  return page;
}

}  // namespace hegui::cel
