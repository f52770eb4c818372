#pragma once

#include "libmodel/model.h"
#include "libmodel/scalar/math.h"

namespace hysteron {

/// Yakopcic's memristor: threshold drift with an exponential rate and windows of two parts.
///
///     dx/dt = g_p f_p(x) - g_n f_n(x)
///     g_p   = a_p exp(v_p / v_e) (exp( beyond_p / v_e) - 1)      about a_p (e^v - e^v_p) beyond v_p
///     g_n   = a_n exp(v_n / v_e) (exp( beyond_n / v_e) - 1)
///     beyond_p, beyond_n = soft max(v - v_p, 0), soft max(-v - v_n, 0), 0 at rest
///     f_p(x) = exp(-alpha_p r) (1 - r / r_1),  r = rise(x, x_p),      r_1 = rise(1, x_p)
///     f_n(x) = exp(-alpha_n r) (1 - r / r_1),  r = rise(1 - x, x_n),  r_1 = rise(1, x_n)
///     rise(y, y_0) = soft max(y - y_0, 0), shifted to 0 at y = 0
///     i      = (a_2 + (a_1 - a_2) (1 + tanh(v / v_w)) / 2) x sinh(b v)
///
/// x runs from the insulating to the conducting state. The motion is free up to x_p (down to
/// 1 - x_n) and dies out beyond. Every break of the original in v and x is rounded.
///
/// Source   C. Yakopcic, T. M. Taha, G. Subramanyam, R. E. Pino, S. Rogers, "A Memristor Device
///          Model", IEEE EDL 32 (2011) 1436, doi:10.1109/LED.2011.2163292.
/// Differs  thresholds and windows are smooth (width 2 % of x, 10 % of a threshold); a_1 passes into
///          a_2 over v_w; positive voltage raises x (eta = 1).
/// Omits    temperature, capacitance.
/// Defaults of the first published set (a = 0.17 A, b = 0.05 1/V).
///
/// Identify b and a_1, a_2 only as a product while b v is small; a_p and v_p from loops of several
///          amplitudes.
///
/// Noise    x moves in steps of quantum; thermal noise of the conductance, 1/f noise after Hooge.
struct Yakopcic {
  static constexpr std::string_view name = "yakopcic";
  static constexpr Cycle<> cycle{.period = 0.05, .up = {0.3}, .down = {-0.3}};

  template <class T>
  struct Parameters {
    T a_1, a_2, b, a_p, a_n, v_p, v_n, x_p, x_n, alpha_p, alpha_n, v_e, v_w, quantum, hooge;

    static void describe(auto& p, auto&& field) {
      using enum Scale;
      // clang-format off
      //                name       unit   default lower  upper  scale   meaning
      field(p.a_1,     {"a_1",     "A",   0.17,   1e-12, 10.0,  log,    "current scale at positive voltage"});
      field(p.a_2,     {"a_2",     "A",   0.17,   1e-12, 10.0,  log,    "current scale at negative voltage"});
      field(p.b,       {"b",       "1/V", 0.05,   1e-3,  10.0,  log,    "steepness of the current"});
      field(p.a_p,     {"a_p",     "1/s", 4000.0, 1e-9,  1e12,  log,    "rate scale at positive voltage"});
      field(p.a_n,     {"a_n",     "1/s", 4000.0, 1e-9,  1e12,  log,    "rate scale at negative voltage"});
      field(p.v_p,     {"v_p",     "V",   0.16,   0.01,  10.0,  log,    "raises x above"});
      field(p.v_n,     {"v_n",     "V",   0.15,   0.01,  10.0,  log,    "lowers x below its negative"});
      field(p.x_p,     {"x_p",     "1",   0.3,    0.0,   0.95,  linear, "x up to which it rises freely"});
      field(p.x_n,     {"x_n",     "1",   0.5,    0.0,   0.95,  linear, "1 - x up to which it falls freely"});
      field(p.alpha_p, {"alpha_p", "1",   1.0,    0.0,   20.0,  linear, "decay of the rise beyond x_p"});
      field(p.alpha_n, {"alpha_n", "1",   5.0,    0.0,   20.0,  linear, "decay of the fall beyond x_n"});
      field(p.v_e,     {"v_e",     "V",   1.0,    0.1,   10.0,  log,    "voltage that speeds the drift by e"});
      field(p.v_w,     {"v_w",     "V",   0.01,   1e-3,  1.0,   log,    "width over which a_2 passes into a_1"});
      field(p.quantum, {"quantum", "1",   1e-4,   0.0,   0.1,   linear, "step in which x moves"});
      field(p.hooge,   {"hooge",   "1",   1e-7,   0.0,   1e-2,  linear, "relative 1/f noise at 1 Hz"});
      // clang-format on
    }
  };

