/* grammar.y - the grammar and nothing else: an action is one call to a builder of build.h. LALR(1) without a conflict
 * and without precedences; the lists of clauses are flat and left recursive, so that clauses come in any order; the
 * builders see to what they leave open: a clause twice, a required one absent, and to which of two things a clause belongs.
 * Where the grammar takes more than the language has (`a and b or c`), it is for the sake of the message. */
%code requires {
#include "lang/tree.h"
#include "parser/build.h"
}
%define api.pure full                        /* no globals */
%define api.push-pull push                   /* parse.c feeds it: its stack is then an object that an arena can own */
%define api.prefix {gram_}
%define api.token.prefix {TOK_}
%define api.location.type {struct span}
%define parse.error custom                   /* our words, through diag_error() */
%define parse.lac full                       /* else the "expected" list is incomplete */
%locations
%expect 0
%parse-param {struct parse *p}
%union {
	struct text text;
	struct tree *tree;
	enum tree_op op;
}
%code {
#define YYLLOC_DEFAULT(all, parts, count) ((all) = join_spans((parts), (count)))
#define YYINITDEPTH 200
#define YYMAXDEPTH PARSE_MAX_DEPTH

/* Empty parts are nowhere, and join as such. */
static struct span join_spans(const struct span *parts, int count)
{
	struct span all = { 0, 0 };
	for (int i = 1; i <= count; i++)
		all = span_join(all, parts[i]);
	return all;
}

static void gram_error(const struct span *at, struct parse *p, const char *message);
}

%token GRAM_EOF 0 "the end of the file"
%token START_FILE START_EXPRESSION           /* the first token says what is being parsed */
%token SYNC                                  /* after an error: a new declaration begins here */
%token <text> NAME "a name" QUOTED "a name in back-quotes" NUMBER "a number" PERCENT "a percentage"
%token <text> MONEY "an amount of money" DATE "a date" YEAR "a financial year" TEXT "a text in quotes"
%token OPEN "(" CLOSE ")" OPEN_INDEX "[" CLOSE_INDEX "]" COMMA "," COLON ":" DOT "." DOTS ".." ARROW "->"
%token EQ "=" NE "!=" LT "<" LE "<=" GT ">" GE ">=" PLUS "+" MINUS "-" TIMES "*" SLASH "/" CARET "^" AMPERSAND "&"
%token <text> IF "if" THEN "then" ELSE "else" NOT "not" AND "and" OR "or" TRUE "true" FALSE "false" MISSING "missing"
              ANY "any" IN "in" OF "of" MOD "mod" WHERE "where" PER "per" BY "by" FOR "for" WHEN "when"
              OTHERWISE "otherwise" WARN "warn" PARAM "param" LET "let" DATASET "dataset" FUNCTION "function"
              ALLOCATE "allocate" OVERRIDE "override" ASSUME "assume" SCENARIO "scenario" EXTERN "extern"
              REPLACE "replace" COMPARE "compare"
%token <text> FUND "fund" POLICY "policy" SECTION "section" USE "use" SET "set" RULE "rule" SCORE "score" RANK "rank"
              BAND "band" TABLE "table" SPLIT "split" PAY "pay" SELECT "select" CHECK "check" TEST "test"
              OUTPUT "output" CITE "cite" NOTE "note" BECAUSE "because" AUTHORITY "authority" VERSION "version"
              CURRENCY "currency" FROM "from" WITHIN "within" KEY "key" GROUPS "groups" THOUSANDS "thousands"
              ROW "row" FIELD "field" LINK "link" COLUMN "column" UNLESS "unless" WEIGHT "weight" ON "on" TIES "ties"
              GIVING "giving" MARGINAL "marginal" SHARE "share" METHOD "method" OVER "over" PROFILE "profile"
              COST "cost" TAKE "take" RESERVE "reserve" GIVEN "given" EXPECT "expect" USING "using" TO "to"
              INTO "into" WITH "with" AS "as" EQUAL "equal" DECIMAL "decimal" DECIMALS "decimals" FIGURES "figures"
              UP "up" DOWN "down"
              ASC "asc" DESC "desc"
%token <text> IS_MISSING "is missing" IS_NOT_MISSING "is not missing" NOT_IN "not in" TO_UNDER "to under"
              ANY_OF "any of" ALL_OF "all of" NUMBER_OF "number of" HIGHEST_FIRST "highest first"
              LOWEST_FIRST "lowest first" HALF_EVEN "half even" WEIGHTED_BY "weighted by"
              IF_MISSING_USE "if missing use" MAY_BE_MISSING "may be missing" MAY_BE_REPLACED "may be replaced"
              MISSING_MEANS "missing means" KEEP_WHERE "keep where" IN_UNITS_OF "in units of"
              YEARS_BEGIN "years begin" WEIGHTS_RESCALED "weights rescaled" WEIGHTS_ADD_UP_TO "weights add up to"
              IN_PROPORTION_TO "in proportion to" AT_LEAST "at least" AT_MOST "at most" STARTING_FROM "starting from"
              ROUNDED_TO "rounded to" FIRST_MATCH "first match" ONE_MATCH "one match" ANY_MATCH "any match"
              SUM_OF_MATCHES "sum of matches" COUNT_OF_MATCHES "count of matches"
              LEAVE_THE_REST_UNSPENT "leave the rest unspent" SCALE_FLOORS_TO_FIT "scale floors to fit"
              SCALE_TO_FIT "scale to fit" CAPPED_MONEY_STAYS_UNSPENT "capped money stays unspent"
              IN_EQUAL_PARTS "in equal parts" EACH_YEAR "each year" SKIP_MISSING "skip missing"
              SKIP_UNAFFORDABLE "skip unaffordable" AS_OF "as of"

