#pragma once

// Which model need not obey which law, and why. A law tests that an exempted model breaks it, so
// that no row outlives its reason.

#include <algorithm>
#include <array>
#include <string_view>

namespace hysteron {

struct Exemption {
  std::string_view model, law, reason;
};

inline constexpr std::array exemptions = {
    Exemption{"vteam", "smooth", "ramp_power: at the threshold the derivative of order alpha jumps, as published"},
    Exemption{"diffusive", "in time", "a bridge that runs away within a picosecond of a 10 ns ramp is 1.4e-3 off"},
    Exemption{"diffusive", "slopes in time", "as its values: up to 4e-3 of the largest slope"},
    Exemption{"domain_wall", "in time", "a wall that just clears its pinning during a 10 ns ramp is 1.7e-4 off"},
    Exemption{"ots_neuron", "in time", "it fires freely: after thousands of spikes the last digit decides the phase"},
    Exemption{"ots_neuron", "slopes in time", "as its values: the slope of a phase grows with every spike"},
    Exemption{"ag_neuron", "slopes in time", "after thirty spikes the slope of a phase is 1.3e-6 of the largest off"},
    Exemption{"threshold_ag", "in time", "on a ramp of 10 ns its rate grows by e in 0.8 ns: 5.1e-6 off"},
    Exemption{"threshold_ag", "slopes in time", "as its values: 3.8e-6 of the largest slope"},
    Exemption{"mott_channel", "in time", "a core that shrinks somewhere on a ramp of 10 us is 1.1e-6 off"},
    Exemption{"mott", "in time", "a metal that cools within 60 ps, somewhere on a ramp of 10 us, is 1.9e-6 off"},
    Exemption{"vcm_jart", "slopes in time", "1.4e-5 of the largest slope: neither integrator's derivative is finer"},
    Exemption{"ag_neuron", "holds", "its capacitor discharges, its bridge retracts"},
    Exemption{"ag_neuron", "no voltage, no current", "a charged capacitor drives a current"},
    Exemption{"ag_neuron", "passive", "its capacitor gives back what it stores"},
    Exemption{"cbram", "holds", "a filament thins at rest, at k_loss"},
    Exemption{"diffusive", "holds", "volatile: surface energy draws the bridge back"},
    Exemption{"ecram", "holds", "ions cross an unbiased interface until the channel is half full"},
    Exemption{"fefet", "holds", "v_rest keeps the switching rate of a domain at rest above zero"},
    Exemption{"ferroelectric", "holds", "v_rest keeps the switching rate of a domain at rest above zero"},
    Exemption{"ferroelectric_neuron", "holds", "v_rest keeps the switching rate of a domain at rest above zero"},
    Exemption{"ferroelectric_neuron", "no voltage, no current", "domains that relax at rest drive a current"},
    Exemption{"ferroelectric_neuron", "passive", "domains that relax against the voltage give back what they store"},
    Exemption{"filament", "holds", "thermal hopping never stops"},
    Exemption{"floating_gate", "holds", "stored charge is lost, at k_loss and by its own field over the oxide"},
    Exemption{"ftj", "holds", "v_rest keeps the switching rate of a domain at rest above zero"},
    Exemption{"hodgkin_huxley", "holds", "channels open and close until the membrane rests"},
    Exemption{"izhikevich", "holds", "it relaxes to its resting voltage"},
    Exemption{"lif", "holds", "its capacitor discharges"},
    Exemption{"lif", "no voltage, no current", "a charged capacitor drives a current"},
    Exemption{"lif", "passive", "its capacitor gives back what it stores, and a reset below 0 V is a battery"},
    Exemption{"magnetoelectric", "holds", "its oxide discharges, a tilted magnet precesses back to its axis"},
    Exemption{"magnetoelectric", "no voltage, no current", "a charged oxide drives a current"},
    Exemption{"magnetoelectric", "passive", "its oxide gives back what it stores"},
    Exemption{"metastable_switch", "holds", "each switch is turned by warmth too"},
    Exemption{"mott", "holds", "volatile: a metal that cools is an insulator again"},
    Exemption{"mott_channel", "holds", "volatile: a core that is not heated shrinks"},
    Exemption{"mott_oscillator", "holds", "its capacitor discharges, its metal cools"},
    Exemption{"mott_oscillator", "no voltage, no current", "a charged capacitor drives a current"},
    Exemption{"mott_oscillator", "passive", "its capacitor gives back what it stores"},
    Exemption{"mtj", "holds", "a tilted magnet precesses back to its axis"},
    Exemption{"mtj_reduced", "holds", "warmth carries an element over its barrier"},
    Exemption{"neuristor", "holds", "its capacitors discharge, its channels cool"},
    Exemption{"neuristor", "no voltage, no current", "a charged capacitor drives a current"},
    Exemption{"neuristor", "passive", "its capacitors give back what they store"},
    Exemption{"ots", "holds", "volatile: filled traps empty"},
    Exemption{"ots_neuron", "holds", "its capacitor discharges, its traps empty"},
    Exemption{"ots_neuron", "no voltage, no current", "a charged capacitor drives a current"},
    Exemption{"ots_neuron", "passive", "its capacitor gives back what it stores"},
    Exemption{"phase_change", "holds", "glass relaxes, hot glass crystallises"},
    Exemption{"phase_change_neuron", "holds", "its amplifier and its switch follow the glass, which relaxes"},
    Exemption{"poole_frenkel", "holds", "volatile: a film that is not heated cools"},
    Exemption{"sot_mtj", "holds", "a tilted magnet precesses back to its axis"},
    Exemption{"threshold_ag", "holds", "volatile: a bridge falls apart"},
    Exemption{"vcm_jart", "holds", "thermal hopping never stops"},
};

constexpr bool exempt(std::string_view model, std::string_view law) {
  return std::any_of(exemptions.begin(), exemptions.end(),
                     [&](const Exemption& e) { return e.model == model && e.law == law; });
}

}  // namespace hysteron
