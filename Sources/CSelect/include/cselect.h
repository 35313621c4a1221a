// Order statistics: of a group of values by partition, and of windows by ranks that move.
//
// Values are compared as integers whose order is that of the numbers, -0.0 right before 0.0: so
// every level gives the same bits, whatever the order of equal values. NaN is none of them.
#ifndef ESTREAT_CSELECT_H
#define ESTREAT_CSELECT_H

#include <stddef.h>
#include <stdint.h>

// Instruction sets, from the slowest to the fastest; numbered as CScan's.
enum cselect_level { CSELECT_PORTABLE = 0, CSELECT_AVX2 = 1, CSELECT_AVX512 = 2 };

// Values that must be writable behind the last one of every array of keys.
enum { CSELECT_SLACK = 32 };

// Whether this processor and build have `level`.
int cselect_has_level(int level);

// Keys of `count` values, NaN left out; how many are written. Room for `count` and the slack.
size_t cselect_load_float(int level, const float *values, size_t count, int32_t *keys);
size_t cselect_load_double(int level, const double *values, size_t count, int64_t *keys);

// found[i]: the ranks[i]-th smallest of `count` keys, from 0; ranks ascend and are below `count`.
// Keys are left in any order; of some, copies. scratch: as large as the keys, with slack.
void cselect_float(
    int level, int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count,
    int32_t *found, int32_t *scratch);
void cselect_double(
    int level, int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count,
    int64_t *found, int64_t *scratch);

// Two neighbouring blocks of samples, A before B, by their ranks in both together.
typedef struct {
  // Bit r: whether the value of rank r is in the window; a word of ones before and one behind.
  uint64_t *words;
  // Values by rank, ascending; 64 more must be readable.
  double *values;
  // The rank of each sample of A, of B, in their order in time.
  uint32_t *a, *b;
} cselect_ranks;

// Fills in `ranks` from two sorted blocks: keys ascending, and the place of each in its block. The
// window is A. words: (a_count + b_count) / 64 + 1 are written, and those of ones around them.
void cselect_merge(
    const int64_t *a_keys, const uint32_t *a_order, size_t a_count, const int64_t *b_keys,
    const uint32_t *b_order, size_t b_count, cselect_ranks ranks);

// One quantile of windows that hold the same number of values.
typedef struct {
  // The rank of the value below or at the quantile.
  int64_t at;
  // Where the quantile lies from that value (0) to the next one (1, excluded).
  double share;
} cselect_cursor;

// The value at `share` of the way from `low` to `high`, as numpy works it out, so that it lies
// between them. An infinite end wins over a finite one; between two infinities there is none (NaN).
double cselect_between(double low, double high, double share);

// Moves the window from A over `steps` samples of B: each step takes a[i] out, puts b[i] in, and
// writes the quantiles to rows[i * cursor_count ...]. Cursors stand at A's on entry.
void cselect_slide(
    int level, cselect_ranks ranks, size_t steps, const cselect_cursor *cursors,
    size_t cursor_count, double *rows);

// The next rank in the window above or below `rank`; the words around end the search.
int64_t cselect_above(const uint64_t *words, int64_t rank);
int64_t cselect_below(const uint64_t *words, int64_t rank);

#endif
