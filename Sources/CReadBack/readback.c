#include "readback.h"

#include <string.h>

enum {
  MAX_LENGTH = 15,
  LITERALS = 288,
  DISTANCES = 32,
  LITERAL_BITS = 11,
  DISTANCE_BITS = 9,
};

// An entry of a table holds the length of its code in its low four bits; zero says that no code of
// the table's width is there. Then extra bits to read (four bits from 8 on), flags, and a literal
// or the smallest length or distance in the upper half.
enum {
  CODE_MASK = 15,
  EXTRA_AT = 8,
  END = 1 << 12,
  INVALID = 1 << 13,
  LITERAL = 1 << 14,
  VALUE_AT = 16,
};

typedef struct {
  uint16_t counts[MAX_LENGTH + 1];
  uint16_t symbols[LITERALS];
} code;

typedef struct {
  const uint8_t *next, *end;
  uint64_t bits;
  unsigned count;  // valid bits in `bits`; what lies above them is zero or the same input again
  size_t missing;  // bytes that were read behind the end, as zeros
} reader;

static const uint16_t length_base[31] = {3,  4,  5,  6,  7,  8,  9,  10, 11,  13,  15,  17,  19,  23, 27, 31,
                                         35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258, 0,  0};
static const uint8_t length_extra[31] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2,
                                         3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0, 0, 0};
static const uint16_t distance_base[32] = {1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,
                                           49,  65,  97,  129, 193, 257,  385,  513,  769,  1025, 1537,
                                           2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577, 0, 0};
static const uint8_t distance_extra[32] = {0, 0, 0, 0, 1, 1, 2, 2,  3,  3,  4,  4,  5,  5,  6, 6,
                                           7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 0, 0};

