// Which kernel runs.
#define _GNU_SOURCE
#include "kernels.h"

#include <string.h>

int cscan_has_level(int level) {
  if (level == CSCAN_PORTABLE) return 1;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == CSCAN_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
        && __builtin_cpu_supports("popcnt");
  if (level == CSCAN_AVX512)
    return cscan_has_level(CSCAN_AVX2) && __builtin_cpu_supports("avx512f")
        && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")
        && __builtin_cpu_supports("avx512vbmi2");
#endif
  return 0;
}

int cscan_best_level(void) {
  if (cscan_has_level(CSCAN_AVX512)) return CSCAN_AVX512;
  return cscan_has_level(CSCAN_AVX2) ? CSCAN_AVX2 : CSCAN_PORTABLE;
}

void cscan_index(
    int level, const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts) {
#if defined(__x86_64__)
  if (level == CSCAN_AVX512) {
    cscan_index_avx512(bytes, blocks, positions, line_ends, suspect, high, escape, counts);
    return;
  }
  if (level == CSCAN_AVX2) {
    cscan_index_avx2(bytes, blocks, positions, line_ends, suspect, high, escape, counts);
    return;
  }
#endif
  cscan_index_portable(bytes, blocks, positions, line_ends, suspect, high, escape, counts);
}

size_t cscan_count_lines(int level, const uint8_t *bytes, size_t count) {
#if defined(__x86_64__)
  if (level == CSCAN_AVX512) return cscan_count_lines_avx512(bytes, count);
  if (level == CSCAN_AVX2) return cscan_count_lines_avx2(bytes, count);
#endif
  return cscan_count_lines_portable(bytes, count);
}

size_t cscan_last_line_end(const void *bytes, size_t count) {
  const char *found = memrchr(bytes, '\n', count);
  return found ? (size_t)(found - (const char *)bytes) + 1 : 0;
}

int cscan_contains(const void *bytes, size_t count, const void *needle, size_t length) {
  return memmem(bytes, count, needle, length) != 0;
}
