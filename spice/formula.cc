#include "spice/formula.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>

#include "libmodel/scalar/graph.h"
#include "libmodel/scalar/math.h"
#include "spice/description.h"
#include "spice/units.h"

namespace hysteron::spice {
namespace {

// How tightly a text holds together.
enum Strength { choice, comparison, sum, product, sign, raised, atom };

struct Text {
  std::string text;
  Strength strength;
};

// A function of the vocabulary, recorded: wherever its steps occur, the function was called.
struct Known {
  std::string name;
  std::vector<std::string> arguments;
  std::string meaning;
  Graph body;
};

// Stands for any number, and its negative for that number's, where a function is recorded that takes
// one as double.
constexpr double any_number = 0x1.b0a5eccd1ffd7p+511;

// The larger first: the steps of one contain those of the next.
const std::vector<Known>& vocabulary() {
  static const std::vector<Known> all = [] {
    const Expr a = Expr::input("a"), s = Expr::input("s"), u = Expr::input("u");
    // clang-format off
    return std::vector<Known>{
        {"sinh_behind_resistor", {"a", "s"}, "the w that solves w + a sinh(w) = s", Graph({sinh_behind_resistor(a, s)})},
        {"overdrive", {"u", "a"}, "about (u - 1)^a above u = 1, of order 1e-4 below, 0 at u = 0", Graph({overdrive(u, a)})},
        {"expm1_over", {"u"}, "(exp(u) - 1) / u, 1 at u = 0", Graph({expm1_over(u)})},
        {"sinh_over", {"u"}, "sinh(u) / u, 1 at u = 0", Graph({sinh_over(u)})},
        {"limited_exp", {"u", "limit"}, "exp(u), its tangent beyond u = limit", Graph({limited_exp(u, any_number)})},
        {"ramp_power", {"u", "a"}, "u^a for u > 0, else 0", Graph({ramp_power(u, a)})},
        {"bounded", {"x", "bound"}, "x, held within -bound and bound", Graph({bounded(Expr::input("x"), any_number)})},
        {"soft_ramp", {"u"}, "(u + sqrt(u^2 + 0.01)) / 2, a smooth max(u, 0)", Graph({soft_ramp(u)})},
        {"^", {"u", "a"}, "exp(a ln(u)), for u > 0", Graph({power(u, a)})},
        {"ramp", {"u"}, "max(u, 0)", Graph({ramp(u)})}};
    // clang-format on
  }();
  return all;
}

// Holds a function's steps against those of a graph.
class Match {
 public:
  Match(const Known& known, const Graph& graph)
      : known_(known), graph_(graph), at_(known.body.steps.size(), -1) {}

  // The steps that are its arguments, if this step is the function's value.
  std::optional<std::vector<int>> of(int step) {
    if (!fits(known_.body.roots[0], step)) return {};
    std::vector<int> arguments;
    for (const auto& name : known_.arguments) {
      const auto it = bound_.find(name);
      arguments.push_back(it == bound_.end() ? number_ : it->second);
    }
    return arguments;
  }

 private:
  bool fits(int mine, int step) {
    if (at_[mine] >= 0) return at_[mine] == step;
    at_[mine] = step;
    const Step& known = known_.body.steps[mine];
    const Step& given = graph_.steps[step];
    if (known.node->op == Op::input) return bind(known.node->name, step);
    if (known.node->op != given.node->op || known.args.size() != given.args.size()) return false;
    if (known.node->op == Op::constant) {
      return is_number(known.node->value, given.node->value, step);
    }
    for (std::size_t k = 0; k < known.args.size(); ++k) {
      if (!fits(known.args[k], given.args[k])) return false;
    }
    return true;
  }
  bool bind(const std::string& name, int step) {
    return bound_.try_emplace(name, step).first->second == step;
  }
  bool is_number(double known, double given, int step) {
    if (std::abs(known) != any_number) return known == given;
    const double number = known > 0.0 ? given : -given;
    if (known > 0.0) number_ = step;
    if (!any_) any_ = number;
    return any_ == number;
  }

