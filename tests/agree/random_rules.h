// Random packs over the mini pack's record model: definitions, named rows and duties of every shape, as YAML.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agree/draw.h"
#include "agree/random_time.h"
#include "agree/shape_of_records.h"

namespace hegui::agree {

/// What an expression may speak of.
struct Scope {
  std::string row, row_type;    // "row", "hazard"; empty: no row
  std::string parent_type;      // "inspection" where `parent` stands
  std::string item_type;        // `item`
  bool trigger = false;         // `trigger` is an accident
  bool day = false;             // `day` may be asked for
  bool names = true;            // definitions and named rows may be used
  bool strings_member = false;  // `member` is a reference to a person
};

class RandomRules {
 public:
  /// Without `presence` no condition asks whether something is given.
  explicit RandomRules(uint64_t seed, bool presence = true) : draw_(seed), presence_(presence), time_(draw_) {}

  const std::set<std::string>& used() const { return time_.used; }

  /// Text of definitions.yaml.
  std::string definitions() {
    std::string out = "define:\n";
    Scope over_holder;
    over_holder.day = true;
    over_holder.names = false;
    for (int i = 0; i < 2; ++i)
      out += "  h" + std::to_string(i) + ": {zh: 定义, of: enterprise, value: " + quoted(condition(over_holder, 2)) +
             ", cite: [ent.leader]}\n";
    out += "  n0: {zh: 数, of: enterprise, value: " +
           quoted("holder." + draw_.word({"people", "hazards", "suspensions"}) + ".size()") + ", cite: [ent.leader]}\n";
    Scope over_person;
    over_person.row = "row";
    over_person.row_type = "person";
    over_person.day = true;
    over_person.names = false;
    out += "  p0: {zh: 人, of: person, value: " + quoted(condition(over_person, 2)) + ", cite: [ent.leader]}\n";
    out += "  c0: {zh: 证, args: {p: ref person, at: date}, value: " +
           quoted("holder.certificates.exists(c, c.person == p && c.valid_from <= at" +
                  std::string(draw_.chance(50) ? " && c.valid_to >= at" : "") + ")") +
           ", cite: [ent.leader]}\n";
    out += "rows:\n";
    for (const char* type : {"inspection", "hazard", "drill"}) {
      Scope scope = row_scope(type);
      scope.names = false;
      out += std::string("  r_") + type + ": {zh: 行, of: " + collection_of(type) + ", where: " + quoted(condition(scope, 2)) +
             "}\n";
    }
    Scope person = row_scope("person");
    person.names = false;
    out +=
        "  r_person: {zh: 行, of: people, where: " + quoted(draw_.chance(50) ? "row.joined_on <= day" : condition(person, 1)) +
        "}\n";
    out += "  r_session: {zh: 行, of: sessions}\n";
    Scope narrower = row_scope("hazard");
    narrower.names = false;
    out += "  r_narrow: {zh: 行, of: r_hazard, where: " + quoted(condition(narrower, 1)) + "}\n";
    Scope finding = row_scope("finding");
    finding.parent_type = "inspection";
    finding.names = false;
    out += "  r_finding: {zh: 行, of: inspections.findings, where: " + quoted(condition(finding, 2)) + "}\n";
    return out;
  }

  /// A duty about nothing but values: of the holder, or of rows of each kind in turn.
  std::string value_duty(int number) {
    Scope holder;
    holder.day = true;
    const std::vector<const char*> types = {"person", "hazard", "inspection", "permit", "contract", "certificate", "drill"};
    const size_t kind = static_cast<size_t>(number) % (types.size() + 1);
    if (kind == types.size())
      return "{zh: 测试, cite: [ent.leader], state: {require: {甲: " + quoted(value_test(holder)) +
             ", 乙: " + quoted(value_test(holder)) + "}}}";
    const Scope row = row_scope(types[kind]);
    return std::string("{zh: 测试, cite: [ent.leader], items: {rows: {of: ") + collection_of(types[kind]) +
           "}, require: {甲: " + quoted(value_test(row)) + ", 乙: " + quoted("!(" + value_test(row) + ")") + "}, within: any}}";
  }

