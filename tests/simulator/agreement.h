#pragma once

// The table of spice/README.md: how far netlists in ngspice are from the native model.

#include <string>

namespace hysteron {

/// Keeps a figure for the table.
void agree(const std::string& model, const std::string& column, double difference);

/// Puts the table into the file named by HYSTERON_AGREEMENT, between its two marks, if that is set and
/// every model has its figures.
void write_agreement();

}  // namespace hysteron
