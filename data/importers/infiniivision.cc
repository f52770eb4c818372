// CSV of Keysight InfiniiVision oscilloscopes: numbers of channels, units, then rows.
//
//     x-axis,1,2
//     second,Volt,Volt
//     -8.7054E-03,+1.5E-03,"-79.8E-06"

#include <fmt/format.h>


#include "data/importers/scope_trace.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  const auto& rows = file.table.rows;
  return rows.size() > 1 && rows[0].cells[0] == "x-axis" && rows[0].cells.size() > 1 && rows[1].cells[0] == "second";
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const auto &names = file.table.rows[0].cells, &units = file.table.rows[1].cells;
  std::vector<ScopeChannel> channels;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string unit = k < units.size() ? units[k] : "";
    const char* meaning = k == 0 ? "time" : k == 1 ? "voltage" : k == 2 ? "current" : "";
    all.columns.push_back({names[k], meaning, unit});
    if (k == 1 || k == 2) channels.push_back({k, names[k], unit});
  }
  add_scope_trace(file, 2, *parse_unit("s"), channels, fmt::format("{}:2", file.name), options, all);
  return all;
}

}  // namespace

const Importer infiniivision = {"infiniivision", "Keysight InfiniiVision oscilloscope CSV", recognises, read};

}  // namespace hysteron::data
