#pragma once

// From the C of a model to what a circuit simulator loads.

#include <filesystem>
#include <string>

namespace hysteron::spice {

/// Compiles folder/NAME.c with the system's C compiler to folder/NAME.osdi, which is written whole or
/// not at all; returns its path. Throws InputError where there is no compiler, or with its words.
std::filesystem::path compile_osdi(const std::filesystem::path& folder, const std::string& name);

}  // namespace hysteron::spice
