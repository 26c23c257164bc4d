// Columns bound to slots of one frame.   In/Out: plain.h.   Test: tests/exec/plain_test.cc
#include "exec/plain.h"

#include <algorithm>

namespace hegui::exec {

Plain::Plain(std::shared_ptr<const plan::Program> program)
    : program_(std::move(program)), data_(program_->rules->model), stage_(*program_, data_, 0, kNoDay), strings_(stage_) {}

VecPtr Plain::run(const std::vector<VecPtr>& columns, size_t n) {
  Scene scene(stage_, strings_, params_, 0, {0}, {0}, {});
  Frame& frame = scene.lane_frame(scene.batch(), std::vector<uint32_t>(n, 0), {});
  for (size_t k = 0; k < columns.size(); ++k) {
    const int slot = program_->plain_slots[k];
    frame.own |= plan::bit(slot);
    frame.bound[slot] = columns[k]->n == n ? columns[k] : gather(*columns[k], std::vector<uint32_t>(n, 0).data(), n);
  }
  return scene.get(frame, program_->plain);
}

size_t Plain::row_operations() const {
  return static_cast<size_t>(
      std::count_if(program_->ops.begin(), program_->ops.end(), [](const plan::Op& op) { return op.code == plan::Code::scalar; }));
}

}  // namespace hegui::exec
