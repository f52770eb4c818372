#include "data/hdf5.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <stdexcept>

#include "data/unit.h"
#include "libmodel/error.h"

namespace hysteron::data::h5 {
namespace {

constexpr std::size_t longest_text = 1 << 16;            // bytes
constexpr std::size_t largest_chunk = 1 << 24;           // bytes
constexpr std::size_t densest_deflate = 1100;            // zlib reaches 1032:1
constexpr hsize_t most_members = 100000;

/// The library prints its errors to stderr unless told otherwise; ours name the place instead.
void keep_quiet() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  H5PLset_loading_state(0);  // a file must not choose code to load
}

[[noreturn]] void refuse(const std::string& place, const std::string& why) { throw InputError(place + ": " + why); }

Handle made(hid_t id, Handle::Close close) {
  if (id < 0) throw std::runtime_error("HDF5 failed while writing");
  return Handle(id, close);
}
void made(herr_t status) {
  if (status < 0) throw std::runtime_error("HDF5 failed while writing");
}

std::size_t saturating_product(const std::vector<std::size_t>& extent, std::size_t size) {
  for (std::size_t n : extent) {
    if (n != 0 && size > std::numeric_limits<std::size_t>::max() / n) return std::numeric_limits<std::size_t>::max();
    size *= n;
  }
  return size;
}

std::vector<std::size_t> extent_of(const Handle& space, const std::string& place) {
  if (space < 0 || H5Sget_simple_extent_type(space) == H5S_NULL) refuse(place, "has no extent");
  hsize_t n[H5S_MAX_RANK];
  const int rank = H5Sget_simple_extent_ndims(space);
  if (rank < 0 || rank > 3) refuse(place, fmt::format("has {} dimensions: must be 0 to 3", rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space, n, nullptr) < 0) refuse(place, "is damaged");
  return {n, n + rank};
}

void check_chunks(const Handle& list, std::size_t size, const std::string& place) {
  hsize_t n[H5S_MAX_RANK];
  const int rank = H5Pget_chunk(list, 2, n);
  if (rank < 0 || rank > 3) refuse(place, "has damaged chunks");
  const std::size_t chunk = saturating_product({n, n + rank}, size);
  if (chunk > largest_chunk) refuse(place, fmt::format("has chunks of {} bytes: at most {} are read", chunk, largest_chunk));
  const int filters = H5Pget_nfilters(list);
  for (int k = 0; k < filters; ++k) {
    unsigned flags = 0, settings = 0;
    std::size_t values = 0;
    const H5Z_filter_t filter = H5Pget_filter2(list, static_cast<unsigned>(k), &flags, &values, nullptr, 0, nullptr, &settings);
    if (filter != H5Z_FILTER_DEFLATE && filter != H5Z_FILTER_SHUFFLE && filter != H5Z_FILTER_FLETCHER32) {
      refuse(place, fmt::format("is packed by filter {}: must be deflate, shuffle or fletcher32", filter));
    }
  }
}

/// Whether `declared` bytes can come from what the dataset holds and from what the file may still hand out.
void check_storage(const Handle& dataset, std::size_t declared, std::size_t size, Budget* budget, const std::string& place) {
  const Handle list(H5Dget_create_plist(dataset), H5Pclose);
  if (list < 0) refuse(place, "is damaged");
  if (declared > budget->bytes) refuse(place, fmt::format("declares {} bytes: more than is read from one file", declared));
  budget->bytes -= declared;
  const H5D_layout_t layout = H5Pget_layout(list);
  if (layout != H5D_COMPACT && layout != H5D_CONTIGUOUS && layout != H5D_CHUNKED) refuse(place, "is not stored in this file");
  if (H5Pget_external_count(list) != 0) refuse(place, "is not stored in this file");
  if (layout == H5D_CHUNKED) check_chunks(list, size, place);
  const std::size_t stored = H5Dget_storage_size(dataset);
  if (declared > 0 && declared / densest_deflate > stored) {
    refuse(place, fmt::format("declares {} bytes but holds {}", declared, stored));
  }
  if (declared > 0 && stored == 0) refuse(place, "declares values but holds none");
}

/// A string type as this machine reads it: as stored, fixed or of variable length.
Handle memory_text(const Handle& type, const std::string& place) {
  if (type < 0 || H5Tget_class(type) != H5T_STRING) refuse(place, "must be text");
  const htri_t variable = H5Tis_variable_str(type);
  const std::size_t size = H5Tget_size(type);
  if (variable < 0 || size == 0 || size > longest_text) refuse(place, fmt::format("holds texts of {} bytes: at most {} are read", size, longest_text));
  return Handle(H5Tcopy(type), H5Tclose);
}

std::string without_padding(std::string text) {
  text.erase(std::min(text.find('\0'), text.size()));
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

/// Texts of an attribute or dataset: read(type, buffer) fetches them.
template <class Read>
std::vector<std::string> texts_from(const Handle& type, std::size_t n, const Handle& space, const std::string& place, Read read) {
  const Handle memory = memory_text(type, place);
  std::vector<std::string> out;
  if (H5Tis_variable_str(memory) > 0) {
    std::vector<char*> text(n, nullptr);
    if (read(memory, text.data()) < 0) refuse(place, "is damaged");
    for (const char* t : text) out.push_back(t ? std::string(t, strnlen(t, longest_text)) : "");
    H5Dvlen_reclaim(memory, space, H5P_DEFAULT, text.data());
    return out;
  }
  const std::size_t size = H5Tget_size(memory);
  std::string all(n * size, '\0');
  if (read(memory, all.data()) < 0) refuse(place, "is damaged");
  for (std::size_t k = 0; k < n; ++k) out.push_back(without_padding(all.substr(k * size, size)));
  return out;
}

std::optional<std::string> text_attribute_of(hid_t object, const std::string& name, const std::string& place) {
  const htri_t exists = H5Aexists(object, name.c_str());
  if (exists == 0) return {};
  const Handle attribute(exists < 0 ? -1 : H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose);
  if (attribute < 0) refuse(place + "@" + name, "is damaged");
  const Handle space(H5Aget_space(attribute), H5Sclose);
  if (saturating_product(extent_of(space, place + "@" + name), 1) != 1) refuse(place + "@" + name, "must be one text");
  const Handle type(H5Aget_type(attribute), H5Tclose);
  return texts_from(type, 1, space, place + "@" + name,
                    [&](hid_t memory, void* to) { return H5Aread(attribute, memory, to); })[0];
}

void check_numeric(const Handle& type, const std::string& place) {
  const H5T_class_t kind = type < 0 ? H5T_NO_CLASS : H5Tget_class(type);
  if ((kind != H5T_FLOAT && kind != H5T_INTEGER) || H5Tget_size(type) > 8) refuse(place, "must be numbers of at most 8 bytes");
}

Unit unit_for(const std::optional<std::string>& text, std::string_view si, const std::string& place) {
  if (si.empty()) return {};
  if (!text) {
    if (si == "1") return {};
    refuse(place, fmt::format("has no units: write the attribute units = \"{}\"", si));
  }
  const auto unit = parse_unit(*text);
  if (!unit) throw InputError(fmt::format("{}@units = \"{}\": is not a unit known here: must be {} or a multiple of it", place, *text, si));
  if (unit->si != si) throw InputError(fmt::format("{}@units = \"{}\": must be {} or a multiple of it", place, *text, si));
  return *unit;
}

template <class T>
hid_t memory_type();
template <>
hid_t memory_type<double>() { return H5T_IEEE_F64LE; }
template <>
hid_t memory_type<std::uint8_t>() { return H5T_STD_U8LE; }
template <>
hid_t memory_type<std::int8_t>() { return H5T_STD_I8LE; }
template <>
hid_t memory_type<std::uint16_t>() { return H5T_STD_U16LE; }
template <>
hid_t memory_type<std::uint32_t>() { return H5T_STD_U32LE; }
template <>
hid_t memory_type<std::uint64_t>() { return H5T_STD_U64LE; }
template <>
hid_t memory_type<std::int32_t>() { return H5T_STD_I32LE; }

Handle utf8(std::size_t size) {
  Handle type = made(H5Tcopy(H5T_C_S1), H5Tclose);
  made(H5Tset_size(type, std::max<std::size_t>(size, 1)));
  made(H5Tset_cset(type, H5T_CSET_UTF8));
  made(H5Tset_strpad(type, H5T_STR_NULLPAD));
  return type;
}

void write_text_attribute(hid_t object, const char* name, std::string_view text) {
  if (H5Aexists(object, name) > 0) made(H5Adelete(object, name));
  const std::string kept(text.substr(0, longest_text - 1));
  const Handle type = utf8(kept.size()), space = made(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute = made(H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  made(H5Awrite(attribute, type, kept.empty() ? "\0" : kept.c_str()));
}

/// Without times of creation, so that equal contents are equal bytes.
Handle dataset_list(const std::vector<hsize_t>& extent) {
  Handle list = made(H5Pcreate(H5P_DATASET_CREATE), H5Pclose);
  made(H5Pset_obj_track_times(list, false));
  if (extent.empty() || extent[0] < 32) return list;
  std::vector<hsize_t> chunk = extent;
  chunk[0] = std::min<hsize_t>(chunk[0], 65536);
  if (chunk.size() > 1) chunk[1] = std::min<hsize_t>(chunk[1], 16);
  made(H5Pset_chunk(list, static_cast<int>(chunk.size()), chunk.data()));
  made(H5Pset_shuffle(list));
  made(H5Pset_deflate(list, 4));
  made(H5Pset_fletcher32(list));
  return list;
}

Handle in_memory() {
  Handle access = made(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  made(H5Pset_fapl_core(access, 1 << 16, false));
  made(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
  return access;
}

/// The library takes two open files of one name for the same file.
std::string unique_name() {
  static std::atomic<std::uint64_t> count = 0;
  return fmt::format("hysteron-{}", ++count);
}

/// A file for the library to work in, which loses its name once it is open. Not the library's own
/// image of a file in memory: release 1.10 leaves a wrong checksum in the superblock of that.
struct Workplace {
  std::string name = (std::filesystem::temp_directory_path() / "hysteron.XXXXXX").string();
  Handle descriptor{::mkstemp(name.data()), [](hid_t fd) -> herr_t { return ::close(static_cast<int>(fd)); }};

  Workplace() {
    if (descriptor < 0) throw InputError(name + ": no temporary file can be made");
  }
  Workplace(const Workplace&) = delete;
  ~Workplace() { ::unlink(name.c_str()); }
};

Handle on_disk() {
  Handle access = made(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  made(H5Pset_fclose_degree(access, H5F_CLOSE_STRONG));
  made(H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18));  // 1.8 checksums its metadata
  return access;
}

}  // namespace

std::string Group::place(std::string_view member) const {
  return place_ + (place_.ends_with('/') ? "" : "/") + std::string(member);
}

std::vector<std::string> Group::members() const {
  H5G_info_t info;
  if (H5Gget_info(id_, &info) < 0) refuse(place_, "is damaged");
  if (info.nlinks > most_members) refuse(place_, fmt::format("has {} members: at most {} are read", info.nlinks, most_members));
  std::vector<std::string> names;
  const auto note = [](hid_t, const char* name, const H5L_info_t*, void* to) -> herr_t {
    auto& all = *static_cast<std::vector<std::string>*>(to);
    all.emplace_back(name);
    return all.size() > most_members ? -1 : 0;
  };
  if (H5Literate(id_, H5_INDEX_NAME, H5_ITER_INC, nullptr, note, &names) < 0) refuse(place_, "is damaged");
  return names;
}

bool Group::has(const std::string& member) const {
  const htri_t exists = H5Lexists(id_, member.c_str(), H5P_DEFAULT);
  if (exists < 0) refuse(place_, "is damaged");
  if (exists == 0) return false;
  H5L_info_t info;
  if (H5Lget_info(id_, member.c_str(), &info, H5P_DEFAULT) < 0) refuse(place(member), "is damaged");
  if (info.type != H5L_TYPE_HARD) refuse(place(member), "is a soft or external link: must be in its own place");
  return true;
}

std::optional<Group> Group::group(const std::string& member) const {
  if (!has(member)) return {};
  Handle object(H5Oopen(id_, member.c_str(), H5P_DEFAULT), H5Oclose);
  if (object < 0) refuse(place(member), "is damaged");
  if (H5Iget_type(object) != H5I_GROUP) refuse(place(member), "must be a group");
  return Group(std::move(object), place(member), budget_);
}

Handle Group::dataset(const std::string& member) const {
  Handle object(H5Oopen(id_, member.c_str(), H5P_DEFAULT), H5Oclose);
  if (object < 0) refuse(place(member), "is damaged");
  if (H5Iget_type(object) != H5I_DATASET) refuse(place(member), "must be a dataset");
  return object;
}

std::optional<std::string> Group::text_attribute(const std::string& name) const {
  return text_attribute_of(id_, name, place_);
}

std::optional<double> Group::number_attribute(const std::string& name, std::string_view si) const {
  const htri_t exists = H5Aexists(id_, name.c_str());
  if (exists == 0) return {};
  const std::string where = place_ + "@" + name;
  const Handle attribute(exists < 0 ? -1 : H5Aopen(id_, name.c_str(), H5P_DEFAULT), H5Aclose);
  if (attribute < 0) refuse(where, "is damaged");
  check_numeric(Handle(H5Aget_type(attribute), H5Tclose), where);
  if (saturating_product(extent_of(Handle(H5Aget_space(attribute), H5Sclose), where), 1) != 1) refuse(where, "must be one number");
  const auto text = text_attribute(name + "_units");
  const Unit unit = text ? unit_for(text, si, where) : Unit{};
  double x = 0.0;
  if (H5Aread(attribute, H5T_NATIVE_DOUBLE, &x) < 0) refuse(where, "is damaged");
  return unit.scale * x + unit.offset;
}

std::vector<std::string> Group::texts(const std::string& member) const {
  if (!has(member)) return {};
  const Handle set = dataset(member);
  const Handle space(H5Dget_space(set), H5Sclose), type(H5Dget_type(set), H5Tclose);
  const std::size_t n = saturating_product(extent_of(space, place(member)), 1);
  const Handle memory = memory_text(type, place(member));
  check_storage(set, saturating_product({n}, H5Tget_size(memory)), H5Tget_size(memory), budget_, place(member));
  return texts_from(type, n, space, place(member),
                    [&](hid_t as, void* to) { return H5Dread(set, as, H5S_ALL, H5S_ALL, H5P_DEFAULT, to); });
}

std::optional<std::string> Group::text(const std::string& member) const {
  if (!has(member)) return {};
  const auto all = texts(member);
  if (all.size() != 1) refuse(place(member), fmt::format("holds {} texts: must be one", all.size()));
  return all[0];
}

std::optional<Numbers> Group::numbers(const std::string& member, std::string_view si) const {
  if (!has(member)) return {};
  const Handle set = dataset(member);
  const Handle type(H5Dget_type(set), H5Tclose), space(H5Dget_space(set), H5Sclose);
  check_numeric(type, place(member));
  Numbers out{.values = {}, .extent = extent_of(space, place(member))};
  const std::size_t n = saturating_product(out.extent, 1);
  check_storage(set, saturating_product({n}, 8) / 8 * H5Tget_size(type), H5Tget_size(type), budget_, place(member));
  const Unit unit = unit_for(text_attribute_of(set, "units", place(member)), si, place(member));
  out.values.resize(n);
  if (n > 0 && H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, out.values.data()) < 0) {
    refuse(place(member), "is damaged: its values cannot be read");
  }
  if (unit.scale != 1.0 || unit.offset != 0.0) {
    for (double& x : out.values) x = unit.scale * x + unit.offset;
  }
  return out;
}

std::optional<double> Group::number(const std::string& member, std::string_view si) const {
  const auto all = numbers(member, si);
  if (!all) return {};
  if (all->values.size() != 1) refuse(place(member), fmt::format("holds {} values: must be one", all->values.size()));
  return all->values[0];
}

std::optional<std::uint64_t> Group::count(const std::string& member) const {
  if (!has(member)) return {};
  const Handle set = dataset(member);
  const Handle type(H5Dget_type(set), H5Tclose), space(H5Dget_space(set), H5Sclose);
  if (type < 0 || H5Tget_class(type) != H5T_INTEGER || saturating_product(extent_of(space, place(member)), 1) != 1) {
    refuse(place(member), "must be one integer");
  }
  check_storage(set, H5Tget_size(type), H5Tget_size(type), budget_, place(member));
  std::uint64_t n = 0;
  if (H5Dread(set, H5T_NATIVE_UINT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, &n) < 0) refuse(place(member), "is damaged");
  return n;
}

std::optional<std::string> Group::units(const std::string& member) const {
  if (!has(member)) return {};
  return text_attribute_of(dataset(member), "units", place(member));
}

NewGroup NewGroup::group(const std::string& member, const char* nx_class) const {
  if (H5Lexists(id_, member.c_str(), H5P_DEFAULT) > 0) {
    return NewGroup(made(H5Gopen2(id_, member.c_str(), H5P_DEFAULT), H5Gclose));
  }
  const Handle list = made(H5Pcreate(H5P_GROUP_CREATE), H5Pclose);
  made(H5Pset_obj_track_times(list, false));
  NewGroup child(made(H5Gcreate2(id_, member.c_str(), H5P_DEFAULT, list, H5P_DEFAULT), H5Gclose));
  child.attribute("NX_class", nx_class);
  return child;
}

void NewGroup::remove(const std::string& member) const {
  if (H5Lexists(id_, member.c_str(), H5P_DEFAULT) > 0) made(H5Ldelete(id_, member.c_str(), H5P_DEFAULT));
}

void NewGroup::attribute(const char* name, std::string_view text) const { write_text_attribute(id_, name, text); }

void NewGroup::attribute(const char* name, double value, std::string_view unit) const {
  const Handle space = made(H5Screate(H5S_SCALAR), H5Sclose);
  const Handle attribute = made(H5Acreate2(id_, name, H5T_IEEE_F64LE, space, H5P_DEFAULT, H5P_DEFAULT), H5Aclose);
  made(H5Awrite(attribute, H5T_NATIVE_DOUBLE, &value));
  write_text_attribute(id_, (std::string(name) + "_units").c_str(), unit);
}

void NewGroup::text(const char* member, std::string_view text) const {
  if (text.empty()) return;
  if (text.size() > longest_text) {
    throw InputError(fmt::format("{}: {} bytes of text: at most {} are kept", member, text.size(), longest_text));
  }
  const Handle type = utf8(text.size()), space = made(H5Screate(H5S_SCALAR), H5Sclose), list = dataset_list({});
  const Handle set = made(H5Dcreate2(id_, member, type, space, H5P_DEFAULT, list, H5P_DEFAULT), H5Dclose);
  made(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, std::string(text).c_str()));
}

void NewGroup::texts(const char* member, const std::vector<std::string>& lines) const {
  if (lines.empty()) return;
  std::size_t size = 1;
  for (const auto& line : lines) size = std::max(size, std::min(line.size(), longest_text));
  std::string all(lines.size() * size, '\0');
  for (std::size_t k = 0; k < lines.size(); ++k) lines[k].copy(all.data() + k * size, size);
  const hsize_t n = lines.size();
  const Handle type = utf8(size), space = made(H5Screate_simple(1, &n, nullptr), H5Sclose), list = dataset_list({});
  const Handle set = made(H5Dcreate2(id_, member, type, space, H5P_DEFAULT, list, H5P_DEFAULT), H5Dclose);
  made(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, all.data()));
}

void NewGroup::number(const char* member, double value, std::string_view unit) const {
  numbers(member, std::span<const double>(&value, 1), {}, unit);
}

void NewGroup::count(const char* member, std::uint64_t value) const {
  numbers(member, std::span<const std::uint64_t>(&value, 1), {}, "1");
}

template <class T>
void NewGroup::numbers(const char* member, std::span<const T> values, std::vector<hsize_t> extent, std::string_view unit) const {
  const Handle space = made(extent.empty() ? H5Screate(H5S_SCALAR)
                                           : H5Screate_simple(static_cast<int>(extent.size()), extent.data(), nullptr),
                            H5Sclose);
  const Handle list = dataset_list(extent);
  const Handle set = made(H5Dcreate2(id_, member, memory_type<T>(), space, H5P_DEFAULT, list, H5P_DEFAULT), H5Dclose);
  if (!values.empty()) made(H5Dwrite(set, memory_type<T>(), H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()));
  write_text_attribute(set, "units", unit);
}
template void NewGroup::numbers(const char*, std::span<const double>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::uint8_t>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::int8_t>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::uint16_t>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::uint32_t>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::uint64_t>, std::vector<hsize_t>, std::string_view) const;
template void NewGroup::numbers(const char*, std::span<const std::int32_t>, std::vector<hsize_t>, std::string_view) const;

File File::read(std::string_view bytes, std::string name) {
  keep_quiet();
  if (bytes.empty()) throw InputError(name + ": is empty");
  const Handle access = in_memory();
  made(H5Pset_file_image(access, const_cast<char*>(bytes.data()), bytes.size()));  // copied, not changed
  Handle id(H5Fopen(unique_name().c_str(), H5F_ACC_RDONLY, access), H5Fclose);
  if (id < 0) throw InputError(name + ": is not an HDF5 file, or is damaged");
  return File(std::move(id), Handle(-1, nullptr), std::move(name));
}

File File::edit(std::string_view bytes, std::string name) {
  keep_quiet();
  Workplace place;
  while (!bytes.empty()) {
    const ssize_t n = ::write(static_cast<int>(place.descriptor), bytes.data(), bytes.size());
    if (n < 0) throw InputError(place.name + ": cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  Handle id(H5Fopen(place.name.c_str(), H5F_ACC_RDWR, on_disk()), H5Fclose);
  if (id < 0) throw InputError(name + ": is not an HDF5 file, or is damaged");
  return File(std::move(id), std::move(place.descriptor), std::move(name));
}

File File::create() {
  keep_quiet();
  Workplace place;
  const Handle list = made(H5Pcreate(H5P_FILE_CREATE), H5Pclose);
  made(H5Pset_obj_track_times(list, false));
  Handle id = made(H5Fcreate(place.name.c_str(), H5F_ACC_TRUNC, list, on_disk()), H5Fclose);
  return File(std::move(id), std::move(place.descriptor), "");
}

Group File::root(Budget* budget) const {
  Handle group(H5Gopen2(id_, "/", H5P_DEFAULT), H5Gclose);
  if (group < 0) throw InputError(name_ + ": is damaged");
  return Group(std::move(group), name_ + ":/", budget);
}

NewGroup File::new_root() const { return NewGroup(made(H5Gopen2(id_, "/", H5P_DEFAULT), H5Gclose)); }

std::string File::bytes() && {
  made(H5Fclose(std::exchange(id_, Handle(-1, nullptr)).release()));
  const off_t size = ::lseek(static_cast<int>(workplace_), 0, SEEK_END);
  if (size <= 0) throw std::runtime_error("HDF5 failed while writing");
  std::string all(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < all.size()) {
    const ssize_t n = ::pread(static_cast<int>(workplace_), all.data() + done, all.size() - done, static_cast<off_t>(done));
    if (n <= 0) throw std::runtime_error("HDF5 failed while writing");
    done += static_cast<std::size_t>(n);
  }
  return all;
}

}  // namespace hysteron::data::h5
