// Diagnostics byte for byte: the whole text form in English and in Chinese, then the JSON form, kept in a .diag file.
//
// HEGUI_UPDATE=1 writes the files instead of comparing; read them before you keep them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "hegui/diagnostic.h"

namespace hegui::golden {

inline std::string read(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

/// English, Chinese, JSON; `folder` is shown as `name`.
inline std::string told(const std::vector<Diagnostic>& list, const std::string& folder = {}, const std::string& name = {}) {
  std::string text = to_text(list, "en") + "----\n" + to_text(list, "zh") + "----\n" + to_json(list) + "\n";
  for (size_t at = folder.empty() ? std::string::npos : text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.replace(at, folder.size(), name);
  return text;
}

/// Compares with the file, or writes it.
inline void expect(const std::string& path, const std::string& got) {
  if (std::getenv("HEGUI_UPDATE") != nullptr) {
    std::ofstream(path, std::ios::binary) << got;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << "run with HEGUI_UPDATE=1 and read what it writes:\n" << got;
  EXPECT_EQ(got, read(path));
}

/// The codes (`HG5004`) that stand in the names of the .diag files of a folder; each file must show its code.
inline std::set<std::string> codes(const std::string& folder) {
  std::set<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".diag") continue;
    const std::string name = entry.path().stem().string(), code = name.substr(0, name.find('-'));
    if (code.rfind("HG", 0) != 0) continue;
    EXPECT_NE(read(entry.path().string()).find("[" + code + "]"), std::string::npos) << name << " does not show its code";
    out.insert(code);
  }
  return out;
}

/// A name for a test made of a file.
inline std::string test_name(std::string text) {
  for (char& c : text) c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return text;
}

}  // namespace hegui::golden
