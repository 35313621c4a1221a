// Eight or four keys a register; what is kept is moved to the front by an index made from its mask.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define AVX2 __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt")))

// The lanes of 32 bits that `mask` keeps, in order; `spread` has a byte of ones for each of them.
AVX2 INLINE __m256i lanes(uint64_t spread) {
  uint64_t kept = _pext_u64(0x0706050403020100u, spread);
  return _mm256_cvtepu8_epi32(_mm_cvtsi64_si128((int64_t)kept));
}

AVX2 INLINE __m256i packed_32(__m256i keys, uint32_t mask) {
  uint64_t spread = _pdep_u64(mask, 0x0101010101010101u) * 0xFF;
  return _mm256_permutevar8x32_epi32(keys, lanes(spread));
}

AVX2 INLINE __m256i packed_64(__m256i keys, uint32_t mask) {
  uint64_t spread = _pdep_u64(mask, 0x0001000100010001u) * 0xFFFF;
  return _mm256_permutevar8x32_epi32(keys, lanes(spread));
}

AVX2 INLINE uint32_t low_32(__m256i keys, __m256i pivot) {
  return (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(pivot, keys)));
}

AVX2 INLINE uint32_t low_64(__m256i keys, __m256i pivot) {
  return (uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(pivot, keys)));
}

AVX2 size_t cselect_load_float_avx2(const float *values, size_t count, int32_t *keys) {
  size_t kept = 0, i = 0;
  for (; i + 8 <= count; i += 8) {
    __m256 v = _mm256_loadu_ps(values + i);
    __m256i bits = _mm256_castps_si256(v);
    __m256i flip = _mm256_srli_epi32(_mm256_srai_epi32(bits, 31), 1);
    uint32_t good = (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps(v, v, _CMP_ORD_Q));
    __m256i key = _mm256_xor_si256(bits, flip);
    if (__builtin_expect(good != 0xFF, 0)) key = packed_32(key, good);
    _mm256_storeu_si256((__m256i *)(keys + kept), key);
    kept += (size_t)__builtin_popcount(good);
  }
  return kept + cselect_load_float_portable(values + i, count - i, keys + kept);
}

AVX2 size_t cselect_load_double_avx2(const double *values, size_t count, int64_t *keys) {
  size_t kept = 0, i = 0;
  for (; i + 4 <= count; i += 4) {
    __m256d v = _mm256_loadu_pd(values + i);
    __m256i bits = _mm256_castpd_si256(v);
    // There is no arithmetic shift of 64 bits: a comparison with zero gives the sign.
    __m256i flip = _mm256_srli_epi64(_mm256_cmpgt_epi64(_mm256_setzero_si256(), bits), 1);
    uint32_t good = (uint32_t)_mm256_movemask_pd(_mm256_cmp_pd(v, v, _CMP_ORD_Q));
    __m256i key = _mm256_xor_si256(bits, flip);
    if (__builtin_expect(good != 0xF, 0)) key = packed_64(key, good);
    _mm256_storeu_si256((__m256i *)(keys + kept), key);
    kept += (size_t)__builtin_popcount(good);
  }
  return kept + cselect_load_double_portable(values + i, count - i, keys + kept);
}

// Registers are stored whole: the front never overtakes what was read.
#define SPLIT(NAME, KEY, LANES, SET, LOW, PACKED)                                                 \
  AVX2 INLINE size_t NAME(KEY *keys, size_t count, KEY pivot, KEY *others) {                      \
    const __m256i pivots = SET(pivot);                                                            \
    const uint32_t all = (1u << LANES) - 1;                                                       \
    size_t low = 0, high = 0;                                                                     \
    for (size_t i = 0; i < count; i += LANES) {                                                   \
      uint32_t live = count - i >= LANES ? all : (1u << (count - i)) - 1;                         \
      __m256i v = _mm256_loadu_si256((const __m256i *)(keys + i));                                \
      uint32_t below = LOW(v, pivots) & live, above = live & ~below;                              \
      _mm256_storeu_si256((__m256i *)(keys + low), PACKED(v, below));                             \
      _mm256_storeu_si256((__m256i *)(others + high), PACKED(v, above));                          \
      low += (size_t)__builtin_popcount(below);                                                   \
      high += (size_t)__builtin_popcount(above);                                                  \
    }                                                                                             \
    return low;                                                                                   \
  }

#define SAMPLE(NAME, KEY, SORT)                                                                   \
  INLINE void NAME(const KEY *keys, size_t count, KEY *sample) {                                  \
    for (size_t i = 0; i < 8; i++) sample[i] = keys[i * (count / 8)];                             \
    SORT(sample, 8);                                                                              \
  }

CSELECT_INSERTION(sort_32, int32_t)
CSELECT_INSERTION(sort_64, int64_t)
CSELECT_HEAP(heap_32, int32_t)
CSELECT_HEAP(heap_64, int64_t)
SPLIT(split_32, int32_t, 8, _mm256_set1_epi32, low_32, packed_32)
SPLIT(split_64, int64_t, 4, _mm256_set1_epi64x, low_64, packed_64)
SAMPLE(sample_32, int32_t, sort_32)
SAMPLE(sample_64, int64_t, sort_64)
CSELECT_SEARCH(search_32, AVX2, int32_t, split_32, sort_32, 16, sample_32, 8, heap_32)
CSELECT_SEARCH(search_64, AVX2, int64_t, split_64, sort_64, 16, sample_64, 8, heap_64)

void cselect_float_avx2(
    int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int32_t *found,
    int32_t *scratch) {
  search_32(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}

void cselect_double_avx2(
    int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int64_t *found,
    int64_t *scratch) {
  search_64(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}
#endif
