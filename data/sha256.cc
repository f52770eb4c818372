#include "data/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace hysteron::data {

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("SHA-256 is not available");
  }
  constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int k = 0; k < size; ++k) {
    hex += digits[digest[k] >> 4];
    hex += digits[digest[k] & 15];
  }
  return hex;
}

}  // namespace hysteron::data
