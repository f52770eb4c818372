#pragma once

#include <hdf5.h>

#include <string>

namespace hysteron::test {

/// A text attribute as other programs write it: of fixed length.
inline void put_text(hid_t object, const char* name, const char* value) {
  const hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  H5Tset_size(type, std::string(value).size());
  const hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  H5Awrite(attribute, type, value);
  H5Aclose(attribute);
  H5Sclose(space);
  H5Tclose(type);
}

}  // namespace hysteron::test
