// Records from JSON and NDJSON into columns.
//
// In:   texts, the record model.   Out: a Dataset, or diagnostics HG5xxx.
// Idea: lines are taken in blocks that fit the second cache; the tokens of a block are found in one sweep (token_index.h) and
// its owners walked by the lean reader; an owner that holds a surprise is read again by the slow one (dom_reader.h), which
// words every error. Owners with errors are read like others and taken out at the end, in the same step that brings owners
// into the order of their ids.
// Cost: O(bytes).   Test: tests/records/json_reader_test.cc, malformed_test.cc, lean_reader_test.cc
#include "records/json_reader.h"

#include <algorithm>
#include <cstring>
#include <system_error>
#include <thread>

#include "base/sha256.h"
#include "base/suggest.h"
#include "records/changes.h"
#include "records/dom_reader.h"
#include "records/flat_rows.h"
#include "records/lean_reader.h"
#include "records/merge.h"
#include "records/settle.h"
#include "records/share_out.h"
#include "records/token_index.h"

namespace hegui {
namespace {

constexpr size_t kBlock = size_t{128} << 10;
constexpr size_t kSample = size_t{1} << 20;        // bytes from which the size of the columns is foretold
constexpr size_t kLeastShare = size_t{256} << 10;  // bytes worth a thread
constexpr size_t kLongestIndexed = size_t{64} << 20;
constexpr int kLeanDepth = 16;  // the lean reader goes no deeper than owner, collection, row and three rows inside rows

class TextReader {
 public:
  TextReader(const Model& model, const ReadingPlan& plan) : model_(model), plan_(plan), slow_(model), lean_(plan, model) {}
  void use(Dataset& data, const std::vector<RecordText>& texts, const ReadOptions& options, Troubles& troubles) {
    data_ = &data;
    texts_ = &texts;
    options_ = &options;
    troubles_ = &troubles;
    slow_.use(data, texts, options, troubles);
    lean_.use(data.strings, options.max_rows);
  }

  void read(size_t number, int owner_type);
  /// A text of rows that name their owners.
  void read_flat(size_t number, FlatRows& rows);
  /// Some whole lines of a text. `number`: of the first line, then of the one behind the last.
  void read_range(size_t number, int owner_type, std::string_view range, uint32_t& line);

  std::vector<std::vector<OwnerPlace>>& places() { return slow_.places(); }
  size_t lost_owners() const { return slow_.lost_owners(); }

 private:
  void at_text(size_t number, int owner_type, RecordSource& source);
  bool small_enough(const RecordText& text);
  bool read_lean(size_t end, uint32_t line);
  void read_slowly(simdjson::dom::element value, uint32_t line, size_t element);
  void read_lines(std::string_view text, uint32_t& number);
  void read_lines_shared(size_t number, int owner_type);
  void read_block(std::string_view block, uint32_t& number);
  void read_line_slowly(uint32_t number);
  void read_document();
  bool read_document_lean();
  bool index(std::string_view text, bool behind_readable);

