// Formulas as text: read back by a reader of its own, they are what was recorded.

#include <doctest/doctest.h>

#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <random>
#include <regex>
#include <set>

#include "libmodel/scalar/graph.h"
#include "libmodel/scalar/math.h"
#include "libmodel/surroundings.h"
#include "spice/families.h"
#include "spice/page.h"

using namespace hysteron;

namespace {

// What a text says: an operator, function, name or number over its operands.
struct Said {
  std::string what;
  std::vector<Said> operands = {};

  bool operator==(const Said&) const = default;
};

// Reads the grammar that spice/formula.h gives.
class Reader {
 public:
  explicit Reader(const std::string& text) {
    static const std::regex token(R"(\s*([A-Za-z_]\w*|[0-9.]+(?:e[+-]?[0-9]+)?|.))");
    for (std::sregex_iterator m(text.begin(), text.end(), token), end; m != end; ++m)
      tokens_.push_back((*m)[1]);
    tokens_.push_back("");
  }
  Said whole() {
    const Said all = choice();
    if (!next().empty()) throw std::runtime_error("ends before " + next());
    return all;
  }

 private:
  const std::string& next() const { return tokens_[at_]; }
  bool take(const std::string& token) { return next() == token && ++at_; }
  void expect(const std::string& token) {
    if (!take(token)) throw std::runtime_error(token + " is missing before " + next());
  }

  Said choice() {
    const Said first = sum();
    if (next() != "<" && next() != ">") return first;
    const std::string compared = tokens_[at_++];
    const Said second = sum();
    expect("?");
    const Said yes = sum();
    expect(":");
    return {"?", {{compared, {first, second}}, yes, choice()}};
  }
  Said sum() {
    Said left = product();
    while (next() == "+" || next() == "-") {
      const std::string op = tokens_[at_++];
      if (next() == "-") throw std::runtime_error("two signs");
      left = {op, {left, product()}};
    }
    return left;
  }
  Said product() {
    Said left = signed_power();
    while (next() == "*" || next() == "/") {
      const std::string op = tokens_[at_++];
      left = {op, {left, power()}};
    }
    return left;
  }
  Said signed_power() {
    if (!take("-")) return power();
    Said negative{"negative"};
    negative.operands.push_back(power());
    return negative;
  }
  Said power() {
    Said base = atom();
    if (!take("^")) return base;
    Said raised{"^", {base}};
    raised.operands.push_back(atom());
    return raised;
  }
  Said atom() {
    if (take("(")) {
      const Said inside = choice();
      expect(")");
      return inside;
    }
    const std::string name = tokens_[at_++];
    if (name.empty() || !(std::isalnum(name.front()) || name.front() == '_'))
      throw std::runtime_error("an operand is missing at " + name);
    if (std::isdigit(name.front()) || !take("(")) return {name};
    Said call{name + "()", {choice()}};
    while (take(",")) call.operands.push_back(choice());
    expect(")");
    return call;
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
};

double value(const Said& said, const std::map<std::string, double>& given);

double of_power(const Said& said, const std::map<std::string, double>& given) {
  const double base = value(said.operands[0], given);
  const std::string& exponent = said.operands[1].what;
  if (exponent.find_first_not_of("0123456789") != std::string::npos)
    return power(base, value(said.operands[1], given));
  double product = base;
  for (int k = std::stoi(exponent); k > 1; --k) product = product * base;
  return product;
}

double value(const Said& said, const std::map<std::string, double>& given) {
  using One = double (*)(double);
  using Two = double (*)(double, double);
  static const std::map<std::string, One> one = {
      {"exp()", std::exp},
      {"ln()", std::log},
      {"sqrt()", std::sqrt},
      {"sinh()", std::sinh},
      {"cosh()", std::cosh},
      {"tanh()", std::tanh},
      {"abs()", std::abs},
      {"negative", [](double a) { return -a; }},
      {"expm1_over()", [](double u) { return expm1_over(u); }},
      {"sinh_over()", [](double u) { return sinh_over(u); }},
      {"soft_ramp()", [](double u) { return soft_ramp(u); }},
      {"ramp()", [](double u) { return ramp(u); }}};
  static const std::map<std::string, Two> two = {
      {"+", [](double a, double b) { return a + b; }},
      {"-", [](double a, double b) { return a - b; }},
      {"*", [](double a, double b) { return a * b; }},
      {"/", [](double a, double b) { return a / b; }},
      {"<", [](double a, double b) { return a < b ? 1.0 : 0.0; }},
      {">", [](double a, double b) { return a > b ? 1.0 : 0.0; }},
      {"overdrive()", [](double u, double a) { return overdrive(u, a); }},
      {"ramp_power()", [](double u, double a) { return ramp_power(u, a); }},
      {"bounded()", [](double x, double bound) { return bounded(x, bound); }},
      {"limited_exp()", [](double u, double limit) { return limited_exp(u, limit); }},
      {"sinh_behind_resistor()", [](double a, double s) { return sinh_behind_resistor(a, s); }}};
  if (said.operands.empty())
    return std::isdigit(said.what.front()) ? std::stod(said.what) : given.at(said.what);
  if (said.what == "^") return of_power(said, given);
  const auto operand = [&](int k) { return value(said.operands[k], given); };
  if (said.what == "?") return operand(0) != 0.0 ? operand(1) : operand(2);
  return said.operands.size() == 1 ? one.at(said.what)(operand(0))
                                   : two.at(said.what)(operand(0), operand(1));
}

double inside(const Field& f, std::mt19937& random) {
  const double u = std::uniform_real_distribution<>(0.0, 1.0)(random);
  return f.scale == Scale::log ? f.lower * std::pow(f.upper / f.lower, u)
                               : f.lower + u * (f.upper - f.lower);
}

// A point of a model's domain: once as the inputs of the recorded graph, once by the names of the
// text.
struct Point {
  std::map<std::string, double> recorded, named;
};
Point random_point(const spice::Circuit& c, std::mt19937& random) {
  Point p;
  for (const auto& t : c.terminals) p.recorded[spice::potential(t).node()->name] = 0.0;
  for (const spice::Branch& b : c.ports) {
    p.named[b.voltage.name] = p.recorded[spice::potential(b.plus).node()->name] =
        inside(b.voltage, random);
  }
  for (const Field& f : c.parameters) p.recorded[f.name] = inside(f, random);
  for (const Field& f : fields<Surroundings<double>>()) p.recorded[f.name] = inside(f, random);
  p.named.insert(p.recorded.begin(), p.recorded.end());
  for (const spice::StateNode& s : c.states) {
    p.recorded[spice::potential(s.node).node()->name] = 0.0;
    p.named[s.name] = p.recorded.at(s.initial);
  }
  return p;
}

// The text of an expression that stands alone.
std::string text_of(const Expr& e) {
  spice::Circuit c{.name = "alone", .title = "", .parameters = {}};
  c.ports.push_back({.voltage = {"v", "V", 0.0, -1.0, 1.0, Scale::linear, ""},
                     .plus = "p",
                     .minus = "n",
                     .current = e});
  return spice::formulas(c).all.back().text;
}

// The text without one pair of brackets that encloses neither arguments nor a sign alone.
std::vector<std::string> without_a_pair(const std::string& text) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '(' || (i > 0 && (std::isalnum(text[i - 1]) || text[i - 1] == '_'))) continue;
    std::size_t end = i;
    for (int depth = 0; end < text.size(); ++end) {
      depth += (text[end] == '(') - (text[end] == ')');
      if (depth == 0) break;
    }
    all.push_back(text.substr(0, i) + text.substr(i + 1, end - i - 1) + text.substr(end + 1));
  }
  return all;
}

