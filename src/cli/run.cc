// hegui run.
//
// In:   a pack, records, a date.   Out: a summary or JSON lines on `out`; files under --out; notes as a count on `err`.
// Test: tests/cli/run_test.cc
#include <algorithm>
#include <chrono>

#include "cli/output.h"
#include "cli/verbs.h"

namespace hegui::cli {
namespace {

/// A line that is rewritten while a long run goes on; gone when it is over.
class Progress {
 public:
  explicit Progress(const Streams& streams) : streams_(streams) {}
  void show(size_t done, size_t total) {
    const auto now = std::chrono::steady_clock::now();
    if (total == 0 || now - last_ < std::chrono::milliseconds(200)) return;
    last_ = now;
    shown_ = true;
    streams_.err << "\r" << done * 100 / total << " %" << std::flush;
  }
  void clear() {
    if (shown_) streams_.err << "\r\033[K" << std::flush;
    shown_ = false;
  }

 private:
  const Streams& streams_;
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  bool shown_ = false;
};

void tell_notes(const Records& records, const Arguments& arguments, const Streams& streams) {
  if (records.owners_left_out() > 0) {
    streams.err << say(arguments, "owners with errors that were left out: " + std::to_string(records.owners_left_out()),
                       "有错误的主体 " + std::to_string(records.owners_left_out()) + " 个未参与判定")
                << "\n";
  }
  const size_t notes = records.notes().size();
  if (notes == 0) return;
  std::string where = say(arguments, "; --out DIR writes them to notes.ndjson", "；用 --out DIR 写入 notes.ndjson");
  if (!arguments.out.empty()) where = say(arguments, ", see ", "，见 ") + arguments.out + "/notes.ndjson";
  streams.err << say(arguments, std::to_string(notes) + (notes == 1 ? " note" : " notes") + " on the records",
                     "关于记录的提示 " + std::to_string(notes) + " 条")
              << where << "\n";
}

/// False after saying why.
bool write_files(const Arguments& arguments, const RuleSet& rules, const Records& records, const Findings& findings,
                 const Streams& streams) {
  OutputFolder folder(arguments.out);
  folder.begin("findings.ndjson");
  write_json_lines(findings, [&](std::string_view piece) { return folder.write(piece); });
  folder.begin("notes.ndjson");
  for (const Note& note : records.notes()) folder.write(to_json(note) + "\n");
  SummaryOptions whole;
  whole.language = arguments.language;
  whole.all_duties = true;
  whole.holders_per_duty = SIZE_MAX;
  folder.file("summary.txt", summary_text(rules, records, findings, arguments.run, whole));
  folder.file("receipt.json", receipt_json(rules, records, findings, arguments.run));
  if (folder.commit()) return true;
  streams.err << "hegui: " << folder.why() << "\n";
  return false;
}

void print_summary(const Arguments& arguments, const RuleSet& rules, const Records& records, const Findings& findings,
                   const Streams& streams) {
  SummaryOptions options;
  options.language = arguments.language;
  options.all_duties = arguments.all;
  if (!arguments.out.empty() && !arguments.all) options.max_duties = 12;  // the rest is in summary.txt
  streams.out << summary_text(rules, records, findings, arguments.run, options);
  if (!arguments.out.empty()) {
    streams.out << "\n"
                << say(arguments, "All of it: ", "全部结果：") << arguments.out
                << "/summary.txt, findings.ndjson, notes.ndjson, receipt.json\n";
  }
}

}  // namespace

int run(const Arguments& arguments, const Streams& streams) {
  const Result<RuleSet> rules = RuleSet::load(arguments.pack);
  if (!rules) return reject(rules.diagnostics(), arguments, streams);
  RecordOptions reading;
  reading.keep_going = arguments.keep_going;
  reading.owner_type = arguments.owner_type;
  reading.digest = !arguments.out.empty();  // the receipt wants it
  const Result<Records> records = Records::read(*rules, arguments.data, reading);
  if (!records) return reject(records.diagnostics(), arguments, streams);
  warn(records.diagnostics(), arguments, streams);

  RunOptions options = arguments.run;
  Progress progress(streams);
  if (streams.err_is_terminal) options.progress = [&](size_t done, size_t total) { progress.show(done, total); };
  const Result<Findings> findings = rules->evaluate(*records, options);
  progress.clear();
  if (!findings) return reject(findings.diagnostics(), arguments, streams);
  tell_notes(*records, arguments, streams);

  if (!arguments.out.empty() && !write_files(arguments, *rules, *records, *findings, streams)) return kMachine;
  if (arguments.format == "json") {
    write_json_lines(*findings, [&](std::string_view piece) { return static_cast<bool>(streams.out << piece); });
  } else {
    print_summary(arguments, *rules, *records, *findings, streams);
  }
  if (findings->size() == 0 && !arguments.allow_nothing) {
    streams.err << say(arguments, "nothing was checked: no duty of the pack binds any of these owners at this date\n",
                       "没有作出任何判定：在该日期，规则包中没有适用于这些主体的责任事项\n");
    return kRejected;
  }
  return tally(*findings).adverse > 0 ? kAdverse : kClean;
}

}  // namespace hegui::cli
