// One row serves one instance: section 2 of docs/time.md.
//
// In:   instances of one branch, their rows as evidence, which of them are in doubt.   Out: how many rows each gets.
// Idea: instances that share a row make a group. In a group where everything is sure, units are matched to rows in the order of
// the instances, so that earlier ones never lose; the matching is made unit by unit with the earliest row with which the rest
// can still be reached. In other groups only bounds are known. Cost: O(units * edges) a matching, and once more for each unit;
// one holder at a time.   Test: tests/explain/serving_test.cc
#include <algorithm>
#include <map>
#include <numeric>

#include "explain/matter.h"

namespace hegui::explain {

namespace {

/// A largest matching of units to rows, grown one unit at a time; then rows are fixed one by one.
class Matching {
 public:
  explicit Matching(size_t rows) : unit_of_(rows, kFree), fixed_(rows, false) {}

  /// Adds a unit that may take any of these rows; true if it (with others moved to other rows) found one.
  bool add(std::vector<int> rows) {
    edges_.push_back(std::move(rows));
    row_of_.push_back(kFree);
    if (augment(static_cast<int>(edges_.size()) - 1)) return true;
    edges_.pop_back();
    row_of_.pop_back();
    return false;
  }

  /// Gives a unit, for good, the first of its rows with which all other units still have one.
  int fix(int unit) {
    for (const int row : edges_[static_cast<size_t>(unit)]) {
      const auto r = static_cast<size_t>(row);
      if (fixed_[r]) continue;
      const int own = row_of_[static_cast<size_t>(unit)];
      const int rival = unit_of_[r];
      fixed_[r] = true;
      if (rival == unit) return row;
      unit_of_[static_cast<size_t>(own)] = kFree;
      give(unit, row);
      if (rival == kFree || augment(rival)) return row;
      fixed_[r] = false;
      give(rival, row);
      give(unit, own);
    }
    return row_of_[static_cast<size_t>(unit)];
  }

 private:
  static constexpr int kFree = -1;

  void give(int unit, int row) {
    unit_of_[static_cast<size_t>(row)] = unit;
    row_of_[static_cast<size_t>(unit)] = row;
  }

  /// Depth first with a stack of our own: a chain of moved units may be as long as there are rows.
  bool augment(int start) {
    struct Step {
      int unit;
      size_t next;
      int row;  // that the unit gives up
    };
    std::vector<bool> seen = fixed_;
    std::vector<Step> path{{start, 0, kFree}};
    while (!path.empty()) {
      Step& top = path.back();
      const std::vector<int>& rows = edges_[static_cast<size_t>(top.unit)];
      if (top.next == rows.size()) {
        path.pop_back();
        continue;
      }
      const int row = rows[top.next++];
      if (seen[static_cast<size_t>(row)]) continue;
      seen[static_cast<size_t>(row)] = true;
      const int holder = unit_of_[static_cast<size_t>(row)];
      if (holder != kFree) {
        path.push_back({holder, 0, row});
        continue;
      }
      // The last unit takes this row; each before takes the row that its successor gives up.
      int taken = row;
      for (size_t i = path.size(); i-- > 0;) {
        give(path[i].unit, taken);
        taken = path[i].row;
      }
      return true;
    }
    return false;
  }

  std::vector<std::vector<int>> edges_;  // by unit
  std::vector<int> row_of_;              // by unit
  std::vector<int> unit_of_;             // by row
  std::vector<bool> fixed_;              // by row
};

/// A unit of an instance that has got a row, and the rows it may have.
struct Unit {
  size_t instance;
  bool on_time;
};

/// The rows of a group, each once, and which instance may and surely can use them.
struct Row {
  RowRef ref;
  Day end = kAlways;  // last possible day
  std::string label;
};

class Group {
 public:
  Group(Matter& m, const std::vector<Instance*>& instances, const std::vector<const std::vector<Evidence>*>& rows,
        std::vector<size_t> members)
      : m_(m), instances_(instances), evidence_(rows), members_(std::move(members)) {}

