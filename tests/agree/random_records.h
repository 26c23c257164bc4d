// Random owners as JSON, with everything that makes records hard: empty fields, absent and empty collections, months instead of
// days, versions, late entries, declarations of completeness, suspensions, lives that begin or end inside the campaign.
#pragma once

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "agree/draw.h"
#include "agree/shape_of_records.h"

namespace hegui::agree {

struct Text {
  std::string name;   // key
  std::string value;  // JSON
};
struct Rows {
  std::string collection;
  std::vector<std::vector<Text>> rows;
};
/// An owner as parts that can be taken away one by one.
struct Owner {
  std::string type, id;
  std::vector<Text> fields;
  std::vector<Rows> collections;
  std::vector<Text> complete_through;

  std::string json() const {
    std::string out = "{";
    const auto comma = [&] { return out.size() > 1 ? ", " : ""; };
    if (!id.empty()) out += "\"id\": \"" + id + "\"";
    for (const Text& f : fields) out += comma() + ("\"" + f.name + "\": " + f.value);
    if (!complete_through.empty()) {
      out += std::string(comma()) + "\"complete_through\": {";
      for (size_t i = 0; i < complete_through.size(); ++i)
        out += (i ? ", \"" : "\"") + complete_through[i].name + "\": " + complete_through[i].value;
      out += "}";
    }
    for (const Rows& c : collections) {
      out += comma() + ("\"" + c.collection + "\": [");
      for (size_t r = 0; r < c.rows.size(); ++r) {
        out += r ? ", {" : "{";
        for (size_t f = 0; f < c.rows[r].size(); ++f)
          out += (f ? ", \"" : "\"") + c.rows[r][f].name + "\": " + c.rows[r][f].value;
        out += "}";
      }
      out += "]";
    }
    return out + "}";
  }
};

class RandomRecords {
 public:
  explicit RandomRecords(uint64_t seed) : draw_(seed) {
    // Some data sets are nearly clean, some full of holes.
    missing_ = draw_.of(std::vector<int>{0, 4, 12, 30});
    imprecise_ = draw_.of(std::vector<int>{0, 5, 20});
    changes_ = draw_.chance(50);
  }

  Owner enterprise(int number) {
    Owner owner;
    owner.type = "enterprise";
    owner.id = "E" + std::to_string(100 + number);
    if (!gone()) owner.fields.push_back({"sectors", words({"mine", "chem", "industry"})});
    if (!gone()) owner.fields.push_back({"high_risk", flag()});
    if (!gone()) owner.fields.push_back({"headcount", std::to_string(draw_.between(0, 3) * 60)});
    if (!gone()) owner.fields.push_back({"has_body", flag()});
    if (draw_.chance(20)) owner.fields.push_back({"parent", quoted("E" + std::to_string(100 + draw_.between(0, 3)))});
    if (draw_.chance(25)) owner.fields.push_back({"opened_on", draw_.chance(30) ? quoted(month()) : date()});
    if (draw_.chance(20)) owner.fields.push_back({"ceased_on", draw_.chance(30) ? quoted(month()) : date()});
    for (const CollectionInfo& c : collections()) {
      if (draw_.chance(c.sparse ? 60 : missing_)) continue;
      owner.collections.push_back({c.name, rows(c.type, draw_.chance(15) ? 0 : draw_.between(1, 4))});
      if (!c.sparse && draw_.chance(12)) owner.complete_through.push_back({c.name, date(true)});
    }
    if (draw_.chance(30)) owner.collections.push_back({"waivers", notes(true)});
    if (changes_ && draw_.chance(70)) owner.collections.push_back({"changes", changes()});
    if (draw_.chance(50)) owner.collections.push_back({"judgements", notes(false)});
    return owner;
  }

  Owner registry() {
    Owner owner;
    owner.type = "registry";
    if (!draw_.chance(10)) owner.collections.push_back({"accidents", rows("accident", draw_.between(0, 4))});
    return owner;
  }

  bool changed = false;  // some field was given a history

  std::string date(bool precise = false) {
    if (!precise && draw_.chance(imprecise_)) return quoted(month());
    char text[16];
    std::snprintf(text, sizeof text, "-%02d", draw_.between(1, 28));
    return quoted(month() + text);
  }

