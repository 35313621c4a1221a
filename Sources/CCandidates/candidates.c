#include "estreat_candidates.h"

#include <stdlib.h>
#include <string.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Bit i of a mask speaks of byte i of a block.
typedef struct {
  uint64_t digit, word, gap, upper, at;
} masks;

typedef unsigned __int128 wide;

#define INLINE static inline __attribute__((always_inline))

// Mask classification, one way for each instruction set.

enum { IS_DIGIT = 1, IS_WORD = 2, IS_GAP = 4, IS_UPPER = 8, IS_AT = 16 };

INLINE unsigned class_of(uint8_t byte) {
  unsigned lower = byte | 0x20;
  unsigned class = 0;
  if (byte >= '0' && byte <= '9') class |= IS_DIGIT | IS_WORD;
  if ((lower >= 'a' && lower <= 'z') || byte == '_') class |= IS_WORD;
  if (byte >= 'A' && byte <= 'Z') class |= IS_UPPER;
  if (byte == ' ' || byte == '-') class |= IS_GAP;
  if (byte == '@') class |= IS_AT;
  return class;
}

// Bit `class` of eight class bytes, gathered into eight bits by a multiplication in which no two
// partial products meet.
INLINE uint64_t gathered(uint64_t classes, int class) {
  return (classes >> class & 0x0101010101010101) * 0x0102040810204080 >> 56;
}

INLINE masks classify_portable(const uint8_t *p) {
  uint8_t classes[64];
  for (int i = 0; i < 64; i++) classes[i] = (uint8_t)class_of(p[i]);
  masks m = {0, 0, 0, 0, 0};
  for (int i = 0; i < 64; i += 8) {
    uint64_t eight = 0;
    for (int k = 0; k < 8; k++) eight |= (uint64_t)classes[i + k] << (8 * k);
    m.digit |= gathered(eight, 0) << i;
    m.word |= gathered(eight, 1) << i;
    m.gap |= gathered(eight, 2) << i;
    m.upper |= gathered(eight, 3) << i;
    m.at |= gathered(eight, 4) << i;
  }
  return m;
}

#if defined(__x86_64__)
#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,bmi,bmi2")))

// Unsigned bytes: x <= limit exactly when min(x, limit) is x.
#define AT_MOST(x, limit) _mm256_cmpeq_epi8(_mm256_min_epu8(x, limit), x)
#define BITS(x) ((uint64_t)top_bits_avx2(x) << (32 * half))

// Clang would gather the masks of both halves bit by bit to join them as vectors, four
// times slower than this; it cannot look through the empty instruction.
TARGET_AVX2 INLINE uint32_t top_bits_avx2(__m256i x) {
  uint32_t bits = (uint32_t)_mm256_movemask_epi8(x);
  __asm__("" : "+r"(bits));
  return bits;
}

TARGET_AVX2 INLINE masks classify_avx2(const uint8_t *p) {
  const __m256i case_bit = _mm256_set1_epi8(0x20), last_letter = _mm256_set1_epi8(25);
  masks m = {0, 0, 0, 0, 0};
  for (int half = 0; half < 2; half++) {
    __m256i v = _mm256_loadu_si256((const __m256i *)(p + 32 * half));
    __m256i lower = _mm256_or_si256(v, case_bit);
    __m256i digit =
        AT_MOST(_mm256_sub_epi8(v, _mm256_set1_epi8('0')), _mm256_set1_epi8(9));
    __m256i letter = AT_MOST(_mm256_sub_epi8(lower, _mm256_set1_epi8('a')), last_letter);
    __m256i underscore = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('_'));
    __m256i upper = AT_MOST(_mm256_sub_epi8(v, _mm256_set1_epi8('A')), last_letter);
    __m256i gap = _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('-')),
                                  _mm256_cmpeq_epi8(v, case_bit));
    m.digit |= BITS(digit);
    m.word |= BITS(_mm256_or_si256(digit, _mm256_or_si256(letter, underscore)));
    m.gap |= BITS(gap);
    m.upper |= BITS(upper);
    m.at |= BITS(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('@')));
  }
  return m;
}

