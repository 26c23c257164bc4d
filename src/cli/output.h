// Files of a run, written beside their place and then renamed, so that a reader never sees half of one.
//
// In:   a folder, pieces of text.   Out: files; `why` says what went wrong.   Test: tests/cli/run_test.cc
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace hegui::cli {

class OutputFolder {
 public:
  /// Creates the folder if need be.
  explicit OutputFolder(const std::string& folder);
  /// Removes what was begun and not committed.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  bool good() const { return why_.empty(); }
  const std::string& why() const { return why_; }

  /// Begins the next file; the one before is closed.
  void begin(const std::string& name);
  /// False once something went wrong.
  bool write(std::string_view piece);
  void file(const std::string& name, std::string_view text);
  /// Gives all files their names.
  bool commit();

 private:
  void close();
  void fail(const std::string& what, const std::filesystem::path& path);

  std::filesystem::path folder_;
  std::vector<std::string> names_;
  std::ofstream current_;
  std::string why_;
};

}  // namespace hegui::cli
