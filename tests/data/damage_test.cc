// Files that are broken in every way we could think of: each is read, or refused in words.

#include <doctest/doctest.h>
#include <hdf5.h>

#include <cstdint>
#include <random>
#include <string>

#include "data/lab_file.h"
#include "tests/data/folder.h"
#include "tests/data/hdf5_text.h"

using namespace hysteron;
using namespace hysteron::data;
using test::complaint;

namespace {

PulseTrain train(std::size_t n) {
  PulseTrain t;
  t.voltage.assign(n, 1.0);
  t.pulse_width.assign(n, 1e-6);
  t.read_voltage.assign(n, 0.1);
  for (std::size_t k = 0; k < n; ++k) t.read_current.push_back(1e-9 * static_cast<double>(k));
  t.source.assumptions = {"an assumption"};
  return t;
}

PvLoop loop(std::size_t n) {
  PvLoop l;
  for (std::size_t k = 0; k < n; ++k) {
    l.voltage.push_back(1e-2 * static_cast<double>(k));
    l.charge.push_back(1e-12 * static_cast<double>(k * k));
  }
  l.frequency = 100.0;
  l.area = 1e-8;
  l.reported = {{"Vc+", 1.0, "V"}, {"Pr+", 20.0, "uC/cm2"}};
  return l;
}

Pund pund(std::size_t n) {
  Pund s;
  for (std::size_t k = 0; k < n; ++k) {
    s.time.push_back(1e-5 * static_cast<double>(k));
    s.voltage.push_back(1.0);
    s.current.push_back(1e-6);
    s.pulse.push_back(static_cast<std::uint32_t>(4 * k / n));
    s.phase.push_back(static_cast<std::uint8_t>(1 + 4 * k / n));
  }
  return s;
}

std::string whole_file(const test::Folder& folder) {
  LabFile lab;
  lab.sample.name = "sample";
  lab.pulse_trains = {train(100)};
  lab.pv_loops = {loop(100)};
  lab.punds = {pund(100)};
  write_lab_file(folder / "whole.h5", lab);
  return test::bytes_of(folder / "whole.h5");
}

/// As other programs write it: old metadata without checksums, a link into nowhere, a group that
/// holds itself, and a dataset whose declared size is `rows`.
std::string foreign_file(const test::Folder& folder, hsize_t rows) {
  const auto path = (folder / "foreign.h5").string();
  const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  test::put_text(file, "file_format", "synchar");
  test::put_text(file, "schema_version", "1.0");
  const hid_t parents = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(parents, 1);
  const hid_t group = H5Gcreate2(file, "/entry/measurements/1_pulse_train", parents, H5P_DEFAULT, H5P_DEFAULT);
  H5Lcreate_hard(file, "/entry", group, "itself", H5P_DEFAULT, H5P_DEFAULT);
  for (const char* name : {"voltage", "pulse_width", "read_voltage", "read_current"}) {
    const hsize_t n[1] = {rows}, chunk[1] = {16};
    const hid_t space = H5Screate_simple(1, n, nullptr), list = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(list, 1, chunk);
    H5Pset_deflate(list, 1);
    const hid_t set = H5Dcreate2(group, name, H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, list, H5P_DEFAULT);
    const double ones[20] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    if (rows == 20) H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, ones);
    test::put_text(set, "units", std::string(name).ends_with("width") ? "s" : std::string(name).ends_with("current") ? "A" : "V");
    H5Dclose(set);
    H5Pclose(list);
    H5Sclose(space);
  }
  H5Gclose(group);
  H5Pclose(parents);
  H5Fclose(file);
  return test::bytes_of(path);
}

bool read_or_refused(const test::Folder& folder, const std::string& bytes) {
  const auto path = folder.file("broken.h5", bytes);
  const std::string lab = complaint([&] { read_lab_file(path); });
  const std::string fits = complaint([&] { read_fits(path); });
  return (lab.empty() || lab.starts_with("broken.h5:")) && (fits.empty() || fits.starts_with("broken.h5:"));
}

