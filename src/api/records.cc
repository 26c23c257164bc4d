// Reading records from a folder, a file or texts.
//
// In:   a path, or texts with the owner type of each.   Out: Records, or diagnostics HG1xxx, HG5xxx, HG6xxx.
// Idea: the name of a file says whose records it holds; what no owner type claims is left alone, with a note.
// Cost: linear in bytes; a record file is in memory once while it is read.   Test: tests/api/records_test.cc
#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <optional>

#include "api/state.h"
#include "api/words.h"
#include "base/sha256.h"
#include "records/flat_rows.h"
#include "records/json_reader.h"
#include "rule/load.h"

namespace hegui {
namespace {

namespace fs = std::filesystem;
constexpr const char* kDeclarations = "dataset.yaml";

/// What a path led to, before anything is parsed.
struct Found {
  std::vector<RecordText> texts;
  std::vector<Note> notes;
  SourcePtr declarations;
};

Place place_at(const std::string& file) {
  Place place;
  place.file = file;
  return place;
}

/// The bytes of a file; empty after reporting.
std::optional<std::string> read_bytes(const fs::path& path, size_t max_bytes, Diagnostics& diagnostics) {
  const std::string shown = path.string();
  std::error_code error;
  const uintmax_t size = fs::file_size(path, error);
  std::ifstream in(path, std::ios::binary);
  if (error || !in) {
    diagnostics.report(Code::file_unreadable, place_at(shown), "this file cannot be opened", "无法打开该文件")
        .hint("check that it exists and that you may read it", "请确认文件存在且可读");
    return std::nullopt;
  }
  if (size > max_bytes) {
    diagnostics
        .report(Code::file_too_large, place_at(shown),
                "the file has " + std::to_string(size) + " bytes, more than the limit of " + std::to_string(max_bytes),
                "文件有 " + std::to_string(size) + " 字节，超过上限 " + std::to_string(max_bytes))
        .hint("split the file or raise the limit", "请拆分文件或提高上限");
    return std::nullopt;
  }
  std::string text(static_cast<size_t>(size), '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  return text;
}

Note ignored(const fs::path& path, const std::string& owner_types) {
  Note note;
  note.code = "file_ignored";
  note.file = path.string();
  note.message = "not read: its name is none of " + owner_types + " with .ndjson or .json";
  note.message_zh = "未读取：文件名不是 " + owner_types + " 加 .ndjson 或 .json";
  return note;
}

std::vector<std::string> owner_names(const Model& model) {
  std::vector<std::string> names;
  for (const OwnerType& owner : model.owners) names.push_back(owner.name);
  return names;
}

/// An owner type, or a collection of one: `enterprise`, `enterprise.inspections`.
bool names_records(const Model& model, const std::string& name) {
  int owner_type = -1, collection = -1;
  return model.owner(name) >= 0 || collection_named(model, name, owner_type, collection);
}

bool is_records_file(const fs::path& path) { return path.extension() == ".ndjson" || path.extension() == ".json"; }

void find_in_folder(const Model& model, const fs::path& folder, const RecordOptions& options, Found& found,
                    Diagnostics& diagnostics) {
  std::vector<fs::path> paths;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) paths.push_back(it->path());
  if (error) {
    diagnostics.report(Code::file_unreadable, place_at(folder.string()), "this folder cannot be listed", "无法列出该文件夹")
        .hint("check that you may read it", "请确认有读取权限");
    return;
  }
  std::sort(paths.begin(), paths.end());
  const std::vector<std::string> names = owner_names(model);
  for (const fs::path& path : paths) {
    const std::string file = path.filename().string();
    if (file.empty() || file[0] == '.' || file.rfind("README", 0) == 0 || fs::is_directory(path, error)) continue;
    if (file == kDeclarations) {
      if (auto text = read_bytes(path, options.max_file_bytes, diagnostics)) {
        found.declarations = std::make_shared<Source>(path.string(), std::move(*text));
      }
    } else if (is_records_file(path) && names_records(model, path.stem().string())) {
      if (auto text = read_bytes(path, options.max_file_bytes, diagnostics)) {
        found.texts.push_back({path.stem().string(), path.string(), std::move(*text)});
      }
    } else {
      found.notes.push_back(ignored(path, api::joined(names, ", ")));
    }
  }
  if (found.texts.empty() && !diagnostics.has_errors()) {
    diagnostics
        .report(Code::data_not_found, place_at(folder.string()), "no file of this folder holds records", "该文件夹没有记录文件")
        .hint("name each file after its owner type, with .ndjson or .json; owner types: " + api::joined(names, ", "),
              "请以主体类型命名文件（扩展名 .ndjson 或 .json）；主体类型：" + api::joined(names, "、"));
  }
}

void find_file(const Model& model, const fs::path& path, const RecordOptions& options, Found& found, Diagnostics& diagnostics) {
  std::string owner_type = path.stem().string();
  if (!options.owner_type.empty()) {
    owner_type = options.owner_type;
  } else if (!names_records(model, owner_type)) {
    for (size_t i = 0; i < model.owners.size(); ++i) {
      if (static_cast<int>(i) == model.registry) continue;
      owner_type = model.owners[i].name;
      Note note;
      note.code = "owner_type_assumed";
      note.file = path.string();
      note.message = "read as records of '" + owner_type + "', the first owner type of the record model";
      note.message_zh = "按记录模型的第一类主体“" + owner_type + "”读取";
      found.notes.push_back(std::move(note));
      break;
    }
  }
  if (auto text = read_bytes(path, options.max_file_bytes, diagnostics)) {
    found.texts.push_back({owner_type, path.string(), std::move(*text)});
  }
}

Note public_note(const DataNote& note) {
  return {note.code, note.file, note.line, note.owner, note.record, note.field, note.message, note.message_zh};
}

/// The common part of all doors; null after reporting.
std::shared_ptr<Records::State> build(DatasetReader& reader, const rule::CheckedRules& rules, Found found,
                                      const RecordOptions& options, Diagnostics& diagnostics) {
  const Model& model = *rules.model;
  Declarations declarations;
  if (found.declarations != nullptr) declarations = rule::read_declarations(found.declarations, model, diagnostics);
  if (diagnostics.has_errors()) return nullptr;
  ReadOptions limits;
  limits.keep_going = options.keep_going;
  limits.digest = options.digest;
  limits.max_errors = options.max_errors;
  limits.max_file_bytes = options.max_file_bytes;
  limits.max_line_bytes = options.max_line_bytes;
  limits.max_rows = options.max_rows;
  limits.max_depth = options.max_depth;
  limits.threads = std::clamp(options.threads, 1, 256);
  std::shared_ptr<Dataset> data = reader.read(found.texts, declarations, limits, diagnostics);
  if (data == nullptr || diagnostics.has_errors()) return nullptr;
  auto state = std::make_shared<Records::State>();
  state->notes = std::move(found.notes);
  for (const DataNote& note : data->notes) state->notes.push_back(public_note(note));
  state->sha256 = data->sha256;
  if (options.digest && found.declarations != nullptr)
    state->sha256 = sha256_hex(data->sha256 + "\n" + std::string(found.declarations->text()));
  state->data = std::move(data);
  return state;
}

Found found_in(std::vector<RecordInput> inputs, const std::string& dataset) {
  Found found;
  for (RecordInput& input : inputs) {
    found.texts.push_back({std::move(input.owner_type), std::move(input.name), std::move(input.text)});
  }
  if (!dataset.empty()) found.declarations = std::make_shared<Source>(kDeclarations, dataset);
  return found;
}

bool rules_loaded(const RuleSet& rules, Diagnostics& diagnostics) {
  if (!rules.empty()) return true;
  diagnostics.report(Code::no_rules, Place(), "no rule set is loaded", "尚未加载规则包")
      .hint("load a pack first", "请先加载规则包");
  return false;
}

}  // namespace

Result<Records> Records::read(const RuleSet& rules, const std::string& path, const RecordOptions& options) {
  return api::guarded<Records>([&]() -> Result<Records> {
    Diagnostics diagnostics(options.max_errors);
    if (!rules_loaded(rules, diagnostics)) return diagnostics.take();
    const rule::CheckedRules& checked = *rules.state()->rules;
    Found found;
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status)) {
      find_in_folder(*checked.model, path, options, found, diagnostics);
    } else if (fs::exists(status)) {
      find_file(*checked.model, path, options, found, diagnostics);
    } else {
      diagnostics.report(Code::data_not_found, place_at(path), "there is nothing at this path", "该路径不存在")
          .hint("give a folder of records or one record file", "请给出记录文件夹或单个记录文件");
    }
    if (diagnostics.has_errors()) return diagnostics.take();
    Records records;
    DatasetReader reader(checked.model);
    records.state_ = build(reader, checked, std::move(found), options, diagnostics);
    if (records.state_ == nullptr) return diagnostics.take();
    return {std::move(records), diagnostics.take()};
  });
}

