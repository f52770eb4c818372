// How long it takes to fit an analog synapse to 800 pulses with 6 free parameters.
//
//     hysteron_fit_speed make two.csv      two kinds of pulse         writes voltage, width, conductance
//     hysteron_fit_speed make ispp.csv     any other name than two*: all pulses different
//     hysteron_fit_speed fit two.csv       prints milliseconds of processor time (median of 31 fits), cost, evaluations
//
// fit_speed.py runs this beside SciPy.

#include <ceres/ceres.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "libmodel/devices/analog_synapse.h"
#include "libmodel/sim/train_definition.h"

namespace {

using namespace hysteron;

constexpr int free_parameters = 6;
using Jet = ceres::Jet<double, free_parameters>;
using Walked = std::array<double, free_parameters>;  // log g_min, g_max, k_up, k_down; gamma_up, gamma_down

constexpr double read_voltage = 0.1;  // V
constexpr double noise = 1e-7;        // S
const Walked truth = {std::log(1e-6), std::log(1e-5), std::log(1.2e4), std::log(0.9e4), 3.0, 2.5};
const Walked start = {std::log(2e-6), std::log(3e-5), std::log(3e3), std::log(3e3), 1.0, 1.0};

struct Measurement {
  std::vector<Pulse> train;
  std::vector<double> conductance;  // S
};

template <class T>
T lift(double x, int k) {
  if constexpr (std::is_same_v<T, double>) return x;
  else return T(x, k);
}

/// S, after each pulse.
template <class T>
std::vector<T> conductances(const Walked& walked, const std::vector<Pulse>& train) {
  using std::exp;
  auto p = internal::lifted<ParametersOf<AnalogSynapse, T>>(defaults<ParametersOf<AnalogSynapse>>());
  const auto around = internal::lifted<Surroundings<T>>(defaults<Surroundings<double>>());
  int k = 0;
  for (T* free : {&p.g_min, &p.g_max, &p.k_up, &p.k_down}) {
    *free = exp(lift<T>(walked[k], k));
    ++k;
  }
  for (T* free : {&p.gamma_up, &p.gamma_down}) {
    *free = lift<T>(walked[k], k);
    ++k;
  }
  StateOf<AnalogSynapse, T> s{.x = T(0.05), .w = T(0.0)};
  std::vector<T> current(train.size());
  follow_train<AnalogSynapse, T>(train, s, p, around, {}, current);
  const double sinh_v = number(p.v_0) * std::sinh(read_voltage / number(p.v_0));
  for (T& i : current) i = i / sinh_v;
  return current;
}

std::vector<Pulse> make_train(bool two_kinds) {
  std::vector<Pulse> train;
  for (int k = 0; k < 800; ++k) {
    const double sign = k / 50 % 2 == 0 ? 1.0 : -1.0;
    const double voltage = two_kinds ? 1.0 : 0.9 + 0.004 * (k % 50) + 1e-5 * k;
    train.push_back({.voltage = sign * voltage, .width = 4e-6, .read_voltage = read_voltage});
  }
  return train;
}

void make(const std::string& file) {
  const auto train = make_train(std::filesystem::path(file).stem().string().starts_with("two"));
  const auto g = conductances<double>(truth, train);
  std::mt19937_64 random(1);
  std::normal_distribution<> normal;
  std::ofstream out(file);
  out.precision(17);
  for (std::size_t k = 0; k < train.size(); ++k) {
    out << train[k].voltage << ',' << train[k].width << ',' << g[k] + noise * normal(random) << '\n';
  }
}

Measurement read(const std::string& file) {
  Measurement m;
  std::ifstream in(file);
  char comma;
  double voltage, width, g;
  while (in >> voltage >> comma >> width >> comma >> g) {
    m.train.push_back({.voltage = voltage, .width = width, .read_voltage = read_voltage});
    m.conductance.push_back(g);
  }
  return m;
}

/// Residuals in units of the noise. Derivatives cost little beside values, so they are always taken
/// and kept for the Jacobian that Ceres asks for at the same point next.
class Residuals : public ceres::CostFunction {
 public:
  explicit Residuals(const Measurement& m) : measurement_(m) {
    set_num_residuals(static_cast<int>(m.train.size()));
    mutable_parameter_block_sizes()->push_back(free_parameters);
  }
  bool Evaluate(double const* const* parameters, double* residual, double** jacobians) const override {
    Walked here;
    std::copy_n(parameters[0], free_parameters, here.begin());
    if (last_.empty() || here != where_) {
      last_ = conductances<Jet>(here, measurement_.train);
      where_ = here;
    }
    for (std::size_t k = 0; k < last_.size(); ++k) {
      residual[k] = (last_[k].a - measurement_.conductance[k]) / noise;
      if (!jacobians || !jacobians[0]) continue;
      for (int q = 0; q < free_parameters; ++q) jacobians[0][free_parameters * k + q] = last_[k].v[q] / noise;
    }
    return std::isfinite(residual[last_.size() - 1]);
  }

 private:
  const Measurement& measurement_;
  mutable Walked where_{};
  mutable std::vector<Jet> last_;
};

ceres::Solver::Summary fit(const Measurement& m) {
  Walked walked = start;
  ceres::Problem problem;
  problem.AddResidualBlock(new Residuals(m), nullptr, walked.data());
  ceres::Solver::Options options;
  options.max_num_iterations = 200;
  options.function_tolerance = 1e-10;
  options.logging_type = ceres::SILENT;
  options.linear_solver_type = ceres::DENSE_NORMAL_CHOLESKY;
  ceres::Solver::Summary summary;
  ceres::Solve(options, &problem, &summary);
  return summary;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: %s make|fit FILE.csv\n", arguments[0]);
    return 2;
  }
  if (std::strcmp(arguments[1], "make") == 0) {
    make(arguments[2]);
    return 0;
  }
  const Measurement m = read(arguments[2]);
  std::vector<double> milliseconds;
  ceres::Solver::Summary summary;
  for (int k = 0; k < 31; ++k) {
    const std::clock_t before = std::clock();
    summary = fit(m);
    milliseconds.push_back(1e3 * double(std::clock() - before) / CLOCKS_PER_SEC);
  }
  std::nth_element(milliseconds.begin(), milliseconds.begin() + 15, milliseconds.end());
  std::printf("%.4f %.15g %d\n", milliseconds[15], summary.final_cost, summary.num_residual_evaluations);
}