%type <text> word
%type <op>   comparator cell_comparator rounding
%type <tree> name path place paths names type texts pre
%type <tree> declaration replaceable replaced replace_clauses
%type <tree> common_clause common usual_clause usual
%type <tree> fund fund_clauses fund_clause section use
%type <tree> param param_clauses param_clause set let function parameters
%type <tree> dataset dataset_clauses dataset_clause type_words markers
%type <tree> rule rule_clauses rule_clause score score_clauses score_clause rank rank_clauses rank_clause
%type <tree> orders order band band_clauses band_clause
%type <tree> table table_clauses table_clause match cells cell set_value range members member
%type <tree> allocate allocate_clauses allocate_clause rounded split parts part split_clauses split_clause
%type <tree> pay pay_clauses pay_clause select select_clauses select_clause
%type <tree> override override_key keys key assume assume_clauses assume_clause check check_clauses check_clause
%type <tree> compare compare_clauses compare_clause
%type <tree> test test_clauses test_clause rows assigns assign expectations expected
%type <tree> scenario scenario_clauses scenario_clause extern types
%type <text> decimals
%type <tree> output output_clauses output_clause outs out
%type <tree> expr junction logic comparison arith sum product factor power primary args
%type <tree> call filled_call opening_clause call_clause arguments argument
%%
start:
  START_FILE file
| START_EXPRESSION expr[e]                   { build_expression(p, $e); }
;

file:
  %empty
| file declaration[d]                        { build_finish(p, $d); }
| file error SYNC                            { yyerrok; }
;

declaration:
  fund | section | use | dataset | replaceable | param | override | assume | check | compare | test | scenario | extern
| output
/* replace param weak_jobs = 75% because "our labour market crosses the border" */
| "replace" replaced[d] replace_clauses[c]   { $$ = build_declaration(p, @$, TREE_REPLACE, NULL, NULL, $d, $c); }
;

replaced: param | replaceable ;

replaceable: set | let | function | rule | score | rank | band | table | allocate | split | pay | select ;

replace_clauses:
  "because" TEXT[t]                          { $$ = build_list(p, @$, build_leaf(p, @$, TREE_BECAUSE, $t)); }
| replace_clauses[l] common_clause[c]        { $$ = build_clause(p, @$, $l, $c); }
;

/* ---- names and lists of them ---- */

word:
  NAME | "fund" | "policy" | "section" | "use" | "set" | "rule" | "score" | "rank" | "band" | "table"
  | "split" | "pay" | "select" | "check" | "test" | "output" | "cite" | "note" | "because" | "authority"
  | "version" | "currency" | "from" | "within" | "key" | "groups" | "thousands" | "row" | "field" | "link"
  | "column" | "unless" | "weight" | "on" | "ties" | "giving" | "marginal" | "share" | "method" | "over"
  | "profile" | "cost" | "take" | "reserve" | "given" | "expect" | "using" | "to" | "into" | "with" | "as"
  | "equal" | "decimal" | "decimals" | "figures" | "up" | "down" | "asc" | "desc"
;

/* population, or `Start on site` */
name:
  word[t]                                    { $$ = build_name(p, @$, $t, false); }
| QUOTED[t]                                  { $$ = build_name(p, @$, $t, true); }
;

/* place.home.rate */
path:
  name
| path[p] "." name[n]                        { $$ = build_path(p, @$, $p, $n); }
;

/* award["E07000223", 2027-28] */
place:
  path
| path[p] "[" args[a] "]"                    { $$ = build_over(p, @$, TREE_INDEX, $p, $a); }
;

/* region, place.home */
paths:
  path[p]                                    { $$ = build_list(p, @$, $p); }
| paths[l] "," path[p]                       { $$ = build_add(p, @$, $l, $p); }
;

/* code, year */
names:
  name[n]                                    { $$ = build_list(p, @$, $n); }
| names[l] "," name[n]                       { $$ = build_add(p, @$, $l, $n); }
;

/* "a text" " that goes on" */
texts:
  TEXT[t]                                    { $$ = build_leaf(p, @$, TREE_TITLE, $t); }
| texts[l] TEXT[t]                           { $$ = build_joined(p, @$, $l, $t); }
;

/* ---- clauses that many declarations have ---- */

/* cite "2.1" note "as the guidance has it" */
common_clause:
  TEXT[t]                                    { $$ = build_leaf(p, @$, TREE_TITLE, $t); }
| "cite" TEXT[t]                             { $$ = build_leaf(p, @$, TREE_CITE, $t); }
| "note" TEXT[t]                             { $$ = build_leaf(p, @$, TREE_NOTE, $t); }
;

common:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| common[l] common_clause[c]                 { $$ = build_clause(p, @$, $l, $c); }
;

/* for ward where eligible may be replaced */
usual_clause:
  common_clause
| "for" name[n]                              { $$ = build_named(p, @$, TREE_FOR, $n, NULL); }
| "where" expr[e]                            { $$ = build_one(p, @$, TREE_WHERE, $e); }
| "may be replaced"                          { $$ = build_leaf(p, @$, TREE_MAY_BE_REPLACED, PARSE_NOTHING); }
;

usual:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| usual[l] usual_clause[c]                   { $$ = build_clause(p, @$, $l, $c); }
;

/* for ward "Cost of living" */
pre:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| pre[l] TEXT[t]                             { $$ = build_clause(p, @$, $l, build_leaf(p, @t, TREE_TITLE, $t)); }
| pre[l] "for" name[n]                       { $$ = build_clause(p, @$, $l, build_named(p, @n, TREE_FOR, $n, NULL)); }
;

/* ---- the file's head ---- */

/* fund "Place Renewal Fund" authority "Department for Places" version "1" currency GBP years begin 04-01 */
fund:
  "fund" TEXT[t] fund_clauses[c]             { $$ = build_head(p, @$, TREE_FUND, @t, $t, $c); }
| "policy" TEXT[t] fund_clauses[c]           { $$ = build_flagged(build_head(p, @$, TREE_FUND, @t, $t, $c)); }
;

fund_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| fund_clauses[l] fund_clause[c]             { $$ = build_clause(p, @$, $l, $c); }
;

fund_clause:
  common_clause
