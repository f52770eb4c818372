#include "apps/checkpoint.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "libmodel/error.h"

namespace hysteron::apps {

std::string checkpoint_text(const std::string& what, const Done& done) {
  std::ostringstream out;
  out << what << "\n" << std::hexfloat;
  for (const auto& [name, numbers] : done) {
    out << name;
    for (const double x : numbers) out << "," << x;
    out << "\n";
  }
  return out.str();
}

Done read_checkpoint(const std::string& text, const std::string& name, const std::string& what) {
  Done done;
  std::istringstream in(text);
  std::string line;
  std::getline(in, line);
  if (line != what) throw InputError(name + ": is of other measurements, options or version: must begin with \"" + what + "\"; remove it to start anew");
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    const std::size_t comma = std::min(line.find(','), line.size());
    std::vector<double>& x = done[line.substr(0, comma)];
    char* at = line.data() + comma;
    while (*at == ',') x.push_back(std::strtod(at + 1, &at));
    if (*at != '\0' || x.empty()) throw InputError(name + ": line " + std::to_string(number) + ": is no part of this checkpoint; remove the file to start anew");
  }
  return done;
}

}  // namespace hysteron::apps
