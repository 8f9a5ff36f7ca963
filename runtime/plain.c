/* plain.c - digits out of a number's cell. Nearly all cells are plain already, and those are not copied. */
#include "runtime/plain.h"

/* No separator or sign of a currency is made of digits, points or minuses. */
static bool is_plain(struct text raw, bool zero)
{
	size_t i = raw.len && raw.at[0] == '-' && !zero;
	while (i < raw.len && ((raw.at[i] >= '0' && raw.at[i] <= '9') || raw.at[i] == '.'))
		i++;
	return i == raw.len;
}

static bool stands_at(struct text raw, size_t i, struct text what)
{
	return what.len && raw.len - i >= what.len && memcmp(raw.at + i, what.at, what.len) == 0;
}

struct text plain_cell(const struct field *field, const struct dataset *dataset, struct text raw, bool zero,
                       char *buffer, size_t size)
{
	if (is_plain(raw, zero)) return raw;
	if (raw.len > size) return (struct text){ NULL, raw.len };
	struct text sign = dataset->currency_sign, code = dataset->currency, comma = dataset->thousands;
	bool money = field->type.kind == TYPE_MONEY;
	size_t len = 0;
	bool exponent = false; /* its minus may stand here */
	for (size_t i = 0; i < raw.len; i++) {
		if (money && stands_at(raw, i, sign)) {
			i += sign.len - 1;
		} else if (money && stands_at(raw, i, code)) { /* EUR, whose E is not that of an exponent */
			i += code.len - 1;
		} else if (stands_at(raw, i, comma)) {
			i += comma.len - 1;
		} else if (strchr("0123456789.eE", raw.at[i]) || (raw.at[i] == '-' && (exponent || !zero))) {
			buffer[len++] = raw.at[i];
			exponent = raw.at[i] == 'e' || raw.at[i] == 'E';
		}
	}
	return (struct text){ buffer, len };
}
