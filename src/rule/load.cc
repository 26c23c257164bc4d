// The door of this room: a folder becomes checked rules.
//
// In:   pack.yaml and the files it names.   Out: CheckedRules, or all diagnostics of one run.
// Idea: stages in order; a stage that later ones cannot do without (pack.yaml, the model) ends the run when it fails, all
// others go on so that one run shows every error. Files stay inside the folder, except a calendar named with `../`. Cost:
// O(bytes) plus typing.   Test: tests/rule/load_test.cc, tests/rule/diagnostics_test.cc
#include "rule/load.h"

#include <algorithm>
#include <filesystem>
#include <map>

#include "base/sha256.h"
#include "rule/reader.h"

namespace hegui::rule {

namespace {

namespace fs = std::filesystem;

/// The files of one pack: read once, counted, hashed.
class Folder {
 public:
  Folder(std::string path, const LoadOptions& options, Diagnostics& diagnostics)
      : path_(std::move(path)), options_(options), diagnostics_(diagnostics) {
    while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  }

  /// `at`: the node that names the file, for messages; null for pack.yaml.
  SourcePtr read(const std::string& name, const Node* at, bool may_climb) {
    if (at != nullptr && !allowed(name, *at, may_climb)) return nullptr;
    if (const auto it = files_.find(name); it != files_.end()) return it->second;
    const std::string shown_name = path_ + "/" + name;
    if (files_.size() >= options_.max_files) {
      too_large(at, "the pack names more than " + std::to_string(options_.max_files) + " files",
                "规则包文件超过 " + std::to_string(options_.max_files) + " 个");
      return nullptr;
    }
    std::string why;
    const SourcePtr source = read_source(shown_name, shown_name, options_.yaml.max_bytes, &why);
    if (source == nullptr) {
      const std::string en = "'" + shown_name + "' cannot be read: " + why;
      const std::string zh = "无法读取 '" + shown_name + "'：" + why;
      if (at != nullptr) {
        diagnostics_.report(Code::file_unreadable, at->span, en, zh).hint("check the name; it is relative to the pack folder");
      } else {
        Place place;
        place.file = shown_name;
        diagnostics_.report(Code::file_unreadable, place, en, zh).hint("name the folder that holds pack.yaml");
      }
      return nullptr;
    }
    bytes_ += source->text().size();
    if (bytes_ > options_.max_pack_bytes) {
      if (!reported_) {
        too_large(at, "the files of the pack are larger than " + std::to_string(options_.max_pack_bytes) + " bytes together",
                  "规则包文件总量超过 " + std::to_string(options_.max_pack_bytes) + " 字节");
      }
      reported_ = true;
      return nullptr;
    }
    files_.emplace(name, source);
    return source;
  }

  /// Over names and bytes of all files, in the order of their names.
  std::string sha256() const {
    Sha256 hash;
    for (const auto& [name, source] : files_) {
      hash.add(name);
      hash.add(std::string_view("\0", 1));
      hash.add(std::to_string(source->text().size()));
      hash.add(std::string_view("\0", 1));
      hash.add(source->text());
    }
    return hash.hex();
  }

 private:
  bool allowed(const std::string& name, const Node& at, bool may_climb) {
    const char* why = nullptr;
    const char* why_zh = nullptr;
    std::string_view rest = name;
    while (may_climb && rest.substr(0, 3) == "../") rest.remove_prefix(3);
    if (name.empty() || name[0] == '/' || name.find('\\') != std::string::npos || name.find('\0') != std::string::npos ||
        (name.size() > 1 && name[1] == ':')) {
      why = "is not a relative path with '/'";
      why_zh = "不是用 '/' 书写的相对路径";
    } else if (rest == ".." || rest.substr(0, 3) == "../" || rest.find("/../") != std::string_view::npos ||
               (rest.size() >= 3 && rest.substr(rest.size() - 3) == "/..")) {
      why = "leaves the pack folder";
      why_zh = "越出了规则包文件夹";
    } else if (rest.size() == name.size()) {
      std::error_code error;
      const fs::path root = fs::weakly_canonical(path_, error);
      const fs::path file = fs::weakly_canonical(fs::path(path_) / name, error);
      const auto [end, unused] = std::mismatch(root.begin(), root.end(), file.begin(), file.end());
      if (!error && end != root.end()) {
        why = "leads out of the pack folder by a link";
        why_zh = "经由链接越出了规则包文件夹";
      }
    }
    if (why == nullptr) return true;
    diagnostics_.report(Code::bad_path, at.span, "'" + shown(name) + "' " + why, "'" + shown(name) + "' " + why_zh)
        .hint("put the file into the pack folder; only a calendar may be named with ../");
    return false;
  }

  void too_large(const Node* at, const std::string& en, const std::string& zh) {
    Place place;
    place.file = path_;
    if (at != nullptr) place = place_of(at->span);
    diagnostics_.report(Code::pack_too_large, place, en, zh).hint("split the pack or raise the limit");
  }

