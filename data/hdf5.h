#pragma once

// HDF5 with a place in every error: one handle type, and the few shapes our schema is made of. What
// a file declares is checked against what it holds before anything is allocated.

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hysteron::data::h5 {

/// Owns an identifier of the HDF5 library.
class Handle {
 public:
  using Close = herr_t (*)(hid_t);
  Handle(hid_t id, Close close) : id_(id), close_(close) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  operator hid_t() const { return id_; }
  hid_t release() { return std::exchange(id_, -1); }

 private:
  hid_t id_;
  Close close_;
};

/// How much a file may still hand out; a file of a few bytes can declare any size.
struct Budget {
  std::size_t bytes = std::size_t{1} << 30;
};

/// A dataset of numbers in SI, row by row.
struct Numbers {
  std::vector<double> values;
  std::vector<std::size_t> extent;  // empty for a scalar
};

/// A group, read. Members reached by soft or external links are refused.
class Group {
 public:
  Group(Handle id, std::string place, Budget* budget) : id_(std::move(id)), place_(std::move(place)), budget_(budget) {}

  const std::string& place() const { return place_; }  // lab.h5:/entry/sample
  std::string place(std::string_view member) const;

  /// Names of members, sorted; at most 100 000.
  std::vector<std::string> members() const;
  bool has(const std::string& member) const;
  std::optional<Group> group(const std::string& member) const;

  std::optional<std::string> text_attribute(const std::string& name) const;
  /// A number with its unit in the attribute name_units; SI.
  std::optional<double> number_attribute(const std::string& name, std::string_view si) const;

  std::optional<std::string> text(const std::string& member) const;
  std::vector<std::string> texts(const std::string& member) const;

  /// Numbers converted to the SI unit given; "" takes them as they are. Throws InputError if
  /// @units is missing (unless "1" or ""), unknown, or of another dimension.
  std::optional<Numbers> numbers(const std::string& member, std::string_view si) const;
  std::optional<double> number(const std::string& member, std::string_view si) const;
  std::optional<std::uint64_t> count(const std::string& member) const;
  std::optional<std::string> units(const std::string& member) const;

  bool is_group(const std::string& member) const;
  /// A field of a table (a dataset of compounds), row by row, as it stands. Throws InputError if there is none.
  std::vector<double> field(const std::string& table, const std::string& name) const;
  /// A number in an attribute of a member, as it stands.
  std::optional<double> number_attribute_of(const std::string& member, const std::string& name) const;

 private:
  Handle dataset(const std::string& member) const;

  Handle id_;
  std::string place_;
  Budget* budget_;
};

/// A group, written.
class NewGroup {
 public:
  explicit NewGroup(Handle id) : id_(std::move(id)) {}

  NewGroup group(const std::string& member, const char* nx_class) const;  // made if it is not there
  void remove(const std::string& member) const;

  void attribute(const char* name, std::string_view text) const;
  void attribute(const char* name, double value, std::string_view unit) const;

  void text(const char* member, std::string_view text) const;  // left out if empty
  void texts(const char* member, const std::vector<std::string>& lines) const;
  void number(const char* member, double value, std::string_view unit) const;
  void count(const char* member, std::uint64_t value) const;

  template <class T>
  void numbers(const char* member, std::span<const T> values, std::string_view unit) const {
    numbers(member, values, {values.size()}, unit);
  }
  template <class T>
  void numbers(const char* member, std::span<const T> values, std::vector<hsize_t> extent, std::string_view unit) const;

 private:
  Handle id_;
};

/// A file, apart from its place on the disk.
class File {
 public:
  /// Of the bytes of a file called `name` in messages. Throws InputError if they are not HDF5.
  static File read(std::string_view bytes, std::string name);
  static File edit(std::string_view bytes, std::string name);
  static File create();

  Group root(Budget* budget) const;
  NewGroup new_root() const;

  /// The bytes of a file edited or created, which is closed.
  std::string bytes() &&;

 private:
  File(Handle id, Handle workplace, std::string name) : workplace_(std::move(workplace)), id_(std::move(id)), name_(std::move(name)) {}

  Handle workplace_;  // a descriptor, -1 where only read; outlives the file
  Handle id_;
  std::string name_;
};

}  // namespace hysteron::data::h5
