"""A spike a pulse through the exported synapse in Brian2; both ramps against the native model's."""
import brian2
from brian2 import Network, NeuronGroup, SpikeGeneratorGroup, StateMonitor, ms, siemens

from ramps import module, native, report

brian2.prefs.codegen.target = "numpy"
exported = module()
quiet = {**exported.NAMESPACE, "noise_up": 0.0, "noise_down": 0.0}
exported.NAMESPACE.update(quiet)


def ramp(start, number, is_up):
    times = [k + 0.5 for k in range(number)]
    pulses = SpikeGeneratorGroup(1, [0] * number, times * ms)
    silent = NeuronGroup(1, "v : 1", threshold="v > 1")
    s = exported.synapses(*((pulses, silent) if is_up else (silent, pulses)))
    s.connect()
    span = float((quiet["g_max"] - quiet["g_min"]) / siemens)
    s.w = min(max(-1.0 + 2.0 * (start - float(quiet["g_min"] / siemens)) / span, -1.0), 1.0)
    monitor = StateMonitor(s, "g", record=True, dt=1 * ms)
    Network(pulses, silent, s, monitor).run((number + 1) * ms)
    return [float(x) for x in monitor.g[0] / siemens][: number + 1]


report(ramp(native["up_S"][0], native["scheme"]["number_up"], True), ramp(native["down_S"][0], native["scheme"]["number_down"], False))
