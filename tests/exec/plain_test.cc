// Expressions over plain columns, and that the straight loops say what the general way says.
#include "exec/plain.h"

#include <cmath>
#include <limits>

#include "plan/plan.h"
#include "row_support.h"

namespace hegui::testing {
namespace {

using exec::Rep;
using exec::VecPtr;

/// An expression over a, b (int), x, y (double), s (string), l (list of texts), f (bool).
class Columns {
 public:
  explicit Columns(const std::string& text) {
    expression_.ast.text = text;
    expression_.source = std::make_shared<Source>("plain", text);
    const cel::TypeId texts = types_.list(types_.string);
    const std::vector<std::pair<const char*, cel::TypeId>> names = {
        {"a", types_.int_type}, {"b", types_.int_type}, {"x", types_.double_type}, {"y", types_.double_type},
        {"s", types_.string},   {"l", texts},           {"f", types_.boolean}};
    cel::Environment environment;
    environment.types = &types_;
    environment.name = [&](std::string_view name) -> std::optional<cel::Symbol> {
      for (size_t i = 0; i < names.size(); ++i) {
        if (name != names[i].first) continue;
        cel::Symbol symbol;
        symbol.index = 40 + static_cast<int>(i);
        symbol.type = names[i].second;
        return symbol;
      }
      return std::nullopt;
    };
    Diagnostics diagnostics;
    EXPECT_TRUE(cel::parse(expression_, {}, diagnostics) && cel::check(expression_, environment, types_.boolean, diagnostics))
        << text << to_text(diagnostics.take());
    std::vector<plan::PlainVariable> variables;
    for (size_t i = 0; i < names.size(); ++i) variables.push_back({40 + static_cast<int>(i), names[i].second});
    const auto program = plan::compile_plain(expression_, types_, variables, false, diagnostics);
    EXPECT_NE(program, nullptr) << text << to_text(diagnostics.take());
    plain = std::make_unique<exec::Plain>(program);
  }

  /// Truths of the lanes: t f u e. `holes` gives the vectors states, so that no straight loop may be taken.
  std::string truths(bool holes) {
    const size_t n = 12;
    auto a = exec::make(Rep::integer, n), b = exec::make(Rep::integer, n);
    auto x = exec::make(Rep::real, n), y = exec::make(Rep::real, n);
    auto s = exec::make(Rep::text, n);
    auto l = exec::make(Rep::list, n);
    auto f = exec::make(Rep::boolean, n);
    const char* words[] = {"fire", "gas", "矿", ""};
    std::vector<int32_t> codes;
    for (size_t i = 0; i < n; ++i) {
      a->x[i] = static_cast<int64_t>(i) - 3;
      b->x[i] = i == 11 ? std::numeric_limits<int64_t>::max() : static_cast<int64_t>(i * i % 7);
      x->f[i] = i == 10 ? std::nan("") : static_cast<double>(i) / 2;
      y->f[i] = 2.0;
      s->a[i] = plain->code(words[i % 4]);
      for (size_t k = 0; k < i % 3; ++k) codes.push_back(plain->code(words[(i + k) % 4]));
      l->off[i + 1] = static_cast<uint32_t>(codes.size());
      f->t[i] = exec::truth_of(i % 2 == 0);
    }
    auto elements = exec::make(Rep::text, codes.size());
    elements->a = codes;
    l->elem = elements;
    if (holes) {
      for (exec::Vec* v : {a.get(), b.get(), x.get(), y.get(), s.get(), l.get()}) v->state.assign(n, exec::kValue);
    }
    const VecPtr out = plain->run({a, b, x, y, s, l, f}, n);
    std::string text;
    for (size_t i = 0; i < n; ++i) text += "fuet"[out->t[i]];
    return text;
  }

  std::unique_ptr<exec::Plain> plain;

 private:
  cel::TypePool types_;
  cel::Expression expression_;
};

TEST(Plain, StraightLoopsAgreeWithTheGeneralWay) {
  const std::pair<const char*, const char*> cases[] = {
      {"a > 2", "fffffftttttt"},
      {"a == b - 1", nullptr},
      {"b != 4", nullptr},
      {"3 <= a", "fffffftttttt"},
      {"x < y", "ttttffffffff"},
      {"x >= 2.0", "ffffttttttft"},
      {"x == x", "ttttttttttft"},
      {"s == 'gas'", "ftffftffftff"},
      {"s < 'g'", nullptr},
      {"s in ['gas', '']", "ftftftftftft"},
      {"s.contains('a') || s.startsWith('矿')", "fttffttffttf"},
      {"s.matches('^f.*e$')", "tffftffftfff"},
      {"l.exists(e, e == 'gas')", nullptr},
      {"l.all(e, e != 'gas')", nullptr},
      {"l.exists_one(e, e == 'gas')", nullptr},
      {"a + 1 > b", nullptr},
      {"b + 1 > 0", "ttttttttttte"},
      {"a * 2 - b < 3", nullptr},
      {"x * y + 1.0 > 4.0", nullptr},
      {"(f ? a : b) > 2", nullptr},
      {"f ? x > 1.0 : s == 'gas'", nullptr},
      {"!f && l.size() == 1", nullptr},
  };
  for (const auto& [text, wanted] : cases) {
    Columns columns(text);
    EXPECT_EQ(columns.plain->row_operations(), 0U) << text;
    const std::string straight = columns.truths(false);
    EXPECT_EQ(straight, columns.truths(true)) << text;
    if (wanted != nullptr) {
      EXPECT_EQ(straight, wanted) << text;
    }
    EXPECT_NE(straight.find_first_not_of(straight[0]), std::string::npos) << text << ": a case that says nothing";
  }
}

TEST(Plain, PartsGoRowByRow) {
  Columns columns("{'fire': 1, 'gas': 2}[s] == 1 || s.upperAscii() == 'GAS'");
  EXPECT_GT(columns.plain->row_operations(), 0U);
  EXPECT_EQ(columns.truths(false),
            "ttee"
            "ttee"
            "ttee");
}

}  // namespace
}  // namespace hegui::testing
