#include "fitters/device.h"

#include "libmodel/devices/all.h"
#include "libmodel/error.h"

namespace hysteron::fitters {

Device device(std::string_view name) {
  Device found;
  std::string names;
  [&]<class... M>(std::tuple<M...>*) {
    ((name == M::name ? void(found = device<M>()) : void(names += " " + std::string(M::name))), ...);
  }(static_cast<AllModels*>(nullptr));
  if (!found.follow) throw InputError("no model " + std::string(name) + ": there are" + names);
  return found;
}

}  // namespace hysteron::fitters
