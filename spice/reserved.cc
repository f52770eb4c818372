#include "spice/reserved.h"

#include <algorithm>
#include <cctype>
#include <regex>

namespace hysteron::spice {
namespace {

// Keywords, functions and system words of Verilog-AMS 2.4, annex B and clause 4; compilers for
// Verilog-A keep those of digital Verilog too, OpenVAF also root. Disciplines: disciplines.vams; its natures begin with a capital.
constexpr std::string_view verilog_a = R"(
 above abs absdelay absdelta abstol ac_stim access acos acosh aliasparam always analog analysis and
 asin asinh assert assign atan atan2 atanh automatic begin branch buf bufif0 bufif1 case casex casez ceil cell
 cmos config connect connectmodule connectrules continuous cos cosh cross ddt ddt_nature ddx deassign
 default defparam design disable discipline discrete domain driver_update edge else end endcase
 endconfig endconnectrules enddiscipline endfunction endgenerate endmodule endnature endparamset
 endprimitive endspecify endtable endtask event exclude exp final_step flicker_noise floor flow for
 force forever fork from function generate genvar ground highz0 highz1 hypot idt idt_nature idtmod if
 ifnone incdir include inf initial initial_step inout input instance integer join laplace_nd
 laplace_np laplace_zd laplace_zp large last_crossing liblist library limexp ln localparam log
 macromodule max medium merged min module nand nature negedge net_resolution nmos noise_table
 noise_table_log nor noshowcancelled not notif0 notif1 or output parameter paramset pmos posedge
 potential pow primitive pull0 pull1 pulldown pullup pulsestyle_ondetect pulsestyle_onevent rcmos real
 realtime reg release repeat resolveto rnmos root rpmos rtran rtranif0 rtranif1 scalared showcancelled
 signed sin sinh slew small specify specparam split sqrt string strong0 strong1 supply0 supply1 table
 tan tanh task time timer tran tranif0 tranif1 transition tri tri0 tri1 triand trior trireg units
 unsigned use uwire vectored wait wand weak0 weak1 while white_noise wire wor wreal xnor xor zi_nd
 zi_np zi_zd zi_zp
 electrical voltage current magnetic thermal kinematic kinematic_v rotational rotational_omega logic )";

// C17 keywords, <math.h>, and macros of the headers that the written file includes.
constexpr std::string_view c = R"(
 auto break case char const continue default do double else enum extern float for goto if inline int
 long register restrict return short signed sizeof static struct switch typedef union unsigned void
 volatile while _bool _complex _imaginary _alignas _alignof _atomic _generic _noreturn
 _static_assert _thread_local asm typeof bool true false null offsetof
 acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh erf erfc exp exp2 expm1 fabs fdim
 floor fma fmax fmin fmod fpclassify frexp hypot ilogb isfinite isgreater isgreaterequal isinf isless
 islessequal islessgreater isnan isnormal isunordered ldexp lgamma llrint llround log log10 log1p log2
 logb lrint lround modf nan nearbyint nextafter nexttoward pow remainder remquo rint round scalbln
 scalbn signbit sin sinh sqrt tan tanh tgamma trunc huge_val infinity math_errhandling signgam
 j0 j1 jn y0 y1 yn m_e m_pi abs labs llabs div exit abort malloc free memset )";

// Expressions of behavioural sources and of parameters (ngspice 39 to 46), parameters that every
// instance has, and ground. u and v are functions too, but only before a bracket, where the
// writers put no name of a model.
constexpr std::string_view ngspice = R"(
 time temper hertz temp dtemp dt m tc1 tc2 reciproctc reciprocm ic gnd pi e
 and or not div mod if else end while macro funct defined include for to downto is var
 abs acos acosh agauss arctan asin asinh atan atan2 atanh aunif ceil cos cosh ddt ddx eq exp floor ge
 gauss gt i idt if int le limit ln log log10 lt max min mod ne nint pow pwl pwr sgn sin sinh sqr sqrt
 stp tan tanh ternary_fcn u2 unif uramp
 boltz echarge kelvin planck yes no true false all )";

bool has_word(std::string_view words, const std::string& name) {
  const auto is_space = [](char ch) { return ch == ' ' || ch == '\n'; };
  for (std::size_t at = words.find(name); at != std::string_view::npos; at = words.find(name, at + 1)) {
    if (is_space(words[at - 1]) && is_space(words[at + name.size()])) return true;
  }
  return false;
}

}  // namespace

std::string taken_in(std::string_view given) {
  std::string name(given);
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char ch) { return std::tolower(ch); });
  if (has_word(verilog_a, name)) return "Verilog-A";
  if (has_word(c, name)) return "C";
  if (has_word(ngspice, name)) return "ngspice";
  // Shared steps; the nodes and sources of a port's charge; the source of its current; the clock; OSDI's m.
  static const std::regex own("t[0-9]+|(q|qc|i)_[a-z]{2}|run|multiplicity");
  return std::regex_match(name, own) ? "the writers" : "";
}

}  // namespace hysteron::spice
