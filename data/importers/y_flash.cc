// Text of two-terminal floating-gate (Y-Flash) cells: W. Wang et al., Nat. Electron. 5 (2022) 870.
//
//     (U2,2,4) tprog: 0.0002, terase: 0.0001
//     Gprog, 9.905e-07, 8.2125e-07, ...
//     Gerase, 1.00125e-09, 2.1205e-09, ...
//
// Widths in s, conductances in S. The first value of a line is read before any pulse, each further
// one after one more pulse. Gerase raises the conductance (potentiation), Gprog lowers it.

#include <fmt/format.h>

#include <cmath>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  const std::string_view first = file.text.substr(0, file.text.find_first_of("\r\n"));
  return first.find("tprog:") != std::string_view::npos && first.find("terase:") != std::string_view::npos;
}

double width(const InstrumentFile& file, const char* key) {
  const std::string_view first = file.text.substr(0, file.text.find_first_of("\r\n"));
  std::string_view rest = first.substr(first.find(key) + std::string_view(key).size());
  rest = rest.substr(0, rest.find(','));
  const auto x = parse_number(rest);
  if (!x || !(*x > 0.0)) throw InputError(fmt::format("{}:1: {}{} s: must be a number > 0", file.name, key, rest));
  return *x;
}

void add_row(PulseTrain& t, double voltage, double pulse_width, double read_voltage, double conductance, std::uint32_t cycle) {
  t.voltage.push_back(voltage);
  t.pulse_width.push_back(pulse_width);
  t.read_voltage.push_back(read_voltage);
  t.read_current.push_back(conductance * read_voltage);
  t.op_type.push_back(voltage == 0.0 ? PulseTrain::read : PulseTrain::pulse_read);
  t.direction.push_back(voltage == 0.0 ? 0 : voltage > 0.0 ? 1 : -1);
  t.cycle.push_back(cycle);
}

void add_line(PulseTrain& t, const TextRow& line, double voltage, double pulse_width, const ImportOptions& options,
              std::uint32_t cycle, const InstrumentFile& file, Imported& all) {
  bool first = true;
  for (std::size_t k = 1; k < line.cells.size(); ++k) {
    if (line.cells[k].empty() && k + 1 == line.cells.size()) break;  // a comma ends the line
    const auto g = parse_number(line.cells[k]);
    if (!g) {
      all.unreadable.push_back(fmt::format("{}: value {}: {}: is not a number; the pulse before it is kept without its read", line.line, k, line.cells[k]));
    } else if (*g < 0.0) {
      throw InputError(fmt::format("{}:{}: {}[{}] = {} S: must be >= 0", file.name, line.line, line.cells[0], k, shortest(*g)));
    }
    add_row(t, first ? 0.0 : voltage, first ? 0.0 : pulse_width, options.read_voltage, g.value_or(std::nan("")), cycle);
    first = false;
  }
  all.rows += line.cells.size() - 1;
}

Imported read(const InstrumentFile& file, const ImportOptions& options) {
  Imported all;
  const double t_prog = width(file, "tprog:"), t_erase = width(file, "terase:");
  const std::string_view first = file.text.substr(0, file.text.find_first_of("\r\n"));
  PulseTrain train;
  train.title = "cell " + std::string(first.substr(0, first.find("tprog:")));
  train.title.erase(train.title.find_last_not_of(' ') + 1);
  std::uint32_t cycle = 0;
  std::string opening, before;  // the kind of line that begins a cycle, and that of the last line
  for (const TextRow& line : file.table.rows) {
    if (line.line == 1) continue;
    const std::string kind = line.cells[0];
    if (kind != "Gprog" && kind != "Gerase") {
      all.unreadable.push_back(fmt::format("{}: {}: must begin with Gprog or Gerase", line.line, line.text()));
      continue;
    }
    if (opening.empty()) opening = kind;
    if (!before.empty() && kind == opening) ++cycle;
    before = kind;
    const bool up = kind == "Gerase";
    add_line(train, line, up ? options.pulse_up : options.pulse_down, up ? t_erase : t_prog, options, cycle, file, all);
  }
  if (train.size() == 0) throw InputError(file.name + ": no row of data can be read");
  all.columns = {{"Gprog", "read_conductance", "S"}, {"Gerase", "read_conductance", "S"}};
  const auto said = [](bool given, const char* option) {
    return given ? fmt::format("given by {}", option) : fmt::format("nominal, not in the file; say {} to change it", option);
  };
  all.assumptions = {
      fmt::format("voltage = {} V up (Gerase), {} V down (Gprog): {}", shortest(options.pulse_up), shortest(options.pulse_down), said(options.pulse_voltage_given, "--pulse-voltage")),
      fmt::format("read_voltage = {} V: {}", shortest(options.read_voltage), said(options.read_voltage_given, "--read-voltage")),
      "read_current = conductance in the file * read_voltage"};
  all.pulse_trains.push_back(std::move(train));
  return all;
}

}  // namespace

const Importer y_flash = {"y_flash", "Y-Flash text, a line a train", recognises, read};

}  // namespace hysteron::data
