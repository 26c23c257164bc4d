// Checked rules as text: one line a thing, every reference by name; what tests compare.
//
// In:   CheckedRules.   Out: text.   Cost: O(rules).   Test: tests/rule/checked_test.cc
#include "rule/checked.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

const char* word(Per per) {
  switch (per) {
    case Per::once:
      return "once";
    case Per::month:
      return "month";
    case Per::quarter:
      return "quarter";
    case Per::half_year:
      return "half_year";
    case Per::year:
      return "year";
    case Per::week:
      return "week";
    case Per::phase:
      return "phase";
    case Per::dates:
      return "dates";
  }
  return "";
}

const char* word(Broken broken) {
  constexpr const char* kWords[] = {"none", "count", "advise", "prorate"};
  return kWords[static_cast<size_t>(broken)];
}

const char* word(Late late) { return late == Late::lost ? "lost" : "owed"; }

const char* word(Evidence evidence) {
  return evidence == Evidence::clipped ? "clipped" : evidence == Evidence::whole ? "whole" : "ever";
}

const char* word(Origin origin) {
  switch (origin) {
    case Origin::text:
      return "text";
    case Origin::statute:
      return "statute";
    case Origin::reading:
      return "reading";
    case Origin::assumption:
      return "assumption";
  }
  return "";
}

class Text {
 public:
  explicit Text(const CheckedRules& rules) : rules_(rules) {}

  std::string all() {
    const Model& model = *rules_.model;
    out_ += "pack " + rules_.name + " version " + rules_.version + " document " + rules_.document + "\n";
    out_ += "campaign " + day(rules_.campaign_from) + " .. " + day(rules_.campaign_until) + "\n";
    for (const Phase& phase : rules_.phases) {
      out_ += "phase " + phase.id + " " + day(phase.from) + " .. " + day(phase.until) + clauses(phase.cite) + "\n";
    }
    for (const History& history : model.histories) {
      const OwnerType& owner = model.owners[static_cast<size_t>(history.owner)];
      out_ += "changes of " + owner.name + " in " + owner.collections[static_cast<size_t>(history.collection)].name + ":";
      for (const auto& [collection, field] : history.of) {
        const Collection* in = collection < 0 ? nullptr : &owner.collections[static_cast<size_t>(collection)];
        const auto& fields = in == nullptr ? owner.fields : model.rows[static_cast<size_t>(in->row_type)].fields;
        out_ += " " + (in == nullptr ? "" : in->name + ".") + fields[static_cast<size_t>(field)].name;
      }
      out_ += "\n";
    }
    for (const Param& param : rules_.params) {
      out_ += "param $" + param.name + " " + rules_.types.name(param.type, &model) + " = " + value(param.value) + " " +
              word(param.origin);
      for (size_t i = 1; i < param.dated.size(); ++i) {
        out_ += " from " + format_date(param.dated[i].from) + " " + value(param.dated[i].value);
      }
      if (param.reading >= 0) out_ += " reading " + rules_.readings[static_cast<size_t>(param.reading)].id;
      if (param.has_range) out_ += " allowed " + literal_text(param.low) + " .. " + literal_text(param.high);
      out_ += clauses(param.cite) + "\n";
    }
    for (const Definition& definition : rules_.definitions) {
      out_ += "define " + definition.name;
      if (definition.of_owner >= 0) out_ += " of " + model.owners[static_cast<size_t>(definition.of_owner)].name;
      if (definition.of_row >= 0) out_ += " of " + model.rows[static_cast<size_t>(definition.of_row)].name;
      for (size_t i = 0; i < definition.arguments.size(); ++i) {
        out_ +=
            (i == 0 ? " (" : ", ") + definition.argument_names[i] + ": " + rules_.types.name(definition.arguments[i], &model);
      }
      if (!definition.arguments.empty()) out_ += ")";
      out_ +=
          " : " + rules_.types.name(definition.type, &model) + " =" + expr(definition.body) + clauses(definition.cite) + "\n";
    }
    for (const Selection& s : rules_.selections) {
      const OwnerType& owner = model.owners[static_cast<size_t>(s.owner_type)];
      out_ += "rows " + s.name + " of " + owner.name + "." + owner.collections[static_cast<size_t>(s.collection)].name;
      if (s.nested_field >= 0) {
        const RowType& outer = model.rows[static_cast<size_t>(owner.collections[static_cast<size_t>(s.collection)].row_type)];
        out_ += "." + outer.fields[static_cast<size_t>(s.nested_field)].name;
      }
      if (s.base >= 0) out_ += " from " + rules_.selections[static_cast<size_t>(s.base)].name;
      if (s.cond != kNone) out_ += " where" + expr(s.cond);
      out_ += clauses(s.cite) + "\n";
    }
    for (const Duty& duty : rules_.duties) add(duty);
    return std::move(out_);
  }

