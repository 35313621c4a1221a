// Eight bytes in one word at a time: runs anywhere.
#include "kernels.h"

#include <string.h>

#define EVERY(byte) (0x0101010101010101ull * (byte))

// The high bit of every byte that is zero.
INLINE uint64_t zero_bytes(uint64_t word) {
  uint64_t low = (word & EVERY(0x7f)) + EVERY(0x7f);
  return ~(low | word) & EVERY(0x80);
}

// The high bits of eight bytes as the low eight bits.
INLINE uint64_t gather(uint64_t high_bits) {
  return (high_bits >> 7) * 0x0102040810204080ull >> 56;
}

INLINE uint64_t load(const uint8_t *bytes) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
#else
  uint64_t word = 0;
  for (int i = 7; i >= 0; i--) word = word << 8 | bytes[i];
  return word;
#endif
}

INLINE cscan_block masks(const uint8_t *block) {
  cscan_block m = {0, 0, 0, 0};
  for (int i = 0; i < 8; i++) {
    uint64_t word = load(block + 8 * i);
    int shift = 8 * i;
    m.quote |= gather(zero_bytes(word ^ EVERY('"'))) << shift;
    m.backslash |= gather(zero_bytes(word ^ EVERY('\\'))) << shift;
    m.feed |= gather(zero_bytes(word ^ EVERY('\n'))) << shift;
    m.odd |= gather(zero_bytes(word & EVERY(0xe0)) | (word & EVERY(0x80))) << shift;
  }
  return m;
}

INLINE uint64_t high_bytes(const uint8_t *block) {
  uint64_t found = 0;
  for (int i = 0; i < 8; i++) found |= gather(load(block + 8 * i) & EVERY(0x80)) << 8 * i;
  return found;
}

INLINE uint32_t *emit(uint32_t *out, uint64_t found, uint32_t base) {
  while (found) {
    *out++ = base + (uint32_t)__builtin_ctzll(found);
    found &= found - 1;
  }
  return out;
}

void cscan_index_portable(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts) {
  CSCAN_INDEX_BODY(masks, high_bytes, emit, cscan_escapes_are_plain)
}

size_t cscan_count_lines_portable(const uint8_t *bytes, size_t count) {
  size_t lines = 0, i = 0;
  for (; i + 8 <= count; i += 8)
    lines += (size_t)__builtin_popcountll(zero_bytes(load(bytes + i) ^ EVERY('\n')));
  for (; i < count; i++) lines += bytes[i] == '\n';
  return lines;
}
