// Walks the members of a flat object, shared by all levels.
#ifndef ESTREAT_CSCAN_WALK_H
#define ESTREAT_CSCAN_WALK_H

#include "kernels.h"

// The loop that all levels share. MATCHES(bytes, step) tells whether what stands at `bytes` is the
// step's text; DIGITS(bytes) gives one bit for each of 16 bytes that is a digit. The step that is
// tried next does not depend on any value, so that the processor runs ahead.
#define CSCAN_WALK_BODY(MATCHES, DIGITS)                                                          \
  const cscan_step *step = steps + walk->step, *behind = steps + count;                           \
  const cscan_step *taken = step;                                                                \
  uint32_t at = walk->at, slot = walk->slot;                                                      \
  uint64_t low = walk->seen.low, high = walk->seen.high;                                          \
  int outcome = CSCAN_REFUSED;                                                                    \
  for (;; step++) {                                                                               \
    while (step < behind && !MATCHES(base + at, step)) step++;                                    \
    if (__builtin_expect(step == behind, 0)) {                                                    \
      outcome = base[at] == '}' && at == end && slot == last ? CSCAN_DONE : CSCAN_STOPPED;        \
      break;                                                                                      \
    }                                                                                             \
    if (__builtin_expect(((low & step->bit.low) | (high & step->bit.high)) != 0, 0)) break;       \
    uint32_t value = at + step->count;                                                            \
    if (step->is_text) {                                                                          \
      if (__builtin_expect(slot + 3 >= last, 0)) break;                                           \
      uint32_t close = positions[slot + 3];                                                       \
      values[step->id].start = value;                                                             \
      values[step->id].end = close;                                                               \
      at = close + 1;                                                                             \
      slot += 4;                                                                                  \
    } else {                                                                                      \
      if (base[value] == '"') continue;                                                           \
      if (__builtin_expect(slot + 1 >= last, 0)) break;                                           \
      uint32_t length = cscan_quick_number(base + value, DIGITS(base + value));                   \
      if (__builtin_expect(length == 0, 0)) {                                                     \
        length = cscan_word(base + value);                                                        \
        if (!length) break;                                                                       \
        cscan_add(base[value] == 'n' ? &walk->nulls : &walk->words, step->bit);                   \
      }                                                                                           \
      at = value + length;                                                                        \
      values[step->id].start = value;                                                             \
      values[step->id].end = at;                                                                  \
      slot += 2;                                                                                  \
    }                                                                                             \
    low |= step->bit.low;                                                                         \
    high |= step->bit.high;                                                                       \
    taken = step + 1;                                                         \
  }                                                                                               \
  walk->at = at;                                                                                  \
  walk->slot = slot;                                                                              \
  walk->step = (uint32_t)(taken - steps);                                                                             \
  walk->seen.low = low;                                                                           \
  walk->seen.high = high;                                                                         \
  return outcome;

INLINE void cscan_add(cscan_members *members, cscan_members bit) {
  members->low |= bit.low;
  members->high |= bit.high;
}

// The length of the number at `bytes`, whose first 16 bytes are told by `digits`: usual numbers
// without a branch for each of their digits, others as the grammar says.
INLINE uint32_t cscan_quick_number(const uint8_t *bytes, uint32_t digits) {
  uint32_t whole = (uint32_t)__builtin_ctz(~digits);
  if (__builtin_expect(whole == 0 || whole >= 15 || (bytes[0] == '0' && whole > 1), 0))
    return cscan_number(bytes);
  uint32_t length = whole;
  if (bytes[whole] == '.') {
    uint32_t fraction = (uint32_t)__builtin_ctz(~(digits >> (whole + 1)));
    length = whole + 1 + fraction;
    if (__builtin_expect(fraction == 0 || length >= 16, 0)) return cscan_number(bytes);
  }
  if (__builtin_expect((bytes[length] | 0x20) == 'e', 0)) return cscan_number(bytes);
  return length;
}

int cscan_walk_portable(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk);
#if defined(__x86_64__)
int cscan_walk_avx2(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk);
int cscan_walk_avx512(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk);
#endif

#endif
