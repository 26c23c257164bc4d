// How fast records are read: a city as one object an enterprise, small documents one by one, rows in files of their own.
//
// In:   records_bench PACK [ENTERPRISES] [PAIRS]                    Out: a table of ratios: median and quartiles.
//       records_bench PACK ENTERPRISES write FOLDER                 writes the city (grouped and flat) for other programs.
//       records_bench PACK ENTERPRISES serve grouped|flat           reads the city once for each line on standard input.
// Every ratio is that of two measurements taken one after the other in one run, the order of the two changing from pair to
// pair; what is read is compared before anything is printed (by number of rows, and by a sum over every column). Build type
// must be Release. tests/bench/records_table.py makes the table of docs/performance.md from it.
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "api/state.h"
#include "city.h"
#include "hegui/hegui.h"
#include "records/json_reader.h"

namespace {

using hegui::Dataset;

double seconds_of(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Quartiles {
  double low, median, high;
};
Quartiles quartiles(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return {values[n / 4], values[n / 2], values[n - 1 - n / 4]};
}

// Times `a` and `b` in turns and prints how many times as long `a` takes.
void compare(const char* what, int pairs, const std::function<void()>& a, const std::function<void()>& b, double units,
             const char* unit) {
  a();
  b();
  std::vector<double> ratios, first, second;
  for (int i = 0; i < pairs; ++i) {
    double ta = 0, tb = 0;
    if (i % 2 == 0) {
      ta = seconds_of(a);
      tb = seconds_of(b);
    } else {
      tb = seconds_of(b);
      ta = seconds_of(a);
    }
    ratios.push_back(ta / tb);
    first.push_back(ta);
    second.push_back(tb);
  }
  const Quartiles q = quartiles(ratios);
  std::printf("%-58s %6.2f  (%.2f .. %.2f)   %.4g against %.4g %s\n", what, q.median, q.low, q.high,
              units / quartiles(first).median, units / quartiles(second).median, unit);
  std::fflush(stdout);
}

// A number that changes when a value anywhere does.
uint64_t sum_of(const Dataset& data) {
  uint64_t sum = data.row_count();
  const auto mix = [&](uint64_t value) { sum = (sum ^ value) * 0x9e3779b97f4a7c15U + (sum >> 29); };
  const auto column = [&](const hegui::Column& c) {
    for (const int32_t v : c.i32) mix(static_cast<uint64_t>(v));
    for (const int64_t v : c.i64) mix(static_cast<uint64_t>(v));
    for (const int32_t v : c.hi) mix(static_cast<uint64_t>(v));
    for (const uint32_t v : c.offsets) mix(v);
    for (const uint64_t v : c.valid.words()) mix(v);
  };
  const std::function<void(const hegui::Table&)> table = [&](const hegui::Table& t) {
    for (const uint32_t v : t.offsets) mix(v);
    for (const hegui::Column& c : t.columns) column(c);
    for (const hegui::Table& n : t.nested) table(n);
  };
  for (const hegui::OwnerTable& owners : data.owners) {
    for (const int32_t v : owners.ids) mix(static_cast<uint64_t>(v));
    for (const hegui::Column& c : owners.fields) column(c);
    for (const hegui::CollectionData& c : owners.collections) table(c.table);
  }
  return sum;
}

struct Bytes {
  size_t held = 0, used = 0;
  template <typename T>
  void add(const T& vector) {
    held += vector.capacity() * sizeof(vector[0]);
    used += vector.size() * sizeof(vector[0]);
  }
};
Bytes bytes_of(const Dataset& data) {
  Bytes bytes;
  const std::function<void(const hegui::Column&)> column = [&](const hegui::Column& c) {
    bytes.add(c.i32), bytes.add(c.hi), bytes.add(c.i64), bytes.add(c.hi64), bytes.add(c.f64), bytes.add(c.offsets);
    bytes.add(c.valid.words());
  };
  const std::function<void(const hegui::Table&)> table = [&](const hegui::Table& t) {
    bytes.add(t.offsets), bytes.add(t.parent), bytes.add(t.recorded_at), bytes.add(t.repeat);
    for (const hegui::Column& c : t.columns) column(c);
    for (const hegui::Table& n : t.nested) table(n);
  };
  for (const hegui::OwnerTable& owners : data.owners) {
    bytes.add(owners.ids);
    for (const hegui::Column& c : owners.fields) column(c);
    for (const hegui::CollectionData& c : owners.collections) {
      table(c.table);
      bytes.add(c.complete_through);
      bytes.add(c.present.words());
    }
  }
  return bytes;
}

// simdjson's tree of every line; the text has room behind it, so nothing is copied.
size_t dom_parse(const std::string& text) {
  simdjson::dom::parser parser;
  size_t fields = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    simdjson::dom::element document;
    const bool copy = text.size() - end < simdjson::SIMDJSON_PADDING;
    if (parser.parse(text.data() + at, end - at, copy).get(document) == simdjson::SUCCESS) {
      fields += document.get_object().value_unsafe().size();
    }
    at = end + 1;
  }
  return fields;
}

// What a program by hand does with simdjson at the least: every value out of the text, days as numbers, strings kept.
class Extraction {
 public:
  size_t run(const char* text, size_t size, size_t room) {
    numbers_.clear();
    strings_.clear();
    ends_.clear();
    simdjson::ondemand::document document;
    if (parser_.iterate(text, size, room).get(document) != simdjson::SUCCESS) std::exit(3);
    simdjson::ondemand::object object;
    if (document.get_object().get(object) != simdjson::SUCCESS) std::exit(3);
    this->object(object);
    return numbers_.size() + ends_.size();
  }

