#pragma once

// One self-contained page of HTML: style and drawings inside, nothing fetched; reads at 1200 px and
// prints on A4.

#include <string>
#include <vector>

namespace hysteron::report {

struct Table {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::string caption;
};

struct Figure {
  std::string svg;
  std::string caption;
};

class Page {
 public:
  Page(std::string title, std::string subtitle);

  void section(const std::string& heading);
  void paragraph(const std::string& text);
  void warning(const std::string& text);
  /// A cell that reads as a number is set to the right; a verdict stands out.
  void table(const Table& table);
  /// Side by side where the width allows.
  void figures(const std::vector<Figure>& figures);
  /// A list of links to files beside the page.
  struct Link {
    std::string file, text;
  };
  void links(const std::vector<Link>& links);

  std::string html() const;

  /// Every table with the heading it stands under, in order.
  struct Headed {
    std::string heading;
    Table table;
  };
  const std::vector<Headed>& tables() const { return tables_; }

 private:
  std::string title_, body_, contents_, heading_;
  std::vector<Headed> tables_;
  int sections_ = 0;
};

/// Four significant digits with an SI prefix: "1.234 uS", "0 A"; "-" for NaN.
std::string with_unit(double x, const std::string& unit);
/// Shortest text of `digits` significant digits; "-" for NaN.
std::string number(double x, int digits = 4);

}  // namespace hysteron::report
