#pragma once

// A response handed to a target in a folder of its own, with the native ramps beside it, for Python to judge.

#include <cmath>
#include <cstdlib>
#include <string>

#include "apps/handoff/target.h"
#include "spice/ngspice.h"
#include "tests/data/folder.h"

namespace hysteron::test {

template <class Response>
void write_files(const Folder& folder, const Response& response, const std::string& target) {
  for (const auto& [name, text] : handoff::handed_files(response, handoff::target(target))) folder.file(name, text);
  folder.file("native.json", handoff::handed(response, handoff::target("json")).files.begin()->second);
}

/// What a script of tests/handoff says of the folder.
inline spice::Run judged(const Folder& folder, const std::string& python, const std::string& script) {
  return spice::run_program(folder / "", {python, std::string(HYSTERON_HANDOFF_SCRIPTS) + "/" + script, (folder / "").string()}, 300.0);
}

/// The number behind "NAME worst", or the first "worst"; NaN without.
inline double worst(const spice::Run& run, const std::string& name = "") {
  const std::string words = name + (name.empty() ? "worst " : " worst ");
  const auto at = run.output.find(words);
  return at == std::string::npos ? std::nan("") : std::strtod(run.output.c_str() + at + words.size(), nullptr);
}

}  // namespace hysteron::test