  /// One duty, as the value of its key.
  std::string duty(int number) {
    std::string shape;
    std::string extra;
    switch (draw_.between(0, 15)) {
      case 0:
      case 1:
        shape = count(extra);
        break;
      case 13:
        shape = timed_count(extra);
        break;
      case 14:
        shape = hold(extra);
        break;
      case 15:
        shape = draw_.chance(50) ? report(extra) : timed_count(extra);
        break;
      case 2:
        shape = done();
        break;
      case 3:
        shape = require();
        break;
      case 4:
        shape = windows();
        break;
      case 5:
        shape = respond();
        break;
      case 6:
        shape = cover();
        break;
      case 7:
      case 8:
        shape = forbid();
        break;
      case 9:
        shape = state();
        break;
      case 10:
        shape = table();
        break;
      case 11:
        shape = number == 0 ? count(extra) : "compose: [d0, d1, \"d2*\"]";
        break;
      default:
        shape = "judge: {question: {zh: 是否, en: whether}, by: office}";
        break;
    }
    if (shape.rfind("compose", 0) == 0 && number < 3) shape = count(extra);
    std::string out = "{zh: 测试, cite: [ent.leader], ";
    Scope holder;
    holder.day = true;
    if (draw_.chance(35)) out += "when: " + quoted(condition(holder, 2)) + ", ";
    if (draw_.chance(15)) out += time_.in_force();
    return out + extra + shape + "}";
  }

 private:
  static std::string quoted(const std::string& cel) { return "\"" + cel + "\""; }

  static std::string collection_of(const std::string& type) {
    for (const CollectionInfo& c : collections())
      if (c.type == type) return c.name;
    return type == "accident" ? "registry.accidents" : "inspections.findings";
  }

  Scope row_scope(const std::string& type) {
    Scope scope;
    scope.row = "row";
    scope.row_type = type;
    return scope;
  }

  std::string day_literal() {
    static const std::vector<std::string> days = {"2023-05-19", "2023-06-15", "2023-06-30", "2023-08-31",
                                                  "2023-09-15", "2023-12-31", "2024-01-20"};
    return draw_.of(days);
  }

  const FieldInfo* field_of(const std::string& type, const std::vector<Kind>& kinds) {
    std::vector<const FieldInfo*> fit;
    for (const FieldInfo& f : row_info(type).fields)
      for (const Kind kind : kinds)
        if (f.kind == kind) fit.push_back(&f);
    return fit.empty() ? nullptr : draw_.of(fit);
  }

  /// A date expression.
  std::string date(const Scope& s, int depth) {
    switch (draw_.between(0, depth > 0 ? 7 : 3)) {
      case 0:
        return "date('" + day_literal() + "')";
      case 1:
        return s.day && draw_.chance(60) ? "day" : "as_of";
      case 2:
        return draw_.word({"$issued_on", "$ends_on"});
      case 4:
        return date(s, 0) + draw_.word({" + ", " - "}) + "days(" + std::to_string(draw_.between(1, 40)) + ")";
      case 5:
        return draw_.word({"latest(", "earliest("}) + date(s, 0) + ", " + date(s, 0) + ")";
      default: {
        if (s.row.empty()) return draw_.word({"holder.opened_on", "holder.ceased_on"});
        const FieldInfo* f = field_of(s.row_type, {Kind::date, Kind::milestone, Kind::moment, Kind::milestone_moment});
        if (!f) return "as_of";
        const bool timed = f->kind == Kind::moment || f->kind == Kind::milestone_moment;
        return s.row + "." + f->name + (timed ? ".date()" : "");
      }
    }
  }

