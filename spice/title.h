#pragma once

#include <string>
#include <string_view>

namespace hysteron::spice {

/// What a model is, in a line: the first of the comment that describes it in libmodel/devices.
std::string title(std::string_view model);

}  // namespace hysteron::spice
