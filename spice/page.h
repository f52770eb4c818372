#pragma once

// What a model's header says of it in words: the comment that leads libmodel/devices/NAME.h, which
// the build copies whole.

#include <string>
#include <string_view>
#include <vector>

namespace hysteron::spice {

/// The comment, without its marks.
std::string_view comment(std::string_view model);

/// What a model is, in a line without its full stop: the first sentence of the comment.
std::string title(std::string_view model);

struct Page {
  struct Section {
    std::string heading;  // Source, Differs, Omits, Defaults, Identify, Noise
    std::string text;     // a line
  };
  std::vector<std::string> prose;  // paragraphs, a line each; the equations are left out
  std::vector<Section> sections;

  /// The text under a heading; empty if there is none.
  std::string operator[](std::string_view heading) const;
};

/// The comment, taken apart.
Page page(std::string_view model);

/// The first work named in a text, up to its page: "doi: ..." and what is said of it left out.
std::string first_source(const std::string& text);

}  // namespace hysteron::spice
