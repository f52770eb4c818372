#include "spice/osdi.h"

#include "libmodel/error.h"
#include "spice/ngspice.h"

namespace fs = std::filesystem;

namespace hysteron::spice {

fs::path compile_osdi(const fs::path& folder, const std::string& name, OsdiVersion version) {
  const Workspace workspace;
  const fs::path source = fs::absolute(folder / (name + ".c")), target = folder / (name + (version == OsdiVersion::v0_4 ? ".vacask.osdi" : ".osdi"));
  const std::string minor = "-DOSDI_MINOR=" + std::to_string(int(version));
  const Run r = run_program(workspace.folder(), {"cc", "-O2", "-fPIC", "-shared", minor, source.string(), "-o", "model.osdi", "-lm"}, 120.0);
  if (r.status == 127) {
    throw InputError(target.string() + ": there is no C compiler `cc` on PATH to make it from " + source.filename().string() +
                     ": install one, e.g. `apt-get install gcc`");
  }
  if (r.out_of_time) throw InputError(source.string() + ": cc was not done after 120 s");
  if (!r.finished()) throw InputError(source.string() + ": cc refused it:\n" + r.output);
  const fs::path whole = target.string() + ".part";
  std::error_code failed;
  fs::copy_file(workspace.folder() / "model.osdi", whole, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(whole, target, failed);
  if (failed) throw InputError(target.string() + ": cannot be written: " + failed.message());
  return target;
}

}  // namespace hysteron::spice
