#include "apps/neuron_designs.h"

#include <map>

#include "apps/toml_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

NeuronDesign design(const TomlFile& file, const toml::table& cell) {
  file.only(cell, {"model", "drive", "parameters"});
  const toml::array* drive = cell["drive"].as_array();
  if (!drive || drive->size() != 3) file.refuse(cell, "drive must be [from, to, count], in V");
  const double count = file.number(*drive->get(2), "count");
  if (!(count >= 1.0 && count <= 1000.0)) file.refuse(*drive->get(2), "count must be from 1 to 1000");
  std::map<std::string, double> values;
  if (const toml::table* set = cell["parameters"].as_table()) {
    for (const auto& [key, node] : *set) values[std::string(key.str())] = file.number(node, std::string(key.str()));
  }
  try {
    return {.cell = spice::with_values(spice::circuit(file.text(cell, "model", "")), values),
            .drives = even_drives(file.number(*drive->get(0), "from"), file.number(*drive->get(1), "to"), static_cast<int>(count))};
  } catch (const InputError& e) {
    file.refuse(cell, e.what());
  }
}

}  // namespace

std::vector<double> even_drives(double from, double to, int count) {
  std::vector<double> all;
  for (int k = 0; k < count; ++k) all.push_back(count > 1 ? from + (to - from) * k / (count - 1.0) : from);
  return all;
}

std::vector<NeuronDesign> neuron_designs(const std::string& path) {
  const TomlFile file(path);
  file.only(file.root, {"cell"});
  const toml::array* cells = file.root["cell"].as_array();
  if (!cells || cells->empty()) throw InputError(path + ": holds no [[cell]]");
  std::vector<NeuronDesign> designs;
  for (const toml::node& cell : *cells) {
    if (!cell.is_table()) file.refuse(cell, "cell must be a table, [[cell]]");
    designs.push_back(design(file, *cell.as_table()));
  }
  return designs;
}

}  // namespace hysteron::apps