  /// A test of a row's own field.
  std::string row_test(const Scope& s, int depth) {
    const FieldInfo& f = draw_.of(row_info(s.row_type).fields);
    const std::string at = s.row + "." + f.name;
    if (draw_.chance(15) && presence_) return "has(" + at + ")";
    switch (f.kind) {
      case Kind::flag:
        return at;
      case Kind::whole:
        return at + draw_.word({" > ", " <= ", " == ", " != "}) + std::to_string(draw_.between(0, 4));
      case Kind::number:
        return at + draw_.word({" > ", " <= "}) + std::to_string(draw_.between(0, 9)) + ".5";
      case Kind::date:
      case Kind::milestone:
        return at + draw_.word({" <= ", " < ", " >= ", " > ", " == "}) + date(s, 1);
      case Kind::moment:
      case Kind::milestone_moment:
        return at + ".date()" + draw_.word({" <= ", " > "}) + date(s, 0);
      case Kind::word:
        if (draw_.chance(40)) return at + " in ['" + draw_.of(f.choices) + "', '" + draw_.of(f.choices) + "']";
        return at + draw_.word({" == ", " != "}) + "'" + draw_.of(f.choices) + "'";
      case Kind::words:
      case Kind::texts:
      case Kind::references:
        switch (draw_.between(0, 3)) {
          case 0:
            return "'" + draw_.of(f.choices) + "' in " + at;
          case 1:
            return at + draw_.word({".exists(e, e == '", ".all(e, e != '", ".exists_one(e, e == '"}) + draw_.of(f.choices) +
                   "')";
          case 2:
            return at + ".size()" + draw_.word({" > 0", " == 1"});
          default:
            if (f.kind == Kind::references && depth > 0)
              return at + draw_.word({".exists(e, e.key_post)", ".all(e, e.joined_on <= as_of)"});
            return at + ".filter(e, e != '" + draw_.of(f.choices) + "').size() > 0";
        }
      case Kind::reference: {
        if (depth > 0 && draw_.chance(50)) {
          Scope inner = s;
          inner.row = at;
          inner.row_type = f.target;
          return row_test(inner, 0);
        }
        if (f.target == s.item_type) return at + " == item.id";
        return at + draw_.word({" == ", " != "}) + "'" + draw_.of(f.choices) + "'";
      }
      case Kind::nested: {
        if (depth <= 0) return presence_ ? "has(" + at + ")" : at + ".size() > 0";
        Scope inner = s;
        inner.row = "n";
        inner.row_type = f.target;
        if (draw_.chance(25)) return at + ".size() > " + std::to_string(draw_.between(0, 2));
        return at + draw_.word({".exists(n, ", ".all(n, ", ".exists_one(n, "}) + condition(inner, depth - 1) + ")";
      }
      default:
        return at + " == '" + draw_.of(f.choices) + "'";
    }
  }

  /// A test of the holder or of its collections.
  std::string holder_test(const Scope& s, int depth) {
    switch (draw_.between(0, depth > 0 ? 9 : 3)) {
      case 0:
        return draw_.word({"holder.high_risk", "holder.has_body"});
      case 1:
        return "holder.headcount" + draw_.word({" > ", " <= "}) + std::to_string(draw_.between(0, 3) * 50);
      case 2:
        if (!presence_) return draw_.word({"'mine' in holder.sectors", "holder.sectors.size() > 1"});
        return draw_.word({"'mine' in holder.sectors", "holder.sectors.exists(s, s in $high_risk_sectors)",
                           "holder.sectors.size() > 1", "has(holder.sectors)", "has(holder.headcount)",
                           "has(holder.ceased_on)"});
      case 3:
        return draw_.chance(70) ? date(s, 1) + draw_.word({" <= ", " > "}) + date(s, 1) : "120 / holder.headcount > 1";
      case 4:
        if (s.names) return draw_.word({"h0", "h1", "!h0", "n0 > 1"});
        [[fallthrough]];
      case 5:
        if (s.names) {
          const std::string type = draw_.word({"inspection", "hazard", "drill"});
          Scope inner = s;
          inner.row = "v";
          inner.row_type = type;
          if (draw_.chance(40)) return "r_" + type + ".size()" + draw_.word({" > 0", " == 1"});
          return "r_" + type + draw_.word({".exists(v, ", ".all(v, "}) + condition(inner, 0) + ")";
        }
        [[fallthrough]];
      default: {
        const CollectionInfo& c = draw_.of(collections());
        Scope inner = s;
        inner.row = "v" + std::to_string(depth);
        inner.row_type = c.type;
        const std::string over = "holder." + c.name;
        const std::string body = condition(inner, depth - 1);
        switch (draw_.between(presence_ ? 0 : 4, presence_ ? 6 : 8)) {
          case 0:
          case 8:
            return over + ".filter(" + inner.row + ", " + body + ").size() " + draw_.word({"> 0", "== 1", "<= 1"});
          case 1:
          case 7:
            return over + ".exists_one(" + inner.row + ", " + body + ")";
          case 2:
            return over + ".filter(" + inner.row + ", " + body + ").exists(w, has(w." + row_info(c.type).fields[1].name + "))";
          case 3:
            return "has(" + over + ")";
          case 4:
          case 5:
            return over + ".all(" + inner.row + ", " + body + ")";
          default:
            return over + ".exists(" + inner.row + ", " + body + ")";
        }
      }
    }
  }