  const Known& known_;
  const Graph& graph_;
  std::vector<int> at_;
  std::map<std::string, int> bound_;
  std::optional<double> any_;
  int number_ = -1;  // the step that is any_
};

// As it is written, with the names of its arguments.
std::string call_of(const Known& known) {
  if (known.name == "^") return "u^a";
  std::string list;
  for (const auto& a : known.arguments) list += (list.empty() ? "" : ", ") + a;
  return known.name + "(" + list + ")";
}

// A step, or the many steps of a known function as one.
struct Term {
  const Known* known = nullptr;
  std::vector<int> args = {};  // other steps
  int uses = 0, operations = 0;
};

bool is_constant(const Step& step, double value) {
  return step.node->op == Op::constant && step.node->value == value;
}
bool is_whole(const Step& step) {
  return step.node->op == Op::constant && step.node->value == std::round(step.node->value);
}

constexpr int short_enough_to_repeat = 2;  // operations

std::string number(double x) {
  char buffer[32];
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, x).ptr};
}

class Writer {
 public:
  /// `names` are of the expressions wanted; one without a name is given in full wherever it is
  /// used.
  Writer(const Circuit& circuit, const std::vector<Expr>& wanted,
         const std::vector<std::string>& names)
      : graph_(wanted), terms_(graph_.steps.size()), text_(graph_.steps.size()) {
    for (const Branch& b : circuit.ports) outside_.insert(b.voltage.name);
    for (const StateNode& s : circuit.states) outside_.insert(s.name);
    for (int& root : graph_.roots) ++terms_[root = reach(root)].uses;
    for (std::size_t k = 0; k < names.size(); ++k) {
      if (!names[k].empty() && is_operation(graph_.roots[k]))
        label_.try_emplace(graph_.roots[k], names[k]);
    }
    for (const auto& [step, name] : label_) ++given_[name];
    for (const int i : reached_) write(i);
  }

  const Graph& graph() const { return graph_; }
  const std::vector<Assignment>& steps() const { return steps_; }
  const std::set<const Known*>& called() const { return called_; }
  std::string result(std::size_t k) const { return text_[graph_.roots[k]].text; }

 private:
  // Ports' voltages and states are given, not computed.
  bool is_given(int i) const {
    const Node& node = *graph_.steps[i].node;
    return node.op == Op::named && outside_.contains(node.name) && reads_node(i);
  }
  // What a model computes reads nodes through its ports and states alone.
  bool reads_node(int i) const {
    const Step& s = graph_.steps[i];
    const auto reads = [this](int a) {
      return graph_.steps[a].node->op != Op::named && reads_node(a);
    };
    return s.node->op == Op::input ? is_potential(s.node->name)
                                   : std::any_of(s.args.begin(), s.args.end(), reads);
  }
  bool is_operation(int i) const {
    return !graph_.steps[i].args.empty() && graph_.steps[i].node->op != Op::named;
  }

  // Sums are recorded from a zero on, which need not be written; a name is that of the step it is
  // given to.
  int reach(int i) {
    const Step& s = graph_.steps[i];
    if (s.node->op == Op::add && is_constant(graph_.steps[s.args[0]], 0.0)) return reach(s.args[1]);
    if (s.node->op == Op::named && !is_given(i)) {
      const int value = reach(s.args[0]);
      if (is_operation(value) &&
          label_.try_emplace(value, s.node->name).first->second == s.node->name)
        return value;
      label_.try_emplace(i, s.node->name);
    }
    if (!reached_.insert(i).second) return i;
    Term& term = terms_[i];
    if (!is_given(i)) recognise(i, term);
    for (int& arg : term.args) ++terms_[arg = reach(arg)].uses;
    term.operations = !term.args.empty();
    for (const int arg : term.args)
      term.operations += label_.contains(arg) ? 0 : terms_[arg].operations;
    term.operations = std::min(term.operations, 100);
    return i;
  }
  void recognise(int i, Term& term) {
    for (const Known& known : vocabulary()) {
      const auto arguments = Match(known, graph_).of(i);
      if (!arguments || (known.name == "^" && is_whole(graph_.steps[arguments->back()])))
        continue;  // u^2 is u u
      term = {.known = &known, .args = *arguments};
      return;
    }
    term.args = graph_.steps[i].args;
  }

