// HDF5 of ArC TWO (arc2control, H5DataStore 0.2), unverified: written after the program, no real file was at hand.
//
//     /crosspoints/W01B02/timeseries    a row an operation, of which the attribute NROWS says how many are valid
//       current [A] voltage [V] pulse_width [s] read_voltage [V] op_type: 1 read, 2 pulse, 3 pulse and read

#include <fmt/format.h>

#include "data/columns.h"
#include "data/hdf5.h"
#include "data/importers/importer.h"
#include "data/measurement_file.h"
#include "data/trial.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool is_arc_two(const InstrumentFile& file) {
  const h5::File h5 = h5::File::read(file.text, file.name);
  h5::Budget budget;
  const h5::Group root = h5.root(&budget);
  return root.has("crosspoints") || (root.has("crossbar") && !root.has("entry"));
}

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  return file.text.starts_with("\x89HDF") && tried(file.name, file.text.size(), [&] { return is_arc_two(file); });
}

void add_series(const h5::Group& crosspoint, const std::string& name, Imported& all) {
  constexpr const char* table = "timeseries";
  const std::vector<double> op = crosspoint.field(table, "op_type");
  const std::string place = crosspoint.place(table);
  const double valid = crosspoint.number_attribute_of(table, "NROWS").value_or(double(op.size()));
  const auto n = whole_number<std::uint32_t>(valid, place + "@NROWS");
  if (n > op.size()) throw InputError(fmt::format("{}@NROWS = {}: must be <= {}, the rows there are", place, n, op.size()));
  if (n == 0) return;
  const auto column = [&](const char* field) {
    std::vector<double> values = crosspoint.field(table, field);
    values.resize(n);
    return values;
  };
  PulseTrain t;
  t.title = name;
  t.voltage = column("voltage");
  t.pulse_width = column("pulse_width");
  t.read_voltage = column("read_voltage");
  t.read_current = column("current");
  for (std::size_t k = 0; k < n; ++k) {
    t.op_type.push_back(whole_number<std::uint8_t>(op[k], fmt::format("{}[{}].op_type", place, k)));
    if (t.op_type[k] == PulseTrain::read) t.voltage[k] = 0.0, t.pulse_width[k] = 0.0;
    if (t.op_type[k] == PulseTrain::pulse) t.read_current[k] = unknown;
  }
  all.rows += n;
  all.pulse_trains.push_back(std::move(t));
}

Imported read_crosspoints(const InstrumentFile& file) {
  const h5::File h5 = h5::File::read(file.text, file.name);
  h5::Budget budget;
  const h5::Group root = h5.root(&budget);
  Imported all;
  const auto crosspoints = root.group("crosspoints");
  const h5::Group& parent = crosspoints ? *crosspoints : root;
  std::size_t experiments = 0;
  for (const std::string& name : parent.members()) {
    if (!parent.is_group(name)) continue;
    const auto crosspoint = parent.group(name);
    if (crosspoint->has("timeseries")) add_series(*crosspoint, name, all);
    if (crosspoint->has("experiments")) experiments += crosspoint->group("experiments")->members().size();
  }
  if (all.pulse_trains.empty()) throw InputError(file.name + ": no crosspoint holds a timeseries");
  all.columns = {{"current", "read_current", "A"}, {"voltage", "voltage", "V"}, {"pulse_width", "pulse_width", "s"}, {"read_voltage", "read_voltage", "V"}, {"op_type", "op_type", ""}};
  all.assumptions = {"the layout is that of the instrument's program; no real file was at hand to verify it"};
  if (experiments > 0) all.assumptions.push_back(fmt::format("{} tables of experiments are left out: their operations stand in the timeseries", experiments));
  return all;
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  return tried(file.name, file.text.size(), [&] { return read_crosspoints(file); });
}

}  // namespace

const Importer arc_two = {"arc_two", "ArC TWO data store (unverified)", recognises, read, Importer::binary};

}  // namespace hysteron::data
