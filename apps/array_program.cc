#include "apps/array_program.h"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

#include "apps/array_file.h"
#include "apps/array_plots.h"
#include "apps/progress.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "libmodel/array/selectors.h"
#include "libmodel/catalogue/array_cells.h"
#include "libmodel/error.h"
#include "spice/circuit.h"

namespace hysteron::apps {
namespace {

using Eigen::Index;

std::map<std::string, double> named_numbers(const TomlFile& file, const toml::table& table, const char* key) {
  std::map<std::string, double> out;
  const toml::node* node = table.get(key);
  if (!node) return out;
  if (!node->is_table()) file.refuse(*node, std::string(key) + " must be a table: { name = number, ... }");
  for (const auto& [name, value] : *node->as_table()) out[std::string(name.str())] = file.number(value, std::string(name.str()));
  return out;
}

// The devices with the values the file gives them, in series with its selector.
void read_cells(const TomlFile& file, Index rows, Index columns, ProgramPlan& plan) {
  const toml::table& table = file.section("cells");
  file.only(table, {"model", "temperature", "parameters", "state"});
  plan.model = file.text(table, "model", "");
  const double temperature = file.between(table, "temperature", 300.15, 200.0, 450.0, "K");
  try {
    std::map<std::string, double> values = named_numbers(file, table, "parameters");
    for (const auto& [state, value] : named_numbers(file, table, "state")) values[state + "_0"] = value;
    const spice::Circuit circuit = spice::with_values(spice::circuit(plan.model), values);
    const std::size_t own = circuit.parameters.size() - circuit.states.size();
    for (std::size_t k = 0; k < own; ++k) plan.parameters.push_back(circuit.parameters[k].value);
    plan.cells = array_cells(plan.model, plan.parameters, temperature);
    for (std::size_t k = own; k < circuit.parameters.size(); ++k)
      plan.start.push_back(CellMatrix::Constant(rows, columns, circuit.parameters[k].value));
  } catch (const InputError& e) {
    file.refuse(table.empty() ? file.root : table, std::string("[cells] ") + e.what());
  }
}

void read_selector(const TomlFile& file, Index rows, ProgramPlan& plan) {
  const toml::table& table = file.section("selector");
  if (table.empty()) return;
  const std::string kind = file.text(table, "kind", "");
  plan.selected = true;
  if (kind == "exponential") {
    file.only(table, {"kind", "i_0", "v_0"});
    plan.cells = in_series(motionless(exponential_selector(file.between(table, "i_0", 1e-12, 1e-30, 1.0, "A"),
                                                           file.between(table, "v_0", 0.1, 1e-3, 10.0, "V"))), plan.cells);
  } else if (kind == "transistor") {
    file.only(table, {"kind", "i_0", "v_t", "n", "gate"});
    const Transistor<double> law{.i_0 = file.between(table, "i_0", 1e-6, 1e-15, 1.0, "A"), .v_t = file.between(table, "v_t", 0.4, -5.0, 5.0, "V"),
                                 .n = file.between(table, "n", 1.3, 1.0, 3.0, ""), .v_thermal = 0.02586, .v_gate = 0.0};
    const double gate = file.between(table, "gate", 2.0, -10.0, 10.0, "V");
    plan.cells = in_series(plan.cells, motionless(access_transistor(law, Eigen::VectorXd::Constant(rows, gate))));
  } else {
    file.refuse(table, "[selector] kind = \"" + kind + "\": must be exponential or transistor");
  }
}

Staircase read_staircase(const TomlFile& file, const toml::table& table, const char* key) {
  const toml::node* node = table.get(key);
  const toml::array* list = node ? node->as_array() : nullptr;
  if (!list || list->size() != 3) file.refuse(node ? *node : static_cast<const toml::node&>(table), std::string(key) + " must be [first, step, last] in V");
  const auto at = [&](std::size_t k) { return file.number((*list)[k], std::string(key) + "[" + std::to_string(k) + "]"); };
  const Staircase out{at(0), at(1), at(2)};
  if (!((out.last - out.first) * out.step >= 0.0 && out.step != 0.0)) file.refuse(*node, std::string(key) + ": the step must lead from the first to the last");
  return out;
}

CellMatrix read_signs(const TomlFile& file, const std::string& name, Index rows, Index columns) {
  if (name == "checkerboard")
    return CellMatrix::NullaryExpr(rows, columns, [](Index i, Index j) { return (i + j) % 2 == 0 ? 1.0 : -1.0; });
  return read_cells_csv(std::filesystem::path(file.path).parent_path() / name, rows, columns).array() * 2.0 - 1.0;
}

constexpr double kMostVolts = 100.0;

void read_cell_place(const TomlFile& file, const toml::table& table, Index rows, Index columns, ProgramPlan& plan) {
  plan.row = file.whole(table, "row", 0, 0, rows - 1);
  plan.column = file.whole(table, "column", 0, 0, columns - 1);
}

void read_pulses(const TomlFile& file, const toml::table& table, Index rows, Index columns, ProgramPlan& plan) {
  if (table.contains("pattern")) {
    file.only(table, {"scheme", "width", "edge", "tolerance", "pattern", "up", "down"});
    plan.kind = ProgramPlan::pattern;
    plan.signs = read_signs(file, file.text(table, "pattern", ""), rows, columns);
    plan.up = file.number(table, "up"), plan.down = file.number(table, "down");
  } else if (table.contains("low")) {
    file.only(table, {"scheme", "width", "edge", "tolerance", "row", "column", "low", "high", "read_voltage", "raise", "lower", "pulses"});
    plan.kind = ProgramPlan::verify;
    read_cell_place(file, table, rows, columns, plan);
    plan.wanted = {.low = file.between(table, "low", 0.0, 0.0, 1e3, "S"), .high = file.between(table, "high", 0.0, 0.0, 1e3, "S"),
                   .read_voltage = file.between(table, "read_voltage", 0.1, 1e-6, kMostVolts, "V"),
                   .raise = read_staircase(file, table, "raise"), .lower = read_staircase(file, table, "lower"),
                   .pulses = static_cast<int>(file.whole(table, "pulses", 100, 1, 1'000'000))};
    if (!(plan.wanted.high > plan.wanted.low)) file.refuse(*table.get("low"), "low must be < high");
  } else {
    file.only(table, {"scheme", "width", "edge", "tolerance", "row", "column", "volts", "pulses"});
    read_cell_place(file, table, rows, columns, plan);
    plan.volts = file.number(table, "volts");
    plan.pulses = static_cast<int>(file.whole(table, "pulses", 1, 1, 1'000'000));
  }
  for (const double v : {plan.volts, plan.up, plan.down})
    if (!(std::abs(v) <= kMostVolts)) file.refuse(table, "[program] voltages must be from -100 to 100 V");
}

double range(const ProgramPlan& plan) { return plan.cells.states.front().upper - plan.cells.states.front().lower; }

ProgramResult finished(const ArrayTransient& array, const ProgramPlan& plan, WriteLog log, const CellMatrix& written, double cells) {
  ProgramResult out{.log = std::move(log), .before = plan.start, .after = array.states(), .disturb = {}, .written_cells = cells, .conductance = {}};
  out.disturb = (array.states().front() - written) / range(plan);
  if (plan.kind != ProgramPlan::pattern) out.disturb(plan.row, plan.column) = 0.0;
  Index i = 0, j = 0;
  out.disturb.cwiseAbs().maxCoeff(&i, &j);
  out.worst_disturb = out.disturb(i, j);
  return out;
}

}  // namespace

std::optional<ProgramPlan> read_program(const TomlFile& file, Index rows, Index columns) {
  const toml::table& table = file.section("program");
  if (table.empty()) return std::nullopt;
  ProgramPlan plan;
  read_cells(file, rows, columns, plan);
  if (plan.cells.states.empty()) file.refuse(table, "[program] needs a model with states: " + plan.model + " has none");
  read_selector(file, rows, plan);
  const std::string scheme = file.text(table, "scheme", "half");
  if (scheme != "half" && scheme != "third") file.refuse(*table.get("scheme"), "scheme = \"" + scheme + "\": must be half (V/2) or third (V/3)");
  plan.how.scheme = scheme == "half" ? Scheme::half : Scheme::third;
  plan.how.shape.width = file.between(table, "width", 1e-6, 1e-15, 1e6, "s");
  plan.how.shape.edge = file.between(table, "edge", 0.05 * plan.how.shape.width, 1e-15, 1e6, "s");
  plan.how.options.tolerance = file.between(table, "tolerance", plan.how.options.tolerance, 1e-10, 0.1, "");
  read_pulses(file, table, rows, columns, plan);
  return plan;
}

ProgramResult program_array(const Crossbar& lines, const ProgramPlan& plan) {
  ArrayTransient array(lines, plan.cells);
  array.set_states(plan.start);
  if (plan.kind == ProgramPlan::pattern) {
    Progress progress("rows", static_cast<double>(lines.rows()));
    PatternWrite write = write_pattern(array, plan.signs, plan.up, plan.down, plan.how, [&](Index rows) { progress.at(static_cast<double>(rows)); });
    return finished(array, plan, std::move(write.log), write.written.front(), static_cast<double>((plan.signs.array() != 0.0).count()));
  }
  if (plan.kind == ProgramPlan::verify) {
    VerifiedWrite write = write_verify(array, plan.row, plan.column, plan.wanted, plan.how);
    ProgramResult out = finished(array, plan, std::move(write.log), plan.start.front(), 1.0);
    out.reached = write.reached, out.conductance = std::move(write.conductance);
    return out;
  }
  return finished(array, plan, write_train(array, plan.row, plan.column, plan.volts, plan.pulses, plan.how), plan.start.front(), 1.0);
}

void print(const ProgramPlan& plan, const ProgramResult& r) {
  const Dissipation& e = r.log.total.energy;
  const double taken = e.taken(), part = taken > 0.0 ? 100.0 / taken : 0.0;
  const char* name = plan.cells.states.front().name.c_str();
  std::printf("programming       %s%s, %s, %d pulses in %.4g s: %s\n", plan.model.c_str(), plan.selected ? " with selector" : "",
              plan.how.scheme == Scheme::half ? "V/2" : "V/3", r.log.pulses, r.log.seconds, words(r.log.total.outcome));
  std::printf("steps             %d, %d rejected, %d Newton and %d linear iterations\n", r.log.total.steps, r.log.total.rejected,
              r.log.total.newton_iterations, r.log.total.linear_iterations);
  if (plan.kind != ProgramPlan::pattern)
    std::printf("cell (%td, %td)     %s from %.6g to %.6g\n", plan.row, plan.column, name, r.before.front()(plan.row, plan.column),
                r.after.front()(plan.row, plan.column));
  if (!r.conductance.empty())
    std::printf("verified          %s after %d pulses: reads %.6g S, wanted %.6g to %.6g S\n", r.reached ? "reached" : "not reached", r.log.pulses,
                r.conductance.back(), plan.wanted.low, plan.wanted.high);
  std::printf("disturb           %.4g %% of the range of %s in the worst cell not selected (WRITE.disturb)\n", 100.0 * r.worst_disturb, name);
  std::printf("energy            %.4g J in all, %.4g J per cell written (WRITE.energy)\n", e.delivered(), e.delivered() / r.written_cells);
  std::printf("  taken by        cells %.3g %%, word lines %.3g %%, bit lines %.3g %%, drivers %.3g %%\n", part * e.cell.sum(),
              part * e.word_line.sum(), part * e.bit_line.sum(), part * (taken - e.cell.sum() - e.word_line.sum() - e.bit_line.sum()));
  std::printf("latency           %.4g s per cell written\n", r.log.seconds / r.written_cells);
}

nlohmann::json described(const ProgramPlan& plan, const ProgramResult& r) {
  const Dissipation& e = r.log.total.energy;
  const auto list = [](const auto& x) { return std::vector<double>(x.begin(), x.end()); };
  const auto matrix = [&](const CellMatrix& x) {
    nlohmann::json rows = nlohmann::json::array();
    for (Index i = 0; i < x.rows(); ++i) rows.push_back(std::vector<double>(x.data() + i * x.cols(), x.data() + (i + 1) * x.cols()));
    return rows;
  };
  nlohmann::json states = nlohmann::json::object();
  for (std::size_t k = 0; k < r.after.size(); ++k) states[plan.cells.states[k].name] = matrix(r.after[k]);
  return {{"model", plan.model}, {"outcome", words(r.log.total.outcome)}, {"pulses", r.log.pulses}, {"seconds", r.log.seconds},
          {"steps", r.log.total.steps}, {"rejected", r.log.total.rejected}, {"newton_iterations", r.log.total.newton_iterations},
          {"linear_iterations", r.log.total.linear_iterations}, {"residual", r.log.total.residual}, {"states", states},
          {"disturb", r.worst_disturb}, {"reached", r.reached}, {"read_conductance_S", r.conductance},
          {"energy_J", {{"delivered", e.delivered()}, {"taken", e.taken()}, {"cells", matrix(e.cell)}, {"word_lines", list(e.word_line)},
                        {"bit_lines", list(e.bit_line)}, {"left_drivers", list(e.driver.left)}, {"bottom_drivers", list(e.driver.bottom)}}},
          {"energy_per_cell_J", e.delivered() / r.written_cells}, {"latency_per_cell_s", r.log.seconds / r.written_cells}};
}

void draw(const std::string& folder, const ProgramPlan& plan, const ProgramResult& r) {
  const std::filesystem::path path = folder;
  std::filesystem::create_directories(path);
  const Field& state = plan.cells.states.front();
  draw_cells(path / "state.svg", "State " + state.name + " after programming", r.after.front(), state.unit == "1" ? state.name : state.name + " [" + std::string(state.unit) + "]");
  draw_cells(path / "disturb.svg", "Disturb of cells not selected", 100.0 * r.disturb, "% of the range");
  draw_cells(path / "energy.svg", "Energy taken by cells", r.log.total.energy.cell, "J");
  if (r.conductance.empty()) return;
  data::replace_whole(path / "verify.svg", report::plot({.title = "Reads of a verified write", .x = "pulse", .y = "conductance [S]"},
                                                        {report::series("", report::counted(r.conductance.size()), r.conductance, report::Series::points, 0)}));
}

}  // namespace hysteron::apps
