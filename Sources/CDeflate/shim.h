#ifndef ESTREAT_CDEFLATE_SHIM_H
#define ESTREAT_CDEFLATE_SHIM_H
// The library's header uses these types without including their headers.
#include <stddef.h>
#include <stdint.h>
#include <libdeflate.h>
#endif
