/* replace.c - a file appears whole under its name, or what stood there stays: written beside it, then renamed. What is
 * no file (a terminal, a pipe, /dev/null) is written to directly. */
#define _XOPEN_SOURCE 700 /* realpath */
#include "lang/arena.h"
#include "runtime/write.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 100 };

struct replacement {
	struct text name;   /* as the user wrote it, for messages */
	struct text target; /* symbolic links followed */
	struct text folder;
	const char *what;      /* "the result" */
	struct text temporary; /* empty: written directly */
	FILE *stream;          /* NULL once kept or dropped */
};

static void report(struct diags *diags, const struct replacement *r, int why)
{
	diag_report(diags, DIAG_CANNOT_WRITE, (struct diag_at){ .file = r->name }, "%s cannot be written: %s", r->what,
	            strerror(why));
}

void replacement_drop(struct replacement *r)
{
	if (!r->stream) return;
	if (r->stream != stdout) fclose(r->stream);
	if (r->temporary.len) unlink(r->temporary.at);
	r->stream = NULL;
}

static void drop_deferred(void *what)
{
	replacement_drop(what);
}

/* The file that a name leads to; false, with errno set, when it is a link that leads nowhere. */
static bool resolve(struct arena *arena, struct replacement *r, bool exists)
{
	struct stat link;
	if (!exists) {
		r->target = r->name;
		bool free_name = lstat(r->name.at, &link) != 0;
		errno = ENOENT;
		return free_name;
	}
	char *path = realpath(r->name.at, NULL);
	if (!path) return false;
	r->target = arena_text(arena, text_of(path));
	free(path);
	return true;
}

static struct text folder_of(struct arena *arena, struct text path)
{
	size_t len = path.len;
	while (len && path.at[len - 1] != '/')
		len--;
	return len ? arena_text(arena, (struct text){ path.at, len }) : TEXT("./");
}

/* In the folder of the target, so that it can be renamed; made by open, so that the umask holds for it. */
static int open_beside(struct arena *arena, struct replacement *r)
{
	r->folder = folder_of(arena, r->target);
	for (int i = 0; i < ATTEMPTS; i++) {
		struct text path = arena_format(arena, "%.*s.plang-%ld-%d.tmp", TEXT_ARG(r->folder), (long)getpid(), i);
		int fd = open(path.at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
		if (fd >= 0) r->temporary = path;
		if (fd >= 0 || errno != EEXIST) return fd;
	}
	return -1;
}

/* A descriptor to write to, or -1 with errno set. */
static int open_target(struct arena *arena, struct replacement *r)
{
	struct stat old;
	bool exists = stat(r->name.at, &old) == 0;
	if (exists && S_ISDIR(old.st_mode)) {
		errno = EISDIR;
		return -1;
	}
	if (exists && !S_ISREG(old.st_mode)) return open(r->name.at, O_WRONLY | O_CLOEXEC);
	if (exists && access(r->name.at, W_OK) != 0) return -1;
	if (!resolve(arena, r, exists)) return -1;
	int fd = open_beside(arena, r);
	if (fd >= 0 && exists && fchmod(fd, old.st_mode & 07777) != 0 && errno != EPERM) {
		int why = errno;
		close(fd);
		unlink(r->temporary.at);
		errno = why;
		return -1;
	}
	return fd;
}

struct replacement *replacement_open(struct arena *arena, struct diags *diags, struct text name, const char *what)
{
	struct replacement *r = arena_alloc(arena, sizeof *r);
	r->name = arena_text(arena, name);
	r->what = what;
	arena_defer(arena, drop_deferred, r);
	if (text_is(name, "-") || text_is(name, "/dev/stdout")) { /* as a file it could be one that is written already */
		r->stream = stdout;
		return r;
	}
	errno = ENOENT; /* an empty name, or one with a zero byte in it, is none */
	int fd = name.len == 0 || memchr(name.at, '\0', name.len) ? -1 : open_target(arena, r);
	if (fd >= 0) r->stream = fdopen(fd, "w");
	if (r->stream) return r;
	int why = errno;
	if (fd >= 0) close(fd);
	if (fd >= 0 && r->temporary.len) unlink(r->temporary.at);
	if (why == ENOMEM) arena_no_memory(arena);
	report(diags, r, why);
	return NULL;
}

FILE *replacement_stream(struct replacement *r)
{
	return r->stream;
}

/* So that the new name outlasts a loss of power. Where a folder cannot be synchronised, the file is there all the same. */
static void sync_folder(const struct replacement *r)
{
	int fd = open(r->folder.at, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0) return;
	(void)fsync(fd);
	close(fd);
}

bool replacement_keep(struct replacement *r, struct diags *diags)
{
	if (!r->stream) return false;
	errno = 0;
	bool ok = fflush(r->stream) == 0 && !ferror(r->stream);
	if (ok && r->temporary.len) ok = fsync(fileno(r->stream)) == 0;
	int why = errno;
	if (ok && r->stream != stdout) {
		ok = fclose(r->stream) == 0;
		why = errno;
		r->stream = NULL;
		if (ok && r->temporary.len) {
			ok = rename(r->temporary.at, r->target.at) == 0;
			why = errno;
		}
		if (!ok && r->temporary.len) unlink(r->temporary.at);
	}
	if (ok && r->temporary.len) sync_folder(r);
	if (!ok) {
		report(diags, r, why ? why : EIO);
		replacement_drop(r);
	}
	if (ok) r->stream = NULL;
	return ok;
}
