/* main.c - the plang program: finds the command and runs it. */
#include "cli/cli.h"
#include <errno.h>
#include <gmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct command *const commands[] = {
	&command_eval,   &command_explain, &command_check, &command_report, &command_compile,
	&command_verify, &command_key,   &command_help,   NULL,
};

/* GMP cannot say that memory ran out; the program, as its host, can. */
static void *checked(void *memory)
{
	if (memory) return memory;
	fputs("error P0001: memory ran out; nothing was written\n", stderr);
	exit(PLANG_NO_MEMORY);
}

static void *gmp_alloc(size_t size)
{
	return checked(malloc(size));
}

static void *gmp_realloc(void *memory, size_t old, size_t size)
{
	(void)old;
	return checked(realloc(memory, size));
}

static void gmp_free(void *memory, size_t size)
{
	(void)size;
	free(memory);
}

static int say_version(void)
{
	printf("plang %s\n", plang_version());
	printf("language edition %s\n", plang_edition());
	printf("GMP %s\n", gmp_version);
	return PLANG_OK;
}

/* What a command printed counts once it has left: a full disk may show no earlier than here. */
static int close_output(int status)
{
	errno = 0;
	bool failed = ferror(stdout) || fflush(stdout) != 0;
	if (!failed) failed = fclose(stdout) != 0 && errno != EBADF; /* closed from the start, and nothing to say */
	if (!failed) return status;
	close(STDOUT_FILENO);                  /* what the stream still holds would stand behind a hole */
	if (status == PLANG_IO) return status; /* which has been said */
	fprintf(stderr, "error P0003: cannot write to standard output: %s\n",
	        errno ? strerror(errno) : "not all of it was taken");
	return PLANG_IO;
}

static int run(int argc, char **argv)
{
	if (argc < 2) return cli_misuse(NULL, "which command?");
	if (strcmp(argv[1], "--version") == 0) return say_version();
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return command_help.run(1, argv + 1);
	for (size_t i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, argv[1]) == 0) return commands[i]->run(argc - 1, argv + 1);
	return cli_misuse(NULL, "there is no command \"%s\"", argv[1]);
}

int main(int argc, char **argv)
{
	mp_set_memory_functions(gmp_alloc, gmp_realloc, gmp_free);
	signal(SIGPIPE, SIG_IGN); /* a reader that leaves is a write that failed, and says so */
	return close_output(run(argc, argv));
}
