// Names that a model may not bear, and that none does.

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

#include "spice/reserved.h"
#include "spice/writers.h"

using namespace hysteron;

namespace {

std::string text_of(void (*write)(std::ostream&, const spice::Circuit&), const spice::Circuit& c) {
  std::ostringstream out;
  write(out, c);
  return out.str();
}

// Everything that matches, whole or its first group, where it is declared in the text.
std::vector<std::string> declared(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> names;
  for (std::sregex_iterator m(text.begin(), text.end(), pattern), end; m != end; ++m) names.push_back((*m)[1]);
  return names;
}

std::vector<std::string> split(const std::string& list) {
  return declared(list, std::regex(R"((\w+))"));
}

std::vector<std::string> verilog_names(const std::string& text) {
  std::vector<std::string> names;
  for (const auto& list : declared(text, std::regex(R"re((?:^|\n)\s*(?:electrical|(?:\(\*[^\n]*\*\) )?real) ([^;]*);)re"))) {
    for (const auto& name : split(list)) names.push_back(name);
  }
  for (const auto& name : declared(text, std::regex(R"(parameter real (\w+))"))) names.push_back(name);
  return names;
}

bool is_own(const std::string& name) { return std::regex_match(name, std::regex("t[0-9]+")); }

}  // namespace

TEST_CASE("what a language keeps to itself is known, in whatever case") {
  CHECK(spice::taken_in("Module") == "Verilog-A");
  CHECK(spice::taken_in("limexp") == "Verilog-A");
  CHECK(spice::taken_in("double") == "C");
  CHECK(spice::taken_in("lgamma") == "C");
  CHECK(spice::taken_in("TEMPER") == "ngspice");
  CHECK(spice::taken_in("m") == "ngspice");
  CHECK(spice::taken_in("t12") == "the writers");
  CHECK(spice::taken_in("q_pn") == "the writers");
  for (const char* free : {"x", "gap", "t_0", "temperature_rise", "mod_e", "ex", "u", "v"}) {
    CAPTURE(free);
    CHECK(spice::taken_in(free) == "");
  }
}

TEST_CASE("no model bears a name that a language it is written in keeps to itself") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    CHECK(spice::taken_in(model) == "");
    const auto names = verilog_names(text_of(spice::write_verilog_a, spice::circuit(model)));
    CHECK(names.size() > 4);
    for (const auto& name : names) {
      CAPTURE(name);
      CHECK((is_own(name) || spice::taken_in(name) == ""));
    }
  }
}

TEST_CASE("no two names of a module or sub-circuit are alike but for their case") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit c = spice::circuit(model);
    const auto unlike = [](const std::vector<std::string>& names) {
      std::set<std::string> taken;
      for (std::string name : names) {
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char ch) { return std::tolower(ch); });
        CAPTURE(name);
        CHECK(taken.insert(name).second);
      }
    };
    unlike(verilog_names(text_of(spice::write_verilog_a, c)));

    const std::string sub = text_of(spice::write_subcircuit, c);
    unlike(declared(sub, std::regex(R"(\n([BCVF]\w+) )")));  // elements
    auto nodes = declared(sub, std::regex(R"(\nB\w+ (\w+) 0 V=)"));
    for (const auto& list : {declared(sub, std::regex(R"(\n\+ (\w+)=)")), declared(sub, std::regex(R"(\n\.param (\w+)=)")), c.terminals}) {
      nodes.insert(nodes.end(), list.begin(), list.end());
    }
    for (const auto& s : c.states) nodes.push_back(s.node);
    unlike(nodes);  // nodes and parameters
  }
}
