#include "apps/report/fitted.h"

#include <limits>

#include "fitters/unknowns.h"

namespace hysteron::report {

Fitted::Fitted(const data::FitRecord& record) : device(fitters::device(record.model)) {
  for (const auto& p : record.parameters) given_[p.name] = p.value;
  for (const Field& f : device.parameters) {
    const auto it = given_.find(f.name);
    parameters.push_back(it == given_.end() ? f.value : it->second);
  }
}

std::map<std::string, double> Fitted::values() const {
  std::map<std::string, double> out;
  for (std::size_t k = 0; k < parameters.size(); ++k) out[device.parameters[k].name] = parameters[k];
  return out;
}

std::map<std::string, double> Fitted::initial(const fitters::Trace& trace) const {
  std::map<std::string, double> out;
  for (const Field& f : device.states) {
    const auto of_trace = given_.find(trace.name + "/" + f.name + "_0");
    const auto alone = given_.find(f.name + "_0");
    const auto known = trace.initial.find(f.name);
    out[f.name] = of_trace != given_.end()        ? of_trace->second
                  : alone != given_.end()         ? alone->second
                  : known != trace.initial.end()  ? known->second
                                                  : f.value;
  }
  return out;
}

std::vector<double> Fitted::currents(const fitters::Trace& measured) const {
  const fitters::Trace trace = fitters::met_by(device, {{measured}}, {}).traces[0];
  std::vector<double> inputs = parameters;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    const auto known = trace.known.find(device.parameters[k].name);
    if (known != trace.known.end()) inputs[k] = known->second;
  }
  const auto start = initial(trace);
  for (const Field& f : device.states) inputs.push_back(start.at(f.name));
  std::vector<double> current(trace.size());
  fitters::Slopes slopes;
  if (!device.follow(trace, inputs, {}, 1e-8, current, slopes)) {
    current.assign(trace.size(), std::numeric_limits<double>::quiet_NaN());
  }
  current.erase(current.begin(), current.begin() + std::ptrdiff_t(trace.lead));
  return current;
}

}  // namespace hysteron::report
