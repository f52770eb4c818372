#include <cstdio>

#include "libmodel/devices/vteam.h"

int main() {
  const auto p = hysteron::defaults<hysteron::Vteam::Parameters<double>>();
  const double rate = hysteron::Vteam::evaluate<double>(2.0 * p.v_off, {0.0}, p).rate.x;
  std::printf("%g 1/s\n", rate);
  return rate == p.k_off ? 0 : 1;
}
