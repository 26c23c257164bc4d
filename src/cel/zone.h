// Offsets of time zones. In: a zone as CEL writes it and a moment. Out: seconds east of UTC, or the error bad_time_zone.
// Idea: numeric offsets are read here; names are looked up in the system's IANA database (compiled TZif files) and kept.
// Only plain names are taken: letters, digits, `_ + - /`, no leading slash, no dots, so no text leads out of the database.
// Test: tests/cel/leaf_time_test.cc
#pragma once

#include "cel/leaf.h"

namespace hegui::cel::leaf {

Outcome<int64_t> zone_offset(std::string_view zone, int64_t seconds_utc);

}  // namespace hegui::cel::leaf
