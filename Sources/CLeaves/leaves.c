#include "leaves.h"

#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

int estreat_leaves_supported(void) {
  static int known = -1;
  int value = __atomic_load_n(&known, __ATOMIC_RELAXED);
  if (value < 0) {
    unsigned a, b, c, d;
    value = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_1) && (c & bit_SSSE3) &&
            __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & 1u << 29);
    __atomic_store_n(&known, value, __ATOMIC_RELAXED);
  }
  return value;
}

static const uint32_t initial[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                    0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static const uint32_t rounds[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

#define WITH_SHA __attribute__((target("sha,sse4.1,ssse3")))
#define INLINE static inline __attribute__((always_inline))

typedef struct {
  __m128i abef, cdgh;
} lanes;

WITH_SHA INLINE lanes load_state(const uint32_t *state) {
  __m128i low = _mm_loadu_si128((const __m128i *)state);         // d c b a
  __m128i high = _mm_loadu_si128((const __m128i *)(state + 4));  // h g f e
  low = _mm_shuffle_epi32(low, 0xB1);
  high = _mm_shuffle_epi32(high, 0x1B);
  return (lanes){_mm_alignr_epi8(low, high, 8), _mm_blend_epi16(high, low, 0xF0)};
}

WITH_SHA INLINE void store_state(uint32_t *state, lanes s) {
  __m128i low = _mm_shuffle_epi32(s.abef, 0x1B), high = _mm_shuffle_epi32(s.cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

WITH_SHA INLINE __m128i load_words(const uint8_t *at) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)at), order);
}

WITH_SHA INLINE void four_rounds(lanes *s, __m128i words, int round) {
  __m128i sum = _mm_add_epi32(words, _mm_load_si128((const __m128i *)(rounds + round)));
  s->cdgh = _mm_sha256rnds2_epu32(s->cdgh, s->abef, sum);
  s->abef = _mm_sha256rnds2_epu32(s->abef, s->cdgh, _mm_shuffle_epi32(sum, 0x0E));
}

// The next four words of the schedule from the sixteen before them.
WITH_SHA INLINE __m128i next_words(__m128i a, __m128i b, __m128i c, __m128i d) {
  __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(a, b), _mm_alignr_epi8(d, c, 4));
  return _mm_sha256msg2_epu32(sum, d);
}

// One block of each of `streams` messages; the loops over them are unrolled.
WITH_SHA INLINE void compress(lanes *s, const uint8_t *const *blocks, const int streams) {
  lanes before[2];
  __m128i w[2][4];
  for (int i = 0; i < streams; i++) {
    before[i] = s[i];
    for (int j = 0; j < 4; j++) w[i][j] = load_words(blocks[i] + 16 * j);
  }
#pragma GCC unroll 16
  for (int group = 0; group < 16; group++) {
    for (int i = 0; i < streams; i++) {
      __m128i *m = w[i];
      if (group >= 4) {
        m[group & 3] = next_words(m[group & 3], m[(group + 1) & 3], m[(group + 2) & 3], m[(group + 3) & 3]);
      }
      four_rounds(&s[i], m[group & 3], 4 * group);
    }
  }
  for (int i = 0; i < streams; i++) {
    s[i].abef = _mm_add_epi32(s[i].abef, before[i].abef);
    s[i].cdgh = _mm_add_epi32(s[i].cdgh, before[i].cdgh);
  }
}

WITH_SHA static void two(uint32_t *a, const uint8_t *at, uint32_t *b, const uint8_t *bt,
                         size_t blocks) {
  lanes s[2] = {load_state(a), load_state(b)};
  for (; blocks; blocks--, at += 64, bt += 64) compress(s, (const uint8_t *[]){at, bt}, 2);
  store_state(a, s[0]);
  store_state(b, s[1]);
}

WITH_SHA static void one(uint32_t *a, const uint8_t *at, size_t blocks) {
  lanes s[1] = {load_state(a)};
  for (; blocks; blocks--, at += 64) compress(s, (const uint8_t *[]){at}, 1);
  store_state(a, s[0]);
}

