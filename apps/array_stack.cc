#include "apps/array_stack.h"

#include <cstdio>
#include <filesystem>

#include "apps/array_plots.h"

namespace hysteron::apps {
namespace {

using Eigen::Index;

// From word to bit line, whichever lies above.
CellMatrix cell_voltage(const StackReading& reading, std::size_t layer) {
  return layer % 2 == 0 ? reading.across(layer) : CellMatrix(-reading.across(layer));
}

}  // namespace

StackLoss read_layers(const ArrayFile& file) {
  StackLoss out{.reading = read_stack(*file.stack, file.stack_voltage), .worst = {}, .mean = {}};
  const CellMatrix applied = file.voltage.left.replicate(1, file.array.columns()) - file.voltage.bottom.transpose().replicate(file.array.rows(), 1);
  const double most = applied.cwiseAbs().maxCoeff();
  for (std::size_t layer = 0; layer < file.stack->conductance.size(); ++layer) {
    const CellMatrix lost = (applied - cell_voltage(out.reading, layer)).cwiseAbs();
    out.worst.push_back(most > 0.0 ? lost.maxCoeff() / most : 0.0);
    out.mean.push_back(most > 0.0 ? lost.mean() / most : 0.0);
  }
  return out;
}

void print(const ArrayFile& file, const StackLoss& loss) {
  std::printf("stack             %td x %td x %zu, %g and %g ohm a segment of word and bit line\n", file.array.rows(), file.array.columns(),
              file.stack->conductance.size(), file.array.word_resistance, file.array.bit_resistance);
  std::printf("outcome           %s\n", words(loss.reading.outcome));
  if (loss.reading.untied_lines > 0) std::printf("untied lines      %d, without a path to a terminal\n", loss.reading.untied_lines);
  for (std::size_t layer = 0; layer < loss.worst.size(); ++layer)
    std::printf("layer %zu           cells lose %.4g %% of the applied voltage at worst, %.4g %% in the mean\n", layer, 100.0 * loss.worst[layer],
                100.0 * loss.mean[layer]);
  std::printf("residual          %.2g of the injected current\n", loss.reading.residual);
}

nlohmann::json described(const std::string& path, const ArrayFile& file, const StackLoss& loss) {
  nlohmann::json planes = nlohmann::json::array();
  for (const PlaneEnds& i : loss.reading.current)
    planes.push_back({{"first_A", std::vector<double>(i.first.begin(), i.first.end())}, {"last_A", std::vector<double>(i.last.begin(), i.last.end())}});
  return {{"file", path}, {"sha256", file.sha256}, {"version", HYSTERON_VERSION}, {"rows", file.array.rows()}, {"columns", file.array.columns()},
          {"layers", loss.worst.size()}, {"outcome", words(loss.reading.outcome)}, {"untied_lines", loss.reading.untied_lines},
          {"residual", loss.reading.residual}, {"worst_loss", loss.worst}, {"mean_loss", loss.mean}, {"planes", planes}};
}

void draw(const std::string& folder, const ArrayFile& file, const StackLoss& loss) {
  const std::filesystem::path path = folder;
  std::filesystem::create_directories(path);
  for (std::size_t layer = 0; layer < file.stack->conductance.size(); ++layer)
    draw_cells(path / ("layer_" + std::to_string(layer) + ".svg"), "Cell voltage, layer " + std::to_string(layer), cell_voltage(loss.reading, layer), "V");
}

}  // namespace hysteron::apps
