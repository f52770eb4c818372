#include <algorithm>

#include "apps/handoff/exponential.h"
#include "apps/handoff/step_table.h"
#include "apps/handoff/target.h"
#include "apps/handoff/text.h"

namespace hysteron::handoff {
namespace {

const char* const page = R"(A torch.nn.Module that holds the device as tables: what a pulse up and a pulse down change, and the noise they add,
over the conductance in S, linear between the points. The points are the native model's own reads, so along the
ramps nothing is lost.

    from @model@ import @class@
    device = @class@()                  # double precision; .to(device) as any module
    g = device.pulses(g, +3)          # three pulses up, without noise
    g = device.pulses(g, -1, generator=torch.Generator().manual_seed(1))   # one down, with noise

Tests run it in PyTorch and compare both ramps with the native model's: within 1e-9 of the range.)";

const char* const module = R"(import torch


class @class@(torch.nn.Module):
    """Pulses of @up@ V, @width_up@ s up and @down@ V, @width_down@ s down; conductance in S, read at @read@ V."""

    g_min = @g_min@
    g_max = @g_max@
    read_noise = @read_noise@  # relative

    def __init__(self):
        super().__init__()
        for name, numbers in TABLES.items():
            self.register_buffer(name, torch.tensor(numbers, dtype=torch.float64))

    @staticmethod
    def table(g, at, values):
        k = torch.searchsorted(at, g.contiguous()).clamp(1, len(at) - 1)
        share = ((g - at[k - 1]) / (at[k] - at[k - 1])).clamp(0.0, 1.0)
        return values[k - 1] + share * (values[k] - values[k - 1])

    def pulses(self, g, number, generator=None):
        """The conductance after |number| pulses, up where number > 0; noise only with a generator."""
        name = "up" if number > 0 else "down"
        at, change, noise = (getattr(self, kind + "_" + name) for kind in ("g", "change", "noise"))
        for _ in range(abs(number)):
            step = self.table(g, at, change)
            if generator is not None:
                step = step + self.table(g, at, noise) * torch.randn(g.shape, dtype=g.dtype, generator=generator)
            g = g + step
        return g

    def read(self, g, voltage=@read@, generator=None):
        """The current [A]."""
        i = g * voltage
        return i if generator is None else i * (1.0 + self.read_noise * torch.randn(i.shape, dtype=i.dtype, generator=generator))


TABLES = {
    "g_up": @g_up@,
    "change_up": @change_up@,
    "noise_up": @noise_up@,
    "g_down": @g_down@,
    "change_down": @change_down@,
    "noise_down": @noise_down@,
}
)";

// The noise of the pulse from each point.
std::vector<double> noise_at(const Steps& steps, const std::vector<double>& ramp, const std::vector<double>& noise) {
  std::vector<double> out;
  for (const double g : steps.at) {
    const auto n = std::size_t(std::find(ramp.begin(), ramp.end(), g) - ramp.begin());
    out.push_back(noise[std::min(n, noise.size() - 1)]);
  }
  return out;
}

Handover hand(const PulseResponse& r) {
  check_ramps(r, "pytorch");
  const Steps up = steps_up(r), down = steps_down(r);
  const Scheme& s = r.scheme;
  const std::string text = filled(module, {{"class", class_name(r.model)}, {"up", exact(s.up)}, {"down", exact(s.down)}, {"width_up", exact(s.width_up)},
                                           {"width_down", exact(s.width_down)}, {"read", exact(s.read)}, {"g_min", exact(r.g_min())}, {"g_max", exact(r.g_max())},
                                           {"read_noise", exact(r.read_noise)}, {"g_up", list(up.at)}, {"change_up", list(up.change)},
                                           {"noise_up", list(noise_at(up, r.up, r.noise_up))}, {"g_down", list(down.at)}, {"change_down", list(down.change)},
                                           {"noise_down", list(noise_at(down, r.down, r.noise_down))}});
  const double loss = loss_of(r, replay(up, r.up.front(), s.number_up), replay(down, r.down.front(), s.number_down));
  return {.files = {{r.model + ".py", text}}, .loss = loss, .lost = {"decay at rest"}};
}

}  // namespace

Target pytorch() { return {"pytorch", "PyTorch 2", page, hand}; }

}  // namespace hysteron::handoff
