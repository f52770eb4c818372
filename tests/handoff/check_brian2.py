"""A spike a pulse through the exported synapse in Brian2, both ramps against the native model's; or the exported cell from
rest, its spikes against the native model's."""
import brian2
from brian2 import Network, NeuronGroup, SpikeGeneratorGroup, SpikeMonitor, StateMonitor, ms, second, siemens

from ramps import module, native, report

brian2.prefs.codegen.target = "numpy"
exported = module()


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


def cell():
    """How far a spike is from the native one, in steps; a step begins when Brian2 notes its spike."""
    spikes = native["spikes"]
    dt = min(float(f"{(spikes['time_s'][-1] - spikes['time_s'][0]) / 2.5e3:.1g}"), exported.FASTEST)
    group = exported.neurons(1, spikes["drive_V"], dt)
    monitor = SpikeMonitor(group)
    Network(group, monitor).run(spikes["time_s"][-1] * 1.02 * second)
    found = [float(t / second) for t in monitor.t]
    assert len(found) >= len(spikes["time_s"]) >= 5, (found, spikes)
    return max(abs(t + 0.5 * dt - native_time) / dt for t, native_time in zip(found, spikes["time_s"]))


if "spikes" in native:
    print("worst", cell())
else:
    quiet = {**exported.NAMESPACE, "noise_up": 0.0, "noise_down": 0.0}
    exported.NAMESPACE.update(quiet)
    report(ramp(native["up_S"][0], native["scheme"]["number_up"], True), ramp(native["down_S"][0], native["scheme"]["number_down"], False))