TARGET_AVX512 INLINE masks classify_avx512(const uint8_t *p) {
  const __m512i case_bit = _mm512_set1_epi8(0x20), last_letter = _mm512_set1_epi8(25);
  __m512i v = _mm512_loadu_si512(p);
  __m512i lower = _mm512_or_si512(v, case_bit);
  masks m;
  m.digit = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('0')),
                                   _mm512_set1_epi8(9));
  m.upper = _mm512_cmple_epu8_mask(_mm512_sub_epi8(v, _mm512_set1_epi8('A')), last_letter);
  m.word = m.digit |
           _mm512_cmple_epu8_mask(_mm512_sub_epi8(lower, _mm512_set1_epi8('a')), last_letter) |
           _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('_'));
  m.gap = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('-')) | _mm512_cmpeq_epi8_mask(v, case_bit);
  m.at = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('@'));
  return m;
}
#endif

// From masks to candidates, the same for all.

INLINE wide joined(uint64_t low, uint64_t high) { return (wide)high << 64 | low; }

// Digits, and gaps between two digits. The topmost bit lacks its neighbour: no shape reaches it,
// since the longest, of 11 bytes, that begins in the lower block ends at bit 73.
INLINE wide gapped(wide digit, wide gap, uint64_t digit_before) {
  return digit | (gap & (digit << 1 | digit_before) & digit >> 1);
}

// Candidates that begin in `block`; `next` is the block behind it, `before` the masks' last bits
// of the block in front of it.
INLINE estreat_candidate *collect(const masks *block, const masks *next, uint64_t word_before,
                                  uint64_t digit_before, uint32_t offset,
                                  estreat_candidate *out) {
  uint64_t start = ~(block->word << 1 | word_before);
  uint64_t number = 0, ssn = 0, iban = 0;
  // First what 64 bits can tell, places beyond the block taken as fitting: next to nothing remains.
  uint64_t broken = ~(block->digit | block->gap);
  broken |= broken >> 1;
  broken |= broken >> 2;
  broken |= broken >> 4;
  uint64_t digit_start = block->digit & start & ~broken & ~(broken >> 3);
  if (digit_start) {
    wide digit = joined(block->digit, next->digit), gap = joined(block->gap, next->gap);
    wide run = gapped(digit, gap, digit_before);
    wide run2 = run & run >> 1, run4 = run2 & run2 >> 2, run8 = run4 & run4 >> 4;
    number = digit_start & (uint64_t)(run8 & run8 >> 3);
    if (number) {
      // ddd-dd-dddd is itself a run of 11, so it is looked for only where one begins.
      wide digit2 = digit & digit >> 1;
      ssn = number & (uint64_t)(digit2 & digit >> 2 & gap >> 3 & digit2 >> 4 & gap >> 6 &
                                digit2 >> 7 & digit2 >> 9);
    }
  }
  uint64_t upper_start =
      block->upper & start & ~(~block->upper >> 1 | ~block->digit >> 2 | ~block->digit >> 3);
  if (upper_start) {
    wide digit = joined(block->digit, next->digit), upper = joined(block->upper, next->upper);
    wide gap = joined(block->gap, next->gap), either = digit | upper;
    iban = upper_start & (uint64_t)(upper >> 1 & digit >> 2 & digit >> 3 & (either | gap) >> 4 &
                                    either >> 5 & either >> 6 & either >> 7);
  }
  for (uint64_t all = number | iban | block->at; all; all &= all - 1) {
    unsigned bit = (unsigned)__builtin_ctzll(all);
    uint32_t kinds = (number >> bit & 1 ? ESTREAT_CANDIDATE_NUMBER : 0) |
                     (block->at >> bit & 1 ? ESTREAT_CANDIDATE_AT : 0) |
                     (iban >> bit & 1 ? ESTREAT_CANDIDATE_IBAN : 0) |
                     (ssn >> bit & 1 ? ESTREAT_CANDIDATE_SSN : 0);
    *out++ = (estreat_candidate){offset + bit, kinds};
  }
  return out;
}

