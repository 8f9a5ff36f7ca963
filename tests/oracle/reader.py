"""Reading for the oracle: a rule file's text to a tree, by recursive descent (section 15 of lang/REFERENCE.md).

It is lenient where the grammar is strict: programs that plang refuses are of no interest here.
"""
import copy
import datetime
import re
from fractions import Fraction

RESERVED = set("""if not true false missing any where per by for warn then else and or in of mod when otherwise let param
dataset function allocate override assume scenario extern replace compare""".split())
DECLARATIONS = set("""fund policy section use param set let function dataset rule score rank band table allocate split pay select
replace override assume check compare test scenario extern output""".split())
CURRENCIES = {c: 2 for c in """AED ARS AUD BGN BRL CAD CHF CNY COP CZK DKK EGP EUR GBP GHS HKD HUF IDR ILS INR KES MAD MXN MYR NGN
NOK NZD PEN PHP PKR PLN RON RSD SAR SEK SGD THB TRY TWD UAH USD UYU ZAR""".split()}
CURRENCIES.update({c: 0 for c in "CLP ISK JPY KRW UGX VND XAF XOF".split()}, **{c: 3 for c in "BHD KWD TND".split()})
SIGNS = {"£": ["GBP", "EGP"], "€": ["EUR"], "¥": ["JPY", "CNY"],
         "$": "USD ARS AUD BRL CAD CLP COP HKD MXN NZD SGD TWD UYU".split()}

NUMBER = r"[0-9][0-9_]*(?:\.[0-9_]+)?(?:[eE][+-]?[0-9]+)?"
TOKEN = re.compile(r"""
    (?P<space>  (?:\s|\#[^\n]*|\ufeff)+ )
  | (?P<date>   (?:19|20|21)\d\d-\d\d-\d\d )
  | (?P<money>  (?:[£€¥$]|\b[A-Z]{3}\s*)(?P<amount>%s)(?P<big>k|m|bn)?(?![A-Za-z0-9_]) )
  | (?P<percent>(?P<hundredths>%s)%% )
  | (?P<number> (?P<digits>%s)(?P<suffix>k|m|bn)? )
  | (?P<text>   "(?:[^"\\\n]|\\.)*" )
  | (?P<quoted> `[^`\n]*` )
  | (?P<word>   [A-Za-z_][A-Za-z0-9_]* )
  | (?P<sign>   \.\. | -> | != | <= | >= | [-+*/^&=<>()\[\],:.] )
""" % (NUMBER, NUMBER, NUMBER), re.VERBOSE)
SCALE = {None: 1, "k": 10 ** 3, "m": 10 ** 6, "bn": 10 ** 9}
ESCAPES = {'\\"': '"', "\\\\": "\\", "\\n": "\n"}


class RuleError(Exception):
    """The rule file cannot be read (exit status 3)."""


class Node:
    """A node of an expression: a kind and named parts, of which some are nodes or lists of nodes."""

    def __init__(self, kind, **parts):
        self.kind = kind
        self.__dict__.update(parts)

    def children(self):
        for part in self.__dict__.values():
            for one in part if isinstance(part, list) else (part,):
                if isinstance(one, Node):
                    yield one
                elif isinstance(one, tuple):
                    yield from (x for x in one if isinstance(x, Node))


class Decl:
    """A declaration: what it is, its name, and its clauses by name."""

    def __init__(self, what, name=None, **clauses):
        self.what, self.name = what, name
        self.__dict__.update(clauses)


def tokens(text):
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise RuleError(f"cannot read {text[at:at + 20]!r}")
        kind, value = match.lastgroup, match.group()
        # the innermost named group may be the last one: take the outer kind
        kind = next(k for k in ("space", "date", "money", "percent", "number", "text", "quoted", "word", "sign") if match[k] is not None)
        if kind == "date":
            value = datetime.date.fromisoformat(value)
        elif kind == "money":
            value = Fraction(match["amount"].replace("_", "")) * SCALE[match["big"]]
        elif kind == "percent":
            value = Fraction(match["hundredths"].replace("_", "")) / 100
        elif kind == "number":
            value = Fraction(match["digits"].replace("_", "")) * SCALE[match["suffix"]]
        elif kind == "text":
            value = re.sub(r"\\.", lambda m: ESCAPES[m.group()], value[1:-1])
        elif kind == "quoted":
            value = value[1:-1]
        if kind != "space":
            found.append((kind, value, at, match.end()))
        at = match.end()
    found.append(("end", "", at, at))
    return found


