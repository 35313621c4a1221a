// Two sorted blocks side by side: the ranks of their samples in both together.
#include "kernels.h"

#include <string.h>

INLINE double value_of(int64_t key) {
  int64_t bits = cselect_key_64(key);
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

// Blocks of one length are merged from both ends at once, half of the ranks each: what is taken
// next depends on what was taken before, so that one chain alone leaves the processor idle. No end
// runs out of either block before its half is done.
static void merge_even(
    const int64_t *restrict ak, const uint32_t *restrict ao, const int64_t *restrict bk,
    const uint32_t *restrict bo, size_t count, cselect_ranks ranks) {
  uint64_t *restrict words = ranks.words;
  double *restrict values = ranks.values;
  uint32_t *restrict a_ranks = ranks.a, *restrict b_ranks = ranks.b;
  size_t i = 0, j = 0, last_i = count - 1, last_j = count - 1;
  for (size_t k = 0; k < count; k++) {
    int64_t a = ak[i], b = bk[j];
    // Of equal ones, A's is first, from either end.
    size_t is_a = a <= b;
    values[k] = value_of(is_a ? a : b);
    uint32_t *place = is_a ? a_ranks + ao[i] : b_ranks + bo[j];
    *place = (uint32_t)k;
    words[k >> 6] |= (uint64_t)is_a << (k & 63);
    i += is_a;
    j += 1 - is_a;

    size_t top = 2 * count - 1 - k;
    a = ak[last_i];
    b = bk[last_j];
    is_a = a > b;
    values[top] = value_of(is_a ? a : b);
    place = is_a ? a_ranks + ao[last_i] : b_ranks + bo[last_j];
    *place = (uint32_t)top;
    words[top >> 6] |= (uint64_t)is_a << (top & 63);
    last_i -= is_a;
    last_j -= 1 - is_a;
  }
}

void cselect_merge(
    const int64_t *a_keys, const uint32_t *a_order, size_t a_count, const int64_t *b_keys,
    const uint32_t *b_order, size_t b_count, cselect_ranks ranks) {
  size_t count = a_count + b_count, words = count / 64 + 1;
  memset(ranks.words, 0, words * sizeof(uint64_t));
  ranks.words[-1] = ~0ull;
  ranks.words[words] = ~0ull;
  // What a cursor at the end reads beyond it, and does not use.
  memset(ranks.values + count, 0, 64 * sizeof(double));
  if (a_count == b_count && a_count > 0) {
    merge_even(a_keys, a_order, b_keys, b_order, a_count, ranks);
    return;
  }
  for (size_t i = 0, j = 0, k = 0; k < count; k++) {
    int is_a = j == b_count || (i < a_count && a_keys[i] <= b_keys[j]);
    ranks.values[k] = value_of(is_a ? a_keys[i] : b_keys[j]);
    if (is_a) {
      ranks.a[a_order[i++]] = (uint32_t)k;
      ranks.words[k >> 6] |= 1ull << (k & 63);
    } else {
      ranks.b[b_order[j++]] = (uint32_t)k;
    }
  }
}
