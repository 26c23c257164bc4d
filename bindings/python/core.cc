// hegui._core: the public face of the library for Python.
//
// In:   paths and JSON texts from the package hegui.   Out: handles of rules, records and findings; JSON texts.
// Idea: values cross as JSON, whose keys are documented once; the GIL is released while the library works.
// Test: tests/python/test_*.py
#include <pybind11/functional.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "hegui/hegui.h"

namespace py = pybind11;

namespace {

/// Thrown towards Python only; becomes hegui.Error.
struct Rejected {
  std::string diagnostics;  // JSON
  std::string text;
};

template <typename T>
T value_of(hegui::Result<T> result) {
  if (!result) throw Rejected{to_json(result.diagnostics()), to_text(result.diagnostics())};
  return std::move(*result);
}

struct LoadedRules {
  hegui::RuleSet rules;
  std::string warnings;
};

struct ReadRecords {
  hegui::Records records;
  std::string warnings;
};

LoadedRules load_rules(const std::string& folder) {
  const py::gil_scoped_release release;
  auto result = hegui::RuleSet::load(folder);
  std::string warnings = to_json(result.diagnostics());
  return {value_of(std::move(result)), std::move(warnings)};
}

ReadRecords read_records(const LoadedRules& rules, const std::string& path, bool keep_going, const std::string& owner_type) {
  const py::gil_scoped_release release;
  hegui::RecordOptions options;
  options.keep_going = keep_going;
  options.digest = true;
  options.owner_type = owner_type;
  auto result = hegui::Records::read(rules.rules, path, options);
  std::string warnings = to_json(result.diagnostics());
  return {value_of(std::move(result)), std::move(warnings)};
}

ReadRecords from_json(const LoadedRules& rules, const std::vector<std::pair<std::string, std::string>>& texts, bool keep_going,
                      const std::string& dataset) {
  const py::gil_scoped_release release;
  hegui::RecordOptions options;
  options.keep_going = keep_going;
  options.digest = true;
  std::vector<hegui::RecordInput> inputs;
  for (const auto& [owner_type, text] : texts) inputs.push_back({owner_type, owner_type, text});
  auto result = hegui::Records::from_json(rules.rules, std::move(inputs), options, dataset);
  std::string warnings = to_json(result.diagnostics());
  return {value_of(std::move(result)), std::move(warnings)};
}

using Params = std::vector<std::pair<std::string, std::string>>;

struct Evaluated {
  hegui::RuleSet rules;
  hegui::Records records;
  hegui::Findings findings;
  hegui::RunOptions options;
};

hegui::RunOptions run_options(const std::string& as_of, const std::string& known_at, const Params& params, int threads,
                              bool changes_on, const std::string& holder) {
  hegui::RunOptions options;
  options.as_of = as_of;
  options.known_at = known_at;
  options.params = params;
  options.threads = threads;
  options.changes_on = changes_on;
  options.holder = holder;
  return options;
}

std::unique_ptr<Evaluated> evaluate(const LoadedRules& rules, const ReadRecords& records, const std::string& as_of,
                                    const std::string& known_at, const Params& params, int threads, bool changes_on,
                                    const std::string& holder) {
  const py::gil_scoped_release release;
  hegui::RunOptions options = run_options(as_of, known_at, params, threads, changes_on, holder);
  auto findings = value_of(rules.rules.evaluate(records.records, options));
  return std::make_unique<Evaluated>(Evaluated{rules.rules, records.records, std::move(findings), std::move(options)});
}

struct MadeCalendar {
  hegui::RuleSet rules;
  hegui::Records records;
  hegui::DutyCalendar calendar;
};

std::unique_ptr<MadeCalendar> calendar(const LoadedRules& rules, const ReadRecords& records, const std::string& as_of,
                                       const std::string& known_at, const Params& params, int threads,
                                       const std::string& holder, const std::string& since, const std::string& until,
                                       std::optional<int> days, bool open_only) {
  const py::gil_scoped_release release;
  const hegui::RunOptions options = run_options(as_of, known_at, params, threads, false, holder);
  auto made = value_of(rules.rules.calendar(records.records, options, {since, until, days, open_only}));
  return std::make_unique<MadeCalendar>(MadeCalendar{rules.rules, records.records, std::move(made)});
}

std::string calendar_json_lines(const MadeCalendar& made) {
  const py::gil_scoped_release release;
  std::string out;
  write_calendar_json(made.calendar, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

std::pair<std::optional<bool>, std::string> working_day(const LoadedRules& rules, const std::string& day) {
  hegui::WorkingDay answer = value_of(rules.rules.working_day(day));
  return {answer.working, std::move(answer.notice)};
}

std::pair<std::string, std::string> explain(const LoadedRules& rules, const ReadRecords& records, const std::string& as_of,
                                            const std::string& known_at, const Params& params, const std::string& holder,
                                            const std::string& duty, const std::string& instance,
                                            const std::string& holder_type, const std::string& language) {
  const py::gil_scoped_release release;
  const hegui::RunOptions options = run_options(as_of, known_at, params, 1, true, "");
  const hegui::Explanation explanation =
      value_of(rules.rules.explain(records.records, options, {holder, duty, instance, holder_type}));
  return {explanation_json(explanation), explanation_text(explanation, language)};
}

const hegui::FindingRow& row_of(const Evaluated& evaluated, size_t index) {
  if (index >= evaluated.findings.size()) throw py::index_error("finding index out of range");
  return evaluated.findings.rows[index];
}

std::string json_lines(const Evaluated& evaluated) {
  const py::gil_scoped_release release;
  std::string out;
  write_json_lines(evaluated.findings, [&](std::string_view piece) {
    out += piece;
    return true;
  });
  return out;
}

std::string summary(const Evaluated& evaluated, const std::string& language, size_t holders_per_duty, bool all_duties) {
  const py::gil_scoped_release release;
  hegui::SummaryOptions options;
  options.language = language;
  options.holders_per_duty = holders_per_duty;
  options.all_duties = all_duties;
  return summary_text(evaluated.rules, evaluated.records, evaluated.findings, evaluated.options, options);
}

std::vector<std::string> notes(const ReadRecords& records) {
  std::vector<std::string> out;
  for (const hegui::Note& note : records.records.notes()) out.push_back(to_json(note));
  return out;
}

/// (file, line, name, passed, differences) of every case.
using CaseTuple = std::tuple<std::string, uint32_t, std::string, bool, std::vector<std::string>>;
std::vector<CaseTuple> run_tests(const std::string& folder) {
  const py::gil_scoped_release release;
  const hegui::TestReport report = value_of(hegui::run_tests(folder));
  std::vector<CaseTuple> out;
  for (const hegui::CaseResult& result : report.cases) {
    out.emplace_back(result.file, result.line, result.name, result.passed, result.differences);
  }
  return out;
}

int run_command(const std::vector<std::string>& arguments) {
  const py::gil_scoped_release release;
  std::vector<const char*> argv;
  for (const std::string& argument : arguments) argv.push_back(argument.c_str());
  return hegui::cli::run_process(static_cast<int>(argv.size()), argv.data());
}

}  // namespace

PYBIND11_MODULE(_core, module) {
  static PyObject* rejected = PyErr_NewException("hegui._core.Rejected", nullptr, nullptr);
  module.attr("Rejected") = py::handle(rejected);
  py::register_exception_translator([](std::exception_ptr pointer) {
    try {
      if (pointer) std::rethrow_exception(pointer);
    } catch (const Rejected& error) {
      PyErr_SetObject(rejected, py::make_tuple(error.diagnostics, error.text).ptr());
    }
  });

  module.def("version", [] { return std::string(hegui::version()); });
  module.def("load", &load_rules);
  module.def("read", &read_records);
  module.def("from_json", &from_json);
  module.def("evaluate", &evaluate);
  module.def("calendar", &calendar);
  module.def("explain", &explain);
  module.def("run_tests", &run_tests);
  module.def("run_command", &run_command);

  py::class_<LoadedRules>(module, "Rules")
      .def("overview", [](const LoadedRules& rules) { return overview_json(rules.rules.overview()); })
      .def("working_day", &working_day)
      .def("working_days_known", [](const LoadedRules& rules) { return rules.rules.working_days_known(); })
      .def("warnings", [](const LoadedRules& rules) { return rules.warnings; });
  py::class_<ReadRecords>(module, "Records")
      .def("owners", [](const ReadRecords& records) { return records.records.owners(); })
      .def("rows", [](const ReadRecords& records) { return records.records.rows(); })
      .def("owners_left_out", [](const ReadRecords& records) { return records.records.owners_left_out(); })
      .def("sha256", [](const ReadRecords& records) { return records.records.sha256(); })
      .def("name", [](const ReadRecords& records, const std::string& type,
                      const std::string& id) { return records.records.name(type, id); })
      .def("notes", &notes)
      .def("warnings", [](const ReadRecords& records) { return records.warnings; });
  py::class_<MadeCalendar>(module, "Calendar")
      .def("json_lines", &calendar_json_lines)
      .def("text", [](const MadeCalendar& made,
                      const std::string& language) { return calendar_text(made.rules, made.records, made.calendar, language); })
      .def("ics", [](const MadeCalendar& made, const std::string& language, bool events, const std::vector<int>& alarm_days) {
        return calendar_ics(made.rules, made.records, made.calendar, {language, events, alarm_days});
      });
  py::class_<Evaluated>(module, "Findings")
      .def("__len__", [](const Evaluated& evaluated) { return evaluated.findings.size(); })
      .def("json", [](const Evaluated& evaluated, size_t index) { return evaluated.findings.json(row_of(evaluated, index)); })
      .def("reasons",
           [](const Evaluated& evaluated, size_t index, const std::string& language) {
             std::vector<std::string> out;
             for (const hegui::Reason& reason : evaluated.findings.reasons_of(row_of(evaluated, index))) {
               out.push_back(to_text(reason, language));
             }
             return out;
           })
      .def("json_lines", &json_lines)
      .def("counts",
           [](const Evaluated& evaluated) {
             const hegui::Tally all = tally(evaluated.findings);
             std::vector<std::pair<std::string, size_t>> out;
             for (int i = 0; i < hegui::kVerdicts; ++i) {
               out.emplace_back(std::string(word(static_cast<hegui::Verdict>(i))), all.verdicts[static_cast<size_t>(i)]);
             }
             out.emplace_back("advisory", all.advisory);
             out.emplace_back("adverse", all.adverse);
             return out;
           })
      .def("summary", &summary)
      .def("receipt", [](const Evaluated& evaluated) {
        return receipt_json(evaluated.rules, evaluated.records, evaluated.findings, evaluated.options);
      });
}