 private:
  bool gone() { return draw_.chance(missing_); }
  std::string flag() { return draw_.chance(50) ? "true" : "false"; }
  static std::string quoted(const std::string& text) { return "\"" + text + "\""; }
  std::string month() {
    const int m = draw_.between(2, 16);  // 2023-02 .. 2024-04
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02d", 2023 + (m - 1) / 12, (m - 1) % 12 + 1);
    return text;
  }
  std::string moment() {
    std::string day = date();
    if (day.size() < 12 || draw_.chance(30)) return day;  // a whole day or month
    day.pop_back();
    char text[16];
    std::snprintf(text, sizeof text, "T%02d:%02d", draw_.between(0, 23), draw_.between(0, 59));
    return day + text + "\"";
  }
  std::string words(const std::vector<std::string>& from) {
    std::string out = "[";
    for (const std::string& word : from)
      if (draw_.chance(40)) out += (out.size() > 1 ? ", " : "") + quoted(word);
    return out + "]";
  }
  std::string value(const FieldInfo& field) {
    switch (field.kind) {
      case Kind::flag:
        return flag();
      case Kind::whole:
        return std::to_string(draw_.between(0, 5));
      case Kind::number:
        return std::to_string(draw_.between(0, 9)) + ".5";
      case Kind::date:
      case Kind::milestone:
        return date();
      case Kind::moment:
      case Kind::milestone_moment:
        return moment();
      case Kind::words:
      case Kind::references:
      case Kind::texts:
        return words(field.choices);
      case Kind::nested: {
        std::string out = "[";
        for (int n = draw_.between(0, 2); n > 0; --n) out += (out.size() > 1 ? ", {" : "{") + body(row(field.target)) + "}";
        return out + "]";
      }
      default:
        return quoted(draw_.of(field.choices));
    }
  }
  static std::string body(const std::vector<Text>& row) {
    std::string out;
    for (const Text& f : row) out += (out.empty() ? "\"" : ", \"") + f.name + "\": " + f.value;
    return out;
  }
  std::vector<Text> row(const std::string& type) {
    std::vector<Text> out;
    for (const FieldInfo& field : row_info(type).fields) {
      const bool may_wait = field.kind == Kind::milestone || field.kind == Kind::milestone_moment || field.sparse;
      if (draw_.chance(may_wait ? 40 : field.kind == Kind::id ? missing_ / 4 : missing_)) continue;
      out.push_back({field.name, value(field)});
    }
    if (type != "finding" && draw_.chance(15)) {
      std::string at = date(true);
      at.pop_back();
      out.push_back({"recorded_at", at + "T09:00\""});
    }
    return out;
  }
  std::vector<std::vector<Text>> rows(const std::string& type, int count) {
    std::vector<std::vector<Text>> out;
    for (int i = 0; i < count; ++i) out.push_back(row(type));
    return out;
  }
  std::vector<std::vector<Text>> notes(bool waivers) {
    std::vector<std::vector<Text>> out;
    for (int n = draw_.between(1, 3); n > 0; --n) {
      std::vector<Text> row;
      row.push_back({"duty", quoted("d" + std::to_string(draw_.between(0, 9)))});
      if (draw_.chance(25))
        row.push_back({"instance", quoted(draw_.word({"campaign", "2023-Q2", "2023-Q3", "H1", "C1", "A1", "2023-06"}))});
      if (waivers) {
        if (!gone()) row.push_back({"from", date()});
        if (!gone()) row.push_back({"until", date()});
        if (!gone()) row.push_back({"approved_by", quoted("X")});
      } else {
        if (!gone()) row.push_back({"verdict", quoted(draw_.word({"met", "not-met", "not-applicable"}))});
        if (!gone()) row.push_back({"on", date()});
      }
      out.push_back(row);
    }
    return out;
  }

  std::vector<std::vector<Text>> changes() {
    std::vector<std::vector<Text>> out;
    changed = true;
    const Changing* before = nullptr;
    for (int n = draw_.between(1, 8); n > 0; --n) {
      const Changing& c = before != nullptr && draw_.chance(50) ? *before : draw_.of(changing_fields());
      before = &c;
      std::vector<Text> row;
      if (!c.collection.empty()) {
        row.push_back({"collection", quoted(c.collection)});
        row.push_back({"row", quoted(draw_.of(c.rows))});
      }
      row.push_back({"field", quoted(c.field)});
      if (!gone()) row.push_back({"value", quoted(draw_.of(c.values))});
      if (!gone()) row.push_back({"from", date()});
      if (draw_.chance(15)) {
        std::string at = date(true);
        at.pop_back();
        row.push_back({"recorded_at", at + "T09:00\""});
      }
      out.push_back(row);
    }
    return out;
  }

  Draw draw_;
  int missing_ = 10, imprecise_ = 5;
  bool changes_ = false;
};

}  // namespace hegui::agree
