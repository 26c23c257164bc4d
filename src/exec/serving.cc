// One row serves one instance: a matching of evidence rows to instances (docs/time.md section 2).
//
// In/Out: judge.h, reckon.h.   Idea: augmenting paths in the order of the instances, first on time, then late; every row then moves
// to the earliest instance that can have it while all keep their numbers. Where anything is only possible, bounds instead.
// Cost: O(edges) a path; at most one path for each unit and, for the days shown, one for each edge.
// Test: tests/exec/serving_test.cc
#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "exec/judge.h"

namespace hegui::exec {

namespace {

constexpr int kNobody = -1;

/// A matching of rows to the units of instances. Unit kinds: 2 * instance on time, 2 * instance + 1 late.
class Matching {
 public:
  /// `on`, `all`: rows of each instance, earliest first.
  Matching(size_t rows, std::vector<std::vector<int>> on, std::vector<std::vector<int>> all)
      : owner_(rows, kNobody), fixed_(rows, false), on_(std::move(on)), all_(std::move(all)), held_(on_.size() * 2, 0) {}

  int held(int unit) const { return held_[static_cast<size_t>(unit)]; }

  /// One row more for a unit kind; the others keep their numbers.
  bool extend(int unit) {
    if (!shift(unit, kNobody)) return false;
    ++held_[static_cast<size_t>(unit)];
    return true;
  }

  /// Settles the rows of a unit kind, the earliest that leave everybody their numbers. Gives the last of them, or -1.
  int settle(int unit) {
    int last = -1;
    int left = held(unit);
    for (const int row : rows(unit)) {
      if (left == 0) break;
      if (fixed_[static_cast<size_t>(row)] || !take(unit, row)) continue;
      fixed_[static_cast<size_t>(row)] = true;
      last = std::max(last, row);
      --left;
    }
    return last;
  }

 private:
  const std::vector<int>& rows(int unit) const {
    return unit % 2 == 0 ? on_[static_cast<size_t>(unit / 2)] : all_[static_cast<size_t>(unit / 2)];
  }

  /// The row goes to the unit kind, which gives up another one; its owner finds one elsewhere, perhaps just that.
  bool take(int unit, int row) {
    int& owner = owner_[static_cast<size_t>(row)];
    if (owner == unit) return true;
    const int before = owner;
    owner = unit;
    fixed_[static_cast<size_t>(row)] = true;
    const bool done = before == kNobody ? release(unit) : shift(before, unit);
    fixed_[static_cast<size_t>(row)] = false;
    if (!done) owner = before;
    return done;
  }

  bool release(int unit) {
    for (const int row : rows(unit)) {
      if (owner_[static_cast<size_t>(row)] != unit || fixed_[static_cast<size_t>(row)]) continue;
      owner_[static_cast<size_t>(row)] = kNobody;
      return true;
    }
    return false;
  }

  /// A row more for `unit` along a path that ends at a free row, or at a row of `giver` (which then has one less).
  bool shift(int unit, int giver) {
    std::vector<int> by(owner_.size(), kNobody);      // the unit kind that looks at a row
    std::vector<int> through(held_.size(), kNobody);  // the row of a unit kind by which it was reached
    std::vector<bool> seen(held_.size(), false);
    std::vector<int> queue{unit};
    seen[static_cast<size_t>(unit)] = true;
    for (size_t next = 0; next < queue.size(); ++next) {
      const int at = queue[next];
      for (const int row : rows(at)) {
        const size_t r = static_cast<size_t>(row);
        if (fixed_[r] || by[r] != kNobody || owner_[r] == at) continue;
        by[r] = at;
        const int owner = owner_[r];
        if (owner == kNobody || owner == giver) {
          if (owner == kNobody && giver != kNobody && !release(giver)) return false;
          for (int end = row;;) {
            const int taker = by[static_cast<size_t>(end)];
            owner_[static_cast<size_t>(end)] = taker;
            if (taker == unit) return true;
            end = through[static_cast<size_t>(taker)];
          }
        }
        if (seen[static_cast<size_t>(owner)]) continue;
        seen[static_cast<size_t>(owner)] = true;
        through[static_cast<size_t>(owner)] = row;
        queue.push_back(owner);
      }
    }
    return false;
  }