| "authority" TEXT[t]                        { $$ = build_leaf(p, @$, TREE_AUTHORITY, $t); }
| "version" TEXT[t]                          { $$ = build_leaf(p, @$, TREE_VERSION, $t); }
| "currency" name[n]                         { $$ = build_named(p, @$, TREE_CURRENCY, $n, NULL); }
| "years begin" NUMBER[m] "-" NUMBER[d]      { $$ = build_years_begin(p, @$, $m, $d); }
;

/* section "2. Who may be funded" note "As the prospectus has it." */
section:
  "section" TEXT[t] common[c]                { $$ = build_head(p, @$, TREE_SECTION, @t, $t, $c); }
;

/* use "national_framework.pl" */
use:
  "use" TEXT[t]                              { $$ = build_leaf(p, @$, TREE_USE, $t); }
| "use" name[n]                              { $$ = build_flagged(build_named(p, @$, TREE_USE, $n, NULL)); }
;

/* ---- figures, sets, functions ---- */

/* param threshold = 5.1% from 2027-04-01: 5.3% may be replaced within 4% .. 6% */
param:
  "param" name[n] pre[b] "=" expr[e] param_clauses[c]
    { $$ = build_declaration(p, @$, TREE_PARAM, $n, $b, build_one(p, @e, TREE_VALUE, $e), $c); }
;

param_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| param_clauses[l] param_clause[c]           { $$ = build_clause(p, @$, $l, $c); }
;

param_clause:
  common_clause
| "from" DATE[d] ":" expr[e]
    { $$ = build_two(p, @$, TREE_FROM_DATE, build_leaf(p, @d, TREE_DATE, $d), $e); }
| "within" range[r]                          { $$ = build_one(p, @$, TREE_WITHIN, $r); }
| "may be replaced"                          { $$ = build_leaf(p, @$, TREE_MAY_BE_REPLACED, PARSE_NOTHING); }
;

/* set britain = ("England", "Scotland", "Wales") */
set:
  "set" name[n] pre[b] "=" "(" members[m] ")" usual[c]
    { $$ = build_declaration(p, @$, TREE_SET, $n, $b, build_kind(p, @m, TREE_MEMBERS, $m), $c); }
;

/* let per_head for place "Jobs per head" = jobs / population where population > 0 */
let:
  "let" name[n] pre[b] "=" expr[e] usual[c]
    { $$ = build_declaration(p, @$, TREE_LET, $n, $b, build_one(p, @e, TREE_VALUE, $e), $c); }
;

/* function progress(base, now, goal) = (now - base) / (goal - base) */
function:
  "function" name[n] "(" parameters[p] ")" "=" expr[e] common[c]
    { $$ = build_declaration(p, @$, TREE_FUNCTION, $n, $p, build_one(p, @e, TREE_VALUE, $e), $c); }
;

parameters:
  name[n]                                    { $$ = build_list(p, @$, build_named(p, @n, TREE_PARAMETER, $n, NULL)); }
| parameters[l] "," name[n]
    { $$ = build_add(p, @$, $l, build_named(p, @n, TREE_PARAMETER, $n, NULL)); }
;

/* ---- data ---- */

/* dataset place "Districts" key code field name text field jobs percent may be missing */
dataset:
  "dataset" name[n] dataset_clauses[c]       { $$ = build_declaration(p, @$, TREE_DATASET, $n, NULL, NULL, $c); }
;

dataset_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| dataset_clauses[l] dataset_clause[c]       { $$ = build_clause(p, @$, $l, $c); }
;

dataset_clause:
  common_clause
| "from" TEXT[t]                             { $$ = build_leaf(p, @$, TREE_FROM_FILE, $t); }
| "key" names[n]                             { $$ = build_kind(p, @$, TREE_KEY, $n); }
| "groups" name[d] "by" names[n]             { $$ = build_named(p, @$, TREE_GROUPS, $d, $n); }
| "thousands" TEXT[t]                        { $$ = build_leaf(p, @$, TREE_THOUSANDS, $t); }
| "missing means" markers[m]                 { $$ = build_kind(p, @$, TREE_MISSING_MEANS, $m); }
| "missing means" name[n]                    { $$ = build_named(p, @$, TREE_MISSING_MEANS, $n, NULL); }
| "keep where" expr[e]                       { $$ = build_one(p, @$, TREE_KEEP_WHERE, $e); }
| "row" args[a]                              { $$ = build_kind(p, @$, TREE_ROW, $a); }
| "field" name[n] type[t]                    { $$ = build_named(p, @$, TREE_FIELD, $n, build_list(p, @t, $t)); }
| "link" name[n] "to" name[d]                { $$ = build_link(p, @$, $n, $d, NULL); }
| "link" name[n] "to" name[d] "by" names[k]  { $$ = build_link(p, @$, $n, $d, $k); }
| "column" TEXT[t]                           { $$ = build_leaf(p, @$, TREE_COLUMN, $t); }
| "in units of" arith[e]                     { $$ = build_one(p, @$, TREE_UNITS, $e); }
| "if missing use" expr[e]                   { $$ = build_one(p, @$, TREE_IF_MISSING, $e); }
| "may be missing"                           { $$ = build_leaf(p, @$, TREE_MAY_BE_MISSING, PARSE_NOTHING); }
;

/* choice ("urban", "rural") */
type:
  name[n]                                    { $$ = build_named(p, @$, TREE_TYPE, $n, NULL); }
| name[n] "(" type_words[w] ")"              { $$ = build_named(p, @$, TREE_TYPE, $n, $w); }
;

type_words:
  TEXT[t]                                    { $$ = build_list(p, @$, build_leaf(p, @t, TREE_TEXT, $t)); }
| type_words[l] "," TEXT[t]                  { $$ = build_add(p, @$, $l, build_leaf(p, @t, TREE_TEXT, $t)); }
;

/* "NA", ".." */
markers:
  TEXT[t]                                    { $$ = build_list(p, @$, build_leaf(p, @t, TREE_TEXT, $t)); }
