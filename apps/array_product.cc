#include "apps/array_product.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <map>

#include "apps/array_plots.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "libmodel/array/reader.h"
#include "libmodel/metrics/bitmap.h"
#include "libmodel/metrics/energy.h"
#include "libmodel/sim/random.h"

namespace hysteron::apps {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// What leaves the outputs: bit lines, or the differences of pairs of them.
VectorXd outputs(const VectorXd& current, bool pairs) {
  if (!pairs) return current;
  return VectorXd::NullaryExpr(current.size() / 2, [&](Index j) { return current[2 * j] - current[2 * j + 1]; });
}

std::vector<double> in_microampere(std::vector<double> current) {
  for (double& i : current) i *= 1e6;
  return current;
}

Ends word_voltage(const VectorXd& volts, Index columns) {
  Ends out = left_voltage(volts, columns);
  out.right = volts;
  return out;
}

}  // namespace

std::optional<ProductPlan> read_product(const TomlFile& file, Index columns) {
  const toml::table& table = file.section("product");
  if (table.empty()) return std::nullopt;
  file.only(table, {"inputs", "voltage", "read_time", "interface", "pairs", "seed"});
  ProductPlan out;
  out.inputs = static_cast<int>(file.whole(table, "inputs", out.inputs, 1, 1'000'000));
  out.voltage = file.between(table, "voltage", out.voltage, 1e-9, 100.0, "V");
  out.read_time = file.between(table, "read_time", 0.0, 0.0, 1e6, "s");
  out.interface = file.between(table, "interface", 0.0, 0.0, 1.0, "J");
  out.pairs = file.flag(table, "pairs");
  if (out.pairs && columns % 2 != 0) file.refuse(*table.get("pairs"), "pairs = true: columns must be even, two for each weight");
  out.seed = static_cast<std::uint64_t>(file.whole(table, "seed", 1, 0, INT64_MAX));
  return out;
}

ProductResult multiply(const Crossbar& array, const ProductPlan& plan) {
  const Index rows = array.rows(), columns = array.columns();
  CrossbarReader reader(array);
  ProductResult out;
  const auto read = [&](const VectorXd& volts) {
    const Reading reading = reader.read(word_voltage(volts, columns));
    if (out.outcome == Outcome::solved) out.outcome = reading.outcome;
    out.residual = std::max(out.residual, reading.residual);
    return reading;
  };
  for (int k = 0; k < plan.inputs; ++k) {
    const VectorXd volts = VectorXd::NullaryExpr(rows, [&](Index i) {
      return plan.voltage * uniform({.seed = plan.seed, .instance = static_cast<std::uint32_t>(k), .step = static_cast<std::uint32_t>(i)});
    });
    const Reading reading = read(volts);
    const VectorXd ideal = outputs(array.conductance.transpose() * volts, plan.pairs), real = outputs(reading.out_of_bit_lines(), plan.pairs);
    out.ideal.insert(out.ideal.end(), ideal.begin(), ideal.end());
    out.real.insert(out.real.end(), real.begin(), real.end());
    out.energy += (volts.dot(reading.current.left) + volts.dot(reading.current.right)) * plan.read_time / plan.inputs;
  }
  out.quality = metrics::product_quality(out.ideal, out.real);

  MatrixXd ideal_ramp(columns, rows + 1), real_ramp(columns, rows + 1);
  for (Index on = 0; on <= rows; ++on) {
    VectorXd volts = VectorXd::Zero(rows);
    volts.head(on).setConstant(plan.voltage);
    ideal_ramp.col(on) = array.conductance.transpose() * volts;
    real_ramp.col(on) = read(volts).out_of_bit_lines();
  }
  out.ramp = {.inl = 0.0, .dnl = 0.0};
  const auto n = static_cast<std::size_t>(rows + 1);
  for (Index j = 0; j < columns; ++j) {
    const VectorXd ideal = ideal_ramp.row(j), real = real_ramp.row(j);
    const metrics::RampQuality each = metrics::ramp_quality({ideal.data(), n}, {real.data(), n});
    out.ramp = {.inl = std::max(out.ramp.inl, each.inl), .dnl = std::max(out.ramp.dnl, each.dnl)};
  }
  const double r = static_cast<double>(rows), c = static_cast<double>(columns);
  if (plan.interface > 0.0 && out.energy > 0.0)
    out.tops_per_watt = metrics::tops_per_watt({.rows = r, .columns = c, .cell = out.energy / (r * c), .interface = plan.interface});
  return out;
}

std::optional<MarginPlan> read_margin_plan(const TomlFile& file, const Crossbar& array) {
  const toml::table& table = file.section("margin");
  if (table.empty()) return std::nullopt;
  file.only(table, {"on", "off", "least", "most", "floating"});
  MarginPlan out;
  out.read = {.on = file.number(table, "on"), .off = file.number(table, "off"), .word_resistance = array.word_resistance,
              .bit_resistance = array.bit_resistance, .floating = file.flag(table, "floating")};
  if (!(out.read.on > out.read.off && out.read.off > 0.0 && std::isfinite(out.read.on))) file.refuse(table, "[margin] must have on > off > 0 S");
  out.least = file.between(table, "least", out.least, 0.0, 1.0, "");
  out.most = static_cast<int>(file.whole(table, "most", out.most, 2, 4096));
  return out;
}

