// Small pieces of text that the renderers share.
//
// In:   values.   Out: JSON literals, columns of equal width in a terminal, numbers, reasons in words.
// Test: tests/api/report_test.cc
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hegui/findings.h"
#include "records/model.h"

namespace hegui::api {

std::string quoted(std::string_view text);          ///< a JSON string
std::string quoted_or_null(std::string_view text);  ///< null when empty
std::string quoted_list(const std::vector<std::string>& texts);
std::string joined(const std::vector<std::string>& texts, std::string_view separator);

/// Blanks added until the text takes `cells` terminal cells.
std::string left(std::string text, size_t cells);
std::string right(const std::string& text, size_t cells);
/// Cut to at most `cells` cells, with an ellipsis where something was cut.
std::string cut(std::string_view text, size_t cells);
std::string grouped(size_t number);  ///< 12,345
std::string iso(int32_t day);        ///< empty for kNullDay

inline bool chinese(const std::string& language) { return language.rfind("zh", 0) == 0; }

/// Chinese labels of the fields and collections of a model; names that mean several things have none.
class Labels {
 public:
  Labels() = default;
  explicit Labels(const Model& model);
  std::string_view of(std::string_view name) const;  ///< the label, or the name itself

 private:
  std::unordered_map<std::string, std::string> labels_;
};

/// A `part` reason with the title of its duty in place of the id; other reasons as they are.
Reason with_title(Reason reason, const std::vector<DutyInfo>& duties, const std::string& language);

/// `labels` may be null: names stay as they are.
std::string reason_in_words(const Reason& reason, const std::string& language, const Labels* labels);

}  // namespace hegui::api
