#include "libmodel/catalogue/array_cells.h"

#include <algorithm>
#include <string>

#include "libmodel/array/model_cells.h"
#include "libmodel/devices/all.h"

namespace hysteron {
namespace {

template <class M>
CellMotion cells(const std::vector<double>& parameters, double temperature, std::vector<EachCell> each) {
  if constexpr (port_count<M> == 1) {
    auto p = defaults<ParametersOf<M>>();
    const auto list = values(p);
    if (!parameters.empty() && parameters.size() != list.size())
      throw InputError(std::string(M::name) + " has " + std::to_string(list.size()) + " parameters: " + std::to_string(parameters.size()) + " are given");
    std::copy(parameters.begin(), parameters.end(), list.begin());
    auto around = defaults<Surroundings<double>>();
    around.temperature = temperature;
    return motion_of<M>(p, around, std::move(each));
  } else {
    throw InputError(std::string(M::name) + " has " + std::to_string(port_count<M>) + " ports: cells of an array have one");
  }
}

}  // namespace

CellMotion array_cells(std::string_view model, const std::vector<double>& parameters, double temperature, std::vector<EachCell> each) {
  CellMotion out;
  const bool found = [&]<class... M>(std::tuple<M...>*) {
    return ((M::name == model && (out = cells<M>(parameters, temperature, std::move(each)), true)) || ...);
  }(static_cast<AllModels*>(nullptr));
  if (!found) throw InputError(std::string(model) + " is no model of the catalogue: `hysteron models` lists them");
  return out;
}

}  // namespace hysteron
