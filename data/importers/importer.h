#pragma once

// What an importer is, and the list of them.

#include <string>
#include <string_view>

#include "data/import.h"
#include "data/text_table.h"

namespace hysteron::data {

/// A file as importers see it. Columns are cut as comma-separated, or by the separator found.
struct InstrumentFile {
  std::string name;       // as in messages
  std::string folder, stem;  // "data" and "run" of /home/x/data/run.csv: some programs say there what they measured
  std::string_view text;  // without byte-order mark
  TextTable table;
};

struct Importer {
  const char* id;
  const char* description;
  bool (*recognises)(const InstrumentFile& file, const ImportOptions& options);
  Imported (*read)(const InstrumentFile& file, const ImportOptions& options);
};

extern const Importer pulse_csv, y_flash, keithley_kickstart, headerless_columns, aixacct, knowm_loop;

}  // namespace hysteron::data