std::optional<Said> said(const std::string& text) {
  try {
    return Reader(text).whole();
  } catch (const std::runtime_error&) {
    return {};
  }
}

std::string replaced(const std::string& text, const std::string& from, const std::string& to) {
  return std::regex_replace(text, std::regex(from), to);
}

}  // namespace

TEST_CASE("a formula has the brackets that it needs and no more") {
  const Expr a = Expr::input("a"), b = Expr::input("b"), c = Expr::input("c");
  CHECK(text_of(a + b + c) == "a + b + c");
  CHECK(text_of(a + (b + c)) == "a + (b + c)");
  CHECK(text_of(a - (b - c)) == "a - (b - c)");
  CHECK(text_of((a + b) * c) == "(a + b) * c");
  CHECK(text_of(a * b + c) == "a * b + c");
  CHECK(text_of(a / (b * c)) == "a / (b * c)");
  CHECK(text_of(a / b * c) == "a / b * c");
  CHECK(text_of(-a * b) == "-a * b");
  CHECK(text_of(exp(-(a * b))) == "exp(-a * b)");
  CHECK(text_of(-(a + b)) == "-(a + b)");
  CHECK(text_of(a + -b * c) == "a - b * c");
  CHECK(text_of(a - -b) == "a + b");
  CHECK(text_of(a * -b) == "a * (-b)");
  CHECK(text_of(a * a * a) == "a^3");
  CHECK(text_of(-(a * a)) == "-a^2");
  CHECK(text_of((a + b) * (a + b)) == "(a + b)^2");
  CHECK(text_of(power(a / b, Expr(-1.5))) == "(a / b)^(-1.5)");
  CHECK(text_of(select(a < b, a, b) * c) == "(a < b ? a : b) * c");
  CHECK(text_of(select(a < b, a, select(b > c, b, c))) == "a < b ? a : b > c ? b : c");
  CHECK(text_of(0.0 + a) == "a");
  CHECK(text_of(a / 3.0 - 1e-30) == "a / 3 - 1e-30");
}

