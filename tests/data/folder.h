#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "libmodel/error.h"

namespace hysteron::test {

/// A new folder, removed with what is in it.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "hysteron-test-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::filesystem::path file(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  /// A folder in it.
  std::filesystem::path folder(const std::string& name) const {
    std::filesystem::create_directory(path_ / name);
    return path_ / name;
  }
  std::size_t count() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(path_), {}));
  }

 private:
  std::filesystem::path path_;
};

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// What InputError says, "" if none is thrown. Folders of the test are left out of the text.
template <class Work>
std::string complaint(const Work& work) {
  try {
    work();
  } catch (const InputError& e) {
    const std::string text = e.what();
    const auto folder = text.find("hysteron-test-");
    const auto end = folder == std::string::npos ? std::string::npos : text.find('/', folder);
    return end == std::string::npos ? text : text.substr(end + 1);
  }
  return "";
}

}  // namespace hysteron::test
