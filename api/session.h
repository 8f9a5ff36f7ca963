/* session.h - a session over texts that stand in no file: what the front door needs for itself, beside plang.h. */
#ifndef PLANG_API_SESSION_H
#define PLANG_API_SESSION_H
#include "api/plang.h"
#include "runtime/csv.h"

/* As plang_load and plang_eval. The name is what messages call the rules by. */
enum plang_status session_load(struct plang *plang, struct text name, struct text rules);
enum plang_status session_eval(struct plang *plang, const struct input *data);

#endif
