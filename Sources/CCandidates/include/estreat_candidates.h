#ifndef ESTREAT_CANDIDATES_H
#define ESTREAT_CANDIDATES_H
#include <stddef.h>
#include <stdint.h>

// Where sensitive values may begin, found 64 bytes at a time.
//
// A candidate is a place, no hit: the detectors verify every one. No place at which a verifier would
// find a value may be missing; places that come to nothing only cost time.

// Instruction sets, the widest last.
enum {
  ESTREAT_SIMD_PORTABLE = 0,
  ESTREAT_SIMD_AVX2 = 1,
  ESTREAT_SIMD_AVX512 = 2,
};

// Kinds of candidate, bits of estreat_candidate.kinds. "Begins a word" means that the byte before is
// no ASCII letter, digit or underscore; a gap is one space or hyphen between two digits.
enum {
  // A digit that begins a word and a run of at least 11 digits and gaps.
  ESTREAT_CANDIDATE_NUMBER = 1,
  // The sign @.
  ESTREAT_CANDIDATE_AT = 2,
  // Two capitals that begin a word, two digits, then four capitals or digits; a space or hyphen
  // may stand in place of the first of the four.
  ESTREAT_CANDIDATE_IBAN = 4,
  // ddd-dd-dddd that begins a word, spaces for hyphens allowed.
  ESTREAT_CANDIDATE_SSN = 8,
};

typedef struct {
  uint32_t offset;
  uint32_t kinds;
} estreat_candidate;

// Whether this processor can run `level`.
int estreat_simd_supported(int level);

// The level used: the widest supported one, or the one that the environment variable ESTREAT_SIMD
// (avx512, avx2, portable) asks for, if supported. The environment is read once in a process.
int estreat_simd_level(void);

// Candidates of bytes[from..<count), in order, each place once. `from` is 0 or what *resume said;
// bytes before it are looked at as context. Stops early when fewer than 64 places are left in `out`
// (capacity >= 64); *resume is `count` when all is done. count < 2^32. Reads nothing outside
// bytes[0..<count). `level` must be supported.
size_t estreat_candidates(int level, const uint8_t *bytes, size_t count, size_t from,
                          estreat_candidate *out, size_t capacity, size_t *resume);
#endif