| markers[l] "," TEXT[t]                     { $$ = build_add(p, @$, $l, build_leaf(p, @t, TREE_TEXT, $t)); }
;

/* ---- decisions ---- */

/* rule eligible "It may be funded" when struggling unless rich because "it has enough" */
rule:
  "rule" name[n] rule_clauses[c]             { $$ = build_declaration(p, @$, TREE_RULE, $n, NULL, NULL, $c); }
;

rule_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| rule_clauses[l] rule_clause[c]             { $$ = build_clause(p, @$, $l, $c); }
;

rule_clause:
  usual_clause
| "when" expr[e]                             { $$ = build_one(p, @$, TREE_WHEN, $e); }
| "unless" expr[e] "because" TEXT[t]
    { $$ = build_two(p, @$, TREE_UNLESS, $e, build_leaf(p, @t, TREE_BECAUSE, $t)); }
;

/* score need where eligible weight 50% on zscore(jobs) "Jobs" weight 50% on -zscore(pay) */
score:
  "score" name[n] score_clauses[c]           { $$ = build_declaration(p, @$, TREE_SCORE, $n, NULL, NULL, $c); }
;

score_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| score_clauses[l] score_clause[c]           { $$ = build_clause(p, @$, $l, $c); }
;

score_clause:
  usual_clause
| "weight" expr[w] "on" expr[e]              { $$ = build_two(p, @$, TREE_WEIGHT, $w, $e); }
| "weight" expr[e] PERCENT[w]                { $$ = build_turned_weight(p, @$, $e, @w); }
| "weights rescaled"                         { $$ = build_leaf(p, @$, TREE_WEIGHTS_RESCALED, PARSE_NOTHING); }
| "weights add up to" arith[e]               { $$ = build_one(p, @$, TREE_WEIGHTS_ADD_UP, $e); }
;

/* rank priority by need highest first per region ties key */
rank:
  "rank" name[n] rank_clauses[c]             { $$ = build_declaration(p, @$, TREE_RANK, $n, NULL, NULL, $c); }
;

rank_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| rank_clauses[l] rank_clause[c]             { $$ = build_clause(p, @$, $l, $c); }
;

rank_clause:
  usual_clause
| "by" orders[o]                             { $$ = build_kind(p, @$, TREE_BY, $o); }
| "per" paths[p]                             { $$ = build_kind(p, @$, TREE_PER, $p); }
| "ties" name[n]                             { $$ = build_named(p, @$, TREE_TIES, $n, NULL); }
;

/* need highest first, population lowest first */
orders:
  order[o]                                   { $$ = build_list(p, @$, $o); }
| orders[l] "," order[o]                     { $$ = build_add(p, @$, $l, $o); }
;

order:
  expr[e]                                    { $$ = build_op(build_one(p, @$, TREE_ORDER, $e), OP_NONE); }
| expr[e] "highest first"                    { $$ = build_op(build_one(p, @$, TREE_ORDER, $e), OP_HIGHEST); }
| expr[e] "lowest first"                     { $$ = build_op(build_one(p, @$, TREE_ORDER, $e), OP_LOWEST); }
| expr[e] "asc"                              { $$ = build_op(build_one(p, @$, TREE_ORDER, $e), OP_ASC); }
| expr[e] "desc"                             { $$ = build_op(build_one(p, @$, TREE_ORDER, $e), OP_DESC); }
;

/* band category when priority <= 10 then "1" otherwise "2" */
band:
  "band" name[n] band_clauses[c]             { $$ = build_declaration(p, @$, TREE_BAND, $n, NULL, NULL, $c); }
;

band_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| band_clauses[l] band_clause[c]             { $$ = build_clause(p, @$, $l, $c); }
;

band_clause:
  usual_clause
| "when" expr[e] "then" expr[v]              { $$ = build_two(p, @$, TREE_BAND_ROW, $e, $v); }
| "otherwise" expr[v]                        { $$ = build_one(p, @$, TREE_OTHERWISE, $v); }
;

/* table rate on kind, need giving a, b when "urban", 15% to under 30% then 70%, 1 otherwise 40%, 2 */
table:
  "table" name[n] table_clauses[c]           { $$ = build_declaration(p, @$, TREE_TABLE, $n, NULL, NULL, $c); }
;

table_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| table_clauses[l] table_clause[c]           { $$ = build_clause(p, @$, $l, $c); }
;

table_clause:
  usual_clause
| "on" args[a]                               { $$ = build_kind(p, @$, TREE_ON, $a); }
| "giving" names[n]                          { $$ = build_kind(p, @$, TREE_GIVING, $n); }
| match
| "when" cells[c] "then" args[v]             { $$ = build_two(p, @$, TREE_TABLE_ROW, $c, $v); }
| "otherwise" args[v]                        { $$ = build_one(p, @$, TREE_TABLE_OTHERWISE, $v); }
;

match:
  "first match"                              { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("first")); }
| "one match"                                { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("one")); }
| "any match"                                { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("any")); }
| "sum of matches"                           { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("sum")); }
| "count of matches"                         { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("count")); }
| "marginal"                                 { $$ = build_leaf(p, @$, TREE_MATCH, PARSE_TEXT("marginal")); }
;

/* any, < 5, ("urban", "rural"), 15% to under 30% */
cells:
  cell[c]                                    { $$ = build_list(p, @$, $c); }
| cells[l] "," cell[c]                       { $$ = build_add(p, @$, $l, $c); }
;

cell:
  "any"                                      { $$ = build_leaf(p, @$, TREE_CELL_ANY, PARSE_NOTHING); }
| arith
| set_value
| cell_comparator[o] arith[e]                { $$ = build_op(build_one(p, @$, TREE_CELL_COMPARE, $e), $o); }
;

cell_comparator:
  "<"                                        { $$ = OP_LT; }
| "<="                                       { $$ = OP_LE; }
| ">"                                        { $$ = OP_GT; }
| ">="                                       { $$ = OP_GE; }
| "!="                                       { $$ = OP_NE; }
;

/* 16 .. 64, or ("a", "b"), or (1 .. 5, 10) */
set_value:
  range