  std::string path_;
  const LoadOptions& options_;
  Diagnostics& diagnostics_;
  std::map<std::string, SourcePtr> files_;
  uint64_t bytes_ = 0;
  bool reported_ = false;
};

struct Head {
  const Node* text = nullptr;
  const Node* clauses = nullptr;
  const Node* model = nullptr;
  const Node* calendar = nullptr;
  const Node* campaign = nullptr;
  const Node* phases = nullptr;
  const Node* roles = nullptr;
  const Node* defaults = nullptr;
  std::vector<const Node*> parameters;
  std::vector<const Node*> rules;
};

bool pack_name(std::string_view name) {
  return !name.empty() && name.size() <= 100 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

bool read_head(const Node& tree, CheckedRules& rules, Head& head, Diagnostics& diagnostics) {
  Keys keys(tree, "pack.yaml", "pack.yaml", diagnostics);
  if (!keys.is_mapping()) return false;
  if (const Node* name = keys.need("pack")) {
    rules.name = read_text(*name, diagnostics).value_or("");
    if (!rules.name.empty() && !pack_name(rules.name)) {
      diagnostics
          .report(Code::bad_name, name->span, "'" + shown(rules.name) + "' cannot be the name of a pack",
                  "'" + shown(rules.name) + "' 不能作规则包名")
          .hint("use small letters, digits and '-'");
    }
  }
  if (const Node* version = keys.need("version")) rules.version = read_text(*version, diagnostics).value_or("");
  if (const Node* title = keys.need("title")) {
    Keys parts(*title, "the title", "title", diagnostics);
    if (const Node* zh = parts.need("zh")) rules.title_zh = read_text(*zh, diagnostics).value_or("");
    if (const Node* en = parts.get("en")) rules.title_en = read_text(*en, diagnostics).value_or("");
    parts.close();
  }
  if (const Node* document = keys.need("document")) {
    Keys parts(*document, "the document", "document", diagnostics);
    if (const Node* number = parts.need("number")) rules.document = read_text(*number, diagnostics).value_or("");
    head.text = parts.need("text");
    head.clauses = parts.need("clauses");
    parts.accept({"title", "issuer", "url"});
    parts.close();
  }
  head.model = keys.need("model");
  head.calendar = keys.get("calendar");
  if (const Node* list = keys.get("parameters")) head.parameters = read_list(*list, "'parameters'", "parameters", diagnostics);
  if (const Node* list = keys.need("rules")) head.rules = read_list(*list, "'rules'", "rules", diagnostics);
  head.campaign = keys.need("campaign");
  head.phases = keys.get("phases");
  head.roles = keys.get("roles");
  head.defaults = keys.get("defaults");
  keys.accept({"notes"});
  keys.close();
  return true;
}

}  // namespace

std::shared_ptr<const CheckedRules> load_pack(const std::string& folder, const LoadOptions& options, Diagnostics& diagnostics) {
  const size_t before = diagnostics.error_count();
  Folder files(folder, options, diagnostics);
  PackReader reader(options, diagnostics);
  CheckedRules& rules = *reader.rules;

  const SourcePtr pack = files.read("pack.yaml", nullptr, false);
  Node tree;
  Head head;
  if (pack == nullptr || !read_yaml(pack, options.yaml, tree, diagnostics) || !read_head(tree, rules, head, diagnostics))
    return nullptr;

  const auto source_of = [&](const Node* at, bool may_climb) -> SourcePtr {
    if (at == nullptr || !expect_scalar(*at, diagnostics)) return nullptr;
    return files.read(at->text, at, may_climb);
  };
  std::vector<std::unique_ptr<Node>> trees;  // nodes are looked at until the end
  const auto tree_of = [&](const Node* at) -> const Node* {
    const SourcePtr source = source_of(at, false);
    if (source == nullptr) return nullptr;
    auto node = std::make_unique<Node>();
    if (!read_yaml(source, options.yaml, *node, diagnostics)) return nullptr;
    trees.push_back(std::move(node));
    return trees.back().get();
  };

  if (const SourcePtr calendar = source_of(head.calendar, true)) rules.calendar = read_calendar(calendar, diagnostics);
  reader.has_calendar = head.calendar != nullptr;
  if (const Node* clauses = tree_of(head.clauses)) reader.read_clauses(*clauses);
  if (const SourcePtr document = source_of(head.text, false)) reader.check_quotes(document);
  for (const Node* at : head.parameters) {
    if (const Node* params = tree_of(at)) reader.read_params(*params);
  }
  const SourcePtr model_source = source_of(head.model, false);
  const std::shared_ptr<const Model> model = model_source == nullptr ? nullptr : read_model(model_source, diagnostics);
  if (model == nullptr) return nullptr;
  rules.model = model;
  reader.model = model;
  rules.roles.assign(model->owners.size(), Roles{});
  reader.read_phases_and_campaign(head.campaign, head.phases);
  if (head.roles != nullptr) reader.read_roles(*head.roles);
  if (!reader.histories.empty()) {
    auto with_histories = std::make_shared<Model>(*model);
    with_histories->histories = std::move(reader.histories);
    rules.model = reader.model = with_histories;
  }
  if (head.defaults != nullptr) reader.read_defaults(*head.defaults);

  for (const Node* at : head.rules) {
    if (const Node* node = tree_of(at)) reader.collect(*node, at->text);
  }
  reader.read_definitions();
  reader.read_named_selections();
  reader.read_duties();
  reader.finish_duties();
  reader.expressions().check_all();
  reader.check_uses();
  rules.sha256 = files.sha256();
  if (diagnostics.error_count() != before) return nullptr;
  return reader.rules;
}

}  // namespace hegui::rule
