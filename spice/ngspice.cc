#include "spice/ngspice.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

#include "libmodel/error.h"

namespace fs = std::filesystem;

namespace hysteron::spice {
namespace {

constexpr int not_installed = 127;  // as shells have it

std::string text_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Between fork and exec, where only system calls are safe.
[[noreturn]] void become(const char* folder, int log, char* const* words) {
  const int nothing = open("/dev/null", O_RDONLY);
  if (setpgid(0, 0) == 0 && chdir(folder) == 0 && dup2(nothing, 0) >= 0 && dup2(log, 1) >= 0 && dup2(log, 2) >= 0) {
    execvp(words[0], words);
  }
  _exit(not_installed);
}

// Waits for the child; at the limit ends it and what it started.
bool wait_for(pid_t child, double limit, int& status) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::duration<double>(limit);
  for (auto pause = std::chrono::microseconds(500); Clock::now() < end; pause = std::min(2 * pause, std::chrono::microseconds(20000))) {
    if (waitpid(child, &status, WNOHANG) == child) return true;
    std::this_thread::sleep_for(pause);
  }
  kill(-child, SIGKILL);
  waitpid(child, &status, 0);
  return false;
}

std::string last_lines(const std::string& text, int count) {
  std::size_t at = text.size();
  while (at > 0 && (text[at - 1] != '\n' || count-- > 0)) --at;
  return text.substr(at);
}

}  // namespace

Workspace::Workspace() {
  std::string pattern = (fs::temp_directory_path() / "hysteron-XXXXXX").string();
  if (!mkdtemp(pattern.data())) throw InputError(pattern + ": no folder can be made there; set TMPDIR to one that can be written");
  folder_ = pattern;
}

Workspace::~Workspace() {
  std::error_code ignored;  // a destructor has nobody to tell
  fs::remove_all(folder_, ignored);
}

Run run_program(const fs::path& folder, const std::vector<std::string>& words, double limit) {
  const fs::path log = folder / "log.txt";
  const int file = open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) throw InputError(log.string() + ": cannot be written");
  std::vector<char*> argv;
  for (const std::string& w : words) argv.push_back(const_cast<char*>(w.c_str()));  // exec's signature; it does not write
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child == 0) become(folder.c_str(), file, argv.data());
  close(file);
  if (child < 0) throw std::system_error(errno, std::generic_category(), words[0]);
  int status = 0;
  const bool in_time = wait_for(child, limit, status);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, !in_time, text_of(log)};
}

Run run_ngspice(const fs::path& folder, const std::string& deck, double limit) {
  std::ofstream(folder / "deck.sp") << deck;
  Run r = run_program(folder, {"ngspice", "-n", "-b", "deck.sp"}, limit);
  if (r.status == not_installed) {
    throw InputError("ngspice is not installed, or not on PATH: install it, e.g. `apt-get install ngspice`");
  }
  // ngspice 39 ends with 1 where every analysis stands in .control, however well it went.
  const auto says = [&](const char* words) { return r.output.find(words) != std::string::npos; };
  if (r.status == 1 && says("no simulations run") && !says("Error") && !says("aborted")) r.status = 0;
  return r;
}

Table read_table(const fs::path& file) {
  Table table;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::vector<double> row;
    for (double x; words >> x;) row.push_back(x);
    if (!row.empty()) table.push_back(row);
  }
  return table;
}

std::string simulate(const std::string& deck, const std::map<std::string, std::string>& files, double limit) {
  const Workspace workspace;
  for (const auto& [name, text] : files) std::ofstream(workspace.folder() / name) << text;
  const Run r = run_ngspice(workspace.folder(), deck, limit);
  if (r.out_of_time) throw InputError("ngspice: not done after " + std::to_string(std::lround(limit)) + " s");
  if (!r.finished()) throw InputError("ngspice: the simulation failed:\n" + last_lines(r.output, 20));
  return r.output;
}

bool has_ngspice() {
  const Workspace workspace;
  return run_program(workspace.folder(), {"ngspice", "--version"}).finished();
}

bool has_osdi() {
  if (!has_ngspice()) return false;
  const Workspace workspace;
  const Run r = run_ngspice(workspace.folder(), "*\n.control\npre_osdi nothing.osdi\n.endc\n.end\n");
  return r.output.find("no such command") == std::string::npos;
}

}  // namespace hysteron::spice
