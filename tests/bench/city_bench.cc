// How fast a city is read and evaluated: JSON text to columns, columns to findings, apart.
//
// In:   city_bench PACK [ENTERPRISES] [REPEATS] [THREADS].   Out: a table of medians on standard output.
// The peer for reading is simdjson's DOM parse of the same lines, in the same run, interleaved. Evaluation is measured with and
// without changes_on. The number of findings is checked to be the same in every repeat.
// Build type must be Release; figures are only worth what one run on one machine says.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <simdjson.h>

#include "city.h"
#include "hegui/hegui.h"

namespace {

double seconds_of(const auto& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

size_t parse_only(const std::string& text) {
  simdjson::dom::parser parser;
  size_t fields = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    simdjson::dom::element document;
    if (parser.parse(text.data() + at, end - at, true).get(document) == simdjson::SUCCESS) {
      fields += document.get_object().value_unsafe().size();
    }
    at = end + 1;
  }
  return fields;
}

int fail(const std::vector<hegui::Diagnostic>& diagnostics) {
  std::fputs(hegui::to_text(diagnostics).c_str(), stderr);
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: city_bench PACK [ENTERPRISES=100000] [REPEATS=5] [THREADS=1]\n", stderr);
    return 2;
  }
  const size_t enterprises = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 100'000;
  const int repeats = argc > 3 ? std::atoi(argv[3]) : 5;
  hegui::RunOptions options;
  options.as_of = "2023-12-10";
  options.threads = argc > 4 ? std::atoi(argv[4]) : 1;

  const auto rules = hegui::RuleSet::load(argv[1]);
  if (!rules) return fail(rules.diagnostics());
  std::string text;
  const hegui::bench::CitySize size = hegui::bench::write_city(enterprises, 1, text);
  std::printf("%zu enterprises, %zu rows, %.1f MB of JSON, %zu duties, as of %s, %d thread(s), %d repeats\n", size.enterprises,
              size.rows, static_cast<double>(text.size()) / 1e6, rules->overview().duties, options.as_of.c_str(), options.threads,
              repeats);

  std::vector<double> dom, read, evaluate, without_changes;
  size_t findings = 0;
  for (int i = 0; i < repeats; ++i) {
    size_t fields = 0;
    dom.push_back(seconds_of([&] { fields = parse_only(text); }));
    if (fields == 0) return 3;
    hegui::Records records;
    std::vector<hegui::Diagnostic> trouble;
    std::vector<hegui::RecordInput> inputs{{"enterprise", "city.ndjson", text}};
    read.push_back(seconds_of([&] {
      auto result = hegui::Records::from_json(*rules, std::move(inputs));
      if (result) records = *result;
      trouble = result.diagnostics();
    }));
    if (records.empty()) return fail(trouble);
    const auto run = [&](bool changes_on) {
      options.changes_on = changes_on;
      return seconds_of([&] {
        auto result = rules->evaluate(records, options);
        if (!result || (i > 0 && result->size() != findings)) std::exit(3);
        findings = result->size();
      });
    };
    without_changes.push_back(run(false));
    evaluate.push_back(run(true));
  }
  const double rows = static_cast<double>(size.rows), count = static_cast<double>(findings), mb = static_cast<double>(text.size()) / 1e6;
  std::printf("%-34s %10s %14s %16s\n", "step", "median s", "records/s", "findings/s");
  std::printf("%-34s %10.3f %14.0f %16s   %.0f MB/s\n", "simdjson DOM parse alone", median(dom), rows / median(dom), "-", mb / median(dom));
  std::printf("%-34s %10.3f %14.0f %16s   %.0f MB/s, %.2f of DOM\n", "JSON text to columns", median(read), rows / median(read), "-",
              mb / median(read), median(dom) / median(read));
  std::printf("%-34s %10.3f %14.0f %16.0f\n", "columns to findings, no changes_on", median(without_changes),
              rows / median(without_changes), count / median(without_changes));
  std::printf("%-34s %10.3f %14.0f %16.0f\n", "columns to findings", median(evaluate), rows / median(evaluate), count / median(evaluate));
  std::printf("%zu findings\n", findings);
  return 0;
}