| "(" expr[e] "," members[m] ")"             { $$ = build_over(p, @$, TREE_MEMBERS, $e, $m); }
| "(" range[r] ")"                           { $$ = build_over(p, @$, TREE_MEMBERS, $r, NULL); }
| "(" range[r] "," members[m] ")"            { $$ = build_over(p, @$, TREE_MEMBERS, $r, $m); }
;

range:
  arith[a] ".." arith[b]                     { $$ = build_two(p, @$, TREE_RANGE, $a, $b); }
| arith[a] "to under" arith[b]               { $$ = build_flagged(build_two(p, @$, TREE_RANGE, $a, $b)); }
;

members:
  member[m]                                  { $$ = build_list(p, @$, $m); }
| members[l] "," member[m]                   { $$ = build_add(p, @$, $l, $m); }
;

member: expr | range ;

/* ---- money ---- */

/* allocate award share budget where eligible in proportion to need at least £250k rounded to £1 */
allocate:
  "allocate" name[n] allocate_clauses[c]     { $$ = build_declaration(p, @$, TREE_ALLOCATE, $n, NULL, NULL, $c); }
;

allocate_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| allocate_clauses[l] allocate_clause[c]     { $$ = build_clause(p, @$, $l, $c); }
;

allocate_clause:
  usual_clause
| "share" expr[e]                            { $$ = build_one(p, @$, TREE_SHARE, $e); }
| "per" paths[p]                             { $$ = build_kind(p, @$, TREE_PER, $p); }
| "in proportion to" expr[e]                 { $$ = build_one(p, @$, TREE_IN_PROPORTION, $e); }
| "starting from" expr[e]                    { $$ = build_one(p, @$, TREE_STARTING_FROM, $e); }
| "at least" expr[e]                         { $$ = build_one(p, @$, TREE_AT_LEAST, $e); }
| "at most" expr[e]                          { $$ = build_one(p, @$, TREE_AT_MOST, $e); }
| rounded
| "method" name[n]                           { $$ = build_named(p, @$, TREE_METHOD, $n, NULL); }
| "leave the rest unspent"                   { $$ = build_leaf(p, @$, TREE_LEAVE_REST, PARSE_NOTHING); }
| "scale floors to fit"                      { $$ = build_leaf(p, @$, TREE_SCALE_FLOORS, PARSE_NOTHING); }
| "capped money stays unspent"               { $$ = build_leaf(p, @$, TREE_CAPPED_UNSPENT, PARSE_NOTHING); }
| "over" range[r]                            { $$ = build_one(p, @$, TREE_OVER, $r); }
| "profile" "(" args[a] ")"                  { $$ = build_kind(p, @$, TREE_PROFILE, $a); }
| "in equal parts"                           { $$ = build_leaf(p, @$, TREE_EQUAL_PARTS, PARSE_NOTHING); }
| "each year" range[r]                       { $$ = build_one(p, @$, TREE_EACH_YEAR, $r); }
;

/* rounded to £1 half even */
rounded:
  "rounded to" arith[e] rounding[o]          { $$ = build_op(build_one(p, @$, TREE_ROUNDED, $e), $o); }
;

rounding:
  %empty                                     { $$ = OP_NONE; }
| "half even"                                { $$ = OP_HALF_EVEN; }
| "up"                                       { $$ = OP_UP; }
| "down"                                     { $$ = OP_DOWN; }
;

/* split budget into social 45% "Social infrastructure", physical 55% rounded to £1 */
split:
  "split" expr[e] "into" parts[p] split_clauses[c]
    { $$ = build_declaration(p, @$, TREE_SPLIT, NULL, build_list(p, @e, build_one(p, @e, TREE_VALUE, $e)), $p, $c); }
;

parts:
  part[p]                                    { $$ = build_list(p, @$, $p); }
| parts[l] "," part[p]                       { $$ = build_add(p, @$, $l, $p); }
;

part:
  name[n] expr[e]                            { $$ = build_named(p, @$, TREE_PART, $n, build_list(p, @e, $e)); }
| name[n] expr[e] texts[t]
    { $$ = build_named(p, @$, TREE_PART, $n, build_add(p, @$, build_list(p, @e, $e), $t)); }
;

split_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| split_clauses[l] split_clause[c]           { $$ = build_clause(p, @$, $l, $c); }
;

split_clause:
  rounded
| "cite" texts[t]                            { $$ = build_retitled(p, @$, TREE_CITE, $t); }
| "note" texts[t]                            { $$ = build_retitled(p, @$, TREE_NOTE, $t); }
| "for" name[n]                              { $$ = build_named(p, @$, TREE_FOR, $n, NULL); }
| "may be replaced"                          { $$ = build_leaf(p, @$, TREE_MAY_BE_REPLACED, PARSE_NOTHING); }
;

/* pay upkeep = £3 * residents where eligible within £4m scale to fit rounded to £1 */
pay:
  "pay" name[n] pre[b] "=" expr[e] pay_clauses[c]
    { $$ = build_declaration(p, @$, TREE_PAY, $n, $b, build_one(p, @e, TREE_VALUE, $e), $c); }
;

pay_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| pay_clauses[l] pay_clause[c]               { $$ = build_clause(p, @$, $l, $c); }
;

pay_clause:
  usual_clause
| "within" expr[e]                           { $$ = build_one(p, @$, TREE_WITHIN, $e); }
| "scale to fit"                             { $$ = build_leaf(p, @$, TREE_SCALE, PARSE_NOTHING); }
| rounded
| "per" paths[p]                             { $$ = build_kind(p, @$, TREE_PER, $p); }
;

/* select funded where fundable by priority cost requested within £1bn at most 3 per region reserve 5 */
select:
  "select" name[n] select_clauses[c]         { $$ = build_declaration(p, @$, TREE_SELECT, $n, NULL, NULL, $c); }
;

select_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| select_clauses[l] select_clause[c]         { $$ = build_clause(p, @$, $l, $c); }
;