 private:
  std::string day(const DayRef& ref) const {
    return ref.param >= 0 ? "$" + rules_.params[static_cast<size_t>(ref.param)].name : format_date(ref.day);
  }
  std::string number(const NumberRef& ref) const {
    if (ref.param >= 0) return "$" + rules_.params[static_cast<size_t>(ref.param)].name;
    cel::Literal literal;
    literal.kind = cel::Literal::Kind::double_value;
    literal.real = ref.value;
    return literal_text(literal);
  }
  static std::string value(const Value& v) {
    if (!v.is_list) return literal_text(v.scalar);
    std::string out;
    for (const cel::Literal& one : v.list) out += (out.empty() ? "" : ", ") + literal_text(one);
    return "[" + out + "]";
  }
  std::string clauses(const std::vector<int>& list) const {
    std::string out;
    for (int c : list) out += (out.empty() ? " cite " : ", ") + rules_.clauses[static_cast<size_t>(c)].id;
    return out;
  }
  std::string expr(ExprIx index) const {
    if (index == kNone) return " -";
    std::string text = rules_.exprs[static_cast<size_t>(index)].ast.text;
    for (char& c : text) c = c == '\n' ? ' ' : c;
    return " `" + text + "`";
  }
  std::string rows(int selection) const {
    return selection < 0 ? " -" : " " + rules_.selections[static_cast<size_t>(selection)].name;
  }
  static std::string frame(const Frame& f) { return " within " + (f.kind == Frame::Kind::any ? std::string("any") : f.label); }

  void line(const std::string& text) { out_ += "  " + text + "\n"; }

