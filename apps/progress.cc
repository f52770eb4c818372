#include "apps/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace hysteron::apps {

Progress::Progress(std::string what, double whole) : what_(std::move(what)), whole_(whole), watched_(isatty(STDERR_FILENO)) {}

Progress::~Progress() {
  if (watched_) std::fprintf(stderr, "\r\033[K");
}

void Progress::at(double done) {
  if (!watched_) return;
  constexpr int width = 30;
  const double part = std::clamp(done / whole_, 0.0, 1.0);
  const std::string bar(static_cast<std::size_t>(part * width), '#');
  std::fprintf(stderr, "\r%s [%-*s] %3.0f %%", what_.c_str(), width, bar.c_str(), 100.0 * part);
}

}  // namespace hysteron::apps
