/* edition.h - which edition of the language this is. It changes when a rule file that was sound before would mean something
 * else; a receipt names it. */
#ifndef PLANG_LANG_EDITION_H
#define PLANG_LANG_EDITION_H

#define LANG_EDITION "2026"

#endif
