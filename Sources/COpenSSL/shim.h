#ifndef ESTREAT_COPENSSL_SHIM_H
#define ESTREAT_COPENSSL_SHIM_H
#include <openssl/cms.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string.h>

// Stacks and memory BIOs are macros over untyped functions; Swift cannot call macros.
static inline long estreat_bio_bytes(BIO *bio, char **bytes) {
  return BIO_get_mem_data(bio, bytes);
}
static inline int estreat_bio_flush(BIO *bio) { return BIO_flush(bio) == 1; }
static inline STACK_OF(X509) *estreat_certificates_new(void) { return sk_X509_new_null(); }
static inline int estreat_certificates_push(STACK_OF(X509) *stack, X509 *certificate) {
  return sk_X509_push(stack, certificate);
}
static inline int estreat_certificates_count(const STACK_OF(X509) *stack) {
  return stack ? sk_X509_num(stack) : 0;
}
static inline X509 *estreat_certificates_at(const STACK_OF(X509) *stack, int index) {
  return sk_X509_value(stack, index);
}
// Frees the stack only: the certificates in it belong to others.
static inline void estreat_certificates_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }
static inline void estreat_certificates_free_all(STACK_OF(X509) *stack) {
  sk_X509_pop_free(stack, X509_free);
}

// The distinguishing id belongs to each certificate that SM2 signed; libcrypto's default is empty
// and agrees with nobody.
static inline int estreat_set_distinguishing_id(X509 *certificate, const char *id) {
  ASN1_OCTET_STRING *text = ASN1_OCTET_STRING_new();
  if (!text) return 0;
  if (!ASN1_OCTET_STRING_set(text, (const unsigned char *)id, (int)strlen(id))) {
    ASN1_OCTET_STRING_free(text);
    return 0;
  }
  X509_set0_distinguishing_id(certificate, text);
  return 1;
}

// Names as RFC 2253 writes them, but UTF-8 as it is.
static inline unsigned long estreat_name_flags(void) {
  return XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;
}

static inline int estreat_utf8_text(void) { return MBSTRING_UTF8; }

// X509V3_set_ctx_nodb is a macro.
static inline int estreat_add_extension(X509 *certificate, X509 *issuer, int nid,
                                        const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
  if (!extension) return 0;
  int added = X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added;
}

// A million short messages cost more in EVP's bookkeeping than in hashing. These functions are
// deprecated for new designs, but they are the same code (SHA-NI included) behind EVP.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
typedef struct {
  SHA256_CTX inner, outer;
} estreat_hmac_state;

static inline void estreat_sha256(const void *head, size_t head_bytes, const void *body,
                                  size_t body_bytes, unsigned char *digest) {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, head, head_bytes);
  SHA256_Update(&context, body, body_bytes);
  SHA256_Final(digest, &context);
}

// `inner` and `outer` are the key's block under ipad and opad, 64 bytes each.
static inline void estreat_hmac_start(estreat_hmac_state *state, const void *inner,
                                      const void *outer) {
  SHA256_Init(&state->inner);
  SHA256_Update(&state->inner, inner, 64);
  SHA256_Init(&state->outer);
  SHA256_Update(&state->outer, outer, 64);
}

static inline void estreat_hmac_code(const estreat_hmac_state *state, const void *message,
                                     size_t bytes, unsigned char *code) {
  SHA256_CTX context = state->inner;
  SHA256_Update(&context, message, bytes);
  SHA256_Final(code, &context);
  context = state->outer;
  SHA256_Update(&context, code, 32);
  SHA256_Final(code, &context);
}
#pragma GCC diagnostic pop

#endif
