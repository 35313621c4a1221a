#ifndef ESTREAT_CVECTORSCAN_SHIM_H
#define ESTREAT_CVECTORSCAN_SHIM_H
// Debian keeps it in /usr/include/hs; pkg-config libhs says so.
#include <hs.h>

// The AVX-512 code of vectorscan 5.4.9, that of Debian 12, misses matches: `a[bc]+` does not find
// every "ab" behind byte 64. Its AVX2 and SSE code finds them. Debian's library holds all of them
// and chooses by the processor; these names choose instead. Where the library has no such names it
// has one version only, and that is used.
#if defined(__x86_64__)
#define ESTREAT_HS_SCANS(PREFIX)                                                                   \
  extern hs_error_t PREFIX##_hs_scan(const hs_database_t *, const char *, unsigned int,            \
                                     unsigned int, hs_scratch_t *, match_event_handler, void *)    \
      __attribute__((weak));                                                                       \
  extern hs_error_t PREFIX##_hs_scan_vector(                                                       \
      const hs_database_t *, const char *const *, const unsigned int *, unsigned int,              \
      unsigned int, hs_scratch_t *, match_event_handler, void *) __attribute__((weak));
ESTREAT_HS_SCANS(avx2)
ESTREAT_HS_SCANS(corei7)
#endif

static inline int estreat_hs_has_avx2(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2");
#else
  return 0;
#endif
}

// The platform to compile for: this processor without AVX-512.
static inline hs_error_t estreat_hs_platform(hs_platform_info_t *platform) {
  hs_error_t result = hs_populate_platform(platform);
  platform->cpu_features &= HS_CPU_FEATURES_AVX2;
  return result;
}

// hs_scan, and hs_scan_vector of a single part.
static inline hs_error_t estreat_hs_scan(const hs_database_t *database, int is_vectored,
                                         const char *text, unsigned int length,
                                         hs_scratch_t *scratch, match_event_handler report,
                                         void *context) {
#if defined(__x86_64__)
  if (avx2_hs_scan && avx2_hs_scan_vector && estreat_hs_has_avx2())
    return is_vectored
               ? avx2_hs_scan_vector(database, &text, &length, 1, 0, scratch, report, context)
               : avx2_hs_scan(database, text, length, 0, scratch, report, context);
  if (corei7_hs_scan && corei7_hs_scan_vector)
    return is_vectored
               ? corei7_hs_scan_vector(database, &text, &length, 1, 0, scratch, report, context)
               : corei7_hs_scan(database, text, length, 0, scratch, report, context);
#endif
  return is_vectored ? hs_scan_vector(database, &text, &length, 1, 0, scratch, report, context)
                     : hs_scan(database, text, length, 0, scratch, report, context);
}
#endif
