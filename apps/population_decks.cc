#include "apps/population_decks.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/circuits.h"

namespace hysteron::apps {
namespace {

constexpr std::size_t most_directions = 4;
constexpr double corner = 3.0;  // standard deviations

spice::Sample sample(const std::string& name, const DevicePopulation& population, const std::vector<double>& values) {
  spice::Sample s{.name = name, .values = {}};
  for (std::size_t k = 0; k < values.size(); ++k) s.values[population.parameters[k].name] = values[k];
  return s;
}

}  // namespace

std::vector<spice::Sample> samples(const DevicePopulation& population, const Draws& draws) {
  std::vector<spice::Sample> all;
  const std::vector<DevicePopulation> kinds = kinds_of(population);
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    const std::string prefix = kind == 0 ? "" : fmt::format("kind_{}_", kind + 1);
    const auto directions = principal_directions(kinds[kind]);
    all.push_back(sample(prefix + "nominal", population, device_at(kinds[kind], directions, {})));
    for (std::size_t k = 0; k < std::min(directions.size(), most_directions); ++k) {
      for (const double side : {corner, -corner}) {
        std::vector<double> deviations(k + 1);
        deviations[k] = side;
        all.push_back(sample(fmt::format("{}corner_{}_{}", prefix, k + 1, side > 0.0 ? "up" : "down"), population, device_at(kinds[kind], directions, deviations)));
      }
    }
  }
  const DeviceSampler sampler(population);
  for (int k = 1; k <= draws.count; ++k) all.push_back(sample(fmt::format("draw_{}", k), population, sampler.draw(draws.seed, static_cast<std::uint32_t>(k))));
  return all;
}

spice::Circuit mean_circuit(const data::PopulationRecord& record, const std::filesystem::path& file) {
  const auto mean = sample("", record.population, device_at(kinds_of(record.population)[0], {}, {}));
  spice::Circuit c = spice::with_values(spice::circuit(record.population.model), mean.values);
  c.origin = {harmless(fmt::format("Values: the mean of {}population {} in {}, of {} members, each a {}.", record.population.kinds.empty() ? "" : "the commonest kind of ", record.id,
                                   file.filename().string(), record.members.size(), record.each)),
              harmless(fmt::format("Source of the measurements: SHA-256 {}. Fitted by hysteron {}.",
                                   record.source_sha256.empty() ? "not recorded" : record.source_sha256, record.program_version))};
  return c;
}

std::string model_cards(const spice::Circuit& circuit, const std::vector<spice::Sample>& samples, const Draws& draws) {
  std::string text = fmt::format("* {}: model cards of a population; draws from seed {}.\n", circuit.name, draws.seed);
  for (const auto& line : circuit.origin) text += "* " + line + "\n";
  for (const auto& s : samples) text += spice::model_card(circuit, s, circuit.name + "_" + s.name);
  return text;
}

}  // namespace hysteron::apps
