// Interning of gaps and gap sets.   Test: tests/exec/gaps_test.cc
#include "exec/gaps.h"

#include <algorithm>
#include <iterator>

namespace hegui::exec {
namespace {

size_t mix(size_t seed, size_t value) { return (seed ^ value) * 0x9e3779b97f4a7c15ULL + (seed >> 29); }

}  // namespace

size_t Gaps::GapHash::operator()(const Gap& g) const {
  size_t h = static_cast<size_t>(g.code);
  for (const int64_t v : {int64_t{g.table}, int64_t{g.row}, int64_t{g.field}, int64_t{g.args}}) h = mix(h, static_cast<size_t>(v));
  return h;
}

size_t Gaps::SetHash::operator()(const std::vector<int32_t>& s) const {
  size_t h = s.size();
  for (const int32_t v : s) h = mix(h, static_cast<size_t>(v));
  return h;
}

Gaps::Gaps() { intern(std::vector<int32_t>{}); }

int32_t Gaps::text(std::string_view text) {
  const auto known = text_ids_.find(text);
  if (known != text_ids_.end()) return known->second;
  const int32_t id = static_cast<int32_t>(texts_.size());
  texts_.emplace_back(text);
  text_ids_.emplace(texts_.back(), id);
  return id;
}

int32_t Gaps::intern(const Gap& gap) {
  const auto [place, fresh] = gap_ids_.emplace(gap, static_cast<int32_t>(gaps_.size()));
  if (fresh) gaps_.push_back(gap);
  return place->second;
}

int32_t Gaps::intern(std::vector<int32_t> set) {
  const auto [place, fresh] = set_ids_.emplace(std::move(set), static_cast<int32_t>(sets_.size()));
  if (fresh) sets_.push_back(&place->first);
  return place->second;
}

int32_t Gaps::set_of(const Gap& gap) { return intern(std::vector<int32_t>{intern(gap)}); }

int32_t Gaps::place(int32_t table, uint32_t row, int32_t field) {
  Gap g;
  g.code = ReasonCode::dangling_reference;
  g.table = table;
  g.row = row;
  g.field = field;
  return intern(g);
}

int32_t Gaps::join(int32_t a, int32_t b) {
  if (a == b || b == 0) return a;
  if (a == 0) return b;
  if (a > b) std::swap(a, b);
  const uint64_t key = static_cast<uint64_t>(static_cast<uint32_t>(a)) << 32 | static_cast<uint32_t>(b);
  const auto found = unions_.find(key);
  if (found != unions_.end()) return found->second;
  std::vector<int32_t> both;
  std::set_union(set(a).begin(), set(a).end(), set(b).begin(), set(b).end(), std::back_inserter(both));
  const int32_t id = intern(std::move(both));
  unions_.emplace(key, id);
  return id;
}

int32_t Gaps::without(int32_t a, int32_t b) {
  std::vector<int32_t> rest;
  std::set_difference(set(a).begin(), set(a).end(), set(b).begin(), set(b).end(), std::back_inserter(rest));
  return intern(std::move(rest));
}

}  // namespace hegui::exec