MarginResult find_margins(const MarginPlan& plan) {
  MarginResult out;
  std::map<int, double> tried;
  const auto margin = [&](int n) {
    if (const auto known = tried.find(n); known != tried.end()) return known->second;
    const MarginCurrents i = margin_currents(plan.read, n);
    if (out.outcome == Outcome::solved) out.outcome = i.outcome;
    return tried[n] = metrics::read_margin(i.on, i.off);
  };
  for (int n = 2; n < plan.most; n *= 2) margin(n);
  margin(plan.most);
  const int largest = metrics::largest_that(2, plan.most, [&](int n) { return margin(n) >= plan.least; });
  out.largest = largest < 2 ? 0 : largest;
  for (const auto& [n, m] : tried) out.sizes.push_back(n), out.margins.push_back(m);
  return out;
}

void print(const ProductPlan& plan, const ProductResult& r) {
  std::printf("product           %d inputs from 0 to %g V%s: %s, residual %.2g\n", plan.inputs, plan.voltage, plan.pairs ? ", weights of two bit lines" : "",
              words(r.outcome), r.residual);
  std::printf("  MVM.error       %.4g %%, gain %.6g (MVM.gain), correlation %.8f (MVM.r)\n", r.quality.error, r.quality.gain, r.quality.correlation);
  std::printf("  MVM.enob        %.3g bit; INL %.3g and DNL %.3g LSB of the worst bit line (MVM.inl, MVM.dnl)\n", r.quality.bits, r.ramp.inl, r.ramp.dnl);
  if (plan.read_time > 0.0)
    std::printf("  energy          %.4g J of the array in %.4g s a product, %.4g J an operation\n", r.energy, plan.read_time,
                r.energy / (2.0 * static_cast<double>(r.ideal.size()) / plan.inputs));
  if (r.tops_per_watt > 0.0) std::printf("  TOPSW           %.4g TOPS/W with %g J a conversion of a line, one-bit inputs\n", r.tops_per_watt, plan.interface);
}

void print(const MarginPlan& plan, const MarginResult& r) {
  std::printf("read margin       %s, other lines %s\n", words(r.outcome), plan.read.floating ? "floating" : "at 0 V");
  for (std::size_t k = 0; k < r.sizes.size(); ++k)
    if (const int n = static_cast<int>(r.sizes[k]); (n & (n - 1)) == 0 || n == r.largest) std::printf("  %5d lines     %.4f (READ.margin)\n", n, r.margins[k]);
  if (r.largest > 0) std::printf("largest array     %d x %d%s keeps %g\n", r.largest, r.largest, r.largest == plan.most ? ", the largest tried," : "", plan.least);
  if (r.largest == 0) std::printf("largest array     none keeps %g\n", plan.least);
}

nlohmann::json described(const ProductPlan& plan, const ProductResult& r) {
  return {{"inputs", plan.inputs}, {"outcome", words(r.outcome)}, {"residual", r.residual}, {"MVM.error", r.quality.error},
          {"MVM.gain", r.quality.gain}, {"MVM.r", r.quality.correlation}, {"MVM.enob", r.quality.bits}, {"MVM.inl", r.ramp.inl},
          {"MVM.dnl", r.ramp.dnl}, {"read_time_s", plan.read_time}, {"energy_J", r.energy}, {"TOPSW", r.tops_per_watt}};
}

nlohmann::json described(const MarginPlan& plan, const MarginResult& r) {
  return {{"sizes", r.sizes}, {"READ.margin", r.margins}, {"least", plan.least}, {"largest", r.largest}, {"outcome", words(r.outcome)}};
}

void draw(const std::string& folder, const ProductResult& r) {
  const std::filesystem::path path = folder;
  std::filesystem::create_directories(path);
  const auto [least, most] = std::minmax_element(r.ideal.begin(), r.ideal.end());
  const std::vector<double> ends = in_microampere({*least, *most});
  data::replace_whole(path / "product.svg",
                      report::plot({.title = "Products", .x = "meant [uA]", .y = "delivered [uA]"},
                                   {report::series("outputs", in_microampere(r.ideal), in_microampere(r.real), report::Series::points, 0),
                                    report::Series{.title = "ideal", .x = ends, .y = ends, .style = report::Series::line, .colour = 1}}));
  std::vector<double> error;
  for (std::size_t k = 0; k < r.ideal.size(); ++k) error.push_back(100.0 * (r.real[k] - r.ideal[k]) / std::max(std::abs(*least), std::abs(*most)));
  const auto [lowest, highest] = std::minmax_element(error.begin(), error.end());
  constexpr int bins = 50;
  const double from = *lowest, width = std::max((*highest - from) / bins, 1e-12);
  std::vector<double> at(bins), counts(bins);
  for (int k = 0; k < bins; ++k) at[k] = from + (k + 0.5) * width;
  for (const double e : error) ++counts[std::min(static_cast<int>((e - from) / width), bins - 1)];
  data::replace_whole(path / "error_histogram.svg",
                      report::plot({.title = "Errors of the products", .x = "error [% of the largest output]", .y = "outputs"},
                                   {report::series("", at, counts, report::Series::steps, 0)}));
}

void draw(const std::string& folder, const MarginPlan& plan, const MarginResult& r) {
  const std::filesystem::path path = folder;
  std::filesystem::create_directories(path);
  const report::Series wanted{.title = "wanted", .x = {r.sizes.front(), r.sizes.back()}, .y = {plan.least, plan.least}, .style = report::Series::dashed, .colour = 1};
  data::replace_whole(path / "margin.svg", report::plot({.title = "Read margin of the worst cell", .x = "lines", .y = "(I_on - I_off) / I_on", .log_x = true},
                                                        {report::series("margin", r.sizes, r.margins, report::Series::line, 0), wanted}));
}

}  // namespace hysteron::apps
