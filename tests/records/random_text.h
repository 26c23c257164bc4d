// Random texts of enterprises for the model of the tests: mostly well-formed, then broken byte by byte.
#pragma once

#include <random>
#include <string>

namespace hegui::testing_model {

class RandomText {
 public:
  explicit RandomText(uint32_t seed) : random_(seed) {}

  size_t below(size_t n) { return random_() % n; }
  template <size_t N>
  std::string pick(const char* const (&from)[N]) {
    return from[below(N)];
  }

  std::string lines(size_t owners) {
    std::string out;
    for (size_t i = 0; i < owners; ++i) {
      out += owner(i) + (below(9) == 0 ? " \r\n" : "\n");
      if (below(20) == 0) out += "  \n";
    }
    return out;
  }

  std::string owner(size_t number) {
    std::string out = "{";
    add(out, "id", "\"E" + std::to_string(below(12) == 0 ? below(50) : number) + "\"");
    maybe(out, "name", text());
    maybe(out, "sectors", below(5) == 0 ? word() : list([&] { return word(); }));
    maybe(out, "headcount", number_text());
    maybe(out, "high_risk", pick(kTruths));
    maybe(out, "parent", text());
    maybe(out, "principals", list([&] { return text(); }));
    maybe(out, "opened_on", day());
    maybe(out, "hazards", list([&] { return hazard(); }));
    maybe(out, "people", list([&] { return row({{"id", text()}, {"post", text()}, {"joined_on", day()}}); }));
    maybe(out, "permits", list([&] { return permit(); }));
    maybe(out, "certificates", list([&] {
            return row({{"person", text()}, {"category", text()}, {"valid_from", day()}, {"year", number_text()}});
          }));
    maybe(out, "suspensions", below(6) == 0 ? row({{"from", day()}}) : list([&] {
            return row({{"from", day()}, {"to", day()}});
          }));
    if (below(6) == 0) maybe(out, "complete_through", below(2) == 0 ? day() : "{\"people\": " + day() + ", \"hazards\":null}");
    if (below(40) == 0) add(out, pick(kOddKeys), "1");
    return out + (below(4) == 0 ? " }" : "}");
  }

  /// Some bytes changed, taken out or put in.
  std::string broken(std::string text) {
    static const char* const kBytes[] = {"\"", "{",  "}",  "[", "]",    ",",    ":",    "0",
                                         "x",  "\\", "\n", " ", "\xFF", "\xE4", "null", "\\u12"};
    const size_t n = below(4);
    for (size_t i = 0; i < n && !text.empty(); ++i) {
      const size_t at = below(text.size());
      switch (below(3)) {
        case 0:
          text.replace(at, 1, pick(kBytes));
          break;
        case 1:
          text.erase(at, 1 + below(3));
          break;
        default:
          text.insert(at, pick(kBytes));
      }
    }
    return text;
  }

 private:
  static constexpr const char* kTruths[] = {"true", "false", "null", "\"\"", "true ", "1", "\"true\"", "tru", "truex"};
  static constexpr const char* kOddKeys[] = {"nam", "na\\u006de", "x_y", "a long key that nobody has declared anywhere", ""};

  using Pairs = std::initializer_list<std::pair<const char*, std::string>>;

