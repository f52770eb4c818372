#include "apps/array_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <sstream>

#include "apps/toml_file.h"
#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"

namespace hysteron::apps {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr std::int64_t kMostCells = std::int64_t{1} << 24;  // 1.3 GB in the solver

double resistance(const TomlFile& file, const toml::table& table, const char* key) {
  const double r = file.number(table, key, 0.0);
  if (!(r >= 0.0) || std::isinf(r)) file.refuse(*table.get(key), fmt::format("{} = {:g} ohm: must be >= 0 and finite", key, r));
  return r;
}

std::int64_t count(const TomlFile& file, const char* key) {
  if (!file.root.contains(key)) file.refuse(file.root, std::string(key) + " is missing: give the size of the array, 1 or more");
  return file.whole(file.root, key, 1, 1, kMostCells);
}

std::uint64_t seed(const TomlFile& file, const toml::table& table) {
  return static_cast<std::uint64_t>(file.whole(table, "seed", 1, 0, std::numeric_limits<std::int64_t>::max()));
}

// One number for all lines, or a list of one for each.
VectorXd each_line(const TomlFile& file, const toml::table& table, const char* key, Index lines, double fallback,
                   const char* unit, bool at_least_zero) {
  VectorXd out = VectorXd::Constant(lines, fallback);
  const toml::node* node = table.get(key);
  if (!node) return out;
  const auto checked = [&](const toml::node& at, const std::string& name) {
    const double x = file.number(at, name);
    const bool good = at_least_zero ? x >= 0.0 : std::isfinite(x);
    if (!good)
      file.refuse(at, name + " = " + fmt::format("{:g}", x) + " " + unit +
                          (at_least_zero ? ": must be >= 0 (0 floats, inf is an ideal source)" : ": must be finite"));
    return x;
  };
  const toml::array* list = node->as_array();
  if (!list) return VectorXd::Constant(lines, checked(*node, key));
  if (static_cast<Index>(list->size()) != lines)
    file.refuse(*node, std::string(key) + " has " + std::to_string(list->size()) + " values: must have " +
                           std::to_string(lines) + ", one for each line");
  for (Index i = 0; i < lines; ++i) out[i] = checked((*list)[i], std::string(key) + "[" + std::to_string(i) + "]");
  return out;
}

// Of one layer; what is drawn goes on from layer to layer.
CellMatrix cells(const TomlFile& file, Index rows, Index columns, Index layer) {
  const toml::table& table = file.section("conductance");
  file.only(table, {"constant", "lower", "upper", "seed", "file"});
  const bool range = table.contains("lower") || table.contains("upper");
  if (int(table.contains("constant")) + int(range) + int(table.contains("file")) != 1)
    file.refuse(table.empty() ? file.root : table,
                "[conductance] must have one of: constant, lower with upper, file");
  const auto conductance = [&](const char* key) {
    if (!table.contains(key)) file.refuse(table, std::string("conductance ") + key + " is missing");
    const double g = file.number(table, key, 0.0);
    if (!(g >= 0.0) || std::isinf(g)) file.refuse(*table.get(key), fmt::format("{} = {:g} S: must be >= 0 and finite", key, g));
    return g;
  };
  if (const toml::node* name = table.get("file")) {
    const auto path = name->value<std::string>();
    if (!path) file.refuse(*name, "file must be the name of a CSV file, in quotes");
    return read_cells_csv(std::filesystem::path(file.path).parent_path() / *path, rows, columns);
  }
  if (!range) return CellMatrix::Constant(rows, columns, conductance("constant"));
  const double lower = conductance("lower"), upper = conductance("upper");
  if (upper < lower) file.refuse(*table.get("upper"), fmt::format("upper = {:g} S: must be >= lower = {:g} S", upper, lower));
  const std::uint64_t drawn_from = seed(file, table);
  const Index first = layer * rows * columns;
  return CellMatrix::NullaryExpr(rows, columns, [&](Index i, Index j) {
    return lower + (upper - lower) * uniform({.seed = drawn_from, .instance = static_cast<std::uint32_t>(first + i * columns + j)});
  });
}

Population population(const TomlFile& file, const toml::table& table, double& error_limit) {
  file.only(table, {"spread", "read_noise", "open", "stuck_on", "stuck_off", "on", "off", "word_driver", "bit_sense",
                     "seed", "error_limit", "file", "id", "write", "read", "verified"});
  Population out;
  const auto take = [&](const char* key, double& x) { x = file.number(table, key, x); };
  take("spread", out.spread), take("read_noise", out.read_noise), take("open", out.open);
  take("stuck_on", out.stuck_on), take("stuck_off", out.stuck_off), take("on", out.on), take("off", out.off);
  take("word_driver", out.word_driver), take("bit_sense", out.bit_sense), take("error_limit", error_limit);
  out.seed = seed(file, table);
  if (!(error_limit > 0.0 && error_limit < 1.0))
    file.refuse(*table.get("error_limit"), fmt::format("error_limit = {:g}: must be between 0 and 1", error_limit));
  try {
    check(out);
  } catch (const InputError& e) {
    file.refuse(table, std::string("[population] ") + e.what());
  }
  return out;
}

// The cells of every layer as devices of the population that [population] names, in place of its spread.
void draw_devices(const TomlFile& file, ArrayFile& out) {
  const toml::table& table = file.section("population");
  if (!table.contains("file")) {
    for (const char* key : {"id", "write", "read", "verified"})
      if (const toml::node* node = table.get(key)) file.refuse(*node, std::string(key) + " goes with file, a laboratory file with a population");
    return;
  }
  if (const toml::node* spread = table.get("spread")) file.refuse(*spread, "spread and file exclude each other: devices of the population differ as it says");
  DrawnDevices devices = read_devices(file, table, out.population.seed);
  if (!table.contains("read_noise") && devices.record.read_noise > 0.0) out.population.read_noise = devices.record.read_noise;
  devices.read_noise = out.population.read_noise;
  const auto layers = out.stack ? out.stack->conductance : std::vector<CellMatrix>{out.array.conductance};
  for (const CellMatrix& layer : layers)
    for (const double g : {layer.minCoeff(), layer.maxCoeff()})
      if (!devices.reaches(g)) file.refuse(table, fmt::format("[population] write does not lead the typical device of {} to {:g} S", words(devices), g));
  const auto cells = static_cast<std::uint32_t>(out.array.conductance.size()) * static_cast<std::uint32_t>(layers.size());
  out.devices = std::make_shared<const DrawnDevices>(std::move(devices));
  out.population.written = [all = out.devices, cells](double designed, std::uint32_t array, std::uint32_t cell) {
    return all->written(designed, array * cells + cell);
  };
}

constexpr std::int64_t kMostLayers = 16, kMostStackCells = 1 << 16;  // of a stack, whose factors fill memory

// The array with its lines between several layers of cells.
void add_layers(const TomlFile& file, std::int64_t layers, ArrayFile& out) {
  const toml::node& where = *file.root.get("layers");
  const std::int64_t all = layers * out.array.conductance.size();
  if (all > kMostStackCells)
    file.refuse(where, fmt::format("rows * columns * layers = {}: must be at most {}", all, kMostStackCells));
  if (!(out.array.word_resistance > 0.0 && out.array.bit_resistance > 0.0)) file.refuse(where, "layers > 1 need lines with resistance");
  if (out.program || out.product || out.margin) file.refuse(where, "layers > 1 are read and counted: [program], [product] and [margin] take one layer");
  out.stack = Stack{.conductance = {}, .word_resistance = out.array.word_resistance, .bit_resistance = out.array.bit_resistance, .terminal = {}};
  for (std::int64_t k = 0; k < layers; ++k) out.stack->conductance.push_back(cells(file, out.array.rows(), out.array.columns(), k));
  const Ends &g = out.array.terminal, &v = out.voltage;
  for (std::size_t plane = 0; plane < out.stack->planes(); ++plane) {
    const bool word = out.stack->is_word(plane);
    out.stack->terminal.push_back(word ? PlaneEnds{g.left, g.right} : PlaneEnds{g.top, g.bottom});
    out.stack_voltage.push_back(word ? PlaneEnds{v.left, v.right} : PlaneEnds{v.top, v.bottom});
  }
}

}  // namespace

