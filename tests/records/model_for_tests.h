// A small record model built by hand: enterprises and departments, a registry, every type of field, rows in rows.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "records/json_reader.h"

namespace hegui::testing_model {

inline Field field(std::string name, std::string zh, FieldType type, int target = -1) {
  Field f;
  f.name = std::move(name);
  f.zh = std::move(zh);
  f.type = type;
  f.target = target;
  return f;
}
inline Field list_of(Field f) {
  f.list = true;
  return f;
}
inline Field milestone(std::string name, std::string zh, FieldType type = FieldType::date) {
  Field f = field(std::move(name), std::move(zh), type);
  f.milestone = true;
  return f;
}
inline Field owner_reference(std::string name, std::string zh, int owner) {
  Field f = field(std::move(name), std::move(zh), FieldType::reference);
  f.target_owner = owner;
  return f;
}

constexpr int kSector = 0, kKind = 1;  // enumerations
constexpr int kHazard = 0, kTrack = 1, kPerson = 2, kPermit = 3, kCertificate = 4, kSubmission = 5, kStandard = 6,
              kSuspension = 7;
constexpr int kRegistry = 0, kEnterprise = 1, kDepartment = 2;  // owners

inline std::shared_ptr<const Model> model() {
  auto m = std::make_shared<Model>();
  m->enums = {{"sector", {"mine", "chem", "fire"}, {"矿山", "危化品", "消防安全"}},
              {"level", {"major", "general"}, {"重大事故隐患", "一般隐患"}}};
  m->rows.resize(8);

  RowType& hazard = m->rows[kHazard];
  hazard.name = "hazard";
  hazard.zh = "隐患台账";
  hazard.fields = {field("id", "编号", FieldType::id),
                   owner_reference("enterprise", "企业", kEnterprise),
                   field("level", "等级", FieldType::enumeration, kKind),
                   field("found_on", "发现日期", FieldType::date),
                   field("funds_wan", "整改资金万元", FieldType::decimal),
                   field("description", "描述", FieldType::text),
                   milestone("fixed_on", "完成整改日期"),
                   milestone("verified_on", "复核验收日期"),
                   milestone("closed_on", "销号日期"),
                   milestone("listed_on", "挂牌督办日期"),
                   list_of(field("tracking", "跟踪记录", FieldType::nested, kTrack)),
                   field("standard", "判定依据", FieldType::reference, kStandard),
                   field("same_as", "重复隐患", FieldType::reference, kHazard),
                   field("urgent", "紧急", FieldType::boolean)};
  hazard.id_field = 0;
  hazard.event = {3};

  RowType& track = m->rows[kTrack];
  track.name = "track";
  track.fields = {field("date", "日期", FieldType::date), field("by", "督办人", FieldType::reference, kPerson),
                  field("note", "情况", FieldType::text)};
  track.event = {0};

  RowType& person = m->rows[kPerson];
  person.name = "person";
  person.fields = {field("id", "编号", FieldType::id), field("post", "岗位", FieldType::string),
                   field("joined_on", "上岗日期", FieldType::date)};
  person.id_field = 0;
  person.event = {2};

  RowType& permit = m->rows[kPermit];
  permit.name = "permit";
  permit.fields = {field("id", "编号", FieldType::id),
                   field("approved_on", "审批时间", FieldType::datetime),
                   milestone("started_at", "开始时间", FieldType::datetime),
                   list_of(field("operators", "作业人员", FieldType::reference, kPerson)),
                   field("guardian", "监护人", FieldType::reference, kPerson),
                   field("plan_on", "方案日期", FieldType::date),
                   list_of(field("days", "作业日", FieldType::date)),
                   list_of(field("sizes", "尺寸", FieldType::decimal))};
  permit.id_field = 0;
  permit.event = {1, 2};

  RowType& certificate = m->rows[kCertificate];
  certificate.name = "certificate";
  certificate.fields = {field("person", "人员", FieldType::reference, kPerson), field("category", "类别", FieldType::string),
                        field("valid_from", "有效期起", FieldType::date), field("year", "年度", FieldType::integer)};
  certificate.key = {0, 1, 2};
  certificate.event = {2};

  RowType& submission = m->rows[kSubmission];
  submission.name = "submission";
  submission.fields = {field("id", "编号", FieldType::id), field("period", "所属月份", FieldType::month),
                       field("figures", "指标值", FieldType::map), field("submitted_on", "实报日期", FieldType::date)};
  submission.id_field = 0;
  submission.event = {3};

  RowType& standard = m->rows[kStandard];
  standard.name = "standard";
  standard.fields = {field("id", "编号", FieldType::id), field("title", "名称", FieldType::string)};
  standard.id_field = 0;

  RowType& suspension = m->rows[kSuspension];
  suspension.name = "interval";
  suspension.fields = {field("from", "起", FieldType::date), field("to", "止", FieldType::date),
                       field("x_note", "备注", FieldType::string)};
  suspension.fields[1].sparse = true;
  suspension.key = {0};
  suspension.event = {0};

  m->owners.resize(3);
  OwnerType& registry = m->owners[kRegistry];
  registry.name = "registry";
  registry.zh = "全局登记";
  registry.fields = {list_of(owner_reference("enterprises", "企业名录", kEnterprise))};
  registry.collections = {{"standards", kStandard, false}};
  m->registry = kRegistry;

  OwnerType& enterprise = m->owners[kEnterprise];
  enterprise.name = "enterprise";
  enterprise.zh = "企业";
  enterprise.fields = {field("id", "编号", FieldType::id),
                       field("name", "名称", FieldType::string),
                       list_of(field("sectors", "行业领域", FieldType::enumeration, kSector)),
                       field("headcount", "从业人员数", FieldType::integer),
                       field("high_risk", "高危", FieldType::boolean),
                       owner_reference("parent", "上级企业", kEnterprise),
                       list_of(field("principals", "主要负责人", FieldType::reference, kPerson)),
                       field("opened_on", "开业日期", FieldType::date)};
  enterprise.id_field = 0;
  enterprise.collections = {{"hazards", kHazard, false},
                            {"people", kPerson, false},
                            {"permits", kPermit, false},
                            {"certificates", kCertificate, false},
                            {"suspensions", kSuspension, true}};

  OwnerType& department = m->owners[kDepartment];
  department.name = "department";
  department.zh = "部门";
  department.fields = {field("id", "编号", FieldType::id)};
  department.id_field = 0;
  department.collections = {{"hazards", kHazard, false}, {"submissions", kSubmission, false}};

  using Kind = Invariant::Kind;
  m->invariants = {{Kind::order, kHazard, {3, 6, 7, 8}, -1, {}, ""},
                   {Kind::needs, kHazard, {8, 6, 7}, -1, {}, ""},
                   {Kind::needs_word, kHazard, {9, 2}, 0, {}, ""},
                   {Kind::order, kPermit, {5, 1, 2}, -1, {}, ""},
                   {Kind::not_in, kPermit, {4, 3}, -1, {}, "guardian_among_operators"},
                   {Kind::entries, kSubmission, {2}, -1, {"1.2", "1.1"}, ""}};
  return m;
}

/// The same, with a collection that says from which day on the headcount and the posts of people have which value.
inline std::shared_ptr<const Model> model_with_changes() {
  auto m = std::make_shared<Model>(*model());
  RowType change;
  change.name = "change";
  for (const char* name : {"collection", "row", "field", "value"}) change.fields.push_back(field(name, "", FieldType::string));
  change.fields.push_back(field("from", "", FieldType::date));
  m->rows.push_back(change);
  OwnerType& enterprise = m->owners[kEnterprise];
  enterprise.collections.push_back({"changes", static_cast<int>(m->rows.size()) - 1, true});
  m->histories.push_back({kEnterprise, static_cast<int>(enterprise.collections.size()) - 1, 0, 1, 2, 3, 4, {{-1, 3}, {1, 1}}});
  return m;
}

/// Texts -> data; the diagnostics as `HG5004 file:line:column path severity`.
struct ReadResult {
  std::unique_ptr<Dataset> data;
  std::vector<Diagnostic> diagnostics;
  std::string lines() const {
    std::string out;
    for (const Diagnostic& d : diagnostics) {
      out += d.code_text() + " " + d.place.file + ":" + std::to_string(d.place.line) + ":" + std::to_string(d.place.column) +
             " " + d.place.path + (d.severity == Severity::error ? "" : " warning") + "\n";
    }
    return out;
  }
};

inline ReadResult read(std::vector<RecordText> texts, ReadOptions options = {}, Declarations declarations = {},
                       const std::shared_ptr<const Model>& what = model()) {
  options.digest = true;
  ReadResult result;
  Diagnostics diagnostics(1000);
  result.data = read_records(what, std::move(texts), declarations, options, diagnostics);
  result.diagnostics = diagnostics.take();
  return result;
}

inline ReadResult read_enterprises(std::string text, ReadOptions options = {}) {
  return read({{"enterprise", "enterprise.ndjson", std::move(text)}}, options);
}

}  // namespace hegui::testing_model
