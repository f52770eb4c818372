#pragma once

// Files as a whole: read at once, and written so that a killed run leaves the old or the new one.

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace hysteron::data {

/// The largest file that is read [bytes].
inline constexpr std::size_t largest_file = std::size_t{1} << 30;

/// The bytes of a file. Throws InputError if it cannot be read or is larger than largest_file.
std::string read_whole(const std::filesystem::path& path);

/// Writes to a temporary name beside the target, syncs and renames. Throws InputError if it cannot.
void replace_whole(const std::filesystem::path& path, std::string_view bytes);

/// The same for a new file: throws InputError if the target exists.
void create_whole(const std::filesystem::path& path, std::string_view bytes);

/// Replaces a file by edit(its bytes), or by edit("") if there is none. Editors of one file wait
/// for each other, so that none undoes another's work.
void edit_whole(const std::filesystem::path& path, const std::function<std::string(const std::string&)>& edit);

}  // namespace hysteron::data
