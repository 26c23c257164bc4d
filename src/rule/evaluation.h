// The moment and the values of one evaluation; both evaluators take it.
#pragma once

#include <vector>

#include "rule/checked.h"

namespace hegui::rule {

struct Moment {
  Day as_of = kNoDay;      // the clock
  Day seen = kNoDay;       // rows and milestones later than this are invisible; == as_of except while looking for changes_on
  Day known_at = kNoDay;   // kNoDay: no second clock
};

struct Evaluation {
  Moment moment;
  std::vector<Value> params;  // one per parameter
};

/// changes_on is looked for up to this many days after the later of as-of and the end of the campaign.
constexpr int kChangeHorizon = 366;

}  // namespace hegui::rule