  /// Is every row of it, for each of its instances, sure if possible at all?
  bool settled(const std::vector<bool>& in_doubt) const {
    for (const size_t n : members_) {
      if (in_doubt[n]) return false;
      for (const Evidence& e : *evidence_[n]) {
        if (e.may_on_time && !e.sure_on_time) return false;
        if (instances_[n]->counting.owed && e.may_in_all && !e.sure_in_all) return false;
      }
    }
    return true;
  }

  void match(std::vector<Reckoning>& out) {
    list_rows();
    std::vector<int64_t> on_time(members_.size()), later(members_.size());
    Matching matching(rows_.size());
    const auto take = [&](size_t k, int64_t most, bool in_time) {
      int64_t got = 0;
      const std::vector<int> edges = edges_of(k, in_time);
      while (got < most && got < static_cast<int64_t>(edges.size()) && matching.add(edges)) ++got;
      return got;
    };
    for (size_t k = 0; k < members_.size(); ++k) on_time[k] = take(k, number(k), true);
    for (size_t k = 0; k < members_.size(); ++k)
      if (instances_[members_[k]]->counting.owed) later[k] = take(k, number(k) - on_time[k], false);
    std::vector<Unit> units;
    for (size_t k = 0; k < members_.size(); ++k) {
      for (int64_t i = 0; i < on_time[k]; ++i) units.push_back({k, true});
      for (int64_t i = 0; i < later[k]; ++i) units.push_back({k, false});
    }
    assign(units);
    for (size_t k = 0; k < members_.size(); ++k) {
      const size_t n = members_[k];
      Reckoning& r = out[n];
      r.on_time.low = r.on_time.high = on_time[k];
      r.in_all.low = r.in_all.high = on_time[k] + later[k];
      r.on_time.met_on = r.in_all.met_on = kNoDay;
      instances_[n]->finding.served_by.clear();
      Day in_time = kAlways, in_all = kAlways;
      for (size_t u = 0; u < units.size(); ++u) {
        if (units[u].instance != k || row_of_unit_[u] < 0) continue;
        const Row& row = rows_[static_cast<size_t>(row_of_unit_[u])];
        instances_[n]->finding.served_by.push_back(row.ref);
        in_all = std::max(in_all, row.end);
        if (units[u].on_time) in_time = std::max(in_time, row.end);
      }
      if (in_time != kAlways) r.on_time.met_on = in_time;
      if (in_all != kAlways) r.in_all.met_on = in_all;
    }
  }

  void bound(std::vector<Reckoning>& out) {
    Gaps gaps;
    for (const size_t n : members_)
      for (const Evidence& e : *evidence_[n]) add(gaps, e.gaps);
    const auto possible = [&](size_t n, const Evidence& e) {
      return instances_[n]->counting.owed ? e.may_in_all || e.may_on_time : e.may_on_time;
    };
    for (const size_t n : members_) {
      int64_t rivals = 0;  // units of instances that may take a row of this one
      for (const size_t other : members_) {
        if (other == n) continue;
        bool common = false;
        for (const Evidence& a : *evidence_[n])
          for (const Evidence& b : *evidence_[other])
            common = common || (a.row == b.row && possible(n, a) && possible(other, b));
        if (common) rivals += instances_[other]->counting.number;
      }
      const int64_t wanted = instances_[n]->counting.number;
      Reckoning& r = out[n];
      const auto limit = [&](Tally& t, bool in_all) {
        std::vector<Day> sure;
        for (const Evidence& e : *evidence_[n])
          if (in_all ? e.sure_in_all : e.sure_on_time) sure.push_back(e.event.range.hi);
        std::sort(sure.begin(), sure.end());
        t.low = std::min(wanted, std::max<int64_t>(0, static_cast<int64_t>(sure.size()) - rivals));
        t.high = std::min(wanted, t.high);
        const int64_t at = wanted + rivals;
        t.met_on = at >= 1 && at <= static_cast<int64_t>(sure.size()) ? sure[static_cast<size_t>(at - 1)] : kNoDay;
        if (t.met_on == kAlways) t.met_on = kNoDay;
      };
      limit(r.on_time, false);
      limit(r.in_all, true);
      add(r.gaps, gaps);
    }
  }

