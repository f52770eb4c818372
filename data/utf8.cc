#include "data/utf8.h"

#include <iconv.h>

namespace hysteron::data {

std::string utf8_of(std::string_view bytes) {
  if (bytes.starts_with("\xef\xbb\xbf")) return std::string(bytes.substr(3));
  if (!bytes.starts_with("\xff\xfe") && !bytes.starts_with("\xfe\xff")) return std::string(bytes);
  std::string in(bytes), out(bytes.size() * 3 / 2 + 4, '\0');  // two bytes become three at most
  char *from = in.data(), *to = out.data();
  std::size_t left = in.size(), room = out.size();
  const iconv_t converter = iconv_open("UTF-8", "UTF-16");
  const bool whole = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!whole) return in;
  out.resize(out.size() - room);
  return out;
}

}  // namespace hysteron::data