select_clause:
  usual_clause
| "by" orders[o]                             { $$ = build_kind(p, @$, TREE_BY, $o); }
| "cost" expr[e]                             { $$ = build_one(p, @$, TREE_COST, $e); }
| "within" expr[e]                           { $$ = build_one(p, @$, TREE_WITHIN, $e); }
| "take" expr[e]                             { $$ = build_one(p, @$, TREE_TAKE, $e); }
| "at least" expr[e]                         { $$ = build_one(p, @$, TREE_AT_LEAST, $e); }
| "at most" expr[e]                          { $$ = build_one(p, @$, TREE_AT_MOST, $e); }
| "per" paths[p]                             { $$ = build_kind(p, @$, TREE_PER, $p); }
| "skip unaffordable"                        { $$ = build_leaf(p, @$, TREE_SKIP_UNAFFORDABLE, PARSE_NOTHING); }
| "reserve" expr[e]                          { $$ = build_one(p, @$, TREE_RESERVE, $e); }
;

/* ---- decisions by hand, assumptions, checks, tests ---- */

/* override bid "B-0042" quality = 71 because "marks re-moderated" */
override:
  "override" name[n] override_key[k] "because" TEXT[t] common[c]
    { $$ = build_override(p, @$, $n, $k, build_leaf(p, @t, TREE_BECAUSE, $t), $c); }
;

override_key:
  keys[k] place[p] "=" expr[e]
    { $$ = build_add(p, @$, build_add(p, @$, build_list(p, @k, build_kind(p, @k, TREE_KEYS, $k)), $p), $e); }
;

keys:
  key[k]                                     { $$ = build_list(p, @$, $k); }
| keys[l] "," key[k]                         { $$ = build_add(p, @$, $l, $k); }
;

key:
  TEXT[t]                                    { $$ = build_leaf(p, @$, TREE_TEXT, $t); }
| NUMBER[t]                                  { $$ = build_leaf(p, @$, TREE_NUMBER, $t); }
| DATE[t]                                    { $$ = build_leaf(p, @$, TREE_DATE, $t); }
| YEAR[t]                                    { $$ = build_leaf(p, @$, TREE_YEAR, $t); }
;

/* assume "Of two equal places the larger comes first" on priority */
assume:
  "assume" texts[t] assume_clauses[c]        { $$ = build_titled(p, @$, TREE_ASSUME, $t, $c); }
;

assume_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| assume_clauses[l] assume_clause[c]         { $$ = build_clause(p, @$, $l, $c); }
;

assume_clause:
  "on" paths[p]                              { $$ = build_kind(p, @$, TREE_ON, $p); }
| "cite" texts[t]                            { $$ = build_retitled(p, @$, TREE_CITE, $t); }
| "note" texts[t]                            { $$ = build_retitled(p, @$, TREE_NOTE, $t); }
;

/* check warn award <= 10% of budget "No place takes more than a tenth" for place */
check:
  "check" expr[e] check_clauses[c]           { $$ = build_declaration(p, @$, TREE_CHECK, NULL, NULL, $e, $c); }
| "check" "warn" expr[e] check_clauses[c]
    { $$ = build_flagged(build_declaration(p, @$, TREE_CHECK, NULL, NULL, $e, $c)); }
;

check_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| check_clauses[l] check_clause[c]           { $$ = build_clause(p, @$, $l, $c); }
;

check_clause:
  common_clause
| "for" name[n]                              { $$ = build_named(p, @$, TREE_FOR, $n, NULL); }
;

/* compare imd_rank with published_rank within 1 at least 32_842 equal */
compare:
  "compare" expr[a] "with" expr[b] compare_clauses[c]
    { $$ = build_declaration(p, @$, TREE_COMPARE, NULL, build_list(p, @a, $a), $b, $c); }
;

compare_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| compare_clauses[l] compare_clause[c]       { $$ = build_clause(p, @$, $l, $c); }
;

compare_clause:
  check_clause
| "where" expr[e]                            { $$ = build_one(p, @$, TREE_WHERE, $e); }
| "within" arith[e]                          { $$ = build_one(p, @$, TREE_WITHIN, $e); }
| "at least" arith[e] "equal"                { $$ = build_one(p, @$, TREE_AT_LEAST_EQUAL, $e); }
;

/* test "a dear ward needs no match" as of 2027-04-01 given place.dear = true expect matched */
test:
  "test" texts[t] test_clauses[c]            { $$ = build_titled(p, @$, TREE_TEST, $t, $c); }
;

test_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| test_clauses[l] test_clause[c]             { $$ = build_clause(p, @$, $l, $c); }
;

test_clause:
  "as of" DATE[d]                            { $$ = build_one(p, @$, TREE_AS_OF, build_leaf(p, @d, TREE_DATE, $d)); }
| "for" name[n]                              { $$ = build_named(p, @$, TREE_FOR, $n, NULL); }
| "given" assigns[a]                         { $$ = build_kind(p, @$, TREE_GIVEN, $a); }
| "given" name[n] "(" names[c] ")" rows[r]   { $$ = build_given_rows(p, @$, $n, $c, $r); }
| "expect" expectations[e]                   { $$ = build_kind(p, @$, TREE_EXPECT, $e); }
| "cite" texts[t]                            { $$ = build_retitled(p, @$, TREE_CITE, $t); }
| "note" texts[t]                            { $$ = build_retitled(p, @$, TREE_NOTE, $t); }
;

/* row "A", 1_400 row "B", 700 */
rows:
  "row" args[a]                              { $$ = build_list(p, @$, build_kind(p, @$, TREE_ROW, $a)); }
| rows[l] "row"[r] args[a]
    { $$ = build_add(p, @$, $l, build_kind(p, span_join(@r, @a), TREE_ROW, $a)); }
;

/* threshold = 6%, place.dear = true */
assigns:
  assign[a]                                  { $$ = build_list(p, @$, $a); }
| assigns[l] "," assign[a]                   { $$ = build_add(p, @$, $l, $a); }
;

