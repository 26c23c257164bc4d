// Arguments of the command.
//
// In:   argv.   Out: Arguments handed to a verb; usage errors on `err` with exit code 2.
// Test: tests/cli/command_test.cc
#include "cli/command.h"

#include <CLI/CLI.hpp>
#include <exception>

#include "cli/verbs.h"

namespace hegui::cli {
namespace {

/// `name=value` pairs of --param.
std::vector<std::pair<std::string, std::string>> split(const std::vector<std::string>& texts) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const std::string& text : texts) {
    const size_t at = text.find('=');
    out.emplace_back(text.substr(0, at), at == std::string::npos ? std::string() : text.substr(at + 1));
  }
  return out;
}

void add_language(CLI::App& verb, Arguments& arguments) {
  verb.add_option("--language", arguments.language, "zh or en (default: from LANG)")->check(CLI::IsMember({"zh", "en"}));
}

void add_format(CLI::App& verb, Arguments& arguments) {
  verb.add_option("--format", arguments.format, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
}

/// `formats`: false leaves --format to the verb.
void add_records(CLI::App& verb, Arguments& arguments, std::vector<std::string>& params, bool formats = true) {
  verb.add_option("PACK", arguments.pack, "folder of the pack")->required();
  verb.add_option("DATA", arguments.data, "folder of records, or one record file")->required();
  verb.add_option("--as-of", arguments.run.as_of, "judge at the end of this day, YYYY-MM-DD")->required();
  verb.add_option("--known-at", arguments.run.known_at, "use only what was recorded by this day, YYYY-MM-DD");
  verb.add_option("--param", params, "NAME=VALUE instead of the pack's value; may be repeated")
      ->check([](const std::string& text) {
        return text.find('=') == std::string::npos || text[0] == '=' ? "'" + text + "' is not NAME=VALUE" : std::string();
      })
      ->expected(1)
      ->take_all();
  verb.add_option("--owner-type", arguments.owner_type, "whose records a single file holds, when its name does not say");
  verb.add_flag("--keep-going", arguments.keep_going, "leave owners with errors out instead of stopping");
  if (formats) add_format(verb, arguments);
  add_language(verb, arguments);
}

void add_threads(CLI::App& verb, Arguments& arguments) {
  verb.add_option("--threads", arguments.run.threads, "threads to use")->check(CLI::Range(1, 256))->capture_default_str();
}

bool speaks_chinese(const std::string& locale) { return locale.rfind("zh", 0) == 0; }

}  // namespace

int run_command(int argc, const char* const* argv, const Streams& streams) {
  Arguments arguments;
  arguments.language = speaks_chinese(streams.locale) ? "zh" : "en";
  std::vector<std::string> params;

  CLI::App app{"hegui 合规: evaluates records against a pack of rules", "hegui"};
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("hegui ") + version());
  app.footer(
      "Exit codes: 0 no adverse finding but advisory ones; 1 adverse findings or failed tests;\n"
      "2 pack, records or arguments rejected, or nothing was checked; 3 the machine failed.");

  CLI::App& check_verb = *app.add_subcommand("check", "Read a pack, list its errors, count what it holds");
  check_verb.add_option("PACK", arguments.pack, "folder of the pack")->required();
  add_format(check_verb, arguments);
  add_language(check_verb, arguments);

  CLI::App& run_verb = *app.add_subcommand("run", "Evaluate records at a date");
  add_records(run_verb, arguments, params);
  run_verb.add_option("--out", arguments.out, "write findings, notes, receipt and summary into this folder");
  add_threads(run_verb, arguments);
  run_verb.add_option("--holder", arguments.run.holder, "only the findings of this holder");
  run_verb.add_flag("--all", arguments.all, "the summary with every duty, also those that nobody has broken");
  run_verb.add_flag("--allow-nothing", arguments.allow_nothing, "a run without any finding is no failure");

  CLI::App& explain_verb = *app.add_subcommand("explain", "Say why one finding is what it is");
  add_records(explain_verb, arguments, params);
  explain_verb.add_option("--holder", arguments.key.holder, "id of the holder")->required();
  explain_verb.add_option("--holder-type", arguments.key.holder_type, "its type, when owners of several types have the id");
  explain_verb.add_option("--duty", arguments.key.duty, "id of the duty")->required();
  explain_verb.add_option("--instance", arguments.key.instance, "label of the instance, such as 2023-Q3");

  CLI::App& calendar_verb = *app.add_subcommand("calendar", "List what falls due when, windows that have not begun included");
  add_records(calendar_verb, arguments, params, false);
  calendar_verb.add_option("--format", arguments.format, "text, json or ics (iCalendar)")
      ->check(CLI::IsMember({"text", "json", "ics"}))
      ->capture_default_str();
  calendar_verb.add_option("--holder", arguments.run.holder, "only what this holder owes");
  calendar_verb.add_option("--since", arguments.which.since, "only what falls due on or after this day, YYYY-MM-DD");
  calendar_verb.add_option("--until", arguments.which.until, "only what falls due on or before this day, YYYY-MM-DD");
  calendar_verb.add_option("--days", arguments.which.days, "only what falls due in so many days from the date on")
      ->check(CLI::Range(0, 36'600));
  calendar_verb.add_flag("--open", arguments.which.open, "only what is still to be done");
  calendar_verb.add_flag("--events", arguments.ics.events, "ics: an event on the due day instead of a task");
  calendar_verb.add_option("--alarm", arguments.ics.alarm_days, "ics: an alarm so many days before; may be repeated")
      ->check(CLI::Range(0, 366))
      ->expected(1)
      ->take_all();
  calendar_verb.add_option("--out", arguments.out, "write into this file instead of standard output");
  add_threads(calendar_verb, arguments);

  CLI::App& test_verb = *app.add_subcommand("test", "Run the *.test.yaml files of a pack with both evaluators");
  test_verb.add_option("PACK", arguments.pack, "folder of the pack")->required();
  add_language(test_verb, arguments);

  try {
    app.parse(argc, argv);
    arguments.run.params = split(params);
    if (check_verb.parsed()) return check(arguments, streams);
    if (run_verb.parsed()) return run(arguments, streams);
    if (explain_verb.parsed()) return explain(arguments, streams);
    if (calendar_verb.parsed()) return calendar(arguments, streams);
    return test(arguments, streams);
  } catch (const CLI::ParseError& error) {
    return app.exit(error, streams.out, streams.err) == 0 ? kClean : kRejected;
  } catch (const std::exception& error) {
    streams.err << "hegui: " << error.what() << "\n";
    return kMachine;
  }
}

}  // namespace hegui::cli
