// hysteron models                            every model in a table
// hysteron models filament                   its formulas, parameters, sources
// hysteron models filament --json
// hysteron models filament -o filament.svg   its switching cycle, drawn

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/commands.h"
#include "apps/report/page.h"
#include "apps/report/plot.h"
#include "apps/switching_cycle.h"
#include "data/whole_file.h"
#include "libmodel/error.h"
#include "spice/families.h"
#include "spice/page.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;
using report::number;

constexpr std::size_t width = 98;  // columns

struct ModelsOptions {
  std::string model;
  bool json = false;
  fs::path file;
};

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

std::string padded(std::string text, std::size_t to) {
  text.resize(std::max(text.size(), to), ' ');
  return text;
}

// Where to break a formula that must not go beyond `room`: after the loosest operator of its second
// half.
std::size_t break_of(const std::string& text, std::size_t room) {
  std::size_t best = std::string::npos;
  int depth = 0, loosest = std::numeric_limits<int>::max();
  for (std::size_t i = 1; i <= room && i < text.size(); ++i) {
    depth += (text[i] == '(') - (text[i] == ')');
    if (text[i] != ' ' || i <= room / 2 ||
        std::string_view("+-*/?:<>,").find(text[i - 1]) == std::string_view::npos)
      continue;
    const int tightness = 2 * depth + (text[i - 1] == '*' || text[i - 1] == '/');
    if (tightness <= loosest) best = i, loosest = tightness;
  }
  return best == std::string::npos ? text.rfind(' ', room) : best;
}

// The text in lines; the first begins with `start`, the others with as many blanks as `indent`.
std::string wrapped(const std::string& start, std::string text, std::size_t indent, bool formula) {
  std::string out = start;
  std::size_t used = start.size();
  while (used + text.size() > width) {
    const std::size_t at = formula ? break_of(text, width - used) : text.rfind(' ', width - used);
    if (at == std::string::npos || at == 0) break;
    out += text.substr(0, at) + "\n" + std::string(indent, ' ');
    text.erase(0, at + 1);
    used = indent;
  }
  return out + text + "\n";
}

using Row = std::vector<std::string>;

// Columns as wide as their widest cell; the last is wrapped.
void print_table(const std::string& heading, const Row& header, const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const Row& row : rows) {
    for (std::size_t k = 0; k < row.size(); ++k) widths[k] = std::max(widths[k], row[k].size());
  }
  for (std::size_t k = 0; k < header.size(); ++k) widths[k] = std::max(widths[k], header[k].size());
  const auto print = [&](const Row& row) {
    std::string start = "  ";
    for (std::size_t k = 0; k + 1 < row.size(); ++k) start += padded(row[k], widths[k]) + "  ";
    std::cout << wrapped(start, row.back(), start.size(), false);
  };
  std::cout << heading << "\n\n";
  if (!header.empty()) print(header);
  for (const Row& row : rows) print(row);
}

void print_catalogue() {
  std::vector<Row> rows;
  for (const auto& name : spice::names()) {
    const spice::Circuit c = spice::circuit(name);
    const auto own = c.parameters.size() - c.states.size();  // without initial values
    rows.push_back({name, joined(c.terminals, " "), std::to_string(c.states.size()),
                    std::to_string(own),
                    c.title.substr(0, c.title.find(": ")) + "; " +
                        spice::first_source(spice::page(name)["Source"])});
  }
  print_table("The models: what they are, and their first source",
              {"name", "terminals", "states", "parameters", "family; source"}, rows);
  std::cout << "\nhysteron models NAME shows the formulas and parameters of one.\n";
}

struct Chapter {
  const char* heading;
  const char* remark;
  std::vector<spice::Formula::Kind> kinds;
};
const Chapter chapters[] = {
    {"Formulas, in an order in which they can be computed",
     "",
     {spice::Formula::quantity, spice::Formula::current, spice::Formula::charge}},
    {"How the states move", "", {spice::Formula::rate}},
    {"Noise",
     "The variance of a state x grows by diffusion(x) a second; an event e happens rate(e) times a "
     "second, by chance; the density "
     "of a current i is white(i) + flicker(i) / f.",
     {spice::Formula::diffusion, spice::Formula::event, spice::Formula::white,
      spice::Formula::flicker}}};

