// One key at a time, without branches that depend on it.
#include "kernels.h"

#include <string.h>

#define LOAD(NAME, VALUE, KEY, BITS)                                                              \
  size_t NAME(const VALUE *values, size_t count, KEY *keys) {                                     \
    size_t kept = 0;                                                                              \
    for (size_t i = 0; i < count; i++) {                                                          \
      KEY bits;                                                                                   \
      memcpy(&bits, values + i, sizeof bits);                                                     \
      keys[kept] = cselect_key_##BITS(bits);                                                      \
      kept += values[i] == values[i];                                                             \
    }                                                                                             \
    return kept;                                                                                  \
  }

#define SPLIT(NAME, KEY)                                                                          \
  INLINE size_t NAME(KEY *keys, size_t count, KEY pivot, KEY *others) {                           \
    size_t low = 0, high = 0;                                                                     \
    for (size_t i = 0; i < count; i++) {                                                          \
      KEY key = keys[i];                                                                          \
      int is_low = key < pivot;                                                                   \
      keys[low] = key;                                                                            \
      others[high] = key;                                                                         \
      low += (size_t)is_low;                                                                      \
      high += (size_t)!is_low;                                                                    \
    }                                                                                             \
    return low;                                                                                   \
  }

#define SAMPLE(NAME, KEY, SORT)                                                                   \
  INLINE void NAME(const KEY *keys, size_t count, KEY *sample) {                                  \
    for (size_t i = 0; i < 8; i++) sample[i] = keys[i * (count / 8)];                             \
    SORT(sample, 8);                                                                              \
  }

LOAD(cselect_load_float_portable, float, int32_t, 32)
LOAD(cselect_load_double_portable, double, int64_t, 64)
CSELECT_INSERTION(sort_32, int32_t)
CSELECT_INSERTION(sort_64, int64_t)
CSELECT_HEAP(heap_32, int32_t)
CSELECT_HEAP(heap_64, int64_t)
SPLIT(split_32, int32_t)
SPLIT(split_64, int64_t)
SAMPLE(sample_32, int32_t, sort_32)
SAMPLE(sample_64, int64_t, sort_64)
CSELECT_SEARCH(search_32, , int32_t, split_32, sort_32, 16, sample_32, 8, heap_32)
CSELECT_SEARCH(search_64, , int64_t, split_64, sort_64, 16, sample_64, 8, heap_64)

void cselect_float_portable(
    int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int32_t *found,
    int32_t *scratch) {
  search_32(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}

void cselect_double_portable(
    int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int64_t *found,
    int64_t *scratch) {
  search_64(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}
