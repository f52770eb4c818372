// hysteron fit lab.h5 --model analog_synapse --each cycle --checkpoint cycles.txt -o fitted

#include "apps/fit_population.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "apps/population_checkpoint.h"
#include "apps/report/plot.h"
#include "data/whole_file.h"
#include "fitters/drawn_back.h"
#include "fitters/record.h"
#include "fitters/weighting.h"
#include "libmodel/coordinate.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using namespace fitters;
namespace fs = std::filesystem;

const double not_there = std::nan("");

/// A population fit and what is said about it.
struct Described {
  PopulationFit fit;
  std::vector<Course> courses;  // of each varied parameter; NaN for devices, which have no order
  std::vector<Reproduced> reproduced;
  double write_noise, read_noise;  // relative, medians
};

// Shows how far it is, and keeps what is done about once a second and at the end.
std::function<bool(const MemberFits&)> keeper(const FitRequest& asked, const std::string& what, std::size_t members) {
  using Clock = std::chrono::steady_clock;
  return [&asked, what, members, saved = Clock::now()](const MemberFits& done) mutable {
    if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r%zu of %zu fitted", done.size(), members);
    const bool last = done.size() == members || was_interrupted();
    if (!asked.checkpoint.empty() && (last || Clock::now() - saved > std::chrono::seconds(1))) {
      data::replace_whole(asked.checkpoint, checkpoint_text(what, done_of(done)));
      saved = Clock::now();
    }
    return !was_interrupted();
  };
}

double median_of(const PopulationFit& r, double MemberFit::* figure) {
  std::vector<double> x;
  for (const auto& [place, m] : r.members) {
    if (m.describes && std::isfinite(m.*figure)) x.push_back(m.*figure);
  }
  return median(x);
}

Described fitted(const FitRequest& asked, const std::vector<Member>& members) {
  PopulationOptions options{.fit = asked.options, .in_order = asked.each == "cycle"};
  const std::string what = run_of(asked, members);
  if (!asked.checkpoint.empty() && fs::exists(asked.checkpoint)) {
    options.done = fits_of(read_checkpoint(data::read_whole(asked.checkpoint), asked.checkpoint, what), asked.checkpoint, members.size());
  }
  options.fit.progress = [](const fitters::Progress&) { return !was_interrupted(); };
  options.progress = keeper(asked, what, members.size());
  const Device model = device(asked.model);
  Described d{fit_population(model, members, options), {}, {}, not_there, not_there};
  if (isatty(STDERR_FILENO)) std::fprintf(stderr, "\r\033[K");
  if (d.fit.cancelled) return d;
  d.write_noise = median_of(d.fit, &MemberFit::write_noise);
  d.read_noise = median_of(d.fit, &MemberFit::read_noise);
  for (const std::string& name : d.fit.varied) {
    d.courses.push_back(asked.each == "cycle" ? course(d.fit, name) : Course{not_there, not_there, not_there, not_there});
  }
  d.reproduced = drawn_back(model, d.fit.population, members, d.read_noise, asked.options.seed, asked.options.threads);
  return d;
}

double deviation_of(const DevicePopulation& p, std::size_t j) { return std::sqrt(p.covariance[j * p.parameters.size() + j]); }

// A change of a coordinate in words: per cent of a value on a log scale.
std::string change(const Varied& v, double z) {
  if (std::isnan(z)) return "-";
  return v.scale == Scale::log ? fmt::format("{:+.3g} %", 100.0 * std::expm1(z)) : fmt::format("{:+.3g}", z);
}

std::string spread(const Varied& v, double deviation) {
  return v.scale == Scale::log ? fmt::format("x/ {:.3g}", std::exp(deviation)) : fmt::format("+- {:.3g}", deviation);
}

// The root mean square of a fit's own error, as a share of the spread between members.
double own_share(const PopulationFit& r, std::size_t varied, double deviation) {
  double sum = 0.0, n = 0.0;
  for (const auto& [place, m] : r.members) {
    const double variance = m.observation.covariance(Eigen::Index(varied), Eigen::Index(varied));
    if (m.describes && std::isfinite(variance)) sum += variance, n += 1.0;
  }
  return std::sqrt(sum / n) / deviation;
}