  const Model& model_;
  const ReadingPlan& plan_;
  Dataset* data_ = nullptr;
  const std::vector<RecordText>* texts_ = nullptr;
  const ReadOptions* options_ = nullptr;
  Troubles* troubles_ = nullptr;
  DomReader slow_;
  LeanReader lean_;
  TokenIndex tokens_;
  std::string padded_;  // a copy of a text behind which nothing may be read
  RecordSource* source_ = nullptr;
  std::string_view buffer_;
  std::string_view line_;
  OwnerTable* owners_ = nullptr;
  FlatRows* flat_ = nullptr;  // rows that name their owners are read, not owners
  uint32_t number_ = 0;       // of the text
};

void TextReader::read(size_t number, int owner_type) {
  const RecordText& text = (*texts_)[number];
  RecordSource source(text.name, text.text);
  at_text(number, owner_type, source);
  if (!small_enough(text)) return;
  if (source.form() != RecordSource::Form::lines) return read_document();
  if (options_->threads > 1 && source.text().size() >= 2 * kLeastShare) return read_lines_shared(number, owner_type);
  uint32_t line = 1;
  read_lines(source.text(), line);
}

bool TextReader::small_enough(const RecordText& text) {
  if (text.text.size() <= options_->max_file_bytes) return true;
  const std::string n = std::to_string(text.text.size()), limit = std::to_string(options_->max_file_bytes);
  Place place;
  place.file = text.name;
  troubles_->add({Code::record_file_limit,
                  std::move(place),
                  {"the file has " + n + " bytes, the limit is " + limit, "文件有 " + n + " 字节，上限为 " + limit},
                  {"split it, or raise max_file_bytes", "请拆分文件，或提高 max_file_bytes"},
                  false});
  return false;
}

void TextReader::read_flat(size_t number, FlatRows& rows) {
  const RecordText& text = (*texts_)[number];
  const OwnerType& type = model_.owners[static_cast<size_t>(rows.owner_type)];
  const int row_type = type.collections[static_cast<size_t>(rows.collection)].row_type;
  if (row_type >= 0 && model_.rows[static_cast<size_t>(row_type)].field(kOwnerName) >= 0) {
    Place place;
    place.file = text.name;
    troubles_->add({Code::record_row_owner,
                    std::move(place),
                    {"these rows have a field 'owner' of their own, so they cannot name whose they are",
                     "这些行自带字段“owner”，无法另写所属主体"},
                    {"put them into their " + type.name, "请把它们写在所属主体内"},
                    false});
    return;
  }
  RecordSource source(text.name, text.text);
  flat_ = &rows;
  at_text(number, rows.owner_type, source);
  if (small_enough(text)) {
    uint32_t line = 1;
    source.form() == RecordSource::Form::lines ? read_lines(source.text(), line) : read_document();
  }
  flat_ = nullptr;
}

void TextReader::at_text(size_t number, int owner_type, RecordSource& source) {
  source_ = &source;
  number_ = static_cast<uint32_t>(number);
  buffer_ = (*texts_)[number].text;
  owners_ = &data_->owners[static_cast<size_t>(owner_type)];
  slow_.at_text(source, number, owner_type, flat_ != nullptr);
}

void TextReader::read_range(size_t number, int owner_type, std::string_view range, uint32_t& line) {
  RecordSource source((*texts_)[number].name, (*texts_)[number].text);
  at_text(number, owner_type, source);
  read_lines(range, line);
}

// Each thread reads a share of the lines into a data set of its own; this one takes the first. Shares without any trouble are
// appended in order; one with troubles is read again here, where it is known what stood before it.
void TextReader::read_lines_shared(size_t number, int owner_type) {
  struct Share {
    std::string_view range;
    std::unique_ptr<Dataset> data;
    std::unique_ptr<TextReader> reader;
    Troubles troubles{1};
    uint32_t line = 1;
  };
  const std::string_view text = source_->text();
  const size_t n = std::min<size_t>(static_cast<size_t>(options_->threads), text.size() / kLeastShare);
  std::vector<Share> shares(n);
  for (size_t i = 0, begin = 0; i < n; ++i) {
    size_t end = i + 1 == n ? text.size() : std::max(begin, text.size() / n * (i + 1));
    end = end >= text.size() ? text.size() : std::min(text.find('\n', end), text.size() - 1) + 1;
    shares[i].range = text.substr(begin, end - begin);
    begin = end;
  }
  share_out(n, options_->threads, [&](size_t i) {
    Share& share = shares[i];
    if (i == 0) return read_lines(share.range, share.line);
    share.data = std::make_unique<Dataset>(data_->shared_model());
    share.reader = std::make_unique<TextReader>(model_, plan_);
    share.reader->use(*share.data, *texts_, *options_, share.troubles);
    share.reader->read_range(number, owner_type, share.range, share.line);
  });
  uint32_t line = shares[0].line;
  const size_t o = static_cast<size_t>(owner_type);
  for (size_t i = 1; i < n && !slow_.stopped(); ++i) {
    Share& share = shares[i];
    if (share.troubles.count() > 0 || !append_owners(*data_, *share.data, owner_type, options_->max_rows, options_->threads)) {
      read_lines(share.range, line);
      continue;
    }
    for (OwnerPlace place : share.reader->places()[o]) {
      place.line += line - 1;
      slow_.places()[o].push_back(place);
    }
    line += share.line - 1;
    share.reader.reset();
    share.data.reset();
  }
}

// Makes the lean reader ready for a text.
bool TextReader::index(std::string_view text, bool behind_readable) {
  if (options_->max_depth < kLeanDepth || text.size() > kLongestIndexed || !tokens_.build(text.data(), text.size()))
    return false;
  const char* start = text.data();
  if (!behind_readable) {
    padded_.reserve(text.size() + LeanReader::kPadding);
    padded_.assign(text).append(LeanReader::kPadding, '\0');
    start = padded_.data();
  }
  lean_.at_text(start, tokens_.tokens(), std::memchr(start, '\\', text.size()) != nullptr);
  return true;
}

void TextReader::read_lines(std::string_view text, uint32_t& number) {
  std::string_view rest = text;
  size_t half_strings = 0;
  bool foretold = text.size() < 4 * kSample;
  while (!rest.empty() && !slow_.stopped()) {
    const size_t done = text.size() - rest.size();
    if (half_strings == 0 && done >= kSample / 2) half_strings = data_->strings.size();
    if (!foretold && done >= kSample) {
      const double left = static_cast<double>(rest.size()) / static_cast<double>(done);
      reserve(*owners_, 1.02 * (1 + left));
      owners_->by_id.reserve(static_cast<size_t>(1.02 * (1 + left) * static_cast<double>(owners_->count)));
      const double fresh = static_cast<double>(data_->strings.size() - half_strings);
      data_->strings.reserve(data_->strings.size() + static_cast<size_t>(2 * fresh * left));
      foretold = true;
    }
    size_t end = rest.size();
    if (end > kBlock) {
      end = rest.rfind('\n', kBlock - 1);
      if (end == std::string_view::npos) end = std::min(rest.find('\n', kBlock), rest.size() - 1);
      ++end;
    }
    read_block(rest.substr(0, end), number);
    rest.remove_prefix(end);
  }
}

void TextReader::read_block(std::string_view block, uint32_t& number) {
  const size_t behind = static_cast<size_t>(buffer_.data() + buffer_.size() - (block.data() + block.size()));
  const bool lean = index(block, behind >= LeanReader::kPadding);
  for (size_t begin = 0; begin < block.size() && !slow_.stopped(); ++number) {
    const void* found = std::memchr(block.data() + begin, '\n', block.size() - begin);
    const size_t end = found != nullptr ? static_cast<size_t>(static_cast<const char*>(found) - block.data()) : block.size();
    line_ = block.substr(begin, end - begin);
    const size_t first = begin;
    begin = end + 1;
    if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
    if (line_.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    source_->at_line(line_, number);
    if (line_.size() > options_->max_line_bytes) {
      const std::string limit = std::to_string(options_->max_line_bytes);
      troubles_->add({Code::record_line_limit,
                      source_->owner_place(),
                      {"the line is longer than " + limit + " bytes", "该行超过 " + limit + " 字节"},
                      {"write one owner a line, or raise max_line_bytes", "请一行只写一个主体，或提高 max_line_bytes"},
                      flat_ == nullptr});
      if (flat_ == nullptr) slow_.lose_owner();
      continue;
    }
    if (!lean) {
      read_line_slowly(number);
      continue;
    }
    const uint32_t* token = lean_.at();
    while (*token < first) ++token;  // of lines read slowly
    lean_.move_to(token);
    if (!read_lean(end, number)) {
      lean_.move_to(token);
      read_line_slowly(number);
    }
  }
  if (flat_ != nullptr) lean_.flush();  // the text of the block may go
}

// The owner, or the row, of one line; false: it stands in no column.
bool TextReader::read_lean(size_t end, uint32_t line) {
  lean_.begin();
  if (flat_ != nullptr) {
    Table& table = flat_->table();
    const size_t rows = table.rows;
    if (lean_.read_row(table, flat_->owners, end) && *lean_.at() >= end) {
      flat_->from.push_back({line, number_, false});
      return true;
    }
    lean_.flush();
    lean_.take_back(table, rows);
    flat_->owners.i32.resize(rows);
    return false;
  }
  slow_.open_owner(0);
  if (lean_.read_owner(*owners_, owners_->count, end) && *lean_.at() >= end) {
    slow_.close_owner(line, 0);
    return true;
  }
  lean_.take_back(*owners_, owners_->count);
  return false;
}

void TextReader::read_line_slowly(uint32_t number) {
  simdjson::dom::element root;
  if (slow_.parse(line_, root)) read_slowly(root, number, 0);
}

void TextReader::read_slowly(simdjson::dom::element value, uint32_t line, size_t element) {
  if (flat_ == nullptr) return slow_.read_owner(value, line, element);
  int32_t owner = 0;
  if (!slow_.read_flat_row(flat_->table(), value, element, owner)) return;
  if (line == 0) line = source_->owner_place().line;
  flat_->owners.i32.push_back(owner);
  flat_->from.push_back({line, number_, slow_.owner_troubles() > 0});
}

void TextReader::read_document() {
  if (flat_ == nullptr && read_document_lean()) return;
  simdjson::dom::element root;
  if (!slow_.parse(source_->text(), root)) return;
  simdjson::dom::array list;
  if (root.get(list) != simdjson::SUCCESS) return read_slowly(root, 1, 0);
  size_t i = 0;
  for (const simdjson::dom::element owner : list) {
    if (slow_.stopped()) return;
    source_->at_element(i);
    read_slowly(owner, 0, i);
    ++i;
  }
}

// All owners or none: what stands behind them decides whether the text can be read at all.
bool TextReader::read_document_lean() {
  const std::string_view text = source_->text();
  if (!index(text, false)) return false;
  const bool list = source_->form() == RecordSource::Form::array;
  const uint32_t* const last = tokens_.tokens() + tokens_.size() - 1;
  size_t n = 0;
  lean_.begin();
  bool good = !list || padded_[*lean_.at()] == '[';
  if (list) lean_.move_to(lean_.at() + 1);
  for (bool more = good && !(list && padded_[*lean_.at()] == ']'); more; ++n) {
    good = lean_.read_owner(*owners_, owners_->count + n, text.size());
    more = good && list && padded_[*lean_.at()] == ',';
    if (more) lean_.move_to(lean_.at() + 1);
  }
  good = good && (list ? lean_.at() == last && padded_[*last] == ']' : lean_.at() == last + 1);
  if (!good) {
    lean_.take_back(*owners_, owners_->count);
    return false;
  }
  for (size_t i = 0; i < n; ++i) {
    source_->at_element(i);
    slow_.open_owner(i);
    slow_.close_owner(list ? 0 : 1, i);
  }
  return true;
}

std::string digest_of(const std::vector<RecordText>& texts) {
  Sha256 digest;
  for (const RecordText& text : texts) {
    // Type and length first, so that no two sets of texts run together into the same bytes.
    digest.add(text.owner_type + '\0' + std::to_string(text.text.size()) + '\0');
    digest.add(text.text);
  }
  return digest.hex();
}

// False after reporting; what stands in `data` then is of no use.
bool read_all(TextReader& reader, Dataset& data, const std::vector<RecordText>& texts, const Declarations& declarations,
              const ReadOptions& options, Diagnostics& diagnostics) {
  const std::shared_ptr<const Model>& model = data.shared_model();
  Troubles troubles(options.max_errors);

  // The digest takes longer than the reading: beside it, when a thread is to be had.
  std::string digest;
  std::jthread beside;
  if (options.digest) {
    try {
      beside = std::jthread([&] { digest = digest_of(texts); });
    } catch (const std::system_error&) {
      digest = digest_of(texts);
    }
  }

  reader.use(data, texts, options, troubles);
  std::vector<FlatRows> flat;
  for (size_t i = 0; i < texts.size(); ++i) {
    const RecordText& text = texts[i];
    const int owner_type = model->owner(text.owner_type);
    if (owner_type >= 0) {
      reader.read(i, owner_type);
      continue;
    }
    FlatRows named;
    if (collection_named(*model, text.owner_type, named.owner_type, named.collection)) {
      auto rows = std::find_if(flat.begin(), flat.end(), [&](const FlatRows& other) {
        return other.owner_type == named.owner_type && other.collection == named.collection;
      });
      if (rows == flat.end()) {
        named.room = std::make_unique<Dataset>(model);
        rows = flat.insert(flat.end(), std::move(named));
      }
      reader.read_flat(i, *rows);
      continue;
    }
    std::vector<std::string> known;
    for (const OwnerType& type : model->owners) {
      known.push_back(type.name);
      if (text.owner_type.find('.') == std::string::npos) continue;
      for (const Collection& collection : type.collections) known.push_back(type.name + "." + collection.name);
    }
    Place place;
    place.file = text.name;
    troubles.add({Code::record_owner_type,
                  std::move(place),
                  {"the record model has no owner type '" + shown(text.owner_type) + "'",
                   "记录模型没有主体类型“" + shown(text.owner_type) + "”"},
                  {suggestion(text.owner_type, known), {}},
                  false});
  }
  for (FlatRows& rows : flat) give_to_owners(data, rows, texts, reader.places(), troubles);
  settle_owners(data, reader.places(), options.threads);
  // Change rows are understood when all rows are there; owners with wrong ones are then taken out as well.
  if (!check_changes(data, texts, reader.places(), troubles)) settle_owners(data, reader.places());
  data.owners_left_out += reader.lost_owners();
  if (beside.joinable()) beside.join();

  const bool good = troubles.count() == 0 || (options.keep_going && !troubles.fatal());
  troubles.emit(options.keep_going, diagnostics);
  if (!good) return false;
  declare(data, declarations);
  data.sha256 = std::move(digest);
  data.finish(options.threads);
  write_notes(data, texts, reader.places());
  return true;
}

}  // namespace

struct DatasetReader::Parts {
  explicit Parts(std::shared_ptr<const Model> m) : model(std::move(m)), plan(*model), reader(*model, plan) {}

