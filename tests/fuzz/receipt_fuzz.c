/* receipt_fuzz.c - receipts: any bytes, and any JSON with a seal that fits, which is compared with a run. */
#include "audit/receipt_json.h"
#include "runtime/result.h"
#include "tests/fuzz/fuzz.h"

/* A run of a few facts. */
static struct receipt small_run(struct result *facts)
{
	static struct result_param params[] = { { { "budget", 6 }, { "5", 1 }, { "--set", 5 } } };
	static struct result_count counts[] = { { { "weak", 4 }, { "Weak", 4 }, 3 } };
	static struct result_level levels[] = { { .award = { "award", 5 }, .amount = { "5", 1 } } };
	static struct result_check checks[] = { { .text = { "all of it", 9 }, .holds = true } };
	static struct receipt_file rules = { { NULL, 0 }, { "rules.pl", 8 }, 5, { "00", 2 } };
	static struct receipt_file data = { { "place", 5 }, { "data.csv", 8 }, 5, { "00", 2 } };
	*facts = (struct result){ .params = params,
		                      .param_count = 1,
		                      .param_total = 1,
		                      .rules = counts,
		                      .rule_count = 1,
		                      .missing = counts,
		                      .missing_count = 1,
		                      .levels = levels,
		                      .level_count = 1,
		                      .checks = checks,
		                      .check_count = 1 };
	return (struct receipt){ .engine = TEXT("0"),
		                     .edition = TEXT("2026"),
		                     .rules = &rules,
		                     .rule_count = 1,
		                     .data = &data,
		                     .data_count = 1,
		                     .format = TEXT("csv"),
		                     .result = data,
		                     .facts = facts };
}

/* The same JSON as plang would write and seal it; the bytes as they are where they are no object. */
static struct text as_written(struct arena *arena, struct text given)
{
	struct receipt_held *held = receipt_hold(arena);
	held->json = json_loadb(given.at, given.len, 0, NULL);
	if (!json_is_object(held->json)) return given;
	json_object_del(held->json, "sha256");
	json_object_del(held->json, "signature");
	struct text body = receipt_body(arena, held->json), seal = receipt_seal(arena, body);
	return receipt_sealed(arena, body, seal, TEXT(""), TEXT(""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	struct text given = { (const char *)data, size };
	if (!session_begin(&s)) return 0;
	if (setjmp(s.edge.back) == 0) {
		struct receipt_read read;
		struct result facts;
		struct receipt now = small_run(&facts);
		receipt_read(s.arena, &s.diags, TEXT("run.json"), given, NULL, &read);
		if (receipt_read(s.arena, &s.diags, TEXT("run.json"), as_written(s.arena, given), NULL, &read))
			receipt_compare(s.arena, &s.diags, &read, &now);
	}
	session_end(&s);
	return 0;
}
