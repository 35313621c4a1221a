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

// The number of bytes up to the last `\n` among `count`, itself included; 0 for none.
size_t cscan_last_line_end(const void *bytes, size_t count);

// Whether `needle` occurs in `bytes`.
int cscan_contains(const void *bytes, size_t count, const void *needle, size_t length);

// Most bytes of a step's text; most steps of a log.
enum { CSCAN_STEP_BYTES = 64, CSCAN_STEPS = 64 };

// Members by number, one bit each: of the first 64, of the next 64.
typedef struct {
  uint64_t low, high;
} cscan_members;

// Where a value lies: from `start` to before `end`, quotes left out.
typedef struct {
  uint32_t start, end;
} cscan_value;

// One member as a log has written it before: what stands between the end of the value before it
// and its own value, such as `,"service":"`.
typedef struct {
  uint8_t text[CSCAN_STEP_BYTES];
  // One bit a byte of the text.
  uint64_t mask;
  // The bit of its number; none when nobody asks for the member.
  cscan_members bit;
  // Where its value is put.
  uint32_t id;
  // Bytes of the text.
  uint8_t count;
  // Whether the value is a string: the text ends with its quote.
  uint8_t is_text;
} cscan_step;

// How far a line was read.
typedef struct {
  // The next byte; the next entry of `positions`.
  uint32_t at, slot;
  // The first step that may be taken next.
  uint32_t step;
  // Members met; of them those that are `true` or `false`, and those that are `null`.
  cscan_members seen, words, nulls;
} cscan_walk_state;

// What came of a walk: the object is read; a member stands there that no step leads to; the line
// must be parsed.
enum { CSCAN_DONE = 0, CSCAN_STOPPED = 1, CSCAN_REFUSED = 2 };

// Takes known steps through a line that is a flat object, in the order of `steps`, leaving out
// those that the line has not. Steps are tried by their bytes, all punctuation included, so that
// nothing is taken for granted.
//
// base: the chunk; 64 bytes behind the line must be readable. end: where the line's last byte is.
// positions: the chunk's, of which the line's end at `last`.
int cscan_walk(
    int level, const uint8_t *base, uint32_t end, const uint32_t *positions, uint32_t last,
    const cscan_step *steps, uint32_t count, cscan_value *values, cscan_walk_state *walk);

// The length of the number that begins at `bytes` by RFC 8259; 0 for none.
uint32_t cscan_number(const uint8_t *bytes);

// The length of `true`, `false` or `null` at `bytes`; 0 for none. Five bytes must be readable.
uint32_t cscan_word(const uint8_t *bytes);

// What follows the text of a piece: more text, in its next piece; a string, whose opening quote
// ends the text; a number; `true`, `false` or `null`; nothing, for the record is complete.
enum {
  CSCAN_GOES_ON = 0, CSCAN_STRING = 1, CSCAN_NUMBER = 2, CSCAN_WORD = 3, CSCAN_ENDS = 4
};

// Most wanted values of one record.
enum { CSCAN_WANTED = 64 };

// A piece of the text that an export has written between two values of a nested record, such as
// `"}},{"key":"url.path","value":{"stringValue":"`. Pieces are a tree: which values a way through
// it leads by, and where it ends, its last piece tells.
typedef struct {
  uint8_t text[CSCAN_STEP_BYTES];
  // One bit a byte of the text.
  uint64_t mask;
  // The piece that may follow, of an end the number of the way; the piece that may stand in its
  // place. 0: none.
  uint16_t next, other;
  // How long its last value was, and how often that was not what the one before had led to expect.
  uint32_t length;
  uint8_t misses;
  // Bytes of the text; what follows it; whether the value that follows is wanted.
  uint8_t count, kind, is_wanted;
} cscan_piece;

// Why no way was found, as a number below that of any way: no piece has the text that stands there;
// a value is not of the kinds that are passed over here; the bytes end too early.
enum { CSCAN_NO_PIECE = -1, CSCAN_NO_VALUE = -2, CSCAN_TOO_SHORT = -3 };

// Follows the pieces through the record at `base`. All text between values is compared; strings
// may hold anything but quotes, control characters and, where they are wanted, escapes; no \u escapes
// at all. Numbers are of at most 30 bytes, without an exponent. So what is followed to an end is, but
// for its values, a record that was read before.
//
// count: bytes that may be read; the last 64 of them are where no piece or value may begin.
// pieces: the first is not used, the second is the first that may stand at `base`. Only the lengths
//   of values are noted in them.
// values: where the wanted values lie, counted from `base`; room for CSCAN_WANTED.
// end: where the record ends.
// Returns the number of the way, or why there is none.
int cscan_follow(
    int level, const uint8_t *base, size_t count, cscan_piece *pieces, cscan_value *values,
    uint32_t *end);

#endif
