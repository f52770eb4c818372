// hysteron import pulses.csv -o lab.h5
// hysteron import loop.csv --columns "voltage [V], current [uA]" -o lab.h5

#include "data/import.h"

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "apps/commands.h"
#include "data/lab_file.h"
#include "libmodel/error.h"

namespace hysteron::apps {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t unreadable_shown = 10;

struct Request {
  std::vector<std::string> files;
  std::string output;
  data::ImportOptions options;
  std::vector<double> pulse_voltage;
  std::string polarity = "positive";
  data::User user;
  data::Instrument instrument;
  data::Sample sample;
  bool about_given = false;  // user, instrument or sample
  bool as_json = false;
};

/// A file already in the target would be counted twice in every fit.
void refuse_second_import(const std::string& output, const data::LabFile& lab, const std::string& file, const std::string& sha256) {
  data::each_kind(lab, [&](const auto& measurements, const char*) {
    for (const auto& m : measurements) {
      if (m.source.sha256 != sha256) continue;
      if (m.id.empty()) throw InputError(file + ": holds the same bytes as " + m.source.file + " before it: leave one of both out");
      throw InputError(file + ": is already in " + output + " as " + m.id + ": give another -o to import it again");
    }
  });
}

json described(const std::string& file, const data::Imported& all) {
  json columns = json::array();
  for (const auto& c : all.columns) columns.push_back({{"heading", c.heading}, {"meaning", c.meaning}, {"unit", c.unit}});
  return {{"file", file}, {"format", all.format}, {"rows", all.rows}, {"columns", columns},
          {"assumptions", all.assumptions}, {"unreadable", all.unreadable}};
}

void print(const std::string& file, const data::Imported& all) {
  std::printf("%s\n  format      %s (%s)\n  rows        %zu\n", file.c_str(), all.description.c_str(), all.format.c_str(), all.rows);
  for (const auto& c : all.columns) {
    std::printf("  column      %s -> %s%s%s%s\n", c.heading.c_str(), c.meaning.empty() ? "left out" : c.meaning.c_str(),
                c.unit.empty() ? "" : " [", c.unit.c_str(), c.unit.empty() ? "" : "]");
  }
  for (const auto& a : all.assumptions) std::printf("  assumed     %s\n", a.c_str());
  std::printf("  unreadable  %zu\n", all.unreadable.size());
  for (std::size_t k = 0; k < std::min(all.unreadable.size(), unreadable_shown); ++k) std::printf("    line %s\n", all.unreadable[k].c_str());
  if (all.unreadable.size() > unreadable_shown) {
    std::printf("    and %zu more, listed in the file\n", all.unreadable.size() - unreadable_shown);
  }
}

/// A file that is left out, and why.
struct Refusal {
  std::string file, reason;
};

void run(Request request, Exit& exit) {
  const bool exists = fs::exists(request.output);
  data::LabFile lab = exists ? data::read_lab_file(request.output) : data::LabFile{};
  if (exists && request.about_given) throw InputError(request.output + ": exists: its user, instrument and sample were written when it was made");
  auto& options = request.options;
  if (!request.pulse_voltage.empty()) {
    options.pulse_voltage_given = true;
    options.pulse_up = request.pulse_voltage[0];
    options.pulse_down = request.pulse_voltage.size() > 1 ? request.pulse_voltage[1] : -request.pulse_voltage[0];
    if (!(options.pulse_up > 0.0 && options.pulse_down < 0.0)) throw InputError("--pulse-voltage: must be UP > 0 and DOWN < 0");
  }
  options.negative_potentiates = request.polarity == "negative";
  data::LabFile added;
  json report = json::array();
  std::vector<Refusal> refusals;
  for (const std::string& file : request.files) {
    std::fprintf(stderr, "reading %s\n", file.c_str());
    try {
      const data::Imported all = data::import_file(file, options);
      data::each_kind(all, [&](const auto& measurements, const char*) {
        if (!measurements.empty()) refuse_second_import(request.output, lab, file, measurements[0].source.sha256);
      });
      data::append(all, added);
      data::append(all, lab);
      request.as_json ? void(report.push_back(described(file, all))) : print(file, all);
    } catch (const InputError& e) {
      if (request.files.size() == 1) throw;
      refusals.push_back({file, e.what()});
    }
  }
  for (const Refusal& r : refusals) std::fprintf(stderr, "hysteron: refused: %s\n", r.reason.c_str());
  if (refusals.size() == request.files.size()) throw InputError(request.output + ": nothing is added: each of the " + std::to_string(refusals.size()) + " files is refused");
  if (!refusals.empty()) exit = result_says_no;
  if (exists) {
    data::add_measurements(request.output, added);
  } else {
    added.title = options.title;
    added.user = request.user;
    added.instrument = request.instrument;
    added.sample = request.sample;
    added.program_version = HYSTERON_VERSION;
    data::write_lab_file(request.output, added);
  }
  std::size_t n = 0;
  data::each_kind(added, [&](const auto& measurements, const char*) { n += measurements.size(); });
  const std::string sha256 = data::read_lab_file(request.output).sha256;
  if (request.as_json) {
    json refused = json::array();
    for (const Refusal& r : refusals) refused.push_back({{"file", r.file}, {"reason", r.reason}});
    std::cout << json{{"output", request.output}, {"sha256", sha256}, {"version", HYSTERON_VERSION}, {"imported", report}, {"refused", refused}}.dump(2, ' ', false, json::error_handler_t::replace) << "\n";
  } else {
    std::printf("%s: %zu measurement%s added\n", request.output.c_str(), n, n == 1 ? "" : "s");
    if (!refusals.empty()) std::printf("%zu of %zu files refused, nothing of them is added:\n", refusals.size(), request.files.size());
    for (const Refusal& r : refusals) std::printf("  %s\n", r.file.c_str());
  }
}

}  // namespace

