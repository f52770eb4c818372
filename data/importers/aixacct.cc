// ASCII export (.dat) of aixACCT aixPlorer: TF Analyzer, Latin-1, tabs.
//
//     DynamicHysteresis
//     TfaModule: DHM
//     ...
//     Table 1
//     Area [mm2]: 0.01
//     Hysteresis Frequency [Hz]: 100
//     Time [s]<TAB>V+ [V]<TAB>V- [V]<TAB>I1 [A]<TAB>P1 [uC/cm2]<TAB>I2 [A]<TAB>P2 [uC/cm2]<TAB>...
//
// Dynamic hysteresis (also between fatigue cycles): I2, P2 over V+ and I3, P3 over V- are records. I1, P1
// repeat their halves from V- and V+ as one closed loop, number for number, so they are left out.
// PUND: Time, V, I, P for each letter of the Pulse Sequence. Leakage: a staircase of voltage.
// Tables of a ...Result block repeat figures that stand beside the data.

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/unit.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

constexpr std::string_view modules[] = {"DynamicHysteresis", "Pulse", "Leakage", "Fatigue"};

struct Setting {
  std::size_t line;
  std::string name, unit, value;
};

struct Table {
  std::string module;
  std::size_t line;
  std::vector<Setting> settings;
  std::size_t heading_line = 0;
  std::vector<Heading> headings;
  std::vector<std::vector<double>> columns;  // as in the file, not in SI
};

// Latin-1 as UTF-8.
std::string recoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) out += c;
    else out += {static_cast<char>(0xc0 | byte >> 6), static_cast<char>(0x80 | (byte & 0x3f))};
  }
  return out;
}

std::string_view without_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> cells_of(std::string_view line) {
  std::vector<std::string_view> cells;
  for (line = without_blanks(line); !line.empty();) {
    const auto tab = line.find('\t');
    cells.push_back(without_blanks(line.substr(0, tab)));
    line = tab == std::string_view::npos ? "" : line.substr(tab + 1);
  }
  return cells;
}

bool is_module(std::string_view line) {
  if (line.ends_with("Result")) line.remove_suffix(6);
  return std::ranges::count(modules, line) > 0;
}

bool recognises(const InstrumentFile& file, const ImportOptions&) {
  return is_module(without_blanks(file.text.substr(0, file.text.find('\n')))) && file.text.find("TfaModule:") != std::string_view::npos;
}

/// Takes a line at a time; knows whether it stands in a table, and whether in its rows.
class Cutter {
 public:
  void take(std::size_t number, std::string_view line) {
    const std::string_view text = without_blanks(line);
    if (is_module(text)) {
      module_ = text;
      open_ = false;
    } else if ((text.starts_with("Table ") && !module_.ends_with("Result")) || text.starts_with("Data Table [")) {
      tables_.push_back({.module = module_, .line = number});
      open_ = true;
    } else if (!open_) {
      return;
    } else if (tables_.back().headings.empty()) {
      text.find('\t') == std::string_view::npos ? take_setting(number, text) : take_headings(number, text);
    } else if (text.empty()) {
      open_ = false;
    } else {
      take_row(number, text);
    }
  }
  std::vector<Table> tables_;
  std::vector<std::string> unreadable_;

 private:
  void take_setting(std::size_t number, std::string_view text) {
    const auto colon = text.find(": ");
    if (colon == std::string_view::npos) return;
    const Heading heading = parse_heading(text.substr(0, colon));
    tables_.back().settings.push_back({number, heading.name, heading.unit, recoded(without_blanks(text.substr(colon + 1)))});
  }
  void take_headings(std::size_t number, std::string_view text) {
    Table& table = tables_.back();
    table.heading_line = number;
    for (std::string_view cell : cells_of(text)) table.headings.push_back(parse_heading(cell));
    table.columns.resize(table.headings.size());
  }
  void take_row(std::size_t number, std::string_view text) {
    Table& table = tables_.back();
    const auto cells = cells_of(text);
    std::vector<double> values;
    std::string reason;
    if (cells.size() != table.columns.size()) reason = fmt::format("has {} columns: must have {}", cells.size(), table.columns.size());
    for (std::size_t k = 0; k < cells.size() && reason.empty(); ++k) {
      const auto x = parse_number(cells[k]);
      if (!x || cells[k].empty()) reason = fmt::format("{} is not a number", table.headings[k].name);
      else values.push_back(*x);
    }
    if (!reason.empty()) {
      unreadable_.push_back(fmt::format("{}: {}: {}", number, recoded(text.substr(0, 60)), reason));
      return;
    }
    for (std::size_t k = 0; k < values.size(); ++k) table.columns[k].push_back(values[k]);
  }

  std::string module_;
  bool open_ = false;
};

const Setting* setting(const Table& table, std::string_view name) {
  const auto at = std::ranges::find(table.settings, name, &Setting::name);
  return at == table.settings.end() ? nullptr : &*at;
}