static void put_digest(uint8_t *out, const uint32_t *state) {
  for (int i = 0; i < 8; i++) {
    uint32_t word = __builtin_bswap32(state[i]);
    memcpy(out + 4 * i, &word, 4);
  }
}

static void put_count(uint8_t *end, uint64_t bytes) {
  uint64_t bits = __builtin_bswap64(bytes * 8);
  memcpy(end - 8, &bits, 8);
}

// Pads `count` bytes of a message of `all` bytes that stand in `last`; the blocks they take.
static size_t pad(uint8_t *last, size_t count, uint64_t all) {
  size_t blocks = (count + 9 + 63) / 64;
  last[count] = 0x80;
  memset(last + count + 1, 0, 64 * blocks - count - 1);
  put_count(last + 64 * blocks, all);
  return blocks;
}

void estreat_leaf_key(estreat_leaf_plan *plan, const uint8_t *inner, const uint8_t *outer) {
  memcpy(plan->inner, initial, sizeof initial);
  one(plan->inner, inner, 1);
  memcpy(plan->outer, initial, sizeof initial);
  one(plan->outer, outer, 1);
}

enum { BATCH = 32 };

// A message that is being hashed: what is left of its current stretch of blocks, then the next.
typedef struct {
  uint32_t state[8];
  const uint8_t *at;
  size_t left;
  const uint8_t *middle;
  size_t middle_blocks;
  size_t tail_blocks;
  int stage;
  uint8_t head[64], tail[128];
} message;

static void begin_commitment(message *m, const estreat_leaf_plan *plan, const estreat_leaf_line *line,
                             const uint8_t *salt) {
  size_t prefix = plan->segment_tag_bytes + 16, all = prefix + line->count;
  memcpy(m->state, initial, sizeof initial);
  uint8_t *start = all < 64 ? m->tail : m->head;
  memcpy(start, plan->segment_tag, plan->segment_tag_bytes);
  memcpy(start + plan->segment_tag_bytes, salt, 16);
  size_t first = line->count < 64 - prefix ? line->count : 64 - prefix;
  if (first) memcpy(start + prefix, line->bytes, first);
  m->stage = 0;
  if (all < 64) {
    m->tail_blocks = pad(m->tail, all, all);
    m->at = m->tail;
    m->left = m->tail_blocks;
    m->middle_blocks = 0;
    m->stage = 2;
    return;
  }
  size_t rest = line->count - first;
  m->middle = line->bytes + first;
  m->middle_blocks = rest / 64;
  size_t last = rest % 64;
  if (last) memcpy(m->tail, m->middle + 64 * m->middle_blocks, last);
  m->tail_blocks = pad(m->tail, last, all);
  m->at = m->head;
  m->left = 1;
}

// Moves to the next stretch; whether there is one.
static int advance(message *m) {
  while (m->left == 0) {
    if (m->stage == 0) {
      m->at = m->middle;
      m->left = m->middle_blocks;
    } else if (m->stage == 1) {
      m->at = m->tail;
      m->left = m->tail_blocks;
    } else {
      return 0;
    }
    m->stage++;
  }
  return 1;
}

static void salts(const estreat_leaf_plan *plan, const estreat_leaf_line *lines, size_t count,
                  uint8_t (*out)[32]) {
  uint8_t inner[2][ESTREAT_SALT_BYTES + 128], outer[2][64];
  size_t blocks = 0;
  for (int i = 0; i < 2; i++) {
    memcpy(inner[i], plan->salt_message, plan->salt_bytes);
    blocks = pad(inner[i], plan->salt_bytes, 64 + plan->salt_bytes);
    pad(outer[i], 32, 64 + 32);
  }
  for (size_t at = 0; at < count; at += 2) {
    uint32_t state[2][8];
    // An odd last line is hashed twice, which takes as long as once.
    size_t pair[2] = {at, at + 1 < count ? at + 1 : at};
    for (int i = 0; i < 2; i++) {
      uint64_t number = __builtin_bswap64(lines[pair[i]].number);
      memcpy(inner[i] + plan->number_at, &number, 8);
      memcpy(state[i], plan->inner, sizeof state[i]);
    }
    two(state[0], inner[0], state[1], inner[1], blocks);
    for (int i = 0; i < 2; i++) {
      put_digest(outer[i], state[i]);
      memcpy(state[i], plan->outer, sizeof state[i]);
    }
    two(state[0], outer[0], state[1], outer[1], 1);
    for (int i = 0; i < 2; i++) put_digest(out[pair[i]], state[i]);
  }
}

