#pragma once

#include <string>
#include <string_view>

namespace hysteron::data {

inline constexpr std::size_t largest_unpacked = std::size_t{1} << 28;  // bytes

/// The bytes packed by gzip. Throws InputError, naming the file, if they are damaged or unpack to more than largest_unpacked.
std::string gunzip(std::string_view packed, const std::string& name);

}  // namespace hysteron::data
