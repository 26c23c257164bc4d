// Soundness on a small scale: a definite verdict is contradicted by no way of filling the gaps of the records.
//
// Random owners with holes are judged by the slow evaluator; then their empty fields are filled, their months made days and
// their absent collections given rows, at random, many times over. Whatever was definite must stay what it was. (Milestones,
// sparse fields and has() are no gaps, and filling an id or a key makes another row; those are left alone.)
#include <map>

#include "agree/trial.h"
#include "explain/explain.h"

namespace hegui::agree {
namespace {

bool definite(Verdict v) {
  return v == Verdict::satisfied || v == Verdict::satisfied_late || v == Verdict::overdue || v == Verdict::violated;
}

/// One way of filling the gaps of an owner.
class Filling {
 public:
  explicit Filling(uint64_t seed) : draw_(seed), records_(seed + 1) {}

  Owner fill(Owner owner) {
    for (const auto& [name, values] :
         std::map<std::string, std::vector<const char*>>{{"sectors", {"[]", "[\"mine\"]", "[\"industry\"]"}},
                                                         {"high_risk", {"true", "false"}},
                                                         {"headcount", {"0", "60", "120", "500"}},
                                                         {"has_body", {"true", "false"}}})
      if (!has(owner.fields, name)) owner.fields.push_back({name, draw_.word(values)});
    for (Text& field : owner.fields) sharpen(field);
    for (const CollectionInfo& c : collections()) {
      if (c.sparse) continue;
      const auto given = std::find_if(owner.collections.begin(), owner.collections.end(),
                                      [&](const Rows& r) { return r.collection == c.name; });
      if (given == owner.collections.end() && draw_.chance(80)) {
        const Owner other = records_.enterprise(draw_.between(0, 9));
        for (const Rows& rows : other.collections)
          if (rows.collection == c.name) owner.collections.push_back(rows);
      }
    }
    for (Rows& rows : owner.collections)
      for (std::vector<Text>& row : rows.rows) fill(row, type_of_collection(rows.collection));
    return owner;
  }

 private:
  static bool has(const std::vector<Text>& fields, const std::string& name) {
    return std::any_of(fields.begin(), fields.end(), [&](const Text& f) { return f.name == name; });
  }
  /// A month becomes a day of it.
  void sharpen(Text& field) {
    if (field.value.size() != 9 || field.value[5] != '-') return;
    char day[8];
    std::snprintf(day, sizeof day, "-%02d\"", draw_.between(1, 28));
    field.value = field.value.substr(0, 8) + day;
  }
  void fill(std::vector<Text>& row, const std::string& type) {
    for (Text& field : row) sharpen(field);
    if (type.empty()) return;
    for (const FieldInfo& f : row_info(type).fields) {
      const bool key = type == "certificate" && (f.name == "person" || f.name == "category" || f.name == "number");
      const bool dates_it = (type == "interval" || type == "mark") && f.name == "from";
      const bool gap = !f.sparse && f.kind != Kind::id && f.kind != Kind::milestone && f.kind != Kind::milestone_moment &&
                       f.kind != Kind::nested;
      const bool dated =
          type == "permit" && f.name == "approved_on" && has(row, "started_at");  // the first that is filled dates it
      if (!gap || key || dates_it || dated || has(row, f.name)) continue;
      switch (f.kind) {
        case Kind::flag:
          row.push_back({f.name, draw_.chance(50) ? "true" : "false"});
          break;
        case Kind::whole:
          row.push_back({f.name, std::to_string(draw_.between(0, 5))});
          break;
        case Kind::number:
          row.push_back({f.name, std::to_string(draw_.between(0, 9)) + ".5"});
          break;
        case Kind::date:
          row.push_back({f.name, records_.date(true)});
          break;
        case Kind::moment:
          row.push_back({f.name, records_.date(true)});
          break;
        case Kind::words:
        case Kind::texts:
        case Kind::references:
          row.push_back({f.name, draw_.chance(30) ? "[]" : "[\"" + draw_.of(f.choices) + "\"]"});
          break;
        default:
          row.push_back({f.name, "\"" + draw_.of(f.choices) + "\""});
      }
    }
  }

