// Shapes that look at rows: items, respond, cover, forbid; count and report stand in read_count.cc.
//
// In:   the node under the shape's key, a duty with its holder.   Out: Duty::shape; diagnostics HG4009-HG4013, HG4028.
// Cost: O(keys).   Test: tests/rule/load_test.cc
#include "rule/reader.h"

namespace hegui::rule {

namespace {

constexpr double kMostRows = 1'000'000;

}  // namespace

void PackReader::read_items(const Node& node, Duty& duty) {
  duty.shape = Items();
  Items& out = std::get<Items>(duty.shape);
  Keys keys(node, "items", "items", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* rows = keys.need("rows");
  const Node* within = keys.get("within");
  const Node* require = keys.get("require");
  const Node* done = keys.get("done");
  const Node* with = keys.get("with");
  const Node* per = keys.get("per");
  const Node* at_least = keys.get("at_least");
  const Node* due = keys.get("due");
  const Node* late = keys.get("late");
  const Node* closed = keys.get("closed");
  const Node* remedy = keys.get("remedy");
  const Node* from = keys.get("from");
  const Node* until = keys.get("until");
  const Node* serves = keys.get("serves");
  keys.close();
  const int forms = (require != nullptr) + (done != nullptr) + (with != nullptr);
  if (forms != 1) {
    diagnostics_
        .report(Code::items_form, head_of(node),
                forms == 0 ? "items say how each row is judged" : "items are judged in one way only",
                forms == 0 ? "items 须写明如何判断每一行" : "items 只能有一种判断方式")
        .hint("write exactly one of done, require, with");
    return;
  }
  out.rows = rows == nullptr ? -1 : read_rows(*rows, duty.holder, duty.id + "/rows", 0);
  out.within = read_within(within, with == nullptr, with == nullptr ? Frame::Kind::any : Frame::Kind::campaign);
  if (out.rows < 0) return;
  const auto belongs = [this](const Node* at, const char* key, const char* form) {
    if (at == nullptr) return;
    diagnostics_
        .report(Code::items_form, at->span, std::string("'") + key + "' goes with '" + form + "' only",
                std::string(key) + " 只能与 " + form + " 同用")
        .hint("leave it out");
  };
  if (with == nullptr) {
    belongs(per, "per", "with");
    belongs(at_least, "at_least", "with");
    belongs(from, "from", "with");
    belongs(until, "until", "with");
    belongs(serves, "serves", "with");
  } else {
    belongs(due, "due", "done' or 'require");
    belongs(late, "late", "done");
  }
  if (require == nullptr) {
    belongs(closed, "closed", "require");
    belongs(remedy, "remedy", "require");
  }
  const Scope scope = row_scope(duty.holder, out.rows);
  if (due != nullptr && with == nullptr) read_due(*due, {duty.holder, out.rows, false}, out.due, out.timing);
  if (late != nullptr && with == nullptr) {
    out.late = read_late(*late).value_or(out.late);
    if (require != nullptr && out.late == Late::lost) {
      conflict(late->span, "checks are not lost when they are late: 'closed' says when they can no longer be met",
               "检查项不会因迟而失效：用 closed 说明何时不能再补", "use 'closed'");
    }
  }
  if (done != nullptr) {
    out.done = read_row_date(*done, duty.holder, out.rows);
  } else if (require != nullptr) {
    out.require = read_checks(*require, scope);
    if (closed != nullptr) out.closed = read_condition(*closed, scope);
    if (remedy != nullptr) out.remedy = read_row_date(*remedy, duty.holder, out.rows);
  } else {
    const cel::TypeId item = *scope.slots[cel::kRow];
    out.with = read_rows(*with, duty.holder, duty.id + "/with", slot_bit(cel::kItem), item);
    out.per = per != nullptr ? read_per(*per).value_or(Per::once) : Per::once;
    if (at_least != nullptr) out.at_least = read_number_ref(*at_least, true, 1, kMostRows, true).value_or(out.at_least);
    if (serves != nullptr) out.serves_one = read_serves(*serves);
    if (from != nullptr) out.from = read_row_date(*from, duty.holder, out.rows);
    if (until != nullptr) out.until = read_row_date(*until, duty.holder, out.rows);
  }
}

void PackReader::read_respond(const Node& node, Duty& duty) {
  duty.shape = Respond();
  Respond& out = std::get<Respond>(duty.shape);
  Keys keys(node, "a response", "respond", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* to = keys.need("to");
  const Node* on = keys.need("on");
  const Node* days = keys.get("within_days");
  const Node* working_days = keys.get("within_working_days");
  const Node* due = keys.get("due");
  const Node* with = keys.need("with");
  const Node* late = keys.get("late");
  const Node* within = keys.get("within");
  const Node* serves = keys.get("serves");
  keys.close();
  out.within = read_within(within, true, Frame::Kind::campaign);
  if (late != nullptr) out.late = read_late(*late).value_or(out.late);
  if (serves != nullptr) out.serves_one = read_serves(*serves);
  const int ends = (days != nullptr) + (working_days != nullptr) + (due != nullptr);
  if (ends != 1) {
    const Node* second = due != nullptr ? due : working_days;
    diagnostics_
        .report(ends == 0 ? Code::missing_key : Code::due_form, ends == 0 ? head_of(node) : second->span,
                ends == 0 ? "a response does not say by when" : "a response says by when in one way only",
                ends == 0 ? "respond 没有写明期限" : "respond 的期限只能有一种写法")
        .hint("write exactly one of within_days, within_working_days, due");
    return;
  }
  if (to == nullptr || on == nullptr || with == nullptr) return;
  out.to = read_rows(*to, duty.holder, duty.id + "/to", 0);
  if (out.to < 0) return;
  out.on = read_row_date(*on, duty.holder, out.to);
  if (on->kind != Node::Kind::scalar) {
    diagnostics_.report(Code::wrong_node, on->span, "'on' is a field or a CEL date", "on 应为字段或日期表达式")
        .hint("put the days under 'within_days'");
  } else if (days != nullptr) {
    out.due = read_date_after(*on, *days, duty.holder, out.to);
  } else if (working_days != nullptr) {
    out.due = read_row_date(*on, duty.holder, out.to);
    read_working_days(*working_days, out.timing.working_days);
  }
  if (due != nullptr) read_due(*due, {duty.holder, out.to, false}, out.due, out.timing);
  const cel::TypeId trigger = rules->types.row(rules->selections[static_cast<size_t>(out.to)].row_type);
  out.with = read_rows(*with, duty.holder, duty.id + "/with", slot_bit(cel::kTrigger), {}, trigger);
}

void PackReader::read_cover(const Node& node, Duty& duty) {
  duty.shape = Cover();
  Cover& out = std::get<Cover>(duty.shape);
  Keys keys(node, "a cover", "cover", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* members = keys.need("members");
  const Node* key = keys.get("key");
  const Node* by = keys.get("by");
  const Node* holds = keys.get("holds");
  const Node* ratio = keys.get("ratio");
  const Node* judged = keys.get("judged");
  const Node* within = keys.get("within");
  const Node* due = keys.get("due");
  const Node* late = keys.get("late");
  keys.close();
  if ((by == nullptr) == (holds == nullptr)) {
    diagnostics_.report(Code::cover_form, head_of(node), "a cover has either 'by' or 'holds'", "cover 须有 by 或 holds 之一")
        .hint("write  by: SELECTION.FIELD  or  holds: CEL");
    return;
  }
  out.within = read_within(within, false, Frame::Kind::campaign);
  out.state = holds != nullptr;
  if (judged != nullptr) {
    const auto choice = read_choice(*judged, {"each_session", "on_the_day"}, diagnostics_);
    if (choice) out.state = *choice == 1;
    if (choice && *choice == 0 && holds != nullptr) {
      diagnostics_
          .report(Code::cover_form, judged->span, "'each_session' needs evidence rows under 'by'",
                  "each_session 须配合 by 使用")
          .hint("leave 'judged' out");
    }
  }
  if (ratio != nullptr) {
    if (const auto number = read_number_ref(*ratio, false, 0, 1, true)) {
      out.ratio = *number;
      bool zero = number->param < 0 ? number->value <= 0 : number_of_ref(*number, default_values(*rules)) <= 0;
      if (number->param >= 0) {
        for (const Dated& dated : rules->params[static_cast<size_t>(number->param)].dated) {
          zero = zero || number_on(*number, rules->params, default_values(*rules), dated.from) <= 0;
        }
      }
      if (zero) {
        diagnostics_.report(Code::wrong_number, ratio->span, "a ratio of 0 asks for nothing", "比例为 0 等于没有要求")
            .hint("write a number above 0 and up to 1");
      }
    }
  }
  if (due != nullptr) read_due(*due, {duty.holder, -1, false}, out.due, out.timing);
  out.late = holds != nullptr || due != nullptr ? Late::owed : Late::lost;
  if (late != nullptr) out.late = read_late(*late).value_or(out.late);
  if (members == nullptr) return;
  out.members = read_rows(*members, duty.holder, duty.id + "/members", slot_bit(cel::kDay));
  if (out.members < 0) return;
  Scope scope = row_scope(duty.holder, out.members);
  const int row_type = rules->selections[static_cast<size_t>(out.members)].row_type;
  const RowType& row = model->rows[static_cast<size_t>(row_type)];
  if (key != nullptr) {
    if (expect_scalar(*key, diagnostics_)) {
      Written written;
      if (is_identifier(key->text) && row.field(key->text) >= 0) written.made("row.", key->span.begin);
      written.scalar(*key);
      out.key = expressions_.add(std::move(written), scope, rules->types.string, key->span);
    }
  } else if (row.id_field >= 0) {
    Written written;
    written.source = members->span.source;
    written.made("row." + row.fields[static_cast<size_t>(row.id_field)].name, members->span.begin);
    out.key = expressions_.add(std::move(written), scope, rules->types.string, members->span);
  } else if (by != nullptr) {
    diagnostics_
        .report(Code::cover_form, members->span, "rows of type '" + row.name + "' have no id to look for",
                "行类型 '" + row.name + "' 没有编号可供比对")
        .hint("add  key: CEL");
  }
  if (holds != nullptr) {
    scope.slots[cel::kDay] = rules->types.date;
    out.holds = read_condition(*holds, scope);
    return;
  }
  if (!expect_scalar(*by, diagnostics_)) return;
  const size_t dot = by->text.rfind('.');
  if (dot == std::string::npos) {
    diagnostics_.report(Code::cover_form, by->span, "'by' names a selection and its field", "by 须写明行选择及其字段")
        .hint("write SELECTION.FIELD, such as warning_sessions.attendees");
    return;
  }
  Node selection = *by;
  selection.text.resize(dot);
  const auto size = static_cast<uint32_t>(by->text.size());
  selection.span = by->map.span(by->span.source, 0, static_cast<uint32_t>(dot), size);
  out.by = read_rows(selection, duty.holder, duty.id + "/by", 0);
  if (out.by < 0) return;
  const RowType& evidence = model->rows[static_cast<size_t>(rules->selections[static_cast<size_t>(out.by)].row_type)];
  const std::string field = by->text.substr(dot + 1);
  out.by_field = evidence.field(field);
  const bool fits = out.by_field >= 0 && [&] {
    switch (evidence.fields[static_cast<size_t>(out.by_field)].type) {
      case FieldType::id:
      case FieldType::string:
      case FieldType::text:
      case FieldType::reference:
        return true;
      default:
        return false;
    }
  }();
  if (!fits) {
    std::vector<std::string> known;
    for (const Field& f : evidence.fields) {
      if (f.type == FieldType::reference || f.type == FieldType::string || f.type == FieldType::id) known.push_back(f.name);
    }
    diagnostics_
        .report(Code::unknown_field, by->map.span(by->span.source, static_cast<uint32_t>(dot + 1), size, size),
                "rows of type '" + evidence.name + "' have no field '" + shown(field) + "' that names members",
                "行类型 '" + evidence.name + "' 没有可指明成员的字段 '" + shown(field) + "'")
        .hint(suggestion(field, known));
  }
}

void PackReader::read_forbid(const Node& node, Duty& duty) {
  duty.shape = Forbid();
  Forbid& out = std::get<Forbid>(duty.shape);
  Keys keys(node, "a prohibition", "forbid", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* rows = keys.need("rows");
  const Node* where = keys.get("where");
  const Node* among = keys.get("among");
  const Node* each = keys.get("each");
  const Node* within = keys.get("within");
  keys.close();
  out.within = read_within(within, true, Frame::Kind::any);
  if (each != nullptr) out.each = read_boolean(*each, diagnostics_).value_or(false);
  if (rows == nullptr) return;
  out.rows = read_rows(*rows, duty.holder, duty.id + "/rows", 0);
  if (out.rows < 0) return;
  const Scope scope = row_scope(duty.holder, out.rows);
  if (among != nullptr && where == nullptr) {
    diagnostics_
        .report(Code::missing_key, among->span, "'among' needs 'where' to say which members are forbidden",
                "among 须配合 where 说明禁止哪些成员")
        .hint("add  where: CEL over member");
    return;
  }
  if (among != nullptr && expect_scalar(*among, diagnostics_)) {
    Written written;
    const RowType& row = model->rows[static_cast<size_t>(rules->selections[static_cast<size_t>(out.rows)].row_type)];
    if (is_identifier(among->text) && row.field(among->text) >= 0) written.made("row.", among->span.begin);
    written.scalar(*among);
    out.among = expressions_.add_any(std::move(written), scope, among->span);
  }
  if (where != nullptr) {
    out.where = read_condition(*where, scope);
    if (out.among != kNone && out.where != kNone) expressions_.member_of(out.where, out.among);
  } else {
    Written every;
    every.source = rows->span.source;
    every.made("true", rows->span.begin);
    out.where = expressions_.add(std::move(every), scope, rules->types.boolean, rows->span);
  }
}

}  // namespace hegui::rule