static void commitments(const estreat_leaf_plan *plan, const estreat_leaf_line *lines, size_t count,
                        const uint8_t (*salts)[32], uint8_t (*out)[32]) {
  message messages[2], *a = &messages[0], *b = &messages[1];
  size_t next = 0, of[2] = {0, 0};
  int has[2] = {0, 0};
  while (1) {
    for (int i = 0; i < 2; i++) {
      if (has[i] && !advance(&messages[i])) {
        put_digest(out[of[i]], messages[i].state);
        has[i] = 0;
      }
      if (!has[i] && next < count) {
        begin_commitment(&messages[i], plan, &lines[next], salts[next]);
        of[i] = next++;
        has[i] = 1;
      }
    }
    if (has[0] && has[1]) {
      size_t blocks = a->left < b->left ? a->left : b->left;
      two(a->state, a->at, b->state, b->at, blocks);
      a->left -= blocks, a->at += 64 * blocks;
      b->left -= blocks, b->at += 64 * blocks;
    } else if (has[0] || has[1]) {
      message *m = has[0] ? a : b;
      one(m->state, m->at, m->left);
      m->left = 0;
    } else {
      return;
    }
  }
}

void estreat_leaves(const estreat_leaf_plan *plan, const estreat_leaf_line *lines, size_t count) {
  uint8_t hashes[BATCH][32], leaf[2][64];
  for (int i = 0; i < 2; i++) {
    memcpy(leaf[i], plan->leaf_head, plan->leaf_head_bytes);
    pad(leaf[i], plan->leaf_head_bytes + 32, plan->leaf_head_bytes + 32);
  }
  for (size_t start = 0; start < count; start += BATCH) {
    size_t batch = count - start < BATCH ? count - start : BATCH;
    salts(plan, lines + start, batch, hashes);
    commitments(plan, lines + start, batch, hashes, hashes);
    for (size_t at = 0; at < batch; at += 2) {
      size_t pair[2] = {at, at + 1 < batch ? at + 1 : at};
      uint32_t state[2][8];
      for (int i = 0; i < 2; i++) {
        memcpy(leaf[i] + plan->leaf_head_bytes, hashes[pair[i]], 32);
        memcpy(state[i], initial, sizeof initial);
      }
      two(state[0], leaf[0], state[1], leaf[1], 1);
      for (int i = 0; i < 2; i++) put_digest(lines[start + pair[i]].hash, state[i]);
    }
  }
}

void estreat_nodes(const uint8_t *children, size_t count, uint8_t *nodes) {
  uint8_t message[2][128];
  for (int i = 0; i < 2; i++) {
    message[i][0] = 1;
    pad(message[i], 65, 65);
  }
  for (size_t at = 0; at < count; at += 2) {
    size_t pair[2] = {at, at + 1 < count ? at + 1 : at};
    uint32_t state[2][8];
    for (int i = 0; i < 2; i++) {
      memcpy(message[i] + 1, children + 64 * pair[i], 64);
      memcpy(state[i], initial, sizeof initial);
    }
    two(state[0], message[0], state[1], message[1], 2);
    for (int i = 0; i < 2; i++) put_digest(nodes + 32 * pair[i], state[i]);
  }
}

#else

int estreat_leaves_supported(void) { return 0; }
void estreat_leaf_key(estreat_leaf_plan *plan, const uint8_t *inner, const uint8_t *outer) {
  (void)plan, (void)inner, (void)outer;
}
void estreat_leaves(const estreat_leaf_plan *plan, const estreat_leaf_line *lines, size_t count) {
  (void)plan, (void)lines, (void)count;
}
void estreat_nodes(const uint8_t *children, size_t count, uint8_t *nodes) {
  (void)children, (void)count, (void)nodes;
}
#endif
