#include "spice/circuit.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "libmodel/devices/all.h"
#include "libmodel/error.h"

namespace hysteron::spice {
namespace {

using Maker = Circuit (*)();

const std::map<std::string, Maker, std::less<>>& makers() {
  static const auto all = []<class... M>(std::tuple<M...>*) {
    return std::map<std::string, Maker, std::less<>>{{std::string(M::name), &circuit<M>}...};
  }(static_cast<AllModels*>(nullptr));
  return all;
}

std::string listed(const auto& range, auto&& name) {
  std::string text;
  for (const auto& x : range) text += (text.empty() ? "" : ", ") + name(x);
  return text;
}

// As a person would write it; exact text is the writers' concern.
std::string number(double x) {
  std::ostringstream out;
  out.precision(12);
  out << x;
  return out.str();
}

}  // namespace

const std::vector<std::string>& names() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> n;
    for (const auto& [name, maker] : makers()) n.push_back(name);
    return n;
  }();
  return all;
}

Circuit circuit(std::string_view name) {
  const auto it = makers().find(name);
  if (it == makers().end()) {
    throw InputError("model " + std::string(name) + ": there is none of that name; the models are " +
                     listed(names(), std::identity{}));
  }
  return it->second();
}

Circuit with_values(Circuit c, const std::map<std::string, double>& values) {
  for (const auto& [name, value] : values) {
    const auto f = std::find_if(c.parameters.begin(), c.parameters.end(), [&name = name](const Field& field) { return field.name == name; });
    if (f == c.parameters.end()) {
      throw InputError(c.name + ": " + name + " is not a parameter of it; the parameters are " +
                       listed(c.parameters, [](const Field& f) { return f.name; }));
    }
    if (!(value >= f->lower && value <= f->upper)) {
      throw InputError(c.name + ": " + name + " = " + number(value) + " " + std::string(f->unit) + ": must lie in [" +
                       number(f->lower) + ", " + number(f->upper) + "]");
    }
    f->value = value;
  }
  return c;
}

}  // namespace hysteron::spice
