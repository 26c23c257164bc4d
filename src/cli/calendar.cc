// hegui calendar.
//
// In:   a pack, records, a date.   Out: what falls due when, on `out` or in the file --out: text, JSON lines or iCalendar.
// Test: tests/cli/calendar_test.cc
#include <filesystem>

#include "cli/output.h"
#include "cli/verbs.h"

namespace hegui::cli {
namespace {

std::string rendered(const Arguments& arguments, const RuleSet& rules, const Records& records, const DutyCalendar& calendar) {
  if (arguments.format == "ics") {
    IcsOptions options = arguments.ics;
    options.language = arguments.language;
    return calendar_ics(rules, records, calendar, options);
  }
  if (arguments.format == "text") return calendar_text(rules, records, calendar, arguments.language);
  std::string lines;
  write_calendar_json(calendar, [&](std::string_view piece) {
    lines += piece;
    return true;
  });
  return lines;
}

}  // namespace

int calendar(const Arguments& arguments, const Streams& streams) {
  const Result<RuleSet> rules = RuleSet::load(arguments.pack);
  if (!rules) return reject(rules.diagnostics(), arguments, streams);
  RecordOptions reading;
  reading.keep_going = arguments.keep_going;
  reading.owner_type = arguments.owner_type;
  const Result<Records> records = Records::read(*rules, arguments.data, reading);
  if (!records) return reject(records.diagnostics(), arguments, streams);
  warn(records.diagnostics(), arguments, streams);
  const Result<DutyCalendar> found = rules->calendar(*records, arguments.run, arguments.which);
  if (!found) return reject(found.diagnostics(), arguments, streams);

  const std::string text = rendered(arguments, *rules, *records, *found);
  if (arguments.out.empty()) {
    streams.out << text;
  } else {
    const std::filesystem::path path(arguments.out);
    OutputFolder folder(path.has_parent_path() ? path.parent_path().string() : ".");
    folder.file(path.filename().string(), text);
    if (!folder.commit()) {
      streams.err << "hegui: " << folder.why() << "\n";
      return kMachine;
    }
    const std::string entries = std::to_string(found->rows.size());
    streams.err << say(arguments, entries + (found->rows.size() == 1 ? " entry" : " entries") + " written to " + arguments.out,
                       entries + " 项已写入 " + arguments.out)
                << "\n";
  }
  if (found->instances == 0) {
    streams.err << say(arguments, "nothing to list: no duty of the pack binds any of these owners\n",
                       "没有可列的事项：规则包中没有适用于这些主体的责任事项\n");
    return kRejected;
  }
  return kClean;
}

}  // namespace hegui::cli
