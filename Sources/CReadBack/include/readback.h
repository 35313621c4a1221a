#ifndef ESTREAT_READBACK_H
#define ESTREAT_READBACK_H
#include <stddef.h>
#include <stdint.h>

// Reads a deflate stream (RFC 1951) whose content is known, and compares instead of writing.
//
// `deflated` must be exactly one stream that means exactly `content`: complete codes, no distance
// before the begin, nothing behind the end but zero bits up to the byte. What this accepts, zlib
// inflates to `content` (a test holds both against each other); it may refuse odd streams that no
// compressor makes.
//
// Returns 1 and the bit at which the last block starts and the one behind its end, or 0.
int estreat_read_back(const uint8_t *deflated, size_t deflated_bytes, const uint8_t *content,
                      size_t content_bytes, size_t *last_start_bit, size_t *end_bit);
#endif
