#include "apps/array_file.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <sstream>
#include <string_view>

#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "libmodel/sim/random.h"

namespace hysteron::apps {
namespace {

using Eigen::Index;
using Eigen::VectorXd;

constexpr std::int64_t kMostCells = std::int64_t{1} << 24;  // 1.3 GB in the solver

struct File {
  std::string path;

  [[noreturn]] void refuse(const toml::node& where, const std::string& what) const {
    throw InputError(path + ":" + std::to_string(where.source().begin.line) + ": " + what);
  }
};

void only(const File& file, const toml::table& table, std::initializer_list<std::string_view> known) {
  for (const auto& [key, node] : table) {
    bool found = false;
    std::string list;
    for (const std::string_view k : known) {
      found = found || key.str() == k;
      list += (list.empty() ? "" : ", ") + std::string(k);
    }
    if (!found) file.refuse(node, std::string(key.str()) + " is unknown: must be one of " + list);
  }
}

double number(const File& file, const toml::node& node, const std::string& name) {
  const auto value = node.value<double>();
  if (!value) file.refuse(node, name + " must be a number");
  return *value;
}

double number(const File& file, const toml::table& table, const char* key, double fallback) {
  const toml::node* node = table.get(key);
  return node ? number(file, *node, key) : fallback;
}

double resistance(const File& file, const toml::table& table, const char* key) {
  const double r = number(file, table, key, 0.0);
  if (!(r >= 0.0) || std::isinf(r)) file.refuse(*table.get(key), fmt::format("{} = {:g} ohm: must be >= 0 and finite", key, r));
  return r;
}

std::int64_t count(const File& file, const toml::table& table, const char* key) {
  const toml::node* node = table.get(key);
  if (!node) file.refuse(table, std::string(key) + " is missing: give the size of the array, 1 or more");
  const auto value = node->value_exact<std::int64_t>();
  if (!value || *value < 1 || *value > kMostCells)
    file.refuse(*node, std::string(key) + (value ? " = " + std::to_string(*value) : std::string()) +
                           ": must be a whole number from 1 to " + std::to_string(kMostCells));
  return *value;
}

const toml::table& section(const File& file, const toml::table& root, const char* key) {
  static const toml::table none;
  const toml::node* node = root.get(key);
  if (!node) return none;
  if (!node->is_table()) file.refuse(*node, std::string(key) + " must be a table, [" + key + "]");
  return *node->as_table();
}

// One number for all lines, or a list of one for each.
VectorXd each_line(const File& file, const toml::table& table, const char* key, Index lines, double fallback,
                   const char* unit, bool at_least_zero) {
  VectorXd out = VectorXd::Constant(lines, fallback);
  const toml::node* node = table.get(key);
  if (!node) return out;
  const auto checked = [&](const toml::node& at, const std::string& name) {
    const double x = number(file, at, name);
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

CellMatrix read_csv(const std::filesystem::path& path, Index rows, Index columns) {
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
                         "\": must be a conductance in S, >= 0 and finite");
      out(i, j) = g;
    }
    if (j < columns)
      throw InputError(row + " has " + std::to_string(j) + " values: must have " + std::to_string(columns));
    ++i;
  }
  if (i < rows) throw InputError(path.string() + " has " + std::to_string(i) + " rows: must have " + std::to_string(rows));
  return out;
}

CellMatrix cells(const File& file, const toml::table& root, Index rows, Index columns) {
  const toml::table& table = section(file, root, "conductance");
  only(file, table, {"constant", "lower", "upper", "seed", "file"});
  const bool range = table.contains("lower") || table.contains("upper");
  if (int(table.contains("constant")) + int(range) + int(table.contains("file")) != 1)
    file.refuse(root.contains("conductance") ? *root.get("conductance") : root,
                "[conductance] must have one of: constant, lower with upper, file");
  const auto conductance = [&](const char* key) {
    if (!table.contains(key)) file.refuse(table, std::string("conductance ") + key + " is missing");
    const double g = number(file, table, key, 0.0);
    if (!(g >= 0.0) || std::isinf(g)) file.refuse(*table.get(key), fmt::format("{} = {:g} S: must be >= 0 and finite", key, g));
    return g;
  };
  if (const toml::node* name = table.get("file")) {
    const auto path = name->value<std::string>();
    if (!path) file.refuse(*name, "file must be the name of a CSV file, in quotes");
    return read_csv(std::filesystem::path(file.path).parent_path() / *path, rows, columns);
  }
  if (!range) return CellMatrix::Constant(rows, columns, conductance("constant"));
  const double lower = conductance("lower"), upper = conductance("upper");
  if (upper < lower) file.refuse(*table.get("upper"), fmt::format("upper = {:g} S: must be >= lower = {:g} S", upper, lower));
  const auto seed = table.get("seed") ? table.get("seed")->value_exact<std::int64_t>() : std::int64_t{1};
  if (!seed || *seed < 0) file.refuse(*table.get("seed"), "seed must be a whole number >= 0");
  return CellMatrix::NullaryExpr(rows, columns, [&](Index i, Index j) {
    return lower + (upper - lower) * uniform({.seed = static_cast<std::uint64_t>(*seed), .instance = static_cast<std::uint32_t>(i * columns + j)});
  });
}

Population population(const File& file, const toml::table& table, double& error_limit) {
  only(file, table, {"spread", "read_noise", "open", "stuck_on", "stuck_off", "on", "off", "word_driver", "bit_sense",
                     "seed", "error_limit"});
  Population out;
  const auto take = [&](const char* key, double& x) { x = number(file, table, key, x); };
  take("spread", out.spread), take("read_noise", out.read_noise), take("open", out.open);
  take("stuck_on", out.stuck_on), take("stuck_off", out.stuck_off), take("on", out.on), take("off", out.off);
  take("word_driver", out.word_driver), take("bit_sense", out.bit_sense), take("error_limit", error_limit);
  if (const toml::node* node = table.get("seed")) {
    const auto seed = node->value_exact<std::int64_t>();
    if (!seed || *seed < 0) file.refuse(*node, "seed must be a whole number >= 0");
    out.seed = static_cast<std::uint64_t>(*seed);
  }
  if (!(error_limit > 0.0 && error_limit < 1.0))
    file.refuse(*table.get("error_limit"), fmt::format("error_limit = {:g}: must be between 0 and 1", error_limit));
  try {
    check(out);
  } catch (const InputError& e) {
    file.refuse(table, std::string("[population] ") + e.what());
  }
  return out;
}

toml::table parsed(const std::string& bytes, const std::string& path) try {
  return toml::parse(bytes, path);
} catch (const toml::parse_error& e) {
  throw InputError(path + ":" + std::to_string(e.source().begin.line) + ": " + std::string(e.description()));
}

}  // namespace

