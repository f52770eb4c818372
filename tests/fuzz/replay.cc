// Feeds the corpus to a fuzz target without a fuzzer: each file whole, cut in places, and with bytes changed.

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

namespace {

void feed(const std::string& bytes) { LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()); }

void feed_variants(const std::string& whole, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  feed(whole);
  for (int k = 0; k < 8; ++k) feed(whole.substr(0, random() % (whole.size() + 1)));
  for (int k = 0; k < 8 && !whole.empty(); ++k) {
    std::string changed = whole;
    for (int flips = 0; flips <= k; ++flips) changed[random() % changed.size()] = static_cast<char>(random());
    feed(changed);
  }
}

}  // namespace

int main(int count, char** arguments) {
  std::size_t files = 0;
  for (int k = 1; k < count; ++k) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[k])) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      feed_variants(std::string(std::istreambuf_iterator<char>(in), {}), ++files);
    }
  }
  std::printf("%zu files\n", files);
  return files > 0 ? 0 : 1;
}
