#include "data/schema.h"

#include <fmt/format.h>

#include "libmodel/error.h"

namespace hysteron::data {

h5::Group checked_entry(const h5::File& file, h5::Budget* budget) {
  const h5::Group root = file.root(budget);
  const std::string format = root.text_attribute("file_format").value_or("");
  if (format != file_format) {
    throw InputError(fmt::format("{}@file_format = \"{}\": must be \"{}\"; other formats are brought in by hysteron import", root.place(), format, file_format));
  }
  const std::string version = root.text_attribute("schema_version").value_or("");
  if (!version.starts_with("1.")) {
    throw InputError(fmt::format("{}@schema_version = \"{}\": must be 1.x", root.place(), version));
  }
  auto entry = root.group("entry");
  if (!entry) throw InputError(root.place("entry") + ": is missing");
  return std::move(*entry);
}

h5::File new_schema_file(const std::string& program_version) {
  h5::File file = h5::File::create();
  const h5::NewGroup root = file.new_root();
  root.attribute("NX_class", "NXroot");
  root.attribute("file_format", file_format);
  root.attribute("schema_version", schema_version);
  root.attribute("default", "entry");
  const h5::NewGroup entry = root.group("entry", "NXentry");
  entry.attribute("default", "measurements");
  entry.text("program_name", "hysteron");
  entry.text("program_version", program_version);
  return file;
}

}  // namespace hysteron::data
