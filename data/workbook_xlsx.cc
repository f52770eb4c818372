#include <expat.h>
#include <fmt/format.h>
#include <zip.h>

#include <array>
#include <charconv>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "data/gunzip.h"
#include "data/workbook.h"
#include "libmodel/error.h"

namespace hysteron::data {
namespace {

std::string_view local_name(std::string_view name) { return name.substr(name.rfind('|') + 1); }

/// Names and values by turns, as Expat tells them.
struct Attributes {
  const char** pairs;

  /// "" without it.
  std::string operator[](std::string_view name) const {
    for (const char** at = pairs; *at; at += 2) {
      if (local_name(at[0]) == name) return at[1];
    }
    return "";
  }
};

/// What is told of the elements of a part, whose names are without their namespaces.
struct Told {
  std::function<void(std::string_view, Attributes)> begin;
  std::function<void(std::string_view)> end = [](std::string_view) {};
  std::function<void(std::string_view)> text = [](std::string_view) {};
};

/// Expat is C, through which no exception may pass: it waits until the parser has stopped.
class XmlParser {
 public:
  explicit XmlParser(const Told& told) : told_(told) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), begin, end);
    XML_SetCharacterDataHandler(parser_.get(), text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), doctype);
  }

  /// The fault, nothing if there is none.
  std::optional<std::string> take(const char* bytes, int size, bool last) {
    if (XML_Parse(parser_.get(), bytes, size, last) == XML_STATUS_OK) return {};
    if (thrown_) std::rethrow_exception(thrown_);
    if (has_doctype_) return "declares a document type: no part of a workbook does";
    return fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser_.get()), XML_ErrorString(XML_GetErrorCode(parser_.get())));
  }

 private:
  static void keep(void* self, const auto& work) {
    XmlParser& parser = *static_cast<XmlParser*>(self);
    if (parser.thrown_) return;
    try {
      work(parser.told_);
    } catch (...) {
      parser.thrown_ = std::current_exception();
      XML_StopParser(parser.parser_.get(), XML_FALSE);
    }
  }
  static void begin(void* self, const char* name, const char** pairs) {
    keep(self, [&](const Told& told) { told.begin(local_name(name), {pairs}); });
  }
  static void end(void* self, const char* name) {
    keep(self, [&](const Told& told) { told.end(local_name(name)); });
  }
  static void text(void* self, const char* characters, int size) {
    keep(self, [&](const Told& told) { told.text({characters, std::size_t(size)}); });
  }
  static void doctype(void* self, const char*, const char*, const char*, int) {
    XmlParser& parser = *static_cast<XmlParser*>(self);
    parser.has_doctype_ = true;  // its entities could be endless
    XML_StopParser(parser.parser_.get(), XML_FALSE);
  }

  const Told& told_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_{XML_ParserCreateNS(nullptr, '|'), XML_ParserFree};
  std::exception_ptr thrown_;
  bool has_doctype_ = false;
};

class Archive {
 public:
  Archive(std::string_view bytes, const std::string& name) : name_(name) {
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_ = source ? zip_open_from_source(source, ZIP_RDONLY, nullptr) : nullptr;
    if (zip_) return;
    zip_source_free(source);
    throw InputError(name + ": is an .xlsx or zip file that is damaged");
  }
  ~Archive() { zip_discard(zip_); }
  Archive(const Archive&) = delete;

  bool has(const std::string& part) const { return zip_name_locate(zip_, part.c_str(), ZIP_FL_NOCASE) >= 0; }

  void tell(const std::string& part, const Told& told) {
    const auto place = zip_name_locate(zip_, part.c_str(), ZIP_FL_NOCASE);
    zip_stat_t about;
    if (place < 0 || zip_stat_index(zip_, std::uint64_t(place), 0, &about) != 0) refuse(part, "is missing: the file is damaged");
    if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) && about.encryption_method != ZIP_EM_NONE) refuse(part, "is encrypted: save the workbook without a password");
    if ((about.valid & ZIP_STAT_SIZE) && about.size > largest_unpacked) refuse(part, fmt::format("is of {} bytes: must be at most {}", about.size, largest_unpacked));
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(zip_, std::uint64_t(place), 0), zip_fclose);
    if (!file) refuse(part, "cannot be unpacked");
    XmlParser parser(told);
    std::array<char, 1 << 16> some;
    for (zip_int64_t n = 1; n > 0;) {
      n = zip_fread(file.get(), some.data(), some.size());
      if (n < 0) refuse(part, "cannot be unpacked: the file is damaged");
      unpacked_ += std::size_t(n);
      if (unpacked_ > largest_unpacked) refuse(part, fmt::format("the workbook unpacks to more than {} bytes", largest_unpacked));
      if (const auto fault = parser.take(some.data(), int(n), n == 0)) refuse(part, *fault);
    }
  }

 private:
  [[noreturn]] void refuse(const std::string& part, const std::string& reason) const { throw InputError(fmt::format("{}: {}: {}", name_, part, reason)); }

  std::string name_;
  zip_t* zip_ = nullptr;
  std::size_t unpacked_ = 0;
};

