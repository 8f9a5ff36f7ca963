# plang - see `make help`. Everything built goes under build/ (BUILD=...); nothing generated is committed.
VERSION  := 0.1.0
CC       ?= cc
BUILD    ?= build
PREFIX   ?= /usr/local
BISON    ?= bison
FLEX     ?= flex
OPT      ?= -O2 -g
WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wswitch-enum -Wvla
WERROR   ?=
PKGS     := gmp mpfr jansson libsodium libutf8proc
PKG_CFLAGS = $(shell pkg-config --cflags gmp mpfr jansson libsodium libutf8proc 2>/dev/null)
PKG_LIBS   = $(shell pkg-config --libs mpfr gmp jansson libsodium libutf8proc 2>/dev/null)
CPPFLAGS += -I. -I$(BUILD)/gen -D_POSIX_C_SOURCE=200809L -DPLANG_VERSION='"$(VERSION)"'
CFLAGS   += -std=c11 $(OPT) -fPIC -fvisibility=hidden -pthread -ffp-contract=off $(PKG_CFLAGS)
LDLIBS   += $(PKG_LIBS) -lm -pthread
# Whole builds take all cores, unless `make -jN` says how many.
ALL_CORES = -s $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
# `make V=1` shows whole commands.
V        ?=
say       = $(if $(V),,@echo '  $(1)  $@';)

# --- what is built --------------------------------------------------------------------------------------------------