void check_flips(const std::string& whole, int files, std::uint64_t seed) {
  const test::Folder folder;
  std::mt19937_64 random(seed);
  int refused = 0;
  for (int k = 0; k < files; ++k) {
    std::string bytes = whole;
    for (int flips = 1 + k % 4; flips > 0; --flips) bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto path = folder.file("broken.h5", bytes);
    const std::string said = complaint([&] { read_lab_file(path); });
    CHECK_MESSAGE((said.empty() || said.starts_with("broken.h5:")), said);
    refused += !said.empty();
  }
  CHECK(refused > 0);
}

}  // namespace

TEST_CASE("damage: a file cut anywhere is refused in words") {
  const test::Folder folder;
  const std::string whole = whole_file(folder);
  const std::size_t stride = whole.size() / 97;
  for (std::size_t n = 0; n < whole.size(); n += n < 64 ? 1 : stride) {
    CAPTURE(n);
    const auto path = folder.file("cut.h5", whole.substr(0, n));
    CHECK(complaint([&] { read_lab_file(path); }).starts_with("cut.h5:"));
  }
}

TEST_CASE("damage: changed bytes in a file of ours are met by words, not by a crash") {
  const test::Folder folder;
  check_flips(whole_file(folder), 300, 1);
}

TEST_CASE("damage: changed bytes in a file without checksums are met by words, not by a crash") {
  const test::Folder folder;
  check_flips(foreign_file(folder, 20), 300, 2);
}

TEST_CASE("damage: a group that holds itself is read once") {
  const test::Folder folder;
  const auto path = folder.file("ring.h5", foreign_file(folder, 20));
  CHECK(read_lab_file(path).pulse_trains[0].size() == 20);
}

TEST_CASE("damage: a declared size of terabytes allocates nothing") {
  const test::Folder folder;
  const auto huge = folder.file("huge.h5", foreign_file(folder, hsize_t{1} << 40));
  CHECK(complaint([&] { read_lab_file(huge); }).find("declares 8796093022208 bytes") != std::string::npos);
  const auto hollow = folder.file("hollow.h5", foreign_file(folder, hsize_t{1} << 20));
  CHECK(complaint([&] { read_lab_file(hollow); }).find("declares 8388608 bytes but holds 0") != std::string::npos);
}

TEST_CASE("damage: a link out of its place is refused") {
  const test::Folder folder;
  whole_file(folder);
  const auto path = (folder / "whole.h5").string();
  const hid_t file = H5Fopen(path.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
  H5Ldelete(file, "/entry/sample", H5P_DEFAULT);
  H5Lcreate_external("/etc/passwd", "/", file, "/entry/sample", H5P_DEFAULT, H5P_DEFAULT);
  H5Fclose(file);
  CHECK(complaint([&] { read_lab_file(path); }) == "whole.h5:/entry/sample: is a soft or external link: must be in its own place");
}

TEST_CASE("damage: what is no HDF5 file is refused and left as it is") {
  const test::Folder folder;
  CHECK(read_or_refused(folder, ""));
  CHECK(read_or_refused(folder, "not a file of any kind"));
  const auto path = folder.file("text.h5", "not HDF5");
  FitRecord fit;
  fit.model = "m";
  CHECK(complaint([&] { add_measurements(path, {.pulse_trains = {train(1)}}); }) == "text.h5: is not an HDF5 file, or is damaged");
  CHECK(complaint([&] { write_fit(path, fit); }) == "text.h5: is not an HDF5 file, or is damaged");
  CHECK(test::bytes_of(path) == "not HDF5");
  CHECK(complaint([&] { read_lab_file(folder / "absent.h5"); }) == "absent.h5: cannot be read: No such file or directory");
  CHECK(complaint([&] { read_lab_file(std::filesystem::temp_directory_path()); }).ends_with("is not a regular file"));
  CHECK(folder.count() == 2);
}
