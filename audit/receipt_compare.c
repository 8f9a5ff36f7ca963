/* receipt_compare.c - a receipt beside what a run gives now, member by member, in words. */
#include "audit/receipt_json.h"
#include "lang/arena.h"
#include <assert.h>

enum { MOST_SAID = 6 }; /* of differences; the first one is the error */

struct comparison {
	struct arena *arena;
	struct diags *diags;
	const struct receipt *here;
	size_t said, differs;
	bool unfinished; /* the run ended with an error: only what it read can be compared */
};

/* --- values --- */

static struct text quoted(struct comparison *c, struct text text)
{
	struct text safe = diag_quote(c->diags->arena, text);
	return arena_format(c->arena, "\"%.*s\"", TEXT_ARG(safe));
}

static struct text text_in(const json_t *object, const char *key)
{
	const json_t *value = json_object_get(object, key);
	return (struct text){ json_string_value(value), json_string_length(value) };
}

static struct text value_in_words(struct comparison *c, const json_t *value)
{
	if (json_is_string(value)) return quoted(c, (struct text){ json_string_value(value), json_string_length(value) });
	if (json_is_integer(value)) return arena_format(c->arena, "%lld", (long long)json_integer_value(value));
	if (json_is_boolean(value)) return json_is_true(value) ? TEXT("true") : TEXT("false");
	return value ? TEXT("something else") : TEXT("nothing");
}

/* --- what is said --- */

static void __attribute__((format(printf, 2, 3))) say(struct comparison *c, const char *format, ...)
{
	va_list args;
	c->differs++;
	if (c->said == MOST_SAID) return;
	va_start(args, format);
	struct text what = arena_vformat(c->arena, format, args);
	va_end(args);
	if (c->said++ == 0) diag_report(c->diags, DIAG_RECEIPT_DIFFERS, (struct diag_at){ 0 }, "%.*s", TEXT_ARG(what));
	else diag_note(c->diags, (struct span){ 0, 0 }, "%.*s", TEXT_ARG(what));
}

/* "£4.8bn" of `value`, "5 places" of others. */
static void say_value(struct comparison *c, struct text where, const char *key, const json_t *then, const json_t *now)
{
	struct text was = value_in_words(c, then), is = value_in_words(c, now);
	bool plain = !key || strcmp(key, "value") == 0 || strcmp(key, "count") == 0;
	if (plain) say(c, "%.*s is %.*s in the receipt and %.*s here", TEXT_ARG(where), TEXT_ARG(was), TEXT_ARG(is));
	else say(c, "%.*s: \"%s\" is %.*s in the receipt and %.*s here", TEXT_ARG(where), key, TEXT_ARG(was), TEXT_ARG(is));
}

/* --- members --- */

/* The first member that differs, also one that only one of the two has. */
static void compare_object(struct comparison *c, struct text where, const json_t *then, const json_t *now)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)then, key, value)
	{
		const json_t *other = json_object_get(now, key);
		if (json_equal(value, other)) continue;
		say_value(c, where, key, value, other);
		return;
	}
	json_object_foreach((json_t *)now, key, value) if (!json_object_get(then, key))
	{
		say_value(c, where, key, NULL, value);
		return;
	}
}

/* param "budget"; award "grant", group "Wales" */
static struct text label(struct comparison *c, const char *what, const json_t *element)
{
	struct text name = text_in(element, "name"), group = text_in(element, "group"), detail = text_in(element, "detail");
	struct text words = text_of(what);
	if (name.len) {
		struct text q = quoted(c, name);
		words = arena_format(c->arena, "%.*s %.*s", TEXT_ARG(words), TEXT_ARG(q));
	}
	if (group.len || (detail.len && json_object_get(element, "count"))) {
		struct text q = quoted(c, group.len ? group : detail);
		words = arena_format(c->arena, "%.*s, %.*s", TEXT_ARG(words), TEXT_ARG(q));
	}
	return words;
}

/* The first element that differs. */
static void compare_list(struct comparison *c, const char *what, const json_t *then, const json_t *now)
{
	size_t a = json_array_size(then), b = json_array_size(now);
	for (size_t i = 0; i < a || i < b; i++) {
		const json_t *was = json_array_get(then, i), *is = json_array_get(now, i);
		if (json_equal(was, is)) continue;
		struct text before = label(c, what, was), after = label(c, what, is);
		if (was && is && text_equal(before, after)) compare_object(c, before, was, is);
		else if (was && !is) say(c, "%.*s is in the receipt and not here", TEXT_ARG(before));
		else if (is && !was) say(c, "%.*s is here and not in the receipt", TEXT_ARG(after));
		else say(c, "%.*s is in the receipt where %.*s is here", TEXT_ARG(before), TEXT_ARG(after));
		return;
	}
}