 private:
  void object(simdjson::ondemand::object& from) {
    for (auto field : from) {
      std::string_view key;
      simdjson::ondemand::value value;
      if (field.unescaped_key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS) std::exit(3);
      keys_ += key.size();
      this->value(value);
    }
  }
  void value(simdjson::ondemand::value& from) {
    switch (from.type().value_unsafe()) {
      case simdjson::ondemand::json_type::object: {
        simdjson::ondemand::object inner;
        if (from.get_object().get(inner) == simdjson::SUCCESS) object(inner);
        break;
      }
      case simdjson::ondemand::json_type::array: {
        simdjson::ondemand::array inner;
        if (from.get_array().get(inner) != simdjson::SUCCESS) std::exit(3);
        for (auto element : inner) {
          simdjson::ondemand::value v;
          if (element.get(v) == simdjson::SUCCESS) value(v);
        }
        break;
      }
      case simdjson::ondemand::json_type::string: {
        const std::string_view text = from.get_string().value_unsafe();
        if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
          if (const auto day = hegui::parse_date(text)) numbers_.push_back(*day);
        } else {
          strings_.append(text);
          ends_.push_back(static_cast<uint32_t>(strings_.size()));
        }
        break;
      }
      case simdjson::ondemand::json_type::number:
        numbers_.push_back(static_cast<int64_t>(from.get_double().value_unsafe()));
        break;
      case simdjson::ondemand::json_type::boolean:
        numbers_.push_back(from.get_bool().value_unsafe() ? 1 : 0);
        break;
      default:
        break;
    }
  }

  simdjson::ondemand::parser parser_;
  std::vector<int64_t> numbers_;
  std::string strings_;
  std::vector<uint32_t> ends_;
  size_t keys_ = 0;
};

// Ids of enterprises as long as real ones.
std::string with_long_ids(const std::string& city) {
  std::string out;
  out.reserve(city.size() + city.size() / 400);
  for (size_t at = 0; at < city.size();) {
    const size_t end = city.find('\n', at) + 1;
    out += "{\"id\":\"91370600MA3";
    out.append(city, at + 8, end - at - 8);  // past {"id":"E
    at = end;
  }
  return out;
}

