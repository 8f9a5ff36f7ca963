/* inject.c - runs a program and meddles with its system calls, from the first one of its main() on.
 *
 *     inject LOG CALLS ACTION AT command...
 *
 * CALLS: names out of `calls` below, joined by commas, or `all`. ACTION: `count` does nothing; `short` makes reads and
 * writes move one byte; `kill` kills before the call; EIO and the like fail it. AT: at which of those calls, from 1;
 * 0 is at each. LOG gets a line for each of those calls: its name and first argument. The exit status is the program's,
 * or 128 and the number of its signal.
 *
 * This is done by tracing and not by a preloaded library, since the C library's own streams call the kernel past it. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct {
	const char *name;
	long number;
} calls[] = {
	{ "read", SYS_read },         { "write", SYS_write }, { "openat", SYS_openat },
	{ "close", SYS_close },       { "fsync", SYS_fsync },
#ifdef SYS_rename
	{ "rename", SYS_rename },
#endif
	{ "renameat", SYS_renameat },
#ifdef SYS_open
	{ "open", SYS_open },
#endif
	{ "writev", SYS_writev },
};
#define CALLS (sizeof calls / sizeof *calls)

static const struct {
	const char *name;
	int number;
} errors[] = { { "EIO", EIO }, { "ENOSPC", ENOSPC }, { "EINTR", EINTR }, { "EACCES", EACCES }, { "EMFILE", EMFILE } };

enum action { COUNT, SHORT, KILL, FAIL };

struct plan {
	const char *names;
	enum action action;
	int error;
	unsigned long at, seen;
	FILE *log;
};

/* --- registers: the only part that knows the machine ---------------------------------------------------------------- */

#if defined __x86_64__
typedef struct user_regs_struct registers;
static void set_call(registers *r, long number)
{
	r->orig_rax = (unsigned long long)number;
}
static void set_result(registers *r, long value)
{
	r->rax = (unsigned long long)value;
}
static void set_third(registers *r, uint64_t value)
{
	r->rdx = value;
}
enum { NO_CALL_REGISTER = 0 };
#elif defined __aarch64__
typedef struct user_regs_struct registers;
static void set_call(registers *r, long number)
{
	r->regs[8] = (unsigned long long)number;
}
static void set_result(registers *r, long value)
{
	r->regs[0] = (unsigned long long)value;
}
static void set_third(registers *r, uint64_t value)
{
	r->regs[2] = value;
}
enum { NO_CALL_REGISTER = 0x404 }; /* the number of the call is a register set of its own */
#else
#error "which registers hold a system call?"
#endif

static void get(pid_t pid, registers *r)
{
	struct iovec set = { r, sizeof *r };
	ptrace(PTRACE_GETREGSET, pid, (void *)1, &set); /* 1: NT_PRSTATUS */
}

static void put(pid_t pid, registers *r)
{
	struct iovec set = { r, sizeof *r };
	ptrace(PTRACE_SETREGSET, pid, (void *)1, &set);
}

static void skip_call(pid_t pid)
{
	registers r;
	int none = -1;
	struct iovec number = { &none, sizeof none };
	get(pid, &r);
	set_call(&r, -1);
	put(pid, &r);
	if (NO_CALL_REGISTER) ptrace(PTRACE_SETREGSET, pid, (void *)(uintptr_t)NO_CALL_REGISTER, &number);
}

/* --- the plan ------------------------------------------------------------------------------------------------------- */

static const char *name_of(uint64_t number)
{
	for (size_t i = 0; i < CALLS; i++)
		if ((uint64_t)calls[i].number == number) return calls[i].name;
	return "other";
}

static bool listed(const char *names, const char *name)
{
	size_t n = strlen(name);
	if (strcmp(names, "all") == 0) return true;
	for (const char *p = names; p; p = strchr(p, ','), p = p ? p + 1 : NULL)
		if (strncmp(p, name, n) == 0 && (p[n] == ',' || p[n] == '\0')) return true;
	return false;
}

