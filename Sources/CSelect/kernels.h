// What the kernels share.
#ifndef ESTREAT_CSELECT_KERNELS_H
#define ESTREAT_CSELECT_KERNELS_H

#include "include/cselect.h"

#define INLINE static inline __attribute__((always_inline))

// Bits of a number as an integer of the same order, and back: its own inverse.
INLINE int32_t cselect_key_32(int32_t bits) { return bits ^ (int32_t)((uint32_t)(bits >> 31) >> 1); }
INLINE int64_t cselect_key_64(int64_t bits) { return bits ^ (int64_t)((uint64_t)(bits >> 63) >> 1); }

#define CSELECT_DECLARE(LEVEL)                                                                    \
  size_t cselect_load_float_##LEVEL(const float *values, size_t count, int32_t *keys);            \
  size_t cselect_load_double_##LEVEL(const double *values, size_t count, int64_t *keys);          \
  void cselect_float_##LEVEL(                                                                     \
      int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int32_t *found,      \
      int32_t *scratch);                                                                          \
  void cselect_double_##LEVEL(                                                                    \
      int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int64_t *found,      \
      int64_t *scratch);

CSELECT_DECLARE(portable)
#if defined(__x86_64__)
CSELECT_DECLARE(avx2)
CSELECT_DECLARE(avx512)
#endif

// Ascending; for few keys.
#define CSELECT_INSERTION(NAME, KEY)                                                              \
  INLINE void NAME(KEY *keys, size_t count) {                                                     \
    for (size_t i = 1; i < count; i++) {                                                          \
      KEY key = keys[i];                                                                          \
      size_t at = i;                                                                              \
      for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];                         \
      keys[at] = key;                                                                             \
    }                                                                                             \
  }

// Ascending, in n log n whatever the keys: where pivots turn out badly again and again.
#define CSELECT_HEAP(NAME, KEY)                                                                   \
  static __attribute__((noinline)) void NAME(KEY *keys, size_t count) {                           \
    for (size_t top = count / 2, end = count; end > 1;) {                                         \
      KEY key;                                                                                    \
      if (top > 0) {                                                                              \
        key = keys[--top];                                                                        \
      } else {                                                                                    \
        key = keys[--end];                                                                        \
        keys[end] = keys[0];                                                                      \
      }                                                                                           \
      size_t hole = top, child;                                                                   \
      while ((child = 2 * hole + 1) < end) {                                                      \
        if (child + 1 < end && keys[child + 1] > keys[child]) child++;                            \
        if (keys[child] <= key) break;                                                            \
        keys[hole] = keys[child];                                                                 \
        hole = child;                                                                             \
      }                                                                                           \
      keys[hole] = key;                                                                           \
    }                                                                                             \
  }

// The search that all kernels share. SPLIT moves keys below a pivot to the front and the others to
// the scratch, and returns how many are below; SORT sorts at most SMALL keys in place; SAMPLE
// writes SAMPLED keys out of all of them, sorted.
//
// The front is overwritten a register beyond its end: what lies behind it must be done with first,
// so parts are searched from the right to the left. A pivot nothing is below of is the least key:
// then everything equal to it is split off, so that ties cost no rounds.
#define CSELECT_SEARCH(NAME, TARGET, KEY, SPLIT, SORT, SMALL, SAMPLE, SAMPLED, HEAP)              \
  TARGET static void NAME(                                                                        \
      KEY *keys, size_t count, size_t base, const uint32_t *ranks, size_t rank_count, KEY *found, \
      KEY *scratch, int rounds) {                                                                 \
    while (rank_count > 0) {                                                                      \
      if (count <= SMALL || rounds-- == 0) {                                                      \
        if (count <= SMALL) SORT(keys, count);                                                    \
        else HEAP(keys, count);                                                                   \
        for (size_t i = 0; i < rank_count; i++) found[i] = keys[ranks[i] - base];                 \
        return;                                                                                   \
      }                                                                                           \
      KEY sample[SAMPLED];                                                                        \
      SAMPLE(keys, count, sample);                                                                \
      size_t wanted = (ranks[rank_count / 2] - base) * SAMPLED / count;                           \
      KEY pivot = sample[wanted == 0 ? 1 : wanted];                                               \
      size_t low = SPLIT(keys, count, pivot, scratch);                                            \
      size_t first = 0;                                                                           \
      if (low == 0) {                                                                             \
        KEY *other = scratch;                                                                     \
        scratch = keys;                                                                           \
        keys = other;                                                                             \
        low = SPLIT(keys, count, pivot + 1, scratch);                                             \
        while (first < rank_count && ranks[first] - base < low) found[first++] = pivot;           \
      } else {                                                                                    \
        while (first < rank_count && ranks[first] - base < low) first++;                          \
        if (first == rank_count) {                                                                \
          count = low;                                                                            \
          continue;                                                                               \
        }                                                                                         \
        if (first > 0) {                                                                          \
          memcpy(keys + low, scratch, (count - low) * sizeof(KEY));                               \
          NAME(                                                                                   \
              keys + low, count - low, base + low, ranks + first, rank_count - first,             \
              found + first, scratch, rounds);                                                    \
          count = low;                                                                            \
          rank_count = first;                                                                     \
          continue;                                                                               \
        }                                                                                         \
      }                                                                                           \
      KEY *other = scratch;                                                                       \
      scratch = keys;                                                                             \
      keys = other;                                                                               \
      ranks += first;                                                                             \
      found += first;                                                                             \
      rank_count -= first;                                                                        \
      base += low;                                                                                \
      count -= low;                                                                               \
    }                                                                                             \
  }

// Rounds after which a search sorts what is left: more than good pivots ever need.
INLINE int cselect_rounds(size_t count) { return 4 * (64 - __builtin_clzll(count | 1)) + 8; }

#endif
