/* csv_open.c - bytes from a file or standard input. A file that another program changes meanwhile is an error: what was
 * read could be half old and half new. */
#include "lang/arena.h"
#include "runtime/csv.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
	int fd;
	uint64_t bytes; /* read so far */
	struct stat opened;
};

static bool has_changed(const struct file *file)
{
	struct stat now;
	if (!S_ISREG(file->opened.st_mode)) return false;
	return fstat(file->fd, &now) != 0 || now.st_size != file->opened.st_size || (uint64_t)now.st_size != file->bytes ||
	       now.st_mtim.tv_sec != file->opened.st_mtim.tv_sec || now.st_mtim.tv_nsec != file->opened.st_mtim.tv_nsec;
}

static ptrdiff_t read_file(void *state, void *buffer, size_t size)
{
	struct file *file = state;
	ssize_t n;
	do
		n = read(file->fd, buffer, size);
	while (n < 0 && errno == EINTR);
	if (n > 0) file->bytes += (uint64_t)n;
	if (n != 0 || !has_changed(file)) return n;
	errno = ESTALE;
	return -1;
}

static void close_file(void *what)
{
	close(((struct file *)what)->fd);
}

bool csv_open(struct arena *arena, struct diags *diags, struct text name, struct input *input)
{
	struct file *file = arena_alloc(arena, sizeof *file);
	struct text path = arena_text(arena, name);
	bool standard = text_is(name, "-");
	*input = (struct input){ .name = path, .read = read_file, .state = file, .anywhere = true };
	errno = ENOENT; /* a name with a zero byte in it is none */
	file->fd = standard ? STDIN_FILENO : memchr(path.at, '\0', path.len) ? -1 : open(path.at, O_RDONLY | O_CLOEXEC);
	if (file->fd >= 0 && !standard) arena_defer(arena, close_file, file);
	if (file->fd >= 0 && fstat(file->fd, &file->opened) == 0) {
		/* Standard input may have been read from before: only its end can be compared. */
		off_t from = standard && S_ISREG(file->opened.st_mode) ? lseek(file->fd, 0, SEEK_CUR) : 0;
		if (from > 0) file->bytes = (uint64_t)from;
		return true;
	}
	diag_report(diags, DIAG_CANNOT_READ, (struct diag_at){ .file = path }, "the file cannot be opened: %s",
	            strerror(errno));
	return false;
}