std::string spread_between(const Varied& v, double low, double high) {
  const auto one = [&](double deviation) { return v.scale == Scale::log ? std::exp(deviation) : deviation; };
  return fmt::format("{}{:.3g} to {:.3g}", v.scale == Scale::log ? "x/ " : "+- ", one(low), one(high));
}

void print_varied(const Described& d) {
  std::printf("%-12s %-11s %-26s %-5s %-12s %-24s %s\n", "differs", "typical", "95 %", "unit", "spread", "95 %", "error");
  for (std::size_t i = 0; i < d.fit.varied.size(); ++i) {
    const std::size_t j = d.fit.place(d.fit.varied[i]);
    const Eigen::Index k = Eigen::Index(i);
    const Varied& v = d.fit.population.parameters[j];
    const LawBounds& b = d.fit.bounds;
    const double deviation = deviation_of(d.fit.population, j);
    std::printf("%-12s %-11.4g %-26s %-5s %-12s %-24s %.2g\n", v.name.c_str(), decode(v.scale, v.mean),
                fmt::format("{:.4g} to {:.4g}", decode(v.scale, b.mean_lower[k]), decode(v.scale, b.mean_upper[k])).c_str(), v.unit.c_str(),
                spread(v, deviation).c_str(), spread_between(v, b.deviation_lower[k], b.deviation_upper[k]).c_str(), own_share(d.fit, i, deviation));
  }
}

void print_courses(const Described& d) {
  std::printf("\n%-12s %-12s %-26s %s\n", "over cycles", "a cycle", "95 %", "lag 1");
  for (std::size_t i = 0; i < d.fit.varied.size(); ++i) {
    const Varied& v = d.fit.population.parameters[d.fit.place(d.fit.varied[i])];
    const Course& c = d.courses[i];
    const std::string bounds = std::isnan(c.slope) ? "-" : change(v, c.lower95) + " to " + change(v, c.upper95);
    std::printf("%-12s %-12s %-26s %.2f\n", v.name.c_str(), change(v, c.slope).c_str(), bounds.c_str(), c.lag1);
  }
}

void print_common(const PopulationFit& r) {
  std::printf("\nin common:");
  for (const Estimate& e : r.pooled.estimates) {
    const bool varies = std::ranges::count(r.varied, e.name) > 0;
    if (!varies && e.trace.empty() && e.role != Role::held) std::printf(" %s = %.4g%s%s;", e.name.c_str(), e.value, e.unit == "1" ? "" : " ", e.unit == "1" ? "" : e.unit.c_str());
  }
  std::printf("\n");
}

void print_correlated(const PopulationFit& r) {
  for (std::size_t a = 0; a < r.varied.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      const std::size_t i = r.place(r.varied[a]), j = r.place(r.varied[b]), n = r.population.parameters.size();
      const double rho = r.population.covariance[i * n + j] / (deviation_of(r.population, i) * deviation_of(r.population, j));
      const double low = r.bounds.correlation_lower(Eigen::Index(a), Eigen::Index(b)), high = r.bounds.correlation_upper(Eigen::Index(a), Eigen::Index(b));
      if (low > 0.0 || high < 0.0) std::printf("correlated: %s and %s, %.2f (%.2f to %.2f)\n", r.varied[b].c_str(), r.varied[a].c_str(), rho, low, high);
    }
  }
}

void print_kinds(const PopulationFit& r) {
  if (r.mixture.bic.size() < 2) return;
  const std::vector<DevicePopulation> kinds = kinds_of(r.population);
  std::printf("\nkinds: %zu; BIC", kinds.size());
  for (std::size_t k = 0; k < r.mixture.bic.size(); ++k) std::printf("%s %.1f of %zu", k > 0 ? "," : "", r.mixture.bic[k], k + 1);
  std::printf(" (one more is taken where it gains %g and has %d members)\n", strong_evidence, fewest_of_a_kind(int(r.varied.size())));
  for (std::size_t k = 0; kinds.size() > 1 && k < kinds.size(); ++k) {
    std::printf("  %.0f %%:", 100.0 * r.population.kinds[k].weight);
    for (const std::string& name : r.varied) {
      const Varied& v = kinds[k].parameters[r.place(name)];
      std::printf(" %s = %.4g%s%s, %s;", name.c_str(), decode(v.scale, v.mean), v.unit == "1" ? "" : " ", v.unit == "1" ? "" : v.unit.c_str(),
                  spread(v, deviation_of(kinds[k], r.place(name))).c_str());
    }
    std::printf("\n");
  }
}