LIB_C  := $(wildcard lang/*.c parser/*.c stdlib/*.c runtime/*.c audit/*.c api/*.c)
CLI_C  := $(wildcard cli/*.c)
GEN_C  := $(BUILD)/gen/parser/grammar.tab.c $(BUILD)/gen/parser/lexer.yy.c
LIB_O  := $(LIB_C:%.c=$(BUILD)/%.o) $(GEN_C:.c=.o)
CLI_O  := $(CLI_C:%.c=$(BUILD)/%.o)
UNIT   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*_test.c))
LAW    := $(patsubst tests/laws/%.c,$(BUILD)/laws/%,$(wildcard tests/laws/*_laws.c))

MAN    := $(BUILD)/man/plang.1 $(BUILD)/man/plang-language.7

all: $(BUILD)/plang $(BUILD)/libplang.so $(MAN)

$(MAN): $(BUILD)/man/%: $(BUILD)/plang cli/man.sh examples/place-renewal-fund/rules.pl
	@mkdir -p $(@D)
	$(call say,MAN)cli/man.sh $(BUILD)/plang $* > $@

$(BUILD)/plang: $(CLI_O) $(BUILD)/libplang.a
	$(call say,LD )$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libplang.a: $(LIB_O)
	$(call say,AR )rm -f $@ && $(AR) rcs $@ $^

$(BUILD)/libplang.so: $(LIB_O)
	$(call say,LD )$(CC) $(CFLAGS) $(LDFLAGS) -shared -o $@ $^ $(LDLIBS)

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libplang.a
	@mkdir -p $(@D)
	$(call say,CC )$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -MMD -o $@ $< $(BUILD)/libplang.a $(LDLIBS)

$(BUILD)/agree: tests/agree/agree.c $(BUILD)/libplang.a
	$(call say,CC )$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -o $@ $^ $(LDLIBS)

# The same over a VM with errors on purpose.
PLANT_C := $(wildcard runtime/vm*.c) api/evaluate.c
$(BUILD)/plant/agree: $(PLANT_C:%.c=$(BUILD)/plant/%.o) $(BUILD)/agree
	$(call say,LD )$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ tests/agree/agree.c $(filter %.o,$^) $(BUILD)/libplang.a $(LDLIBS)

$(BUILD)/plant/%.o: %.c
	@mkdir -p $(@D)
	$(call say,CC )$(CC) $(CPPFLAGS) -DPLANG_PLANTS $(CFLAGS) $(WARNINGS) $(WERROR) -MMD -c -o $@ $<

# X_laws is made of all files X_*.c beside it.
.SECONDEXPANSION:
$(BUILD)/laws/%_laws: $$(wildcard tests/laws/$$*_*.c) tests/laws/%.h $(BUILD)/libplang.a
	@mkdir -p $(@D)
	$(call say,CC )$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -o $@ $(filter %.c %.a,$^) $(LDLIBS)

$(BUILD)/%.o: %.c | $(GEN_C)
	@mkdir -p $(@D)
	$(call say,CC )$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -MMD -c -o $@ $<

# Generated code is held to the compiler's own warnings, not to the house's.
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(call say,CC )$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BUILD)/gen/parser/grammar.tab.c: parser/grammar.y
	@mkdir -p $(@D)
	$(call say,GEN)$(BISON) -Wall -Wcounterexamples -Werror --header=$(BUILD)/gen/parser/grammar.tab.h -o $@ $<

$(BUILD)/gen/parser/lexer.yy.c: parser/lexer.l $(BUILD)/gen/parser/grammar.tab.c
	@mkdir -p $(@D)
	$(call say,GEN)$(FLEX) --header-file=$(BUILD)/gen/parser/lexer.yy.h -o $@ $<

# A file as a string of C, line by line; ?? would be read as the beginning of a trigraph.
$(BUILD)/gen/%.inc: %
	@mkdir -p $(@D)
	$(call say,GEN)sed -e 's/[\\"]/\\&/g' -e 's/??/?\\?/g' -e 's/^/"/' -e 's/$$/\\n"/' $< > $@

$(BUILD)/audit/report_style.o: $(BUILD)/gen/audit/report.css.inc $(BUILD)/gen/audit/report.js.inc

-include $(LIB_O:.o=.d) $(CLI_O:.o=.d) $(UNIT:=.d) $(PLANT_C:%.c=$(BUILD)/plant/%.d)

# --- what can be asked for ------------------------------------------------------------------------------------------

help:
	@echo 'make              build the program at $(BUILD)/plang, the library and the manual pages'
	@echo 'make demo         install what is missing, build, and run the example of the made-up fund'
	@echo 'make check        install what is missing, build, run all tests; closes with "N passed, N failed"'
	@echo 'make check-asan   the tests under AddressSanitizer and UndefinedBehaviorSanitizer'
	@echo 'make check-small  the tests with tiny blocks, so that every boundary is met'
	@echo 'make coverage     the lines and branches that the tests reach; closes with "N passed, N failed" against the goals'
	@echo 'make check-valgrind  unit tests and goldens under valgrind, all of them'
	@echo 'make soak         the long runs: laws by the million, random programs by the hundred thousand, fuzzing'
	@echo 'make fuzz         one minute of each fuzzer (FUZZ_SECONDS=60)'
	@echo 'make bench        how long whole runs take, and how much memory, beside DuckDB: bench/README.md'
	@echo 'make bench-layers what deciding exactly costs of that'
	@echo 'make format       lay the C code out as .clang-format says'
	@echo 'make install      into $$(DESTDIR)$$(PREFIX), PREFIX=$(PREFIX)'
	@echo 'make deps         install what building needs;  make deps-test  what the tests need too'
	@echo 'make clean        remove $(BUILD)/'

deps:
	@./deps.sh
deps-test:
	@./deps.sh test

DEMO := examples/place-renewal-fund
demo: deps
	@$(MAKE) $(ALL_CORES) all
	@echo '$$ plang eval $(DEMO)/rules.pl $(DEMO)/districts.csv'
	@$(BUILD)/plang eval --format table $(DEMO)/rules.pl $(DEMO)/districts.csv > $(BUILD)/demo.table 2> $(BUILD)/demo.summary
	@head -n 14 $(BUILD)/demo.table
	@echo "... $$(($$(wc -l < $(BUILD)/demo.table) - 2)) places in all, in $(BUILD)/demo.table"
	@echo
	@cat $(BUILD)/demo.summary

check: deps-test
	@$(MAKE) $(ALL_CORES) WERROR=-Werror all unit laws $(BUILD)/plant/agree $(BUILD)/nomem.so $(BUILD)/inject
	@$(MAKE) $(ALL_CORES) CC=clang BUILD=$(BUILD)/clang WERROR=-Werror all
	@tests/all.sh $(BUILD)

unit: $(UNIT) $(BUILD)/agree
laws: $(LAW)

ASAN := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
check-asan: deps-test
	@$(MAKE) $(ALL_CORES) BUILD=$(BUILD)/asan OPT='$(ASAN)' all unit laws
	@tests/all.sh $(BUILD)/asan quick

SMALL := -DPLANG_ARENA_BLOCK=64 -DPLANG_CSV_BLOCK=3 -DPLANG_OUT_BUFFER=80 -DPLANG_PART_ROWS=3 -DPLANG_VM_BLOCK=3
check-small: deps-test
	@$(MAKE) $(ALL_CORES) BUILD=$(BUILD)/small OPT='$(ASAN) $(SMALL)' all unit laws
	@tests/all.sh $(BUILD)/small quick

# Fewer random cases: what they reach, they reach soon. The failing allocations are left out: what writes the counts when
# a program ends cannot do without memory.
coverage: deps-test
	@$(MAKE) $(ALL_CORES) CC=gcc BUILD=$(BUILD)/coverage OPT='-O0 -g --coverage' all unit laws
	@find $(BUILD)/coverage -name '*.gcda' -delete
	@PROGRAMS=3000 LAWS=20000 tests/all.sh $(BUILD)/coverage quick
	@python3 tests/coverage.py $(BUILD)/coverage

check-valgrind: deps-test
	@$(MAKE) $(ALL_CORES) all unit
	@tests/valgrind.sh $(BUILD) whole

# Fails the Nth allocation of a program it is preloaded into.
$(BUILD)/nomem.so: tests/faults/nomem.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 -fPIC -shared $(WARNINGS) $(WERROR) -o $@ $<
# Fails, shortens or kills at the Nth system call of a program that it runs.
$(BUILD)/inject: tests/faults/inject.c
	@mkdir -p $(@D)
	$(CC) -std=c11 -O1 $(WARNINGS) $(WERROR) -o $@ $<

FUZZ_SECONDS ?= 60
FUZZ_JOBS    ?= 2
FUZZ_LIMITS  ?=
FUZZERS      := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*_fuzz.c))
fuzz: deps-test
	@$(MAKE) $(ALL_CORES) CC=clang BUILD=$(BUILD)/fuzz OPT='-O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=all' lib
	@printf '%s\n' $(FUZZERS) | xargs -P $(FUZZ_JOBS) -I {} sh -c 'limit=-max_total_time=$(FUZZ_SECONDS); \
	    for l in $(FUZZ_LIMITS); do [ "$${l%%=*}" != {} ] || limit=$${l#*=}; done; \
	    tests/fuzz/run.sh $(BUILD)/fuzz {} $$limit'
lib: $(BUILD)/libplang.a

# Each part of the soak can be run alone: its figures stand in tests/README.md.
SOAK_PROGRAMS ?= 200000
SOAK_CONFIGURED ?= 20000
soak: check soak-laws soak-faults soak-hostile check-valgrind soak-oracle soak-changes soak-explained soak-fuzz
soak-laws: deps-test
	@$(MAKE) $(ALL_CORES) laws
	@LAWS=1000000 $(BUILD)/laws/allocation_laws --seed 2
soak-faults: deps-test
	@$(MAKE) $(ALL_CORES) all $(BUILD)/nomem.so $(BUILD)/inject
	@for what in calls kills memory; do python3 tests/faults/faults.py $(BUILD) $$what || exit 1; done
soak-hostile: deps-test
	@$(MAKE) $(ALL_CORES) all
	@python3 tests/hostile.py $(BUILD)/plang --large
	@$(MAKE) $(ALL_CORES) BUILD=$(BUILD)/asan OPT='$(ASAN)' all
	@python3 tests/hostile.py $(BUILD)/asan/plang --slow
soak-oracle: deps-test
	@$(MAKE) $(ALL_CORES) all unit
	@python3 tests/oracle/compare.py $(BUILD)/plang --count $(SOAK_PROGRAMS) --seed 1000000 --jobs 2
	@python3 tests/oracle/compare.py $(BUILD)/plang --count $(SOAK_CONFIGURED) --seed 2000000 --jobs 2 --all
soak-changes: deps-test
	@$(MAKE) $(ALL_CORES) all
	@CHANGES=1000 python3 tests/change.py $(BUILD)/plang --seed 2
soak-explained: deps-test
	@$(MAKE) $(ALL_CORES) all
	@python3 tests/explain_random.py $(BUILD)/plang --count 50000 --seed 1000000
# 100 million executions in all: the smaller what is read, the more of them.
soak-fuzz: deps-test
	@$(MAKE) -s fuzz FUZZ_LIMITS='number_fuzz=-runs=98800000 csv_fuzz=-runs=500000 parse_fuzz=-runs=300000 check_fuzz=-runs=200000 eval_fuzz=-runs=100000 program_fuzz=-runs=100000'

BENCH_RUNS ?= 5
bench: deps
	@$(MAKE) $(ALL_CORES) all
	@bench/run.sh $(BUILD)/plang $(BENCH_RUNS)
	@echo
	@bench/peers.sh $(BUILD)/plang $(BUILD) $(BENCH_RUNS)
bench-layers: deps
	@$(MAKE) $(ALL_CORES) all
	@bench/layers.sh $(BUILD)/plang $(BUILD) $(BENCH_RUNS)

format:
	clang-format -i $(filter-out %/grammar.c,$(wildcard lang/*.[ch] parser/*.[ch] stdlib/*.[ch] runtime/*.[ch] audit/*.[ch] api/*.[ch] cli/*.[ch] tests/unit/*.[ch] tests/laws/*.[ch] tests/agree/*.c tests/fuzz/*.c))

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -d $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man7
	install $(BUILD)/plang $(DESTDIR)$(PREFIX)/bin/plang
	install -m 644 $(BUILD)/libplang.a $(DESTDIR)$(PREFIX)/lib/libplang.a
	install $(BUILD)/libplang.so $(DESTDIR)$(PREFIX)/lib/libplang.so
	install -m 644 api/plang.h $(DESTDIR)$(PREFIX)/include/plang.h
	install -m 644 $(BUILD)/man/plang.1 $(DESTDIR)$(PREFIX)/share/man/man1/plang.1
	install -m 644 $(BUILD)/man/plang-language.7 $(DESTDIR)$(PREFIX)/share/man/man7/plang-language.7
	printf 'prefix=%s\nName: plang\nDescription: rules for place-based funding\nVersion: %s\nLibs: -L$${prefix}/lib -lplang\nRequires.private: %s\nCflags: -I$${prefix}/include\n' \
		'$(PREFIX)' '$(VERSION)' '$(PKGS)' > $(DESTDIR)$(PREFIX)/lib/pkgconfig/plang.pc

clean:
	rm -rf $(BUILD)

.PHONY: all help deps deps-test demo check unit laws check-asan check-small check-valgrind coverage fuzz lib soak soak-laws soak-faults soak-hostile soak-oracle soak-changes soak-explained soak-fuzz bench bench-layers format install clean
.DELETE_ON_ERROR:
