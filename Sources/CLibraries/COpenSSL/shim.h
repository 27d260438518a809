#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

/// Provided because `EVP_EC_gen` is a macro over a variadic function, which Swift cannot call.
static inline EVP_PKEY *camkeep_generate_ec_key(const char *curve) {
    return EVP_EC_gen(curve);
}

/// Provided because `BIO_get_mem_data` is a macro. The bytes belong to the BIO; a negative result is a failure.
static inline long camkeep_bio_memory(BIO *bio, char **bytes) {
    return BIO_get_mem_data(bio, bytes);
}

/// Provided because the names of the parameters are macros for `char *` literals, and their list must keep its address.
static inline int camkeep_hkdf_sha256(
    EVP_KDF_CTX *context, const void *secret, size_t secret_size, const void *salt, size_t salt_size,
    const void *info, size_t info_size, unsigned char *key, size_t key_size) {
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_size),
        OSSL_PARAM_construct_end(),
    };
    return EVP_KDF_derive(context, key, key_size, parameters);
}

// Provided because OpenSSL 3 marks its functions for SHA-256 alone as deprecated, in favour of EVP. They are used all the same:
// for its first digest EVP sets up the tables of all algorithms, which takes 1 ms of the 8 ms of comparing two snapshots.
static inline int camkeep_sha256_init(SHA256_CTX *context)
{
    return SHA256_Init(context);
}

static inline int camkeep_sha256_update(SHA256_CTX *context, const void *bytes, size_t count)
{
    return SHA256_Update(context, bytes, count);
}

static inline int camkeep_sha256_final(unsigned char *digest, SHA256_CTX *context)
{
    return SHA256_Final(digest, context);
}
