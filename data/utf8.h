#pragma once

#include <string>
#include <string_view>

namespace hysteron::data {

/// Text of a file in UTF-8 without a byte-order mark; UTF-16 is known by its mark. Bytes that are neither come back as they are.
std::string utf8_of(std::string_view bytes);

}  // namespace hysteron::data
