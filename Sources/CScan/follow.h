// Follows pieces of text through a nested record, shared by all levels.
#ifndef ESTREAT_CSCAN_FOLLOW_H
#define ESTREAT_CSCAN_FOLLOW_H

#include "kernels.h"

// The loop that all levels share. MATCHES(bytes, piece) tells whether what stands at `bytes` is the
// piece's text; TEXT_END(bytes, last) finds the first quote, backslash or control character, or gives
// 0 when none is up to `last`; DIGITS(bytes) gives one bit for each of 16 bytes that is a digit.
//
// A piece may be the beginning of another that stands in its place (`,"a":` of `,"a":"`): where
// its value is none of its kind, the others are tried.
#define CSCAN_FOLLOW_BODY(MATCHES, TEXT_END, DIGITS)                                              \
  if (count < 64) return CSCAN_TOO_SHORT;                                                         \
  const uint8_t *at = base, *last = base + (count - 64);                                          \
  cscan_piece *piece = pieces + 1;                                                                \
  for (;;) {                                                                                      \
    if (__builtin_expect(at > last, 0)) return CSCAN_TOO_SHORT;                                   \
    while (__builtin_expect(!MATCHES(at, piece), 0)) {                                            \
      if (!piece->other) return CSCAN_NO_PIECE;                                                   \
      piece = pieces + piece->other;                                                              \
    }                                                                                             \
    const uint8_t *value = at + piece->count, *behind;                                            \
    if (__builtin_expect(piece->kind == CSCAN_STRING, 1)) {                                       \
      behind = TEXT_END(value, last);                                                             \
      if (__builtin_expect(!behind || behind > last, 0)) return CSCAN_TOO_SHORT;                  \
      if (__builtin_expect(*behind != '"', 0)) {                                                  \
        while (*behind == '\\' && !piece->is_wanted && cscan_is_escape(behind[1])) {              \
          behind = TEXT_END(behind + 2, last);                                                    \
          if (!behind || behind > last) return CSCAN_TOO_SHORT;                                   \
        }                                                                                         \
        if (*behind != '"') return CSCAN_NO_VALUE;                                                \
      }                                                                                           \
    } else if (piece->kind == CSCAN_GOES_ON) {                                                    \
      at = value;                                                                                 \
      piece = pieces + piece->next;                                                               \
      continue;                                                                                   \
    } else if (piece->kind == CSCAN_ENDS) {                                                       \
      *end = (uint32_t)(value - base);                                                            \
      return piece->next;                                                                         \
    } else {                                                                                      \
      if (__builtin_expect(value > last, 0)) return CSCAN_TOO_SHORT;                              \
      uint32_t length = piece->kind == CSCAN_NUMBER                                               \
          ? cscan_plain_number(value, DIGITS(value) | DIGITS(value + 16) << 16)                   \
          : cscan_word(value);                                                                    \
      if (__builtin_expect(!length, 0)) {                                                         \
        if (!piece->other) return CSCAN_NO_VALUE;                                                 \
        piece = pieces + piece->other;                                                            \
        while (!MATCHES(at, piece)) {                                                             \
          if (!piece->other) return CSCAN_NO_VALUE;                                               \
          piece = pieces + piece->other;                                                          \
        }                                                                                         \
        continue;                                                                                 \
      }                                                                                           \
      behind = value + length;                                                                    \
    }                                                                                             \
    at = cscan_expected(piece, value, behind);                                                    \
    if (piece->is_wanted) {                                                                       \
      values->start = (uint32_t)(value - base);                                                   \
      values->end = (uint32_t)(at - base);                                                        \
      values++;                                                                                   \
    }                                                                                             \
    piece = pieces + piece->next;                                                                 \
  }

// Whether a byte behind a backslash is all of an escape.
INLINE int cscan_is_escape(uint8_t byte) {
  switch (byte) {
  case '"': case '\\': case '/': case 'b': case 'f': case 'n': case 'r': case 't': return 1;
  default: return 0;
  }
}

// Most surprises before a piece is taken for one whose values differ in length.
enum { CSCAN_MISSES = 8 };

// Where a value ends that was found to end at `behind`. Ids and times are as long every time: where
// the last length is taken for granted and only then compared, the processor need not wait for
// `behind` before it goes on.
INLINE const uint8_t *cscan_expected(
    cscan_piece *piece, const uint8_t *value, const uint8_t *behind) {
  if (piece->misses >= CSCAN_MISSES) return behind;
  const uint8_t *expected = value + piece->length;
  // The compiler must not see that both are the same.
  __asm__("" : "+r"(expected));
  if (__builtin_expect(expected == behind, 1)) return expected;
  piece->misses++;
  piece->length = (uint32_t)(behind - value);
  return behind;
}

// The length of the number at `bytes`, of which `digits` tells the digits among 32 bytes; 0 for
// numbers with an exponent, for long ones and for what is none.
INLINE uint32_t cscan_plain_number(const uint8_t *bytes, uint32_t digits) {
  uint32_t start = bytes[0] == '-';
  uint32_t whole = (uint32_t)__builtin_ctzll(~((uint64_t)digits >> start));
  uint32_t length = start + whole;
  if (whole == 0 || (bytes[start] == '0' && whole > 1) || length > 30) return 0;
  if (bytes[length] == '.') {
    uint32_t fraction = (uint32_t)__builtin_ctzll(~((uint64_t)digits >> (length + 1)));
    length += 1 + fraction;
    if (fraction == 0 || length > 30) return 0;
  }
  return (bytes[length] | 0x20) == 'e' ? 0 : length;
}

int cscan_follow_portable(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end);
#if defined(__x86_64__)
int cscan_follow_avx2(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end);
int cscan_follow_avx512(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end);
#endif

#endif