assign:
  place[p] "=" expr[e]                       { $$ = build_two(p, @$, TREE_ASSIGN, $p, $e); }
;

/* matched, award["B"] = £75 within £1 */
expectations:
  expected[e]                                { $$ = build_list(p, @$, $e); }
| expectations[l] "," expected[e]            { $$ = build_add(p, @$, $l, $e); }
;

expected:
  expr[e]                                    { $$ = build_two(p, @$, TREE_EXPECTED, $e, NULL); }
| expr[e] "within" arith[t]                  { $$ = build_two(p, @$, TREE_EXPECTED, $e, $t); }
;

/* scenario "Half the capital" capital = £21m, per_ward = 2 */
scenario:
  "scenario" texts[t] assigns[a] scenario_clauses[c]
    { $$ = build_declaration(p, @$, TREE_SCENARIO, NULL, build_list(p, @t, $t), $a, $c); }
;

scenario_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| scenario_clauses[l] scenario_clause[c]     { $$ = build_clause(p, @$, $l, $c); }
;

scenario_clause:
  "as of" DATE[d]                            { $$ = build_one(p, @$, TREE_AS_OF, build_leaf(p, @d, TREE_DATE, $d)); }
| "cite" texts[t]                            { $$ = build_retitled(p, @$, TREE_CITE, $t); }
| "note" texts[t]                            { $$ = build_retitled(p, @$, TREE_NOTE, $t); }
;

/* extern haversine_km(number, number) number from "libgeo.so" */
extern:
  "extern" name[n] "(" types[p] ")" type[t] "from" TEXT[f] common[c]
    { $$ = build_extern(p, @$, $n, $p, $t, build_leaf(p, @f, TREE_FROM_FILE, $f), $c); }
;

types:
  type[t]                                    { $$ = build_list(p, @$, $t); }
| types[l] "," type[t]                       { $$ = build_add(p, @$, $l, $t); }
;

/* output for ward: code, cost_index with 1 decimals as "Index" where dear by cost_index highest first */
output:
  "output" outs[o] output_clauses[c]         { $$ = build_declaration(p, @$, TREE_OUTPUT, NULL, NULL, $o, $c); }
| "output" "for" name[n] ":" outs[o] output_clauses[c]
    { $$ = build_declaration(p, @$, TREE_OUTPUT, NULL, build_named(p, @n, TREE_FOR, $n, NULL), $o, $c); }
| "output" "figures" ":" outs[o]             { $$ = build_declaration(p, @$, TREE_FIGURES, NULL, NULL, $o, NULL); }
;

output_clauses:
  %empty                                     { $$ = build_list(p, @$, NULL); }
| output_clauses[l] output_clause[c]         { $$ = build_clause(p, @$, $l, $c); }
;

output_clause:
  "where" expr[e]                            { $$ = build_one(p, @$, TREE_WHERE, $e); }
| "by" orders[o]                             { $$ = build_kind(p, @$, TREE_BY, $o); }
;

outs:
  out[o]                                     { $$ = build_list(p, @$, $o); }
| outs[l] "," out[o]                         { $$ = build_add(p, @$, $l, $o); }
;

out:
  expr[e]                                    { $$ = build_one(p, @$, TREE_OUT, $e); }
| out[o] "as" TEXT[t]
    { $$ = build_out_clause(p, @$, $o, build_flagged(build_leaf(p, @t, TREE_AS, $t))); }
| out[o] "as" name[n]                        { $$ = build_out_clause(p, @$, $o, build_as(p, $n)); }
| out[o] "with" NUMBER[n] decimals           { $$ = build_out_clause(p, @$, $o, build_leaf(p, @n, TREE_DECIMALS, $n)); }
;

decimals: "decimal" | "decimals" ;

/* ---- expressions ---- */

/* if eligible then award else £0 */
expr:
  logic
| junction
| "if" expr[c] "then" expr[a] "else" expr[b] { $$ = build_three(p, @$, TREE_IF, $c, $a, $b); }
;

/* a and b and c; a mixture is refused by the builder */
junction:
  logic[a] "and" logic[b]                    { $$ = build_junction(p, @$, TREE_AND, $a, $b); }
| logic[a] "or" logic[b]                     { $$ = build_junction(p, @$, TREE_OR, $a, $b); }
| junction[a] "and" logic[b]                 { $$ = build_junction(p, @$, TREE_AND, $a, $b); }
| junction[a] "or" logic[b]                  { $$ = build_junction(p, @$, TREE_OR, $a, $b); }
;

/* not eligible */
logic:
  "not" logic[a]                             { $$ = build_one(p, @$, TREE_NOT, $a); }
| comparison
| arith
;

/* jobs >= 5%, nation in britain, pay is not missing; a chain of comparators is refused by the builder */
comparison:
  arith[a] comparator[o] arith[b]            { $$ = build_compare(p, @$, $o, $a, $b); }
| comparison[a] comparator[o] arith[b]       { $$ = build_compare(p, @$, $o, $a, $b); }
| arith[a] "in" arith[b]                     { $$ = build_two(p, @$, TREE_IN, $a, $b); }
| arith[a] "in" set_value[b]                 { $$ = build_two(p, @$, TREE_IN, $a, $b); }
| arith[a] "not in" arith[b]                 { $$ = build_flagged(build_two(p, @$, TREE_IN, $a, $b)); }
| arith[a] "not in" set_value[b]             { $$ = build_flagged(build_two(p, @$, TREE_IN, $a, $b)); }
| arith[a] "is missing"                      { $$ = build_one(p, @$, TREE_IS_MISSING, $a); }
| arith[a] "is not missing"                  { $$ = build_flagged(build_one(p, @$, TREE_IS_MISSING, $a)); }
;

comparator: "=" { $$ = OP_EQ; } | cell_comparator ;

/* "E" & code */
arith:
  sum
| arith[a] "&" sum[b]                        { $$ = build_binary(p, @$, TREE_JOIN, $a, $b); }
;

/* a + b - c */
sum:
  product
