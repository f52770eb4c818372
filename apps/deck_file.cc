#include "apps/deck_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

using nlohmann::json;

bool waits_for_the_run(const spice::Deck& deck) {
  return std::any_of(deck.devices.begin(), deck.devices.end(), [](const spice::Device& d) { return !d.waveform.empty(); });
}

json described(const std::string& model, const spice::Deck& deck) {
  json measures = json::array(), devices = json::array();
  for (const auto& m : deck.measures) {
    measures.push_back({{"name", m.name}, {"at", m.at}, {"column", m.column}, {"group", m.group}, {"device", m.device}});
  }
  if (waits_for_the_run(deck)) {
    for (const auto& d : deck.devices) {
      devices.push_back({{"waveform", d.waveform}, {"start", d.experiment.start}, {"parameters", d.experiment.parameters}, {"temperature", d.experiment.temperature}});
    }
  } else {
    const auto native = spice::native_measures(model, deck);
    for (std::size_t k = 0; k < native.size(); ++k) {
      measures[k]["native"] = native[k].value, measures[k]["least"] = native[k].least, measures[k]["most"] = native[k].most;
    }
  }
  return {{"file", deck.name + ".sp"}, {"native", deck.native}, {"devices", devices}, {"measures", measures}};
}

spice::Deck read_deck(const json& entry) {
  const std::string file = entry.at("file");
  spice::Deck deck{.name = std::filesystem::path(file).stem(), .text = {}, .native = entry.at("native"), .devices = {}, .measures = {}};
  for (const auto& d : entry.at("devices")) {
    deck.devices.push_back({{.ports = {}, .start = d.at("start"), .parameters = d.at("parameters"), .temperature = d.at("temperature")}, d.at("waveform")});
  }
  for (const auto& m : entry.at("measures")) {
    deck.measures.push_back({m.at("name"), m.at("at"), m.at("column"), m.at("group"), m.at("device")});
    if (deck.devices.empty()) deck.expected.push_back({m.at("native"), m.at("least"), m.at("most")});
    else if (deck.measures.back().device >= deck.devices.size()) throw InputError("a measure is of no device");
  }
  return deck;
}

}  // namespace

void write_deck_file(const std::filesystem::path& folder, const DeckFile& decks) {
  json all = {{"program", "hysteron"}, {"version", HYSTERON_VERSION}, {"model", decks.model}, {"decks", json::array()}};
  for (const auto& deck : decks.decks) {
    data::replace_whole(folder / (deck.name + ".sp"), deck.text);
    all["decks"].push_back(described(decks.model, deck));
  }
  data::replace_whole(folder / "decks.json", all.dump(1) + "\n");
}

DeckFile read_deck_file(const std::filesystem::path& folder) {
  const auto file = folder / "decks.json";
  try {
    const json all = json::parse(data::read_whole(file));
    DeckFile decks{.model = all.at("model"), .decks = {}};
    for (const auto& entry : all.at("decks")) decks.decks.push_back(read_deck(entry));
    return decks;
  } catch (const json::exception& e) {
    throw InputError(file.string() + ": is not what `hysteron decks` writes: " + e.what());
  }
}

}  // namespace hysteron::apps
