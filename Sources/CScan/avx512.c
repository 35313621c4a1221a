// One register a block; positions are written by compressing an iota.
#include "follow.h"
#include "kernels.h"
#include "walk.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,bmi,popcnt")))

AVX512 INLINE cscan_block masks(const uint8_t *block) {
  __m512i v = _mm512_loadu_si512(block);
  cscan_block m;
  m.quote = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'));
  m.backslash = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\'));
  m.feed = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
  m.odd = _mm512_cmplt_epi8_mask(v, _mm512_set1_epi8(0x20));
  return m;
}

AVX512 INLINE uint64_t high_bytes(const uint8_t *block) {
  return _mm512_movepi8_mask(_mm512_loadu_si512(block));
}

static const uint8_t iota[64] = {
    0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
    22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
    44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};

#define STORE_16(lane)                                                                            \
  _mm512_storeu_si512(                                                                            \
      out + 16 * (lane),                                                                          \
      _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_extracti32x4_epi32(packed, lane)), from))

AVX512 INLINE uint32_t *emit(uint32_t *out, uint64_t found, uint32_t base) {
  __m512i packed = _mm512_maskz_compress_epi8(found, _mm512_loadu_si512(iota));
  __m512i from = _mm512_set1_epi32((int)base);
  int count = __builtin_popcountll(found);
  STORE_16(0);
  if (__builtin_expect(count > 16, 0)) {
    STORE_16(1);
    STORE_16(2);
    STORE_16(3);
  }
  return out + count;
}

// The escapes that logs are full of first; the others one by one.
AVX512 INLINE int plain(uint64_t escaped, const uint8_t *block) {
  if (!escaped) return 1;
  __m512i v = _mm512_loadu_si512(block);
  uint64_t good = _mm512_mask_cmpeq_epi8_mask(escaped, v, _mm512_set1_epi8('n'));
  good |= _mm512_mask_cmpeq_epi8_mask(escaped, v, _mm512_set1_epi8('t'));
  good |= _mm512_mask_cmpeq_epi8_mask(escaped, v, _mm512_set1_epi8('"'));
  if (good == escaped) return 1;
  return cscan_escapes_are_plain(escaped & ~good, block);
}

AVX512 void cscan_index_avx512(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts) {
  CSCAN_INDEX_BODY(masks, high_bytes, emit, plain)
}

// Half a register does for most: fewer of its loads cross a line of the cache.
AVX512 INLINE int matches(const uint8_t *bytes, const cscan_step *step) {
  if (__builtin_expect(step->count > 32, 0))
    return !_mm512_mask_cmpneq_epu8_mask(
        step->mask, _mm512_loadu_si512(bytes), _mm512_loadu_si512(step->text));
  return !_mm256_mask_cmpneq_epu8_mask(
      (__mmask32)step->mask, _mm256_loadu_si256((const __m256i *)bytes),
      _mm256_loadu_si256((const __m256i *)step->text));
}

AVX512 INLINE uint32_t digits(const uint8_t *bytes) {
  __m128i v = _mm_loadu_si128((const __m128i *)bytes);
  return _mm_cmplt_epu8_mask(_mm_sub_epi8(v, _mm_set1_epi8('0')), _mm_set1_epi8(10));
}

AVX512 int cscan_walk_avx512(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk) {
  CSCAN_WALK_BODY(matches, digits)
}

AVX512 INLINE int stands(const uint8_t *bytes, const cscan_piece *piece) {
  if (__builtin_expect(piece->count > 32, 0))
    return !_mm512_mask_cmpneq_epu8_mask(
        piece->mask, _mm512_loadu_si512(bytes), _mm512_loadu_si512(piece->text));
  return !_mm256_mask_cmpneq_epu8_mask(
      (__mmask32)piece->mask, _mm256_loadu_si256((const __m256i *)bytes),
      _mm256_loadu_si256((const __m256i *)piece->text));
}

AVX512 INLINE const uint8_t *text_end(const uint8_t *bytes, const uint8_t *last) {
  for (; bytes <= last; bytes += 64) {
    __m512i v = _mm512_loadu_si512(bytes);
    uint64_t found = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"'))
        | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\\'))
        | _mm512_cmplt_epu8_mask(v, _mm512_set1_epi8(0x20));
    if (found) return bytes + __builtin_ctzll(found);
  }
  return 0;
}

AVX512 int cscan_follow_avx512(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end) {
  CSCAN_FOLLOW_BODY(stands, text_end, digits)
}

AVX512 size_t cscan_count_lines_avx512(const uint8_t *bytes, size_t count) {
  size_t lines = 0, i = 0;
  __m512i feed = _mm512_set1_epi8('\n');
  for (; i + 64 <= count; i += 64)
    lines += (size_t)__builtin_popcountll(
        _mm512_cmpeq_epi8_mask(_mm512_loadu_si512(bytes + i), feed));
  for (; i < count; i++) lines += bytes[i] == '\n';
  return lines;
}
#endif
