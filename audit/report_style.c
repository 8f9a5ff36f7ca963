/* report_style.c - how a page looks and what it does by script, out of report.css and report.js, and the policy that
 * lets a browser run and load nothing else: both are named by their hashes. */
#include "audit/report_page.h"
#include <sodium.h>

static const char style[] =
#include "audit/report.css.inc"
	;
static const char script[] =
#include "audit/report.js.inc"
	;

static void put_hash(struct out *out, const char *text, size_t len)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char words[sodium_base64_ENCODED_LEN(sizeof hash, sodium_base64_VARIANT_ORIGINAL)];
	crypto_hash_sha256(hash, (const unsigned char *)text, len);
	sodium_bin2base64(words, sizeof words, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
	out_string(out, "'sha256-");
	out_string(out, words);
	out_char(out, '\'');
}

void report_style(struct out *out)
{
	out_string(out, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
	                "form-action 'none'; style-src ");
	put_hash(out, style, sizeof style - 1);
	out_string(out, "; script-src ");
	put_hash(out, script, sizeof script - 1);
	out_string(out, "\">\n<style>");
	out_text(out, (struct text){ style, sizeof style - 1 });
	out_string(out, "</style>\n");
}

void report_script(struct out *out)
{
	out_string(out, "<script>");
	out_text(out, (struct text){ script, sizeof script - 1 });
	out_string(out, "</script>\n");
}
