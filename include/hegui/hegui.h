// hegui 合规: an embeddable compliance rules engine. This header brings in the whole public face.
//
//   auto rules = hegui::RuleSet::load("rules/haicheng-2023");
//   auto records = hegui::Records::read(*rules, "examples/city");
//   hegui::RunOptions options;
//   options.as_of = "2023-12-31";
//   auto findings = rules->evaluate(*records, options);
//
// Conventions. (1) Every door that can fail returns a Result<T>: a value, or the diagnostics that say why there is none;
// no exception leaves the library. (2) RuleSet and Records are immutable and cheap to copy: share them between threads
// freely. (3) Texts are UTF-8; dates are "YYYY-MM-DD". (4) A language is "en" or "zh". (5) Nothing is printed, nothing is
// read that was not named, no clock is asked, no global state is kept.
#pragma once

#include "hegui/calendar.h"
#include "hegui/cases.h"
#include "hegui/diagnostic.h"
#include "hegui/findings.h"
#include "hegui/records.h"
#include "hegui/report.h"
#include "hegui/rules.h"
#include "hegui/version.h"
