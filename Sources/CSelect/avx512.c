// Sixteen or eight keys a register; two registers are sorted by a bitonic network.
#include "kernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#define AVX512 __attribute__((target("avx512f,avx2,bmi,bmi2,lzcnt,popcnt")))

AVX512 size_t cselect_load_float_avx512(const float *values, size_t count, int32_t *keys) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i += 16) {
    __mmask16 live = count - i >= 16 ? 0xFFFF : (__mmask16)((1u << (count - i)) - 1);
    __m512 v = _mm512_maskz_loadu_ps(live, values + i);
    __mmask16 good = _mm512_mask_cmp_ps_mask(live, v, v, _CMP_ORD_Q);
    __m512i bits = _mm512_castps_si512(v);
    __m512i key = _mm512_xor_si512(bits, _mm512_srli_epi32(_mm512_srai_epi32(bits, 31), 1));
    if (__builtin_expect(good != live, 0)) key = _mm512_maskz_compress_epi32(good, key);
    _mm512_storeu_si512(keys + kept, key);
    kept += (size_t)__builtin_popcount(good);
  }
  return kept;
}

AVX512 size_t cselect_load_double_avx512(const double *values, size_t count, int64_t *keys) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i += 8) {
    __mmask8 live = count - i >= 8 ? 0xFF : (__mmask8)((1u << (count - i)) - 1);
    __m512d v = _mm512_maskz_loadu_pd(live, values + i);
    __mmask8 good = _mm512_mask_cmp_pd_mask(live, v, v, _CMP_ORD_Q);
    __m512i bits = _mm512_castpd_si512(v);
    __m512i key = _mm512_xor_si512(bits, _mm512_srli_epi64(_mm512_srai_epi64(bits, 63), 1));
    if (__builtin_expect(good != live, 0)) key = _mm512_maskz_compress_epi64(good, key);
    _mm512_storeu_si512(keys + kept, key);
    kept += (size_t)__builtin_popcount(good);
  }
  return kept;
}

// Each lane meets the lane `distance` away; those in `higher` keep the larger key.
#define MEET_32(v, distance, higher)                                                              \
  do {                                                                                            \
    __m512i partner = _mm512_permutexvar_epi32(                                                   \
        _mm512_xor_si512(iota, _mm512_set1_epi32(distance)), v);                                  \
    v = _mm512_mask_max_epi32(_mm512_min_epi32(v, partner), higher, v, partner);                  \
  } while (0)
#define MEET_64(v, distance, higher)                                                              \
  do {                                                                                            \
    __m512i partner = _mm512_permutexvar_epi64(                                                   \
        _mm512_xor_si512(iota, _mm512_set1_epi64(distance)), v);                                  \
    v = _mm512_mask_max_epi64(_mm512_min_epi64(v, partner), higher, v, partner);                  \
  } while (0)

AVX512 INLINE __m512i iota_32(void) {
  return _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

AVX512 INLINE __m512i iota_64(void) { return _mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7); }

// A register that first rises and then falls, ascending.
AVX512 INLINE __m512i bitonic_32(__m512i v) {
  const __m512i iota = iota_32();
  MEET_32(v, 8, 0xFF00);
  MEET_32(v, 4, 0xF0F0);
  MEET_32(v, 2, 0xCCCC);
  MEET_32(v, 1, 0xAAAA);
  return v;
}

AVX512 INLINE __m512i sorted_32(__m512i v) {
  const __m512i iota = iota_32();
  MEET_32(v, 1, 0x6666);
  MEET_32(v, 2, 0x3C3C);
  MEET_32(v, 1, 0x5A5A);
  MEET_32(v, 4, 0x0FF0);
  MEET_32(v, 2, 0x33CC);
  MEET_32(v, 1, 0x55AA);
  return bitonic_32(v);
}

AVX512 INLINE __m512i bitonic_64(__m512i v) {
  const __m512i iota = iota_64();
  MEET_64(v, 4, 0xF0);
  MEET_64(v, 2, 0xCC);
  MEET_64(v, 1, 0xAA);
  return v;
}

AVX512 INLINE __m512i sorted_64(__m512i v) {
  const __m512i iota = iota_64();
  MEET_64(v, 1, 0x66);
  MEET_64(v, 2, 0x3C);
  MEET_64(v, 1, 0x5A);
  return bitonic_64(v);
}

