#pragma once

// Numbers and lists as the simulators' languages write them.

#include <string>
#include <vector>

namespace hysteron::handoff {

/// The shortest text that reads back as the number, and as no integer; valid in C++, Python and JSON.
std::string exact(double number);

/// "[1, 2, 3]", a few numbers a line.
std::string list(const std::vector<double>& numbers);

/// A name for a class: AnalogSynapse.
std::string class_name(const std::string& model);

/// The text with every @key@ replaced.
std::string filled(std::string form, const std::vector<std::pair<std::string, std::string>>& words);

}  // namespace hysteron::handoff