CellMatrix read_cells_csv(const std::filesystem::path& path, Index rows, Index columns) {
  const std::string bytes = data::read_whole(path);
  std::istringstream in(bytes);
  CellMatrix out(rows, columns);
  Index i = 0;
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty()) continue;
    const std::string row = path.string() + ": row " + std::to_string(i + 1);
    if (i == rows) throw InputError(row + " is one too many: rows = " + std::to_string(rows));
    std::istringstream fields(line);
    Index j = 0;
    for (std::string field; std::getline(fields, field, ','); ++j) {
      if (j == columns) throw InputError(row + " has more than " + std::to_string(columns) + " values: must have one for each column");
      const std::size_t first = std::min(field.find_first_not_of(" \t"), field.size());
      const std::size_t last = field.find_last_not_of(" \t") + 1;
      double g = 0.0;
      const auto [end, error] = std::from_chars(field.data() + first, field.data() + last, g);
      if (first >= last || error != std::errc() || end != field.data() + last || !(g >= 0.0) || std::isinf(g))
        throw InputError(row + ", column " + std::to_string(j + 1) + " = \"" + field.substr(0, 40) +
                         "\": must be a number >= 0 and finite");
      out(i, j) = g;
    }
    if (j < columns)
      throw InputError(row + " has " + std::to_string(j) + " values: must have " + std::to_string(columns));
    ++i;
  }
  if (i < rows) throw InputError(path.string() + " has " + std::to_string(i) + " rows: must have " + std::to_string(rows));
  return out;
}

