#pragma once

// decks.json: what `hysteron decks` leaves beside its decks for `hysteron verify`.

#include <filesystem>
#include <string>
#include <vector>

#include "spice/verification.h"

namespace hysteron::apps {

struct DeckFile {
  std::string model;
  std::vector<spice::Deck> decks;  // as read: no text
};

/// Writes the decks and decks.json into the folder. What a native run says is written down where it does not wait
/// for the simulator's voltages.
void write_deck_file(const std::filesystem::path& folder, const DeckFile& decks);

/// Throws InputError where decks.json is not what write_deck_file writes.
DeckFile read_deck_file(const std::filesystem::path& folder);

}  // namespace hysteron::apps