Result<Records> Records::from_json(const RuleSet& rules, std::vector<RecordInput> inputs, const RecordOptions& options,
                                   const std::string& dataset) {
  return api::guarded<Records>([&]() -> Result<Records> {
    Diagnostics diagnostics(options.max_errors);
    if (!rules_loaded(rules, diagnostics)) return diagnostics.take();
    Records records;
    const rule::CheckedRules& checked = *rules.state()->rules;
    DatasetReader reader(checked.model);
    records.state_ = build(reader, checked, found_in(std::move(inputs), dataset), options, diagnostics);
    if (records.state_ == nullptr) return diagnostics.take();
    return {std::move(records), diagnostics.take()};
  });
}

struct RecordReader::State {
  RuleSet rules;
  RecordOptions options;
  std::unique_ptr<DatasetReader> reader;       // none without rules
  std::shared_ptr<const Records::State> last;  // its memory serves again once nobody else holds it
};

RecordReader::RecordReader(const RuleSet& rules, const RecordOptions& options) : state_(std::make_unique<State>()) {
  state_->rules = rules;
  state_->options = options;
  if (!rules.empty()) state_->reader = std::make_unique<DatasetReader>(rules.state()->rules->model);
}
RecordReader::~RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;

Result<Records> RecordReader::read(std::vector<RecordInput> inputs, const std::string& dataset) {
  return api::guarded<Records>([&]() -> Result<Records> {
    Diagnostics diagnostics(state_ ? state_->options.max_errors : 1);
    if (!rules_loaded(state_ ? state_->rules : RuleSet(), diagnostics)) return diagnostics.take();
    State& state = *state_;
    if (state.last.use_count() == 1 && state.last->data.use_count() == 1) {
      std::atomic_thread_fence(std::memory_order_acquire);  // whoever let go of it has done so before
      // Made by build() as a Dataset that may change; nobody else can see it now.
      state.reader->give_back(std::const_pointer_cast<Dataset>(state.last->data));
    }
    state.last.reset();
    const rule::CheckedRules& checked = *state.rules.state()->rules;
    Records records;
    records.state_ = build(*state.reader, checked, found_in(std::move(inputs), dataset), state.options, diagnostics);
    if (records.state_ == nullptr) return diagnostics.take();
    state.last = records.state_;
    return {std::move(records), diagnostics.take()};
  });
}

