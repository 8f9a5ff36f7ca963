/* measure.c - runs one command and says what the whole process used.
 * In:   measure FIGURES COMMAND...   Out: "WALL CPU PEAK" in the file FIGURES, in seconds, seconds and KiB.
 * Small on purpose: the peak of a process counts from its fork, so one started by a script would never be below that. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: measure FIGURES COMMAND...\n", stderr);
		return 2;
	}
	double start = now();
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		_exit(127);
	}
	int status;
	struct rusage used;
	if (child < 0 || wait4(child, &status, 0, &used) != child) {
		perror("measure");
		return 2;
	}
	double wall = now() - start;
	FILE *figures = fopen(argv[1], "w");
	if (!figures) {
		perror(argv[1]);
		return 2;
	}
	fprintf(figures, "%.6f %.6f %ld\n", wall, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
	if (fclose(figures) != 0) {
		perror(argv[1]);
		return 2;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
