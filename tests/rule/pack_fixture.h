// A copy of the mini pack in a temporary folder, of which a test replaces files; removed at the end.
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include "rule/load.h"

namespace hegui::rule {

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

class PackFolder {
 public:
  PackFolder() {
    static std::atomic<int> count{0};
    path_ =
        (std::filesystem::temp_directory_path() / ("hegui-pack-" + std::to_string(getpid()) + "-" + std::to_string(count++)))
            .string();
    std::filesystem::remove_all(path_);
    std::filesystem::copy(std::string(HEGUI_SOURCE_DIR) + "/tests/packs/mini", path_);
  }
  ~PackFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  PackFolder(const PackFolder&) = delete;
  PackFolder& operator=(const PackFolder&) = delete;

  const std::string& path() const { return path_; }
  void write(const std::string& name, const std::string& text) {
    std::ofstream out(path_ + "/" + name, std::ios::binary);
    out << text;
  }
  std::string read(const std::string& name) const { return read_file(path_ + "/" + name); }
  /// Replaces the first occurrence of `from` in a file; false when there is none.
  bool edit(const std::string& name, const std::string& from, const std::string& to) {
    std::string text = read(name);
    const size_t at = text.find(from);
    if (at == std::string::npos) return false;
    text.replace(at, from.size(), to);
    write(name, text);
    return true;
  }
  std::shared_ptr<const CheckedRules> load(LoadOptions options = {}) {
    Diagnostics diagnostics(options.max_errors);
    auto rules = load_pack(path_, options, diagnostics);
    diagnostics_ = diagnostics.take();
    return rules;
  }
  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }
  /// Diagnostics as text, the temporary folder shown as PACK.
  std::string text(const std::string& language = "en") const { return without_path(to_text(diagnostics_, language)); }
  std::string without_path(std::string text) const {
    for (size_t at = text.find(path_); at != std::string::npos; at = text.find(path_, at))
      text.replace(at, path_.size(), "PACK");
    return text;
  }

 private:
  std::string path_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace hegui::rule
