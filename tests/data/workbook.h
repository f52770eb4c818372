#pragma once

// Excel workbooks, byte by byte: old ones (BIFF8 in an OLE2 compound file) of numbers and texts, and zip archives of parts
// in XML, stored.

#include <bit>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace hysteron::test {

using Cell = std::variant<std::monostate, double, std::string>;

struct Sheet {
  std::string name;
  std::vector<std::vector<Cell>> rows;
};

class Bytes {
 public:
  Bytes& put(std::uint64_t value, int size) {
    for (int k = 0; k < size; ++k) all += static_cast<char>(value >> (8 * k) & 0xff);
    return *this;
  }
  Bytes& put(const std::string& text) {
    all += text;
    return *this;
  }
  std::string all;
};

inline std::string record(unsigned id, const std::string& data) { return Bytes{}.put(id, 2).put(data.size(), 2).all + data; }
inline std::string begin(unsigned kind) { return record(0x809, Bytes{}.put(0x0600, 2).put(kind, 2).put(0x0dbb, 2).put(1996, 2).put(0, 8).all); }

/// The stream of a workbook. `texts` collects what cells refer to.
inline std::string sheet_stream(const Sheet& sheet, std::vector<std::string>& texts) {
  std::size_t columns = 0;
  for (const auto& row : sheet.rows) columns = std::max(columns, row.size());
  std::string out = begin(0x10) + record(0x200, Bytes{}.put(0, 4).put(sheet.rows.size(), 4).put(0, 2).put(columns, 2).put(0, 2).all);
  for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
    for (std::size_t c = 0; c < sheet.rows[r].size(); ++c) {
      const Bytes place = Bytes{}.put(r, 2).put(c, 2).put(0, 2);
      if (const double* x = std::get_if<double>(&sheet.rows[r][c])) {
        out += record(0x203, Bytes{place}.put(std::bit_cast<std::uint64_t>(*x), 8).all);
      } else if (const std::string* text = std::get_if<std::string>(&sheet.rows[r][c])) {
        out += record(0xfd, Bytes{place}.put(texts.size(), 4).all);
        texts.push_back(*text);
      }
    }
  }
  return out + record(0x0a, "");
}

inline std::string workbook_stream(const std::vector<Sheet>& sheets) {
  std::vector<std::string> texts, streams;
  for (const Sheet& sheet : sheets) streams.push_back(sheet_stream(sheet, texts));
  Bytes shared;
  shared.put(texts.size(), 4).put(texts.size(), 4);
  for (const std::string& text : texts) shared.put(text.size(), 2).put(0, 1).put(text);
  const std::string head = begin(0x05), tail = record(0xfc, shared.all) + record(0x0a, "");
  std::size_t at = head.size() + tail.size();
  for (const Sheet& sheet : sheets) at += 4 + 8 + sheet.name.size();
  std::string places, bodies;
  for (std::size_t k = 0; k < sheets.size(); ++k) {
    places += record(0x85, Bytes{}.put(at + bodies.size(), 4).put(0, 2).put(sheets[k].name.size(), 1).put(0, 1).put(sheets[k].name).all);
    bodies += streams[k];
  }
  return head + places + tail + bodies;
}