  void add(std::string& out, const std::string& key, const std::string& value) {
    if (out.back() != '{') out += below(8) == 0 ? " , " : ",";
    out += "\"" + key + (below(8) == 0 ? "\" : " : "\":") + value;
  }
  void maybe(std::string& out, const std::string& key, const std::string& value) {
    const size_t dice = below(24);
    if (dice < 8) return;
    add(out, key, dice == 8 ? "null" : dice == 9 ? "\"\"" : value);
    if (below(300) == 0) add(out, key, value);
  }
  std::string row(Pairs pairs) {
    std::string out = "{";
    for (const auto& [key, value] : pairs) maybe(out, key, value);
    if (below(5) == 0) maybe(out, "recorded_at", time());
    return out + "}";
  }
  std::string list(const auto& element) {
    std::string out = "[";
    const size_t n = below(4);
    for (size_t i = 0; i < n; ++i) out += (i > 0 ? (below(6) == 0 ? " ,\t" : ",") : "") + element();
    return out + (below(9) == 0 ? " ]" : "]");
  }
  std::string hazard() {
    return row({{"id", text()},
                {"enterprise", text()},
                {"level", below(2) == 0 ? "\"重大事故隐患\"" : "\"general\""},
                {"found_on", day()},
                {"funds_wan", number_text()},
                {"description", text()},
                {"fixed_on", day()},
                {"tracking", list([&] {
                   return row({{"date", day()}, {"by", text()}, {"note", text()}});
                 })},
                {"urgent", pick(kTruths)}});
  }
  std::string permit() {
    return row({{"id", text()},
                {"approved_on", time()},
                {"started_at", time()},
                {"operators", list([&] { return text(); })},
                {"days", list([&] { return day(); })},
                {"sizes", list([&] { return number_text(); })}});
  }
  std::string word() {
    static const char* const kWords[] = {"\"mine\"",     "\"chem\"",           "\"fire\"",  "\"矿山\"",
                                         "\"消防安全\"", "\"\\u77ff\\u5c71\"", "\"mine\" ", "\"coal\""};
    return kWords[below(below(10) == 0 ? 8 : 7)];
  }
  std::string text() {
    static const char* const kTexts[] = {"\"P1\"",
                                         "\"P2\"",
                                         "\"\"",
                                         "\"青岭矿业\"",
                                         "\"a|b,c\"",
                                         "\"tab\\tand \\\\ \\\"quotes\\\"\"",
                                         "\"\\ud83d\\ude00\"",
                                         "\"a text that goes on past any block of eight or sixteen bytes\"",
                                         "\"x\" ",
                                         "\"sp ace \"",
                                         "\"\\ud83d\"",
                                         "\"\\ude00\"",
                                         "\"\\q\"",
                                         "7",
                                         "[\"P1\"]"};
    return kTexts[below(below(60) == 0 ? 15 : 10)];
  }
  std::string day() {
    static const char* const kDays[] = {"\"2023-06-05\"", "\"2023-06\"",          "\"2024-02-29\"", "\"1999-12-31\"",
                                        "null",           "\"2023-02-29\"",       "\"2023/6/5\"",   "\"9999-12-31\"",
                                        "\"0000-01-01\"", "\"2023-06-0\\u0035\"", "20230605"};
    return kDays[below(below(60) == 0 ? 11 : 5)];
  }
  std::string time() {
    static const char* const kTimes[] = {"\"2023-06-05T08:30:00\"",
                                         "\"2023-06-05T08:30\"",
                                         "\"2023-06-05 23:59:59.5\"",
                                         "\"2023-06-05\"",
                                         "null",
                                         "\"2023-06\"",
                                         "\"2023-06-05T24:00\"",
                                         "\"2023-06-05T08:30:00Z\""};
    return kTimes[below(below(60) == 0 ? 8 : 5)];
  }
  std::string number_text() {
    static const char* const kNumbers[] = {"0",
                                           "20",
                                           "-7",
                                           "12",
                                           "0.5",
                                           "-12.3456",
                                           "2.50",
                                           "-0",
                                           "-0.0",
                                           "1e3",
                                           "123456789012345678",
                                           "99999999999.9999",
                                           "12345678901.2345",
                                           "0.12345",
                                           "1e999",
                                           "01",
                                           "-",
                                           "1.",
                                           "\"3\"",
                                           "18446744073709551615"};
    return kNumbers[below(below(40) == 0 ? 20 : 4)];
  }

  std::mt19937 random_;
};

}  // namespace hegui::testing_model
