#include "libmodel/catalogue/native.h"

#include <stdexcept>
#include <string>

#include "libmodel/devices/all.h"

namespace hysteron {

const Native& native(std::string_view name) {
  const Native* found = nullptr;
  [&]<class... M>(std::tuple<M...>*) {
    ((M::name == name ? void(found = &native_of<M>()) : void()), ...);
  }(static_cast<AllModels*>(nullptr));
  if (!found) throw std::out_of_range(std::string(name));
  return *found;
}

}  // namespace hysteron