std::string text(const Table& table, std::string_view name) {
  const Setting* s = setting(table, name);
  return s ? s->value : "";
}

Unit unit_of(const std::string& unit, std::string_view si, const std::string& place) {
  const auto u = parse_unit(unit);
  if (!u || u->si != si) throw InputError(fmt::format("{} [{}]: must be {} or a multiple of it", place, unit, si));
  return *u;
}

/// A setting in SI; `absent` where the table does not have it.
double number(const InstrumentFile& file, const Table& table, std::string_view name, std::string_view si, double absent) {
  const Setting* s = setting(table, name);
  if (!s) return absent;
  const std::string place = fmt::format("{}:{}: {}", file.name, s->line, s->name);
  const auto x = parse_number(s->value);
  if (!x || s->value.empty()) throw InputError(fmt::format("{} = {}: must be a number", place, s->value));
  return si == "1" ? *x : unit_of(s->unit, si, place).scale * *x;
}

double area(const InstrumentFile& file, const Table& table) {
  const double a = number(file, table, "Area", "m^2", 0.0);
  if (a > 0.0) return a;
  throw InputError(fmt::format("{}:{}: Area = {} m^2: must be > 0, for polarisation is charge over area", file.name, table.line, shortest(a)));
}

/// Film thickness; not a number where the operator left it at 0.
double thickness(const InstrumentFile& file, const Table& table) {
  const double d = number(file, table, "Thickness", "m", unknown);
  return d == 0.0 ? unknown : d;
}

/// The column that follows `from` others, in SI times `factor`.
std::vector<double> column(const InstrumentFile& file, const Table& table, std::size_t k, std::string_view si, double factor = 1.0) {
  const Heading& h = table.headings[k];
  const double scale = factor * unit_of(h.unit, si, fmt::format("{}:{}: {}", file.name, table.heading_line, h.name)).scale;
  std::vector<double> out = table.columns[k];
  for (double& x : out) x *= scale;
  return out;
}

std::size_t place_of(const Table& table, std::string_view name) {
  return std::size_t(std::ranges::find(table.headings, name, &Heading::name) - table.headings.begin());
}

std::size_t place_of_needed(const InstrumentFile& file, const Table& table, std::string_view name) {
  const std::size_t k = place_of(table, name);
  if (k == table.headings.size()) throw InputError(fmt::format("{}:{}: has no column {}", file.name, table.heading_line, name));
  return k;
}

std::vector<ReportedFigure> reported(const Table& table) {
  std::vector<ReportedFigure> all;
  for (const char* name : {"Vc+", "Vc-", "Px", "Pr+", "Pr-", "Prrel+", "Prrel-", "Pmax", "Pmax-", "Psw", "Pnsw", "dPsw", "Wloss", "Cls", "Epsls", "Rav"}) {
    const Setting* s = setting(table, name);
    const auto x = s ? parse_number(s->value) : std::nullopt;
    if (x && !s->value.empty()) all.push_back({name, *x, s->unit.empty() ? "1" : s->unit});
  }
  return all;
}

std::string title(const Table& table, const std::string& what) {
  const std::string sample = text(table, "SampleName");
  return sample.empty() ? what : sample + ", " + what;
}

PvLoop loop(const InstrumentFile& file, const Table& table, const char* v, const char* i, const char* p) {
  PvLoop l;
  l.area = area(file, table);
  l.thickness = thickness(file, table);
  l.frequency = number(file, table, "Hysteresis Frequency", "Hz", 0.0);
  l.cycles_before = number(file, table, "Total Cycles", "1", unknown);
  l.periods_before = l.frequency > 0.0 ? 1 : 0;
  l.title = title(table, fmt::format("{} Hz, {} V, {}", text(table, "Hysteresis Frequency"), text(table, "Hysteresis Amplitude"), v));
  l.time = column(file, table, place_of_needed(file, table, "Time"), "s");
  l.voltage = column(file, table, place_of_needed(file, table, v), "V");
  l.current = column(file, table, place_of_needed(file, table, i), "A");
  l.charge = column(file, table, place_of_needed(file, table, p), "C/m^2", l.area);
  l.reported = reported(table);
  return l;
}

void add_loops(const InstrumentFile& file, const Table& table, Imported& all) {
  const bool has[] = {place_of(table, "P2") < table.headings.size(), place_of(table, "P3") < table.headings.size()};
  if (has[0]) all.pv_loops.push_back(loop(file, table, "V+", "I2", "P2"));
  if (has[1]) all.pv_loops.push_back(loop(file, table, "V-", "I3", "P3"));
  if (!has[0] && !has[1]) all.pv_loops.push_back(loop(file, table, "V+", "I1", "P1"));
}