  template <class T>
  struct State {
    T x;

    static void describe(auto& s, auto&& field) {
      field(s.x, {"x", "1", 0.11, 0.0, 1.0, Scale::linear, "from insulating to conducting"});
    }
  };

  template <class T>
  struct Prepared {
    T up, down, sinh_v;  // 1/s, 1/s, A
  };

  template <class T>
  static Prepared<T> prepare(const T& v, const Parameters<T>& p, const Surroundings<T>&) {
    const T scale = p.a_2 + 0.5 * (p.a_1 - p.a_2) * (1.0 + tanh(v / p.v_w));
    return {.up = named("drift_up", p.a_p * drift(v, p.v_p, p.v_e)),
            .down = named("drift_down", p.a_n * drift(-v, p.v_n, p.v_e)),
            .sinh_v = named("sinh_v", scale * sinh(p.b * v))};
  }

  /// Rates up and down within their windows [1/s].
  template <class T>
  struct Drift {
    T up, down;
  };

  template <class T>
  static Drift<T> drift_at(const State<T>& s, const Parameters<T>& p, const Prepared<T>& at) {
    return {.up = at.up * window(s.x, p.x_p, p.alpha_p), .down = at.down * window(T(1.0 - s.x), p.x_n, p.alpha_n)};
  }

  template <class T>
  static Response<T, State> evaluate(const T&, const State<T>& s, const Parameters<T>& p, const Surroundings<T>&,
                                     const Prepared<T>& at) {
    const Drift<T> rate = drift_at(s, p, at);
    return {.current = s.x * at.sinh_v, .charge = T(0.0), .rate = {.x = rate.up - rate.down}};
  }

  template <class T>
  static Noise<T, State> noise(const T& v, const State<T>& s, const Parameters<T>& p, const Surroundings<T>& around) {
    const Prepared<T> at = prepare(v, p, around);
    const Drift<T> rate = drift_at(s, p, at);
    const T i = s.x * at.sinh_v;
    return {.diffusion = {.x = p.quantum * (rate.up + rate.down)},
            .white = 4.0 * around.boltzmann * around.temperature * (0.5 * (p.a_1 + p.a_2) * p.b * s.x),
            .flicker = p.hooge * i * i};
  }

 private:
  /// exp(v / v_e) - exp(threshold / v_e) beyond the threshold, 0 at rest and never negative.
  template <class T>
  static T drift(const T& v, const T& threshold, const T& v_e) {
    const T u = v / threshold;
    const T excess = u * chord(u - 1.0, T(-1.0), 0.1);
    const T beyond = threshold / v_e * (excess * excess / (0.01 + sqrt(1e-4 + excess * excess)));
    return exp(threshold / v_e) * beyond * expm1_over(beyond);
  }

  /// 1 up to y_0, falling to exactly 0 at y = 1.
  template <class T>
  static T window(const T& y, const T& y_0, const T& alpha) {
    const T end = 1.0 - y_0;
    const T bend = (1.0 - y) * chord(y - y_0, end, 0.02);
    const T whole = chord(-y_0, end, 0.02);
    return exp(-(alpha * (whole - bend))) * (bend / whole);
  }

  /// Slope of the chord of max(u, 0), rounded over `width`, from a to b.
  template <class T>
  static T chord(const T& a, const T& b, double width) {
    const double round = width * width;
    const T root_a = sqrt(a * a + round);
    const T root_b = sqrt(b * b + round);
    return 0.5 * (lifted(a, root_a, round) + lifted(b, root_b, round)) / (root_a + root_b);
  }

  /// a + sqrt(a^2 + round), given the root, without cancellation.
  template <class T>
  static T lifted(const T& a, const T& root, double round) {
    return select(a < 0.0, round / (root + abs(a)), root + abs(a));
  }
};

}  // namespace hysteron