const std::vector<Note>& Records::notes() const {
  static const std::vector<Note> none;
  return empty() ? none : state_->notes;
}

size_t Records::owners() const {
  if (empty()) return 0;
  size_t count = 0;
  for (size_t type = 0; type < state_->data->owners.size(); ++type) {
    if (static_cast<int>(type) != state_->data->model().registry) count += state_->data->owners[type].count;
  }
  return count;
}

size_t Records::rows() const { return empty() ? 0 : state_->data->row_count(); }
size_t Records::owners_left_out() const { return empty() ? 0 : state_->data->owners_left_out; }
std::string Records::sha256() const { return empty() ? std::string() : state_->sha256; }

std::string Records::name(const std::string& holder_type, const std::string& id) const {
  if (empty()) return {};
  for (const auto& [type, owner] : api::owners_with_id(*state_->data, id)) {
    if (state_->data->model().owners[static_cast<size_t>(type)].name == holder_type) {
      return std::string(api::name_of(*state_->data, type, owner));
    }
  }
  return {};
}

std::string to_json(const Note& note) {
  std::string out = "{\"code\": " + api::quoted(note.code);
  out += ", \"file\": " + api::quoted_or_null(note.file);
  out += ", \"line\": " + (note.line == 0 ? "null" : std::to_string(note.line));
  out += ", \"owner\": " + api::quoted_or_null(note.owner);
  out += ", \"record\": " + api::quoted_or_null(note.record);
  out += ", \"field\": " + api::quoted_or_null(note.field);
  out += ", \"message\": " + api::quoted(note.message);
  out += ", \"message_zh\": " + api::quoted(note.message_zh) + "}";
  return out;
}

}  // namespace hegui
