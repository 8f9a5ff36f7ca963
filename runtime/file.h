/* file.h - names of files that stand beside another one, and files that are new.
 * Owns: nothing. */
#ifndef PLANG_RUNTIME_FILE_H
#define PLANG_RUNTIME_FILE_H
#include "lang/diag.h"
struct arena;

/* A name as seen from the folder of another file, ended by a zero byte. */
struct text file_beside(struct arena *arena, struct text other, struct text name);
/* The same where there is such a file, else the name as it is. */
struct text file_near(struct arena *arena, struct text other, struct text name);
/* Writes a file that nobody else may have (mode 0600) or all may read (0644). False when there is one of that name already,
 * or it cannot be written: then there is none, and diags says why. */
bool file_new(struct arena *arena, struct diags *diags, struct text name, unsigned mode, struct text body);
void file_remove(struct arena *arena, struct text name);

#endif