| sum[a] "+" product[b]                      { $$ = build_binary(p, @$, TREE_ADD, $a, $b); }
| sum[a] "-" product[b]                      { $$ = build_binary(p, @$, TREE_SUBTRACT, $a, $b); }
;

/* a * b / c; 10% of a, which wants brackets beside any other operator: the builder asks for them */
product:
  factor
| product[a] "*" factor[b]                   { $$ = build_binary(p, @$, TREE_MULTIPLY, $a, $b); }
| product[a] "/" factor[b]                   { $$ = build_binary(p, @$, TREE_DIVIDE, $a, $b); }
| product[a] "mod" factor[b]                 { $$ = build_binary(p, @$, TREE_MOD, $a, $b); }
| product[a] "of" factor[b]                  { $$ = build_binary(p, @$, TREE_OF, $a, $b); }
;

/* -x ^ 2 is -(x ^ 2) */
factor:
  "-" factor[a]                              { $$ = build_one(p, @$, TREE_NEGATE, $a); }
| power
;

power:
  primary
| primary[a] "^" factor[b]                   { $$ = build_two(p, @$, TREE_POWER, $a, $b); }
;

primary:
  NUMBER[t]                                  { $$ = build_leaf(p, @$, TREE_NUMBER, $t); }
| PERCENT[t]                                 { $$ = build_leaf(p, @$, TREE_PERCENT, $t); }
| MONEY[t]                                   { $$ = build_leaf(p, @$, TREE_MONEY, $t); }
| DATE[t]                                    { $$ = build_leaf(p, @$, TREE_DATE, $t); }
| YEAR[t]                                    { $$ = build_leaf(p, @$, TREE_YEAR, $t); }
| TEXT[t]                                    { $$ = build_leaf(p, @$, TREE_TEXT, $t); }
| "true"                                     { $$ = build_leaf(p, @$, TREE_TRUE, PARSE_NOTHING); }
| "false"                                    { $$ = build_leaf(p, @$, TREE_FALSE, PARSE_NOTHING); }
| "missing"                                  { $$ = build_leaf(p, @$, TREE_MISSING, PARSE_NOTHING); }
| "missing" "(" TEXT[t] ")"                  { $$ = build_flagged(build_leaf(p, @$, TREE_MISSING, $t)); }
| place
| name[n] "(" call[c] ")"                    { $$ = build_call(p, @$, $n, $c); }
| "any"[n] "(" call[c] ")"                   { $$ = build_call(p, @$, build_name(p, @n, $n, false), $c); }
| "any of" "(" args[a] ")"                   { $$ = build_kind(p, @$, TREE_ANY_OF, $a); }
| "all of" "(" args[a] ")"                   { $$ = build_kind(p, @$, TREE_ALL_OF, $a); }
| "number of" "(" args[a] ")"                { $$ = build_kind(p, @$, TREE_NUMBER_OF, $a); }
| "(" expr[e] ")"                            { $$ = build_one(p, @$, TREE_PAREN, $e); }
;

/* a, b */
args:
  expr[e]                                    { $$ = build_list(p, @$, $e); }
| args[l] "," expr[e]                        { $$ = build_add(p, @$, $l, $e); }
;

/* mean(x weighted by w where c per region skip missing), count(place where c); the builder minds the order */
call:
  %empty                                     { $$ = build_call_start(p, @$, build_list(p, @$, NULL)); }
| filled_call
;

filled_call:
  arguments[a]                               { $$ = build_call_start(p, @$, $a); }
| opening_clause[c]
    { $$ = build_call_clause(p, @$, build_call_start(p, @$, build_list(p, @$, NULL)), $c); }
| filled_call[l] call_clause[c]              { $$ = build_call_clause(p, @$, $l, $c); }
;

/* those whose words cannot be taken for a name that begins an argument */
opening_clause:
  "by" orders[o]                             { $$ = build_kind(p, @$, TREE_BY, $o); }
| "weighted by" expr[e]                      { $$ = build_one(p, @$, TREE_WEIGHTED_BY, $e); }
| "where" expr[e]                            { $$ = build_one(p, @$, TREE_WHERE, $e); }
| "per" paths[p]                             { $$ = build_kind(p, @$, TREE_PER, $p); }
| "skip missing"                             { $$ = build_leaf(p, @$, TREE_SKIP_MISSING, PARSE_NOTHING); }
;

call_clause:
  opening_clause
| "ties" name[n]                             { $$ = build_named(p, @$, TREE_TIES, $n, NULL); }
| "using" name[n]                            { $$ = build_named(p, @$, TREE_USING, $n, NULL); }
| "using" name[n] NUMBER[t]
    { $$ = build_named(p, @$, TREE_USING, $n, build_list(p, @t, build_leaf(p, @t, TREE_NUMBER, $t))); }
| "to" arith[e] rounding[o]                  { $$ = build_op(build_one(p, @$, TREE_ROUND_TO, $e), $o); }
;

arguments:
  argument[a]                                { $$ = build_list(p, @$, $a); }
| arguments[l] "," argument[a]               { $$ = build_add(p, @$, $l, $a); }
;

/* x, or a knot of taper: 1 -> 4 */
argument:
  expr
| expr[x] "->" expr[y]                       { $$ = build_two(p, @$, TREE_KNOT, $x, $y); }
;
%%
static int yyreport_syntax_error(const yypcontext_t *context, struct parse *p)
{
	yysymbol_kind_t expected[YYNTOKENS];
	const char *names[YYNTOKENS];
	int n = yypcontext_expected_tokens(context, expected, YYNTOKENS);
	for (int i = 0; i < n; i++)
		names[i] = yysymbol_name(expected[i]);
	parse_complain(p, *yypcontext_location(context), names, n > 0 ? (size_t)n : 0);
	return 0;
}

/* bison says this, and only this, when its stack is full or cannot grow; parse.c tells which. */
static void gram_error(const struct span *at, struct parse *p, const char *message)
{
	(void)at;
	(void)p;
	(void)message;
}
