/* digest.c - bytes counted and hashed on their way. */
#include "runtime/digest.h"

void digest_begin(struct digest *d)
{
	*d = (struct digest){ .whole = false };
	sha256_begin(&d->sha);
}

void digest_add(struct digest *d, const void *at, size_t len)
{
	sha256_add(&d->sha, at, len);
}

void digest_end(struct digest *d)
{
	sha256_end(&d->sha, d->hex);
	d->whole = true;
}

void digest_text(struct digest *d, struct text text)
{
	digest_begin(d);
	digest_add(d, text.at, text.len);
	digest_end(d);
}

/* The end may be asked for again. */
static ptrdiff_t read_through(void *state, void *buffer, size_t size)
{
	struct digest_input *self = state;
	ptrdiff_t n = self->from.read(self->from.state, buffer, size);
	if (n > 0) digest_add(self->digest, buffer, (size_t)n);
	if (n == 0 && !self->digest->whole) digest_end(self->digest);
	return n;
}

struct input digest_input(struct digest_input *self, const struct input *from, struct digest *digest)
{
	*self = (struct digest_input){ digest, *from };
	digest_begin(digest);
	return (struct input){ from->name, read_through, self, from->anywhere };
}

void digest_rest(struct digest_input *self)
{
	char buffer[4096];
	while (!self->digest->whole && read_through(self, buffer, sizeof buffer) > 0)
		;
}
