// NeXus NXiv_temp (contributed definition): current against voltage at several temperatures.
//
//     /entry/definition = "NXiv_temp"
//     /entry/<NXdata>: temperature [nT], voltage [nV], current [nT, nV], each with @units

#include <fmt/format.h>

#include "data/columns.h"
#include "data/hdf5.h"
#include "data/importers/importer.h"
#include "data/trial.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool is_iv_temp(const InstrumentFile& file) {
  const h5::File h5 = h5::File::read(file.text, file.name);
  h5::Budget budget;
  const h5::Group root = h5.root(&budget);
  if (root.text_attribute("file_format").value_or("") == "synchar") return false;  // our own file says that of itself too
  for (const std::string& name : root.members()) {
    if (root.is_group(name) && root.group(name)->has("definition") && root.group(name)->text("definition") == "NXiv_temp") return true;
  }
  return false;
}

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  return file.text.starts_with("\x89HDF") && tried(file.name, file.text.size(), [&] { return is_iv_temp(file); });
}

void add_data(const h5::Group& data, const std::string& sample, Imported& all) {
  const auto temperature = data.numbers("temperature", "K"), voltage = data.numbers("voltage", "V"), current = data.numbers("current", "A");
  if (!temperature || !voltage || !current) throw InputError(data.place() + ": must hold temperature, voltage and current");
  const std::size_t nt = temperature->values.size(), nv = voltage->values.size();
  if (current->values.size() != nt * nv || nv == 0) {
    throw InputError(fmt::format("{} = {} values: must be {} x {}, temperatures x voltages", data.place("current"), current->values.size(), nt, nv));
  }
  for (std::size_t k = 0; k < nt; ++k) {
    IvSweep s;
    s.title = fmt::format("{}{}{} K", sample, sample.empty() ? "" : ", ", shortest(temperature->values[k]));
    s.voltage = voltage->values;
    s.current.assign(current->values.begin() + std::ptrdiff_t(k * nv), current->values.begin() + std::ptrdiff_t((k + 1) * nv));
    all.rows += nv;
    all.iv_sweeps.push_back(std::move(s));
  }
}

Imported read_entries(const InstrumentFile& file) {
  const h5::File h5 = h5::File::read(file.text, file.name);
  h5::Budget budget;
  const h5::Group root = h5.root(&budget);
  Imported all;
  for (const std::string& name : root.members()) {
    if (!root.is_group(name)) continue;
    const auto entry = root.group(name);
    if (!entry->has("definition") || entry->text("definition") != "NXiv_temp") continue;
    const std::string sample = entry->has("sample") && entry->is_group("sample") ? entry->group("sample")->text("name").value_or("") : "";
    for (const std::string& member : entry->members()) {
      if (!entry->is_group(member)) continue;
      const auto data = entry->group(member);
      if (data->text_attribute("NX_class") == "NXdata") add_data(*data, sample, all);
    }
  }
  if (all.iv_sweeps.empty()) throw InputError(file.name + ": no entry of NXiv_temp holds an NXdata group");
  all.columns = {{"temperature", "title", "K"}, {"voltage", "voltage", "V"}, {"current", "current", "A"}};
  all.assumptions = {"the temperature of each sweep stands in its title"};
  return all;
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  return tried(file.name, file.text.size(), [&] { return read_entries(file); });
}

}  // namespace

const Importer nxiv_temp = {"nxiv_temp", "NeXus NXiv_temp", recognises, read, Importer::binary};

}  // namespace hysteron::data
