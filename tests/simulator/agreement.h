#pragma once

// The tables of spice/README.md: how far netlists in ngspice are from the native model, and what their runs cost.

#include <string>

#include "spice/verification.h"

namespace hysteron {

/// Keeps figures for the tables.
void agree(const std::string& model, const std::string& column, double difference);
void cost(const std::string& model, const spice::Effort& effort);

/// Puts each table of which every model has its figures into the file named by HYSTERON_AGREEMENT, between its two
/// marks.
void write_agreement();

}  // namespace hysteron
