// CSV of oscilloscopes of Tektronix, Siglent and Rigol: settings, a row of channels, then rows. Written after programs that
// read them, not tried on a file of each model.
//
//     TIME,CH1,CH1 Peak Detect,CH2          Tektronix, below "Vertical Units,V,,V"
//     Second,Volt,Volt                      Siglent, below "Source,CH1,CH2"
//     X,CH1,CH2,Start,Increment             Rigol: the next row has units, start and step of the time, the others their number
//     Sequence,Volt,Volt,-6E-04,1E-06

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>

#include "data/importers/scope_trace.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool is_channel(const std::string& name) { return name.size() == 3 && name.starts_with("CH") && name[2] >= '1' && name[2] <= '8'; }

bool begins_table(const TextRow& row) {
  const auto& c = row.cells;
  if (c.size() < 2) return false;
  return ((c[0] == "TIME" || c[0] == "X") && is_channel(c[1])) || (c[0] == "Second" && (c[1] == "Volt" || c[1] == "Ampere"));
}

std::size_t header_row(const InstrumentFile& file) {
  const auto head = std::span(file.table.rows).first(std::min<std::size_t>(file.table.rows.size(), 100));
  return std::size_t(std::ranges::find_if(head, begins_table) - head.begin());
}

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  return header_row(file) < std::min<std::size_t>(file.table.rows.size(), 100) && header_row(file) + 1 < file.table.rows.size();
}

/// The cell of a column in the settings row of that name; `otherwise` if there is none.
std::string setting(const InstrumentFile& file, std::size_t header, const std::string& name, std::size_t column, const std::string& otherwise) {
  for (std::size_t r = 0; r < header; ++r) {
    const auto& cells = file.table.rows[r].cells;
    if (cells[0] == name && column < cells.size() && !cells[column].empty()) return cells[column];
  }
  return otherwise;
}

/// The time of a row of Rigol's, from its number.
Unit numbered(const InstrumentFile& file, std::size_t header, const std::string& place) {
  const auto &names = file.table.rows[header].cells, &values = file.table.rows[header + 1].cells;
  const auto value = [&](const char* name) {
    const auto at = std::size_t(std::ranges::find(names, name) - names.begin());
    const auto x = at < values.size() ? parse_number(values[at]) : std::nullopt;
    if (!x || *x != *x) throw InputError(fmt::format("{}: {}: must be a number", place, name));
    return *x;
  };
  return {value("Increment"), value("Start"), "s"};
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const std::size_t header = header_row(file);
  const auto &names = file.table.rows[header].cells, &below = file.table.rows[header + 1].cells;
  const bool siglent = names[0] == "Second", rigol = names[0] == "X";
  const std::string place = fmt::format("{}:{}", file.name, file.table.rows[header].line);
  std::vector<ScopeChannel> channels;
  for (std::size_t k = 0; k < names.size(); ++k) {
    const std::string name = siglent && k > 0 ? setting(file, header, "Source", k, fmt::format("CH{}", k)) : names[k];
    const std::string unit = k == 0 ? "s" : siglent ? names[k] : rigol ? (k < below.size() ? below[k] : "") : setting(file, header, "Vertical Units", k, "V");
    const bool taken = k > 0 && channels.size() < 2 && (siglent || is_channel(name));
    if (taken) channels.push_back({k, name, unit});
    all.columns.push_back({name, k == 0 ? "time" : !taken ? "" : channels.size() == 1 ? "voltage" : "current", taken || k == 0 ? unit : ""});
  }
  add_scope_trace(file, header + (rigol ? 2 : 1), rigol ? numbered(file, header, place) : *parse_unit("s"), channels, place, options, all);
  all.assumptions.push_back("unverified: this format was never tried on a file of the instrument");
  return all;
}

}  // namespace

const Importer oscilloscope = {"oscilloscope", "CSV of a Tektronix, Siglent or Rigol oscilloscope", recognises, read};

}  // namespace hysteron::data