TEST_CASE("what the vocabulary offers is written by its name") {
  const Expr a = Expr::input("a"), u = Expr::input("u");
  CHECK(text_of(overdrive(u / a, a)) == "overdrive(u / a, a)");
  CHECK(text_of(2.0 * limited_exp(-u, 40.0)) == "2 * limited_exp(-u, 40)");
  CHECK(text_of(bounded(u, 70.0)) == "bounded(u, 70)");
  CHECK(text_of(select(u < -1.0, Expr(-1.0), select(u > 2.0, Expr(2.0), u))) ==
        "u < -1 ? -1 : u > 2 ? 2 : u");
  CHECK(text_of(sinh_behind_resistor(a, u)) == "sinh_behind_resistor(a, u)");
  CHECK(text_of(ramp_power(u, a)) == "ramp_power(u, a)");
  CHECK(text_of(expm1_over(u)) == "expm1_over(u)");
  CHECK(text_of(sinh_over(u)) == "sinh_over(u)");
  CHECK(text_of(soft_ramp(u)) == "soft_ramp(u)");
  CHECK(text_of(ramp(u)) == "ramp(u)");
  CHECK(text_of(power(u, a)) == "u^a");
  CHECK(text_of(0.5 * (u + sqrt(a * u + 0.01))) ==
        "0.5 * (u + sqrt(a * u + 0.01))");  // not soft_ramp
}

TEST_CASE("a power written out and the power of the vocabulary are told apart") {
  const Expr u = Expr::input("u");
  CHECK(text_of(power(u, Expr(2.0))) == "exp(2 * ln(u))");
  CHECK(text_of(u * u) == "u^2");
}

TEST_CASE("every formula, read back, computes what was recorded") {
  std::mt19937 random(20);
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit circuit = spice::circuit(model);
    const auto all = spice::formulas(circuit).all;
    CHECK(all.size() > 1);
    std::vector<Expr> recorded;
    std::vector<Said> said;
    for (const auto& f : all) {
      CAPTURE(f.name);
      CAPTURE(f.text);
      recorded.push_back(f.recorded);
      REQUIRE_NOTHROW(said.push_back(Reader(f.text).whole()));
    }
    const Graph graph(recorded);
    for (int draw = 0; draw < 50; ++draw) {
      Point point = random_point(circuit, random);
      const auto expected = evaluate(graph, point.recorded);
      for (std::size_t k = 0; k < all.size(); ++k) {
        const double found = value(said[k], point.named), wanted = expected[graph.roots[k]];
        CAPTURE(all[k].name);
        CAPTURE(all[k].text);
        CHECK((found == wanted || (std::isnan(found) && std::isnan(wanted))));
        point.named[all[k].name] = found;
      }
    }
  }
}

TEST_CASE("no formula of a model has a bracket that it could do without") {
  std::size_t brackets = 0;
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    for (const auto& f : spice::formulas(spice::circuit(model)).all) {
      CAPTURE(f.text);
      const auto meant = said(f.text);
      for (const auto& shorter : without_a_pair(f.text)) {
        CAPTURE(shorter);
        CHECK(said(shorter) != meant);
        ++brackets;
      }
    }
  }
  CHECK(brackets > 500);
}

TEST_CASE(
    "currents, charges, rates and noise of every model are among its formulas, each name once") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit circuit = spice::circuit(model);
    std::set<std::string> names;
    std::map<spice::Formula::Kind, std::size_t> count;
    for (const auto& f : spice::formulas(circuit).all) {
      CAPTURE(f.name);
      CHECK(names.insert(f.name).second);
      CHECK(!f.unit.empty());
      ++count[f.kind];
    }
    CHECK(count[spice::Formula::current] == circuit.ports.size());
    CHECK(count[spice::Formula::rate] == circuit.states.size());
    CHECK(count[spice::Formula::event] == circuit.events.size());
  }
}