std::size_t whole(std::string_view text, std::size_t otherwise) {
  std::size_t x = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
  return error == std::errc() && end == text.data() + text.size() ? x : otherwise;
}

/// Texts that cells name by their place, without how they are spoken (rPh).
std::vector<std::string> shared_texts(Archive& archive) {
  const std::string part = "xl/sharedStrings.xml";
  std::vector<std::string> all;
  bool taken = false, spoken = false;
  if (!archive.has(part)) return all;
  archive.tell(part, {.begin = [&](std::string_view name, Attributes) {
                        if (name == "si") all.emplace_back();
                        if (name == "rPh") spoken = true;
                        taken = name == "t" && !spoken && !all.empty();
                      },
                      .end = [&](std::string_view name) {
                        taken = false;
                        if (name == "rPh") spoken = false;
                      },
                      .text = [&](std::string_view text) {
                        if (taken) all.back() += text;
                      }});
  return all;
}

struct NamedPart {
  std::string name, part;
};

/// The sheets in their order, by the relations of the workbook to its parts.
std::vector<NamedPart> sheet_parts(Archive& archive) {
  std::map<std::string, std::string> targets;
  archive.tell("xl/_rels/workbook.xml.rels", {.begin = [&](std::string_view name, Attributes a) {
                 if (name == "Relationship") targets[a["Id"]] = a["Target"];
               }});
  std::vector<NamedPart> all;
  archive.tell("xl/workbook.xml", {.begin = [&](std::string_view name, Attributes a) {
                 if (name != "sheet") return;
                 const std::string target = targets[a["id"]];
                 all.push_back({a["name"], target.starts_with('/') ? target.substr(1) : "xl/" + target});
               }});
  return all;
}

/// Cells of a sheet: <row r="3"><c r="B3" t="s"><v>0</v></c></row>, where r may be left out.
class CellReader {
 public:
  CellReader(const std::vector<std::string>& shared, SheetFiller& filler) : shared_(shared), filler_(filler) {}

  void begin(std::string_view name, Attributes a) {
    if (name == "row") row_ = whole(a["r"], row_ + 1), column_ = 0;
    if (name == "c") begin_cell(a);
    if (name == "rPh") spoken_ = true;
    taken_ = name == "v" || (name == "t" && !spoken_);
  }
  void end(std::string_view name) {
    taken_ = false;
    if (name == "rPh") spoken_ = false;
    if (name == "c") filler_.put(row_, column_, content());
  }
  void text(std::string_view text) {
    if (taken_) value_ += text;
  }

 private:
  void begin_cell(Attributes a) {
    const std::string place = a["r"];
    const std::size_t letters = std::min(place.find_first_of("0123456789"), place.size());
    std::size_t column = 0;
    for (std::size_t k = 0; k < std::min<std::size_t>(letters, 4); ++k) column = 26 * column + std::size_t(place[k] - 'A' + 1);
    column_ = letters > 0 ? column : column_ + 1;
    if (letters > 0) row_ = whole(std::string_view(place).substr(letters), 0);
    type_ = a["t"];
    value_.clear();
  }
  std::string content() const {
    if (type_ != "s" || value_.empty()) return value_;
    const std::size_t place = whole(value_, shared_.size());
    if (place >= shared_.size()) filler_.refuse(row_, column_, fmt::format("is text {} of {}: the file is damaged", value_, shared_.size()));
    return shared_[place];
  }

  const std::vector<std::string>& shared_;
  SheetFiller& filler_;
  std::size_t row_ = 0, column_ = 0;
  std::string type_, value_;
  bool taken_ = false, spoken_ = false;
};

void refuse_others(const Archive& archive, const std::string& name) {
  if (archive.has("xl/workbook.xml")) return;
  if (archive.has("xl/workbook.bin")) throw InputError(name + ": is a binary workbook (.xlsb): save it as .xlsx");
  if (archive.has("content.xml")) throw InputError(name + ": is an OpenDocument file: save it as .xlsx or CSV");
  throw InputError(name + ": is a zip file without xl/workbook.xml, so no .xlsx workbook: unpack it and import the files in it");
}

}  // namespace

bool is_xlsx(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"); }

std::vector<Sheet> xlsx_sheets(std::string_view bytes, const std::string& name) {
  Archive archive(bytes, name);
  refuse_others(archive, name);
  const std::vector<std::string> shared = shared_texts(archive);
  SheetFiller filler(name);
  for (const auto& [sheet, part] : sheet_parts(archive)) {
    filler.begin_sheet(sheet);
    CellReader cells(shared, filler);
    archive.tell(part, {.begin = [&](std::string_view element, Attributes a) { cells.begin(element, a); },
                        .end = [&](std::string_view element) { cells.end(element); },
                        .text = [&](std::string_view text) { cells.text(text); }});
  }
  return std::move(filler).sheets();
}

}  // namespace hysteron::data
