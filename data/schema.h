#pragma once

// The frame every file shares: root attributes, version, /entry.

#include <string>

#include "data/hdf5.h"

namespace hysteron::data {

inline constexpr const char* file_format = "synchar";
inline constexpr const char* schema_version = "1.0";
inline constexpr const char* polarity_convention = "positive = potentiation";

/// /entry of a file whose format and version can be read. Throws InputError if they cannot.
h5::Group checked_entry(const h5::File& file, h5::Budget* budget);

/// A file with its root attributes and an empty /entry.
h5::File new_schema_file(const std::string& program_version);

}  // namespace hysteron::data