TEST_CASE("the formula of a current, a charge or a rate is that of the circuit") {
  std::mt19937 random(21);
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const spice::Circuit circuit = spice::circuit(model);
    std::map<std::string, Expr> of;
    for (const auto& f : spice::formulas(circuit).all) of[f.name] = f.recorded;
    const auto inputs = random_point(circuit, random).recorded;
    const auto alike = [&](const std::string& name, const Expr& e) {
      CAPTURE(name);
      REQUIRE((of.contains(name) || spice::is_zero(e)));
      const Graph graph({of[name], e});
      const auto values = evaluate(graph, inputs);
      CHECK(values[graph.roots[0]] == values[graph.roots[1]]);
    };
    for (const spice::Branch& b : circuit.ports) {
      alike("i" + b.voltage.name.substr(1), b.current);
      alike("q" + b.voltage.name.substr(1), b.charge);
    }
    for (const spice::StateNode& s : circuit.states)
      alike("diffusion(" + s.name + ")", s.diffusion);
    for (const spice::Event& e : circuit.events) alike("rate(" + e.field.name + ")", e.rate);
  }
}

TEST_CASE("a family of formulas stands for each of its members, text for text") {
  std::size_t merged = 0;
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    const auto all = spice::formulas(spice::circuit(model)).all;
    std::map<std::string, std::string> text;
    for (const auto& f : all) text[f.name] = f.text;
    std::size_t members = 0;
    for (const auto& family : spice::families(all)) {
      for (int k = 1; k <= family.count; ++k, ++members) {
        const auto expanded = [&](std::string t) {
          if (family.count == 1) return t;
          if (!family.numbers.empty()) t = replaced(t, "\\bc_i\\b", family.numbers[k - 1]);
          return replaced(t, "_i\\b", "_" + std::to_string(k));
        };
        CAPTURE(family.formula.name);
        CHECK(text.at(expanded(family.formula.name)) == expanded(family.formula.text));
      }
      merged += family.count > 1;
    }
    CHECK(members == all.size());
  }
  CHECK(merged > 5);
}

TEST_CASE("formulas that differ in more than their index stay apart") {
  const auto formula = [](const std::string& name, const std::string& text) {
    return spice::Formula{
        .kind = spice::Formula::quantity, .name = name, .text = text, .unit = "1"};
  };
  CHECK(spice::families(
            {formula("u_1", "2 * p_1"), formula("u_2", "2 * p_2"), formula("u_3", "2 * p_3")})
            .size() == 1);
  const auto numbered = spice::families(
      {formula("u_1", "2 * p_1"), formula("u_2", "3 * p_2"), formula("u_3", "(-4) * p_3")});
  REQUIRE(numbered.size() == 1);
  CHECK(numbered[0].formula.text == "c_i * p_i");
  CHECK(numbered[0].numbers == std::vector<std::string>{"2", "3", "(-4)"});
  CHECK(spice::families(
            {formula("u_1", "2 * p_1"), formula("u_2", "2 * p_1"), formula("u_3", "2 * p_2")})
            .size() == 3);
  CHECK(spice::families({formula("u_1", "a * b"), formula("u_2", "a * c"), formula("u_3", "a * d")})
            .size() == 3);
  CHECK(spice::families(
            {formula("u_1", "a * 2 + 2"), formula("u_2", "a * 3 + 3"), formula("u_3", "a * 4 + 4")})
            .size() == 3);
}

TEST_CASE("every model says what it is, where it comes from and what it leaves out") {
  for (const auto& model : spice::names()) {
    CAPTURE(model);
    CHECK(spice::title(model).size() > 20);
    CHECK(spice::title(model).find(": ") != std::string::npos);
    CHECK(!spice::title(model).ends_with('.'));
    const spice::Page page = spice::page(model);
    for (const char* heading : {"Source", "Differs", "Omits", "Defaults"}) {
      CAPTURE(heading);
      CHECK(page[heading].size() > 10);
    }
    CHECK(std::regex_search(spice::first_source(page["Source"]), std::regex(R"(\b(19|20)\d\d\b)")));
  }
}

TEST_CASE("a model's words are those of its header") {
  const spice::Page page = spice::page("vteam");
  CHECK(spice::title("vteam") ==
        "VTEAM: a filament that moves only while the voltage is beyond a threshold");
  REQUIRE(page.prose.size() == 1);
  CHECK(page.prose[0].starts_with("x = 0 is a whole filament of resistance r_on"));
  CHECK(page["Omits"] == "temperature, capacitance.");
  CHECK(page["Source"].ends_with("786, doi:10.1109/TCSII.2015.2433536."));
  CHECK(page["Heading"] == "");
  CHECK(spice::first_source(
            "soft bounds: A. Bee, J. Phys. B 12 (1999) L34, doi:10.1/x; C. Dee (2001).") ==
        "A. Bee, J. Phys. B 12 (1999) L34");
}
