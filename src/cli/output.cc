// In: names and texts.   Out: files, renamed together at the end.   Test: tests/cli/run_test.cc
#include "cli/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace hegui::cli {
namespace fs = std::filesystem;
namespace {

fs::path beside(const fs::path& folder, const std::string& name) {
  return folder / ("." + name + "." + std::to_string(::getpid()) + ".part");
}

}  // namespace

OutputFolder::OutputFolder(const std::string& folder) : folder_(folder) {
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) why_ = folder + ": " + error.message();
}

OutputFolder::~OutputFolder() {
  current_.close();
  std::error_code ignored;
  for (const std::string& name : names_) fs::remove(beside(folder_, name), ignored);
}

void OutputFolder::fail(const std::string& what, const fs::path& path) {
  if (why_.empty()) why_ = path.string() + ": " + what;
}

void OutputFolder::close() {
  if (!current_.is_open()) return;
  errno = 0;
  current_.close();
  if (!current_) fail(errno != 0 ? std::strerror(errno) : "cannot be written", folder_ / names_.back());
}

void OutputFolder::begin(const std::string& name) {
  close();
  if (!good()) return;
  names_.push_back(name);
  errno = 0;
  current_.clear();
  current_.open(beside(folder_, name), std::ios::binary | std::ios::trunc);
  if (!current_) fail(errno != 0 ? std::strerror(errno) : "cannot be opened", folder_ / name);
}

bool OutputFolder::write(std::string_view piece) {
  if (!good()) return false;
  errno = 0;
  current_.write(piece.data(), static_cast<std::streamsize>(piece.size()));
  if (!current_) fail(errno != 0 ? std::strerror(errno) : "cannot be written", folder_ / names_.back());
  return good();
}

void OutputFolder::file(const std::string& name, std::string_view text) {
  begin(name);
  write(text);
}

bool OutputFolder::commit() {
  close();
  if (!good()) return false;
  std::error_code error;
  for (const std::string& name : names_) {
    fs::rename(beside(folder_, name), folder_ / name, error);
    if (error) fail(error.message(), folder_ / name);
  }
  return good();
}

}  // namespace hegui::cli