/* main() begins by ignoring SIGPIPE; what comes before is the loader's and cannot be answered for. */
static bool is_main(const struct __ptrace_syscall_info *info)
{
	return info->entry.nr == SYS_rt_sigaction && info->entry.args[0] == SIGPIPE;
}

static bool chosen(struct plan *plan, const struct __ptrace_syscall_info *info)
{
	const char *name = name_of(info->entry.nr);
	if (!listed(plan->names, name)) return false;
	plan->seen++;
	fprintf(plan->log, "%s %lld\n", name, (long long)info->entry.args[0]);
	return plan->at == 0 || plan->seen == plan->at;
}

/* --- following the program ------------------------------------------------------------------------------------------ */

/* Between the entry to a call and its return. */
struct call {
	bool failing, shortened;
	uint64_t third; /* argument, before it was shortened */
};

static struct call enter(pid_t pid, struct plan *plan, const struct __ptrace_syscall_info *info)
{
	struct call call = { .third = info->entry.args[2] };
	bool moves = info->entry.nr == SYS_read || info->entry.nr == SYS_write;
	registers r;
	if (!chosen(plan, info)) return call;
	if (plan->action == KILL) kill(pid, SIGKILL);
	if (plan->action == FAIL) {
		call.failing = true;
		skip_call(pid);
	}
	if (plan->action == SHORT && moves && call.third > 1) {
		call.shortened = true;
		get(pid, &r);
		set_third(&r, 1);
		put(pid, &r);
	}
	return call;
}

static void leave(pid_t pid, const struct plan *plan, const struct call *call)
{
	registers r;
	if (!call->failing && !call->shortened) return;
	get(pid, &r);
	if (call->failing) set_result(&r, -plan->error);
	if (call->shortened) set_third(&r, call->third); /* the caller believes that its registers are as they were */
	put(pid, &r);
}

static int follow(pid_t pid, struct plan *plan)
{
	struct call call = { 0 };
	bool begun = false;
	int status;
	for (long deliver = 0;; deliver = 0) {
		ptrace(PTRACE_SYSCALL, pid, NULL, (void *)deliver); /* of a process just killed: fails, and it is seen below */
		if (waitpid(pid, &status, 0) < 0) return 2;
		if (WIFEXITED(status)) return WEXITSTATUS(status);
		if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
		if (WSTOPSIG(status) == (SIGTRAP | 0x80)) {
			struct __ptrace_syscall_info info;
			ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof info, &info);
			if (info.op == PTRACE_SYSCALL_INFO_EXIT) leave(pid, plan, &call);
			call = (struct call){ 0 };
			if (info.op != PTRACE_SYSCALL_INFO_ENTRY) continue;
			if (begun) call = enter(pid, plan, &info);
			if (is_main(&info)) begun = true;
		} else if (WSTOPSIG(status) != SIGTRAP && WSTOPSIG(status) != SIGSTOP) {
			deliver = WSTOPSIG(status);
		}
	}
}

static bool read_action(struct plan *plan, const char *word)
{
	static const char *const words[] = { "count", "short", "kill" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(words[i], word) == 0) {
			plan->action = (enum action)i;
			return true;
		}
	plan->action = FAIL;
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (strcmp(errors[i].name, word) == 0) plan->error = errors[i].number;
	return plan->error != 0;
}

int main(int argc, char **argv)
{
	struct plan plan = { 0 };
	if (argc < 6 || !read_action(&plan, argv[3])) {
		fputs("inject LOG CALLS ACTION AT command...\n", stderr);
		return 2;
	}
	plan.names = argv[2];
	plan.at = strtoul(argv[4], NULL, 10);
	plan.log = fopen(argv[1], "we");
	if (!plan.log) return 2;
	pid_t pid = fork();
	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) _exit(125);
		raise(SIGSTOP);
		execv(argv[5], argv + 5);
		_exit(127);
	}
	int status;
	if (pid < 0 || waitpid(pid, &status, 0) < 0) return 2;
	if (!WIFSTOPPED(status)) return WIFEXITED(status) ? WEXITSTATUS(status) : 2; /* not allowed to trace */
	ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL));
	status = follow(pid, &plan);
	fclose(plan.log);
	return status;
}
