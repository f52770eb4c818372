#pragma once

// From the C of a model to what a circuit simulator loads.

#include <filesystem>
#include <string>

namespace hysteron::spice {

/// What the descriptor of a model is laid out as: 0.3 is what every ngspice with OSDI loads, 0.4 what VACASK asks for.
enum class OsdiVersion { v0_3 = 3, v0_4 = 4 };

/// Compiles folder/NAME.c with the system's C compiler to folder/NAME.osdi, of 0.4 to folder/NAME.vacask.osdi, which is
/// written whole or not at all; returns its path. Throws InputError where there is no compiler, or with its words.
std::filesystem::path compile_osdi(const std::filesystem::path& folder, const std::string& name, OsdiVersion version = OsdiVersion::v0_3);

}  // namespace hysteron::spice