Pund::Phase phase(char letter) {
  switch (letter) {
    case 'P': return Pund::positive;
    case 'U': return Pund::up;
    case 'N': return Pund::negative;
    case 'D': return Pund::down;
  }
  return Pund::other;
}

void append(std::vector<double>& to, const std::vector<double>& more) { to.insert(to.end(), more.begin(), more.end()); }

void add_pund(const InstrumentFile& file, const Table& table, Imported& all) {
  std::string letters = text(table, "Pulse Sequence");
  std::erase_if(letters, [](unsigned char c) { return !std::isupper(c); });
  const std::string place = fmt::format("{}:{}", file.name, table.heading_line);
  if (letters.empty() || 4 * letters.size() != table.headings.size()) {
    throw InputError(fmt::format("{}: has {} columns: must be 4 for each letter of the Pulse Sequence \"{}\"", place, table.headings.size(), letters));
  }
  Pund s;
  s.area = area(file, table);
  s.thickness = thickness(file, table);
  s.title = title(table, fmt::format("{} Hz, {} V, pulses {}", text(table, "Pund Frequency"), text(table, "Pund Amplitude"), letters));
  for (std::size_t n = 0; n < letters.size(); ++n) {
    const std::string_view expected[] = {"Time", "V", "I", "P"};
    for (std::size_t k = 0; k < 4; ++k) {
      const std::string& name = table.headings[4 * n + k].name;
      if (name != expected[k]) throw InputError(fmt::format("{}: column {} = \"{}\": must be {}", place, 4 * n + k + 1, name, expected[k]));
    }
    append(s.time, column(file, table, 4 * n, "s"));
    append(s.voltage, column(file, table, 4 * n + 1, "V"));
    append(s.current, column(file, table, 4 * n + 2, "A"));
    append(s.charge, column(file, table, 4 * n + 3, "C/m^2", s.area));
    s.pulse.resize(s.time.size(), std::uint32_t(n));
    s.phase.resize(s.time.size(), phase(letters[n]));
  }
  s.reported = reported(table);
  all.punds.push_back(std::move(s));
}

void add_leakage(const InstrumentFile& file, const Table& table, Imported& all) {
  IvSweep s;
  const double step = number(file, table, "Step Duration", "s", 0.0);
  if (!(step > 0.0)) throw InputError(fmt::format("{}:{}: Step Duration = {} s: must be > 0", file.name, table.line, shortest(step)));
  s.voltage = column(file, table, place_of_needed(file, table, "Voltage"), "V");
  s.current = column(file, table, place_of_needed(file, table, "Leakage Current Density"), "A/m^2", area(file, table));
  for (std::size_t k = 0; k < s.voltage.size(); ++k) s.time.push_back(double(k + 1) * step);
  s.title = title(table, fmt::format("leakage, steps of {} s", text(table, "Step Duration")));
  all.iv_sweeps.push_back(std::move(s));
}

std::string meaning_of(const Table& table, const std::string& name) {
  if (name == "Time") return "time";
  if (name.starts_with("V")) return "voltage";
  if (name == "Leakage Current Density") return "current";
  const bool repeated = table.module == "DynamicHysteresis" || table.module == "Fatigue";
  if (name.size() > 2 || (repeated && name.ends_with("1") && place_of(table, "P2") < table.headings.size())) return "";
  return name.starts_with("I") ? "current" : name.starts_with("P") ? "charge" : "";
}

void describe(const Table& table, Imported& all) {
  for (const Heading& h : table.headings) all.columns.push_back({h.name, meaning_of(table, h.name), h.unit});
  if (table.module == "Leakage") {
    all.assumptions = {"current = current density * Area", "time: a reading at the end of each step of Step Duration; lines between them, not stairs"};
    return;
  }
  all.assumptions = {"charge = polarisation * Area"};
  if (table.module != "Pulse") {
    all.assumptions.push_back("one period of the same voltage ahead of each loop, which the instrument applies and does not record; the pause after it is not in the file");
  }
}

Imported read(const InstrumentFile& file, const ImportOptions&) {
  Cutter cutter;
  std::size_t number = 0;
  for (std::string_view rest = file.text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    cutter.take(++number, rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  Imported all;
  all.unreadable = std::move(cutter.unreadable_);
  for (const Table& table : cutter.tables_) {
    if (table.columns.empty() || table.columns[0].empty()) continue;
    if (all.columns.empty()) describe(table, all);
    all.rows += table.columns[0].size();
    if (table.module == "Pulse") add_pund(file, table, all);
    else if (table.module == "Leakage") add_leakage(file, table, all);
    else add_loops(file, table, all);
  }
  if (all.rows == 0) {
    throw InputError(fmt::format("{}: no row of data can be read{}", file.name, all.unreadable.empty() ? "" : "; the first is " + all.unreadable[0]));
  }
  return all;
}

}  // namespace

const Importer aixacct = {"aixacct", "aixACCT aixPlorer export", recognises, read};

}  // namespace hysteron::data
