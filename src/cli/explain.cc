// hegui explain.
//
// In:   a pack, records, a date, a holder and a duty.   Out: the explanation of one finding on `out`.
// Test: tests/cli/explain_test.cc
#include "cli/verbs.h"

namespace hegui::cli {

int explain(const Arguments& arguments, const Streams& streams) {
  const Result<RuleSet> rules = RuleSet::load(arguments.pack);
  if (!rules) return reject(rules.diagnostics(), arguments, streams);
  RecordOptions reading;
  reading.keep_going = arguments.keep_going;
  reading.owner_type = arguments.owner_type;
  const Result<Records> records = Records::read(*rules, arguments.data, reading);
  if (!records) return reject(records.diagnostics(), arguments, streams);
  warn(records.diagnostics(), arguments, streams);
  const Result<Explanation> explanation = rules->explain(*records, arguments.run, arguments.key);
  if (!explanation) return reject(explanation.diagnostics(), arguments, streams);
  streams.out << (arguments.format == "json" ? explanation_json(*explanation)
                                             : explanation_text(*explanation, arguments.language));
  return kClean;
}

}  // namespace hegui::cli
