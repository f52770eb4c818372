#pragma once

// What an importer is, and the list of them.

#include <filesystem>
#include <string>
#include <string_view>

#include "data/import.h"
#include "data/text_table.h"
#include "data/workbook.h"

namespace hysteron::data {

/// A file as importers see it. Columns are cut as comma-separated, or by the separator found.
struct InstrumentFile {
  std::string name;       // as in messages
  std::string folder, stem;  // "data" and "run" of /home/x/data/run.csv: some programs say there what they measured
  std::filesystem::path path;  // for libraries that open files themselves
  std::string_view text;  // unpacked, without byte-order mark; all bytes of a binary file
  TextTable table;
  std::vector<Sheet> sheets = {};  // of a workbook
};

struct Importer {
  enum Content { readable, binary, workbook };  // what it is asked about: text, cut into a table, sheets, or anything else

  const char* id;
  const char* description;
  bool (*recognises)(const InstrumentFile& file, const ImportOptions& options);
  Imported (*read)(const InstrumentFile& file, const ImportOptions& options);
  Content content = readable;
};

extern const Importer aixacct, arc_one, arc_two, headerless_columns, infiniivision, keithley_4200, keithley_kickstart, keysight_b1500, keysight_b2900,
    keysight_wgfmu, knowm_loop, mapped_columns, measurement_csv, nxiv_temp, oscilloscope, plain_headings, pulse_csv, radiant, rram_array, y_flash;

}  // namespace hysteron::data