  /// A test whose parts have no columns of their own: maps, uint, lists of lists, optionals, functions of texts and numbers.
  std::string value_test(const Scope& s) {
    if (s.row.empty()) {
      switch (draw_.between(0, 6)) {
        case 0:
          return "{'n': holder.headcount, 'm': 60}.exists(k, v, k == 'n' && v > 100)";
        case 1:
          return "[[holder.headcount], [1, 120]].exists(l, holder.headcount in l && l.size() > 1)";
        case 2:
          return "{'r': holder.people.map(p, p.role)}.r.exists(r, r == 'worker')";
        case 3:
          return "[holder.headcount, 5].transformList(i, h, i + h).exists(h, h > 60)";
        case 4:
          return "holder.people[0]." + draw_.word({"key_post", "role == 'worker'", "joined_on <= as_of"});
        case 5:
          return "optional.of(holder.high_risk).orValue(false) || [?{'a': holder.has_body}.?a] == [true]";
        default:
          return "(holder.high_risk ? holder.hazards : holder.hazards).exists(v, v.level == 'major')";
      }
    }
    const FieldInfo& f = draw_.of(row_info(s.row_type).fields);
    const std::string at = s.row + "." + f.name;
    if (draw_.chance(15) && presence_ && f.kind != Kind::nested) {
      const std::string optional = s.row + ".?" + f.name;
      if (f.kind == Kind::reference && draw_.chance(50)) return optional + ".id.hasValue()";
      return optional + ".hasValue()";
    }
    switch (f.kind) {
      case Kind::flag:
        return draw_.chance(50) ? "{'k': " + at + ", 'j': false}['k']" : "optional.of(" + at + ").optMap(b, !b).value()";
      case Kind::whole:
        return draw_.of(std::vector<std::string>{
            "uint(" + at + ") > 1u", "math.greatest(" + at + ", 2) == 2", "[[" + at + ", 1], [2]].exists(l, 2 in l)",
            "{1: 'a', 2: 'b'}[" + at + "] == 'b'", "[7, 8, 9][?" + at + "].orValue(8) > 7", "{" + at + ": 1, 3: 2}.size() == 2",
            "type(" + at + ") == int && dyn(" + at + ") < 3.5"});
      case Kind::number:
        return draw_.of(
            std::vector<std::string>{"math.ceil(" + at + ") > 4.0", "{'x': " + at + "}.x < 5.0", "dyn(" + at + ") > 3"});
      case Kind::date:
      case Kind::milestone:
        switch (draw_.between(0, 4)) {
          case 0:
            return "{'d': " + at + "}.d" + draw_.word({" <= ", " > ", " == "}) + date(s, 0);
          case 1:
            return "[[" + at + "], [as_of]].exists(l, l.exists(d, d < " + date(s, 0) + "))";
          case 2:
            return "dyn(" + at + ")" + draw_.word({" == ", " != "}) + "dyn(" + date(s, 0) + ")";
          case 3:
            return "optional.of(" + at + ").optMap(d, d + days(3)).value() <= as_of";
          default:
            return date(s, 0) + " in {'d': [" + at + ", as_of]}.d";
        }
      case Kind::word:
      case Kind::id:
      case Kind::text:
        switch (draw_.between(0, 4)) {
          case 0:
            return at + ".upperAscii() == '" + draw_.word({"WELD", "MAJOR", "P1", "LI"}) + "'";
          case 1:
            return "{'" + draw_.of(f.choices) + "': 1}.?" + draw_.word({"a", "weld", "Li"}) + ".hasValue() || " + at +
                   ".size() > 2";
          case 2:
            return "'%s-%d'.format([" + at + ", 1]) == '" + draw_.of(f.choices) + "-1'";
          case 3:
            return at + ".substring(1, 2) == 'a'";
          default:
            return "{'" + draw_.of(f.choices) + "': true}[" + at + "]";
        }
      case Kind::words:
      case Kind::texts:
      case Kind::references:
        return draw_.of(std::vector<std::string>{at + ".transformMap(i, e, e + 'x').exists(k, k > 0)",
                                                 "{'l': " + at + "}.l.exists(e, e == '" + draw_.of(f.choices) + "')",
                                                 at + ".map(e, [e]).size() == 2", at + ".join('+').contains('+')",
                                                 at + ".exists(i, e, i > 0 && e != '" + draw_.of(f.choices) + "')",
                                                 at + ".first().hasValue()"});
      case Kind::reference:
        if (f.target == "person" && draw_.chance(60)) {
          return draw_.of(std::vector<std::string>{"{'p': " + at + "}.p.key_post", "[[" + at + "]][0][0].joined_on <= as_of",
                                                   "optional.of(" + at + ").optMap(p, p.key_post).orValue(false)"});
        }
        return "{'r': " + at + "}.r == '" + draw_.of(f.choices) + "'";
      case Kind::nested:
        return draw_.of(std::vector<std::string>{at + ".map(n, {'f': n.fixed_on}).exists(m, m.f <= as_of)",
                                                 at + ".filter(n, n.fixed_on <= as_of).map(n, [n]).size() > 0"});
      default:
        return "{'r': " + s.row + "}.r." + f.name + ".date() <= as_of";
    }
  }

