// What the mini pack's record model offers to random rules and random records.
#pragma once

#include <string>
#include <vector>

namespace hegui::agree {

enum class Kind {
  id,
  text,
  flag,
  whole,
  number,
  date,
  moment,
  milestone,
  milestone_moment,
  word,
  words,
  reference,
  references,
  texts,
  nested,
  figures
};

struct FieldInfo {
  std::string name;
  Kind kind;
  std::vector<std::string> choices;  // words, ids or texts that occur
  std::string target;                // row type of a reference or nested field
  bool sparse = false;
};

struct RowInfo {
  std::string type;
  std::vector<FieldInfo> fields;
};

struct CollectionInfo {
  std::string name, type;
  bool sparse = false;
};

inline const std::vector<std::string>& ids_of(const std::string& type) {
  static const std::vector<std::string> people = {"W1", "W2", "W3"}, contracts = {"C1", "C2"}, accidents = {"A1", "A2"},
                                        hazards = {"H1", "H2"}, others = {"N1", "N2", "N3"};
  if (type == "person") return people;
  if (type == "contract") return contracts;
  if (type == "accident") return accidents;
  if (type == "hazard") return hazards;
  return others;
}

inline const std::vector<RowInfo>& row_infos() {
  static const std::vector<std::string> sectors = {"mine", "chem", "industry"};
  static const std::vector<RowInfo> infos = {
      {"person",
       {{"id", Kind::id, ids_of("person"), "", false},
        {"role", Kind::word, {"principal", "deputy", "manager", "worker"}, "", false},
        {"key_post", Kind::flag, {}, "", false},
        {"special_work", Kind::text, {"weld", "lift"}, "", true},
        {"duties_signed_on", Kind::milestone, {}, "", false},
        {"joined_on", Kind::date, {}, "", false},
        {"left_on", Kind::milestone, {}, "", false}}},
      {"certificate",
       {{"person", Kind::reference, ids_of("person"), "person", false},
        {"category", Kind::text, {"weld", "lift"}, "", false},
        {"number", Kind::text, {"1", "2"}, "", false},
        {"valid_from", Kind::date, {}, "", false},
        {"valid_to", Kind::date, {}, "", false}}},
      {"inspection",
       {{"id", Kind::id, {"J1", "J2", "J3", "J4"}, "", false},
        {"kind", Kind::word, {"leader-led", "self-check", "contractor-check", "sweep"}, "", false},
        {"date", Kind::date, {}, "", false},
        {"led_by_role", Kind::word, {"principal", "deputy", "manager"}, "", false},
        {"sectors", Kind::words, sectors, "", false},
        {"scope", Kind::texts, {"fire", "gas"}, "", false},
        {"contract", Kind::reference, ids_of("contract"), "contract", false},
        {"accident", Kind::reference, ids_of("accident"), "accident", false},
        {"total_items", Kind::whole, {}, "", false},
        {"checked_items", Kind::whole, {}, "", false},
        {"findings", Kind::nested, {}, "finding", false}}},
      {"finding",
       {{"code", Kind::text, {"a", "b"}, "", false},
        {"deadline", Kind::date, {}, "", false},
        {"fixed_on", Kind::milestone, {}, "", false},
        {"hazard", Kind::reference, ids_of("hazard"), "hazard", false}}},
      {"hazard",
       {{"id", Kind::id, {"H1", "H2", "H3"}, "", false},
        {"level", Kind::word, {"major", "general"}, "", false},
        {"found_on", Kind::date, {}, "", false},
        {"responsible_person", Kind::text, {"Li", "Wu"}, "", false},
        {"measures", Kind::text, {"m"}, "", false},
        {"funds_wan", Kind::number, {}, "", false},
        {"deadline", Kind::date, {}, "", false},
        {"fixed_on", Kind::milestone, {}, "", false},
        {"closed_on", Kind::milestone, {}, "", false},
        {"cross_sector", Kind::flag, {}, "", true}}},
      {"contract",
       {{"id", Kind::id, ids_of("contract"), "", false},
        {"kind", Kind::word, {"outsource", "lease"}, "", false},
        {"start", Kind::date, {}, "", false},
        {"end", Kind::date, {}, "", true},
        {"agreement_signed_on", Kind::milestone, {}, "", false},
        {"duties_clear", Kind::flag, {}, "", false},
        {"remedied_on", Kind::milestone, {}, "", false}}},
      {"permit",
       {{"id", Kind::id, {"P1", "P2", "P3"}, "", false},
        {"kind", Kind::word, {"hot-work", "height", "other"}, "", false},
        {"approved_on", Kind::moment, {}, "", false},
        {"started_at", Kind::milestone_moment, {}, "", false},
        {"ended_at", Kind::milestone_moment, {}, "", false},
        {"operators", Kind::references, ids_of("person"), "person", false},
        {"guardian", Kind::reference, ids_of("person"), "person", false}}},
      {"drill",
       {{"id", Kind::id, {"D1", "D2", "D3"}, "", false},
        {"date", Kind::date, {}, "", false},
        {"participants", Kind::references, ids_of("person"), "person", false}}},
      {"session",
       {{"id", Kind::id, {"S1", "S2", "S3"}, "", false},
        {"date", Kind::date, {}, "", false},
        {"attendees", Kind::references, ids_of("person"), "person", false}}},
      {"interval", {{"from", Kind::date, {}, "", false}, {"to", Kind::date, {}, "", true}}},
      {"mark", {{"from", Kind::date, {}, "", false}, {"value", Kind::flag, {}, "", false}}},
      {"accident",
       {{"id", Kind::id, ids_of("accident"), "", false},
        {"date", Kind::date, {}, "", false},
        {"sector", Kind::word, sectors, "", false},
        {"typical", Kind::flag, {}, "", false},
        {"notified_on", Kind::milestone, {}, "", false}}},
  };
  return infos;
}

inline const RowInfo& row_info(const std::string& type) {
  for (const RowInfo& info : row_infos())
    if (info.type == type) return info;
  return row_infos().front();
}

inline const std::vector<CollectionInfo>& collections() {
  static const std::vector<CollectionInfo> all = {{"people", "person", false},          {"certificates", "certificate", false},
                                                  {"inspections", "inspection", false}, {"hazards", "hazard", false},
                                                  {"contracts", "contract", false},     {"permits", "permit", false},
                                                  {"drills", "drill", false},           {"sessions", "session", false},
                                                  {"suspensions", "interval", true},    {"high_risk_marks", "mark", true}};
  return all;
}

/// A field that may have a history.
struct Changing {
  std::string collection, field;  // collection empty: of the owner
  std::vector<std::string> rows;  // ids
  std::vector<std::string> values;
};
inline const std::vector<Changing>& changing_fields() {
  static const std::vector<Changing> all = {
      {"", "headcount", {}, {"0", "60", "120", "240"}},
      {"", "high_risk", {}, {"true", "false"}},
      {"", "sectors", {}, {"mine", "chem, industry", "industry"}},
      {"", "has_body", {}, {"true", "false"}},
      {"people", "role", ids_of("person"), {"principal", "deputy", "worker"}},
      {"people", "key_post", ids_of("person"), {"true", "false"}},
      {"inspections", "scope", {"J1", "J2", "J3", "J4"}, {"fire", "gas, fire"}},
      {"inspections", "contract", {"J1", "J2", "J3", "J4"}, {"C1", "C2", "C9"}},
      {"inspections", "total_items", {"J1", "J2"}, {"0", "3"}},
      {"hazards", "level", {"H1", "H2", "H3"}, {"major", "general"}},
      {"hazards", "deadline", {"H1", "H2", "H3"}, {"2023-07-10", "2023-09"}},
      {"hazards", "cross_sector", {"H1", "H2", "H3"}, {"true", "false"}},
      {"hazards", "funds_wan", {"H1", "H2"}, {"2.5", "8.25"}},
      {"contracts", "end", {"C1", "C2"}, {"2023-10-31", "2023-08"}},
      {"permits", "operators", {"P1", "P2", "P3"}, {"W1, W2", "W3"}},
      {"sessions", "attendees", {"S1", "S2", "S3"}, {"W1, W2, W3", "W2"}},
  };
  return all;
}

inline std::string type_of_collection(const std::string& name) {
  if (name == "registry.accidents") return "accident";
  if (name == "inspections.findings") return "finding";
  for (const CollectionInfo& c : collections())
    if (c.name == name) return c.type;
  return {};
}

}  // namespace hegui::agree
