#include <fmt/format.h>
#include <freexl.h>

#include <algorithm>

#include "data/trial.h"
#include "data/workbook.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

constexpr unsigned most_sheets = 1000, most_columns = 1024;

class Workbook {
 public:
  explicit Workbook(const std::filesystem::path& path) : name_(path.string()) {
    if (freexl_open(path.c_str(), &handle_) != FREEXL_OK) {
      freexl_close(handle_);
      throw InputError(name_ + ": is not an .xls file that can be read, or is damaged");
    }
  }
  ~Workbook() { freexl_close(handle_); }
  Workbook(const Workbook&) = delete;

  std::vector<Sheet> sheets() const {
    unsigned n = 0;
    freexl_get_info(handle_, FREEXL_BIFF_SHEET_COUNT, &n);
    SheetFiller filler(name_);
    for (unsigned k = 0; k < std::min(n, most_sheets); ++k) fill(static_cast<unsigned short>(k), filler);
    return std::move(filler).sheets();
  }

 private:
  void fill(unsigned short place, SheetFiller& filler) const {
    const char* name = nullptr;
    unsigned rows = 0;
    unsigned short columns = 0;
    if (freexl_get_worksheet_name(handle_, place, &name) != FREEXL_OK || freexl_select_active_worksheet(handle_, place) != FREEXL_OK ||
        freexl_worksheet_dimensions(handle_, &rows, &columns) != FREEXL_OK) {
      throw InputError(fmt::format("{}: sheet {} is damaged", name_, place + 1));
    }
    filler.begin_sheet(name ? name : "");
    for (unsigned r = 0; r < rows; ++r) {
      for (unsigned short c = 0; c < std::min<unsigned>(columns, most_columns); ++c) filler.put(r + 1, c + 1u, cell(r, c));
    }
  }
  std::string cell(unsigned row, unsigned short column) const {
    FreeXL_CellValue value;
    if (freexl_get_cell_value(handle_, row, column, &value) != FREEXL_OK) return "";
    switch (value.type) {
      case FREEXL_CELL_INT: return std::to_string(value.value.int_value);
      case FREEXL_CELL_DOUBLE: return fmt::format("{}", value.value.double_value);
      case FREEXL_CELL_NULL: return "";
    }
    return value.value.text_value ? value.value.text_value : "";
  }

  std::string name_;
  const void* handle_ = nullptr;
};

}  // namespace

bool is_xls(std::string_view bytes) { return bytes.starts_with("\xd0\xcf\x11\xe0"); }

std::vector<Sheet> xls_sheets(const std::filesystem::path& path, std::string_view bytes) {
  constexpr std::string_view encrypted("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32);  // the stream of an .xlsx under a password
  if (bytes.find(encrypted) != std::string_view::npos) throw InputError(path.string() + ": is a workbook encrypted with a password: save it without one");
  return tried(path.string(), bytes.size(), [&] { return Workbook(path).sheets(); });
}

}  // namespace hysteron::data
