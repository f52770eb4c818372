// Cells per second of every model, by instruction set, against respond() at double in a loop.
//
//     hysteron_batch_bench --benchmark_filter=filament

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

#include "libmodel/cells.h"
#include "libmodel/devices/all.h"

namespace hysteron {
namespace {

constexpr std::size_t count = 4096;

// Voltages and states at random within their ranges, parameters at their defaults.
template <class M>
struct Array {
  std::vector<std::vector<double>> voltage, state, result;
  ParametersOf<M> parameters = defaults<ParametersOf<M>>();
  Surroundings<double> around = defaults<Surroundings<double>>();

  Array() {
    std::mt19937 random(1);
    const auto column = [&](const Field& f) {
      std::vector<double> c(count);
      for (double& x : c) x = std::uniform_real_distribution<>(f.lower, f.upper)(random);
      return c;
    };
    for (const Field& f : fields<PortsOf<M>>()) voltage.push_back(column(f));
    for (const Field& f : fields<StateOf<M>>()) state.push_back(column(f));
    result.assign(voltage.size() + voltage.size() * voltage.size() + state.size(), std::vector<double>(count));
  }
};

template <class M>
void one_by_one(benchmark::State& run) {
  Array<M> a;
  const std::size_t ports = a.voltage.size();
  for (auto _ : run) {
    for (std::size_t i = 0; i < count; ++i) {
      PortsOf<M> v;
      StateOf<M> s;
      for (std::size_t k = 0; k < ports; ++k) values(v)[k] = a.voltage[k][i];
      for (std::size_t k = 0; k < a.state.size(); ++k) values(s)[k] = a.state[k][i];
      const auto r = respond<M, double>(v, s, a.parameters, a.around);
      for (std::size_t k = 0; k < ports; ++k) a.result[k][i] = values(r.current)[k];
      for (std::size_t k = 0; k < a.state.size(); ++k) a.result[ports + k][i] = values(r.rate)[k];
    }
    benchmark::ClobberMemory();
  }
  run.SetItemsProcessed(run.iterations() * count);
}

template <class M>
void together(benchmark::State& run, InstructionSet set, bool slopes) {
  Array<M> a;
  const std::size_t ports = a.voltage.size();
  Cells<M> cells{.count = count,
                 .parameter = shared<Cells<M>{}.parameter.size()>(values(a.parameters)),
                 .around = shared<Cells<M>{}.around.size()>(values(a.around))};
  CellResponse<M> to;
  for (std::size_t k = 0; k < ports; ++k) cells.voltage[k] = {a.voltage[k].data()};
  for (std::size_t k = 0; k < a.state.size(); ++k) cells.state[k] = {a.state[k].data()};
  for (std::size_t k = 0; k < ports; ++k) to.current[k] = a.result[k].data();
  for (std::size_t k = 0; k < a.state.size(); ++k) to.rate[k] = a.result[ports + k].data();
  for (std::size_t k = 0; slopes && k < ports * ports; ++k) to.conductance[k] = a.result[ports + a.state.size() + k].data();
  for (auto _ : run) {
    evaluate_cells<M>(cells, to, set);
    benchmark::ClobberMemory();
  }
  run.SetItemsProcessed(run.iterations() * count);
}

template <class M>
void add() {
  const std::string name(M::name);
  const std::pair<const char*, InstructionSet> sets[] = {
      {"baseline", InstructionSet::baseline}, {"avx2", InstructionSet::avx2}, {"avx512", InstructionSet::avx512}};
  benchmark::RegisterBenchmark((name + "/one_by_one").c_str(), one_by_one<M>);
  for (const auto& [label, set] : sets) {
    if (!supports(set)) continue;
    benchmark::RegisterBenchmark((name + "/" + label).c_str(), together<M>, set, false);
    benchmark::RegisterBenchmark((name + "/" + label + "/slopes").c_str(), together<M>, set, true);
  }
}

template <class... M>
void add_all(std::tuple<M...>*) {
  (add<M>(), ...);
}

}  // namespace
}  // namespace hysteron

int main(int argc, char** argv) {
  hysteron::add_all(static_cast<hysteron::AllModels*>(nullptr));
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
