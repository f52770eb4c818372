#pragma once

// The file of a laboratory: HDF5 after the schema synchar 1.0, annotated as NeXus. README.md
// lists groups, datasets and units.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "data/fit_record.h"
#include "data/measurement.h"
#include "data/population_record.h"

namespace hysteron::data {

struct User {
  std::string name, affiliation;
};

struct Instrument {
  std::string name, model, serial_number, calibration_date;
  double current_range = unknown;      // A
  double current_bandwidth = unknown;  // Hz
  double current_noise_rms = unknown;  // A
  double voltage_range = unknown;      // V
};

struct Sample {
  std::string name, atom_types;
  std::string device_class;  // memristor, fefet, fecap, ftj, mtj, sot_mtj, skyrmion, mott, threshold_switch, pcm
  std::string lot, wafer, die, array;
  int row = -1, column = -1, layer = -1;  // -1: unknown
  double area = unknown;                  // m^2
  double thickness = unknown;             // m
  int n_terminals = 0;                    // 0: unknown
  double temperature = unknown;           // K
};

/// A file in memory. Empty strings and NaN are left out of it.
struct LabFile : Measurements {
  std::string title;
  std::string start_time, end_time;  // ISO 8601 with offset
  std::string experiment_description;
  std::string program_name = "hysteron", program_version;
  std::string definition = "NXsensor_scan";
  User user;
  Instrument instrument;
  Sample sample;

  std::vector<std::string> kept;  // ids under measurements/ of kinds not read yet, kept as they are
  std::string sha256;             // of the file read, hex
};

/// Reads a whole file; quantities come in SI whatever their @units. Throws InputError where it is
/// missing, damaged, not of this schema, or holds a value no instrument can have measured.
LabFile read_lab_file(const std::filesystem::path& path);

/// Writes a new file. `kept` and `sha256` are not looked at; measurements without an id get one.
/// Throws InputError if the file exists: measurements are never overwritten.
void write_lab_file(const std::filesystem::path& path, const LabFile& file);

/// Adds measurements to a file and leaves everything else in it as it is. Their ids are made anew,
/// counting on from those in the file, and returned: by kind, in the order of each_kind().
std::vector<std::string> add_measurements(const std::filesystem::path& path, const Measurements& more);

/// Puts a fit under /entry/results/fits/<id>, in place of an earlier one of that id; everything
/// else in the file stays. Makes the file if there is none.
void write_fit(const std::filesystem::path& path, const FitRecord& fit);

/// All fits of a file, by id.
std::vector<FitRecord> read_fits(const std::filesystem::path& path);

/// Puts a population under /entry/results/populations/<id>, as write_fit() puts a fit. Throws InputError where its
/// columns disagree in length or its covariance is none.
void write_population(const std::filesystem::path& path, const PopulationRecord& population);

/// All populations of a file, by id.
std::vector<PopulationRecord> read_populations(const std::filesystem::path& path);

}  // namespace hysteron::data
