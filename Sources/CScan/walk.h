// Walks the members of a flat object, shared by all levels.
#ifndef ESTREAT_CSCAN_WALK_H
#define ESTREAT_CSCAN_WALK_H

#include "kernels.h"

// The loop that all levels share. MATCHES(bytes, step) tells whether what stands at `bytes` is the
// step's text; DIGITS(bytes) gives one bit for each of 16 bytes that is a digit.
#define CSCAN_WALK_BODY(MATCHES, DIGITS)                                                          \
  uint32_t at = walk->at, slot = walk->slot, from = walk->step;                                   \
  cscan_members seen = walk->seen, scalars = walk->scalars, words = walk->words;                  \
  int outcome;                                                                                    \
  for (;;) {                                                                                      \
    uint8_t *next = steps[from].next;                                                             \
    const cscan_step *step = 0;                                                                   \
    for (int k = 0; k < CSCAN_FOLLOWERS && next[k]; k++) {                                        \
      const cscan_step *candidate = &steps[next[k]];                                              \
      if (!MATCHES(base + at, candidate)) continue;                                               \
      if (!candidate->is_text && base[at + candidate->count] == '"') continue;                    \
      step = candidate;                                                                           \
      if (k) { /* What comes more often moves to the front. */                                    \
        uint8_t number = next[k];                                                                 \
        next[k] = next[k - 1];                                                                    \
        next[k - 1] = number;                                                                     \
      }                                                                                           \
      break;                                                                                      \
    }                                                                                             \
    if (!step) {                                                                                  \
      outcome = from && base[at] == '}' && at == end && slot == last ? CSCAN_DONE : CSCAN_STOPPED; \
      break;                                                                                      \
    }                                                                                             \
    outcome = CSCAN_REFUSED;                                                                      \
    if ((seen.low & step->bit.low) | (seen.high & step->bit.high)) break;                         \
    uint32_t value = at + step->count;                                                            \
    if (step->is_text) {                                                                          \
      if (slot + 3 >= last) break;                                                                \
      at = positions[slot + 3];                                                                   \
      values[step->id] = (cscan_value){value, at};                                                \
      at++;                                                                                       \
      slot += 4;                                                                                  \
      scalars.low |= step->bit.low;                                                               \
      scalars.high |= step->bit.high;                                                             \
    } else {                                                                                      \
      if (slot + 1 >= last) break;                                                                \
      uint32_t length = cscan_quick_number(base + value, DIGITS(base + value));                   \
      if (__builtin_expect(length != 0, 1)) {                                                     \
        scalars.low |= step->bit.low;                                                             \
        scalars.high |= step->bit.high;                                                           \
      } else {                                                                                    \
        length = cscan_word(base + value);                                                        \
        if (!length) break;                                                                       \
        if (base[value] != 'n') {                                                                 \
          words.low |= step->bit.low;                                                             \
          words.high |= step->bit.high;                                                           \
        }                                                                                         \
      }                                                                                           \
      at = value + length;                                                                        \
      values[step->id] = (cscan_value){value, at};                                                \
      slot += 2;                                                                                  \
    }                                                                                             \
    seen.low |= step->bit.low;                                                                    \
    seen.high |= step->bit.high;                                                                  \
    from = (uint32_t)(step - steps);                                                              \
  }                                                                                               \
  walk->at = at;                                                                                  \
  walk->slot = slot;                                                                              \
  walk->step = from;                                                                              \
  walk->seen = seen;                                                                              \
  walk->scalars = scalars;                                                                        \
  walk->words = words;                                                                            \
  return outcome;

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
    cscan_step *steps, cscan_value *values, cscan_walk_state *walk);
#if defined(__x86_64__)
int cscan_walk_avx2(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    cscan_step *steps, cscan_value *values, cscan_walk_state *walk);
int cscan_walk_avx512(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    cscan_step *steps, cscan_value *values, cscan_walk_state *walk);
#endif

#endif
