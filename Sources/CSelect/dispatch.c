// Which kernel runs.
#include "kernels.h"

int cselect_has_level(int level) {
  if (level == CSELECT_PORTABLE) return 1;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == CSELECT_AVX2)
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
        && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("lzcnt")
        && __builtin_cpu_supports("popcnt");
  if (level == CSELECT_AVX512)
    return cselect_has_level(CSELECT_AVX2) && __builtin_cpu_supports("avx512f");
#endif
  return 0;
}

#if defined(__x86_64__)
#define RUN(NAME, ...)                                                                            \
  if (level == CSELECT_AVX512) return NAME##_avx512(__VA_ARGS__);                                 \
  if (level == CSELECT_AVX2) return NAME##_avx2(__VA_ARGS__);                                     \
  return NAME##_portable(__VA_ARGS__);
#else
#define RUN(NAME, ...) return NAME##_portable(__VA_ARGS__);
#endif

size_t cselect_load_float(int level, const float *values, size_t count, int32_t *keys) {
  RUN(cselect_load_float, values, count, keys)
}

size_t cselect_load_double(int level, const double *values, size_t count, int64_t *keys) {
  RUN(cselect_load_double, values, count, keys)
}

void cselect_float(
    int level, int32_t *keys, size_t count, const uint32_t *ranks, size_t rank_count,
    int32_t *found, int32_t *scratch) {
  RUN(cselect_float, keys, count, ranks, rank_count, found, scratch)
}

void cselect_double(
    int level, int64_t *keys, size_t count, const uint32_t *ranks, size_t rank_count,
    int64_t *found, int64_t *scratch) {
  RUN(cselect_double, keys, count, ranks, rank_count, found, scratch)
}
