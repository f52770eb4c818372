#pragma once

// The tables of spice/README.md: how far netlists in ngspice are from the native model, and what their runs cost.

#include <string>

#include "spice/verification.h"

namespace hysteron {

/// Keeps figures for the tables.
void agree(const std::string& model, const std::string& column, double difference);
void cost(const std::string& model, const spice::Effort& effort);

/// Puts the row of each model that has all figures of a table into it, in the file named by HYSTERON_AGREEMENT between the
/// table's two marks; rows of other models stay.
void write_agreement();

}  // namespace hysteron
