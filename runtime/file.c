/* file.c - names beside other names; files that are new. */
#include "runtime/file.h"
#include "lang/arena.h"
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct text file_beside(struct arena *arena, struct text other, struct text name)
{
	size_t folder = other.len;
	while (folder > 0 && other.at[folder - 1] != '/')
		folder--;
	if (name.len && name.at[0] == '/') folder = 0;
	return arena_format(arena, "%.*s%.*s", (int)folder, other.at, TEXT_ARG(name));
}

struct text file_near(struct arena *arena, struct text other, struct text name)
{
	struct text beside = file_beside(arena, other, name);
	return access(beside.at, F_OK) == 0 ? beside : arena_text(arena, name);
}

static bool write_all(int fd, struct text body)
{
	while (body.len > 0) {
		ssize_t n = write(fd, body.at, body.len);
		if (n < 0 && errno == EINTR) continue;
		if (n <= 0) return false;
		body.at += n;
		body.len -= (size_t)n;
	}
	return fsync(fd) == 0;
}

bool file_new(struct arena *arena, struct diags *diags, struct text name, unsigned mode, struct text body)
{
	struct text path = arena_text(arena, name);
	int fd = open(path.at, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode);
	bool made = fd >= 0, written = made && write_all(fd, body);
	int why = errno;
	if (made && close(fd) != 0 && written) {
		written = false;
		why = errno;
	}
	if (made && !written) unlink(path.at);
	if (!written)
		diag_report(diags, DIAG_CANNOT_WRITE, (struct diag_at){ .file = path }, "the file cannot be written: %s",
		            strerror(why));
	return written;
}

void file_remove(struct arena *arena, struct text name)
{
	unlink(arena_text(arena, name).at);
}
