#ifndef ESTREAT_LEAVES_H
#define ESTREAT_LEAVES_H
#include <stddef.h>
#include <stdint.h>

// Hashes of a Merkle tree by the million. A message of a few hundred bytes is a chain of dependent
// instructions that leaves half of a core idle; two messages at once fill it.

// Whether this processor has the instructions (SHA-NI); nothing else here may be called if not.
int estreat_leaves_supported(void);

typedef struct {
  // SHA-256 states behind the blocks of an HMAC key under ipad and opad.
  uint32_t inner[8], outer[8];
  // Salt message; the eight bytes at `number_at` are the number of a line, big-endian. At most
  // ESTREAT_SALT_BYTES bytes.
  const uint8_t *salt_message;
  size_t salt_bytes, number_at;
  // What stands before the salt in a commitment, and before the commitment in a leaf. At most 32
  // and 23 bytes.
  const uint8_t *segment_tag, *leaf_head;
  size_t segment_tag_bytes, leaf_head_bytes;
} estreat_leaf_plan;

enum { ESTREAT_SALT_BYTES = 1200 };

typedef struct {
  const uint8_t *bytes;
  size_t count;
  uint64_t number;
  uint8_t *hash;
} estreat_leaf_line;

// Writes the hash of each line, a leaf of one segment: 32 bytes.
void estreat_leaves(const estreat_leaf_plan *plan, const estreat_leaf_line *lines, size_t count);

// States behind the 64 bytes of a key's block under ipad and opad.
void estreat_leaf_key(estreat_leaf_plan *plan, const uint8_t *inner, const uint8_t *outer);

// Writes the hash of each of `count` inner nodes, whose children stand side by side in `children`,
// 64 bytes a node: SHA-256(0x01 ‖ left ‖ right). `nodes` may be `children`.
void estreat_nodes(const uint8_t *children, size_t count, uint8_t *nodes);
#endif