void print_formula(const spice::Family& family) {
  const spice::Formula& f = family.formula;
  std::cout << wrapped("  " + f.name + " [" + f.unit + "] = ", f.text, 6, true);
  std::vector<std::string> remarks;
  if (family.count > 1) remarks.push_back("i = 1 .. " + std::to_string(family.count));
  if (!family.numbers.empty()) remarks.push_back("c_i = " + joined(family.numbers, ", "));
  if (f.kind == spice::Formula::event || f.kind == spice::Formula::charge)
    remarks.push_back(f.meaning);
  if (!remarks.empty()) std::cout << wrapped("      ", joined(remarks, "; "), 6, false);
}

void print_formulas(const spice::Formulas& formulas) {
  const auto all = spice::families(formulas.all);
  for (const Chapter& chapter : chapters) {
    const auto belongs = [&](const spice::Family& f) {
      return std::find(chapter.kinds.begin(), chapter.kinds.end(), f.formula.kind) !=
             chapter.kinds.end();
    };
    if (std::none_of(all.begin(), all.end(), belongs)) continue;
    std::cout << "\n" << chapter.heading << "\n\n";
    if (*chapter.remark) std::cout << wrapped("  ", chapter.remark, 2, false) << "\n";
    for (const auto& f : all) {
      if (belongs(f)) print_formula(f);
    }
  }
  if (formulas.functions.empty()) return;
  std::vector<Row> rows;
  for (const auto& f : formulas.functions) rows.push_back({f.call, f.meaning});
  std::cout << "\n";
  print_table("Functions", {}, rows);
}

std::string range(const Field& f) { return number(f.lower) + " .. " + number(f.upper); }
Row row_of(const Field& f) {
  return {f.name, std::string(f.unit), number(f.value, 6), range(f), f.meaning};
}

// Fields that are alike but for their names stand in one row, from the first to the last.
std::vector<Row> rows_of(const std::vector<Field>& fields) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < fields.size(); ++k) {
    Row row = row_of(fields[k]);
    const std::string stem = row[0].substr(0, row[0].rfind('_') + 1), first = row[0];
    const auto is_alike = [&](const Field& f) {
      Row other = row_of(f);
      other[0] = row[0];
      return f.name.starts_with(stem) && other == row;
    };
    if (stem.size() > 1 && first == stem + "1") {
      while (k + 1 < fields.size() && is_alike(fields[k + 1])) ++k;
    }
    row[0] = first == fields[k].name ? first : first + " .. " + fields[k].name;
    rows.push_back(row);
  }
  return rows;
}

void print_fields(const std::string& heading, const std::vector<Field>& fields) {
  if (fields.empty()) return;
  std::cout << "\n";
  print_table(heading, {"name", "unit", "default", "range", "meaning"}, rows_of(fields));
}

void print_surroundings(const spice::Circuit& c) {
  std::cout << "\n";
  std::vector<Row> rows{{"temperature", "K", "ambient"}};
  for (const Field& f : c.constants)
    rows.push_back({f.name, std::string(f.unit), number(f.value, 10) + ", " + f.meaning});
  print_table("Surroundings", {}, rows);
}

std::vector<Field> own_parameters(const spice::Circuit& c) {
  return {c.parameters.begin(), c.parameters.end() - static_cast<std::ptrdiff_t>(c.states.size())};
}
std::vector<Field> states(const spice::Circuit& c) {
  std::vector<Field> all;
  for (const auto& s : c.states) all.push_back(s.field);
  return all;
}

void print_ports(const spice::Circuit& c) {
  std::vector<Row> rows;
  for (const spice::Branch& b : c.ports) {
    const std::string turns =
        b.up == b.down ? "held at " + number(b.up) : number(b.up) + ", " + number(b.down);
    rows.push_back(
        {b.voltage.name, b.plus + " " + b.minus, range(b.voltage), turns, b.voltage.meaning});
  }
  std::cout << "\n";
  print_table("Ports", {"voltage", "terminals", "range [V]", "turns [V]", "meaning"}, rows);
  std::cout << "\n"
            << wrapped(
                   "  ",
                   "Currents enter at the first terminal. A switching cycle takes " +
                       report::with_unit(c.period, "s") +
                       ": from 0 to the first turn at 1/4 of it, to the second at 3/4, and back.",
                   2, false);
}

