#pragma once

// [product] and [margin] of an array file: how well the array multiplies, and how large it may be.

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "apps/toml_file.h"
#include "libmodel/array/read_margin.h"
#include "libmodel/metrics/product.h"

namespace hysteron::apps {

struct ProductPlan {
  int inputs = 100;
  double voltage = 0.2;    // V, of a line that is on; inputs are uniform between 0 and this
  double read_time = 0.0;  // s; 0: neither energy nor latency is said
  double interface = 0.0;  // J, one conversion of one line; 0: operations per joule are not said
  bool pairs = false;      // bit lines 2 j and 2 j + 1 are one weight, the difference of their conductances
  std::uint64_t seed = 1;
};

struct ProductResult {
  metrics::ProductQuality quality;
  metrics::RampQuality ramp;      // of the worst output, as 0, 1, ... word lines are on
  std::vector<double> ideal, real;  // A, outputs of all inputs
  Outcome outcome = Outcome::solved;
  double residual = 0.0;
  double energy = 0.0;            // J, of one product, mean over the inputs: what drivers deliver
  double tops_per_watt = 0.0;     // TOPSW
};

std::optional<ProductPlan> read_product(const TomlFile& file, Eigen::Index columns);
ProductResult multiply(const Crossbar& array, const ProductPlan& plan);

struct MarginPlan {
  MarginRead read;
  double least = 0.5;   // READ.margin wanted
  int most = 512;       // lines, of the largest array tried
};
struct MarginResult {
  std::vector<double> sizes, margins;  // tried, rising
  int largest = 0;                     // that meets the target; 0: none
  Outcome outcome = Outcome::solved;
};
std::optional<MarginPlan> read_margin_plan(const TomlFile& file, const Crossbar& array);
MarginResult find_margins(const MarginPlan& plan);

void print(const ProductPlan& plan, const ProductResult& result);
void print(const MarginPlan& plan, const MarginResult& result);
nlohmann::json described(const ProductPlan& plan, const ProductResult& result);
nlohmann::json described(const MarginPlan& plan, const MarginResult& result);

/// product.svg and error_histogram.svg; margin.svg.
void draw(const std::string& folder, const ProductResult& result);
void draw(const std::string& folder, const MarginPlan& plan, const MarginResult& result);

}  // namespace hysteron::apps