  std::string condition(const Scope& s, int depth) {
    if (draw_.chance(6)) return time_.test(date(s, 0));
    if (depth > 0 && draw_.chance(5)) return time_.use("at", "at(" + date(s, 1) + ", " + inside_at(s, depth - 1) + ")");
    if (draw_.chance(8)) return value_test(s);
    if (depth > 0 && draw_.chance(45)) {
      switch (draw_.between(0, 5)) {
        case 0:
          return "!(" + condition(s, depth - 1) + ")";
        case 1:
          return "(" + condition(s, depth - 1) + " ? " + condition(s, depth - 1) + " : " + condition(s, depth - 1) + ")";
        case 2:
        case 3:
          return "(" + condition(s, depth - 1) + " || " + condition(s, depth - 1) + ")";
        default:
          return "(" + condition(s, depth - 1) + " && " + condition(s, depth - 1) + ")";
      }
    }
    if (!s.row.empty() && draw_.chance(75)) {
      if (!s.parent_type.empty() && s.row == "row" && draw_.chance(40)) {
        Scope outer = s;
        outer.row = "parent";
        outer.row_type = s.parent_type;
        return row_test(outer, 0);
      }
      if (s.trigger && s.row_type == "inspection" && draw_.chance(30)) return s.row + ".accident == trigger.id";
      if (s.names && s.row_type == "person" && s.day && s.row == "row" && draw_.chance(20)) return "p0(row)";
      return row_test(s, depth);
    }
    return holder_test(s, depth);
  }