void print_reproduced(const std::vector<Reproduced>& all) {
  if (all.empty()) return;
  std::printf("\n%-16s %-11s %-26s %-12s %-11s %-26s %s\n", "drawn back", "mean", "measured, 95 % [S]", "", "deviation", "measured, 95 % [S]", "");
  for (const Reproduced& r : all) {
    const auto within = [](bool is) { return is ? "within" : "outside"; };
    std::printf("%-16s %-11.4g %-26s %-12s %-11.4g %-26s %s\n", r.read.c_str(), r.drawn_mean, fmt::format("{:.4g} to {:.4g}", r.mean.lower95, r.mean.upper95).c_str(),
                within(r.mean_within()), r.drawn_deviation, fmt::format("{:.4g} to {:.4g}", r.deviation.lower95, r.deviation.upper95).c_str(), within(r.deviation_within()));
  }
}

void print(const FitRequest& asked, const Described& d) {
  std::printf("%s: %d of %zu %ss described; what they share is a fit of some together\n\n", asked.model.c_str(), d.fit.described, d.fit.members.size(), asked.each.c_str());
  print_varied(d);
  if (asked.each == "cycle") print_courses(d);
  print_common(d.fit);
  print_correlated(d.fit);
  print_kinds(d.fit);
  std::printf("noise of one write %.2g %%, of one read %.2g %% (medians)\n", 100.0 * d.write_noise, 100.0 * d.read_noise);
  print_reproduced(d.reproduced);
}

data::PopulationRecord record_of(const FitRequest& asked, const data::LabFile& lab, const std::vector<Member>& members, const Described& d) {
  data::PopulationRecord r{.population = d.fit.population, .each = asked.each, .bic = d.fit.mixture.bic, .write_noise = d.write_noise, .read_noise = d.read_noise,
                           .seed = asked.options.seed, .source_sha256 = lab.sha256, .program_version = HYSTERON_VERSION, .options = options_of(asked)};
  const std::size_t n = d.fit.population.parameters.size();
  for (auto* column : {&r.lag1, &r.drift, &r.drift_lo, &r.drift_hi, &r.mean_lo, &r.mean_hi, &r.deviation_lo, &r.deviation_hi}) column->assign(n, not_there);
  for (auto* matrix : {&r.correlation_lo, &r.correlation_hi}) matrix->assign(n * n, not_there);
  for (std::size_t i = 0; i < d.fit.varied.size(); ++i) {
    const std::size_t j = d.fit.place(d.fit.varied[i]);
    const Course& c = d.courses[i];
    r.lag1[j] = c.lag1, r.drift[j] = c.slope, r.drift_lo[j] = c.lower95, r.drift_hi[j] = c.upper95;
    const LawBounds& b = d.fit.bounds;
    const Eigen::Index row = Eigen::Index(i);
    r.mean_lo[j] = b.mean_lower[row], r.mean_hi[j] = b.mean_upper[row];
    r.deviation_lo[j] = b.deviation_lower[row], r.deviation_hi[j] = b.deviation_upper[row];
    for (std::size_t k = 0; k < d.fit.varied.size(); ++k) {
      const std::size_t at = j * n + d.fit.place(d.fit.varied[k]);
      r.correlation_lo[at] = b.correlation_lower(row, Eigen::Index(k)), r.correlation_hi[at] = b.correlation_upper(row, Eigen::Index(k));
    }
  }
  for (const auto& [place, m] : d.fit.members) {
    r.members.push_back(members[place].name);
    r.used.push_back(m.describes);
    for (const Varied& v : d.fit.population.parameters) {
      const auto i = std::ranges::find(d.fit.varied, v.name) - d.fit.varied.begin();
      const bool varies = i < std::ptrdiff_t(d.fit.varied.size());
      const double value = decode(v.scale, varies ? m.coordinate[std::size_t(i)] : v.mean);
      r.value.push_back(value);
      r.se.push_back(varies ? std::sqrt(m.observation.covariance(i, i)) * slope(v.scale, value) : not_there);
    }
  }
  return r;
}

