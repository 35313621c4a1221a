// Quantiles of a window that slides over ranks: a sample leaves, another comes, and each cursor
// moves by one value at most (after Suomela, 2014).
#include "kernels.h"

#include <math.h>

double cselect_between(double low, double high, double share) {
#pragma STDC FP_CONTRACT OFF
  if (share == 0 || low == high) return low;
  if (isinf(low) || isinf(high)) {
    if (isinf(low) && isinf(high)) return NAN;
    return isinf(low) ? low : high;
  }
  double distance = high - low;
  // The ends may be farther apart than any number is large.
  if (isinf(distance)) return low * (1 - share) + high * share;
  return share < 0.5 ? low + distance * share : high - distance * (1 - share);
}

// Shifts by counts beyond 63 take them modulo 64, so that instructions need no masks of their own.
INLINE int64_t above(const uint64_t *words, int64_t rank) {
  int64_t from = rank + 1, at = from >> 6;
  uint64_t rest = words[at] >> (from & 63);
  if (__builtin_expect(rest != 0, 1)) return from + __builtin_ctzll(rest);
  while ((rest = words[++at]) == 0) {}
  return at * 64 + __builtin_ctzll(rest);
}

INLINE int64_t below(const uint64_t *words, int64_t rank) {
  int64_t from = rank - 1, at = from >> 6;
  uint64_t rest = words[at] << (~from & 63);
  if (__builtin_expect(rest != 0, 1)) return from - __builtin_clzll(rest);
  while ((rest = words[--at]) == 0) {}
  return at * 64 + 63 - __builtin_clzll(rest);
}

int64_t cselect_above(const uint64_t *words, int64_t rank) { return above(words, rank); }
int64_t cselect_below(const uint64_t *words, int64_t rank) { return below(words, rank); }

// Where a cursor stands once `out` has left and `in` has come: on the next value if one below it
// (or its own) made room for one above, and the other way round. Both ways are looked up, because
// which one it is cannot be foreseen.
INLINE int64_t moved(const uint64_t *words, int64_t at, int64_t out, int64_t in) {
  int64_t next = above(words, at), last = below(words, at);
  int64_t up = (in > at) & (out <= at), down = (in < at) & (out >= at);
  at = up ? next : at;
  return down ? last : at;
}

// What a cursor needs to turn two values into one: the nearer end and a signed share of the way.
typedef struct {
  int64_t at;
  double share, weight;
  int is_nearer_high, is_between;
} place;

INLINE place placed(cselect_cursor cursor) {
  place p = {cursor.at, cursor.share, cursor.share, cursor.share >= 0.5, cursor.share != 0};
  if (p.is_nearer_high) p.weight = -(1 - cursor.share);
  return p;
}

INLINE double value_at(const uint64_t *words, const double *values, const place *p) {
#pragma STDC FP_CONTRACT OFF
  double low = values[p->at];
  if (!p->is_between) return low;
  double high = values[above(words, p->at)];
  double value = (p->is_nearer_high ? high : low) + (high - low) * p->weight;
  // Finite ends give a finite value, or their distance overflowed.
  if (__builtin_expect(!(fabs(value) <= 0x1.fffffffffffffp1023), 0))
    return cselect_between(low, high, p->share);
  return value;
}

INLINE void exchange(uint64_t *words, int64_t out, int64_t in) {
  words[out >> 6] &= ~(1ull << (out & 63));
  words[in >> 6] |= 1ull << (in & 63);
}

INLINE void slide_3(
    cselect_ranks r, size_t steps, const cselect_cursor *cursors, size_t stride, double *rows) {
  place p = placed(cursors[0]), q = placed(cursors[1]), s = placed(cursors[2]);
  for (size_t i = 0; i < steps; i++, rows += stride) {
    int64_t out = r.a[i], in = r.b[i];
    exchange(r.words, out, in);
    p.at = moved(r.words, p.at, out, in);
    q.at = moved(r.words, q.at, out, in);
    s.at = moved(r.words, s.at, out, in);
    rows[0] = value_at(r.words, r.values, &p);
    rows[1] = value_at(r.words, r.values, &q);
    rows[2] = value_at(r.words, r.values, &s);
  }
}

INLINE void slide_1(
    cselect_ranks r, size_t steps, const cselect_cursor *cursors, size_t stride, double *rows) {
  place p = placed(cursors[0]);
  for (size_t i = 0; i < steps; i++, rows += stride) {
    int64_t out = r.a[i], in = r.b[i];
    exchange(r.words, out, in);
    p.at = moved(r.words, p.at, out, in);
    rows[0] = value_at(r.words, r.values, &p);
  }
}

// Three cursors at a time, whose searches run side by side; then the window is put back for the
// next ones.
INLINE void slide(
    cselect_ranks r, size_t steps, const cselect_cursor *cursors, size_t count, double *rows) {
  for (size_t first = 0; first < count;) {
    size_t more = count - first >= 3 ? 3 : 1;
    if (more == 3) slide_3(r, steps, cursors + first, count, rows + first);
    else slide_1(r, steps, cursors + first, count, rows + first);
    first += more;
    if (first < count)
      for (size_t i = 0; i < steps; i++) exchange(r.words, r.b[i], r.a[i]);
  }
}

static void slide_portable(
    cselect_ranks r, size_t steps, const cselect_cursor *cursors, size_t count, double *rows) {
  slide(r, steps, cursors, count, rows);
}

#if defined(__x86_64__)
// The same with the bit counts that came with AVX2; the others take several instructions.
__attribute__((target("bmi,bmi2,lzcnt,popcnt"))) static void slide_bits(
    cselect_ranks r, size_t steps, const cselect_cursor *cursors, size_t count, double *rows) {
  slide(r, steps, cursors, count, rows);
}
#endif

void cselect_slide(
    int level, cselect_ranks ranks, size_t steps, const cselect_cursor *cursors,
    size_t cursor_count, double *rows) {
#if defined(__x86_64__)
  if (level >= CSELECT_AVX2) {
    slide_bits(ranks, steps, cursors, cursor_count, rows);
    return;
  }
#endif
  slide_portable(ranks, steps, cursors, cursor_count, rows);
}