/// One stream called Workbook in sectors of 512 bytes: header, FAT, directory, stream.
inline std::string workbook(const std::vector<Sheet>& sheets) {
  std::string stream = workbook_stream(sheets);
  stream.resize(std::max<std::size_t>((stream.size() + 511) / 512 * 512, 4096), '\0');  // shorter ones live elsewhere
  const std::size_t sectors = stream.size() / 512;
  Bytes header;
  header.put("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").put(0, 8).put(0, 8).put(0x3e, 2).put(3, 2).put(0xfffe, 2).put(9, 2).put(6, 2).put(0, 6);
  header.put(0, 4).put(1, 4).put(1, 4).put(0, 4).put(4096, 4).put(0xfffffffe, 4).put(0, 4).put(0xfffffffe, 4).put(0, 4).put(0, 4);
  while (header.all.size() < 512) header.put(0xffffffff, 4);
  Bytes fat;
  fat.put(0xfffffffd, 4).put(0xfffffffe, 4);
  for (std::size_t k = 0; k < sectors; ++k) fat.put(k + 1 < sectors ? k + 3 : 0xfffffffe, 4);
  while (fat.all.size() < 512) fat.put(0xffffffff, 4);
  const auto entry = [](const std::string& name, int type, std::uint32_t child, std::uint32_t start, std::size_t size) {
    Bytes e;
    for (char c : name) e.put(static_cast<unsigned char>(c), 2);
    e.put(std::string(64 - e.all.size(), '\0')).put(name.empty() ? 0 : 2 * name.size() + 2, 2).put(static_cast<unsigned>(type), 1).put(1, 1);
    return e.put(0xffffffff, 4).put(0xffffffff, 4).put(child, 4).put(std::string(36, '\0')).put(start, 4).put(size, 8).all;
  };
  const std::string directory = entry("Root Entry", 5, 1, 0xfffffffe, 0) + entry("Workbook", 2, 0xffffffff, 2, stream.size()) +
                                entry("", 0, 0xffffffff, 0, 0) + entry("", 0, 0xffffffff, 0, 0);
  return header.all + fat.all + directory + stream;
}

struct Part {
  std::string name, bytes;
};

/// CRC-32 of ISO-HDLC, bit by bit.
inline std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = 0xffffffff;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int k = 0; k < 8; ++k) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc;
}

/// A zip archive; `size` and `flags` stand in for what is true of the last part.
inline std::string zip(const std::vector<Part>& parts, std::uint64_t size = 0, unsigned flags = 0) {
  std::string bodies, directory;
  for (const Part& part : parts) {
    const bool last = &part == &parts.back();
    Bytes about;  // what both headers hold of it
    about.put(20, 2).put(last ? flags : 0, 2).put(last && size > 0 ? 8 : 0, 2).put(0, 4).put(crc32(part.bytes), 4);
    about.put(part.bytes.size(), 4).put(last && size > 0 ? size : part.bytes.size(), 4).put(part.name.size(), 2).put(0, 2);
    directory += Bytes{}.put("PK\x01\x02").put(20, 2).put(about.all).put(0, 6).put(0, 4).put(bodies.size(), 4).put(part.name).all;
    bodies += Bytes{}.put("PK\x03\x04").put(about.all).put(part.name).put(part.bytes).all;
  }
  return bodies + directory + Bytes{}.put("PK\x05\x06").put(0, 4).put(parts.size(), 2).put(parts.size(), 2).put(directory.size(), 4).put(bodies.size(), 4).put(0, 2).all;
}

struct XmlSheet {
  std::string name, data;  // what stands in sheetData
};

/// The parts of a workbook of Office Open XML; `texts` are the <si> that cells of type s name.
inline std::vector<Part> xlsx_parts(const std::vector<XmlSheet>& sheets, const std::string& texts = "") {
  std::string names, relations;
  std::vector<Part> parts;
  for (std::size_t k = 0; k < sheets.size(); ++k) {
    const std::string n = std::to_string(k + 1);
    names += "<sheet name=\"" + sheets[k].name + "\" sheetId=\"" + n + "\" r:id=\"rId" + n + "\"/>";
    relations += "<Relationship Id=\"rId" + n + "\" Target=\"worksheets/sheet" + n + ".xml\"/>";
  }
  const std::string main = " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
  parts.push_back({"xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>"});
  parts.push_back({"xl/workbook.xml", "<workbook" + main + " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>" + names + "</sheets></workbook>"});
  if (!texts.empty()) parts.push_back({"xl/sharedStrings.xml", "<sst" + main + ">" + texts + "</sst>"});
  for (std::size_t k = 0; k < sheets.size(); ++k) {
    parts.push_back({"xl/worksheets/sheet" + std::to_string(k + 1) + ".xml", "<worksheet" + main + "><sheetData>" + sheets[k].data + "</sheetData></worksheet>"});
  }
  return parts;
}

inline std::string xlsx(const std::vector<XmlSheet>& sheets, const std::string& texts = "") { return zip(xlsx_parts(sheets, texts)); }

}  // namespace hysteron::test
