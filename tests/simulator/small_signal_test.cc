// .ac and .noise of OSDI models against the native model, linearised by differences.

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "spice/deck.h"
#include "spice/equations.h"
#include "tests/simulator/agreement.h"
#include "tests/simulator/experiments.h"
#include "tests/simulator/netlist.h"

using namespace hysteron;

namespace {

using Complex = std::complex<double>;

Point at_bias(const spice::Circuit& c) {
  const Experiment e = spice::undriven(c);
  Point point{.ports = {}, .states = e.start, .parameters = e.parameters, .temperature = e.temperature};
  for (const auto& port : c.ports) point.ports.push_back(0.3 * port.up);
  return point;
}

// d(currents, charges, rates)/dx.
struct Slopes {
  Eigen::VectorXd current, charge, rate;
};

// The admittances seen from the ports, states moving: (G + jwC) + (g + jwc) (jw - A)^-1 B.
class Linearised {
 public:
  Linearised(const spice::Circuit& c, const Point& point) {
    const Native& device = native(c.name);
    const Eigen::Index ports = Eigen::Index(c.ports.size()), states = Eigen::Index(c.states.size());
    g_.resize(ports, ports + states), c_ = g_, told_ = g_, f_.resize(states, ports + states);
    const std::vector<double> current = device.at(point).current;
    for (Eigen::Index k = 0; k < ports + states; ++k) {
      Point moved = point;
      const bool port = k < ports;
      const Field& f = port ? c.ports[k].voltage : c.states[k - ports].field;
      double& x = port ? moved.ports[k] : moved.states[k - ports];
      const double step = 2e-4 * (f.upper - f.lower);
      const Slopes s = slopes(device, moved, x, x, step);
      for (Eigen::Index row = 0; row < ports; ++row) told_(row, k) = 1e-15 * std::abs(current[row]) / step;
      g_.col(k) = s.current, c_.col(k) = s.charge, f_.col(k) = s.rate;
    }
  }
  /// What rounding of a current may leave of its differences [S].
  double told(Eigen::Index row, Eigen::Index driven) const { return told_(row, driven); }
  Eigen::MatrixXcd admittance(double frequency) const {
    const Complex jw(0.0, 2.0 * std::numbers::pi * frequency);
    const Eigen::Index ports = g_.rows(), states = f_.rows();
    const Eigen::MatrixXcd y = g_.cast<Complex>() + jw * c_.cast<Complex>();
    if (states == 0) return y;
    const Eigen::MatrixXcd a = jw * Eigen::MatrixXcd::Identity(states, states) - f_.rightCols(states).cast<Complex>();
    return y.leftCols(ports) + y.rightCols(states) * a.partialPivLu().solve(f_.leftCols(ports).cast<Complex>());
  }

 private:
  // By differences of fourth order over step and its half, made one of sixth; x is a member of the point.
  static Slopes slopes(const Native& device, Point& point, double& x, double middle, double step) {
    const double weights[] = {1.0, -8.0, 8.0, -1.0}, places[] = {-2.0, -1.0, 1.0, 2.0};
    Slopes out;
    for (const auto& [h, share] : {std::pair(step, -1.0 / 15.0), std::pair(0.5 * step, 16.0 / 15.0)}) {
      for (int k = 0; k < 4; ++k) {
        x = middle + places[k] * h;
        add(out, device.at(point), share * weights[k] / (12.0 * h));
      }
    }
    x = middle;
    return out;
  }
  static void add(Slopes& out, const Answer& a, double weight) {
    const auto plus = [&](Eigen::VectorXd& to, const std::vector<double>& v) {
      const auto column = Eigen::Map<const Eigen::VectorXd>(v.data(), Eigen::Index(v.size()));
      if (to.size() == 0) to = weight * column;
      else to += weight * column;
    };
    plus(out.current, a.current), plus(out.charge, a.charge), plus(out.rate, a.rate);
  }

  Eigen::MatrixXd g_, c_, f_, told_;
};

constexpr const char* frequencies = "dec 2 1e-3 1e9";

}  // namespace

TEST_CASE("AC of an OSDI model is that of the linearised model") {
  for_each_model(Form::osdi, [&](const spice::Circuit& c, const Netlist& netlist) {
    const Point point = at_bias(c);
    const Linearised linear(c, point);
    double worst = 0.0;
    for (std::size_t driven = 0; driven < c.ports.size(); ++driven) {
      Setup setup{.sources = {}, .start = point.states, .analysis = std::string("ac ") + frequencies, .vectors = ""};
      for (std::size_t k = 0; k < c.ports.size(); ++k) {
        setup.sources.push_back("DC " + spice::plain(point.ports[k]) + (k == driven ? " AC 1" : ""));
        setup.vectors += " i(v" + std::to_string(k) + ")";
      }
      std::string output;
      const spice::Table table = netlist.run(setup, 60.0, output);
      REQUIRE_MESSAGE(table.size() > 20, output);
      for (const auto& row : table) {
        const Eigen::VectorXcd y = linear.admittance(row[0]).col(Eigen::Index(driven));
        for (std::size_t k = 0; k < c.ports.size(); ++k) {
          const Complex ours = y[Eigen::Index(k)], theirs(-row[1 + 2 * k], -row[2 + 2 * k]);
          const double size = y.cwiseAbs().maxCoeff();
          const double off = std::abs(ours - theirs);
          if (off > linear.told(Eigen::Index(k), Eigen::Index(driven))) worst = std::max(worst, off / size);
        }
      }
    }
    agree(c.name, "OSDI ac", worst);
    CHECK(worst < 1e-5);
    MESSAGE(c.name << ": worst " << worst << " of the largest admittance");
  });
}

TEST_CASE("noise of an OSDI model behind a resistor is the native model's") {
  for_each_model(Form::osdi, [&](const spice::Circuit& c, const Netlist& netlist) {
    Point point = at_bias(c);
    const double resistance = 1000.0, source = point.ports[0];
    for (int k = 0; k < 200; ++k) {  // the bias behind the resistor, by a damped iteration
      point.ports[0] += 0.3 * (source - resistance * native(c.name).at(point).current[0] - point.ports[0]);
    }
    REQUIRE(std::abs(source - resistance * native(c.name).at(point).current[0] - point.ports[0]) < 1e-12);
    const Linearised linear(c, point);
    Setup setup{.sources = {"DC " + spice::plain(source) + " AC 1"}, .start = point.states, .series = resistance,
              .analysis = "noise v(" + c.ports[0].plus + ") v0 " + frequencies + "\nsetplot noise1", .vectors = "onoise_spectrum"};
    for (std::size_t k = 1; k < c.ports.size(); ++k) setup.sources.push_back(spice::plain(point.ports[k]));
    std::string output;
    const spice::Table table = netlist.run(setup, 60.0, output);
    REQUIRE_MESSAGE(table.size() > 20, output);
    const Answer answer = native(c.name).at(point);
    const double boltzmann = 1.380649e-23;
    double worst = 0.0;
    for (const auto& row : table) {
      const double impedance = 1.0 / std::abs(linear.admittance(row[0])(0, 0) + 1.0 / resistance);
      const double density = answer.white[0] + answer.flicker[0] / row[0] + 4.0 * boltzmann * point.temperature / resistance;
      const double truth = impedance * std::sqrt(density);  // ngspice: V/sqrt(Hz)
      worst = std::max(worst, std::abs(row[1] - truth) / truth);
    }
    agree(c.name, "OSDI noise", worst);
    CHECK(worst < 1e-4);
    MESSAGE(c.name << ": worst " << worst);
  });
}
