/* report_page.h - the inside of a report, for the files report*.c only: what its parts share.
 * Owns: nothing; lives in the arena of the report. */
#ifndef PLANG_AUDIT_REPORT_PAGE_H
#define PLANG_AUDIT_REPORT_PAGE_H
#include "audit/exact_run.h"
#include "audit/html.h"
#include "audit/map.h"
#include "audit/report.h"

/* A page tells the story of so many places at most; of the others it says where to ask. */
#define REPORT_STORIES_MAX 2000

struct report {
	struct out *out;
	struct arena *arena;
	struct run *run;
	const struct model *model;
	const struct result *result;
	const struct map *map;            /* NULL */
	const struct output *output;      /* the first over places; NULL */
	const struct result_table *table; /* what came of it */
	size_t *place;              /* rows of the data, in the order of the page: those of the output, then the others */
	size_t place_count, listed; /* all that were kept; those in the output */
	size_t *number;             /* by row of the data: its place on the page, from 1; 0: it was not kept */
};

/* report_place.c */
bool place_order(struct report *report); /* fills in what stands above; false: an error was reported */
struct text place_name(const struct report *report, size_t row); /* the name, else the key */
struct text place_key(const struct report *report, size_t row);
bool place_told(const struct report *report, size_t row); /* there is a story that can be linked to */
/* The reference to a story, "#p12", as an attribute with its name. */
void place_link(const struct report *report, size_t row);
bool report_stories(const struct report *report); /* false: an error was reported */

/* report_rules.c: what the fund does, at a glance and declaration by declaration. */
void report_outline(const struct report *report);
void report_rules(const struct report *report);

/* report_result.c: the run in short, checks, and what it rests on. */
void report_short(const struct report *report);
void report_checks(const struct report *report);
void report_basis(const struct report *report);

/* report_table.c */
void report_table(const struct report *report);

/* report_scores.c: how scores are distributed; false: there are none. */
bool report_has_scores(const struct report *report);
void report_scores(const struct report *report);

/* report_map.c */
void report_map(const struct report *report);

/* report_measure.c: what a map colours, in classes of about as many places each. */
enum { MEASURE_CLASSES = 5 };
struct measure {
	const struct symbol *symbol; /* an award, else a score, else a rank; NULL: there is none */
	bool lowest_first;           /* of a rank: the first class is the darkest */
	size_t classes;
	struct text from[MEASURE_CLASSES], to[MEASURE_CLASSES]; /* of each, the least and the largest value */
	size_t count[MEASURE_CLASSES], outside;                 /* places in each; places for which it does not exist */
	uint8_t *class;                                         /* by row of the data: 1 to classes; 0: it does not exist */
	struct text *value;                                     /* by row: in words */
};
void measure_find(const struct report *report, struct measure *measure);
/* A value as a reader wants it: money to its unit, a score to three decimals. */
struct text measure_words(const struct report *report, const struct symbol *symbol, struct value value);

/* report_style.c: the policy, the style and the script, in the head; the script's element at the end. */
void report_style(struct out *out);
void report_script(struct out *out);

/* report_grid.c: a part that is wider than a narrow screen scrolls in a frame of its own, up to </div>; its label is kind
 * and label. */
void frame_begin(const struct report *report, const char *classes, const char *kind, struct text label);
/* A small table; of kinds, one letter a column: n for numbers. */
void grid_begin(const struct report *report, struct text caption, const char *const *heads, const char *kinds);
void grid_row(const struct report *report, struct text head);
void grid_cell(const struct report *report, struct text text);
void grid_number(const struct report *report, struct text number);
void grid_count(const struct report *report, size_t count);
void grid_row_end(const struct report *report);
void grid_end(const struct report *report);

/* report.c: a section with its heading; id is also its anchor. */
void report_section(const struct report *report, const char *id, const char *title);
/* Its last part: where a file lay says nothing of it. Of - standard input. */
struct text report_file_name(struct text path);
void report_section_end(const struct report *report);

#endif
