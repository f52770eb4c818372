#pragma once

// Every figure that a laboratory file supports, each with its bounds.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "apps/report/finding.h"
#include "apps/report/target.h"
#include "data/lab_file.h"
#include "libmodel/metrics/life.h"
#include "libmodel/metrics/retention.h"

namespace hysteron::report {

/// Of a train: linearity and symmetry of its mean ramps with bounds by the jackknife over ramps, the map of its
/// steps, noise, levels, energies. Conductances [S] of each row: measured, or a model's answer.
std::vector<Finding> findings_of(const data::PulseTrain& train, std::span<const double> conductance);

std::vector<Finding> findings_of(const data::PvLoop& loop);
std::vector<Finding> findings_of(const data::Pund& pund);
std::vector<Finding> findings_of(const data::Endurance& cycles);
std::vector<Finding> findings_of(const data::Retention& reads, double use_temperature);  // K; fails at a fifth of change
std::vector<Finding> findings_of(const data::SwitchingProbability& trials);
std::vector<Finding> findings_of(const data::SpikeTrain& spikes);
std::vector<Finding> findings_of(const data::ArrayMap& map);
std::vector<Finding> findings_of(const data::ResistanceLoop& loop, double area);  // m^2, NaN: not known
std::vector<Finding> findings_of(const data::SpikePairs& pairs);
std::vector<Finding> findings_of(const data::PulsePairs& pairs);

/// Of a sweep's loops. Currents [A] of each row: measured, or a model's answer.
std::vector<Finding> findings_of(const data::IvSweep& sweep, std::span<const double> current);

/// What bakes do not show, and why; empty where they show it.
std::string missing_of(const data::Retention& reads);

/// Of lives of devices [cycles], and the pulses that one cycle takes.
std::vector<Finding> findings_of(std::span<const metrics::Life> lives, const std::string& of, double pulses_per_cycle = 2.0);

/// R_on [ohm] from the first to the last tenth of one device's record, the sign of its wear.
Finding wear_of(std::span<const double> on, const std::string& of);

/// Of bakes, at the temperature of use [K].
std::vector<Finding> findings_of(std::span<const metrics::Bake> bakes, double use_temperature, const std::string& of);

/// Of everything in a file, with what needs several measurements or the target's statements.
std::vector<Finding> findings_of(const data::LabFile& file, const Target& target);

}  // namespace hysteron::report