static inline uint64_t load(const uint8_t *at) {
  uint64_t value;
  memcpy(&value, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

// Makes at least 56 bits valid.
static inline void refill(reader *in) {
  if (in->end - in->next >= 8) {
    in->bits |= load(in->next) << in->count;
    in->next += (63 - in->count) >> 3;
    in->count |= 56;
    return;
  }
  while (in->count < 56) {
    if (in->next < in->end) {
      in->bits |= (uint64_t)*in->next++ << in->count;
    } else {
      in->missing++;
    }
    in->count += 8;
  }
}

static inline unsigned peek(const reader *in, unsigned bits) {
  return (unsigned)(in->bits & ((UINT64_C(1) << bits) - 1));
}

static inline void drop(reader *in, unsigned bits) {
  in->bits >>= bits;
  in->count -= bits;
}

static inline unsigned take(reader *in, unsigned bits) {
  unsigned value = peek(in, bits);
  drop(in, bits);
  return value;
}

static inline size_t position(const reader *in, const uint8_t *start) {
  return ((size_t)(in->next - start) + in->missing) * 8 - in->count;
}

static uint32_t literal_entry(unsigned symbol) {
  if (symbol < 256) return LITERAL | symbol << VALUE_AT;
  if (symbol == 256) return END;
  if (symbol > 285) return INVALID;
  return (uint32_t)length_base[symbol - 257] << VALUE_AT |
         (uint32_t)length_extra[symbol - 257] << EXTRA_AT;
}

static uint32_t distance_entry(unsigned symbol) {
  if (symbol > 29) return INVALID;
  return (uint32_t)distance_base[symbol] << VALUE_AT | (uint32_t)distance_extra[symbol] << EXTRA_AT;
}

// Makes a canonical code and its table. Complete codes only; none at all, or one of a single bit,
// where `is_sparse` allows what zlib does.
static int make(code *out, uint32_t *table, unsigned table_bits, const uint8_t *lengths,
                unsigned symbols, uint32_t (*entry)(unsigned), int is_sparse) {
  uint16_t offsets[MAX_LENGTH + 2] = {0};
  memset(out->counts, 0, sizeof out->counts);
  for (unsigned s = 0; s < symbols; s++) out->counts[lengths[s]]++;
  unsigned used = symbols - out->counts[0];
  out->counts[0] = 0;
  int left = 1;
  for (unsigned length = 1; length <= MAX_LENGTH; length++) {
    left = (left << 1) - out->counts[length];
    if (left < 0) return 0;
    offsets[length + 1] = offsets[length] + out->counts[length];
  }
  if (left > 0 && !(is_sparse && (used == 0 || (used == 1 && out->counts[1] == 1)))) return 0;
  uint16_t places[MAX_LENGTH + 2];
  memcpy(places, offsets, sizeof places);
  for (unsigned s = 0; s < symbols; s++) {
    if (lengths[s]) out->symbols[places[lengths[s]]++] = (uint16_t)s;
  }
  if (!table) return 1;
  memset(table, 0, sizeof(uint32_t) << table_bits);
  unsigned bits = 0, index = 0;
  for (unsigned length = 1; length <= table_bits; length++, bits <<= 1) {
    for (unsigned i = 0; i < out->counts[length]; i++, bits++) {
      unsigned reversed = 0;
      for (unsigned bit = 0; bit < length; bit++) reversed |= (bits >> bit & 1) << (length - 1 - bit);
      uint32_t value = entry(out->symbols[index++]) | length;
      for (unsigned at = reversed; at < 1u << table_bits; at += 1u << length) table[at] = value;
    }
  }
  return 1;
}

// Decodes a symbol bit by bit: codes longer than the table. The entry of the symbol with the
// length of its code, or an invalid one.
static uint32_t decode(const reader *in, const code *from, uint32_t (*entry)(unsigned)) {
  int value = 0, first = 0, index = 0;
  for (unsigned length = 1; length <= MAX_LENGTH; length++) {
    value |= (int)(in->bits >> (length - 1) & 1);
    int count = from->counts[length];
    if (value - count < first) return entry(from->symbols[index + (value - first)]) | length;
    index += count;
    first = (first + count) << 1;
    value <<= 1;
  }
  return INVALID;
}

// Whether `count` bytes at `at` repeat those `distance` before.
static inline int repeats(const uint8_t *content, size_t content_bytes, size_t at, size_t distance,
                          size_t count) {
  const uint8_t *a = content + at, *b = a - distance;
  while (count > 8) {
    if (load(a) != load(b)) return 0;
    a += 8;
    b += 8;
    count -= 8;
  }
  if (content + content_bytes - a >= 8) {
    return (load(a) ^ load(b)) << (64 - 8 * count) == 0;
  }
  return memcmp(a, b, count) == 0;
}

typedef struct {
  code literals, distances;
  uint32_t literal_table[1 << LITERAL_BITS];
  uint32_t distance_table[1 << DISTANCE_BITS];
} codes;

static int read_codes(reader *in, codes *out) {
  static const uint8_t order[19] = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  uint8_t lengths[LITERALS + DISTANCES] = {0}, own[19] = {0};
  refill(in);
  unsigned literals = take(in, 5) + 257, distances = take(in, 5) + 1, count = take(in, 4) + 4;
  if (literals > 286 || distances > 30) return 0;
  for (unsigned i = 0; i < count; i++) {
    refill(in);
    own[order[i]] = (uint8_t)take(in, 3);
  }
  code lengths_code;
  if (!make(&lengths_code, NULL, 0, own, 19, NULL, 0)) return 0;
  unsigned at = 0;
  while (at < literals + distances) {
    refill(in);
    if (in->missing > 8) return 0;
    int value = 0, first = 0, index = 0;
    unsigned symbol = 19, length = 1;
    for (; length <= 7; length++) {
      value |= (int)(in->bits >> (length - 1) & 1);
      int n = lengths_code.counts[length];
      if (value - n < first) {
        symbol = lengths_code.symbols[index + (value - first)];
        break;
      }
      index += n;
      first = (first + n) << 1;
      value <<= 1;
    }
    if (symbol == 19) return 0;
    drop(in, length);
    if (symbol < 16) {
      lengths[at++] = (uint8_t)symbol;
      continue;
    }
    uint8_t repeated = 0;
    unsigned times;
    if (symbol == 16) {
      if (at == 0) return 0;
      repeated = lengths[at - 1];
      times = 3 + take(in, 2);
    } else {
      times = symbol == 17 ? 3 + take(in, 3) : 11 + take(in, 7);
    }
    if (at + times > literals + distances) return 0;
    memset(lengths + at, repeated, times);
    at += times;
  }
  // Without an end of the block there is no end.
  if (lengths[256] == 0) return 0;
  return make(&out->literals, out->literal_table, LITERAL_BITS, lengths, literals, literal_entry, 0) &&
         make(&out->distances, out->distance_table, DISTANCE_BITS, lengths + literals, distances,
              distance_entry, 1);
}

static int fixed_codes(codes *out) {
  uint8_t lengths[LITERALS + DISTANCES];
  memset(lengths, 8, 144);
  memset(lengths + 144, 9, 112);
  memset(lengths + 256, 7, 24);
  memset(lengths + 280, 8, 8);
  memset(lengths + LITERALS, 5, DISTANCES);
  return make(&out->literals, out->literal_table, LITERAL_BITS, lengths, LITERALS, literal_entry, 0) &&
         make(&out->distances, out->distance_table, DISTANCE_BITS, lengths + LITERALS, DISTANCES,
              distance_entry, 0);
}

// Compares the symbols of one block from `at` on.
static int compare(reader *shared, const codes *from, const uint8_t *content, size_t content_bytes,
                   size_t *at) {
  reader local = *shared, *in = &local;
  size_t done = *at;
  while (1) {
    refill(in);
    if (in->missing > 8) return 0;
    uint32_t entry = from->literal_table[peek(in, LITERAL_BITS)];
    // Three literals of at most 11 bits each leave room for a length, 15 + 5 bits; a distance is
    // preceded by another refill.
    for (int i = 0; i < 3 && entry & LITERAL; i++) {
      if (done >= content_bytes || content[done] != entry >> VALUE_AT) return 0;
      done++;
      drop(in, entry & CODE_MASK);
      entry = from->literal_table[peek(in, LITERAL_BITS)];
    }
    if ((entry & CODE_MASK) == 0) entry = decode(in, &from->literals, literal_entry);
    if (entry & (LITERAL | END | INVALID)) {
      if (entry & INVALID) return 0;
      drop(in, entry & CODE_MASK);
      if (entry & END) break;
      if (done >= content_bytes || content[done] != entry >> VALUE_AT) return 0;
      done++;
      continue;
    }
    drop(in, entry & CODE_MASK);
    size_t length = (entry >> VALUE_AT) + take(in, entry >> EXTRA_AT & 15);
    refill(in);
    entry = from->distance_table[peek(in, DISTANCE_BITS)];
    if ((entry & CODE_MASK) == 0) entry = decode(in, &from->distances, distance_entry);
    if (entry & INVALID) return 0;
    drop(in, entry & CODE_MASK);
    size_t distance = (entry >> VALUE_AT) + take(in, entry >> EXTRA_AT & 15);
    if (distance > done || length > content_bytes - done ||
        !repeats(content, content_bytes, done, distance, length))
      return 0;
    done += length;
  }
  *shared = local;
  *at = done;
  return 1;
}

static int compare_stored(reader *in, const uint8_t *start, const uint8_t *content,
                          size_t content_bytes, size_t *at) {
  size_t byte = (position(in, start) + 7) / 8, all = (size_t)(in->end - start);
  // The bits up to the byte mean nothing; whoever writes them as anything but zero is odd.
  if (peek(in, (unsigned)(byte * 8 - position(in, start)))) return 0;
  if (byte > all || all - byte < 4) return 0;
  const uint8_t *head = start + byte;
  size_t count = head[0] | (size_t)head[1] << 8;
  if ((count ^ (head[2] | (size_t)head[3] << 8)) != 0xFFFF) return 0;
  if (count > all - byte - 4 || count > content_bytes - *at || memcmp(head + 4, content + *at, count))
    return 0;
  *at += count;
  *in = (reader){.next = head + 4 + count, .end = in->end};
  return 1;
}

int estreat_read_back(const uint8_t *deflated, size_t deflated_bytes, const uint8_t *content,
                      size_t content_bytes, size_t *last_start_bit, size_t *end_bit) {
  reader in = {.next = deflated, .end = deflated + deflated_bytes};
  codes codes;
  size_t at = 0;
  unsigned is_last;
  do {
    *last_start_bit = position(&in, deflated);
    refill(&in);
    is_last = take(&in, 1);
    int ok;
    switch (take(&in, 2)) {
    case 0: ok = compare_stored(&in, deflated, content, content_bytes, &at); break;
    case 1: ok = fixed_codes(&codes) && compare(&in, &codes, content, content_bytes, &at); break;
    case 2: ok = read_codes(&in, &codes) && compare(&in, &codes, content, content_bytes, &at); break;
    default: ok = 0;
    }
    if (!ok) return 0;
  } while (!is_last);
  *end_bit = position(&in, deflated);
  size_t unused = deflated_bytes * 8 - *end_bit;
  return at == content_bytes && *end_bit <= deflated_bytes * 8 && unused < 8 && peek(&in, (unsigned)unused) == 0;
}
