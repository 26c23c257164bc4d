// What pack.yaml says besides file names: campaign, phases, roles of fields, defaults; and frames (`within`).
//
// In:   nodes of pack.yaml.   Out: CheckedRules::campaign_*, phases, roles; PackReader::defaults.
// Cost: O(phases + roles).   Test: tests/rule/load_test.cc
#include "rule/reader.h"

namespace hegui::rule {

PackReader::PackReader(const LoadOptions& options, Diagnostics& diagnostics)
    : rules(std::make_shared<CheckedRules>()), options_(options), diagnostics_(diagnostics), expressions_(*this) {}

void PackReader::read_phases_and_campaign(const Node* campaign, const Node* phases) {
  const auto period = [this](Keys& keys, const Node& node, DayRef& from, DayRef& until) {
    const Node* first = keys.need("from");
    const Node* last = keys.need("until");
    const auto a = first == nullptr ? std::nullopt : read_day_ref(*first);
    const auto b = last == nullptr ? std::nullopt : read_day_ref(*last);
    if (!a || !b) return;
    from = *a;
    until = *b;
    if (reversed(from, until)) {
      diagnostics_
          .report(Code::bad_period, node.span,
                  "the period ends on " + format_date(day_of(until)) + ", before it begins on " + format_date(day_of(from)),
                  "期间的结束 " + format_date(day_of(until)) + " 早于开始 " + format_date(day_of(from)))
          .hint("exchange from and until, or correct one of them");
    }
  };
  if (campaign != nullptr) {
    Keys keys(*campaign, "the campaign", "campaign", diagnostics_);
    if (keys.is_mapping()) period(keys, *campaign, rules->campaign_from, rules->campaign_until);
    keys.close();
  }
  if (phases == nullptr || !expect_mapping(*phases, "phases", "phases", diagnostics_)) return;
  for (const auto& [id, node] : phases->entries) {
    Keys keys(node, "a phase", "阶段", diagnostics_);
    if (!keys.is_mapping()) continue;
    Phase phase;
    phase.id = id.text;
    if (!is_label(id.text) || id.text == "campaign" || id.text == "any") {
      diagnostics_
          .report(Code::bad_name, id.span, "'" + shown(id.text) + "' cannot be the id of a phase",
                  "'" + shown(id.text) + "' 不能作阶段编号")
          .hint("use letters, digits, '.', '-' and '_'; campaign and any are taken");
    }
    if (const Node* zh = keys.need("zh")) phase.zh = read_text(*zh, diagnostics_).value_or("");
    keys.accept({"en"});
    period(keys, node, phase.from, phase.until);
    phase.cite = read_cite(keys.get("cite"));
    keys.close();
    phase_ix_.emplace(phase.id, static_cast<int>(rules->phases.size()));
    rules->phases.push_back(std::move(phase));
  }
}

int PackReader::read_owner(const Node& node) {
  if (!expect_scalar(node, diagnostics_)) return -1;
  const int owner = model->owner(node.text);
  if (owner >= 0 && owner != model->registry) return owner;
  auto known = names_of(model->owners, [](const OwnerType& o) { return o.name; });
  std::erase(known, "registry");
  diagnostics_
      .report(Code::unknown_in_model, node.span, "the record model has no owner '" + shown(node.text) + "'",
              "记录模型中没有主体 '" + shown(node.text) + "'")
      .hint(suggestion(node.text, known));
  return -1;
}

void PackReader::read_roles(const Node& node) {
  if (!expect_mapping(node, "roles", "roles", diagnostics_)) return;
  for (const auto& [name, value] : node.entries) {
    const int owner = read_owner(name);
    Keys keys(value, "the roles of an owner", "主体的角色", diagnostics_);
    if (!keys.is_mapping()) continue;
    const Node* opened = keys.get("opened");
    const Node* ceased = keys.get("ceased");
    const Node* suspensions = keys.get("suspensions");
    const Node* judgements = keys.get("judgements");
    const Node* waivers = keys.get("waivers");
    const Node* changes = keys.get("changes");
    keys.close();
    if (owner < 0) continue;
    const OwnerType& type = model->owners[static_cast<size_t>(owner)];
    Roles& roles = rules->roles[static_cast<size_t>(owner)];
    const auto wrong = [this](const Node& at, const std::string& en, const std::string& zh, const std::string& hint) {
      diagnostics_.report(Code::wrong_role, at.span, en, zh).hint(hint);
    };
    const auto dates_of = [](const std::vector<Field>& fields) {
      std::vector<std::string> out;
      for (const Field& field : fields) {
        if (field.type == FieldType::date && !field.list) out.push_back(field.name);
      }
      return out;
    };
    const auto date_field = [&](const Node* at) {
      if (at == nullptr || !expect_scalar(*at, diagnostics_)) return -1;
      const int field = type.field(at->text);
      if (field >= 0 && type.fields[static_cast<size_t>(field)].type == FieldType::date &&
          !type.fields[static_cast<size_t>(field)].list) {
        return field;
      }
      wrong(*at, "'" + type.name + "' has no date field '" + shown(at->text) + "'",
            "'" + type.name + "' 没有日期字段 '" + shown(at->text) + "'", suggestion(at->text, dates_of(type.fields)));
      return -1;
    };
    const auto collection = [&](const Node* at) {
      if (at == nullptr || !expect_scalar(*at, diagnostics_)) return -1;
      const int index = type.collection(at->text);
      if (index < 0) {
        wrong(*at, "'" + type.name + "' has no collection '" + shown(at->text) + "'",
              "'" + type.name + "' 没有集合 '" + shown(at->text) + "'",
              suggestion(at->text, names_of(type.collections, [](const Collection& c) { return c.name; })));
      }
      return index;
    };
    const auto row_of = [&](int index) -> const RowType& {
      return model->rows[static_cast<size_t>(type.collections[static_cast<size_t>(index)].row_type)];
    };
    const auto field_of = [&](const Node* at, int index, const char* field, std::initializer_list<FieldType> kinds) {
      const RowType& row = row_of(index);
      const int found = row.field(field);
      if (found >= 0 && !row.fields[static_cast<size_t>(found)].list) {
        for (FieldType kind : kinds) {
          if (row.fields[static_cast<size_t>(found)].type == kind) return found;
        }
      }
      wrong(*at, "rows of '" + at->text + "' have no suitable field '" + field + "'",
            "'" + at->text + "' 的行没有合适的字段 '" + field + "'", "add the field to the row type '" + row.name + "'");
      return -1;
    };
    const auto texts = {FieldType::string, FieldType::text, FieldType::id};
    const auto dates = {FieldType::date};
    roles.opened = date_field(opened);
    roles.ceased = date_field(ceased);
    if (const int index = collection(suspensions); index >= 0) {
      roles.suspensions = index;
      roles.suspension_from = field_of(suspensions, index, "from", dates);
      roles.suspension_to = field_of(suspensions, index, "to", dates);
    }
    if (const int index = collection(judgements); index >= 0) {
      roles.judgements = index;
      roles.judgement_duty = field_of(judgements, index, "duty", texts);
      roles.judgement_instance = field_of(judgements, index, "instance", texts);
      roles.judgement_verdict = field_of(judgements, index, "verdict", {FieldType::enumeration});
      roles.judgement_on = field_of(judgements, index, "on", dates);
      if (roles.judgement_verdict >= 0) {
        const Field& verdict = row_of(index).fields[static_cast<size_t>(roles.judgement_verdict)];
        const Enumeration& words = model->enums[static_cast<size_t>(verdict.target)];
        for (const auto& [word, out] : {std::make_pair("met", &roles.met), std::make_pair("not-met", &roles.not_met),
                                       std::make_pair("not-applicable", &roles.judged_not_applicable)}) {
          *out = -1;
          for (size_t i = 0; i < words.words.size(); ++i) {
            if (words.words[i] == word) *out = static_cast<int>(i);
          }
          if (*out < 0) {
            wrong(*judgements, "the enumeration '" + words.name + "' of judgements lacks the word '" + word + "'",
                  "判断结论枚举 '" + words.name + "' 缺少词 '" + std::string(word) + "'",
                  "it needs met, not-met and not-applicable");
          }
        }
      }
    }
    if (const int index = collection(waivers); index >= 0) {
      roles.waivers = index;
      roles.waiver_duty = field_of(waivers, index, "duty", texts);
      roles.waiver_instance = field_of(waivers, index, "instance", texts);
      roles.waiver_from = field_of(waivers, index, "from", dates);
      roles.waiver_until = field_of(waivers, index, "until", dates);
      roles.waiver_approved_by = field_of(waivers, index, "approved_by", texts);
    }
    if (changes != nullptr) read_changes(*changes, owner);
  }
}

void PackReader::read_defaults(const Node& node) {
  Keys keys(node, "defaults", "defaults", diagnostics_);
  if (!keys.is_mapping()) return;
  if (const Node* holder = keys.get("holder")) defaults.holder = read_owner(*holder);
  if (const Node* within = keys.get("within")) defaults.within = read_within(within, false, Frame::Kind::campaign);
  if (const Node* broken = keys.get("broken_period")) read_broken(*broken, defaults.min_days, defaults.broken);
  keys.close();
}

Frame PackReader::read_within(const Node* node, bool any_allowed, Frame::Kind otherwise) {
  Frame out;
  out.kind = otherwise;
  out.label = "campaign";
  if (node == nullptr) {
    if (otherwise == Frame::Kind::campaign && defaults.within) return *defaults.within;
    return out;
  }
  out.kind = Frame::Kind::campaign;
  if (node->kind == Node::Kind::mapping) {
    Keys keys(*node, "'within'", "within", diagnostics_);
    const Node* from = keys.need("from");
    const Node* until = keys.need("until");
    keys.close();
    const auto a = from == nullptr ? std::nullopt : read_day_ref(*from);
    const auto b = until == nullptr ? std::nullopt : read_day_ref(*until);
    if (!a || !b) return out;
    out.kind = Frame::Kind::dates;
    out.from = *a;
    out.until = *b;
    out.label = format_date(day_of(*a)) + "/" + format_date(day_of(*b));
    if (reversed(*a, *b)) {
      diagnostics_
          .report(Code::bad_period, node->span, "the frame ends on " + format_date(day_of(*b)) + ", before it begins",
                  "期间的结束 " + format_date(day_of(*b)) + " 早于开始")
          .hint("exchange from and until, or correct one of them");
    }
    return out;
  }
  if (!expect_scalar(*node, diagnostics_)) return out;
  if (node->text == "campaign") return out;
  if (node->text == "any" && any_allowed) {
    out.kind = Frame::Kind::any;
    return out;
  }
  if (const auto it = phase_ix_.find(node->text); it != phase_ix_.end()) {
    out.kind = Frame::Kind::phase;
    out.phase = it->second;
    out.label = node->text;
    return out;
  }
  auto known = names_of(rules->phases, [](const Phase& p) { return p.id; });
  known.insert(known.begin(), "campaign");
  if (any_allowed) known.emplace_back("any");
  if (node->text == "any") {
    diagnostics_
        .report(Code::unknown_within, node->span, "'any' leaves this shape without an end", "此形态需要期限，不能用 any")
        .hint("name a phase, the campaign, or {from: ..., until: ...}");
  } else {
    diagnostics_
        .report(Code::unknown_within, node->span, "there is no phase '" + shown(node->text) + "'",
                "没有阶段 '" + shown(node->text) + "'")
        .hint(suggestion(node->text, known));
  }
  return out;
}

}  // namespace hegui::rule