  std::vector<int> owner_;
  std::vector<bool> fixed_;
  std::vector<std::vector<int>> on_, all_;
  std::vector<int> held_;
};

size_t root_of(std::vector<size_t>& parent, size_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

}  // namespace

void Judge::serve(std::vector<Counted>& all, int table, bool owed) {
  // Instances that compete, in order.
  std::vector<size_t> order(all.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto key = [&](size_t i) {
    const Outcome& o = all[i].outcome;
    return std::tuple(o.lane, o.branch, all[i].due.range.lo, o.from, std::string_view(o.label));
  };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return key(a) < key(b); });
  std::vector<size_t> parent(all.size());
  std::iota(parent.begin(), parent.end(), size_t{0});
  std::unordered_map<uint64_t, size_t> first_of;  // lane, row -> an instance
  const auto shares = [&](const Claim& c) { return c.on_maybe || (owed && c.all_maybe); };
  for (const size_t i : order) {
    const uint64_t place = (uint64_t{all[i].outcome.lane} * 256 + all[i].outcome.branch) << 32;
    for (const Claim& c : all[i].last.claims) {
      if (!shares(c)) continue;
      const auto [found, fresh] = first_of.emplace(place | c.row, i);
      if (!fresh) parent[root_of(parent, i)] = root_of(parent, found->second);
    }
  }
  std::unordered_map<size_t, std::vector<size_t>> groups;
  for (const size_t i : order) groups[root_of(parent, i)].push_back(i);
  for (const auto& [root, group] : groups) {
    bool clear = true;
    for (const size_t i : group) {
      const Counted& x = all[i];
      clear = clear && !x.doubtful && x.due.range.precise() && !x.last.on_time.loose && (!owed || !x.last.in_all.loose);
      for (const Claim& c : x.last.claims) clear = clear && c.on_maybe == c.on_sure && (!owed || c.all_maybe == c.all_sure);
    }
    if (!clear) {
      // Bounds: the others may take as many rows as they need.
      int32_t on_info = 0, all_info = 0;
      std::unordered_map<uint32_t, std::vector<size_t>> by_row;
      for (const size_t i : group) {
        for (const Reckoning* r : {&all[i].first, &all[i].last}) {
          on_info = join(on_info, r->on_time.info);
          all_info = join(all_info, r->in_all.info);
        }
        for (const Claim& c : all[i].last.claims) {
          if (shares(c)) by_row[c.row].push_back(i);
        }
      }
      for (const size_t i : group) {
        std::vector<size_t> others;
        for (const Claim& c : all[i].last.claims) {
          if (shares(c)) others.insert(others.end(), by_row[c.row].begin(), by_row[c.row].end());
        }
        std::sort(others.begin(), others.end());
        others.erase(std::unique(others.begin(), others.end()), others.end());
        int64_t taken = 0;
        for (const size_t j : others) taken += j == i ? 0 : std::max(all[j].bounds.number, 0);
        const int64_t n = all[i].bounds.number;
        for (Reckoning* r : {&all[i].first, &all[i].last}) {
          for (Side* side : {&r->on_time, &r->in_all}) {
            const size_t at = static_cast<size_t>(std::max<int64_t>(n, 1) - 1 + taken);
            if (at < side->met.size()) {
              std::nth_element(side->met.begin(), side->met.begin() + static_cast<ptrdiff_t>(at), side->met.end());
              side->met_on = side->met[at];
            }
            side->met.clear();
            side->low = static_cast<int>(std::clamp<int64_t>(side->low - taken, 0, std::max<int64_t>(n, 0)));
            side->high = static_cast<int>(std::min<int64_t>(side->high, std::max<int64_t>(n, 0)));
          }
          r->on_time.info = on_info;
          r->in_all.info = all_info;
        }
      }
      continue;
    }
    // Rows of the group, earliest first.
    std::vector<std::tuple<Day, std::string, uint32_t>> rows;
    std::unordered_map<uint32_t, int> number_of;
    for (const size_t i : group) {
      for (const Claim& c : all[i].last.claims) {
        if (number_of.emplace(c.row, 0).second) rows.emplace_back(c.last, label(table, c.row), c.row);
      }
    }
    std::sort(rows.begin(), rows.end());
    for (size_t r = 0; r < rows.size(); ++r) number_of[std::get<2>(rows[r])] = static_cast<int>(r);
    std::vector<std::vector<int>> on(group.size()), in_all(group.size());
    for (size_t g = 0; g < group.size(); ++g) {
      for (const Claim& c : all[group[g]].last.claims) {
        if (c.on_sure) on[g].push_back(number_of[c.row]);
        if (owed && c.all_sure) in_all[g].push_back(number_of[c.row]);
      }
      std::sort(on[g].begin(), on[g].end());
      std::sort(in_all[g].begin(), in_all[g].end());
    }
    Matching matching(rows.size(), std::move(on), std::move(in_all));
    const int n = static_cast<int>(group.size());
    const auto wanted = [&](int g) { return all[group[static_cast<size_t>(g)]].bounds.number; };
    for (int g = 0; g < n; ++g) {
      while (matching.held(2 * g) < wanted(g) && matching.extend(2 * g)) {
      }
    }
    for (int g = 0; owed && g < n; ++g) {
      while (matching.held(2 * g) + matching.held(2 * g + 1) < wanted(g) && matching.extend(2 * g + 1)) {
      }
    }
    for (int g = 0; g < n; ++g) {
      int last = matching.settle(2 * g);
      last = std::max(last, matching.settle(2 * g + 1));
      Reckoning& r = all[group[static_cast<size_t>(g)]].last;
      r.on_time.low = r.on_time.high = matching.held(2 * g);
      r.in_all.low = r.in_all.high = matching.held(2 * g) + matching.held(2 * g + 1);
      for (Side* side : {&r.on_time, &r.in_all}) {
        side->met.clear();
        side->met_on = last < 0 ? kNoDay : std::get<0>(rows[static_cast<size_t>(last)]);
      }
    }
  }
}

}  // namespace hegui::exec