 private:
  int64_t number(size_t k) const { return instances_[members_[k]]->counting.number; }

  void list_rows() {
    std::map<RowRef, int> known;
    std::vector<Row> rows;
    for (const size_t n : members_) {
      for (const Evidence& e : *evidence_[n]) {
        if (known.emplace(e.row, 0).second) rows.push_back({e.row, e.event.range.hi, m_.ledger.label(e.row)});
      }
    }
    std::sort(rows.begin(), rows.end(),
              [](const Row& a, const Row& b) { return a.end != b.end ? a.end < b.end : a.label < b.label; });
    rows_ = std::move(rows);
    for (size_t i = 0; i < rows_.size(); ++i) index_[rows_[i].ref] = static_cast<int>(i);
  }

  /// Rows that surely serve an instance, from the earliest on.
  std::vector<int> edges_of(size_t k, bool on_time) const {
    std::vector<int> out;
    for (const Evidence& e : *evidence_[members_[k]])
      if (on_time ? e.sure_on_time : e.sure_in_all) out.push_back(index_.at(e.row));
    std::sort(out.begin(), out.end());
    return out;
  }

  /// Every unit gets the earliest row with which the units behind it can still have theirs.
  void assign(const std::vector<Unit>& units) {
    row_of_unit_.assign(units.size(), -1);
    Matching all(rows_.size());
    for (const Unit& u : units) all.add(edges_of(u.instance, u.on_time));
    for (size_t u = 0; u < units.size(); ++u) row_of_unit_[u] = all.fix(static_cast<int>(u));
  }

  Matter& m_;
  const std::vector<Instance*>& instances_;
  const std::vector<const std::vector<Evidence>*>& evidence_;
  std::vector<size_t> members_;  // in the order in which they are served
  std::vector<Row> rows_;
  std::map<RowRef, int> index_;
  std::vector<int> row_of_unit_;
};

}  // namespace

std::vector<Reckoning> serve(Matter& m, const std::vector<Instance*>& instances,
                             const std::vector<const std::vector<Evidence>*>& rows, const std::vector<bool>& in_doubt,
                             std::vector<Reckoning> own) {
  // Groups: instances joined by rows that may serve more than one of them.
  std::vector<size_t> group(instances.size());
  std::iota(group.begin(), group.end(), size_t{0});
  const auto root = [&](size_t n) {
    while (group[n] != n) n = group[n] = group[group[n]];
    return n;
  };
  std::map<RowRef, size_t> first;
  for (size_t n = 0; n < instances.size(); ++n) {
    for (const Evidence& e : *rows[n]) {
      const bool possible = instances[n]->counting.owed ? e.may_in_all || e.may_on_time : e.may_on_time;
      if (!possible) continue;
      const auto [place, fresh] = first.emplace(e.row, n);
      if (!fresh) group[root(n)] = root(place->second);
    }
  }
  std::map<size_t, std::vector<size_t>> members;
  for (size_t n = 0; n < instances.size(); ++n) members[root(n)].push_back(n);
  for (auto& [any, list] : members) {
    std::sort(list.begin(), list.end(), [&](size_t a, size_t b) {
      const Instance &x = *instances[a], &y = *instances[b];
      if (x.due.range.lo != y.due.range.lo) return x.due.range.lo < y.due.range.lo;
      if (x.finding.from != y.finding.from) return x.finding.from < y.finding.from;
      return x.finding.label < y.finding.label;
    });
    Group one(m, instances, rows, list);
    if (one.settled(in_doubt))
      one.match(own);
    else
      one.bound(own);
  }
  return own;
}

}  // namespace hegui::explain
