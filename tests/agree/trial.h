// One trial: a random pack and random owners, evaluated; and the same with parts taken away, to show a small case.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agree/random_records.h"
#include "agree/random_rules.h"
#include "explain/evaluate.h"
#include "records/json_reader.h"
#include "rule/load.h"

namespace hegui::agree {

/// A duty of a trial.
struct Rule {
  std::string id, yaml;
};

struct Trial {
  uint64_t seed = 0;
  std::string definitions;
  std::vector<Rule> rules;
  std::vector<Owner> owners;
  Owner registry;
  Day as_of = 0;
  Day known_at = kNoDay;
  bool declared = false;  // the data set declares a day of completeness for hazards
  std::set<std::string> features;
};

inline int seeds(int otherwise) {
  const char* text = std::getenv("HEGUI_AGREE_SEEDS");
  const int n = text ? std::atoi(text) : 0;
  return n > 0 ? n : otherwise;
}
inline uint64_t first_seed() {
  const char* text = std::getenv("HEGUI_AGREE_FIRST");
  return text ? static_cast<uint64_t>(std::strtoull(text, nullptr, 10)) : 1;
}

inline Trial make_trial(uint64_t seed, int owners, int duties, bool presence = true) {
  Trial trial;
  trial.seed = seed;
  RandomRules rules(seed * 2, presence);
  trial.definitions = rules.definitions();
  for (int i = 0; i < duties; ++i) trial.rules.push_back({"d" + std::to_string(i), rules.duty(i)});
  trial.features = rules.used();
  RandomRecords records(seed * 2 + 1);
  for (int i = 0; i < owners; ++i) trial.owners.push_back(records.enterprise(i));
  trial.registry = records.registry();
  if (records.changed) trial.features.insert("changes");
  Draw draw(seed + 77);
  trial.as_of = *parse_date(draw.word({"2023-04-10", "2023-05-19", "2023-06-30", "2023-07-15", "2023-09-30", "2023-10-20",
                                       "2023-12-31", "2024-01-01", "2024-02-15"}));
  if (draw.chance(30)) trial.known_at = trial.as_of - draw.between(0, 90);
  trial.declared = draw.chance(15);
  return trial;
}

/// The mini pack with a history of fields and parameters with dated values.
inline void extend(const std::filesystem::path& folder) {
  const auto change = [&](const char* file, const std::vector<std::pair<std::string, std::string>>& parts) {
    std::ifstream in(folder / file);
    std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    for (const auto& [from, to] : parts) {
      const size_t at = text.find(from);
      if (at == std::string::npos) {
        ADD_FAILURE() << file << " has no " << from;
      } else {
        text.replace(at, from.size(), to);
      }
    }
    in.close();
    std::ofstream(folder / file) << text;
  };
  change("model.yaml", {{"types:\n",
                         "types:\n  change:\n    zh: 变更\n    event: from\n    key: [collection, row, field, from]\n    fields:\n"
                         "      collection: [集合, string, sparse]\n      row: [行, string, sparse]\n      field: [字段, string]\n"
                         "      value: [值, string]\n      from: [起, date]\n"},
                        {"collections: {people: person, certificates", "collections: {changes: [change, sparse], people: person, certificates"}});
  std::string fields;
  for (const Changing& c : changing_fields()) fields += (fields.empty() ? "" : ", ") + (c.collection.empty() ? "" : c.collection + ".") + c.field;
  change("pack.yaml", {{"judgements: judgements, waivers: waivers}", "judgements: judgements, waivers: waivers, changes: {rows: changes, of: [" + fields + "]}}"}});
  change("parameters.yaml",
         {{"params:\n",
           "params:\n  limit: {zh: 次数, en: a number, type: int, values: [{value: 1}, {from: 2023-08-15, value: 2}], origin: assumption, reading: R3, "
           "allowed: {from: 0, to: 3}}\n"
           "  share: {zh: 比例, en: a share, type: double, values: [{value: 0.5}, {from: 2023-09-01, value: 0.8}, {from: 2023-12-01, value: 1.0}], "
           "origin: text, cite: [ent.education]}\n"}});
}

/// The pack of a trial on disk while it is loaded; null (with the diagnostics) when a random condition is refused.
inline std::shared_ptr<const rule::CheckedRules> load(const Trial& trial, std::string* why = nullptr) {
  namespace fs = std::filesystem;
  static const fs::path folder = fs::temp_directory_path() / ("hegui-agree-" + std::to_string(::getpid()));
  const fs::path mini = fs::path(HEGUI_SOURCE_DIR) / "tests/packs/mini";
  if (!fs::exists(folder)) {
    fs::create_directories(folder);
    for (const char* file : {"pack.yaml", "model.yaml", "clauses.yaml", "calendar.yaml", "parameters.yaml", "source.txt"})
      fs::copy_file(mini / file, folder / file);
    extend(folder);
    std::atexit([] {
      std::error_code ignored;
      fs::remove_all(folder, ignored);
    });
  }
  std::ofstream(folder / "definitions.yaml") << trial.definitions;
  std::string duties = "duties:\n";
  for (const Rule& r : trial.rules) duties += "  " + r.id + ": " + r.yaml + "\n";
  std::ofstream(folder / "duties.yaml") << duties;
  Diagnostics diagnostics;
  auto rules = rule::load_pack(folder.string(), {}, diagnostics);
  if (!rules && why) *why = to_text(diagnostics.take(), "en");
  return rules;
}

inline std::unique_ptr<Dataset> read(const Trial& trial, const rule::CheckedRules& rules, std::string* why = nullptr) {
  std::string lines;
  for (const Owner& owner : trial.owners) lines += owner.json() + "\n";
  std::vector<RecordText> texts{{"enterprise", "enterprise.ndjson", lines},
                                {"registry", "registry.json", trial.registry.json()}};
  Declarations declarations;
  if (trial.declared) {
    const int enterprise = rules.model->owner("enterprise");
    declarations.complete_through.push_back(
        {enterprise, rules.model->owners[static_cast<size_t>(enterprise)].collection("hazards"), *parse_date("2023-08-31")});
  }
  Diagnostics diagnostics;
  auto data = read_records(rules.model, std::move(texts), declarations, {}, diagnostics);
  if (!data && why) *why = to_text(diagnostics.take(), "en");
  return data;
}

inline rule::Evaluation evaluation(const Trial& trial, const rule::CheckedRules& rules) {
  rule::Evaluation e;
  e.moment = {trial.as_of, trial.as_of, trial.known_at};
  e.params = rule::default_values(rules);
  return e;
}

/// Takes away owners, rows, fields, collections and duties one at a time as long as `fails` stays true.
inline Trial shrink(Trial trial, const std::function<bool(const Trial&)>& fails) {
  int budget = 600;
  const auto without = [&](auto member, Trial& from) {
    bool shorter = false;
    for (size_t i = 0; i < member(from).size() && budget > 0;) {
      Trial less = from;
      auto& list = member(less);
      list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
      --budget;
      if (fails(less)) {
        from = std::move(less);
        shorter = true;
      } else {
        ++i;
      }
    }
    return shorter;
  };
  bool shorter = true;
  while (shorter && budget > 0) {
    shorter = without(
        [](Trial & t) -> auto& { return t.owners; }, trial);
    shorter |= without(
        [](Trial & t) -> auto& { return t.rules; }, trial);
    shorter |= without(
        [](Trial & t) -> auto& { return t.registry.collections; }, trial);
    for (size_t o = 0; o < trial.owners.size(); ++o) {
      shorter |= without(
          [o](Trial & t) -> auto& { return t.owners[o].collections; }, trial);
      shorter |= without(
          [o](Trial & t) -> auto& { return t.owners[o].fields; }, trial);
      shorter |= without(
          [o](Trial & t) -> auto& { return t.owners[o].complete_through; }, trial);
      for (size_t c = 0; c < trial.owners[o].collections.size(); ++c) {
        shorter |= without(
            [ o, c ](Trial & t) -> auto& { return t.owners[o].collections[c].rows; }, trial);
        for (size_t r = 0; r < trial.owners[o].collections[c].rows.size(); ++r)
          shorter |= without(
              [ o, c, r ](Trial & t) -> auto& { return t.owners[o].collections[c].rows[r]; }, trial);
      }
    }
    for (size_t c = 0; c < trial.registry.collections.size(); ++c)
      shorter |= without(
          [c](Trial & t) -> auto& { return t.registry.collections[c].rows; }, trial);
  }
  return trial;
}

inline std::string story(const Trial& trial) {
  std::string out = "seed " + std::to_string(trial.seed) + ", as of " + format_date(trial.as_of);
  if (trial.known_at != kNoDay) out += ", known at " + format_date(trial.known_at);
  if (trial.declared) out += ", hazards declared complete through 2023-08-31";
  out += "\n" + trial.definitions + "duties:\n";
  for (const Rule& r : trial.rules) out += "  " + r.id + ": " + r.yaml + "\n";
  for (const Owner& owner : trial.owners) out += owner.json() + "\n";
  return out + "registry " + trial.registry.json() + "\n";
}

}  // namespace hegui::agree