/* The name is that of the file that was read here. */
static void compare_file(struct comparison *c, const char *what, struct text read, const json_t *then,
                         const json_t *now)
{
	struct text name = quoted(c, now ? read : text_in(then, "file"));
	long long was = json_integer_value(json_object_get(then, "bytes")),
			  is = json_integer_value(json_object_get(now, "bytes"));
	if (json_equal(then, now) || (!now && c->unfinished)) return;
	if (!now) say(c, "%s %.*s of the receipt is not read here", what, TEXT_ARG(name));
	else if (!then) say(c, "%s %.*s is read here, and the receipt does not name it", what, TEXT_ARG(name));
	else if (was != is)
		say(c, "%s %.*s is not as it was when the receipt was written: it had %lld bytes, and has %lld", what,
		    TEXT_ARG(name), was, is);
	else say(c, "%s %.*s is not as it was when the receipt was written: its bytes differ", what, TEXT_ARG(name));
}

static void compare_files(struct comparison *c, const char *what, const struct receipt_file *read, const json_t *then,
                          const json_t *now)
{
	for (size_t i = 0; i < json_array_size(then) || i < json_array_size(now); i++) {
		const json_t *here = json_array_get(now, i);
		compare_file(c, what, here ? read[i].name : TEXT(""), json_array_get(then, i), here);
	}
}

static void compare_rules(struct comparison *c, const char *what, const json_t *then, const json_t *now)
{
	compare_files(c, what, c->here->rules, then, now);
}

static void compare_data(struct comparison *c, const char *what, const json_t *then, const json_t *now)
{
	compare_files(c, what, c->here->data, then, now);
}

static void compare_result(struct comparison *c, const char *what, const json_t *then, const json_t *now)
{
	long long was = json_integer_value(json_object_get(then, "bytes")),
			  is = json_integer_value(json_object_get(now, "bytes"));
	if (json_equal(then, now)) return;
	if (was != is) say(c, "%s has %lld bytes in the receipt and %lld here", what, was, is);
	else say(c, "%s has other bytes than the receipt states", what);
}

static void compare_plain(struct comparison *c, const char *what, const json_t *then, const json_t *now)
{
	if (json_equal(then, now)) return;
	if (json_is_object(then)) compare_object(c, text_of(what), then, now);
	else say_value(c, text_of(what), NULL, then, now);
}

/* In the order in which a receipt has them; what is given comes before what came of it. */
enum { INPUTS = 3 }; /* parts that are known of a run that ended with an error */
static const struct {
	const char *key;
	void (*compare)(struct comparison *c, const char *what, const json_t *then, const json_t *now);
	const char *what;
} parts[] = {
	{ "edition", compare_plain, "the edition of the language" },
	{ "rules", compare_rules, "the rule file" },
	{ "data", compare_data, "the data file" },
	{ "options", compare_plain, "the options" },
	{ "parameters", compare_list, "param" },
	{ "rows", compare_plain, "the rows" },
	{ "left_out", compare_list, "rows left out:" },
	{ "missing", compare_list, "missing cells:" },
	{ "filled_in", compare_list, "missing cells filled in:" },
	{ "rules_met", compare_list, "places that meet rule" },
	{ "awards", compare_list, "award" },
	{ "checks", compare_list, "check" },
	{ "result", compare_result, "the result" },
};

/* Names are given anew when a receipt is checked, and a later version may give the same. */
static void adopt(struct comparison *c, const char *key, json_t *now, json_t *then)
{
	if (!then || !now) return;
	if (json_object_set(now, key, json_object_get(then, key))) arena_no_memory(c->arena);
}

static void adopt_names(struct comparison *c, const char *key, json_t *now, const json_t *then)
{
	const json_t *to = json_object_get(now, key), *from = json_object_get(then, key);
	for (size_t i = 0; i < json_array_size(to); i++)
		adopt(c, "file", json_array_get(to, i), json_array_get(from, i));
}

bool receipt_compare(struct arena *arena, struct diags *diags, const struct receipt_read *read,
                     const struct receipt *receipt)
{
	struct comparison c = { arena, diags, receipt, 0, 0, !receipt->facts };
	size_t count = c.unfinished ? INPUTS : sizeof parts / sizeof *parts;
	json_t *then = read->json, *now = receipt_json(arena, receipt);
	adopt(&c, "engine", now, then);
	adopt_names(&c, "rules", now, then);
	adopt_names(&c, "data", now, then);
	adopt(&c, "file", json_object_get(now, "result"), json_object_get(then, "result"));
	if (text_equal(receipt_body(arena, now), read->body)) return true;
	for (size_t i = 0; i < count; i++)
		parts[i].compare(&c, parts[i].what, json_object_get(then, parts[i].key), json_object_get(now, parts[i].key));
	if (c.differs > c.said)
		diag_note(diags, (struct span){ 0, 0 }, "and so on: %zu more differences", c.differs - c.said);
	if (!c.differs && !c.unfinished)
		say(&c, "the receipt has parts that plang does not write, or has them in another order");
	return c.differs == 0;
}