ArrayFile read_array_file(const std::string& path) {
  const TomlFile file(path);
  const toml::table& root = file.root;
  file.only(root, {"rows", "columns", "layers", "word_resistance", "bit_resistance", "conductance", "terminal", "voltage", "population",
                   "cells", "selector", "program", "product", "margin"});
  const std::int64_t rows = count(file, "rows"), columns = count(file, "columns");
  if (rows > kMostCells / columns)
    file.refuse(*root.get("rows"), "rows * columns = " + std::to_string(rows) + " * " + std::to_string(columns) +
                                       ": must be at most " + std::to_string(kMostCells));
  ArrayFile out{.array = {.word_resistance = resistance(file, root, "word_resistance"),
                          .bit_resistance = resistance(file, root, "bit_resistance"),
                          .terminal = zero_ends(rows, columns)},
                .voltage = zero_ends(rows, columns),
                .sha256 = data::sha256(file.bytes),
                .population = {},
                .devices = {},
                .program = read_program(file, rows, columns),
                .product = read_product(file, columns),
                .margin = {},
                .stack = {},
                .stack_voltage = {}};
  out.array.conductance = cells(file, rows, columns, 0);

  out.population = population(file, file.section("population"), out.error_limit);

  out.margin = read_margin_plan(file, out.array);

  const toml::table& terminal = file.section("terminal");
  const toml::table& voltage = file.section("voltage");
  file.only(terminal, {"left", "right", "top", "bottom"});
  file.only(voltage, {"left", "right", "top", "bottom"});
  const auto end = [&](const char* key, Index lines, double lead, VectorXd& g, VectorXd& v) {
    g = each_line(file, terminal, key, lines, lead, "S", true);
    v = each_line(file, voltage, key, lines, 0.0, "V", false);
  };
  end("left", rows, 1.0 / out.array.word_resistance, out.array.terminal.left, out.voltage.left);
  end("right", rows, 0.0, out.array.terminal.right, out.voltage.right);
  end("top", columns, 0.0, out.array.terminal.top, out.voltage.top);
  end("bottom", columns, 1.0 / out.array.bit_resistance, out.array.terminal.bottom, out.voltage.bottom);
  if (const std::int64_t layers = file.whole(root, "layers", 1, 1, kMostLayers); layers > 1) add_layers(file, layers, out);
  draw_devices(file, out);
  return out;
}

}  // namespace hysteron::apps
