#ifndef ESTREAT_CVECTORSCAN_SHIM_H
#define ESTREAT_CVECTORSCAN_SHIM_H
// Debian keeps it in /usr/include/hs; pkg-config libhs says so.
#include <hs.h>
#endif