  /// A condition judged on another day, so `day` may be asked for.
  std::string inside_at(Scope s, int depth) {
    s.day = true;
    return condition(s, depth);
  }

  /// A selection: named or inline.
  std::string rows(const std::string& type, const std::string& item_type = "", bool trigger = false, bool day = false) {
    if (item_type.empty() && !trigger && draw_.chance(35)) {
      if (type == "inspection" || type == "hazard" || type == "drill" || type == "finding") return "r_" + type;
    }
    Scope scope = row_scope(type);
    scope.item_type = item_type;
    scope.trigger = trigger;
    scope.day = day;
    if (type == "finding") scope.parent_type = "inspection";
    std::string out = "{of: " + collection_of(type);
    if (type == "hazard" && draw_.chance(30)) out += ", is: {level: major}";
    if (type == "inspection" && draw_.chance(30)) out += ", is: {kind: [leader-led, self-check]}";
    if (draw_.chance(60)) out += ", where: " + quoted(condition(scope, 2));
    return out + "}";
  }

  std::string within(bool any) {
    switch (draw_.between(0, 5)) {
      case 0:
        return ", within: " + draw_.word({"phase-1", "phase-2"});
      case 1:
        return ", within: {from: 2023-06-10, until: 2023-11-20}";
      case 2:
        if (any) return ", within: any";
        [[fallthrough]];
      case 3:
        return ", within: campaign";
      default:
        return "";
    }
  }

  std::string late() { return draw_.word({"", ", late: lost", ", late: owed"}); }

  std::string count(std::string& extra) {
    const std::string type =
        draw_.word({"inspection", "hazard", "drill", "finding", "session", "permit", "interval", "person"});
    std::string out = "count: {rows: " + rows(type);
    const bool at_most = draw_.chance(20);
    out += at_most ? ", at_most: " + std::to_string(draw_.between(0, 2)) : ", at_least: " + std::to_string(draw_.between(1, 2));
    const std::string per = draw_.word({"", "month", "quarter", "half_year", "year"});
    if (!per.empty()) out += ", per: " + per;
    out += within(false);
    if (draw_.chance(30)) out += ", evidence: " + draw_.word({"clipped", "whole", "ever"});
    if (!at_most) out += late();
    if (per.empty() && !at_most && draw_.chance(40)) out += ", due: " + day_literal();
    const bool due = out.find(", due:") != std::string::npos;
    if (!due && draw_.chance(30)) {
      Scope holder;
      holder.day = true;
      extra = "unless: [{when: " + quoted(condition(holder, 1)) + ", per: " + draw_.word({"month", "quarter"}) +
              (draw_.chance(50) ? ", cite: [ent.drill]" : "") + "}";
      if (draw_.chance(30))
        extra += ", {when: " + quoted(condition(holder, 1)) + ", per: half_year" + (at_most ? "" : ", at_least: 2") + "}";
      extra += "], ";
    }
    if (draw_.chance(20)) extra += "broken_period: {min_days: 10, else: none}, ";
    return out + "}";
  }