  void add(const Duty& duty) {
    out_ += "duty " + duty.id + " part " + duty.part + " holder " +
            rules_.model->owners[static_cast<size_t>(duty.holder)].name + clauses(duty.cite) + " file " + duty.file + "\n";
    for (int r : duty.readings) line("reading " + rules_.readings[static_cast<size_t>(r)].id);
    for (int p : duty.assumptions) line("assumes $" + rules_.params[static_cast<size_t>(p)].name);
    if (duty.when != kNone) line("when" + expr(duty.when));
    if (given(duty.in_force_from) || given(duty.in_force_until)) {
      line("in_force " + (given(duty.in_force_from) ? day(duty.in_force_from) : "..") + " .. " +
           (given(duty.in_force_until) ? day(duty.in_force_until) : ".."));
    }
    if (duty.governs == Governs::first_day) line("governed_by first_day");
    std::visit([this](const auto& shape) { add(shape); }, duty.shape);
    for (const Branch& branch : duty.unless) {
      line("unless" + expr(branch.when) + clauses(branch.cite));
      add(branch.count);
    }
  }
  void add(const std::vector<Check>& checks, const char* what) {
    for (const Check& check : checks) line(std::string(what) + " " + check.name + expr(check.expr));
  }
  static bool given(const DayRef& ref) { return ref.param >= 0 || ref.day != kNoDay; }
  static bool given(const NumberRef& ref) { return ref.param >= 0 || ref.value > 0; }
  std::string timing(const Timing& t) const {
    std::string out;
    if (t.day_of_month >= 0) {
      out += " day " + (t.day_of_month == 0 ? std::string("last") : std::to_string(t.day_of_month)) +
             (t.next_month ? " of the next month" : "");
    }
    if (given(t.working_days)) out += " working_days " + number(t.working_days);
    if (t.shift != Shift::none) out += t.shift == Shift::previous_working_day ? " shift previous" : " shift next";
    if (given(t.grace)) out += " grace " + number(t.grace) + (t.grace_in_working_days ? " working days" : " days");
    return out;
  }
  std::string broken(Per per, Broken policy) const {
    return is_calendar(per) && policy != Broken::none ? std::string(" broken ") + word(policy) : "";
  }
  void add(const Hold& h) {
    line("hold" + expr(h.holds) + " per " + word(h.per) + frame(h.within) + " min_days " + number(h.min_days) +
         broken(h.per, h.broken));
  }
  void add(const Count& c) {
    line("count" + rows(c.rows) + (c.at_most ? " at_most " : " at_least ") + number(c.number) + " per " + word(c.per) +
         frame(c.within) + " evidence " + word(c.evidence) + " late " + word(c.late) + " due" + expr(c.due) + timing(c.timing) +
         " min_days " + number(c.min_days) + broken(c.per, c.broken));
    for (const NamedWindow& w : c.windows) line("window " + w.label + " " + day(w.from) + " .. " + day(w.until));
    std::string more;
    for (int n : c.nth) more += (more.empty() ? "nth " : ", ") + std::to_string(n);
    if (given(c.rolling)) more += " rolling " + number(c.rolling);
    if (c.distinct_day) more += " distinct day";
    if (c.distinct != kNone) more += " distinct" + expr(c.distinct);
    if (c.match != kNone) more += " match" + expr(c.match);
    if (c.serves_one) more += " serves one";
    if (!more.empty()) line(more.substr(more[0] == ' ' ? 1 : 0));
  }
  void add(const Items& i) {
    line("items" + rows(i.rows) + frame(i.within) + " late " + word(i.late) + " due" + expr(i.due) + timing(i.timing));
    if (i.done != kNone) line("done" + expr(i.done));
    add(i.require, "require");
    if (i.closed != kNone) line("closed" + expr(i.closed));
    if (i.remedy != kNone) line("remedy" + expr(i.remedy));
    if (i.with >= 0) {
      line("with" + rows(i.with) + " at_least " + number(i.at_least) + " per " + word(i.per) + " from" + expr(i.from) +
           " until" + expr(i.until) + " min_days " + number(i.min_days) + broken(i.per, i.broken) +
           (i.serves_one ? " serves one" : ""));
    }
  }
  void add(const Respond& r) {
    line("respond to" + rows(r.to) + frame(r.within) + " on" + expr(r.on) + " due" + expr(r.due) + timing(r.timing) + " with" +
         rows(r.with) + " late " + word(r.late) + (r.serves_one ? " serves one" : ""));
  }
  void add(const Cover& c) {
    std::string by = rows(c.by);
    if (c.by >= 0 && c.by_field >= 0) {
      const RowType& row = rules_.model->rows[static_cast<size_t>(rules_.selections[static_cast<size_t>(c.by)].row_type)];
      by += "." + row.fields[static_cast<size_t>(c.by_field)].name;
    }
    line("cover" + rows(c.members) + " key" + expr(c.key) + " by" + by + " holds" + expr(c.holds) + " ratio " +
         number(c.ratio) + (c.state ? " on_the_day" : " each_session") + frame(c.within) + " due" + expr(c.due) +
         timing(c.timing) + " late " + word(c.late));
  }
  void add(const Forbid& f) {
    line("forbid" + rows(f.rows) + " where" + expr(f.where) + " among" + expr(f.among) + (f.each ? " each" : "") +
         frame(f.within));
  }
  void add(const State& s) {
    line("state due" + expr(s.due) + timing(s.timing));
    add(s.require, "require");
  }
  void add(const DecisionTable& t) {
    line(std::string("table ") + (t.hit == Hit::first ? "first" : "unique") + " due" + expr(t.due) + timing(t.timing));
    for (const DecisionTable::Row& row : t.rows) {
      line("row" + expr(row.cond) + " -> " + (row.outcome < 0 ? "-" : t.outcomes[static_cast<size_t>(row.outcome)].name));
    }
    add(t.outcomes, "then");
  }
  void add(const Judge& j) { line("judge " + j.question_zh + " by " + j.by); }
  void add(const Compose& c) {
    for (int d : c.duties) line("part " + rules_.duties[static_cast<size_t>(d)].id);
  }

  const CheckedRules& rules_;
  std::string out_;
};

}  // namespace

std::string literal_text(const cel::Literal& literal) {
  using Kind = cel::Literal::Kind;
  switch (literal.kind) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return literal.boolean ? "true" : "false";
    case Kind::int_value:
      return std::to_string(literal.integer);
    case Kind::uint_value:
      return std::to_string(static_cast<uint64_t>(literal.integer));
    case Kind::double_value: {
      char buffer[40];
      std::snprintf(buffer, sizeof buffer, "%.10g", literal.real);
      return buffer;
    }
    case Kind::date:
      return format_date(static_cast<Day>(literal.integer));
    case Kind::duration:
      return std::to_string(literal.integer) + "ns";
    case Kind::string:
    case Kind::bytes:
      return literal.text;
  }
  return "";
}

std::string CheckedRules::dump() const { return Text(*this).all(); }

}  // namespace hegui::rule