  bool is_shared(int i) const {
    const Op op = graph_.steps[i].node->op;
    return terms_[i].uses > 1 && terms_[i].operations > short_enough_to_repeat && op != Op::less &&
           op != Op::greater;
  }
  void write(int i) {
    text_[i] = is_given(i)       ? Text{graph_.steps[i].node->name, atom}
               : terms_[i].known ? call(terms_[i])
                                 : operation(i);
    const auto label = label_.find(i);
    const bool labelled = label != label_.end();
    if (!labelled && !is_shared(i)) return;
    const std::string name = labelled ? numbered(label->second) : "t" + std::to_string(++shared_);
    steps_.push_back({name, text_[i].text, labelled, false, i});
    text_[i] = {name, atom};
  }
  std::string numbered(const std::string& name) {
    return given_.at(name) == 1 ? name : name + "_" + std::to_string(++used_[name]);
  }

  // The text as an operand of something that holds together this much.
  static std::string within(const Text& t, Strength least) {
    return t.strength < least ? "(" + t.text + ")" : t.text;
  }

  Text call(const Term& term) {
    called_.insert(term.known);
    if (term.known->name == "^")
      return {within(text_[term.args[0]], atom) + "^" + within(text_[term.args[1]], atom), raised};
    std::string list;
    for (const int arg : term.args) list += (list.empty() ? "" : ", ") + text_[arg].text;
    return {term.known->name + "(" + list + ")", atom};
  }

  // a + (-b) is a - b, digit for digit.
  static Text joined(const Text& left, bool minus, const Text& right) {
    const bool turned = right.strength > sum && right.text.front() == '-';
    const std::string operand = turned ? right.text.substr(1) : within(right, product);
    return {within(left, sum) + (minus != turned ? " - " : " + ") + operand, sum};
  }

  // x x .. x, which groups from the left: how often x stands in it.
  int repeated(int i, int x) const {
    if (i == x) return 1;
    const Term& term = terms_[i];
    if (term.known || graph_.steps[i].node->op != Op::multiply || term.args[1] != x || is_given(i))
      return 0;
    const int before = repeated(term.args[0], x);
    return before ? before + 1 : 0;
  }

  Text multiplied(int i) const {
    const Term& term = terms_[i];
    const Text &a = text_[term.args[0]], &b = text_[term.args[1]];
    if (const int times = repeated(i, term.args[1]))
      return {within(b, atom) + "^" + std::to_string(times), raised};
    return {within(a, product) + " * " + within(b, raised), product};
  }

  Text negated(const Text& t) const {
    const bool bracket = t.strength < product || t.text.front() == '-';
    return {"-" + (bracket ? "(" + t.text + ")" : t.text),
            bracket || t.strength > sign ? sign : t.strength};
  }

  Text operation(int i) {
    const Node& node = *graph_.steps[i].node;
    const auto arg = [&](int k) -> const Text& { return text_[terms_[i].args[k]]; };
    const auto f = [&](const char* name) { return Text{name + ("(" + arg(0).text + ")"), atom}; };
    const auto compared = [&](const char* op) {
      return Text{within(arg(0), sum) + op + within(arg(1), sum), comparison};
    };
    switch (node.op) {
      case Op::constant:
        return {number(node.value), std::signbit(node.value) ? sign : atom};
      case Op::input:
        return {node.name, atom};
      case Op::named:
        return arg(0);
      case Op::negate:
        return negated(arg(0));
      case Op::add:
        return joined(arg(0), false, arg(1));
      case Op::subtract:
        return joined(arg(0), true, arg(1));
      case Op::multiply:
        return multiplied(i);
      case Op::divide:
        return {within(arg(0), product) + " / " + within(arg(1), raised), product};
      case Op::less:
        return compared(" < ");
      case Op::greater:
        return compared(" > ");
      case Op::select:
        return {arg(0).text + " ? " + within(arg(1), sum) + " : " + arg(2).text, choice};
      case Op::exp:
        return f("exp");
      case Op::log:
        return f("ln");
      case Op::sqrt:
        return f("sqrt");
      case Op::sinh:
        return f("sinh");
      case Op::cosh:
        return f("cosh");
      case Op::tanh:
        return f("tanh");
      case Op::abs:
        return f("abs");
    }
    throw std::logic_error("formula: unknown operation");
  }

  Graph graph_;
  std::vector<Term> terms_;
  std::vector<Text> text_;
  std::set<int> reached_;
  std::map<int, std::string> label_;
  std::set<std::string> outside_;
  std::map<std::string, int> given_, used_;
  std::vector<Assignment> steps_;
  std::set<const Known*> called_;
  int shared_ = 0;
};

