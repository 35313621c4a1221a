// What the generators share: text that is put together, and chance that is the same on every
// machine: integers, and only such floating-point arithmetic as IEEE 754 defines bit by bit. No
// libm: its last bits differ from version to version.
#ifndef BENCH_GENERATOR_H
#define BENCH_GENERATOR_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char entry[65536];
static char *at = entry;

static void text(const char *s) {
  size_t n = strlen(s);
  memcpy(at, s, n);
  at += n;
}

// Appends by a format. C++ evaluates what stands in braces from left to right, the arguments of a
// function in any order: numbers must be drawn in the same one by every compiler.
struct Put {
  template <class... Values>
  Put(const char *format, Values... values) {
    at += sprintf(at, format, values...);
  }
};
#define put(...) (void)Put{__VA_ARGS__}

static uint64_t state;

// splitmix64 (public domain, S. Vigna).
static inline uint64_t next(void) {
  uint64_t z = state += 0x9E3779B97F4A7C15u;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

static inline uint32_t below(uint32_t n) { return (uint32_t)((next() >> 32) * n >> 32); }

// One of `n` choices by integer weights that add up to `total`.
static inline int weighted(const int *weights, uint32_t total) {
  int rest = (int)below(total), i = 0;
  while (rest >= weights[i]) rest -= weights[i++];
  return i;
}

static inline double uniform(void) { return (double)(next() >> 11) / 9007199254740992.0; }

// Nearly normal, from -6 to 6: twelve 16-bit numbers added.
static inline double normal(void) {
  int64_t sum = 0;
  for (int i = 0; i < 3; i++)
    for (uint64_t bits = next(), part = 0; part < 4; part++, bits >>= 16) sum += bits & 0xFFFF;
  return ((double)sum - 6 * 65535.0) / 65536.0;
}

// e to the x: (1 + x / 1024) to the 1024th, near enough for a shape.
static inline double power_of_e(double x) {
  double y = 1 + x / 1024;
  for (int i = 0; i < 10; i++) y *= y;
  return y;
}

// Calls `append(fraction)` until `bytes` are on the standard output; the fraction is what is done.
static int generate(uint64_t bytes, void (*append)(double fraction)) {
  static char buffer[1 << 22];
  setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
  for (uint64_t written = 0; written < bytes; at = entry) {
    append((double)written / (double)bytes);
    size_t length = (size_t)(at - entry);
    if (fwrite(entry, 1, length, stdout) != length) return 1;
    written += length;
  }
  return fflush(stdout) ? 1 : 0;
}
#endif
