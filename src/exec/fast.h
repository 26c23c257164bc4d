// Loops for the common case: operands without holes, held straight or the same in all lanes. The compiler makes vectors of
// them.
//
// In:   operands of a frame.   Out: true when the lanes of `out` are filled; false: the general way must be taken.
// Cost: about a nanosecond a lane or less.   Test: tests/exec/plain_test.cc
#pragma once

#include "exec/ranges.h"
#include "exec/scene.h"

namespace hegui::exec {

/// Numbers and precise days compared.
bool fast_compare(Test test, const Arg& a, const Arg& b, size_t n, Vec& out);
/// Sums, differences, products of integers that nowhere overflow, and of doubles.
bool fast_arithmetic(cel::Function function, const Arg& a, const Arg& b, size_t n, Vec& out);
/// A text code in a list that is the same for all lanes.
bool fast_member(const Arg& x, const Arg& list, size_t n, Vec& out);
/// Choice between numbers or truths.
bool fast_choose(const Arg& condition, const Arg& yes, const Arg& no, size_t n, Vec& out);
/// Takes truths into the least ones so far; `flip`: their complements.
void fast_and(const uint8_t* in, size_t n, bool flip, uint8_t* out);

}  // namespace hegui::exec