  std::shared_ptr<const Model> model;
  ReadingPlan plan;
  TextReader reader;
  std::shared_ptr<Dataset> spare;
};

DatasetReader::DatasetReader(std::shared_ptr<const Model> model) : parts_(std::make_unique<Parts>(std::move(model))) {}
DatasetReader::~DatasetReader() = default;

void DatasetReader::give_back(std::shared_ptr<Dataset> data) {
  if (data == nullptr || data->shared_model() != parts_->model) return;
  data->clear();
  parts_->spare = std::move(data);
}

std::shared_ptr<Dataset> DatasetReader::read(const std::vector<RecordText>& texts, const Declarations& declarations,
                                             const ReadOptions& options, Diagnostics& diagnostics) {
  std::shared_ptr<Dataset> data = std::move(parts_->spare);
  if (data == nullptr) data = std::make_shared<Dataset>(parts_->model);
  if (read_all(parts_->reader, *data, texts, declarations, options, diagnostics)) return data;
  give_back(std::move(data));
  return nullptr;
}

std::unique_ptr<Dataset> read_records(std::shared_ptr<const Model> model, std::vector<RecordText> texts,
                                      const Declarations& declarations, const ReadOptions& options, Diagnostics& diagnostics) {
  const ReadingPlan plan(*model);
  TextReader reader(*model, plan);
  auto data = std::make_unique<Dataset>(std::move(model));
  if (!read_all(reader, *data, texts, declarations, options, diagnostics)) return nullptr;
  return data;
}

}  // namespace hegui
