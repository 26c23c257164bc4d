// Rows in files of their own: the same ledgers as rows inside owners, and every row that has no owner is named.
#include "records/flat_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "model_for_tests.h"
#include "same_data.h"

namespace hegui {
namespace {

using namespace testing_model;

std::string without_strings(const Dataset& data) {
  // Codes follow the order of reading; what they stand for is compared through labels.
  std::string out;
  const OwnerTable& owners = data.owners[kEnterprise];
  for (size_t c = 0; c < owners.collections.size(); ++c) {
    const Table& table = owners.collections[c].table;
    for (size_t i = 0; i < owners.count; ++i) out += owners.collections[c].present[i] ? '1' : '0';
    for (uint32_t row = 0; row < table.rows; ++row) {
      out += " " + std::string(data.strings.text(owners.ids[table.parent[row]])) + ":" +
             data.row_label(kEnterprise, static_cast<int>(c), row);
      const Column& dates = table.columns[std::min<size_t>(3, table.columns.size() - 1)];
      if (dates.valid[row] && !dates.i32.empty()) out += "@" + std::to_string(dates.i32[row]);
    }
    out += '\n';
  }
  for (const DataNote& note : data.notes) out += note.code + " " + note.owner + " " + note.record + " " + note.message + '\n';
  return out;
}

TEST(FlatRows, AreTheRowsOfTheirOwners) {
  std::mt19937 random(3);
  for (int round = 0; round < 40; ++round) {
    const size_t owners = 1 + random() % 30;
    std::string inside, outside;
    std::vector<std::string> rows;
    for (size_t i = 0; i < owners; ++i) {
      const std::string id = "E" + std::to_string(100 + (i * 37) % 101);
      std::string list;
      for (size_t n = random() % 5, r = 0; r < n; ++r) {
        const std::string fields = "\"id\":\"H" + std::to_string(random() % 9) + "\",\"found_on\":\"2023-06-0" +
                                   std::to_string(1 + random() % 9) + "\",\"same_as\":\"H1\",\"tracking\":[{\"note\":\"" + id +
                                   "\"}],\"fixed_on\":\"2023-05-31\"";
        list += (r > 0 ? ",{" : "{") + fields + "}";
        rows.push_back("{" + (r % 2 == 0 ? "\"owner\":\"" + id + "\"," + fields : fields + ", \"owner\" : \"" + id + "\"") +
                       "}\n");
      }
      inside += "{\"id\":\"" + id + "\",\"hazards\":[" + list + "],\"people\":[]}\n";
      outside += "{\"id\":\"" + id + "\",\"people\":[]}\n";
    }
    // Owners interleaved, the rows of each in order.
    std::vector<std::pair<size_t, size_t>> order;
    std::string arrived, owner;
    for (size_t i = 0, n = 0; i < rows.size(); ++i) {
      const std::string of = rows[i].substr(rows[i].find("\"E") + 1, 4);
      n = of == owner ? n + 1 : 0;
      owner = of;
      order.emplace_back(n, i);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    for (const auto& [n, i] : order) arrived += rows[i];
    const ReadResult a = read_enterprises(inside);
    const ReadResult b = read({{"enterprise.hazards", "h", arrived}, {"enterprise", "enterprise.ndjson", outside}});
    ASSERT_TRUE(a.data && b.data) << a.lines() << b.lines() << arrived;
    EXPECT_EQ(without_strings(*a.data), without_strings(*b.data));
  }
}

TEST(FlatRows, ArriveInterleaved) {
  const ReadResult result =
      read({{"enterprise", "e", "{\"id\":\"B\"}\n{\"id\":\"A\"}\n{\"id\":\"C\"}"},
            {"enterprise.people", "p",
             "{\"owner\":\"A\",\"id\":\"1\"}\n{\"owner\":\"B\",\"id\":\"2\"}\n{\"owner\":\"A\",\"id\":\"3\"}\n\n"
             "{\"id\":\"4\",\"owner\":\"B\"}\n"},
            {"enterprise.people", "q", "[{\"owner\":\"A\",\"id\":\"5\"}]"}});
  ASSERT_TRUE(result.data) << result.lines();
  const CollectionData& people = result.data->owners[kEnterprise].collections[1];
  EXPECT_EQ(people.table.offsets, (std::vector<uint32_t>{0, 3, 5, 5}));
  EXPECT_EQ(people.table.parent, (std::vector<uint32_t>{0, 0, 0, 1, 1}));
  std::string labels;
  for (uint32_t row = 0; row < 5; ++row) labels += result.data->row_label(kEnterprise, 1, row);
  EXPECT_EQ(labels, "13524");
  EXPECT_TRUE(people.present[2]);  // the file is the whole ledger: C has nobody
}

TEST(FlatRows, ManyRowsOfEveryKindInOneText) {
  std::string owners, rows;
  std::vector<std::string> expected(50);
  for (size_t i = 0; i < expected.size(); ++i) owners += "{\"id\":\"E" + std::to_string(10 + i) + "\"}\n";
  for (size_t i = 0; i < 9000; ++i) {
    const size_t of = i * 31 % expected.size();
    const std::string id = std::to_string(i * 13 % 10'007);
    rows += "{\"owner\":\"E" + std::to_string(10 + of) + "\",\"id\":\"";
    rows += i % 97 == 0 ? "\\u0050" + id : "P" + id;  // an escape
    rows += i % 89 == 0 ? "\",\"joi\\u006eed_on\":\"2023-06-05\"}\n"
                        : "\",\"joined_on\":\"2023-06-05\"}\n";  // one that only the slow reader takes
    expected[of] += "P" + id + " ";
  }
  const ReadResult result = read({{"enterprise.people", "p", rows}, {"enterprise", "e", owners}});
  ASSERT_TRUE(result.data) << result.lines();
  const Table& people = result.data->owners[kEnterprise].collections[1].table;
  ASSERT_EQ(people.rows, 9000U);
  EXPECT_EQ(people.columns[2].valid.count(), 9000U);
  for (uint32_t owner = 0; owner < expected.size(); ++owner) {
    std::string found;
    for (uint32_t row = people.offsets[owner]; row < people.offsets[owner + 1]; ++row) {
      found += result.data->row_label(kEnterprise, 1, row) + " ";
    }
    EXPECT_EQ(found, expected[owner]) << owner;
  }
}

TEST(FlatRows, WithoutAnOwnerAreNamed) {
  const std::string owners = "{\"id\":\"A\"}\n{\"id\":\"B\"}\n";
  const auto lines = [&](const std::string& rows, bool keep_going = false, const std::string& of = "enterprise.people") {
    ReadOptions options;
    options.keep_going = keep_going;
    const ReadResult result = read({{"enterprise", "e", owners}, {of, "p", rows}}, options);
    return result.lines() + (result.data ? std::to_string(result.data->owners[kEnterprise].count) : "-");
  };
  EXPECT_EQ(lines("{\"owner\":\"A\",\"id\":\"1\"}\n{\"owner\":\"Z\",\"id\":\"2\"}"), "HG5022 p:2:0 \n-");
  EXPECT_EQ(lines("{\"owner\":\"Z\",\"id\":\"2\"}", true), "HG5022 p:1:0  warning\n2");
  EXPECT_EQ(lines("{\"id\":\"1\"}", true), "HG5022 p:1:1 \n-");  // whose ledger would be short is not known
  EXPECT_EQ(lines("{\"owner\":7,\"id\":\"1\"}", true), "HG5022 p:1:1 \n-");
  EXPECT_EQ(lines("{\"owner\":\"A\",\"owner\":\"A\"}"), "HG5005 p:1:14 /owner\n-");
  EXPECT_EQ(lines("{\"owner\":\"A\",\"joined_on\":\"2023-02-30\"}"), "HG5009 p:1:26 /joined_on\n-");
  EXPECT_EQ(lines("{\"owner\":\"A\",\"joined_on\":\"2023-02-30\"}", true), "HG5009 p:1:26 /joined_on warning\n1");
  EXPECT_EQ(lines("{\"owner\":\"A\",\"pst\":1}"), "HG5004 p:1:14 /pst\n-");
  EXPECT_EQ(lines("{\"owner\":\"A\"", true), "HG5001 p:1:13 \n-");
  EXPECT_EQ(lines("[1]"), "HG5002 p:1:2 /0\n-");
  EXPECT_EQ(lines("{}", false, "enterprise.peple"), "HG5003 p:0:0 \n-");
  EXPECT_EQ(lines("{}", false, "registry.standards"), "HG5003 p:0:0 \n-");
  const ReadResult twice =
      read({{"enterprise", "e", "{\"id\":\"A\",\"people\":[]}"}, {"enterprise.people", "p", "{\"owner\":\"A\"}"}});
  EXPECT_EQ(twice.lines(), "HG5022 p:0:0 \n");
  ReadOptions options;
  options.keep_going = true;
  options.max_line_bytes = 30;
  const ReadResult long_line = read(
      {{"enterprise", "e", owners}, {"enterprise.people", "p", "{\"owner\":\"A\",\"id\":\"" + std::string(40, 'x') + "\"}"}},
      options);
  EXPECT_EQ(long_line.lines(), "HG5019 p:1:0 \n");
  EXPECT_FALSE(long_line.data);
  options = {};
  options.max_rows = 2;
  EXPECT_EQ(
      read({{"enterprise", "e", owners}, {"enterprise.people", "p", "{\"owner\":\"A\"}\n{\"owner\":\"A\"}\n{\"owner\":\"B\"}"}},
           options)
          .lines(),
      "HG5020 p:3:1 \n");
}

TEST(FlatRows, NamesOfCollections) {
  const auto m = model();
  int owner_type = -1, collection = -1;
  EXPECT_TRUE(collection_named(*m, "department.submissions", owner_type, collection));
  EXPECT_EQ(owner_type, kDepartment);
  EXPECT_EQ(collection, 1);
  for (const char* name :
       {"department", "department.", ".hazards", "department.people", "registry.standards", "enterprise.hazards.x", ""}) {
    EXPECT_FALSE(collection_named(*m, name, owner_type, collection)) << name;
  }
}

}  // namespace
}  // namespace hegui
