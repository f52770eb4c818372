#include "data/trial.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

#include "libmodel/error.h"

namespace hysteron::data {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr bool reserves_all_memory = true;  // a bound on addresses would stop the sanitizer itself
#elif defined(__has_feature)
constexpr bool reserves_all_memory = __has_feature(address_sanitizer);
#else
constexpr bool reserves_all_memory = false;
#endif

constexpr rlim_t most_memory = rlim_t{8} << 30;  // bytes, of the whole process
constexpr rlim_t least_seconds = 5;              // of the processor
constexpr rlim_t slowest = 4 << 20;              // bytes a second, unpacked and checked

void bound(int resource, rlim_t limit) {
  rlimit now;
  if (getrlimit(static_cast<__rlimit_resource>(resource), &now) != 0) return;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < limit) return;
  now.rlim_cur = now.rlim_max = limit;
  setrlimit(static_cast<__rlimit_resource>(resource), &now);
}

[[noreturn]] void run_bounded(std::size_t size, const std::function<void()>& work) {
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGXCPU, SIGINT, SIGTERM}) std::signal(signal, SIG_DFL);
  const int nowhere = ::open("/dev/null", O_WRONLY);
  ::dup2(nowhere, STDOUT_FILENO);
  ::dup2(nowhere, STDERR_FILENO);
  bound(RLIMIT_CORE, 0);
  bound(RLIMIT_CPU, least_seconds + size / slowest);
  if (!reserves_all_memory) bound(RLIMIT_AS, most_memory);
  try {
    work();
  } catch (...) {  // the caller meets it again, outside
  }
  ::_exit(0);
}

}  // namespace

void survive(const std::string& name, std::size_t size, const std::function<void()>& work) {
  const pid_t child = ::fork();
  if (child < 0) throw InputError(name + ": cannot be tried: no process can be made");
  if (child == 0) run_bounded(size, work);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw InputError(name + ": cannot be tried: its process was lost");
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw InputError(name + ": is damaged: the library that reads its format fails on it");
}

}  // namespace hysteron::data
