// Shared by the kernels: escapes by carry propagation, 64 positions at a time.
#ifndef ESTREAT_CSCAN_KERNELS_H
#define ESTREAT_CSCAN_KERNELS_H

#include "include/cscan.h"

#define INLINE static inline __attribute__((always_inline))

// The masks of one block. `odd`: control characters, line feeds among them, and bytes of 0x80 or
// more; which is which is told by `high`, that few blocks need.
typedef struct {
  uint64_t quote, backslash, feed, odd;
} cscan_block;

// Bytes that a backslash escapes. `carry` tells whether the last byte before the block escapes
// its first one, and is replaced. A run of backslashes escapes what follows it when it is odd:
// adding the runs that begin at odd places to all of them makes the carry ripple to their ends.
INLINE uint64_t cscan_escaped(uint64_t backslash, uint64_t *carry) {
  if (!backslash) {
    uint64_t escaped = *carry;
    *carry = 0;
    return escaped;
  }
  const uint64_t even = 0x5555555555555555ull;
  backslash &= ~*carry;
  uint64_t follows = backslash << 1 | *carry;
  uint64_t odd_starts = backslash & ~even & ~follows;
  unsigned long long sum;
  *carry = __builtin_uaddll_overflow(odd_starts, backslash, &sum);
  return (even ^ (uint64_t)sum << 1) & follows;
}

// Control characters that are no line end: `\n` itself and a `\r` right before one are fine.
INLINE uint64_t cscan_stray(cscan_block m, uint64_t high, const uint8_t *block) {
  uint64_t stray = m.odd & ~m.feed & ~high;
  if (__builtin_expect(stray != 0, 0)) {
    uint64_t before_feed = m.feed >> 1 | (uint64_t)(block[64] == '\n') << 63;
    uint64_t rest = stray & before_feed;
    while (rest) {
      int at = __builtin_ctzll(rest);
      if (block[at] == '\r') stray &= ~(1ull << at);
      rest &= rest - 1;
    }
  }
  return stray;
}

// Whether every escaped byte is one that JSON allows without more digits to check.
INLINE int cscan_escapes_are_plain(uint64_t escaped, const uint8_t *block) {
  while (escaped) {
    switch (block[__builtin_ctzll(escaped)]) {
    case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': break;
    default: return 0;
    }
    escaped &= escaped - 1;
  }
  return 1;
}

void cscan_index_portable(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts);
size_t cscan_count_lines_portable(const uint8_t *bytes, size_t count);

#if defined(__x86_64__)
void cscan_index_avx2(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts);
size_t cscan_count_lines_avx2(const uint8_t *bytes, size_t count);
void cscan_index_avx512(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts);
size_t cscan_count_lines_avx512(const uint8_t *bytes, size_t count);
#endif

// The loop that all kernels share; `masks` and `plain` differ. Flags of 64 blocks are gathered in
// registers and stored once.
#define CSCAN_INDEX_BODY(MASKS, HIGH, EMIT, PLAIN)                                                \
  uint64_t carry = 0;                                                                             \
  uint32_t *restrict out = positions, *restrict lines = line_ends;                                \
  size_t suspects = 0, highs = 0;                                                                 \
  for (size_t group = 0; group < blocks; group += 64) {                                           \
    size_t end = group + 64 < blocks ? group + 64 : blocks;                                       \
    uint64_t suspect_bits = 0, high_bits = 0, escape_bits = 0, bit = 1;                           \
    for (size_t i = group; i < end; i++, bit <<= 1) {                                             \
      const uint8_t *block = bytes + 64 * i;                                                      \
      cscan_block m = MASKS(block);                                                               \
      uint64_t escaped = 0;                                                                       \
      if (__builtin_expect((m.backslash | carry) != 0, 0)) {                                      \
        escape_bits |= m.backslash ? bit : 0;                                                     \
        escaped = cscan_escaped(m.backslash, &carry);                                             \
      }                                                                                           \
      uint64_t found = (m.quote & ~escaped) | m.feed;                                             \
      if (__builtin_expect(((m.odd ^ m.feed) | escaped) != 0, 0)) {                               \
        uint64_t high = HIGH(block);                                                              \
        if (high) high_bits |= bit;                                                               \
        if (cscan_stray(m, high, block) || !PLAIN(escaped, block)) suspect_bits |= bit;           \
      }                                                                                           \
      uint64_t feeds = m.feed;                                                                    \
      while (__builtin_expect(feeds != 0, 0)) {                                                   \
        uint64_t before = (feeds & -feeds) - 1;                                                   \
        *lines++ = (uint32_t)(out - positions) + (uint32_t)__builtin_popcountll(found & before);  \
        feeds &= feeds - 1;                                                                       \
      }                                                                                           \
      out = EMIT(out, found, (uint32_t)(64 * i));                                                 \
    }                                                                                             \
    suspect[group / 64] = suspect_bits;                                                           \
    high[group / 64] = high_bits;                                                                 \
    escape[group / 64] = escape_bits;                                                             \
    suspects += (size_t)__builtin_popcountll(suspect_bits);                                       \
    highs += (size_t)__builtin_popcountll(high_bits);                                             \
  }                                                                                               \
  counts->positions = (size_t)(out - positions);                                                  \
  counts->lines = (size_t)(lines - line_ends);                                                    \
  counts->suspects = suspects;                                                                    \
  counts->highs = highs;

#endif