  Draw draw_;
  RandomRecords records_;
};

using Lines = std::map<std::string, std::pair<Verdict, std::string>>;  // instance -> verdict, finding as JSON

Lines judged(const Trial& trial) {
  Lines out;
  const auto rules = load(trial);
  if (!rules || trial.owners.empty()) return out;
  const auto data = read(trial, *rules);
  if (!data) return out;
  const Findings f = explain::evaluate(*rules, *data, rules->model->owner("enterprise"), 0, evaluation(trial, *rules), false);
  for (const FindingRow& row : f.rows)
    out[f.duties[row.duty].id + " " + std::string(word(row.kind)) + " " + std::string(f.label(row))] = {row.verdict,
                                                                                                        f.json(row)};
  return out;
}

/// A life with an opening or an end (or both) that is a month: with every duty, whether it has windows or not.
Owner with_vague_life(Owner owner, Draw& draw) {
  std::erase_if(owner.fields, [](const Text& f) { return f.name == "opened_on" || f.name == "ceased_on"; });
  const int which = draw.between(1, 3);
  const auto month = [&](const std::vector<const char*>& of) { return "\"" + draw.word(of) + "\""; };
  if (which != 2) owner.fields.push_back({"opened_on", month({"2023-04", "2023-05", "2023-06", "2023-09", "2023-12"})});
  if (which != 1) owner.fields.push_back({"ceased_on", month({"2023-05", "2023-06", "2023-07", "2023-10", "2023-12", "2024-02"})});
  return owner;
}

/// A definite verdict (also that nothing binds) that some day of the months of a life contradicts.
std::string contradicted_by_life(const Trial& trial, int* checked) {
  const Lines before = judged(trial);
  Draw draw(trial.seed + 5);
  for (int i = 0; i < 8 && !trial.owners.empty(); ++i) {
    Trial filled = trial;
    for (Text& field : filled.owners[0].fields) {
      if (field.name != "opened_on" && field.name != "ceased_on") continue;
      if (field.value.size() != 9) continue;
      char day[8];
      std::snprintf(day, sizeof day, "-%02d\"", i == 0 ? 1 : draw.between(1, 28));
      field.value = field.value.substr(0, 8) + day;
    }
    const Lines after = judged(filled);
    for (const auto& [instance, was] : before) {
      const auto now = after.find(instance);
      const bool neutral = was.first == Verdict::not_applicable;
      if (!definite(was.first) && !neutral) continue;
      if (checked) ++*checked;
      if (now == after.end() ? neutral : now->second.first == was.first) continue;
      return "before " + was.second + "\nafter  " + (now == after.end() ? "(none)" : now->second.second) + "\nfilled " +
             filled.owners[0].json() + "\n";
    }
  }
  return {};
}

TEST(Agree, NoDayOfALifeKnownToTheMonthContradictsADefiniteVerdict) {
  const int trials = seeds(200) / 2;
  int checked = 0, wrong = 0;
  std::map<std::string, int> doubted;  // shapes that were found doubtful
  for (uint64_t seed = first_seed(); seed < first_seed() + static_cast<uint64_t>(trials) && wrong < 5; ++seed) {
    Trial trial = make_trial(seed, 1, 10);
    Draw draw(seed + 9);
    trial.owners[0] = with_vague_life(trial.owners[0], draw);
    for (const auto& [instance, line] : judged(trial)) {
      const bool by_life = line.second.find("\"field\": \"opened_on\"") != std::string::npos ||
                           line.second.find("\"field\": \"ceased_on\"") != std::string::npos;
      if (line.first != Verdict::indeterminate || !by_life) continue;
      const std::string duty = instance.substr(0, instance.find(' '));
      for (const Rule& r : trial.rules)
        for (const char* shape : {"done: ", "require: {甲", "respond: ", "cover: ", "forbid: ", "state: ", "table: ", "judge: "})
          if (r.id == duty && r.yaml.find(shape) != std::string::npos) ++doubted[shape];
    }
    if (contradicted_by_life(trial, &checked).empty()) continue;
    ++wrong;
    const Trial small = shrink(trial, [](const Trial& t) { return !contradicted_by_life(t, nullptr).empty(); });
    ADD_FAILURE() << contradicted_by_life(small, nullptr) << story(small);
  }
  std::printf("%d verdicts held against days of lives; doubted:", checked);
  for (const auto& [shape, times] : doubted) std::printf(" %s%d", shape.c_str(), times);
  std::printf("\n");
  EXPECT_GT(checked, trials * 20);
  if (trials >= 100) {
    EXPECT_GE(doubted.size(), 5U) << "the lives should make most shapes doubtful";
  }
}

/// A definite verdict that some filling contradicts.
std::string contradiction(const Trial& trial, int* checked) {
  const Lines before = judged(trial);
  for (uint64_t i = 0; i < 8; ++i) {
    Trial filled = trial;
    if (!filled.owners.empty()) filled.owners[0] = Filling(trial.seed * 100 + i).fill(trial.owners[0]);
    const Lines after = judged(filled);
    if (after.empty()) continue;
    for (const auto& [instance, was] : before) {
      if (!definite(was.first)) continue;
      if (checked) ++*checked;
      const auto now = after.find(instance);
      if (now != after.end() && now->second.first == was.first) continue;
      // A composition is as bad as its worst part; one that is open may turn out worse (section 10).
      const bool composed = was.second.find("\"code\": \"part\"") != std::string::npos;
      if (composed && was.first == Verdict::overdue && now != after.end() && now->second.first == Verdict::violated) continue;
      return "before " + was.second + "\nafter  " + (now == after.end() ? "(none)" : now->second.second) + "\nfilled " +
             filled.owners[0].json() + "\n";
    }
  }
  return {};
}

TEST(Agree, NoFillingOfTheGapsContradictsADefiniteVerdict) {
  const int trials = seeds(200) / 2;
  int checked = 0, wrong = 0;
  for (uint64_t seed = first_seed(); seed < first_seed() + static_cast<uint64_t>(trials) && wrong < 5; ++seed) {
    Trial trial = make_trial(seed, 1, 8, false);
    trial.known_at = kNoDay;
    // Coverage looks at the days of dated sessions only and takes a set that may be empty for one with members (section 8).
    trial.rules.erase(std::remove_if(trial.rules.begin(), trial.rules.end(),
                                     [](const Rule& r) { return r.yaml.find("cover: ") != std::string::npos; }),
                      trial.rules.end());
    if (trial.rules.size() < 3 || trial.rules[2].id != "d2") continue;  // a compose needs the parts it names
    if (contradiction(trial, &checked).empty()) continue;
    ++wrong;
    const Trial small = shrink(trial, [](const Trial& t) { return !contradiction(t, nullptr).empty(); });
    ADD_FAILURE() << contradiction(small, nullptr) << story(small);
  }
  EXPECT_GT(checked, trials);
}

}  // namespace
}  // namespace hegui::agree