// One text for the enterprises, one for each collection, the rows of which arrive in no order.
std::vector<hegui::RecordText> flat_texts(const std::string& city) {
  std::map<std::string, std::vector<std::string>> rows;
  std::string owners;
  simdjson::dom::parser parser;
  for (size_t at = 0; at < city.size();) {
    const size_t end = city.find('\n', at);
    simdjson::dom::object object = parser.parse(city.data() + at, end - at, true).get_object().value_unsafe();
    const std::string id(object["id"].get_string().value_unsafe());
    std::string owner;
    for (const auto field : object) {
      simdjson::dom::array list;
      simdjson::dom::object first;
      const bool collection =
          field.value.get(list) == simdjson::SUCCESS && (list.size() == 0 || list.at(0).get(first) == simdjson::SUCCESS);
      const std::string key(field.key);
      if (!collection) {
        owner += (owner.empty() ? "{\"" : ",\"") + key + "\":" + simdjson::minify(field.value);
        continue;
      }
      for (const auto row : list) rows[key].push_back("{\"owner\":\"" + id + "\"," + simdjson::minify(row).substr(1) + "\n");
    }
    owners += owner + "}\n";
    at = end + 1;
  }
  std::vector<hegui::RecordText> texts;
  std::mt19937 random(42);
  for (auto& [collection, lines] : rows) {
    std::shuffle(lines.begin(), lines.end(), random);
    hegui::RecordText& text = texts.emplace_back();
    text.owner_type = "enterprise." + collection;
    text.name = text.owner_type + ".ndjson";
    for (const std::string& line : lines) text.text += line;
  }
  texts.push_back({"enterprise", "enterprise.ndjson", std::move(owners)});
  return texts;
}

class Bench {
 public:
  Bench(hegui::RuleSet rules, size_t enterprises) : rules_(std::move(rules)), model_(rules_.state()->rules->model) {
    std::string city;
    size_ = hegui::bench::write_city(enterprises, 1, city);
    grouped_.push_back({"enterprise", "enterprise.ndjson", with_long_ids(city)});
    bytes_ = static_cast<double>(grouped_[0].text.size());
  }

  std::shared_ptr<Dataset> read(hegui::DatasetReader& reader, const std::vector<hegui::RecordText>& texts, int threads,
                                bool slow = false) const {
    hegui::ReadOptions options;
    options.threads = threads;
    if (slow) options.max_depth = 15;
    hegui::Diagnostics diagnostics;
    std::shared_ptr<Dataset> data = reader.read(texts, {}, options, diagnostics);
    if (data == nullptr) {
      for (const hegui::Diagnostic& d : diagnostics.take())
        std::fprintf(stderr, "%s %s\n", d.place.file.c_str(), d.message.c_str());
      std::exit(2);
    }
    if (data->row_count() != size_.rows) std::exit(3);
    return data;
  }

  void grouped(int pairs) {
    hegui::DatasetReader kept(model_);
    uint64_t sum = 0;
    {
      hegui::DatasetReader fresh(model_);
      const auto data = read(fresh, grouped_, 1);
      sum = sum_of(*data);
      const Bytes bytes = bytes_of(*data);
      const double rows = static_cast<double>(size_.rows);
      std::printf("%zu enterprises, %zu rows, %.1f MB; columns: %.1f bytes a row used, %.1f held; %zu strings\n",
                  size_.enterprises, size_.rows, bytes_ / 1e6, static_cast<double>(bytes.used) / rows,
                  static_cast<double>(bytes.held) / rows, data->strings.size());
      hegui::DatasetReader slow(model_), two(model_);
      if (sum_of(*read(slow, grouped_, 1, true)) != sum || sum_of(*read(two, grouped_, 2)) != sum) std::exit(4);
    }
    const auto dom = [&] {
      if (dom_parse(grouped_[0].text) == 0) std::exit(3);
    };
    const auto fresh_one = [&] { read_fresh(1); };
    const auto fresh_two = [&] { read_fresh(2); };
    const auto again = [&] {
      auto data = read(kept, grouped_, 1);
      kept.give_back(std::move(data));
    };
    const double mb = bytes_ / 1e6;
    compare("DOM parse / columns, new memory", pairs, dom, fresh_one, mb, "MB/s");
    compare("DOM parse / columns, reader and memory reused", pairs, dom, again, mb, "MB/s");
    compare("one thread / two threads", pairs, fresh_one, fresh_two, mb, "MB/s");
  }

