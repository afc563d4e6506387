// A 64-bit checksum of bytes: finds what storage did to them, and spreads keys. Not against forgers.
//
// Every step can be undone, so a change within eight bytes that begin at a multiple of eight is always found; any other
// but for one in 2^64.
#pragma once
#include <cstdint>
#include <string_view>

namespace remit {

auto checksum(std::string_view bytes) -> std::uint64_t;

}  // namespace remit
