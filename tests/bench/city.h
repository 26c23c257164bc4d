// A seeded city of any size in the shape of the sample city, as NDJSON.
//
// In:   number of enterprises, seed.   Out: one JSON document a line, ids ascending; the same bytes for the same arguments.
// Idea: sizes are log-normal and correlated, dates lie in 2023, about one field in twelve is left out, a tenth of the
// collections is absent: enough gaps that low and high counts differ.
// Cost: about 10 us an enterprise.   Checked by: tests/bench/city_bench.cc (the reader takes every line of it)
#pragma once

#include <cstdint>
#include <string>

namespace hegui::bench {

struct CitySize {
  size_t enterprises = 0;
  size_t rows = 0;  // rows of collections, nested ones not counted
};

/// Appends the documents to `out`.
CitySize write_city(size_t enterprises, uint64_t seed, std::string& out);

}  // namespace hegui::bench