  void documents(int pairs) {
    // Owners of 36 to 46 rows, each a text of its own.
    std::vector<std::vector<hegui::RecordText>> documents;
    const std::string& city = grouped_[0].text;
    double bytes = 0;
    for (size_t at = 0; at < city.size() && documents.size() < 2000;) {
      const size_t end = city.find('\n', at);
      size_t rows = 0;
      for (size_t i = at; i + 1 < end; ++i) rows += city[i] == '{' && i > at;
      if (rows >= 36 && rows <= 46) {
        hegui::RecordText& document = documents.emplace_back().emplace_back();
        document.owner_type = "enterprise";
        document.name = "d";
        document.text.reserve(end - at + simdjson::SIMDJSON_PADDING);
        document.text.assign(city, at, end - at);
        bytes += static_cast<double>(end - at);
      }
      at = end + 1;
    }
    const double n = static_cast<double>(documents.size());
    std::printf("%zu documents of 36 to 46 rows, %.0f bytes each\n", documents.size(), bytes / n);
    hegui::DatasetReader reader(model_);
    Extraction extraction;
    const auto extract = [&] {
      for (const auto& d : documents) extraction.run(d[0].text.data(), d[0].text.size(), d[0].text.capacity());
    };
    hegui::Diagnostics diagnostics;
    const hegui::ReadOptions options;
    const auto read_each = [&] {
      for (const auto& d : documents) {
        auto data = reader.read(d, {}, options, diagnostics);
        if (data == nullptr) std::exit(2);
        reader.give_back(std::move(data));
      }
    };
    compare("document to records / simdjson parse and extract", pairs, read_each, extract, n / 1e6, "documents/us");
  }

  void flat(int pairs) {
    const std::vector<hegui::RecordText> texts = flat_texts(grouped_[0].text);
    hegui::DatasetReader flat_reader(model_), grouped_reader(model_);
    auto records = hegui::Records::from_json(rules_, {{"enterprise", "enterprise.ndjson", grouped_[0].text}});
    if (!records) std::exit(2);
    hegui::RunOptions options;
    options.as_of = "2023-12-10";
    options.changes_on = false;
    const auto read_flat = [&] { flat_reader.give_back(read(flat_reader, texts, 1)); };
    const auto read_grouped = [&] { grouped_reader.give_back(read(grouped_reader, grouped_, 1)); };
    const auto evaluate = [&] {
      if (!rules_.evaluate(*records, options)) std::exit(2);
    };
    const double rows = static_cast<double>(size_.rows) / 1e6;
    compare("rows in no order / rows by owner", pairs, read_flat, read_grouped, rows, "M rows/s");
    compare("rows in no order / evaluation of the grouped rows", std::max(3, pairs / 5), read_flat, evaluate, rows, "M rows/s");
  }

  void write(const std::string& folder) const {
    std::ofstream(folder + "/enterprise.ndjson", std::ios::binary) << grouped_[0].text;
    for (const hegui::RecordText& text : flat_texts(grouped_[0].text)) {
      std::ofstream(folder + "/flat." + text.name, std::ios::binary) << text.text;
    }
  }

  void serve(bool flat) {
    const std::vector<hegui::RecordText> texts = flat ? flat_texts(grouped_[0].text) : grouped_;
    std::printf("%zu\n", size_.rows);
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) {
      const double seconds = seconds_of([&] {
        hegui::DatasetReader reader(model_);
        read(reader, texts, 1);
      });
      std::printf("%.6f\n", seconds);
      std::fflush(stdout);
    }
  }

 private:
  void read_fresh(int threads) const {
    hegui::DatasetReader reader(model_);
    read(reader, grouped_, threads);
  }

  hegui::RuleSet rules_;
  std::shared_ptr<const hegui::Model> model_;
  hegui::bench::CitySize size_;
  std::vector<hegui::RecordText> grouped_;
  double bytes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: records_bench PACK [ENTERPRISES=20000] [PAIRS=15 | write FOLDER | serve grouped|flat]\n", stderr);
    return 2;
  }
  const auto rules = hegui::RuleSet::load(argv[1]);
  if (!rules) {
    std::fputs(hegui::to_text(rules.diagnostics()).c_str(), stderr);
    return 2;
  }
  Bench bench(*rules, argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20'000);
  const std::string mode = argc > 3 ? argv[3] : "15";
  if (mode == "write" && argc > 4) {
    bench.write(argv[4]);
  } else if (mode == "serve" && argc > 4) {
    bench.serve(std::string(argv[4]) == "flat");
  } else {
    const int pairs = std::max(1, std::atoi(mode.c_str()));
    bench.grouped(pairs);
    bench.documents(pairs);
    bench.flat(pairs);
  }
  return 0;
}
