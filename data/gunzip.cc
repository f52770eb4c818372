#include "data/gunzip.h"

#include <fmt/format.h>
#include <zlib.h>

#include "libmodel/error.h"

namespace hysteron::data {

std::string gunzip(std::string_view packed, const std::string& name) {
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 16) != Z_OK) throw InputError(name + ": cannot be unpacked");
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib does not write there
  stream.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() <= largest_unpacked) {
    const std::size_t done = out.size();
    out.resize(done + (std::size_t{1} << 20));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + done);
    stream.avail_out = 1u << 20;
    status = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (status == Z_STREAM_END && stream.avail_in > 0) status = inflateReset(&stream);  // gzip files may follow one another
  }
  inflateEnd(&stream);
  if (out.size() > largest_unpacked) throw InputError(fmt::format("{}: unpacks to more than {} bytes", name, largest_unpacked));
  if (status != Z_STREAM_END) throw InputError(name + ": is a damaged gzip file");
  return out;
}

}  // namespace hysteron::data
