#pragma once

// A population of devices as a deck and a library of model cards.

#include <cstdint>
#include <filesystem>

#include "apps/deck_file.h"
#include "data/population_record.h"
#include "spice/population_deck.h"

namespace hysteron::apps {

/// How many are drawn, and from which seed.
struct Draws {
  int count = 20;
  std::uint64_t seed = 1;
};

/// Of each kind the mean and three standard deviations up and down along each of the four largest principal directions, as
/// `nominal` and `corner_1_up` of the commonest, `kind_2_nominal` of the next; and devices number 1 to `count` of draw() in
/// libmodel/population.h.
std::vector<spice::Sample> samples(const DevicePopulation& population, const Draws& draws);

/// The circuit of the mean of the commonest kind, which says of which population it is.
spice::Circuit mean_circuit(const data::PopulationRecord& record, const std::filesystem::path& file);

/// OSDI model cards, one a sample: `.model vteam_draw_7 vteam k_off=..`; a deck includes them by `.include cards.lib`.
std::string model_cards(const spice::Circuit& circuit, const std::vector<spice::Sample>& samples, const Draws& draws);

}  // namespace hysteron::apps
