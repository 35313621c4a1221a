#ifndef ESTREAT_CGCRYPT_SHIM_H
#define ESTREAT_CGCRYPT_SHIM_H
#include <gcrypt.h>

// gcry_control takes any number of arguments; Swift cannot call it. Only digests are used, so
// there is no secret for which memory would have to be locked.
static inline int estreat_gcrypt_start(void) {
  if (gcry_check_version("1.10.0") == 0) return 0;
  gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
  gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
  return 1;
}
#endif
