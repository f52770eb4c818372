#include "data/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "libmodel/error.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what) {
  throw InputError(fmt::format("{}: {}: {}", path.string(), what, std::strerror(errno)));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  operator int() const { return fd_; }

 private:
  int fd_;
};

// Removed unless it has been renamed or linked to its place.
class Temporary {
 public:
  explicit Temporary(const fs::path& target) : name_(target.string() + ".XXXXXX"), fd_(::mkstemp(name_.data())) {
    if (fd_ < 0) fail(target, "cannot be written");
  }
  ~Temporary() { ::unlink(name_.c_str()); }
  const char* name() const { return name_.c_str(); }
  int fd() const { return fd_; }

 private:
  std::string name_;
  Descriptor fd_;
};

void write_synced(const Temporary& temporary, const fs::path& target, std::string_view bytes) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  struct stat old;
  ::fchmod(temporary.fd(), ::stat(target.c_str(), &old) == 0 ? old.st_mode & 07777 : 0666 & ~mask);
  while (!bytes.empty()) {
    const ssize_t n = ::write(temporary.fd(), bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(target, "cannot be written");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(temporary.fd()) != 0) fail(target, "cannot be written");
}

void sync_folder(const fs::path& target) {
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  const Descriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY));
  if (fd >= 0) ::fsync(fd);
}

}  // namespace

std::string read_whole(const fs::path& path) {
  const Descriptor fd(::open(path.c_str(), O_RDONLY | O_NONBLOCK));  // a pipe without a writer must not hang
  if (fd < 0) fail(path, "cannot be read");
  struct stat status;
  if (::fstat(fd, &status) != 0) fail(path, "cannot be read");
  if (!S_ISREG(status.st_mode)) throw InputError(path.string() + ": is not a regular file");
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size > largest_file) {
    throw InputError(fmt::format("{}: {} bytes: at most {} can be read", path.string(), size, largest_file));
  }
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::read(fd, bytes.data() + done, size - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "cannot be read");
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

void replace_whole(const fs::path& path, std::string_view bytes) {
  const Temporary temporary(path);
  write_synced(temporary, path, bytes);
  if (::rename(temporary.name(), path.c_str()) != 0) fail(path, "cannot be replaced");
  sync_folder(path);
}

void create_whole(const fs::path& path, std::string_view bytes) {
  const Temporary temporary(path);
  write_synced(temporary, path, bytes);
  if (::link(temporary.name(), path.c_str()) != 0) {
    if (errno == EEXIST) throw InputError(path.string() + ": exists and is not overwritten");
    fail(path, "cannot be written");
  }
  sync_folder(path);
}

void edit_whole(const fs::path& path, const std::function<std::string(const std::string&)>& edit) {
  while (true) {
    const Descriptor fd(::open(path.c_str(), O_RDONLY));
    if (fd < 0) {
      if (errno != ENOENT) fail(path, "cannot be read");
      return create_whole(path, edit(""));
    }
    while (::flock(fd, LOCK_EX) != 0) {
      if (errno != EINTR) fail(path, "cannot be locked");
    }
    struct stat locked, named;
    if (::fstat(fd, &locked) != 0 || ::stat(path.c_str(), &named) != 0 || locked.st_ino != named.st_ino) continue;
    return replace_whole(path, edit(read_whole(path)));
  }
}

}  // namespace hysteron::data
