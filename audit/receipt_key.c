/* receipt_key.c - keys and signatures, by libsodium. */
#include "audit/receipt_key.h"
#include "lang/arena.h"
#include <sodium.h>
#include <string.h>

_Static_assert(RECEIPT_KEY_BYTES == crypto_sign_SEEDBYTES && RECEIPT_KEY_BYTES == crypto_sign_PUBLICKEYBYTES,
               "Ed25519");

static const char secret_kind[] = "plang-secret-key-ed25519", public_kind[] = "plang-public-key-ed25519";

/* What is signed says what it is, so that no other use of the key can be taken for it. */
static struct text message(char room[128], struct text seal)
{
	int n = snprintf(room, 128, "plang receipt, sha256 %.*s\n", TEXT_ARG(seal));
	return (struct text){ room, n > 0 && n < 128 ? (size_t)n : 0 };
}

bool receipt_key_new(struct arena *arena, struct text *secret, struct text *public)
{
	unsigned char seed[crypto_sign_SEEDBYTES], pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES];
	char digits[RECEIPT_KEY_DIGITS + 1];
	if (sodium_init() < 0) return false;
	randombytes_buf(seed, sizeof seed);
	crypto_sign_seed_keypair(pk, sk, seed);
	sodium_bin2hex(digits, sizeof digits, seed, sizeof seed);
	*secret = arena_format(arena, "%s %s\n", secret_kind, digits);
	sodium_bin2hex(digits, sizeof digits, pk, sizeof pk);
	*public = arena_format(arena, "%s %s\n", public_kind, digits);
	sodium_memzero(seed, sizeof seed);
	sodium_memzero(sk, sizeof sk);
	return true;
}

static bool has_kind(struct text text, const char *kind)
{
	size_t n = strlen(kind);
	return text.len > n && memcmp(text.at, kind, n) == 0 && text.at[n] == ' ';
}

/* One way of writing each value: small letters. */
static bool unhex(struct text digits, unsigned char *bytes, size_t size)
{
	size_t n = 0;
	const char *end = NULL;
	for (size_t i = 0; i < digits.len; i++)
		if (digits.at[i] >= 'A' && digits.at[i] <= 'F') return false;
	return digits.len == 2 * size && sodium_hex2bin(bytes, size, digits.at, digits.len, NULL, &n, &end) == 0 &&
	       n == size && end == digits.at + digits.len;
}

bool receipt_key_read(struct diags *diags, struct text name, struct text text, bool secret, struct receipt_key *key)
{
	const char *kind = secret ? secret_kind : public_kind;
	size_t skip = sizeof secret_kind;
	struct text quoted = diag_quote(diags->arena, name);
	if (text.len && text.at[text.len - 1] == '\n') text.len--;
	if (has_kind(text, kind) && unhex((struct text){ text.at + skip, text.len - skip }, key->bytes, sizeof key->bytes))
		return true;
	diag_report(diags, DIAG_KEY, (struct diag_at){ 0 }, "\"%.*s\" is not a %s key", TEXT_ARG(quoted),
	            secret ? "secret" : "public");
	if (has_kind(text, secret ? public_kind : secret_kind))
		diag_help(diags, secret ? "it is a public key: --sign takes the secret one, NAME.key"
		                        : "it is a secret key, to be kept to yourself: --key takes the public one, NAME.pub");
	else diag_help(diags, "`plang key NAME` makes the files NAME.key and NAME.pub");
	return false;
}

void receipt_key_forget(struct receipt_key *key)
{
	sodium_memzero(key->bytes, sizeof key->bytes);
}

void receipt_sign(const struct receipt_key *secret, struct text seal, char signature[RECEIPT_SIGNATURE_DIGITS + 1],
                  char signer[RECEIPT_KEY_DIGITS + 1])
{
	unsigned char pk[crypto_sign_PUBLICKEYBYTES], sk[crypto_sign_SECRETKEYBYTES], bytes[crypto_sign_BYTES];
	char room[128];
	struct text signs = message(room, seal);
	crypto_sign_seed_keypair(pk, sk, secret->bytes);
	crypto_sign_detached(bytes, NULL, (const unsigned char *)signs.at, signs.len, sk);
	sodium_bin2hex(signature, RECEIPT_SIGNATURE_DIGITS + 1, bytes, sizeof bytes);
	sodium_bin2hex(signer, RECEIPT_KEY_DIGITS + 1, pk, sizeof pk);
	sodium_memzero(sk, sizeof sk);
}

bool receipt_signature_holds(struct text seal, struct text signature, struct text signer)
{
	unsigned char pk[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];
	char room[128];
	struct text signs = message(room, seal);
	return unhex(signature, bytes, sizeof bytes) && unhex(signer, pk, sizeof pk) &&
	       crypto_sign_verify_detached(bytes, (const unsigned char *)signs.at, signs.len, pk) == 0;
}

void receipt_key_digits(const struct receipt_key *public, char digits[RECEIPT_KEY_DIGITS + 1])
{
	sodium_bin2hex(digits, RECEIPT_KEY_DIGITS + 1, public->bytes, sizeof public->bytes);
}
