// Values and texts of JSON, byte by byte, and which level walks.
#include "walk.h"

#include <string.h>

uint32_t cscan_number(const uint8_t *bytes) {
  const uint8_t *at = bytes;
  if (*at == '-') at++;
  const uint8_t *whole = at;
  while ((uint8_t)(*at - '0') < 10) at++;
  if (at == whole || (*whole == '0' && at > whole + 1)) return 0;
  if (*at == '.') {
    const uint8_t *fraction = ++at;
    while ((uint8_t)(*at - '0') < 10) at++;
    if (at == fraction) return 0;
  }
  if ((*at | 0x20) == 'e') {
    at++;
    if (*at == '+' || *at == '-') at++;
    const uint8_t *exponent = at;
    while ((uint8_t)(*at - '0') < 10) at++;
    if (at == exponent) return 0;
  }
  return (uint32_t)(at - bytes);
}

uint32_t cscan_word(const uint8_t *bytes) {
  if (!memcmp(bytes, "null", 4) || !memcmp(bytes, "true", 4)) return 4;
  return memcmp(bytes, "false", 5) ? 0 : 5;
}

// Eight bytes at a time, then one by one.
INLINE int matches(const uint8_t *bytes, const cscan_step *step) {
  uint32_t at = 0;
  for (; at + 8 <= step->count; at += 8)
    if (memcmp(bytes + at, step->text + at, 8)) return 0;
  for (; at < step->count; at++)
    if (bytes[at] != step->text[at]) return 0;
  return 1;
}

INLINE uint32_t digits(const uint8_t *bytes) {
  uint32_t found = 0;
  for (int i = 0; i < 16; i++) found |= (uint32_t)((uint8_t)(bytes[i] - '0') < 10) << i;
  return found;
}

int cscan_walk_portable(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk) {
  CSCAN_WALK_BODY(matches, digits)
}

int cscan_walk(
    int level, const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk) {
#if defined(__x86_64__)
  if (level == CSCAN_AVX512)
    return cscan_walk_avx512(base, end, positions, last, steps, count, values, walk);
  if (level == CSCAN_AVX2)
    return cscan_walk_avx2(base, end, positions, last, steps, count, values, walk);
#endif
  return cscan_walk_portable(base, end, positions, last, steps, count, values, walk);
}