void add_import(CLI::App& program, Exit& exit) {
  static Request request;
  auto* command = program.add_subcommand("import", "Brings instrument files into a laboratory file");
  command->footer("Example:\n  hysteron import pulses.csv -o lab.h5\n"
                  "  hysteron import trains.csv --columns \"up = read_conductance [uS], down = read_conductance [uS]\" -o lab.h5\n"
                  "  hysteron import run.csv --map \"Vd (mV) = voltage [mV], Id = current [uA]\" -o lab.h5\n"
                  "  hysteron import scope.csv --r-series 50 --segment -o lab.h5\n"
                  "  hysteron import loop.dat --sample H9 --device-class fecap --area 1e-8 -o lab.h5\n"
                  "Columns with headings of their own are named by --map: HEADING = QUANTITY [UNIT], #4 for the fourth column.\n"
                  "Columns without a header are named from left to right: QUANTITY [UNIT], or up = / down = QUANTITY [UNIT]\n"
                  "for trains that follow one another, or - to leave one out. A unit may be a map: [1e-6 S + 2e-6 S].\n"
                  "Of several files those that are refused are named with the reason, and the others are added: exit code 1. Where\n"
                  "none is left, nothing is written: exit code 2.");
  auto& options = request.options;
  command->add_option("FILE", request.files, "instrument files; the format is found from what they hold")->required();
  command->add_option("-o,--output", request.output, "laboratory file, made or added to")->required();
  command->add_option("--columns", options.columns, "what headerless columns are");
  command->add_option("--map", options.map, "what columns with headings of any program are");
  auto* series = command->add_option("--r-series", options.r_series, "in ohm, the resistor over which a second channel measures; nominal 50")->check(CLI::PositiveNumber);
  command->add_flag("--segment", options.segment, "cut traces into pulses and reads");
  command->add_option("--pulse-voltage", request.pulse_voltage, "UP [DOWN] in V where the file does not say; nominal 1 -1")->expected(1, 2);
  auto* width = command->add_option("--pulse-width", options.pulse_width, "in s where the file does not say; nominal 1e-6")->check(CLI::PositiveNumber);
  auto* read = command->add_option("--read-voltage", options.read_voltage, "in V where the file does not say; nominal 0.1")->check(CLI::Number);
  command->add_option("--polarity", request.polarity, "sign of the voltage that potentiates in the file")->check(CLI::IsMember({"positive", "negative"}));
  command->add_option("--title", options.title, "title of the measurements");
  const std::string about = "What the measurements were made of and with, for a new laboratory file";
  auto* group = command->add_option_group("About", about);
  group->add_option("--user", request.user.name, "who measured");
  group->add_option("--affiliation", request.user.affiliation, "where");
  group->add_option("--instrument", request.instrument.model, "model of the instrument");
  group->add_option("--serial-number", request.instrument.serial_number, "of the instrument");
  group->add_option("--current-noise", request.instrument.current_noise_rms, "rms in A")->check(CLI::NonNegativeNumber);
  group->add_option("--sample", request.sample.name, "name of the sample");
  group->add_option("--atom-types", request.sample.atom_types, "of the active layer, such as Hf O");
  group->add_option("--device-class", request.sample.device_class, "kind of device")
      ->check(CLI::IsMember({"memristor", "fefet", "fecap", "ftj", "mtj", "sot_mtj", "skyrmion", "mott", "threshold_switch", "pcm"}));
  group->add_option("--wafer", request.sample.wafer, "wafer");
  group->add_option("--die", request.sample.die, "die");
  group->add_option("--row", request.sample.row, "of the cell in its array, from 0")->check(CLI::NonNegativeNumber);
  group->add_option("--column", request.sample.column, "of the cell in its array, from 0")->check(CLI::NonNegativeNumber);
  group->add_option("--area", request.sample.area, "in m^2")->check(CLI::PositiveNumber);
  group->add_option("--thickness", request.sample.thickness, "of the active layer, in m")->check(CLI::PositiveNumber);
  group->add_option("--temperature", request.sample.temperature, "in K")->check(CLI::PositiveNumber);
  command->add_flag("--json", request.as_json, "report as JSON");
  command->callback([width, read, series, group, &exit] {
    request.options.r_series_given = series->count() > 0;
    for (const CLI::Option* option : group->get_options()) request.about_given |= option->count() > 0;
    request.options.pulse_width_given = width->count() > 0;
    request.options.read_voltage_given = read->count() > 0;
    run(request, exit);
  });
}

}  // namespace hysteron::apps
