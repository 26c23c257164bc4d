// The conditions of tests/bench/cel/conditions.txt on hegui: over columns, and row by row.
//
// In:   cel_bench columns|rows CONDITIONS DATA ROWS.   Out: one JSON line a condition: seconds (of processor time) of
// evaluation, number of rows that are true, a checksum over which ones; the same lines as the peer programs in tests/bench/cel
// print. Values are prepared before the clock starts: columns as the record reader makes them (texts as codes of a dictionary)
// in batches of a fixed size, or row values. Compared by tests/bench/cel/run.py. Build type must be Release.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "cel/cel.h"
#include "exec/plain.h"
#include "exec/row_machine.h"
#include "plan/plan.h"

namespace {

using hegui::exec::Rep;
using hegui::exec::Vec;
using hegui::exec::VecPtr;
using hegui::exec::row::Value;

constexpr size_t kBatch = 65'536;
constexpr const char* kNames[] = {"kind", "level", "post", "code", "amount", "days", "closed", "tags"};
constexpr size_t kVariables = std::size(kNames);
constexpr int kFirstSlot = 64;

struct Data {
  std::vector<std::string> kind, level, post, code;
  std::vector<double> amount;
  std::vector<int64_t> days;
  std::vector<bool> closed;
  std::vector<std::vector<std::string>> tags;
  size_t rows() const { return kind.size(); }
};

Data read(const char* path, size_t limit) {
  Data data;
  std::ifstream file(path);
  for (std::string line; data.rows() < limit && std::getline(file, line);) {
    std::vector<std::string> part;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) part.push_back(cell);
    part.resize(kVariables);
    data.kind.push_back(part[0]);
    data.level.push_back(part[1]);
    data.post.push_back(part[2]);
    data.code.push_back(part[3]);
    data.amount.push_back(std::strtod(part[4].c_str(), nullptr));
    data.days.push_back(std::strtoll(part[5].c_str(), nullptr, 10));
    data.closed.push_back(part[6] == "1");
    std::vector<std::string> tags;
    std::istringstream words(part[7]);
    for (std::string word; std::getline(words, word, ',');) tags.push_back(word);
    data.tags.push_back(std::move(tags));
  }
  return data;
}

hegui::cel::TypeId type_of(const hegui::cel::TypePool& types, size_t variable, hegui::cel::TypeId texts) {
  switch (variable) {
    case 4:
      return types.double_type;
    case 5:
      return types.int_type;
    case 6:
      return types.boolean;
    case 7:
      return texts;
    default:
      return types.string;
  }
}

struct Checked {
  hegui::cel::TypePool types;
  hegui::cel::Expression expression;
};

bool check(const std::string& text, Checked& out) {
  out.expression.ast.text = text;
  out.expression.source = std::make_shared<hegui::Source>("conditions.txt", text);
  const hegui::cel::TypeId texts = out.types.list(out.types.string);
  hegui::cel::Environment environment;
  environment.types = &out.types;
  environment.name = [&](std::string_view name) -> std::optional<hegui::cel::Symbol> {
    for (size_t i = 0; i < kVariables; ++i) {
      if (name != kNames[i]) continue;
      hegui::cel::Symbol symbol;
      symbol.index = kFirstSlot + static_cast<int>(i);
      symbol.type = type_of(out.types, i, texts);
      return symbol;
    }
    return std::nullopt;
  };
  hegui::Diagnostics diagnostics;
  const bool ok = hegui::cel::parse(out.expression, {}, diagnostics) &&
                  hegui::cel::check(out.expression, environment, out.types.boolean, diagnostics);
  if (!ok) std::fputs(hegui::to_text(diagnostics.take()).c_str(), stderr);
  return ok;
}

struct Result {
  double seconds = 0;
  uint64_t count = 0, sum = 0;
  bool clean = true;
  void add(uint64_t row, bool value) {
    count += value ? 1 : 0;
    sum += value ? row * (row + 1) : 0;
  }
};

/// Adds the processor time it lives.
class Clock {
 public:
  explicit Clock(double& seconds) : seconds_(seconds), start_(now()) {}
  ~Clock() { seconds_ += now() - start_; }

 private:
  static double now() {
    timespec t{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) * 1e-9;
  }
  double& seconds_;
  double start_;
};

/// One batch of a variable as a column.
VecPtr column(hegui::exec::Plain& plain, const Data& data, size_t variable, size_t begin, size_t n) {
  const auto texts = [&](const std::vector<std::string>& from) {
    auto v = hegui::exec::make(Rep::text, n);
    for (size_t i = 0; i < n; ++i) v->a[i] = plain.code(from[begin + i]);
    return v;
  };
  switch (variable) {
    case 0:
      return texts(data.kind);
    case 1:
      return texts(data.level);
    case 2:
      return texts(data.post);
    case 3:
      return texts(data.code);
    case 4: {
      auto v = hegui::exec::make(Rep::real, n);
      for (size_t i = 0; i < n; ++i) v->f[i] = data.amount[begin + i];
      return v;
    }
    case 5: {
      auto v = hegui::exec::make(Rep::integer, n);
      for (size_t i = 0; i < n; ++i) v->x[i] = data.days[begin + i];
      return v;
    }
    case 6: {
      auto v = hegui::exec::make(Rep::boolean, n);
      for (size_t i = 0; i < n; ++i) v->t[i] = hegui::exec::truth_of(data.closed[begin + i]);
      return v;
    }
    default: {
      auto v = hegui::exec::make(Rep::list, n);
      std::vector<int32_t> codes;
      for (size_t i = 0; i < n; ++i) {
        for (const std::string& tag : data.tags[begin + i]) codes.push_back(plain.code(tag));
        v->off[i + 1] = static_cast<uint32_t>(codes.size());
      }
      auto elements = hegui::exec::make(Rep::text, codes.size());
      elements->a = std::move(codes);
      v->elem = std::move(elements);
      return v;
    }
  }
}