// The current that a voltage v_d drives is i_d, the charge q_d.
std::string driven(char what, const std::string& voltage) { return what + voltage.substr(1); }

// What its name does not say already.
std::string said(const Description& d, std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return d.meaning == name ? "" : d.meaning;
}

std::string per_second(std::string_view of, int times = 1) {
  const Unit u = unit(of);
  return text(combine(times == 1 ? u : combine(u, u, 1), unit("s"), -1));
}

// d(rise)/dt, but dx/dt and dp_1/dt.
std::string derivative(const std::string& state) {
  const bool is_letter = state.size() == 1 || state[1] == '_';
  return "d" + (is_letter ? state : "(" + state + ")") + "/dt";
}

// The results, without their texts.
std::vector<Formula> results_of(const Circuit& c) {
  std::vector<Formula> all;
  const auto add = [&](Formula f) {
    if (!is_zero(f.recorded)) all.push_back(std::move(f));
  };
  for (const Branch& b : c.ports) {
    const std::string ends = "into " + b.plus + ", out of " + b.minus;
    add({Formula::current, driven('i', b.voltage.name), "", "A", ends, b.current});
  }
  for (const Branch& b : c.ports) {
    const std::string meaning = "its derivative adds to the current into " + b.plus;
    add({Formula::charge, driven('q', b.voltage.name), "", "C", meaning, b.charge});
  }
  for (const StateNode& s : c.states) {
    add({Formula::rate, derivative(s.name), "", per_second(s.field.unit), s.field.meaning, s.rate});
  }
  for (const StateNode& s : c.states) {
    const std::string name = "diffusion(" + s.name + ")",
                      meaning = "growth of the variance of " + s.name;
    add({Formula::diffusion, name, "", per_second(s.field.unit, 2), meaning, s.diffusion});
  }
  for (const Event& e : c.events) {
    const std::string name = "rate(" + e.field.name + ")";
    add({Formula::event, name, "", std::string(e.field.unit), e.field.meaning, e.rate});
  }
  for (const Branch& b : c.ports) {
    const std::string i = driven('i', b.voltage.name);
    add({Formula::white, "white(" + i + ")", "", "A^2/Hz", "density of the white noise", b.white});
    add({Formula::flicker, "flicker(" + i + ")", "", "A^2", "density of the 1/f noise, times f",
         b.flicker});
  }
  return all;
}

// Adds a result, or says of a quantity that it is one: models name some themselves.
void add_result(std::vector<Formula>& all, const Formula& result) {
  const auto is_same = [&](const Formula& f) { return f.name == result.name; };
  const auto same = std::find_if(all.begin(), all.end(), is_same);
  if (same == all.end()) {
    all.push_back(result);
  } else if (result.text == result.name) {
    same->kind = result.kind;
    same->meaning = result.meaning;
  } else {
    throw std::logic_error("formula: " + result.name + " is the name of two things");
  }
}

}  // namespace

Formulas formulas(const Circuit& circuit) {
  std::vector<Formula> results = results_of(circuit);
  std::vector<Expr> expressions;
  std::vector<std::string> names;
  for (const Formula& f : results) {
    const bool is_quantity = f.kind == Formula::current || f.kind == Formula::charge;
    expressions.push_back(f.recorded);
    names.push_back(is_quantity ? f.name : "");
  }
  const Writer writer(circuit, expressions, names);
  const Equations eq{.steps = writer.steps()};
  const auto described = descriptions(circuit, expressions, eq);

  Formulas out;
  for (std::size_t k = 0; k < eq.steps.size(); ++k) {
    const Assignment& a = eq.steps[k];
    const Expr recorded(std::make_shared<Node>(*writer.graph().steps[a.step].node));
    const std::string meaning = a.quantity ? said(described[k], a.name) : "";
    out.all.push_back({Formula::quantity, a.name, a.value, described[k].unit, meaning, recorded});
  }
  for (std::size_t k = 0; k < results.size(); ++k) {
    results[k].text = writer.result(k);
    add_result(out.all, results[k]);
  }
  for (const Known& known : vocabulary()) {
    if (writer.called().contains(&known)) out.functions.push_back({call_of(known), known.meaning});
  }
  return out;
}

}  // namespace hysteron::spice