class Reader:
    def __init__(self, text):
        self.text, self.tokens, self.at = text, tokens(text), 0

    # tokens -----------------------------------------------------------------------------------------------------------
    def peek(self, *words):
        """Whether these words or signs stand here."""
        return all(self.tokens[min(self.at + i, len(self.tokens) - 1)][:2] in (("word", w), ("sign", w))
                   for i, w in enumerate(words))

    def take(self, run):
        """Takes a run of words if it stands here."""
        words = run.split()
        if not self.peek(*words):
            return False
        self.at += len(words)
        return True

    def need(self, run):
        if not self.take(run):
            raise RuleError(f"{run!r} expected at {self.text[self.tokens[self.at][2]:][:30]!r}")

    def kind(self):
        return self.tokens[self.at][0]

    def next(self, *kinds):
        token = self.tokens[self.at]
        if kinds and token[0] not in kinds:
            raise RuleError(f"{kinds} expected at {self.text[token[2]:][:30]!r}")
        self.at += 1
        return token[1]

    def name(self):
        return self.next("word", "quoted")

    def title(self):
        value = self.next("text")
        while self.kind() == "text":
            value += self.next()
        return value

    def list_of(self, part):
        found = [part()]
        while self.take(","):
            found.append(part())
        return found

    # expressions ------------------------------------------------------------------------------------------------------
    def expr(self):
        if self.take("if"):
            condition = self.expr()
            self.need("then")
            yes = self.expr()
            self.need("else")
            return Node("if", condition=condition, yes=yes, no=self.expr())
        first = self.logic()
        for word in ("and", "or"):
            if self.peek(word):
                parts = [first]
                while self.take(word):
                    parts.append(self.logic())
                return Node(word, parts=parts)
        return first

    def logic(self):
        if self.peek("not") and not self.peek("not", "in"):
            self.need("not")
            return Node("not", x=self.logic())
        left = self.arith()
        for sign in ("!=", "<=", ">=", "=", "<", ">"):
            if self.take(sign):
                return Node("compare", sign=sign, left=left, right=self.arith())
        if self.take("not in"):
            return Node("in", x=left, members=self.members_after_in(), negate=True)
        if not any(self.peek("in", *joined) for joined in (("proportion", "to"), ("units", "of"), ("equal", "parts"))) and self.take("in"):
            return Node("in", x=left, members=self.members_after_in(), negate=False)
        if self.take("is not missing"):
            return Node("is missing", x=left, negate=True)
        if self.take("is missing"):
            return Node("is missing", x=left, negate=False)
        return left

    def members_after_in(self):
        start = self.at
        if self.take("("):
            members = self.list_of(self.member)
            if self.take(")") and not (self.peek("..") or self.peek("to", "under") or self.kind() == "sign" and self.tokens[self.at][1] in "+-*/^"):
                return members
            self.at = start
        return [self.member()]

    def member(self):
        low = self.expr()
        if self.take(".."):
            return Node("range", low=low, high=self.arith(), under=False)
        if self.take("to under"):
            return Node("range", low=low, high=self.arith(), under=True)
        return low

    def binary(self, operators, part):
        left = part()
        while True:
            for op in operators:
                if self.take(op):
                    left = Node("binary", op="*" if op == "of" else op, left=left, right=part())
                    break
            else:
                return left

    def arith(self):
        return self.binary(["&"], self.sum)

    def sum(self):
        return self.binary(["+", "-"], self.product)

    def product(self):
        return self.binary(["*", "/", "mod", "of"], self.factor)

    def factor(self):
        if self.take("-"):
            return Node("negate", x=self.factor())
        base = self.primary()
        return Node("binary", op="^", left=base, right=self.factor()) if self.take("^") else base

    def primary(self):
        kind, value = self.tokens[self.at][:2]
        if self.take("("):
            inner = self.expr()
            self.need(")")
            return inner
        if kind == "number":
            self.at += 1
            return Node("literal", value=value, type="count" if value.denominator == 1 else "number")
        if kind in ("percent", "date", "text"):
            self.at += 1
            return Node("literal", value=value, type=kind)
        if kind == "money":
            self.at += 1
            return Node("literal", value=value, type=("money", 1))
        if self.peek("true") or self.peek("false"):
            return Node("literal", value=self.next() == "true", type="flag")
        for run in ("any of", "all of", "number of"):
            if self.take(run):
                self.need("(")
                args = self.list_of(self.expr)
                self.need(")")
                return Node("call", name=run, args=args)
        if kind not in ("word", "quoted") or (kind == "word" and value in RESERVED and value != "any"):
            raise RuleError(f"a value expected at {self.text[self.tokens[self.at][2]:][:30]!r}")
        name = self.path()
        return self.call(name) if self.take("(") else Node("name", name=name)

    def path(self):
        parts = [self.name()]
        while self.peek(".") and self.take("."):
            parts.append(self.name())
        return parts[-1]

    def call(self, name):
        """Everything that may stand in the brackets of a call."""
        node = Node("call", name=name, args=[], by=[], weight=None, where=None, per=[], ties="min", skip=False, sample=False,
                    kind_of=None, mode="away")
        if not (self.peek("by") or self.peek("where") or self.peek("per") or self.peek(")")):
            node.args = self.list_of(self.argument)
        while not self.take(")"):
            if self.take("to"):
                node.args.append(self.arith())
                node.mode = self.rounding()
            elif self.take("by"):
                node.by = self.orders()
            elif self.take("weighted by"):
                node.weight = self.expr()
            elif self.take("where"):
                node.where = self.expr()
            elif self.take("per"):
                node.per = self.list_of(self.path)
            elif self.take("ties"):
                node.ties = self.name()
            elif self.take("skip missing"):
                node.skip = True
            elif self.take("using sample"):
                node.sample = True
            else:
                self.need("using type")
                node.kind_of = int(self.next("number"))
        return node

    def rounding(self):
        return "even" if self.take("half even") else "up" if self.take("up") else "down" if self.take("down") else "away"

    def argument(self):
        x = self.expr()
        return Node("knot", x=x, y=self.expr()) if self.take("->") else x

    def orders(self):
        def order():
            key = self.expr()
            if self.take("highest first") or self.take("desc"):
                return (key, True)
            self.take("lowest first") or self.take("asc")
            return (key, False)
        return self.list_of(order)

    # declarations -----------------------------------------------------------------------------------------------------
    def file(self):
        found = []
        while self.kind() != "end":
            word = self.name()
            if word not in DECLARATIONS:
                raise RuleError(f"a declaration cannot begin with {word!r}")
            if not hasattr(self, "read_" + word):
                raise RuleError(f"{word!r} does not run yet")
            found.append(getattr(self, "read_" + word)())
        return found

    def common(self):
        """A title, a citation, a note."""
        if self.kind() == "text":
            self.title()
        elif (self.peek("cite") or self.peek("note")) and self.tokens[self.at + 1][0] == "text":
            self.next()
            self.title()
        elif self.peek("for") and self.tokens[self.at + 1][0] in ("word", "quoted"):
            self.next()
            self.name()
        else:
            return False
        return True

    def clauses(self, decl, **readers):
        """Reads clauses in any order: a word (with _ for a space) and what to do behind it."""
        runs = sorted(readers, key=len, reverse=True)
        while True:
            for run in runs:
                if self.take(run.replace("_", " ")):
                    readers[run]()
                    break
            else:
                if not self.common():
                    return decl

    def store(self, decl, clause, part):
        def read():
            setattr(decl, clause, part())
        return read

    def read_fund(self):
        decl = Decl("fund", currency=None)
        return self.clauses(decl, authority=self.title, version=self.title, currency=self.store(decl, "currency", self.name),
                            years_begin=lambda: (self.next("number"), self.need("-"), self.next("number")))
    read_policy = read_fund

    def read_section(self):
        return self.clauses(Decl("section"))

    def read_assume(self):
        return self.clauses(Decl("assume"), on=lambda: self.list_of(self.path))

    def read_test(self):
        while self.kind() != "end":
            token = self.tokens[self.at]
            first = not self.text[self.text.rfind("\n", 0, token[2]) + 1:token[2]].strip()
            if first and token[0] == "word" and token[1] in DECLARATIONS:
                break
            self.at += 1
        return Decl("test")
    read_scenario = read_test

    def head(self, decl):
        while self.common():
            pass
        self.need("=")
        return decl

    def read_param(self):
        decl = self.head(Decl("param", self.name(), dated=[], within=None))
        decl.value = self.expr()
        def dated():
            day = self.next("date")
            self.need(":")
            decl.dated.append((day, self.expr()))
        return self.clauses(decl, **{"from": dated}, within=self.store(decl, "within", self.member), may_be_replaced=lambda: None)

    def read_set(self):
        decl = self.head(Decl("set", self.name()))
        self.need("(")
        decl.members = self.list_of(self.member)
        self.need(")")
        return self.clauses(decl)

    def read_let(self):
        decl = self.head(Decl("let", self.name(), where=None))
        decl.value = self.expr()
        return self.clauses(decl, where=self.store(decl, "where", self.expr))

    def read_function(self):
        name = self.name()
        self.need("(")
        params = self.list_of(self.name)
        self.need(")")
        self.need("=")
        return self.clauses(Decl("function", name, params=params, value=self.expr()))

    def read_dataset(self):
        decl = Decl("dataset", self.name(), key=[], fields=[], thousands=None, markers=[], keep=[])
        field = None
        def new_field():
            nonlocal field
            field = Decl("field", self.name(), column=None, units=None, impute=None, optional=False, markers=[], words=[])
            field.type = self.name()
            if self.take("("):
                field.words = self.list_of(lambda: self.next("text"))
                self.need(")")
            decl.fields.append(field)
        def markers():
            target = decl if field is None else field
            target.markers += self.list_of(lambda: self.next("text")) if self.kind() == "text" else [Node("profile", name=self.name())]
        return self.clauses(
            decl, key=self.store(decl, "key", lambda: self.list_of(self.name)), thousands=self.store(decl, "thousands", self.title),
            missing_means=markers, keep_where=lambda: decl.keep.append(self.expr()), field=new_field,
            column=lambda: setattr(field, "column", self.title()), in_units_of=lambda: setattr(field, "units", self.arith()),
            if_missing_use=lambda: setattr(field, "impute", self.expr()), may_be_missing=lambda: setattr(field, "optional", True),
            **{"from": self.title})

    def read_rule(self):
        decl = Decl("rule", self.name(), when=[], unless=[])
        def unless():
            decl.unless.append(self.expr())
            self.need("because")
            self.title()
        return self.clauses(decl, when=lambda: decl.when.append(self.expr()), unless=unless)

    def read_score(self):
        decl = Decl("score", self.name(), where=None, weights=[], rescaled=False, total=None)
        def weight():
            w = self.expr()
            self.need("on")
            decl.weights.append([w, self.expr(), None])
        def where():
            if decl.weights:
                decl.weights[-1][2] = self.expr()
            else:
                decl.where = self.expr()
        return self.clauses(decl, weight=weight, where=where, weights_rescaled=lambda: setattr(decl, "rescaled", True),
                            weights_add_up_to=self.store(decl, "total", self.arith))

    def read_rank(self):
        decl = Decl("rank", self.name(), by=[], where=None, per=[], ties="min")
        return self.clauses(decl, by=self.store(decl, "by", self.orders), where=self.store(decl, "where", self.expr),
                            per=self.store(decl, "per", lambda: self.list_of(self.path)), ties=self.store(decl, "ties", self.name))

    def read_band(self):
        decl = Decl("band", self.name(), where=None, rows=[], otherwise=None)
        def when():
            condition = self.expr()
            self.need("then")
            decl.rows.append((condition, self.expr()))
        return self.clauses(decl, when=when, otherwise=self.store(decl, "otherwise", self.expr), where=self.store(decl, "where", self.expr))

    def read_allocate(self):
        decl = Decl("allocate", self.name(), share=None, where=None, per=[], weight=None, base=None, floors=[], ceilings=[], unit=None,
                    leave=False, scale=False, capped=False, method=None)
        flag = lambda clause: lambda: setattr(decl, clause, True)
        return self.clauses(
            decl, share=self.store(decl, "share", self.expr), where=self.store(decl, "where", self.expr),
            per=self.store(decl, "per", lambda: self.list_of(self.path)), in_proportion_to=self.store(decl, "weight", self.expr),
            starting_from=self.store(decl, "base", self.expr), at_least=lambda: decl.floors.append(self.expr()),
            at_most=lambda: decl.ceilings.append(self.expr()), rounded_to=self.store(decl, "unit", self.arith),
            method=self.store(decl, "method", self.name),
            leave_the_rest_unspent=flag("leave"), scale_floors_to_fit=flag("scale"), capped_money_stays_unspent=flag("capped"))

    def read_check(self):
        return self.clauses(Decl("check", warn=self.take("warn"), value=self.expr()))

    def read_compare(self):
        decl = Decl("compare", left=self.expr(), where=None, within=None, equal=None)
        self.need("with")
        decl.right = self.expr()
        def at_least():
            decl.equal = self.arith()
            self.need("equal")
        return self.clauses(decl, where=self.store(decl, "where", self.expr), within=self.store(decl, "within", self.arith), at_least=at_least)

    def read_output(self):
        decl = Decl("output", figures=False, columns=[], where=None, by=[])
        if self.peek("figures", ":"):
            decl.figures = True
            self.at += 2
        elif self.take("for"):
            self.name()
            self.need(":")
        decl.columns = self.list_of(self.column)
        while self.peek("where") or self.peek("by"):
            if self.take("where"):
                decl.where = self.expr()
            else:
                self.need("by")
                decl.by = self.orders()
        return decl

    def column(self):
        first = self.at
        expr = self.expr()
        inside = self.tokens[first:self.at]
        header = expr.name if expr.kind == "name" else ""
        if not header:
            for i, token in enumerate(inside):
                gap = i and inside[i - 1][3] != token[2]
                header += (" " if gap else "") + self.text[token[2]:token[3]]
        column = Decl("column", header, value=expr, percent=False, decimals=None)
        while True:
            if self.take("as percent"):
                column.percent = True
            elif self.take("as"):
                column.name = self.next("text", "word", "quoted")
            elif self.take("with"):
                column.decimals = int(self.next("number"))
                self.need("decimals")
            else:
                return column