nlohmann::json json_of(const FitRequest& asked, const data::PopulationRecord& r, const Described& d) {
  nlohmann::json varied = nlohmann::json::array(), reproduced = nlohmann::json::array();
  for (std::size_t i = 0; i < d.fit.varied.size(); ++i) {
    const std::size_t j = d.fit.place(d.fit.varied[i]);
    const Varied& v = d.fit.population.parameters[j];
    const Course& c = d.courses[i];
    varied.push_back({{"name", v.name}, {"unit", v.unit}, {"scale", v.scale == Scale::log ? "log" : "linear"}, {"typical", decode(v.scale, v.mean)},
                      {"mean", v.mean}, {"mean_lo", r.mean_lo[j]}, {"mean_hi", r.mean_hi[j]}, {"deviation", deviation_of(d.fit.population, j)},
                      {"deviation_lo", r.deviation_lo[j]}, {"deviation_hi", r.deviation_hi[j]}, {"drift", c.slope}, {"drift_lo", c.lower95},
                      {"drift_hi", c.upper95}, {"lag1", c.lag1}});
  }
  for (const Reproduced& x : d.reproduced) {
    reproduced.push_back({{"read", x.read}, {"mean", {x.mean.lower95, x.mean.upper95}}, {"drawn_mean", x.drawn_mean}, {"deviation", {x.deviation.lower95, x.deviation.upper95}},
                          {"drawn_deviation", x.drawn_deviation}, {"mean_within", x.mean_within()}, {"deviation_within", x.deviation_within()}});
  }
  nlohmann::json kinds = nlohmann::json::array();
  for (const Kind& k : r.population.kinds) kinds.push_back({{"weight", k.weight}, {"mean", k.mean}, {"covariance", k.covariance}});
  return {{"kinds", kinds}, {"bic", r.bic}, {"model", asked.model}, {"each", asked.each}, {"members", r.members}, {"described", d.fit.described}, {"varied", varied},
          {"covariance", r.population.covariance}, {"correlation_lo", r.correlation_lo}, {"correlation_hi", r.correlation_hi}, {"write_noise", d.write_noise}, {"read_noise", d.read_noise}, {"reproduced", reproduced},
          {"source", {{"file", asked.file.filename().string()}, {"sha256", r.source_sha256}}}, {"options", r.options}, {"seed", r.seed},
          {"program", {{"name", "hysteron"}, {"version", HYSTERON_VERSION}}}};
}

// Each varied parameter over the members.
void plot_courses(const FitRequest& asked, const Described& d) {
  for (std::size_t i = 0; i < d.fit.varied.size(); ++i) {
    const Varied& v = d.fit.population.parameters[d.fit.place(d.fit.varied[i])];
    report::Series each{"", {}, {}, report::Series::points, 0}, mean{"mean", {}, {}, report::Series::line, 1};
    for (const auto& [place, m] : d.fit.members) {
      each.x.push_back(double(place + 1)), each.y.push_back(decode(v.scale, m.coordinate[i]));
      mean.x.push_back(double(place + 1)), mean.y.push_back(decode(v.scale, v.mean));
    }
    const report::Axes axes{.title = v.name, .x = asked.each, .y = v.name + (v.unit == "1" ? "" : " [" + v.unit + "]"), .log_y = v.scale == Scale::log};
    data::replace_whole(asked.folder / (v.name + ".svg"), report::plot(axes, {each, mean}));
  }
}

}  // namespace

Exit fit_each(const FitRequest& asked, const data::LabFile& lab) {
  const std::vector<Member> members = members_of(asked, lab);
  const Described d = fitted(asked, members);
  if (d.fit.cancelled) return result_says_no;
  const data::PopulationRecord record = record_of(asked, lab, members, d);
  const std::string json = json_of(asked, record, d).dump(1) + "\n";
  if (asked.as_json) std::fputs(json.c_str(), stdout);
  else print(asked, d);
  if (!asked.folder.empty()) {
    fs::create_directories(asked.folder);
    data::replace_whole(asked.folder / "population.json", json);
    if (report::can_plot()) plot_courses(asked, d);
  }
  if (!asked.keep_file) data::write_population(asked.file, record);
  return 2 * d.fit.described > int(members.size()) ? good : result_says_no;
}

}  // namespace hysteron::apps
