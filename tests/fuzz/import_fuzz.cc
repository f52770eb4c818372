// Any bytes as an instrument file: imported, or refused in words. Built for libFuzzer with -DHYSTERON_FUZZ=ON
// (Clang), and for the replay of the corpus with any compiler.
//
//     tests/fuzz/hysteron_import_fuzz tests/fuzz/corpus/keithley_4200 -max_total_time=600

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "data/columns.h"
#include "data/import.h"
#include "libmodel/error.h"

namespace {

using namespace hysteron;

/// A file in memory, which programs open by its path.
class MemoryFile {
 public:
  MemoryFile(const std::uint8_t* bytes, std::size_t size) : descriptor_(::memfd_create("fuzz", 0)) {
    if (descriptor_ < 0 || ::write(descriptor_, bytes, size) != static_cast<ssize_t>(size)) std::abort();
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

void import(const std::string& path, const data::ImportOptions& options) {
  try {
    const data::Imported all = data::import_file(path, options);
    data::each_kind(all, [](const auto& kind, const char*) {
      for (const auto& m : kind) {
        if (data::first_fault(m)) std::abort();  // what is handed out must hold
      }
    });
  } catch (const InputError&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const MemoryFile file(bytes, size);
  import(file.path(), {});
  data::ImportOptions segmented;
  segmented.segment = true;
  segmented.negative_potentiates = true;
  import(file.path(), segmented);
  data::ImportOptions mapped;
  mapped.map = "#1 = voltage [mV], #2 = current [uA]";
  import(file.path(), mapped);
  data::ImportOptions named;
  named.columns = "up = read_conductance [1e-6 S + 2e-6 S], down = read_conductance [1e-6 S + 2e-6 S]";
  import(file.path(), named);
  return 0;
}
