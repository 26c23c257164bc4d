// A pack folder becomes checked rules: the mini pack, and copies of it with one file changed.
#include "rule/load.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

#include "rule/pack_fixture.h"

namespace hegui::rule {
namespace {

const CheckedRules& mini() {
  static const auto rules = [] {
    Diagnostics diagnostics;
    auto out = load_pack(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini", LoadOptions{}, diagnostics);
    EXPECT_EQ(to_text(diagnostics.take()), "");
    return out;
  }();
  return *rules;
}

const Duty& duty(const CheckedRules& rules, const std::string& id) {
  return rules.duties.at(static_cast<size_t>(rules.duty(id)));
}

std::string text_of(const CheckedRules& rules, ExprIx index) {
  return index == kNone ? "-" : rules.exprs.at(static_cast<size_t>(index)).ast.text;
}

TEST(Load, MiniLoadsWithoutAnyDiagnostic) {
  EXPECT_EQ(mini().duties.size(), 20u);
  EXPECT_EQ(mini().sha256.size(), 64u);
  EXPECT_EQ(mini().name, "mini");
  EXPECT_EQ(mini().clauses.size(), 18u);
  EXPECT_TRUE(
      std::is_sorted(mini().duties.begin(), mini().duties.end(), [](const Duty& a, const Duty& b) { return a.id < b.id; }));
}

TEST(Load, MiniDumpIsGolden) {
  const std::string path = std::string(HEGUI_SOURCE_DIR) + "/tests/rule/mini.dump";
  if (std::getenv("HEGUI_UPDATE") != nullptr) std::ofstream(path, std::ios::binary) << mini().dump();
  EXPECT_EQ(mini().dump(), read_file(path));
}

TEST(Load, EveryExpressionIsTyped) {
  for (const cel::Expression& e : mini().exprs) {
    ASSERT_NE(e.ast.root, cel::kNoNode) << e.ast.text;
    EXPECT_NE(e.type, mini().types.error) << e.ast.text;
    for (const cel::Node& node : e.ast.nodes) EXPECT_NE(node.kind, cel::NodeKind::name) << e.ast.text;
  }
}

TEST(Load, CountBranchesInheritAndOverride) {
  const Duty& d = duty(mini(), "leader-inspection");
  const Count& base = std::get<Count>(d.shape);
  ASSERT_EQ(d.unless.size(), 1u);
  EXPECT_EQ(base.per, Per::quarter);
  EXPECT_EQ(d.unless[0].count.per, Per::month);
  EXPECT_EQ(d.unless[0].count.rows, base.rows);
  EXPECT_EQ(d.unless[0].count.min_days.param, mini().param("min_days"));
  ASSERT_EQ(d.unless[0].cite.size(), 1u);
  EXPECT_EQ(mini().clauses[static_cast<size_t>(d.unless[0].cite[0])].id, "ent.leader-high-risk");
  EXPECT_EQ(base.late, Late::lost);
}

TEST(Load, LateDefaultsFollowTheShape) {
  EXPECT_EQ(std::get<Count>(duty(mini(), "drill").shape).late, Late::owed);
  EXPECT_EQ(std::get<Items>(duty(mini(), "hazard-fixed").shape).late, Late::owed);
  EXPECT_EQ(std::get<Items>(duty(mini(), "finding-fixed").shape).late, Late::lost);
  EXPECT_EQ(std::get<Respond>(duty(mini(), "accident-sweep").shape).late, Late::owed);
  EXPECT_EQ(std::get<Cover>(duty(mini(), "education").shape).late, Late::lost);
  EXPECT_EQ(std::get<Cover>(duty(mini(), "duty-book").shape).late, Late::owed);
  EXPECT_TRUE(std::get<Cover>(duty(mini(), "duty-book").shape).state);
  EXPECT_FALSE(std::get<Cover>(duty(mini(), "education").shape).state);
}

TEST(Load, FramesDefaultByShape) {
  EXPECT_EQ(std::get<Items>(duty(mini(), "hazard-fixed").shape).within.kind, Frame::Kind::any);
  EXPECT_EQ(std::get<Items>(duty(mini(), "contractor-visits").shape).within.kind, Frame::Kind::campaign);
  EXPECT_EQ(std::get<Respond>(duty(mini(), "accident-sweep").shape).within.kind, Frame::Kind::campaign);
  EXPECT_EQ(std::get<Forbid>(duty(mini(), "certified-operators").shape).within.kind, Frame::Kind::any);
  EXPECT_EQ(std::get<Forbid>(duty(mini(), "hot-work-guardian").shape).within.kind, Frame::Kind::campaign);
  const Frame& phase = std::get<Count>(duty(mini(), "leader-inspection-full").shape).within;
  EXPECT_EQ(phase.kind, Frame::Kind::phase);
  EXPECT_EQ(phase.label, "phase-2");
}

TEST(Load, AssumptionsAreFoundThroughDatesAndRows) {
  const auto only = [](const Duty& d) { return d.assumptions; };
  EXPECT_EQ(only(duty(mini(), "hazard-swift")), std::vector<int>{mini().param("swift_days")});
  EXPECT_EQ(only(duty(mini(), "accident-sweep")), std::vector<int>{mini().param("sweep_days")});
  EXPECT_TRUE(only(duty(mini(), "hazard-fixed")).empty());
}

TEST(Load, UsesGoThroughDefinitionsAndRows) {
  const Duty& d = duty(mini(), "leader-inspection");
  const cel::Expression& when = mini().exprs[static_cast<size_t>(d.unless[0].when)];
  EXPECT_NE(when.uses & (1U << cel::kHolder), 0u);
  EXPECT_NE(when.uses & (1U << cel::kDay), 0u);
  EXPECT_EQ(when.uses & (1U << cel::kRow), 0u);
  EXPECT_EQ(when.params, std::vector<int>{mini().param("high_risk_sectors")});
  const Respond& respond = std::get<Respond>(duty(mini(), "accident-sweep").shape);
  const Selection& with = mini().selections[static_cast<size_t>(respond.with)];
  EXPECT_NE(mini().exprs[static_cast<size_t>(with.cond)].uses & (1U << cel::kTrigger), 0u);
}

TEST(Load, ComposeTakesIdsPatternsAndClauses) {
  std::vector<std::string> parts;
  for (int i : std::get<Compose>(duty(mini(), "overall").shape).duties)
    parts.push_back(mini().duties[static_cast<size_t>(i)].id);
  EXPECT_EQ(parts, (std::vector<std::string>{"certified-operators", "contractor-visits", "culture", "education",
                                             "hazard-elements", "hazard-fixed", "hazard-swift", "leader-inspection"}));
}

TEST(Load, RolesNameFieldsAndWords) {
  const Model& model = *mini().model;
  const Roles& roles = mini().roles[static_cast<size_t>(model.owner("enterprise"))];
  const OwnerType& owner = model.owners[static_cast<size_t>(model.owner("enterprise"))];
  EXPECT_EQ(owner.fields[static_cast<size_t>(roles.opened)].name, "opened_on");
  EXPECT_EQ(owner.collections[static_cast<size_t>(roles.judgements)].name, "judgements");
  EXPECT_EQ(roles.met, 0);
  EXPECT_EQ(roles.not_met, 1);
  EXPECT_EQ(roles.judged_not_applicable, 2);
  const Roles& department = mini().roles[static_cast<size_t>(model.owner("department"))];
  EXPECT_EQ(department.opened, -1);
  EXPECT_GE(department.waivers, 0);
}

TEST(Load, HashDependsOnEveryByteAndNotOnTheFolder) {
  PackFolder a;
  PackFolder b;
  const auto one = a.load();
  const auto two = b.load();
  ASSERT_NE(one, nullptr);
  ASSERT_NE(two, nullptr);
  EXPECT_EQ(one->sha256, two->sha256);
  EXPECT_EQ(one->sha256, mini().sha256);
  ASSERT_TRUE(b.edit("source.txt", "十、部门", "十、 部门"));
  const auto three = b.load();
  ASSERT_NE(three, nullptr) << b.text();
  EXPECT_NE(one->sha256, three->sha256);
}

// `is:`, dates and table cells become CEL; each form once.
struct Lowered {
  const char* is;
  const char* cel;
};
class Lowering : public ::testing::TestWithParam<Lowered> {};

TEST_P(Lowering, OfIs) {
  PackFolder pack;
  pack.write("definitions.yaml", "# none\n");
  pack.write("duties.yaml", std::string("duties:\n  d:\n    zh: 规则\n    cite: [ent.fix]\n    count: {rows: ") +
                                GetParam().is + ", at_least: 1}\n");
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  const Count& count = std::get<Count>(duty(*rules, "d").shape);
  EXPECT_EQ(text_of(*rules, rules->selections[static_cast<size_t>(count.rows)].cond), GetParam().cel);
}

INSTANTIATE_TEST_SUITE_P(
    Rule, Lowering,
    ::testing::Values(
        Lowered{"{of: hazards}", "-"}, Lowered{"{of: hazards, is: {level: major}}", "row.level == 'major'"},
        Lowered{"{of: hazards, is: {level: [major, general]}}", "row.level in ['major', 'general']"},
        Lowered{"{of: hazards, is: {cross_sector: true}}", "row.cross_sector == true"},
        Lowered{"{of: hazards, is: {funds_wan: 3}}", "row.funds_wan == 3.0"},
        Lowered{"{of: hazards, is: {funds_wan: 0.5}}", "row.funds_wan == 0.5"},
        Lowered{"{of: hazards, is: {found_on: 2023-06-01}}", "row.found_on == date('2023-06-01')"},
        Lowered{"{of: hazards, is: {found_on: $issued_on}}", "row.found_on == $issued_on"},
        Lowered{"{of: hazards, is: {responsible_person: \"O'Neil \\\\ 张\"}}", "row.responsible_person == 'O\\'Neil \\\\ 张'"},
        Lowered{"{of: inspections, is: {total_items: 10}}", "row.total_items == 10"},
        Lowered{"{of: inspections, is: {sectors: mine}}", "'mine' in row.sectors"},
        Lowered{"{of: inspections, is: {sectors: [mine, chem]}}", "('mine' in row.sectors || 'chem' in row.sectors)"},
        Lowered{"{of: inspections, is: {sectors: $high_risk_sectors}}", "row.sectors.exists(x, x in $high_risk_sectors)"},
        Lowered{"{of: inspections, is: {kind: sweep, contract: C1}}", "row.kind == 'sweep' && row.contract == 'C1'"},
        Lowered{"{of: inspections.findings, is: {code: x, parent.kind: sweep}}", "row.code == 'x' && parent.kind == 'sweep'"},
        Lowered{"{of: permits, is: {approved_on: 2023-06-01}}", "row.approved_on.date() == date('2023-06-01')"},
        Lowered{"{of: permits, is: {kind: height}, where: has(row.guardian)}", "row.kind == 'height' && has(row.guardian)"},
        Lowered{"{of: permits, is: {kind: height}, where: \"has(row.guardian) || has(row.ended_at)\"}",
                "row.kind == 'height' && (has(row.guardian) || has(row.ended_at)\n)"},
        Lowered{"{of: permits, is: {kind: height}, where: \"has(row.guardian) // 有监护\"}",
                "row.kind == 'height' && (has(row.guardian) // 有监护\n)"}));

class DateLowering : public ::testing::TestWithParam<Lowered> {};

TEST_P(DateLowering, OfDue) {
  PackFolder pack;
  pack.write("definitions.yaml", "# none\n");
  pack.write(
      "duties.yaml",
      std::string("duties:\n  d:\n    zh: 规则\n    cite: [ent.fix]\n    items: {rows: {of: permits}, done: ended_at, due: ") +
          GetParam().is + "}\n");
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  const Items& items = std::get<Items>(duty(*rules, "d").shape);
  EXPECT_EQ(text_of(*rules, items.done), "row.ended_at.date()");
  EXPECT_EQ(text_of(*rules, items.due), GetParam().cel);
  EXPECT_EQ(rules->exprs[static_cast<size_t>(items.due)].type, rules->types.date);
}

INSTANTIATE_TEST_SUITE_P(
    Rule, DateLowering,
    ::testing::Values(Lowered{"2023-08-31", "date('2023-08-31')"}, Lowered{"$ends_on", "$ends_on"},
                      Lowered{"approved_on", "row.approved_on.date()"}, Lowered{"row.approved_on", "row.approved_on.date()"},
                      Lowered{"{after: approved_on, days: 3}", "row.approved_on.date() + days(3)"},
                      Lowered{"{after: approved_on, days: $swift_days}", "row.approved_on.date() + days($swift_days)"},
                      Lowered{"{after: $issued_on, days: 3}", "$issued_on + days(3)"},
                      Lowered{"\"latest(row.approved_on.date(), as_of)\"", "latest(row.approved_on.date(), as_of)"},
                      Lowered{"\"has(row.started_at) ? row.started_at : row.approved_on\"",
                              "(has(row.started_at) ? row.started_at : row.approved_on\n).date()"}));

TEST(Load, TableCellsBecomeComparisons) {
  const auto& table = std::get<DecisionTable>(duty(mini(), "safety-body").shape);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(text_of(mini(), table.rows[0].cond), "high_risk == true");
  EXPECT_EQ(text_of(mini(), table.rows[1].cond), "high_risk == false && holder.headcount > $body_above");
  EXPECT_EQ(table.outcomes[1].expr, kNone);
}

TEST(Load, CalendarMayBeNamedWithDotsButNothingElse) {
  PackFolder pack;
  const std::string outside = pack.path() + "-calendar.yaml";
  std::filesystem::copy_file(pack.path() + "/calendar.yaml", outside, std::filesystem::copy_options::overwrite_existing);
  ASSERT_TRUE(
      pack.edit("pack.yaml", "calendar: calendar.yaml", "calendar: ../" + std::filesystem::path(outside).filename().string()));
  EXPECT_NE(pack.load(), nullptr) << pack.text();
  std::filesystem::remove(outside);
}

TEST(Load, ALinkOutOfThePackIsRefused) {
  PackFolder pack;
  std::filesystem::remove(pack.path() + "/duties.yaml");
  std::filesystem::create_symlink(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini/duties.yaml",
                                  pack.path() + "/duties.yaml");
  EXPECT_EQ(pack.load(), nullptr);
  EXPECT_NE(pack.text().find("HG2012"), std::string::npos) << pack.text();
}

TEST(Load, AMissingFolderIsOneDiagnostic) {
  Diagnostics diagnostics;
  EXPECT_EQ(load_pack("/nonexistent/pack", LoadOptions{}, diagnostics), nullptr);
  const auto list = diagnostics.take();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(list[0].code, 1001);
}

TEST(Load, AllErrorsOfAllFilesInOneRun) {
  PackFolder pack;
  ASSERT_TRUE(pack.edit("parameters.yaml", "value: 15", "value: 150"));
  ASSERT_TRUE(pack.edit("clauses.yaml", "text: 同类企业", "text: 其他企业"));
  ASSERT_TRUE(pack.edit("definitions.yaml", "row.checked_items", "row.cheked_items"));
  ASSERT_TRUE(pack.edit("duties.yaml", "due: 2023-09-30", "due: 2023-09-31"));
  ASSERT_TRUE(pack.edit("calendar.yaml", "\"2023-10-08\"", "\"2024-10-08\""));
  EXPECT_EQ(pack.load(), nullptr);
  std::set<int> codes;
  for (const Diagnostic& d : pack.diagnostics()) codes.insert(d.code);
  EXPECT_EQ(codes, (std::set<int>{2004, 2010, 2011, 2017, 3012})) << pack.text();
}

TEST(Load, MoreThanOneErrorLimitIsKept) {
  PackFolder pack;
  std::string duties = "duties:\n";
  for (int i = 0; i < 50; ++i)
    duties += "  d" + std::to_string(i) + ": {zh: 规则, cite: [none], judge: {question: {zh: 问}, by: 某}}\n";
  pack.write("duties.yaml", duties);
  LoadOptions options;
  options.max_errors = 10;
  EXPECT_EQ(pack.load(options), nullptr);
  EXPECT_LE(pack.diagnostics().size(), 12u);
}

// Whatever bytes the files hold: diagnostics or rules, never a crash or a hang.
TEST(Load, AnyDamageGivesDiagnosticsOrRules) {
  static const char* const kFiles[] = {"pack.yaml",        "model.yaml",  "parameters.yaml", "clauses.yaml",
                                       "definitions.yaml", "duties.yaml", "calendar.yaml"};
  static constexpr std::string_view kSigns = "{}[]:,-'\"\n $*&!|>#%@`";
  std::mt19937 random(20231125);
  PackFolder pack;
  for (int round = 0; round < 120; ++round) {
    const std::string file = kFiles[random() % std::size(kFiles)];
    const std::string sound = pack.read(file);
    std::string text = sound;
    for (int i = 0; i < 3; ++i) {
      const size_t at = random() % text.size();
      switch (random() % 4) {
        case 0:
          text.erase(at, 1 + random() % 20);
          break;
        case 1:
          text.insert(at, text.substr(random() % text.size(), random() % 30));
          break;
        case 2:
          text[at] = kSigns[random() % kSigns.size()];
          break;
        default:
          std::swap(text[at], text[random() % text.size()]);
          break;
      }
      if (text.empty()) text = "x";
    }
    pack.write(file, text);
    const auto rules = pack.load();
    const bool errors = std::any_of(pack.diagnostics().begin(), pack.diagnostics().end(),
                                    [](const Diagnostic& d) { return d.severity == Severity::error; });
    EXPECT_EQ(rules == nullptr, errors) << file << "\n" << text;
    if (rules != nullptr) {
      EXPECT_FALSE(rules->dump().empty());
    }
    pack.write(file, sound);
  }
}

TEST(Model, RefusesNestingThatMultiplies) {
  std::string text = "types:\n";
  for (int layer = 0; layer < 7; ++layer) {
    for (int i = 0; i < 12; ++i) {
      text += "  t" + std::to_string(layer) + "_" + std::to_string(i) + ":\n    fields:\n      a: [甲, string]\n";
      for (int j = 0; layer < 6 && j < 12; ++j) {
        text += "      f" + std::to_string(j) + ": [乙, \"[]t" + std::to_string(layer + 1) + "_" + std::to_string(j) + "\"]\n";
      }
    }
  }
  text += "owners:\n  enterprise: {fields: {id: [编号, id]}, collections: {rows: t0_0}}\n";
  Diagnostics diagnostics;
  EXPECT_EQ(read_model(std::make_shared<const Source>("model.yaml", text), diagnostics), nullptr);
  const auto list = diagnostics.take();
  ASSERT_FALSE(list.empty());
  EXPECT_EQ(list[0].code, 2018);
}

TEST(Model, ReadsInvariantsOfEveryKind) {
  PackFolder pack;
  std::string model = pack.read("model.yaml");
  model +=
      "invariants:\n"
      "  hazard:\n"
      "    - {order: [found_on, fixed_on, closed_on]}\n"
      "    - {needs: [closed_on, fixed_on]}\n"
      "    - {needs_word: [closed_on, level, major], code: only_major_is_closed}\n"
      "  permit:\n"
      "    - {not_in: [guardian, operators], code: guardian_among_operators}\n"
      "  report:\n"
      "    - {entries: [figures, \"1.2\", \"1.1\"]}\n";
  Diagnostics diagnostics;
  const auto read = read_model(std::make_shared<const Source>("model.yaml", model), diagnostics);
  ASSERT_NE(read, nullptr) << to_text(diagnostics.take());
  ASSERT_EQ(read->invariants.size(), 5u);
  EXPECT_EQ(read->invariants[0].kind, Invariant::Kind::order);
  EXPECT_EQ(read->invariants[0].fields.size(), 3u);
  EXPECT_EQ(read->invariants[2].word, 0);
  EXPECT_EQ(read->invariants[2].code, "only_major_is_closed");
  EXPECT_EQ(read->invariants[3].code, "guardian_among_operators");
  EXPECT_EQ(read->invariants[4].keys, (std::vector<std::string>{"1.2", "1.1"}));
}

TEST(Model, LeavesTheCampaignOut) {
  PackFolder pack;
  ASSERT_TRUE(pack.edit("model.yaml", "owners:\n",
                        "owners:\n  campaign:\n    zh: 专项行动\n    fields: {issued_on: [印发日期, date]}\n"));
  const auto rules = pack.load();
  ASSERT_NE(rules, nullptr) << pack.text();
  EXPECT_EQ(rules->model->owner("campaign"), -1);
  EXPECT_EQ(rules->model->owners[static_cast<size_t>(rules->model->registry)].name, "registry");
}

TEST(Calendar, FollowsTheNotices) {
  const WorkCalendar& calendar = mini().calendar;
  const auto working = [&](const char* day) { return calendar.working(*parse_date(day)); };
  EXPECT_EQ(working("2023-06-22"), false);  // a Thursday off
  EXPECT_EQ(working("2023-06-25"), true);   // a make-up Sunday
  EXPECT_EQ(working("2023-11-25"), false);  // a plain Saturday
  EXPECT_EQ(working("2023-11-24"), true);
  EXPECT_EQ(working("2024-01-02"), std::nullopt);
  EXPECT_EQ(calendar.previous_working_day(*parse_date("2023-11-25")), parse_date("2023-11-24"));
}

TEST(Calendar, ACoveredYearWithoutDataIsAnError) {
  PackFolder pack;
  ASSERT_TRUE(pack.edit("calendar.yaml", "last: \"2023-12-31\"", "last: \"2024-12-31\""));
  EXPECT_EQ(pack.load(), nullptr);
  EXPECT_NE(pack.text().find("has no data for it"), std::string::npos) << pack.text();
}

TEST(Declarations, TakeADateOrOwnersOrCollections) {
  const auto read = [](const std::string& text) {
    Diagnostics diagnostics;
    const Declarations out =
        read_declarations(std::make_shared<const Source>("dataset.yaml", text), *mini().model, diagnostics);
    EXPECT_EQ(to_text(diagnostics.take()), "");
    return out.complete_through;
  };
  ASSERT_EQ(read("complete_through: 2023-09-30\nprovenance: {from: [a, b]}\n").size(), 1u);
  EXPECT_EQ(read("complete_through: 2023-09-30\n")[0].owner_type, -1);
  const auto by_owner = read("complete_through: {enterprise: 2023-09-30, department: {reports: 2023-08-31}}\n");
  ASSERT_EQ(by_owner.size(), 2u);
  EXPECT_EQ(by_owner[0].owner_type, mini().model->owner("enterprise"));
  EXPECT_EQ(by_owner[0].collection, -1);
  EXPECT_EQ(by_owner[1].through, *parse_date("2023-08-31"));
  EXPECT_EQ(by_owner[1].collection, mini().model->owners[static_cast<size_t>(by_owner[1].owner_type)].collection("reports"));
  EXPECT_TRUE(read("").empty());
}

}  // namespace
}  // namespace hegui::rule
