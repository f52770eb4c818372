#include "tests/spice/native.h"

#include "libmodel/devices/all.h"

namespace hysteron {

const Native& native(const std::string& name) {
  const Native* found = nullptr;
  [&]<class... M>(std::tuple<M...>*) {
    ((M::name == name ? void(found = &native_of<M>()) : void()), ...);
  }(static_cast<AllModels*>(nullptr));
  if (!found) throw std::out_of_range(name);
  return *found;
}

}  // namespace hysteron
