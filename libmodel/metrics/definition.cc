#include "libmodel/metrics/definition.h"

#include <algorithm>

namespace hysteron::metrics {
namespace {

constexpr std::string_view ramps = "a pulse train of identical pulses, at least three ramps up and three down";
constexpr std::string_view schemes = "a pulse train of pulses of one amplitude in random order (random_pm), 1000 or more";
constexpr std::string_view three_schemes =
    "pulse trains of one amplitude in three schemes or more: ramps, random order, another width or interval";
constexpr std::string_view bake = "retention at three temperatures or more, ten devices each, read twice a decade until they fail";
constexpr std::string_view rereads = "reads of a level again and again, evenly in time, 256 or more";
constexpr std::string_view cycling = "endurance, read at every cycle or ten times a decade, of 22 devices or more";
constexpr std::string_view loop = "loops of charge against voltage";
constexpr std::string_view spikes = "a train of 1000 spikes or more with current and voltage of the device and its load";
constexpr std::string_view products = "a simulated or measured product: outputs of an array at many inputs, and what they were meant to be";
constexpr std::string_view arrays = "a simulated array of the fitted device";
constexpr std::string_view converter = "the interface's own measurement or simulation: no device shows it";

constexpr std::string_view junction_loop = "loops of a tunnel junction's resistance over field or voltage, three or more";
constexpr std::string_view spike_pairs = "pairs of spikes at delays of both signs, four or more on each side";
constexpr std::string_view pulse_pairs = "pairs of pulses at three intervals or more, each repeated";
constexpr std::string_view bi_poo = "Bi, Poo, J. Neurosci. 18 (1998) 10464";
constexpr std::string_view zucker = "Zucker, Regehr, Annu. Rev. Physiol. 64 (2002) 355";

// Made data on which the bias of a figure was measured.
constexpr std::string_view ten_ramps = "a straight device, ten ramps of 50 pulses each way, reads noisy by 1 % of the range";
constexpr std::string_view lives = "22 failures of shape 2 about 1e6 cycles";
constexpr std::string_view bakes = "ten devices at each of three temperatures, 150 to 200 degC, lives within a factor of 1.35, used at 125 degC";
constexpr std::string_view drift = "eleven reads over three decades, noisy by 1 %";
constexpr std::string_view telegraph = "1000 reads of a level that stays 1 s and 0.5 s, twenty and ten reads";
constexpr std::string_view loop_noise = "a loop of 400 points, noisy by 1 % of the charge";
constexpr std::string_view trials = "twenty amplitudes, 1000 trials each";
constexpr std::string_view junction = "a loop of 200 reads, noisy by 1 %";
constexpr std::string_view window = "20 pairs on each side, noisy by a tenth of the amplitude";
constexpr std::string_view flicker_reads = "1000 reads of a level of 1/f noise of strength 1e-4";
constexpr std::string_view jitter = "100 spikes, intervals apart by 10 %, trace noisy by 1 %";
constexpr std::string_view wear = "200 reads, noisy by 10 %";
constexpr std::string_view facilitation = "five pairs at each of six intervals, noisy by 2 %";

constexpr Definition list[] = {
    {"LIN.maxdev", "%", "100 (1 - max |y - x|), line between the ends of a ramp", "after the integral nonlinearity of converters", ramps, {-0.96, ten_ramps}},
    {"LIN.rms", "%", "100 (1 - rms(y - x)), line between the ends", "occasional", ramps, {-0.39, ten_ramps}},
    {"LIN.R2", "1", "R^2 of the best straight line through a ramp (lenient: 0.9 at |NL| = 3.06)", "most common", ramps, {-0.00011, ten_ramps}},
    {"LIN.R2diag", "1", "R^2 of the line between the ends", "stricter form of LIN.R2", ramps, {-0.00018, ten_ramps}},
    {"LIN.fit", "%", "100 (1 - max |y - x|) of the fitted exponential, 90 % at |NL| = 1.010", "NL.neurosim in the terms of LIN.maxdev", ramps, {-0.12, ten_ramps}},
    {"LIN.step", "%", "100 (1 - std(step) / |mean(step)|)", "after the differential nonlinearity of converters", ramps, {-23, ten_ramps}},
    {"NL.neurosim", "1", "10.1015 max (y - x) of the fitted exponential, NeuroSim's table label", "Chen, Peng, Yu, IEDM 2017", ramps, {0, ten_ramps}},
    {"ALPHA", "1", "curvature of the fitted exponential, 0 if straight; not the label", "many", ramps, {0, ten_ramps}},
    {"ECS", "1", "steps larger than 0.5 % of the range", "Seo et al., Nat. Commun. 11 (2020) 3936", ramps, {0, ten_ramps}},
    {"STEPS", "1", "range over the smoothed step at its middle, the smaller of up and down", "n_steps of Rasch et al. 2021", schemes, {0, ten_ramps}},
    {"AR", "1", "max |G_up(n) - G_down(N - n)| / (G_max - G_min)", "papers on synaptic transistors", ramps, {0.012, ten_ramps}},
    {"SYM.AR", "%", "100 (1 - AR)", "papers on synaptic transistors", ramps, {-1.2, ten_ramps}},
    {"SYM.mean", "%", "100 (1 - mean |G_up(n) - G_down(N - n)| / (G_max - G_min))", "after Seo et al. 2020", ramps, {-0.35, ten_ramps}},
    {"LIN.map", "%", "100 (1 - (max - min) / (2 |mean|)) of the smoothed step, middle 80 % of the range", "ours", schemes, {-0.4, ten_ramps}},
    {"SYM.map", "%", "100 (1 - max |SF|), SF = (up - |down|) / (up + |down|) of the smoothed steps", "ours; SF after Gong et al. 2018", schemes, {-0.18, ten_ramps}},
    {"SF.mean", "1", "mean |SF| over the middle 80 % of the range", "Gong et al., Nat. Commun. 9 (2018) 2102", schemes, {0.00093, ten_ramps}},
    {"SP", "1", "where step up and step down cancel, as a fraction of the range", "Tiki-Taka, symmetry point", schemes},
    {"REPLAY.R2", "1", "R^2 of a linear device's answer to the same sequence", "ours", schemes, {-0.0012, ten_ramps}},
    {"REPLAY.max", "%", "100 (1 - max |G_linear - G| / range) over the same sequence", "ours", schemes, {-3.4, ten_ramps}},
    {"LIN.scheme", "%", "smallest of LIN.fit and LIN.map over three schemes or more of one amplitude", "ours", three_schemes},
    {"SYM.scheme", "%", "smallest SYM.map over three schemes or more of one amplitude", "ours", three_schemes},
    {"ONOFF", "1", "largest over smallest conductance of the mean ramps", "common", ramps, {0, ten_ramps}},
    {"IV.ratio", "1", "larger over smaller |current| of both branches at half the extreme voltage, median of the loops; up: positive voltage", "common", "a sweep of voltage there and back"},
    {"TS.V_th", "V", "where the conductance jumps up most, twofold or more between neighbouring points, as the voltage grows; up: positive voltage", "common", "a sweep of voltage there and back"},
    {"TS.V_hold", "V", "where it jumps down most, to half or less, as the voltage falls", "common", "a sweep of voltage there and back"},
    {"DR", "dB", "20 log10 of ONOFF", "common", ramps, {0, ten_ramps}},
    {"SNR", "1", "|mean step| / deviation of one step, at the middle of the range", "Gong et al., Nat. Commun. 9 (2018) 2102", ramps, {0, ten_ramps}},
    {"C2C", "%", "noise of writing, of one pulse, of the range: what stays of each read's surprise along the fitted course", "NeuroSim's sigmaCtoC", ramps, {0, ten_ramps}},
    {"READ.noise", "%", "noise of a read about that course, of the range: what does not stay", "ours", ramps, {0, ten_ramps}},
    {"FLICKER", "1", "f S_G(f) / G^2 of the part of the read noise that goes as 1/f, from the Allan variance", "Allan, Proc. IEEE 54 (1966) 221", rereads, {-20e-6, flicker_reads}},
    {"RTN.share", "%", "share of the levels whose reads are of two values, four deviations apart, with ten jumps or more, exact binomial bounds", "ours", rereads},
    {"RTN.amplitude", "%", "difference of both values over their mean, median of those levels", "common", rereads, {0, telegraph}},
    {"RTN.high", "s", "mean stay at the higher conductance, median of those levels", "common", rereads, {0.033, telegraph}},
    {"RTN.low", "s", "mean stay at the lower conductance, median of those levels", "common", rereads, {0.029, telegraph}},
    {"CCV", "%", "spread between cycles at the same pulse, mean over pulses, of the range", "common", ramps, {-0.027, ten_ramps}},
    {"STATES.range", "1", "range over 6 deviations of the reads at one pulse: levels 3 sigma to each side", "common, k = 3", ramps, {0.48, ten_ramps}},
    {"ENOB", "bit", "log2(range / (sqrt(12) deviation of the reads at one pulse))", "after converters", ramps, {0.041, ten_ramps}},
    {"D2D", "%", "spread between devices of the range less the errors of each, of its mean", "common", "two devices or more"},
    {"RET.Ea", "eV", "activation energy of ln t_fail against 1 / (k_B T), censored", "Arrhenius; JESD22-A117", bake, {0, bakes}},
    {"RET.arrhenius", "s", "median life at the temperature of use, Arrhenius", "JESD22-A117", bake, {1.5e3, bakes}},
    {"RET.tmodel", "s", "median life at the temperature of use, ln t_fail = a - T / T_0", "De Salvo et al., IEEE TED 46 (1999) 1518", bake},
    {"RET.worst", "s", "smaller of RET.arrhenius and RET.tmodel, with the smaller lower bound", "ours", bake},
    {"RET.kept", "%", "share of devices and levels within a fifth of where they began at the end of a bake, exact binomial bounds", "Clopper, Pearson 1934", "retention at one temperature or more, read at its end"},
    {"DRIFT.nu", "1", "-d ln G / d ln t of one level", "common", "retention of one level over three decades of time", {0, drift}},
    {"END.window", "1", "first cycle of three with R_off < 2 R_on, the lower bound the read before it", "Lanza et al., ACS Nano 15 (2021) 17214", cycling},
    {"END.eta", "1", "cycles until 63 % have failed, Weibull", "JESD22-A117", cycling, {0, lives}},
    {"END.beta", "1", "Weibull's shape", "JESD22-A117", cycling, {0.14, lives}},
    {"END.n1", "1", "cycles until 1 % have failed, Weibull, bounds by likelihood ratio", "JESD22-A117", cycling, {18e3, lives}},
    {"END.pulses", "1", "pulses that all devices outlasted; lower bound of n_1% where there are failures", "ours: pulses, not cycles", cycling},
    {"END.R_on", "ohm", "median resistance when on, of the reads about a number of cycles", "common", cycling, {0, wear}},
    {"END.R_off", "ohm", "median resistance when off, of the same reads", "common", cycling, {0, wear}},
    {"END.on", "%", "rise of R_on from the first tenth of the record to the last, medians", "ours: the sign of wear", cycling, {0, wear}},
    {"FE.2Pr", "C/m^2", "switched charge over the area: PUND, else the opening of the loop at 0 V", "PUND", "PUND with the capacitor's area", {0, loop_noise}},
    {"FE.Vc+", "V", "where the rising branch crosses the middle of the loop", "common", loop, {0, loop_noise}},
    {"FE.Vc-", "V", "where the falling branch crosses the middle of the loop", "common", loop},
    {"FE.imprint", "V", "(Vc+ + Vc-) / 2", "common", loop, {0, loop_noise}},
    {"FE.window", "V", "Vc+ - Vc-", "common", loop, {0, loop_noise}},
    {"FE.wakeup", "1", "largest 2 P_r over the first", "common", "loops after two or more numbers of cycles"},
    {"FE.fatigue", "1", "last 2 P_r over the largest", "common", "loops after two or more numbers of cycles"},
    {"TMR", "%", "100 (R_AP - R_P) / R_P at the voltage stated, medians of the reads of both states of each loop", "common", junction_loop, {0, junction}},
    {"RA", "ohm m^2", "R_P times the area of the junction", "common", "a resistance loop of a tunnel junction of known area"},
    {"DELTA", "1", "E_b / k_B T from switching probabilities, exponent b stated", "Taniguchi, Imamura, PRB 85 (2012) 184403", "switching probability against current and width", {0, trials}},
    {"WER", "1", "1 - P_sw", "common", "switching probability with enough trials for the bound"},
    {"STDP.A", "1", "A of the weight's change A exp(-|t_post - t_pre| / tau); up: post after pre", bi_poo, spike_pairs, {0, window}},
    {"STDP.tau", "s", "tau of the same law, where it lies within the delays measured", bi_poo, spike_pairs, {0, window}},
    {"STDP.R2", "1", "R^2 of the same law", bi_poo, spike_pairs},
    {"STDP.balance", "1", "A+ tau+ / |A- tau-|, the areas of both sides of the window", bi_poo, spike_pairs, {0, window}},
    {"PPF", "%", "100 (A_2 - A_1) / A_1 at the shortest interval, mean of the pairs", zucker, pulse_pairs, {0, facilitation}},
    {"PPF.A", "%", "C of PPF = C exp(-interval / tau)", zucker, pulse_pairs, {0, facilitation}},
    {"PPF.tau", "s", "tau of the same law, where it lies within the intervals measured", zucker, pulse_pairs, {0, facilitation}},
    {"PPF.R2", "1", "R^2 of the same law", zucker, pulse_pairs},
    {"E.read", "J", "mean v^2 G t of the reads, static; the upper bound is the largest read", "common", "a pulse train with read voltage and read width", {0, ten_ramps}},
    {"E.up", "J", "mean v^2 G t of potentiating pulses, G the mean of before and after, static; the upper bound is the largest", "common", "a pulse train", {0, ten_ramps}},
    {"E.down", "J", "mean v^2 G t of depressing pulses, G the mean of before and after, static; the upper bound is the largest", "common", "a pulse train", {0, ten_ramps}},
    {"YIELD", "%", "share of devices that meet the criteria, exact binomial bounds", "Clopper, Pearson 1934", "an array map, or one file for each device of the array"},
    {"CLUSTER", "1", "share of random arrangements of as many failures that lie as unevenly over rows, or columns", "permutation test", "an array map"},
    {"MVM.error", "%", "100 rms(I - I_ideal) / rms(I_ideal) over inputs and bit lines", "common", products},
    {"MVM.gain", "1", "slope of the best line of I against I_ideal", "common", products},
    {"MVM.r", "1", "Pearson's correlation of I and I_ideal", "common", products},
    {"MVM.enob", "bit", "log2(gain range(I_ideal) / (sqrt(12) rms(I - best line)))", "after converters", products},
    {"MVM.inl", "LSB", "max |I_k - line through the ends against I_ideal| of a bit line with 0, 1, ... rows on, LSB = span / rows", "after converters", products},
    {"MVM.dnl", "LSB", "the largest change of that difference from one row to the next", "after converters", products},
    {"READ.margin", "1", "(I_on - I_off) / I_on, the on cell among off cells, the off cell among on cells", "common, worst pattern", arrays},
    {"READ.sneak", "1", "part of the current of a bit line that did not pass the cell that is read", "common", arrays},
    {"WRITE.disturb", "%", "largest change of a cell's state from when its row was written to the end, of the range", "ours", arrays},
    {"WRITE.energy", "J", "integral of v i over all sources, per cell written", "common", arrays},
    {"NEURON.rate", "Hz", "spikes a second, sustained", "common", spikes, {0, jitter}},
    {"NEURON.supply", "V", "largest supply voltage, load included", "common", spikes},
    {"NEURON.energy", "J", "integral of v i over the spikes, device and capacitor", "common", spikes, {0, jitter}},
    {"IF.rate", "Hz", "conversions of one line a second", "one operation is one conversion of one line", converter},
    {"IF.energy", "J", "energy of one conversion of one line", "one operation is one conversion of one line", converter},
    {"TOPSW", "TOPS/W", "2 R C / (R C E.read + (R + C) E_interface), one-bit inputs", "MAC = 2 operations: Wan et al., Nature 608 (2022) 504", "E.read of the device and the interface's energy"},
};

}  // namespace

std::span<const Definition> definitions() { return list; }

const Definition* definition(std::string_view id) {
  const auto is = [](std::string_view name) { return [name](const Definition& d) { return d.id == name; }; };
  const auto exact = std::find_if(std::begin(list), std::end(list), is(id));
  if (exact != std::end(list)) return &*exact;
  for (const std::string_view end : {".up", ".down"}) {
    if (!id.ends_with(end)) continue;
    const auto stem = std::find_if(std::begin(list), std::end(list), is(id.substr(0, id.size() - end.size())));
    if (stem != std::end(list)) return &*stem;
  }
  return nullptr;
}

}  // namespace hysteron::metrics
