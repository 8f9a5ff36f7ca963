/* html.h - texts of the user's in a page: whatever they hold, they stay text.
 * In:   texts from rules and data.   Out: bytes of HTML, also fit for SVG and for an attribute in quotation marks.
 * Owns: nothing. */
#ifndef PLANG_AUDIT_HTML_H
#define PLANG_AUDIT_HTML_H
#include "runtime/out.h"

/* What would be markup is escaped; characters that control, cannot be seen or turn the order of reading are spelled
 * out, so that no name can look like another. */
void html_text(struct out *out, struct text text);
/* An element of this name, which may carry attributes (`p class="cite"`), and the end of the line; nothing for an
 * empty text. */
void html_element(struct out *out, const char *name, struct text text);
/* A count with its word: "1 place", "1,200 places". */
void html_count(struct out *out, size_t count, const char *one, const char *many);
/* A number as it is, for coordinates and names of anchors. */
void html_number(struct out *out, int64_t number);

#endif