def expand(node, functions, arguments):
    """A copy of an expression with calls of declared functions replaced by their bodies."""
    if isinstance(node, list):
        return [expand(n, functions, arguments) for n in node]
    if isinstance(node, tuple):
        return tuple(expand(n, functions, arguments) for n in node)
    if not isinstance(node, Node):
        return node
    if node.kind == "name" and node.name in arguments:
        return arguments[node.name]
    if node.kind == "call" and node.name in functions:
        function = functions[node.name]
        given = [expand(a, functions, arguments) for a in node.args]
        return expand(function.value, functions, dict(zip(function.params, given)))
    made = copy.copy(node)
    for key, part in node.__dict__.items():
        if isinstance(part, (Node, list, tuple)) and key != "type":
            setattr(made, key, expand(part, functions, arguments))
    return made


def read(text):
    """The declarations of a rule file, functions expanded."""
    found = Reader(text).file()
    functions = {d.name: d for d in found if d.what == "function"}
    def visit(decl):
        for key, part in list(decl.__dict__.items()):
            if isinstance(part, list) and part and isinstance(part[0], Decl):
                for one in part:
                    visit(one)
            elif isinstance(part, (Node, list, tuple)) and key not in ("type", "params"):
                setattr(decl, key, expand(part, functions, {}))
    for decl in found:
        if decl.what != "function":
            visit(decl)
    return found