// One block of masks is always in hand, so that each is made once. The last, partial block is read
// from a copy that is filled up with zeros, which belong to no class.
#define DEFINE_RUN(NAME, TARGET, CLASSIFY)                                                        \
  TARGET INLINE masks NAME##_load(const uint8_t *bytes, size_t count, size_t at) {                \
    if (count >= 64 && at <= count - 64) return CLASSIFY(bytes + at);                             \
    uint8_t rest[64] = {0};                                                                       \
    if (at < count) memcpy(rest, bytes + at, count - at);                                         \
    return CLASSIFY(rest);                                                                        \
  }                                                                                               \
  TARGET static size_t NAME(const uint8_t *bytes, size_t count, size_t from,                      \
                            estreat_candidate *out, size_t capacity, size_t *resume) {            \
    estreat_candidate *next = out, *full = out + capacity - 64;                                   \
    unsigned before = from > 0 ? class_of(bytes[from - 1]) : 0;                                   \
    uint64_t word_before = before >> 1 & 1, digit_before = before & 1;                            \
    masks block = NAME##_load(bytes, count, from);                                                \
    size_t at = from;                                                                             \
    for (; at < count && next <= full; at += 64) {                                                \
      masks behind = NAME##_load(bytes, count, at + 64);                                          \
      next = collect(&block, &behind, word_before, digit_before, (uint32_t)at, next);             \
      word_before = block.word >> 63;                                                             \
      digit_before = block.digit >> 63;                                                           \
      block = behind;                                                                             \
    }                                                                                             \
    *resume = at < count ? at : count;                                                            \
    return (size_t)(next - out);                                                                  \
  }

DEFINE_RUN(run_portable, , classify_portable)
#if defined(__x86_64__)
DEFINE_RUN(run_avx2, TARGET_AVX2, classify_avx2)
DEFINE_RUN(run_avx512, TARGET_AVX512, classify_avx512)
#endif

int estreat_simd_supported(int level) {
#if defined(__x86_64__)
  if (level == ESTREAT_SIMD_AVX512)
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("bmi2");
  if (level == ESTREAT_SIMD_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
#endif
  return level == ESTREAT_SIMD_PORTABLE;
}

static int chosen_level(void) {
  const char *wanted = getenv("ESTREAT_SIMD");
  int most = ESTREAT_SIMD_AVX512;
  if (wanted && strcmp(wanted, "avx2") == 0) most = ESTREAT_SIMD_AVX2;
  if (wanted && strcmp(wanted, "portable") == 0) most = ESTREAT_SIMD_PORTABLE;
  while (!estreat_simd_supported(most)) most--;
  return most;
}

int estreat_simd_level(void) {
  // Threads that come first together all store the same value.
  static int level = -1;
  int known = __atomic_load_n(&level, __ATOMIC_RELAXED);
  if (known < 0) {
    known = chosen_level();
    __atomic_store_n(&level, known, __ATOMIC_RELAXED);
  }
  return known;
}

size_t estreat_candidates(int level, const uint8_t *bytes, size_t count, size_t from,
                          estreat_candidate *out, size_t capacity, size_t *resume) {
#if defined(__x86_64__)
  if (level == ESTREAT_SIMD_AVX512) return run_avx512(bytes, count, from, out, capacity, resume);
  if (level == ESTREAT_SIMD_AVX2) return run_avx2(bytes, count, from, out, capacity, resume);
#endif
  (void)level;
  return run_portable(bytes, count, from, out, capacity, resume);
}
