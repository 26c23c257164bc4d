// Shapes that look at the holder: state, table, judge; and compose, over duties.
//
// In:   the node under the shape's key.   Out: Duty::shape; diagnostics HG4014-HG4018.
// Idea: a cell of a decision table becomes a CEL comparison of its column; the cells of a row are joined by &&.
// Cost: O(cells); compose: O(duties) a pattern.   Test: tests/rule/load_test.cc
#include <algorithm>

#include "rule/reader.h"

namespace hegui::rule {

namespace {

/// A comparison sign at the head of a cell.
std::string_view sign_of(std::string_view text) {
  for (const char* sign : {"<=", ">=", "==", "!=", "<", ">"}) {
    if (text.substr(0, std::string_view(sign).size()) == sign) return sign;
  }
  return {};
}

}  // namespace

void PackReader::read_state(const Node& node, Duty& duty) {
  duty.shape = State();
  State& out = std::get<State>(duty.shape);
  Keys keys(node, "a state", "state", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* require = keys.need("require");
  const Node* due = keys.get("due");
  keys.close();
  if (require != nullptr) out.require = read_checks(*require, scope_of(duty.holder, true));
  if (due != nullptr) read_due(*due, {duty.holder, -1, false}, out.due, out.timing);
}

PackReader::Column PackReader::read_column(const Node& node, int holder) {
  Column out;
  out.node = &node;
  if (!expect_scalar(node, diagnostics_)) return out;
  out.text.source = node.span.source;
  const OwnerType& owner = model->owners[static_cast<size_t>(holder)];
  std::string name = node.text;
  if (name.substr(0, 7) == "holder.") name = name.substr(7);
  const bool defined = definition_ix_.count(node.text) > 0;
  if (const int field = is_identifier(name) && !defined ? owner.field(name) : -1; field >= 0) {
    out.field = &owner.fields[static_cast<size_t>(field)];
    if (name == node.text) out.text.made("holder.", node.span.begin);
    out.text.scalar(node);
  } else if (is_identifier(node.text) && !defined) {
    auto known = names_of(rules->definitions, [](const Definition& d) { return d.name; });
    for (const Field& f : owner.fields) known.push_back(f.name);
    diagnostics_
        .report(Code::unknown_field, node.span, "'" + shown(node.text) + "' is neither a definition nor a field of the holder",
                "'" + shown(node.text) + "' 既不是定义也不是责任主体的字段")
        .hint(suggestion(node.text, known));
    return out;
  } else if (is_path(node.text)) {
    out.text.scalar(node);
  } else {
    cel::Expression alone;
    alone.ast.text = node.text;
    alone.source = node.span.source;
    alone.map = node.map;
    if (!cel::parse(alone, options_.expressions, diagnostics_)) return out;
    out.text.made("(", node.span.begin);
    out.text.scalar(node);
    out.text.made("\n)", node.span.end);
  }
  out.good = true;
  return out;
}

bool PackReader::add_cell(const Node& cell, const Column& column, Written& out, bool& first) {
  if (cell.kind == Node::Kind::null) {
    diagnostics_.report(Code::table_form, cell.span, "the cell is empty", "单元格为空").hint("write '-' for any value");
    return false;
  }
  const auto literal = [&](const Node& at, std::string_view text) -> std::optional<std::string> {
    if (is_param_reference(text)) {
      Node reference = at;
      reference.text = std::string(text);
      if (read_param_ref(reference) < 0) return std::nullopt;
      return std::string(text);
    }
    if (column.field != nullptr) {
      Node value = at;
      value.text = std::string(text);
      value.style = at.text != text ? Node::Style::plain : at.style;  // "> 100": the number behind the sign
      if (column.field->type != FieldType::decimal || !parse_number(text)) return is_literal(value, *column.field);
    }
    if (text == "true" || text == "false" || parse_number(text)) return std::string(text);
    if (const auto day = parse_date(text)) return cel_date(*day);
    return cel_string(text);
  };
  const auto begin = [&] {
    if (!first) out.made(" && ", cell.span.begin);
    first = false;
  };
  if (cell.kind == Node::Kind::sequence) {
    std::string list;
    for (const Node& item : cell.items) {
      if (!expect_scalar(item, diagnostics_)) return false;
      const auto text = literal(item, item.text);
      if (!text) return false;
      list += (list.empty() ? "" : ", ") + *text;
    }
    begin();
    out.append(column.text);
    out.made(" in [" + list + "]", cell.span.begin);
    return true;
  }
  if (!expect_scalar(cell, diagnostics_)) return false;
  if (cell.text == "-") return true;
  const std::string_view sign = sign_of(cell.text);
  std::string_view operand = cell.text;
  operand.remove_prefix(sign.size());
  while (!operand.empty() && operand.front() == ' ') operand.remove_prefix(1);
  if (operand.empty()) {
    diagnostics_
        .report(Code::table_form, cell.span, "the test '" + shown(cell.text) + "' compares with nothing",
                "测试 '" + shown(cell.text) + "' 缺少比较值")
        .hint("write a value behind the sign, such as \"> 100\", or '-' for any value");
    return false;
  }
  const auto text = literal(cell, operand);
  if (!text) return false;
  begin();
  if (column.field != nullptr && column.field->list && sign.empty()) {
    out.made(*text + " in ", cell.span.begin);
    out.append(column.text);
    return true;
  }
  out.append(column.text);
  out.made(" " + std::string(sign.empty() ? "==" : sign) + " ", cell.span.begin);
  out.made(*text, cell.span.begin);
  return true;
}

void PackReader::read_table(const Node& node, Duty& duty) {
  duty.shape = DecisionTable();
  DecisionTable& out = std::get<DecisionTable>(duty.shape);
  Keys keys(node, "a decision table", "决策表", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* hit = keys.get("hit");
  const Node* of = keys.need("of");
  const Node* rows = keys.need("rows");
  const Node* then = keys.need("then");
  const Node* due = keys.get("due");
  keys.close();
  if (hit != nullptr) out.hit = static_cast<Hit>(read_choice(*hit, {"first", "unique"}, diagnostics_).value_or(0));
  if (due != nullptr) read_due(*due, {duty.holder, -1, false}, out.due, out.timing);
  std::vector<std::string> outcomes;
  if (then != nullptr && expect_mapping(*then, "'then'", "then", diagnostics_)) {
    for (const auto& [name, value] : then->entries) {
      const bool none = value.kind == Node::Kind::null || (value.is_plain() && value.text == "null");
      out.outcomes.push_back({name.text, none ? kNone : read_condition(value, scope_of(duty.holder, true))});
      outcomes.push_back(name.text);
    }
  }
  if (of == nullptr || rows == nullptr || then == nullptr) return;
  std::vector<Column> columns;
  if (!expect_list(*of, "'of'", "of", diagnostics_) || !expect_list(*rows, "'rows'", "rows", diagnostics_)) return;
  for (const Node& column : of->items) columns.push_back(read_column(column, duty.holder));
  if (columns.empty() || rows->items.empty()) {
    diagnostics_
        .report(Code::table_form, columns.empty() ? of->span : rows->span, "a decision table needs columns and rows",
                "决策表须有列和行")
        .hint("name at least one column under 'of' and one row under 'rows'");
    return;
  }
  if (rows->items.size() > 1000 || columns.size() > 50) {
    diagnostics_
        .report(Code::table_form, rows->span, "a decision table has at most 1000 rows and 50 columns",
                "决策表最多 1000 行、50 列")
        .hint("split the table");
    return;
  }
  const Node* certain = nullptr;
  for (const Node& row : rows->items) {
    if (!expect_list(row, "a row", "一行", diagnostics_)) continue;
    if (row.items.size() != columns.size() + 1) {
      diagnostics_
          .report(Code::table_form, row.span,
                  "the row has " + std::to_string(row.items.size()) + " cells; " + std::to_string(columns.size()) +
                      " tests and an outcome are expected",
                  "该行有 " + std::to_string(row.items.size()) + " 格，应为 " + std::to_string(columns.size()) +
                      " 个测试加一个结果")
          .hint("write '-' for a test that may be anything");
      continue;
    }
    if (certain != nullptr && out.hit == Hit::first) {
      diagnostics_
          .report(Code::unreachable_row, row.span, "this row can never be reached: a row before it always holds",
                  "该行永远到不了：前面有一行总是成立")
          .hint("move the row up, or remove it")
          .note(certain->span, "this row always holds");
    }
    DecisionTable::Row line;
    const Node& outcome = row.items.back();
    if (expect_scalar(outcome, diagnostics_)) {
      const auto it = std::find(outcomes.begin(), outcomes.end(), outcome.text);
      if (it == outcomes.end()) {
        diagnostics_
            .report(Code::unknown_outcome, outcome.span, "'then' does not name the outcome '" + shown(outcome.text) + "'",
                    "then 中没有结果 '" + shown(outcome.text) + "'")
            .hint(suggestion(outcome.text, outcomes));
      } else {
        line.outcome = static_cast<int>(it - outcomes.begin());
      }
    }
    Written written;
    written.source = row.span.source;
    bool first = true;
    bool good = true;
    for (size_t i = 0; i < columns.size(); ++i) {
      good = good && columns[i].good;
      if (columns[i].good) good = add_cell(row.items[i], columns[i], written, first) && good;
    }
    if (good && !first) {
      line.cond = expressions_.add(std::move(written), scope_of(duty.holder, true), rules->types.boolean, row.span);
    } else if (good && certain == nullptr) {
      certain = &row;
    }
    out.rows.push_back(line);
  }
}

void PackReader::read_judge(const Node& node, Duty& duty) {
  duty.shape = Judge();
  Judge& out = std::get<Judge>(duty.shape);
  Keys keys(node, "a judgement", "judge", diagnostics_);
  if (!keys.is_mapping()) return;
  const Node* question = keys.need("question");
  const Node* by = keys.need("by");
  keys.close();
  if (by != nullptr) out.by = read_text(*by, diagnostics_).value_or("");
  if (question != nullptr) {
    Keys parts(*question, "a question", "question", diagnostics_);
    if (!parts.is_mapping()) return;
    const Node* zh = parts.need("zh");
    const Node* en = parts.get("en");
    parts.close();
    if (zh != nullptr) out.question_zh = read_text(*zh, diagnostics_).value_or("");
    if (en != nullptr) out.question_en = read_text(*en, diagnostics_).value_or("");
  }
}

void PackReader::resolve_compose(Duty& duty, const Node& node) {
  Compose& out = std::get<Compose>(duty.shape);
  if (node.kind != Node::Kind::mapping && !expect_list(node, "'compose'", "compose", diagnostics_)) return;
  std::vector<bool> taken(rules->duties.size(), false);
  const auto match = [](const std::string& pattern, const std::string& name) {
    if (!pattern.empty() && pattern.back() == '*')
      return name.compare(0, pattern.size() - 1, pattern, 0, pattern.size() - 1) == 0;
    return pattern == name;
  };
  const auto composed = [](const Duty& other) { return std::holds_alternative<Compose>(other.shape); };
  const auto none = [this](const Node& at, const std::string& hint) {
    diagnostics_
        .report(Code::unknown_duty, at.span, "no duty of this holder fits '" + shown(at.text) + "'",
                "该责任主体没有与 '" + shown(at.text) + "' 相符的规则")
        .hint(hint);
  };
  std::vector<const Node*> entries;
  if (node.kind == Node::Kind::mapping) entries.push_back(&node);
  for (const Node& item : node.items) entries.push_back(&item);
  for (const Node* entry : entries) {
    const Node& item = *entry;
    if (item.kind == Node::Kind::mapping) {
      Keys keys(item, "an entry of compose", "compose 条目", diagnostics_);
      const Node* cites = keys.need("cites");
      keys.close();
      if (cites == nullptr) continue;
      for (const Node* clause : read_list(*cites, "'cites'", "cites", diagnostics_)) {
        bool found = false;
        for (size_t i = 0; i < rules->duties.size(); ++i) {
          const Duty& other = rules->duties[i];
          if (composed(other) || other.holder != duty.holder) continue;
          bool cited = false;
          const auto look = [&](const std::vector<int>& list) {
            for (int c : list) cited = cited || match(clause->text, rules->clauses[static_cast<size_t>(c)].id);
          };
          look(other.cite);
          for (const Branch& branch : other.unless) look(branch.cite);
          if (cited) taken[i] = found = true;
        }
        if (!found) {
          std::set<std::string> cited;
          for (const Duty& other : rules->duties) {
            if (composed(other) || other.holder != duty.holder) continue;
            for (int c : other.cite) cited.insert(rules->clauses[static_cast<size_t>(c)].id);
          }
          none(*clause, suggestion(clause->text, {cited.begin(), cited.end()}));
        }
      }
      continue;
    }
    if (!expect_scalar(item, diagnostics_)) continue;
    const bool pattern = !item.text.empty() && item.text.back() == '*';
    bool found = false;
    for (size_t i = 0; i < rules->duties.size(); ++i) {
      const Duty& other = rules->duties[i];
      if (!match(item.text, other.id)) continue;
      if (pattern && (composed(other) || other.holder != duty.holder)) continue;
      found = true;
      if (composed(other)) {
        diagnostics_
            .report(Code::compose_circle, item.span, "'" + other.id + "' is itself composed of other duties",
                    "'" + other.id + "' 本身就是组合规则")
            .hint("name the duties it is composed of");
      } else if (other.holder != duty.holder) {
        diagnostics_
            .report(Code::wrong_holder, item.span, "'" + other.id + "' binds another type of holder",
                    "'" + other.id + "' 约束的是另一类责任主体")
            .hint("compose duties of one holder");
      } else {
        taken[i] = true;
      }
    }
    if (found) continue;
    std::vector<std::string> known;
    for (const Duty& other : rules->duties) {
      if (!composed(other) && other.holder == duty.holder) known.push_back(other.id);
    }
    none(item, suggestion(item.text, known));
  }
  if (entries.empty()) {
    diagnostics_.report(Code::unknown_duty, node.span, "'compose' names no duty", "compose 没有列出规则")
        .hint("name at least one duty");
  }
  for (size_t i = 0; i < taken.size(); ++i) {
    if (taken[i]) out.duties.push_back(static_cast<int>(i));
  }
}

}  // namespace hegui::rule
