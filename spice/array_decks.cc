#include "spice/array_decks.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "libmodel/array/operating_point.h"
#include "libmodel/error.h"
#include "spice/description.h"
#include "spice/equations.h"

namespace hysteron::spice {
namespace {

void check(const ArrayShape& s) {
  const auto is_size = [](int n) { return n >= 2 && n <= 256; };
  if (!is_size(s.rows) || !is_size(s.columns)) {
    throw InputError("array of " + std::to_string(s.rows) + " x " + std::to_string(s.columns) + ": must be 2 x 2 to 256 x 256");
  }
  if (!(s.segment > 0.0) || !(s.driver > 0.0)) throw InputError("array: resistances of lines and drivers must be > 0 ohm");
}

std::string at(int i, int j) { return std::to_string(i) + "_" + std::to_string(j); }

// Of a cell, in the range that its deck is allowed to set.
std::vector<double> start_of(const Circuit& c, const CycleFigures& figures, int i, int j) {
  std::vector<double> s = (i + j) % 2 == 0 ? figures.after_up : figures.after_down;
  for (std::size_t k = 0; k < s.size(); ++k) s[k] = std::clamp(s[k], c.states[k].field.lower, c.states[k].field.upper);
  return s;
}

bool is_watched(int i, int j) { return i <= 2 && j <= 2; }

// Lines, drivers and cells; word lines are driven at s1, s2, .., bit lines end at f1, f2, ... Watched cells have
// an ammeter.
std::string network(const Circuit& c, Form form, const ArrayShape& shape, const CycleFigures& figures, bool watched) {
  std::ostringstream out;
  out << model_lines(c, form) << (form == Form::osdi ? ".options klu\n" : "") << ".param r_line=" << plain(shape.segment) << " r_driver=" << plain(shape.driver) << "\n";
  for (int i = 1; i <= shape.rows; ++i) out << "Rs" << i << " s" << i << " w" << at(i, 1) << " {r_driver}\n";
  for (int j = 1; j <= shape.columns; ++j) out << "Rf" << j << " b" << at(shape.rows, j) << " f" << j << " {r_driver}\n";
  for (int i = 1; i <= shape.rows; ++i) {
    for (int j = 1; j <= shape.columns; ++j) {
      const std::string here = at(i, j);
      if (j > 1) out << "Rw" << here << " w" << at(i, j - 1) << " w" << here << " {r_line}\n";
      if (i > 1) out << "Rb" << here << " b" << at(i - 1, j) << " b" << here << " {r_line}\n";
      const bool metered = watched && is_watched(i, j);
      if (metered) out << "Vi" << here << " w" << here << " c" << here << " 0\n";
      std::string settings;
      const auto start = start_of(c, figures, i, j);
      for (std::size_t k = 0; k < start.size(); ++k) settings += " " + c.states[k].initial + "=" + plain(start[k]);
      out << instance(c, form, here, (metered ? " c" : " w") + here + " b" + here, settings);
    }
  }
  return out.str();
}

std::string first_line(const Circuit& c, const ArrayShape& shape, const std::string& title) {
  return "* " + c.name + ": a crossbar of " + std::to_string(shape.rows) + " x " + std::to_string(shape.columns) + ", " + title + ". " + written_by() + "\n";
}

// The cells with their states at rest, as the array's solver asks for them; slopes by differences.
CellLaw cells_at_rest(const Circuit& c, const ArrayShape& shape, const CycleFigures& figures) {
  const Experiment own = undriven(c);
  std::vector<Point> cells;
  for (int i = 1; i <= shape.rows; ++i) {
    for (int j = 1; j <= shape.columns; ++j) {
      cells.push_back({.ports = {0.0}, .states = start_of(c, figures, i, j), .parameters = own.parameters, .temperature = own.temperature});
    }
  }
  const double step = 1e-5 * std::abs(c.ports[0].up);
  return [cells, step, &device = native(c.name)](const CellMatrix& voltage, CellMatrix& current, CellMatrix& slope) {
    const auto current_of = [&](std::size_t k, double v) {
      Point point = cells[k];
      point.ports = {v};
      return device.at(point).current[0];
    };
    for (std::size_t k = 0; k < cells.size(); ++k) {
      const double v = voltage.data()[k];
      current.data()[k] = current_of(k, v);
      slope.data()[k] = (current_of(k, v + step) - current_of(k, v - step)) / (2.0 * step);
    }
  };
}

bool is_read(int i) { return i % 2 == 1; }

// Out of the bit lines.
std::vector<double> solved_read(const Circuit& c, const ArrayShape& shape, const CycleFigures& figures, double voltage) {
  Crossbar lines{.conductance = CellMatrix::Zero(shape.rows, shape.columns), .word_resistance = shape.segment, .bit_resistance = shape.segment,
                 .terminal = zero_ends(shape.rows, shape.columns)};
  lines.terminal.left.setConstant(1.0 / shape.driver);
  lines.terminal.bottom.setConstant(1.0 / shape.driver);
  Ends sources = zero_ends(shape.rows, shape.columns);
  for (int i = 1; i <= shape.rows; ++i) sources.left[i - 1] = is_read(i) ? voltage : 0.0;
  OperatingPointSolver solver(lines);
  const OperatingPoint point = solver.solve(cells_at_rest(c, shape, figures), sources);
  if (point.outcome != Outcome::solved) throw InputError(c.name + ": the array's solver found no operating point for the read");
  std::vector<double> out;
  for (int j = 0; j < shape.columns; ++j) out.push_back(-point.current.bottom[j]);
  return out;
}

}  // namespace

Deck array_read_deck(const Circuit& c, Form form, const ArrayShape& shape) {
  check(shape);
  const CycleFigures figures = cycle_figures(c);
  Deck d{.name = file_stem("array_read", form), .text = {}, .native = "the operating point of the array's solver", .devices = {}, .measures = {}};
  std::ostringstream out;
  out << first_line(c, shape, "read") << network(c, form, shape, figures, false) << "Vread read 0 0\n";
  for (int i = 1; i <= shape.rows; ++i) out << "Vs" << i << " s" << i << (is_read(i) ? " read 0\n" : " 0 0\n");
  for (int j = 1; j <= shape.columns; ++j) out << "Vf" << j << " f" << j << " 0 0\n";
  const double most = 0.2 * c.ports[0].up;
  out << ".options reltol=1e-6 abstol=1e-18 itl1=500 itl2=200\n.control\nset num_threads=1\ndc vread 0 " << plain(most) << " " << plain(0.25 * most) << "\n";
  constexpr double inside = 1.0 - 1e-9;  // the sweep, added up, may end a rounding below its last voltage
  for (const double voltage : {0.5 * most, most}) {
    const auto native = solved_read(c, shape, figures, voltage);
    for (int j = 1; j <= shape.columns; ++j) {
      const std::string line = "bit_" + std::to_string(j), name = line + (voltage < most ? "_half" : "_full");
      if (voltage < most) out << "let " << line << " = i(vf" << j << ")\n";
      out << "meas dc " << name << " find " << line << " at=" << plain(inside * voltage) << "\n";
      d.measures.push_back({name, voltage, 0, 0});
      d.expected.push_back({native[std::size_t(j) - 1], native[std::size_t(j) - 1], native[std::size_t(j) - 1]});
    }
  }
  out << ".endc\n.end\n";
  d.text = out.str();
  return d;
}

Deck array_write_deck(const Circuit& c, Form form, const ArrayShape& shape) {
  check(shape);
  const CycleFigures figures = cycle_figures(c);
  const double edge = 0.01 * c.period, width = 0.1 * c.period;
  Deck d{.name = file_stem("array_write", form), .text = {}, .native = "runs under the voltages found across the cells", .devices = {}, .measures = {}};
  Drive drive;
  std::vector<double> times;
  drive.to(0.0, {0.0, 0.0});
  for (const double v : {c.ports[0].up, c.ports[0].down}) {
    drive.ramp(edge, {0.0, 0.0});
    drive.ramp(edge, {0.5 * v, -0.5 * v});
    drive.ramp(width, {0.5 * v, -0.5 * v});
    times.push_back(drive.time - 0.5 * width);
    drive.ramp(edge, {0.0, 0.0});
  }
  times.push_back(drive.time);
  drive.ramp(edge, {0.0, 0.0});
  std::ostringstream out;
  out << first_line(c, shape, "cell (1, 1) written and erased") << network(c, form, shape, figures, true);
  for (int i = 1; i <= shape.rows; ++i) out << "Vs" << i << " s" << i << " 0 " << (i == 1 ? pwl(drive.sources[0]) : "0") << "\n";
  for (int j = 1; j <= shape.columns; ++j) out << "Vf" << j << " f" << j << " 0 " << (j == 1 ? pwl(drive.sources[1]) : "0") << "\n";

  std::vector<Quantity> all;
  std::vector<std::string> also;
  std::vector<std::pair<std::string, std::string>> nodes;
  for (int i = 1; i <= 2; ++i) {
    for (int j = 1; j <= 2; ++j) {
      const std::string here = at(i, j);
      Experiment experiment = undriven(c);
      experiment.start = start_of(c, figures, i, j);
      all.push_back({"current_" + here, "i(vi" + here + ")", 1, 0, d.devices.size()});
      const auto states = state_quantities(c, form, here, d.devices.size());
      all.insert(all.end(), states.begin(), states.end());
      d.devices.push_back({experiment, d.name + "_" + here + ".txt"});
      nodes.push_back({"c" + here, "b" + here});
      also.insert(also.end(), {"v(c" + here + ")", "v(b" + here + ")"});
    }
  }
  Experiment about = undriven(c);
  about.ports = {drive.sources[0]};
  for (double& v : about.ports[0].voltage) v *= 2.0;
  d.text = out.str() + measured_run(d, all, times, drive.time, points(c, about, drive.time), also, nodes);
  return d;
}

}  // namespace hysteron::spice
