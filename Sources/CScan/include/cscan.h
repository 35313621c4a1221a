// Structural index of line-oriented JSON: where unescaped quotes and line feeds are.
//
// The kernels only find positions and flag blocks that need a closer look; what the positions
// mean is decided by their caller. All levels give equal answers for equal input.
#ifndef ESTREAT_CSCAN_H
#define ESTREAT_CSCAN_H

#include <stddef.h>
#include <stdint.h>

// Instruction sets, from the slowest to the fastest.
enum cscan_level { CSCAN_PORTABLE = 0, CSCAN_AVX2 = 1, CSCAN_AVX512 = 2 };

// What one call found.
typedef struct {
  // Entries written to `positions`.
  size_t positions;
  // Entries written to `line_ends`.
  size_t lines;
  // Blocks flagged in `suspect`.
  size_t suspects;
  // Blocks flagged in `high`.
  size_t highs;
} cscan_counts;

// The fastest level this processor has.
int cscan_best_level(void);

// Whether this processor and build have `level`.
int cscan_has_level(int level);

// Indexes `blocks` blocks of 64 bytes at `bytes`, which must begin outside of any string; one
// more byte must be readable.
//
// positions: offsets of unescaped `"` and of `\n`, ascending; room for 64 entries a block and 64
//   more.
// line_ends: for each `\n` its index in `positions`; room for 64 entries a block.
// suspect, high, escape: one bit a block, zeroed by the call; room for (blocks + 63) / 64 words.
//   suspect: the block holds a control character other than a line end, or an escape that is not
//   one of \" \\ \/ \b \f \n \r \t. high: it holds a byte of 0x80 or more.
//   escape: it holds a backslash.
void cscan_index(
    int level, const uint8_t *bytes, size_t blocks, uint32_t *positions, uint32_t *line_ends,
    uint64_t *suspect, uint64_t *high, uint64_t *escape, cscan_counts *counts);

// How many of `count` bytes are `\n`.
size_t cscan_count_lines(int level, const uint8_t *bytes, size_t count);

#endif