// Lanes beyond the keys are filled up with the largest one, which sorts behind them.
#define SMALL(NAME, KEY, LANES, MASK, LOAD, SET, REVERSED, MIN, MAX, SORTED, BITONIC, LARGEST)    \
  AVX512 INLINE void NAME(KEY *keys, size_t count) {                                              \
    const uint32_t live = count >= 2 * LANES ? ~0u : (1u << count) - 1;                           \
    const __m512i top = SET(LARGEST);                                                             \
    __m512i a = SORTED(LOAD(top, (MASK)live, keys));                                              \
    if (count <= LANES) {                                                                         \
      _mm512_storeu_si512(keys, a);                                                               \
      return;                                                                                     \
    }                                                                                             \
    __m512i b = REVERSED(SORTED(LOAD(top, (MASK)(live >> LANES), keys + LANES)));                 \
    _mm512_storeu_si512(keys, BITONIC(MIN(a, b)));                                                \
    _mm512_storeu_si512(keys + LANES, BITONIC(MAX(a, b)));                                        \
  }
#define REVERSED_32(v) \
  _mm512_permutexvar_epi32(_mm512_sub_epi32(_mm512_set1_epi32(15), iota_32()), v)
#define REVERSED_64(v) \
  _mm512_permutexvar_epi64(_mm512_sub_epi64(_mm512_set1_epi64(7), iota_64()), v)

// Registers are stored whole: the front never overtakes what was read.
#define SPLIT(NAME, KEY, LANES, MASK, SET, BELOW, PACKED)                                         \
  AVX512 INLINE size_t NAME(KEY *keys, size_t count, KEY pivot, KEY *others) {                    \
    const __m512i pivots = SET(pivot);                                                            \
    size_t low = 0, high = 0, i = 0;                                                              \
    for (; i + LANES <= count; i += LANES) {                                                      \
      __m512i v = _mm512_loadu_si512(keys + i);                                                   \
      MASK below = BELOW(v, pivots);                                                              \
      _mm512_storeu_si512(keys + low, PACKED(below, v));                                          \
      _mm512_storeu_si512(others + high, PACKED((MASK)~below, v));                                \
      size_t more = (size_t)__builtin_popcount(below);                                            \
      low += more;                                                                                \
      high += LANES - more;                                                                       \
    }                                                                                             \
    if (i < count) {                                                                              \
      const MASK live = (MASK)((1u << (count - i)) - 1);                                          \
      __m512i v = _mm512_loadu_si512(keys + i);                                                   \
      MASK below = BELOW(v, pivots) & live;                                                       \
      _mm512_storeu_si512(keys + low, PACKED(below, v));                                          \
      _mm512_storeu_si512(others + high, PACKED((MASK)(live & ~below), v));                       \
      low += (size_t)__builtin_popcount(below);                                                   \
    }                                                                                             \
    return low;                                                                                   \
  }

AVX512 INLINE void sample_32(const int32_t *keys, size_t count, int32_t *sample) {
  __m512i at = _mm512_mullo_epi32(iota_32(), _mm512_set1_epi32((int)(count / 16)));
  _mm512_storeu_si512(sample, sorted_32(_mm512_i32gather_epi32(at, keys, 4)));
}

AVX512 INLINE void sample_64(const int64_t *keys, size_t count, int64_t *sample) {
  for (size_t i = 0; i < 8; i++) sample[i] = keys[i * (count / 8)];
  _mm512_storeu_si512(sample, sorted_64(_mm512_loadu_si512(sample)));
}

CSELECT_HEAP(heap_32, int32_t)
CSELECT_HEAP(heap_64, int64_t)
SMALL(sort_32, int32_t, 16, __mmask16, _mm512_mask_loadu_epi32, _mm512_set1_epi32, REVERSED_32,
      _mm512_min_epi32, _mm512_max_epi32, sorted_32, bitonic_32, INT32_MAX)
SMALL(sort_64, int64_t, 8, __mmask8, _mm512_mask_loadu_epi64, _mm512_set1_epi64, REVERSED_64,
      _mm512_min_epi64, _mm512_max_epi64, sorted_64, bitonic_64, INT64_MAX)
SPLIT(split_32, int32_t, 16, __mmask16, _mm512_set1_epi32, _mm512_cmplt_epi32_mask,
      _mm512_maskz_compress_epi32)
SPLIT(split_64, int64_t, 8, __mmask8, _mm512_set1_epi64, _mm512_cmplt_epi64_mask,
      _mm512_maskz_compress_epi64)
CSELECT_SEARCH(search_32, AVX512, int32_t, split_32, sort_32, 32, sample_32, 16, heap_32)
CSELECT_SEARCH(search_64, AVX512, int64_t, split_64, sort_64, 16, sample_64, 8, heap_64)

void cselect_float_avx512(
    int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int32_t *found,
    int32_t *scratch) {
  search_32(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}

void cselect_double_avx512(
    int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count, int64_t *found,
    int64_t *scratch) {
  search_64(keys, count, 0, ranks, rank_count, found, scratch, cselect_rounds(count));
}
#endif
