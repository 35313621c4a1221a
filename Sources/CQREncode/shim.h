#ifndef ESTREAT_CQRENCODE_SHIM_H
#define ESTREAT_CQRENCODE_SHIM_H
// libqrencode, loaded when a code is made; see CPangoCairo for why nothing is linked.
#include <dlfcn.h>
#include <stddef.h>
#include <qrencode.h>

/// One pointer a function, under the function's own name.
typedef struct {
  __typeof__(QRcode_encodeString8bit) *QRcode_encodeString8bit;
  __typeof__(QRcode_free) *QRcode_free;
} CQREncode;

/// Loads the library and fills `out`; it stays loaded.
/// Returns the file or function that is missing, NULL when nothing is.
static inline const char *cqrencode_load(CQREncode *out) {
  static const char file[] = "libqrencode.so.4";
  void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return file;
#define CQRENCODE_SYMBOL(name)                          \
  *(void **)(void *)&out->name = dlsym(library, #name); \
  if (out->name == NULL) return #name;
  CQRENCODE_SYMBOL(QRcode_encodeString8bit)
  CQRENCODE_SYMBOL(QRcode_free)
#undef CQRENCODE_SYMBOL
  return NULL;
}
#endif
