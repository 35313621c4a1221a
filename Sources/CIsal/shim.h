#ifndef ESTREAT_CISAL_SHIM_H
#define ESTREAT_CISAL_SHIM_H
// The library's header uses these types without including their headers.
#include <stddef.h>
#include <stdint.h>
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#endif