ArrayFile read_array_file(const std::string& path) {
  const File file{path};
  const std::string bytes = data::read_whole(path);
  const toml::table root = parsed(bytes, path);
  only(file, root, {"rows", "columns", "word_resistance", "bit_resistance", "conductance", "terminal", "voltage", "population"});
  const std::int64_t rows = count(file, root, "rows"), columns = count(file, root, "columns");
  if (rows > kMostCells / columns)
    file.refuse(*root.get("rows"), "rows * columns = " + std::to_string(rows) + " * " + std::to_string(columns) +
                                       ": must be at most " + std::to_string(kMostCells));
  ArrayFile out{.array = {.word_resistance = resistance(file, root, "word_resistance"),
                          .bit_resistance = resistance(file, root, "bit_resistance"),
                          .terminal = zero_ends(rows, columns)},
                .voltage = zero_ends(rows, columns),
                .sha256 = data::sha256(bytes),
                .population = {}};
  out.array.conductance = cells(file, root, rows, columns);

  out.population = population(file, section(file, root, "population"), out.error_limit);

  const toml::table& terminal = section(file, root, "terminal");
  const toml::table& voltage = section(file, root, "voltage");
  only(file, terminal, {"left", "right", "top", "bottom"});
  only(file, voltage, {"left", "right", "top", "bottom"});
  const auto end = [&](const char* key, Index lines, double lead, VectorXd& g, VectorXd& v) {
    g = each_line(file, terminal, key, lines, lead, "S", true);
    v = each_line(file, voltage, key, lines, 0.0, "V", false);
  };
  end("left", rows, 1.0 / out.array.word_resistance, out.array.terminal.left, out.voltage.left);
  end("right", rows, 0.0, out.array.terminal.right, out.voltage.right);
  end("top", columns, 0.0, out.array.terminal.top, out.voltage.top);
  end("bottom", columns, 1.0 / out.array.bit_resistance, out.array.terminal.bottom, out.voltage.bottom);
  return out;
}

}  // namespace hysteron::apps