  /// Counts with what docs/time.md adds.
  std::string timed_count(std::string& extra) {
    const std::string type =
        draw_.word({"inspection", "hazard", "drill", "finding", "session", "permit", "contract", "person"});
    const bool at_most = draw_.chance(25);
    std::string out =
        "count: {rows: " + rows(type) + (at_most ? ", at_most: " + time_.number(0, 2) : ", at_least: " + time_.number(1, 3));
    if (draw_.chance(25)) {
      out += time_.use(at_most ? "rolling most" : "rolling least", ", rolling: " + draw_.word({"10", "30", "60", "90", "300"}));
      out += within(false);
      if (draw_.chance(30)) out += time_.distinct(type, true);
      return out + "}";
    }
    const RandomTime::Division division = time_.division();
    out += division.keys;
    if (division.keys.find("within:") == std::string::npos) out += within(false);
    const bool serves = !at_most && division.windows && draw_.chance(35);
    const bool matched = division.windows && !serves && draw_.chance(25);
    if (serves) out += time_.use("serves windows", ", serves: one");
    if (!serves && draw_.chance(35)) out += time_.distinct(type, true);
    if (matched) {
      out += ", match: " + time_.match(type);
    } else if (draw_.chance(30)) {
      out += ", evidence: " + draw_.word({"clipped", "whole", "ever"});
    }
    if (!at_most) out += late();
    if (!at_most && draw_.chance(40)) out += ", due: " + (division.windows ? time_.due_in_month() : time_.due());
    if (division.windows && draw_.chance(25)) {
      Scope holder;
      holder.day = true;
      extra += "unless: [{when: " + quoted(condition(holder, 1)) + ", per: " + draw_.word({"month", "quarter"}) + "}], ";
      if (draw_.chance(60)) extra += time_.use("first_day", "governed_by: first_day, ");
    }
    if (division.calendar && draw_.chance(60)) extra += time_.broken();
    return out + "}";
  }

  std::string hold(std::string& extra) {
    Scope holder;
    holder.day = true;
    const RandomTime::Division division = time_.division(false, false);
    std::string out =
        time_.use(division.windows ? "hold per" : "hold", "hold: {holds: ") + quoted(condition(holder, 2)) + division.keys;
    if (division.keys.find("within:") == std::string::npos) out += within(false);
    if (division.calendar && draw_.chance(40)) extra += time_.broken(false);
    return out + "}";
  }

  std::string report(std::string& extra) {
    const std::string type = draw_.word({"inspection", "hazard", "drill", "session", "permit", "contract"});
    const RandomTime::Division division = time_.division(true, false);
    if (!division.windows) return timed_count(extra);
    std::string out =
        time_.use("report", "report: {rows: ") + rows(type) + division.keys + ", match: " + time_.match(type) + late();
    if (division.keys.find("within:") == std::string::npos) out += within(false);
    if (draw_.chance(70)) out += ", due: " + time_.due_in_month();
    return out + "}";
  }

  std::string due_of(const std::string& type) {
    const FieldInfo* f = field_of(type, {Kind::date});
    if (draw_.chance(30)) return time_.due_after(f->name);
    switch (draw_.between(0, 3)) {
      case 0:
        return "{after: " + f->name + ", days: " + draw_.word({"$swift_days", "$sweep_days", "10"}) + "}";
      case 1:
        return f->name;
      case 2:
        return "\"" + date(row_scope(type), 1) + "\"";
      default:
        return f->name;
    }
  }

  std::string done() {
    const std::string type = draw_.word({"hazard", "finding", "contract", "person"});
    const FieldInfo* f = field_of(type, {Kind::milestone});
    std::string out = "items: {rows: " + rows(type) + ", done: " + f->name + within(true) + late();
    if (draw_.chance(75)) out += ", due: " + due_of(type);
    return out + "}";
  }

  std::string require() {
    const std::string type = draw_.word({"hazard", "finding", "contract", "permit", "person"});
    Scope scope = row_scope(type);
    if (type == "finding") scope.parent_type = "inspection";
    std::string out = "items: {rows: " + rows(type) + ", require: {甲: " + quoted(condition(scope, 1)) +
                      ", 乙: " + quoted(condition(scope, 2)) + "}";
    out += within(true);
    if (draw_.chance(40) && field_of(type, {Kind::date})) out += ", due: " + due_of(type);
    if (draw_.chance(50)) out += ", closed: " + quoted(condition(scope, 1));
    const FieldInfo* remedy = field_of(type, {Kind::milestone});
    if (remedy && draw_.chance(40)) out += ", remedy: " + remedy->name;
    return out + "}";
  }

