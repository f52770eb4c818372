#pragma once

// Words that mean something to a language that is written here, so that nothing in a model may
// bear them, in whatever case.

#include <string>
#include <string_view>

namespace hysteron::spice {

/// The language in which the name is taken: "Verilog-A", "C", "ngspice"; "the writers" for the
/// names they give themselves (t1, q_pn); empty where it is free.
std::string taken_in(std::string_view name);

}  // namespace hysteron::spice
