#pragma once

// A fitted device as the report uses it: read back from a file, asked for its response.

#include <map>
#include <string>
#include <vector>

#include "data/fit_record.h"
#include "fitters/device.h"

namespace hysteron::report {

struct Fitted {
  fitters::Device device;
  std::vector<double> parameters;  // in the model's order

  /// What the record says of the device, its defaults for what it leaves out. Throws InputError for
  /// an unknown model.
  explicit Fitted(const data::FitRecord& record);

  /// Parameters by name.
  std::map<std::string, double> values() const;

  /// Current [A] of each row of the trace, from the state the record gives for it, else from the
  /// trace's own or the model's default. NaN throughout where the integration gives up.
  std::vector<double> currents(const fitters::Trace& trace) const;

  /// Initial value of each state for that measurement, by state.
  std::map<std::string, double> initial(const fitters::Trace& trace) const;

 private:
  std::map<std::string, double> given_;  // x_0 of a trace as "id/x_0", or "x_0"
};

}  // namespace hysteron::report
