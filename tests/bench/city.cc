#include "city.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace hegui::bench {
namespace {

class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15ULL + 1) {}
  uint64_t next() {  // splitmix64
    uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  int below(int n) { return static_cast<int>(next() % static_cast<uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }
  double normal() {
    double sum = 0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(next() >> 11) * 0x1p-53;
    return sum - 6;
  }

 private:
  uint64_t state_;
};

constexpr std::array<int, 12> kMonthDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

class Writer {
 public:
  Writer(std::string& out, Random& random) : out_(out), random_(random) {}

  void text(const char* key, std::string_view value) {
    comma();
    out_ += '"';
    out_ += key;
    out_ += "\":\"";
    out_ += value;
    out_ += '"';
  }
  /// A field that is left out one time in twelve.
  void maybe(const char* key, std::string_view value) {
    if (!random_.one_in(12)) text(key, value);
  }
  void raw(const char* key, std::string_view value) {
    comma();
    out_ += '"';
    out_ += key;
    out_ += "\":";
    out_ += value;
  }
  void flag(const char* key) {
    if (!random_.one_in(12)) raw(key, random_.one_in(2) ? "true" : "false");
  }
  /// A day of 2023, one in forty only to the month; returns the day of the year or -1.
  int date(const char* key, int first = 0, int last = 364) {
    const int day = first + random_.below(last - first + 1);
    text(key, random_.one_in(40) ? iso(day).substr(0, 7) : iso(day));
    return day;
  }
  void open(char bracket) {
    comma();
    out_ += bracket;
    fresh_ = true;
  }
  void key(const char* name) {
    comma();
    out_ += '"';
    out_ += name;
    out_ += "\":";
    fresh_ = true;
  }
  void close(char bracket) {
    out_ += bracket;
    fresh_ = false;
  }
  static std::string iso(int day_of_year) {
    int month = 0, year = 2023;
    if (day_of_year > 364) day_of_year -= 365, year = 2024;
    while (day_of_year >= kMonthDays[static_cast<size_t>(month)]) day_of_year -= kMonthDays[static_cast<size_t>(month++)];
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02d-%02d", year, month + 1, day_of_year + 1);
    return text;
  }

 private:
  void comma() {
    if (!fresh_) out_ += ',';
    fresh_ = false;
  }
  std::string& out_;
  Random& random_;
  bool fresh_ = true;
};

template <size_t N>
std::string_view pick(Random& random, const std::array<std::string_view, N>& words) {
  return words[static_cast<size_t>(random.below(static_cast<int>(N)))];
}

constexpr std::array<std::string_view, 8> kSectors = {"mine", "chem", "road", "construction", "fire", "industry", "commerce", "gas"};
constexpr std::array<std::string_view, 5> kRoles = {"principal", "deputy", "safety-manager", "special-operator", "front-line"};
constexpr std::array<std::string_view, 6> kInspections = {"leader-led", "leader-led", "self-check", "sweep", "contractor-check", "look-back"};
constexpr std::array<std::string_view, 3> kPermits = {"hot-work", "height", "temporary-power"};
constexpr std::array<std::string_view, 4> kDocuments = {"responsibility-system", "work-list", "hiring-rule", "deputy-duty-list"};
constexpr std::array<std::string_view, 3> kMeetings = {"study-standards", "research-deploy", "special-research"};

std::string number(int value) { return std::to_string(value); }

}  // namespace

