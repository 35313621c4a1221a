// Two registers of 32 bytes a block.
#include "follow.h"
#include "kernels.h"
#include "walk.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 INLINE uint64_t both(__m256i a, __m256i b) {
  return (uint64_t)(uint32_t)_mm256_movemask_epi8(a)
      | (uint64_t)(uint32_t)_mm256_movemask_epi8(b) << 32;
}

AVX2 INLINE uint64_t equal(__m256i a, __m256i b, char byte) {
  __m256i wanted = _mm256_set1_epi8(byte);
  return both(_mm256_cmpeq_epi8(a, wanted), _mm256_cmpeq_epi8(b, wanted));
}

AVX2 INLINE cscan_block masks(const uint8_t *block) {
  __m256i a = _mm256_loadu_si256((const __m256i *)block);
  __m256i b = _mm256_loadu_si256((const __m256i *)(block + 32));
  cscan_block m;
  m.quote = equal(a, b, '"');
  m.backslash = equal(a, b, '\\');
  m.feed = equal(a, b, '\n');
  __m256i limit = _mm256_set1_epi8(0x20);
  m.odd = both(_mm256_cmpgt_epi8(limit, a), _mm256_cmpgt_epi8(limit, b));
  return m;
}

AVX2 INLINE uint64_t high_bytes(const uint8_t *block) {
  return both(
      _mm256_loadu_si256((const __m256i *)block), _mm256_loadu_si256((const __m256i *)(block + 32)));
}

// Eight positions are written whether there are so many or not: a branch costs more.
AVX2 INLINE uint32_t *emit(uint32_t *out, uint64_t found, uint32_t base) {
  int count = __builtin_popcountll(found);
  for (int done = 0; done < count; done += 8)
    for (int i = 0; i < 8; i++) {
      out[done + i] = base + (uint32_t)__builtin_ctzll(found | 1ull << 63);
      found &= found - 1;
    }
  return out + count;
}

AVX2 void cscan_index_avx2(
    const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts) {
  CSCAN_INDEX_BODY(masks, high_bytes, emit, cscan_escapes_are_plain)
}

AVX2 INLINE int matches(const uint8_t *bytes, const cscan_step *step) {
  __m256i a = _mm256_cmpeq_epi8(
      _mm256_loadu_si256((const __m256i *)bytes), _mm256_loadu_si256((const __m256i *)step->text));
  uint64_t equal = (uint32_t)_mm256_movemask_epi8(a);
  if (step->count > 32)
    equal |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(
                 _mm256_loadu_si256((const __m256i *)(bytes + 32)),
                 _mm256_loadu_si256((const __m256i *)(step->text + 32)))) << 32;
  return !(~equal & step->mask);
}

AVX2 INLINE uint32_t digits(const uint8_t *bytes) {
  __m128i v = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)bytes), _mm_set1_epi8('0'));
  return (uint32_t)_mm_movemask_epi8(
      _mm_cmpeq_epi8(_mm_min_epu8(v, _mm_set1_epi8(9)), v));
}

AVX2 int cscan_walk_avx2(
    const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk) {
  CSCAN_WALK_BODY(matches, digits)
}

AVX2 INLINE int stands(const uint8_t *bytes, const cscan_piece *piece) {
  __m256i a = _mm256_cmpeq_epi8(
      _mm256_loadu_si256((const __m256i *)bytes),
      _mm256_loadu_si256((const __m256i *)piece->text));
  uint64_t equal = (uint32_t)_mm256_movemask_epi8(a);
  if (piece->count > 32)
    equal |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(
                 _mm256_loadu_si256((const __m256i *)(bytes + 32)),
                 _mm256_loadu_si256((const __m256i *)(piece->text + 32)))) << 32;
  return !(~equal & piece->mask);
}

AVX2 INLINE const uint8_t *text_end(const uint8_t *bytes, const uint8_t *last) {
  __m256i control = _mm256_set1_epi8(0x1f);
  for (; bytes <= last; bytes += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)bytes);
    __m256i stops = _mm256_or_si256(
        _mm256_or_si256(
            _mm256_cmpeq_epi8(v, _mm256_set1_epi8('"')),
            _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\\'))),
        _mm256_cmpeq_epi8(_mm256_min_epu8(v, control), v));
    uint32_t found = (uint32_t)_mm256_movemask_epi8(stops);
    if (found) return bytes + __builtin_ctz(found);
  }
  return 0;
}

AVX2 int cscan_follow_avx2(
    const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end) {
  CSCAN_FOLLOW_BODY(stands, text_end, digits)
}

AVX2 size_t cscan_count_lines_avx2(const uint8_t *bytes, size_t count) {
  size_t lines = 0, i = 0;
  __m256i feed = _mm256_set1_epi8('\n');
  for (; i + 32 <= count; i += 32) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(bytes + i));
    lines += (size_t)__builtin_popcount(
        (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, feed)));
  }
  for (; i < count; i++) lines += bytes[i] == '\n';
  return lines;
}
#endif