void print_model(const std::string& name) {
  const spice::Circuit c = spice::circuit(name);
  const spice::Page page = spice::page(name);
  std::cout << wrapped(name + ": ", c.title + ".", 2, false);
  for (const auto& paragraph : page.prose) std::cout << "\n" << wrapped("", paragraph, 0, false);
  print_formulas(spice::formulas(c));
  print_ports(c);
  print_fields("States", states(c));
  print_fields("Parameters", own_parameters(c));
  print_surroundings(c);
  std::cout << "\n";
  for (const auto& s : page.sections)
    std::cout << wrapped(padded(s.heading, 10), s.text, 10, false);
}

ordered_json described(const Field& f) {
  return {{"name", f.name},      {"unit", f.unit},
          {"default", f.value},  {"lower", f.lower},
          {"upper", f.upper},    {"scale", f.scale == Scale::log ? "log" : "linear"},
          {"meaning", f.meaning}};
}

const char* kind_of(spice::Formula::Kind kind) {
  switch (kind) {
    case spice::Formula::quantity:
      return "quantity";
    case spice::Formula::current:
      return "current";
    case spice::Formula::charge:
      return "charge";
    case spice::Formula::rate:
      return "rate";
    case spice::Formula::diffusion:
      return "diffusion";
    case spice::Formula::event:
      return "event";
    case spice::Formula::white:
      return "white";
    case spice::Formula::flicker:
      return "flicker";
  }
  return "";
}

ordered_json described(const std::string& name) {
  const spice::Circuit c = spice::circuit(name);
  const spice::Page page = spice::page(name);
  const auto formulas = spice::formulas(c);
  const auto listed = [](const auto& all) {
    ordered_json list = ordered_json::array();
    for (const auto& f : all) list.push_back(described(f));
    return list;
  };
  ordered_json j = {{"name", name},
                    {"title", c.title},
                    {"prose", page.prose},
                    {"terminals", c.terminals},
                    {"period", c.period},
                    {"ports", ordered_json::array()},
                    {"states", listed(states(c))},
                    {"parameters", listed(own_parameters(c))},
                    {"constants", listed(c.constants)},
                    {"formulas", ordered_json::array()},
                    {"functions", ordered_json::object()}};
  for (const auto& b : c.ports) {
    auto port = described(b.voltage);
    port.update({{"plus", b.plus}, {"minus", b.minus}, {"up", b.up}, {"down", b.down}});
    j["ports"].push_back(port);
  }
  for (const auto& f : formulas.all) {
    j["formulas"].push_back({{"kind", kind_of(f.kind)},
                             {"name", f.name},
                             {"formula", f.text},
                             {"unit", f.unit},
                             {"meaning", f.meaning}});
  }
  for (const auto& f : formulas.functions) j["functions"][f.call] = f.meaning;
  for (const auto& s : page.sections) j["comment"][s.heading] = s.text;
  return j;
}

void run(const ModelsOptions& options) {
  if (options.model.empty()) {
    if (!options.file.empty())
      throw InputError("models: name the model whose switching cycle is to be drawn");
    if (!options.json) return print_catalogue();
    ordered_json all = ordered_json::array();
    for (const auto& name : spice::names()) all.push_back(described(name));
    std::cout << all.dump(2) << "\n";
    return;
  }
  if (!options.file.empty()) {
    data::replace_whole(options.file, drawn_cycle(spice::circuit(options.model)));
    std::fprintf(stderr, "%s\n", options.file.c_str());
  }
  if (options.json) {
    std::cout << described(options.model).dump(2) << "\n";
  } else if (options.file.empty()) {
    print_model(options.model);
  }
}

}  // namespace

void add_models(CLI::App& program, Exit&) {
  auto* command = program.add_subcommand(
      "models", "Lists the models, or shows the formulas, parameters and sources of one");
  auto options = std::make_shared<ModelsOptions>();
  command->add_option("NAME", options->model, "model to show; all in a table if left out");
  command->add_option("-o,--plot", options->file, "draw its switching cycle at the defaults (SVG)");
  command->add_flag("--json", options->json, "as JSON");
  command->footer("Example:\n  hysteron models filament -o filament.svg");
  command->callback([options] { run(*options); });
}

}  // namespace hysteron::apps