Result by_columns(const Checked& checked, const Data& data) {
  Result result;
  hegui::cel::TypePool types = checked.types;
  const hegui::cel::TypeId texts = types.list(types.string);
  std::vector<hegui::plan::PlainVariable> variables;
  for (size_t i = 0; i < kVariables; ++i) variables.push_back({kFirstSlot + static_cast<int>(i), type_of(types, i, texts)});
  hegui::Diagnostics diagnostics;
  const auto program = hegui::plan::compile_plain(checked.expression, types, variables, false, diagnostics);
  if (program == nullptr) std::exit(3);
  hegui::exec::Plain plain(program);
  if (plain.row_operations() > 0) std::exit(4);
  std::vector<std::vector<VecPtr>> batches;
  for (size_t begin = 0; begin < data.rows(); begin += kBatch) {
    const size_t n = std::min(kBatch, data.rows() - begin);
    std::vector<VecPtr> columns;
    for (size_t v = 0; v < kVariables; ++v) columns.push_back(column(plain, data, v, begin, n));
    batches.push_back(std::move(columns));
  }
  size_t begin = 0;
  for (const std::vector<VecPtr>& columns : batches) {
    const size_t n = columns[0]->n;
    VecPtr out;
    {
      const Clock clock(result.seconds);
      out = plain.run(columns, n);
    }
    for (size_t i = 0; i < n; ++i) {
      result.clean = result.clean && out->state_of(i) == hegui::exec::kValue;
      result.add(begin + i, out->t[i] == hegui::exec::kTrue);
    }
    begin += n;
  }
  return result;
}

Result by_rows(const Checked& checked, const Data& data) {
  const auto code = hegui::exec::row::compile(checked.expression.ast, checked.expression.ast.root, checked.types);
  if (code == nullptr) std::exit(3);
  hegui::exec::row::Machine machine(code);
  const size_t inputs = code->inputs.size();
  hegui::exec::row::Arena lists;
  std::vector<Value> values;  // of the inputs, a row after the other
  values.reserve(data.rows() * inputs);
  for (size_t i = 0; i < data.rows(); ++i) {
    for (const hegui::exec::row::Input& input : code->inputs) {
      switch (input.slot - kFirstSlot) {
        case 0:
          values.push_back(Value::text(data.kind[i]));
          break;
        case 1:
          values.push_back(Value::text(data.level[i]));
          break;
        case 2:
          values.push_back(Value::text(data.post[i]));
          break;
        case 3:
          values.push_back(Value::text(data.code[i]));
          break;
        case 4:
          values.push_back(Value::of(data.amount[i]));
          break;
        case 5:
          values.push_back(Value::of(data.days[i]));
          break;
        case 6:
          values.push_back(Value::of(static_cast<bool>(data.closed[i])));
          break;
        default: {
          Value* items = lists.values(data.tags[i].size());
          for (size_t k = 0; k < data.tags[i].size(); ++k) items[k] = Value::text(data.tags[i][k]);
          values.push_back(Value::list(items, data.tags[i].size()));
          break;
        }
      }
    }
  }
  Result result;
  std::vector<uint8_t> truths(data.rows());
  {
    const Clock clock(result.seconds);
    const Value* next = values.data();
    for (size_t i = 0; i < truths.size(); ++i) {
      for (size_t k = 0; k < inputs; ++k) machine.set(k, *next++);
      const Value value = machine.run();
      truths[i] = value.is_true() ? 1 : value.is_false() ? 0 : 2;
      machine.clear();
    }
  }
  for (size_t i = 0; i < truths.size(); ++i) {
    result.clean = result.clean && truths[i] < 2;
    result.add(i, truths[i] == 1);
  }
  return result;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string way = argc > 4 ? argv[1] : "";
  if (way != "columns" && way != "rows") {
    std::fputs("usage: cel_bench columns|rows CONDITIONS DATA ROWS\n", stderr);
    return 2;
  }
  const Data data = read(argv[3], std::strtoull(argv[4], nullptr, 10));
  std::ifstream conditions(argv[2]);
  int number = 0;
  for (std::string line; std::getline(conditions, line); ++number) {
    Checked checked;
    if (!check(line, checked)) return 2;
    const Result result = way == "columns" ? by_columns(checked, data) : by_rows(checked, data);
    if (!result.clean) return 3;
    std::printf("{\"condition\": %d, \"rows\": %zu, \"seconds\": %.9f, \"true\": %llu, \"sum\": \"%llu\"}\n", number,
                data.rows(), result.seconds, static_cast<unsigned long long>(result.count),
                static_cast<unsigned long long>(result.sum));
    std::fflush(stdout);
  }
  return 0;
}
