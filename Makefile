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
CFLAGS   += -std=c11 $(OPT) -fPIC -fvisibility=hidden -ffp-contract=off $(PKG_CFLAGS)
LDLIBS   += $(PKG_LIBS) -lm

# --- what is built --------------------------------------------------------------------------------------------------

LIB_C  := $(wildcard lang/*.c parser/*.c stdlib/*.c runtime/*.c audit/*.c api/*.c)
CLI_C  := $(wildcard cli/*.c)
GEN_C  := $(BUILD)/gen/parser/grammar.tab.c $(BUILD)/gen/parser/lexer.yy.c
LIB_O  := $(LIB_C:%.c=$(BUILD)/%.o) $(GEN_C:.c=.o)
CLI_O  := $(CLI_C:%.c=$(BUILD)/%.o)
UNIT   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*_test.c))

all: $(BUILD)/plang $(BUILD)/libplang.so

$(BUILD)/plang: $(CLI_O) $(BUILD)/libplang.a
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libplang.a: $(LIB_O)
	rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/libplang.so: $(LIB_O)
	$(CC) $(CFLAGS) $(LDFLAGS) -shared -o $@ $^ $(LDLIBS)

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libplang.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -MMD -o $@ $< $(BUILD)/libplang.a $(LDLIBS)

$(BUILD)/%.o: %.c | $(GEN_C)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) $(WERROR) -MMD -c -o $@ $<

# Generated code is held to the compiler's own warnings, not to the house's.
$(BUILD)/gen/%.o: $(BUILD)/gen/%.c
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -c -o $@ $<

$(BUILD)/gen/parser/grammar.tab.c: parser/grammar.y
	@mkdir -p $(@D)
	$(BISON) -Wall -Wcounterexamples -Werror --header=$(BUILD)/gen/parser/grammar.tab.h -o $@ $<

$(BUILD)/gen/parser/lexer.yy.c: parser/lexer.l $(BUILD)/gen/parser/grammar.tab.c
	@mkdir -p $(@D)
	$(FLEX) --header-file=$(BUILD)/gen/parser/lexer.yy.h -o $@ $<

-include $(LIB_O:.o=.d) $(CLI_O:.o=.d) $(UNIT:=.d)