  std::string windows() {
    const bool contracts = draw_.chance(70);
    std::string out = "items: {rows: " + rows(contracts ? "contract" : "hazard") +
                      ", with: " + rows("inspection", contracts ? "contract" : "hazard");
    out += ", per: " + draw_.word({"month", "quarter", "half_year"}) + ", at_least: " + std::to_string(draw_.between(1, 2)) +
           within(false);
    if (draw_.chance(70)) out += contracts ? ", from: start, until: end" : ", from: found_on, until: fixed_on";
    if (draw_.chance(25)) out += time_.use("serves items", ", serves: one");
    return out + "}";
  }

  std::string respond() {
    return "respond: {to: " + rows("accident") + ", on: " + draw_.word({"notified_on", "date"}) +
           (draw_.chance(60)   ? ", within_days: " + draw_.word({"$sweep_days", "10", "30"})
            : draw_.chance(60) ? time_.use("within working days", ", within_working_days: " + draw_.word({"5", "10", "20"}))
                               : ", due: " + time_.due_after("date")) +
           ", with: " + rows("inspection", "", true) + late() +
           (draw_.chance(30) ? time_.use("serves respond", ", serves: one") : "") + within(true) + "}";
  }

  std::string cover() {
    std::string out = "cover: {members: " + (draw_.chance(30) ? std::string("r_person") : rows("person", "", false, true));
    if (draw_.chance(60)) {
      out += draw_.chance(70) ? ", by: r_session.attendees" : ", by: r_drill.participants";
      if (draw_.chance(25)) out += ", judged: on_the_day";
    } else {
      Scope scope = row_scope("person");
      scope.day = true;
      out += ", holds: " + quoted(condition(scope, 1));
    }
    out += ", ratio: " + (draw_.chance(20) ? time_.ratio() : draw_.word({"1.0", "0.5", "0.8", "$education_share"})) +
           within(false) + late();
    if (draw_.chance(40)) out += ", due: " + (draw_.chance(50) ? time_.due() : day_literal());
    return out + "}";
  }

  std::string forbid() {
    if (draw_.chance(40)) {
      std::string out =
          "forbid: {rows: " + rows("permit") + ", among: row.operators, where: " +
          quoted(draw_.word({"!c0(member, row.approved_on.date())", "member == 'W1'", "member.key_post", "c0(member, as_of)"}));
      if (draw_.chance(60)) out += ", each: true";
      return out + within(true) + "}";
    }
    const std::string type = draw_.word({"hazard", "permit", "inspection", "finding", "contract"});
    Scope scope = row_scope(type);
    if (type == "finding") scope.parent_type = "inspection";
    std::string out = "forbid: {rows: " + rows(type) + ", where: " + quoted(condition(scope, 2));
    if (draw_.chance(40)) out += ", each: true";
    return out + within(true) + "}";
  }

  std::string state() {
    Scope holder;
    holder.day = true;
    std::string out = "state: {require: {甲: " + quoted(condition(holder, 2)) + ", 乙: " + quoted(condition(holder, 1)) + "}";
    if (draw_.chance(50)) out += ", due: " + (draw_.chance(50) ? time_.due() : day_literal());
    return out + "}";
  }

  std::string table() {
    Scope holder;
    holder.day = true;
    std::string out =
        "table: {hit: " + draw_.word({"first", "unique"}) + ", of: [h0, holder.headcount, holder.high_risk], rows: [";
    const int rows = draw_.between(1, 4);
    for (int i = 0; i < rows; ++i) {
      out += (i ? ", [" : "[") + draw_.word({"true", "false", "\"-\""}) + ", " +
             draw_.word({"\"-\"", "\"> 100\"", "\"<= 100\"", "0"}) + ", " + draw_.word({"true", "\"-\"", "false"}) + ", " +
             draw_.word({"x", "y", "z"}) + "]";
    }
    out += "], then: {x: " + quoted(condition(holder, 1)) + ", y: " + quoted(condition(holder, 1)) + ", z: null}";
    if (draw_.chance(40)) out += ", due: " + (draw_.chance(50) ? time_.due() : day_literal());
    return out + "}";
  }

  Draw draw_;
  bool presence_;
  RandomTime time_;
};

}  // namespace hegui::agree
