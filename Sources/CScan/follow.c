// Pieces and strings eight bytes at a time, and which level follows them.
#include "follow.h"

#include <string.h>

// Eight bytes at a time, then one by one.
INLINE int matches(const uint8_t *bytes, const cscan_piece *piece) {
  uint32_t at = 0;
  for (; at + 8 <= piece->count; at += 8)
    if (memcmp(bytes + at, piece->text + at, 8)) return 0;
  for (; at < piece->count; at++)
    if (bytes[at] != piece->text[at]) return 0;
  return 1;
}

INLINE const uint8_t *text_end(const uint8_t *bytes, const uint8_t *last) {
  for (; bytes <= last; bytes++)
    if (*bytes == '"' || *bytes == '\\' || *bytes < 0x20) return bytes;
  return 0;
}

INLINE uint32_t digits(const uint8_t *bytes) {
  uint32_t found = 0;
  for (int i = 0; i < 16; i++) found |= (uint32_t)((uint8_t)(bytes[i] - '0') < 10) << i;
  return found;
}

int cscan_follow_portable(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end) {
  CSCAN_FOLLOW_BODY(matches, text_end, digits)
}

int cscan_follow(
    int level, const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end) {
#if defined(__x86_64__)
  if (level == CSCAN_AVX512) return cscan_follow_avx512(base, count, pieces, values, end);
  if (level == CSCAN_AVX2) return cscan_follow_avx2(base, count, pieces, values, end);
#endif
  return cscan_follow_portable(base, count, pieces, values, end);
}
