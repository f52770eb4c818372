#include "data/import.h"

#include <fmt/format.h>

#include <algorithm>

#include "data/columns.h"
#include "data/gunzip.h"
#include "data/importers/importer.h"
#include "data/segments.h"
#include "data/sha256.h"
#include "data/utf8.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

const Importer* const importers[] = {&measurement_csv, &mapped_columns, &headerless_columns, &y_flash,       &keysight_b1500, &keysight_wgfmu, &keysight_b2900, &infiniivision, &oscilloscope,
                                     &keithley_kickstart, &keithley_4200,  &aixacct,       &radiant,        &arc_one,        &arc_two,        &nxiv_temp,
                                     &plain_headings,     &pulse_csv,      &knowm_loop,    &rram_array};

/// A binary file that nothing here reads.
[[noreturn]] void refuse_binary(std::string_view bytes, const fs::path& path) {
  const std::string name = path.string();
  const std::string suffix = path.extension().string();
  if (suffix == ".tff" || suffix == ".tfl" || suffix == ".tfh") throw InputError(name + ": is a binary file of aixPlorer: export it there as ASCII (.dat)");
  if (bytes.starts_with("\x89HDF")) throw InputError(name + ": is an HDF5 file of no known instrument; a laboratory file goes to hysteron inspect or fit");
  throw InputError(fmt::format("{}: byte {} is 0: is not a text file", name, bytes.find('\0')));
}

/// A first row of numbers, beside which a text or two may stand.
bool looks_headerless(const TextTable& table) {
  if (table.rows.empty() || table.rows[0].cells.size() < 2) return false;
  const auto& cells = table.rows[0].cells;
  const auto numbers = std::ranges::count_if(cells, [](const std::string& cell) { return !cell.empty() && parse_number(cell); });
  return 2 * std::size_t(numbers) >= cells.size() && parse_number(cells[0]).has_value();
}

[[noreturn]] void refuse_unknown(const InstrumentFile& file) {
  if (looks_headerless(file.table)) {
    const std::size_t n = file.table.rows[0].cells.size();
    const char* example = n == 2 ? "voltage [V], current [uA]" : "time [s], voltage [V], current [A]";
    throw InputError(fmt::format("{}: has {} columns without a header: say what they are, for example\n"
                                 "  hysteron import {} --columns \"{}\" -o lab.h5", file.name, n, file.name, example));
  }
  throw InputError(fmt::format("{}:1: \"{}\": is of no known format: a header such as "
                               "voltage [V],pulse_width [us],read_voltage [V],read_current [A] is needed, or "
                               "--map \"HEADING = voltage [V], HEADING = current [A]\"", file.name,
                               file.table.rows.empty() ? "" : file.table.rows[0].text()));
}

std::uint8_t opposite(std::uint8_t phase) {
  switch (phase) {
    case Pund::positive: return Pund::negative;
    case Pund::up: return Pund::down;
    case Pund::negative: return Pund::positive;
    case Pund::down: return Pund::up;
  }
  return phase;
}

/// What changes sign with the terminals: columns in V, A or C, quantities in V, A or V/s.
void exchange_terminals(Imported& all) {
  const auto turns = [](std::string_view si) { return si == "V" || si == "A" || si == "C" || si == "V/s"; };
  each_kind(all, [&](auto& kind, const char*) {
    for (auto& m : kind) {
      each_column(m, [&]<class T>(std::vector<T>& values, const Column& c) {
        if (!c.negative || !turns(c.si)) return;
        for (T& x : values) x = static_cast<T>(-x);
      });
      each_quantity(m, [&](double& x, const Quantity& q) {
        if (q.least < 0.0 && turns(q.si)) x = -x;
      });
      if constexpr (requires { m.phase; }) {
        for (std::uint8_t& phase : m.phase) phase = opposite(phase);
      }
    }
  });
  all.assumptions.push_back("terminals exchanged (--polarity negative): voltages and currents have the opposite sign of those in the file");
}

template <class Measurement>
void sign(std::vector<Measurement>& all, const Source& source, const std::string& title) {
  for (Measurement& m : all) {
    m.source = source;
    if (!title.empty()) m.title = title;
    const auto fault = first_fault(m);
    if (!fault) continue;
    const std::string row = fault->row ? fmt::format(" row {}", *fault->row + 1) : "";
    throw InputError(fmt::format("{}:{} {}{}{}: {}", source.file, row, fault->column, fault->value.empty() ? "" : " = ", fault->value, fault->limit));
  }
}