CitySize write_city(size_t enterprises, uint64_t seed, std::string& out) {
  Random random(seed);
  CitySize size;
  char id[32];
  for (size_t e = 0; e < enterprises; ++e) {
    Writer w(out, random);
    const double scale = std::exp(0.8 * random.normal());
    auto rows = [&](const char* name, double mean, auto&& row) {
      if (random.one_in(10)) return;  // absent
      w.key(name);
      w.open('[');
      const int n = static_cast<int>(std::lround(mean * scale));
      for (int i = 0; i < n; ++i, ++size.rows) {
        w.open('{');
        row(i);
        w.close('}');
      }
      w.close(']');
    };
    auto row_id = [&](const char* prefix, int i) {
      char text[48];
      std::snprintf(text, sizeof text, "%s-%07zu-%d", prefix, e, i);
      return std::string(text);
    };
    std::snprintf(id, sizeof id, "E%07zu", e);
    w.open('{');
    w.text("id", id);
    w.text("name", "海城某企业");
    w.raw("sectors", "[\"" + std::string(pick(random, kSectors)) + "\"]");
    w.flag("high_risk");
    w.raw("headcount", number(5 + static_cast<int>(20 * scale)));
    w.raw("supervised_by", "[\"市应急局\"]");
    w.text("locality", "北关街道");
    w.raw("principals", "[\"" + row_id("P", 0) + "\"]");
    rows("people", 6, [&](int i) {
      w.text("id", row_id("P", i));
      w.maybe("role", i == 0 ? "principal" : pick(random, kRoles));
      w.maybe("post", "岗位" + number(i % 7));
      w.maybe("employment", "regular");
      w.flag("key_post");
      w.maybe("joined_on", "2021-03-0" + number(1 + i % 9));
      if (random.one_in(4)) w.text("special_work", "焊接与热切割作业");
    });
    rows("certificates", 1.5, [&](int i) {
      w.text("person", row_id("P", i));
      w.text("work_category", "焊接与热切割作业");
      w.text("number", row_id("Z", i));
      w.text("valid_from", "2019-05-01");
      w.maybe("valid_to", random.one_in(3) ? "2023-08-01" : "2025-05-01");
      w.maybe("training_passed_on", "2019-04-01");
    });
    rows("documents", 2, [&](int i) {
      w.text("id", row_id("D", i));
      w.text("kind", pick(random, kDocuments));
      w.date("issued_on", 0, 300);
      w.maybe("approved_by_role", "principal");
      w.raw("posts", R"(["岗位0","岗位1","岗位2"])");
    });
    rows("meetings", 2, [&](int i) {
      w.text("id", row_id("M", i));
      w.text("kind", pick(random, kMeetings));
      w.date("date");
      w.raw("chaired_by_role", R"(["principal"])");
    });
    rows("trainings", 2, [&](int i) {
      w.text("id", row_id("T", i));
      w.text("kind", random.one_in(2) ? "warning-education" : "safety-training");
      w.date("date", 120);
      std::string attendees;
      for (int p = 0; p < static_cast<int>(6 * scale); ++p) attendees += (p > 0 ? ",\"" : "\"") + row_id("P", p) + '"';
      w.raw("attendees", '[' + attendees + ']');
    });
    rows("inspections", 7, [&](int i) {
      w.text("id", row_id("J", i));
      w.text("kind", pick(random, kInspections));
      w.date("date");
      w.maybe("led_by_role", random.one_in(3) ? "deputy" : "principal");
      w.maybe("scope", "重大事故隐患排查整治");
      w.raw("total_items", "20");
      w.raw("checked_items", "20");
      if (random.one_in(4)) w.text("recorded_at", "2023-10-09T08:30:00");
    });
    rows("hazards", 5, [&](int i) {
      w.text("id", row_id("H", i));
      w.maybe("level", random.one_in(3) ? "major" : "general");
      w.maybe("source", "self-check");
      const int found = w.date("found_on", 0, 330);
      w.flag("fixable_immediately");
      w.maybe("responsible_person", row_id("P", 0));
      w.maybe("measures", "停用并更换");
      if (!random.one_in(12)) w.raw("funds_wan", "2.5");
      w.maybe("deadline", Writer::iso(found + 30));
      if (!random.one_in(3)) w.text("fixed_on", Writer::iso(found + random.below(34)));
    });
    rows("permits", 1.5, [&](int i) {
      w.text("id", row_id("Z", i));
      w.text("kind", pick(random, kPermits));
      const std::string day = Writer::iso(random.below(365));
      w.maybe("approved_by", row_id("P", 0));
      w.maybe("approved_on", day + "T08:00:00");
      w.text("started_at", day + "T09:00:00");
      w.maybe("ended_at", day + "T17:00:00");
      w.raw("operators", "[\"" + row_id("P", 1) + "\"]");
      w.maybe("guardian", row_id("P", 2));
    });
    rows("contracts", 0.7, [&](int i) {
      w.text("id", row_id("C", i));
      w.text("kind", "outsource");
      w.text("start", Writer::iso(random.below(200)));
      w.flag("conditions_ok");
      w.flag("duties_clear");
      w.flag("in_management");
      w.maybe("agreement_signed_on", Writer::iso(random.below(200)));
    });
    rows("drills", 1.5, [&](int i) {
      w.text("id", row_id("Y", i));
      w.date("date");
      w.maybe("plan", row_id("D", 0));
    });
    w.close('}');
    out += '\n';
    ++size.enterprises;
  }
  return size;
}

}  // namespace hegui::bench
