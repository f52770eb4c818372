#include "apps/array_population.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <sstream>
#include <thread>

#include "apps/progress.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "libmodel/metrics/bounds.h"

namespace hysteron::apps {
namespace {

// The share that so many good ones show at least, at 95 % confidence.
double proved(std::int64_t good, std::int64_t of) { return metrics::clopper_pearson(double(good), double(of)).lower; }

// One line for the file's hash, and that of its population's, one for each array: cells by cause, the worst column in hexadecimal, solved.
std::string checkpoint_text(const ArrayFile& file, const std::vector<CellCount>& arrays) {
  std::ostringstream out;
  out << "hysteron " << HYSTERON_VERSION << " " << file.sha256 << (file.devices ? " " + file.devices->sha256 : "") << "\n" << std::hexfloat;
  for (const CellCount& a : arrays) {
    for (const std::int64_t n : a.cells) out << n << ",";
    out << a.worst_column << "," << a.solved << "\n";
  }
  return out.str();
}

CellCount read_line(const std::string& line, const std::string& place) {
  CellCount out;
  std::istringstream in(line);
  std::string field;
  const auto next = [&](auto& x, auto... how) {
    const bool is_there = static_cast<bool>(std::getline(in, field, ','));
    const char* first = field.data() + (field.starts_with("0x") ? 2 : 0);
    const auto [end, error] = std::from_chars(first, field.data() + field.size(), x, how...);
    if (!is_there || error != std::errc() || end != field.data() + field.size())
      throw InputError(place + " = \"" + line.substr(0, 80) + "\": is no array of a checkpoint; remove the file to start anew");
  };
  for (std::int64_t& n : out.cells) next(n);
  next(out.worst_column, std::chars_format::hex);
  int solved = 0;
  next(solved);
  out.solved = solved != 0;
  return out;
}

std::vector<CellCount> resumed(const ArrayFile& file, const PopulationRun& asked) {
  std::vector<CellCount> out;
  if (asked.checkpoint.empty() || !std::filesystem::exists(asked.checkpoint)) return out;
  std::istringstream in(data::read_whole(asked.checkpoint));
  std::string line, head = checkpoint_text(file, {});
  head.pop_back();
  std::getline(in, line);
  if (line != head)
    throw InputError(asked.checkpoint + ": is of another array file or version; must begin with \"" + head + "\"");
  while (static_cast<int>(out.size()) < asked.arrays && std::getline(in, line))
    out.push_back(read_line(line, asked.checkpoint + ": line " + std::to_string(out.size() + 2)));
  return out;
}

CellCount read_one(const ArrayFile& file, std::uint32_t number) {
  if (file.stack) return count_cells(*file.stack, sample(*file.stack, file.population, number), file.stack_voltage, file.error_limit);
  return count_cells(file.array, sample(file.array, file.population, number), file.voltage, file.error_limit);
}

std::vector<CellCount> read_some(const ArrayFile& file, int first, int count, int threads) {
  std::vector<CellCount> out(count);
  const auto work = [&](int from) {
    for (int k = from; k < count; k += threads) {
      out[k] = read_one(file, static_cast<std::uint32_t>(first + k));
    }
  };
  std::vector<std::jthread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(work, t);
  work(0);
  return out;
}

PopulationResult summed(const ArrayFile& file, std::vector<CellCount> arrays) {
  PopulationResult out;
  for (const CellCount& a : arrays) {
    for (int c = 0; c < cause_count; ++c) out.total.cells[c] += a.cells[c];
    out.total.worst_column = std::max(out.total.worst_column, a.worst_column);
    out.serving_arrays += a.worst_column <= file.error_limit;
    out.unsolved += !a.solved;
  }
  out.cells = std::accumulate(out.total.cells.begin(), out.total.cells.end(), std::int64_t{0});
  out.arrays = std::move(arrays);
  return out;
}

// Causes of failure, the most frequent first.
std::vector<Cause> by_frequency(const CellCount& total) {
  std::vector<Cause> causes;
  for (int c = 1; c < cause_count; ++c) causes.push_back(static_cast<Cause>(c));
  std::stable_sort(causes.begin(), causes.end(),
                   [&](Cause a, Cause b) { return total.cells[static_cast<int>(a)] > total.cells[static_cast<int>(b)]; });
  return causes;
}

}  // namespace

PopulationResult read_population(const ArrayFile& file, const PopulationRun& asked) {
  using Clock = std::chrono::steady_clock;
  std::vector<CellCount> arrays = resumed(file, asked);
  Progress progress("arrays", asked.arrays);
  auto saved = Clock::now();
  while (static_cast<int>(arrays.size()) < asked.arrays) {
    const int done = static_cast<int>(arrays.size()), some = std::min(4 * asked.threads, asked.arrays - done);
    const std::vector<CellCount> next = read_some(file, done, some, asked.threads);
    arrays.insert(arrays.end(), next.begin(), next.end());
    progress.at(static_cast<double>(arrays.size()));
    const bool last = static_cast<int>(arrays.size()) == asked.arrays;
    if (asked.checkpoint.empty() || (!last && Clock::now() - saved < std::chrono::seconds(1))) continue;
    data::replace_whole(asked.checkpoint, checkpoint_text(file, arrays));
    saved = Clock::now();
  }
  return summed(file, std::move(arrays));
}

void print(const ArrayFile& file, const PopulationResult& r) {
  const auto arrays = static_cast<std::int64_t>(r.arrays.size());
  const std::int64_t serving = r.total.cells[0];
  std::printf("arrays            %lld of %td x %td x %zu cells, seed %llu\n", static_cast<long long>(arrays), file.array.rows(),
              file.array.columns(), file.stack ? file.stack->conductance.size() : 1, static_cast<unsigned long long>(file.population.seed));
  if (file.devices) std::printf("devices           %s\n", words(*file.devices).c_str());
  std::printf("cells that serve  %lld of %lld, %.4g %%; at least %.4g %% with 95 %% confidence (YIELD.lower)\n",
              static_cast<long long>(serving), static_cast<long long>(r.cells), 100.0 * static_cast<double>(serving) / static_cast<double>(r.cells),
              100.0 * proved(serving, r.cells));
  std::printf("arrays that serve %lld of %lld, at least %.4g %% with 95 %% confidence: all bit lines within %g %%\n",
              static_cast<long long>(r.serving_arrays), static_cast<long long>(arrays), 100.0 * proved(r.serving_arrays, arrays),
              100.0 * file.error_limit);
  for (const Cause cause : by_frequency(r.total))
    if (const std::int64_t n = r.total.cells[static_cast<int>(cause)]; n > 0)
      std::printf("  lost to %-16s %lld cells, %.4g %%\n", words(cause), static_cast<long long>(n),
                  100.0 * static_cast<double>(n) / static_cast<double>(r.cells));
  std::printf("worst bit line    %.4g %% off, of the largest designed current\n", 100.0 * r.total.worst_column);
  if (r.unsolved > 0) std::printf("not solved        %d arrays\n", r.unsolved);
}

nlohmann::json described(const std::string& path, const ArrayFile& file, const PopulationResult& r) {
  nlohmann::json causes = nlohmann::json::object();
  for (const Cause cause : by_frequency(r.total)) causes[words(cause)] = r.total.cells[static_cast<int>(cause)];
  std::vector<double> worst;
  for (const CellCount& a : r.arrays) worst.push_back(a.worst_column);
  const auto arrays = static_cast<std::int64_t>(r.arrays.size());
  const nlohmann::json devices = file.devices ? described(*file.devices) : nlohmann::json();
  return {{"file", path}, {"sha256", file.sha256}, {"version", HYSTERON_VERSION}, {"seed", file.population.seed},
          {"arrays", arrays}, {"cells", r.cells}, {"serving_cells", r.total.cells[0]},
          {"cell_yield_lower", proved(r.total.cells[0], r.cells)}, {"serving_arrays", r.serving_arrays},
          {"array_yield_lower", proved(r.serving_arrays, arrays)}, {"causes", causes},
          {"error_limit", file.error_limit}, {"devices", devices}, {"worst_column_error", worst}, {"unsolved", r.unsolved}};
}

}  // namespace hysteron::apps
