#include "fitters/walks.h"

namespace hysteron::fitters {
namespace {

std::vector<double> numbers_of(const Side& s) {
  std::vector<double> all{double(s.how), s.end, double(s.evaluations)};
  for (const Point& p : s.points) {
    all.insert(all.end(), {p.z, p.root});
    all.insert(all.end(), p.x.begin(), p.x.end());
  }
  return all;
}

// The side of an optimum with so many unknowns; none of other numbers.
std::optional<Side> side_of(const std::vector<double>& numbers, const Unknowns& best) {
  const std::size_t row = 2 + best.size();
  if (numbers.size() < 3 + row || (numbers.size() - 3) % row != 0 || !(numbers[0] >= 0.0 && numbers[0] <= double(Walked::lost))) return {};
  Side s{{}, numbers[1], Walked(int(numbers[0])), long(numbers[2])};
  for (std::size_t at = 3; at < numbers.size(); at += row) {
    s.points.push_back({numbers[at], numbers[at + 1], Unknowns(numbers.begin() + std::ptrdiff_t(at + 2), numbers.begin() + std::ptrdiff_t(at + row))});
  }
  if (s.points[0].x != best) return {};  // another optimum
  return s;
}

}  // namespace

std::optional<Side> Walks::before(const std::string& name, const Unknowns& best) const {
  const auto found = options_.walked.find(name);
  return found == options_.walked.end() ? std::nullopt : side_of(found->second, best);
}

void Walks::add(const std::string& name, const Side& side) {
  if (!options_.keep) return;
  const std::lock_guard lock(mutex_);
  all_[name] = numbers_of(side);
  options_.keep(all_);
}

}  // namespace hysteron::fitters
