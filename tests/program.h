#pragma once

// The program as a process.

#include <doctest/doctest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

#include "tests/data/folder.h"

namespace hysteron::test {

struct Ran {
  int code;  // of exit; -1 where a signal ended it
  std::string out, err;
};

/// Runs `hysteron ARGUMENTS` in the folder, where it leaves out.txt and err.txt.
inline Ran run(const Folder& folder, const std::string& arguments) {
  const std::string command = "cd '" + (folder / "").string() + "' && \"" HYSTERON_PROGRAM "\" " + arguments + " > out.txt 2> err.txt";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, bytes_of(folder / "out.txt"), bytes_of(folder / "err.txt")};
}

/// Whether gnuplot is there; where it is not, says that plots are not looked at.
inline bool can_draw() {
  static const bool found = std::system("gnuplot --version > /dev/null 2>&1") == 0;
  if (!found) MESSAGE("skipped: gnuplot is not installed, so no plot is looked at");
  return found;
}

}  // namespace hysteron::test
