#include "data/results.h"

#include "data/schema.h"
#include "data/trial.h"
#include "data/whole_file.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;
using Write = std::function<void(const h5::NewGroup&)>;

void check_id(const std::string& id, const char* kind) {
  constexpr const char* allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  if (id.empty() || id.size() > 255 || id.find_first_not_of(allowed) != std::string::npos || id.find_first_not_of('.') == std::string::npos) {
    throw InputError(fmt::format("id \"{}\" of {}: must be letters, digits, '_', '-' and '.'", id, kind));
  }
}

std::string with_result(h5::File file, const std::string& program_version, const char* kind, const std::string& id, const Write& write) {
  h5::Budget budget;
  checked_entry(file, &budget);
  const h5::NewGroup results = file.new_root().group("entry", "NXentry").group("results", "NXprocess");
  results.remove("program");
  results.text("program", "hysteron " + program_version);
  const h5::NewGroup all = results.group(kind, "NXcollection");
  all.remove(id);
  write(all.group(id, "NXcollection"));
  return std::move(file).bytes();
}

}  // namespace

void write_result(const fs::path& path, const std::string& program_version, const char* kind, const std::string& id, const Write& write) {
  check_id(id, kind);
  edit_whole(path, [&](const std::string& bytes) {
    if (bytes.empty()) return with_result(new_schema_file(program_version), program_version, kind, id, write);
    return tried(path.string(), bytes.size(), [&] { return with_result(h5::File::edit(bytes, path.string()), program_version, kind, id, write); });
  });
}

void read_results(const fs::path& path, const char* kind, const std::function<void(const h5::Group&, const std::string&)>& read) {
  const std::string bytes = read_whole(path);
  tried(path.string(), bytes.size(), [&] {
    const h5::File file = h5::File::read(bytes, path.string());
    h5::Budget budget;
    const auto results = checked_entry(file, &budget).group("results");
    const auto all = results ? results->group(kind) : std::nullopt;
    if (!all) return;
    for (const std::string& id : all->members()) read(*all->group(id), id);
  });
}

std::vector<double> column(const h5::Group& group, const char* member, const std::vector<std::size_t>& extent) {
  auto numbers = group.numbers(member, "");
  if (!numbers) {
    if (extent[0] == 0) return {};
    throw InputError(group.place(member) + ": is missing");
  }
  if (numbers->extent != extent) {
    throw InputError(fmt::format("{}: has {} values in {} dimensions: must be {}", group.place(member), numbers->values.size(),
                                 numbers->extent.size(), fmt::join(extent, " x ")));
  }
  return numbers->values;
}

}  // namespace hysteron::data
