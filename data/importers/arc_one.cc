// CSV of ArC ONE (arc1_pyqt), unverified: written after the program, no real file was at hand.
//
//     session name
//     Thu Mar 14 10:02:11 2019
//     Wordline,Bitline,Resistance,Amplitude (V),Pulse width (s),Tag,ReadTag,ReadVoltage
//     1,1,10345.2,0.5,0.0,S R,R0 V=0.5,0.5
//
// All events of one crosspoint, then of the next. A width of 0 is a read alone; Resistance was read after the
// pulse, at ReadVoltage.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/importers/numeric_rows.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

std::size_t header_row(const InstrumentFile& file) {
  const auto& rows = file.table.rows;
  for (std::size_t r = 0; r < std::min<std::size_t>(rows.size(), 6); ++r) {
    const auto& cells = rows[r].cells;
    if (cells.size() >= 8 && cells[0] == "Wordline" && cells[1] == "Bitline" && cells[2] == "Resistance") return r;
  }
  return rows.size();
}

bool recognises(const InstrumentFile& file, const ImportOptions&) { return header_row(file) < file.table.rows.size(); }

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Imported all;
  const std::size_t header = header_row(file);
  const Unit one{1.0, 0.0, "1"};
  const std::vector<TakenColumn> columns = {{0, "Wordline", one}, {1, "Bitline", one}, {2, "Resistance", one}, {3, "Amplitude", one}, {4, "Pulse width", one}, {7, "ReadVoltage", one}};
  const NumericRows rows = numeric_rows(file, header + 1, columns, all.unreadable);
  std::map<std::pair<double, double>, std::size_t> place;
  for (std::size_t k = 0; k < rows.line.size(); ++k) {
    const auto value = [&](std::size_t c) { return rows.values[c][k]; };
    if (!(value(4) >= 0.0)) throw InputError(fmt::format("{}:{}: Pulse width = {} s: must be >= 0", file.name, rows.line[k], shortest(value(4))));
    const auto [found, first] = place.try_emplace({value(0), value(1)}, all.pulse_trains.size());
    if (first) {
      all.pulse_trains.emplace_back();
      all.pulse_trains.back().title = fmt::format("{}, wordline {}, bitline {}", header > 0 ? file.table.rows[0].text() : "", value(0), value(1));
    }
    PulseTrain& t = all.pulse_trains[found->second];
    const bool pulse = value(4) > 0.0;
    t.voltage.push_back(pulse ? value(3) : 0.0);
    t.pulse_width.push_back(value(4));
    t.read_voltage.push_back(value(5));
    t.read_current.push_back(value(2) != 0.0 && !std::isnan(value(5)) ? value(5) / value(2) : unknown);
    t.op_type.push_back(pulse ? PulseTrain::pulse_read : PulseTrain::read);
  }
  all.rows = rows.line.size();
  const char* meanings[] = {"", "", "read_resistance", "voltage", "pulse_width", "", "", "read_voltage"};
  const char* units[] = {"", "", "ohm", "V", "s", "", "", "V"};
  for (std::size_t k = 0; k < 8; ++k) all.columns.push_back({file.table.rows[header].cells[k], meanings[k], units[k]});
  all.assumptions = {"the layout is that of the instrument's program; no real file was at hand to verify it", "read_current = ReadVoltage / Resistance"};
  return all;
}

}  // namespace

const Importer arc_one = {"arc_one", "ArC ONE CSV (unverified)", recognises, read};

}  // namespace hysteron::data
