// Batches over threads; parts are appended in the order of owners, so the bytes do not depend on the number of threads.
//
// In:   Program, Dataset, Evaluation, Options.   Out: Findings.
// Cost: O(owners * duties); memory is bounded by a batch per thread besides the findings themselves.
// Test: tests/exec/run_test.cc
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

#include "exec/batch.h"
#include "exec/exec.h"

namespace hegui::exec {

namespace {

constexpr size_t kBatchHolders = 512;
constexpr size_t kBatchRows = 100'000;

struct Task {
  int owner_type;
  uint32_t begin, end;
};

std::vector<Task> tasks_of(const plan::Program& program, const Dataset& data) {
  std::vector<int> types(data.owners.size());
  std::iota(types.begin(), types.end(), 0);
  std::sort(types.begin(), types.end(), [&](int a, int b) {
    return data.model().owners[static_cast<size_t>(a)].name < data.model().owners[static_cast<size_t>(b)].name;
  });
  std::vector<Task> tasks;
  for (const int type : types) {
    const OwnerTable& owners = data.owners[static_cast<size_t>(type)];
    if (program.by_holder[static_cast<size_t>(type)].empty()) continue;
    const auto rows_of = [&](size_t owner) {
      size_t rows = 0;
      for (const CollectionData& c : owners.collections) {
        if (owner + 1 < c.table.offsets.size()) rows += c.table.offsets[owner + 1] - c.table.offsets[owner];
      }
      return rows;
    };
    size_t begin = 0, rows = 0;
    for (size_t i = 0; i < owners.count; ++i) {
      const size_t more = rows_of(i);
      if (i > begin && (i - begin >= kBatchHolders || rows + more > kBatchRows)) {
        tasks.push_back({type, static_cast<uint32_t>(begin), static_cast<uint32_t>(i)});
        begin = i;
        rows = 0;
      }
      rows += more;
    }
    if (begin < owners.count) tasks.push_back({type, static_cast<uint32_t>(begin), static_cast<uint32_t>(owners.count)});
  }
  return tasks;
}

void describe(const plan::Program& program, Findings& out) {
  const rule::CheckedRules& rules = *program.rules;
  out.pack = rules.name;
  for (const OwnerType& o : rules.model->owners) out.holder_types.push_back(o.name);
  for (const rule::Duty& d : rules.duties) {
    DutyInfo info{d.id, d.zh, d.en, {}};
    const auto ids = [&](const std::vector<int>& cite) {
      std::vector<std::string> out_ids;
      for (const int c : cite) out_ids.push_back(rules.clauses[static_cast<size_t>(c)].id);
      return out_ids;
    };
    info.clauses.push_back(ids(d.cite));
    for (const rule::Branch& b : d.unless) info.clauses.push_back(ids(b.cite.empty() ? d.cite : b.cite));
    out.duties.push_back(std::move(info));
  }
}

}  // namespace

Findings run(const plan::Program& program, const Dataset& data, const rule::Evaluation& evaluation, const Options& options) {
  Findings out;
  describe(program, out);
  rule::Evaluation moment = evaluation;
  if (moment.moment.seen == kNoDay) moment.moment.seen = moment.moment.as_of;
  const Stage stage(program, data, moment.moment.seen, moment.moment.known_at);
  const std::vector<Task> tasks = tasks_of(program, data);
  size_t total = 0;
  for (const Task& t : tasks) total += t.end - t.begin;

  std::vector<std::unique_ptr<Findings>> parts(tasks.size());
  std::atomic<size_t> next{0};
  std::mutex mutex;
  size_t appended = 0, done = 0;
  const auto work = [&] {
    for (size_t i = next++; i < tasks.size(); i = next++) {
      const Task& task = tasks[i];
      std::vector<uint32_t> holders(task.end - task.begin);
      std::iota(holders.begin(), holders.end(), task.begin);
      auto part = std::make_unique<Findings>();
      Batch(stage, moment, task.owner_type, std::move(holders), options.changes_on).run(*part);
      const std::lock_guard<std::mutex> lock(mutex);
      parts[i] = std::move(part);
      // Whatever is complete up to here goes in, in order.
      for (; appended < parts.size() && parts[appended] != nullptr; ++appended) {
        out.append(*parts[appended]);
        parts[appended].reset();
      }
      done += task.end - task.begin;
      if (options.progress) options.progress(done, total);
    }
  };
  const size_t threads = std::min<size_t>(static_cast<size_t>(std::max(options.threads, 1)), std::max<size_t>(tasks.size(), 1));
  // The machine may fail (no memory): a worker hands that to the calling thread instead of ending the process.
  std::exception_ptr failure;
  const auto guarded = [&] {
    try {
      work();
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (failure == nullptr) failure = std::current_exception();
      next = tasks.size();
    }
  };
  std::vector<std::thread> pool;
  for (size_t i = 1; i < threads; ++i) {
    try {
      pool.emplace_back(guarded);
    } catch (const std::exception&) {
      break;  // no more threads to be had: fewer do the work
    }
  }
  guarded();
  for (std::thread& t : pool) t.join();
  if (failure != nullptr) std::rethrow_exception(failure);
  out.finish();
  return out;
}

}  // namespace hegui::exec
