#include "data/import.h"

#include <fmt/format.h>

#include "data/columns.h"
#include "data/importers/importer.h"
#include "data/sha256.h"
#include "data/whole_file.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

namespace fs = std::filesystem;

const Importer* const importers[] = {&headerless_columns, &y_flash, &keithley_kickstart, &aixacct, &pulse_csv, &knowm_loop};

/// Files that are known, but not as text.
void refuse_binary(std::string_view bytes, const std::string& name) {
  if (bytes.empty()) throw InputError(name + ": is empty");
  if (bytes.starts_with("\x89HDF")) throw InputError(name + ": is an HDF5 file: give it to hysteron inspect or fit");
  if (bytes.starts_with("PK\x03\x04")) throw InputError(name + ": is a zip or .xlsx file: save the sheet as CSV");
  if (bytes.starts_with("\xd0\xcf\x11\xe0")) throw InputError(name + ": is an .xls file: save the sheet as CSV");
  const auto nul = bytes.find('\0');
  if (nul != std::string_view::npos) throw InputError(fmt::format("{}: byte {} is 0: is not a text file", name, nul));
}

bool looks_headerless(const TextTable& table) {
  if (table.rows.empty()) return false;
  for (const auto& cell : table.rows[0].cells) {
    if (!parse_number(cell)) return false;
  }
  return true;
}

[[noreturn]] void refuse_unknown(const InstrumentFile& file) {
  if (looks_headerless(file.table)) {
    const std::size_t n = file.table.rows[0].cells.size();
    const char* example = n == 2 ? "voltage [V], current [uA]" : "time [s], voltage [V], current [A]";
    throw InputError(fmt::format("{}: has {} columns without a header: say what they are, for example\n"
                                 "  hysteron import {} --columns \"{}\" -o lab.h5", file.name, n, file.name, example));
  }
  throw InputError(fmt::format("{}:1: \"{}\": is of no known format: a header such as "
                               "voltage [V],pulse_width [us],read_voltage [V],read_current [A] is needed", file.name,
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

/// What changes sign with the terminals: an each_column column in V, A or C, a quantity in V, A or V/s.
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

}  // namespace

Imported import_file(const fs::path& path, const ImportOptions& options) {
  const std::string bytes = read_whole(path);
  const std::string name = path.string();
  refuse_binary(bytes, name);
  std::string_view text = bytes;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  const InstrumentFile file{.name = name,
                            .folder = fs::absolute(path).lexically_normal().parent_path().filename().string(),
                            .stem = path.stem().string(),
                            .text = text,
                            .table = cut_table(text)};
  for (const Importer* importer : importers) {
    if (!importer->recognises(file, options)) continue;
    Imported all = importer->read(file, options);
    all.format = importer->id;
    all.description = importer->description;
    if (options.negative_potentiates) exchange_terminals(all);
    const Source source{path.filename().string(), sha256(bytes), importer->id, all.assumptions, all.unreadable};
    each_kind(all, [&](auto& kind, const char*) { sign(kind, source, options.title); });
    return all;
  }
  refuse_unknown(file);
}

}  // namespace hysteron::data
