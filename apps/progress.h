#pragma once

#include <string>

namespace hysteron::apps {

/// A bar on stderr where that is a terminal, else nothing; gone at the end.
class Progress {
 public:
  Progress(std::string what, double whole);
  ~Progress();
  Progress(const Progress&) = delete;
  void at(double done);

 private:
  std::string what_;
  double whole_;
  bool watched_;
};

}  // namespace hysteron::apps