/// Traces as the pulses in them.
void segment(Imported& all) {
  for (const Waveform& w : all.waveforms) all.pulse_trains.push_back(pulses_of(w));
  if (!all.waveforms.empty()) all.assumptions.push_back("pulses cut out of the trace (--segment): a pulse below half of the largest voltage is a read");
  all.waveforms.clear();
}

const Importer* importer_of(const InstrumentFile& file, const ImportOptions& options, Importer::Content content) {
  const auto found = std::ranges::find_if(importers, [&](const Importer* i) { return i->content == content && i->recognises(file, options); });
  return found == std::end(importers) ? nullptr : *found;
}

Imported read(const Importer& importer, const InstrumentFile& file, const ImportOptions& options) {
  Imported all = importer.read(file, options);
  all.format = importer.id;
  all.description = importer.description;
  return all;
}

Imported read_table(const InstrumentFile& file, const ImportOptions& options) {
  if (const Importer* importer = importer_of(file, options, Importer::readable)) return read(*importer, file, options);
  refuse_unknown(file);
}

/// What a sheet holds, added to what those before it hold.
void add_sheet(const std::string& sheet, Imported from, Imported& to) {
  append(from, to);
  to.rows += from.rows;
  if (to.format.find(from.format) == std::string::npos) to.format += (to.format.empty() ? "" : ", ") + from.format;
  if (to.description.find(from.description) == std::string::npos) to.description += (to.description.empty() ? "" : "; ") + from.description;
  for (ImportedColumn& c : from.columns) to.columns.push_back(std::move(c));
  for (const std::string& a : from.assumptions) to.assumptions.push_back(fmt::format("sheet {}: {}", sheet, a));
  for (const std::string& u : from.unreadable) to.unreadable.push_back(fmt::format("{}:{}", sheet, u));
}

/// Each sheet as a table by itself; one that no importer takes is left out and said so.
Imported read_workbook(const InstrumentFile& file, const ImportOptions& options) {
  if (const Importer* importer = importer_of(file, options, Importer::workbook)) return read(*importer, file, options);
  Imported all;
  std::string refused;
  for (const Sheet& sheet : file.sheets) {
    if (sheet.table.rows.empty()) continue;
    const InstrumentFile page{.name = fmt::format("{}: sheet {}", file.name, sheet.name), .folder = file.folder, .stem = file.stem, .path = file.path, .table = sheet.table};
    try {
      Imported one = read_table(page, options);
      each_kind(one, [&](auto& kind, const char*) {
        for (auto& m : kind) m.title = m.title.empty() ? sheet.name : m.title;
      });
      add_sheet(sheet.name, std::move(one), all);
    } catch (const InputError& e) {
      if (refused.empty()) refused = e.what();
      all.assumptions.push_back(fmt::format("left out: {}", e.what()));
    }
  }
  if (all.rows == 0) throw InputError(refused.empty() ? file.name + ": no sheet of the workbook has a cell" : refused);
  return all;
}

Imported interpreted(std::string_view text, const fs::path& path, const ImportOptions& options) {
  const bool xls = is_xls(text), xlsx = is_xlsx(text);
  const bool binary = text.find('\0') != std::string_view::npos;
  InstrumentFile file{.name = path.string(),
                      .folder = fs::absolute(path).lexically_normal().parent_path().filename().string(),
                      .stem = path.stem().string(),
                      .path = path,
                      .text = text};
  if (xls || xlsx) {
    file.sheets = xls ? xls_sheets(path, text) : xlsx_sheets(text, file.name);
    return read_workbook(file, options);
  }
  if (!binary) {
    file.table = cut_table(text);
    return read_table(file, options);
  }
  if (const Importer* importer = importer_of(file, options, Importer::binary)) return read(*importer, file, options);
  refuse_binary(text, path);
}

}  // namespace

Imported import_file(const fs::path& path, const ImportOptions& options) {
  const std::string bytes = read_whole(path);
  const std::string name = path.string();
  if (bytes.empty()) throw InputError(name + ": is empty");
  Imported all = interpreted(utf8_of(bytes.starts_with("\x1f\x8b") ? gunzip(bytes, name) : bytes), path, options);
  if (options.segment) segment(all);
  if (options.negative_potentiates) exchange_terminals(all);
  const Source source{path.filename().string(), sha256(bytes), all.format, all.assumptions, all.unreadable};
  each_kind(all, [&](auto& kind, const char*) { sign(kind, source, options.title); });
  return all;
}

}  // namespace hysteron::data
