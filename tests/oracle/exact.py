"""Exact arithmetic of the oracle: section 9 of lang/REFERENCE.md, over fractions.Fraction.

Everything here is a plain function of numbers; nothing knows about rule files.
"""
import decimal
import functools
import math
import statistics
from fractions import Fraction

CAP_BITS = 16384
SUM_LIMIT = 2 ** 2048
DIGITS = 34


class EvalError(Exception):
    """An error of evaluation (exit status 4)."""


def cap(x):
    """Section 9.4: the value, unless it has too many bits."""
    if x.numerator.bit_length() + x.denominator.bit_length() > CAP_BITS:
        raise EvalError("a value of more than 16,384 bits")
    return x


def divide(a, b):
    if b == 0:
        raise EvalError("division by zero")
    return cap(a / b)


def modulo(a, b):
    if b == 0:
        raise EvalError("mod by zero")
    return cap(a - b * math.floor(a / b))


def round_whole(x, mode):
    """x to a whole number: 'away' is half away from zero."""
    if mode == "up":
        return math.ceil(x)
    if mode == "down":
        return math.floor(x)
    low = math.floor(x)
    rest = x - low
    if rest != Fraction(1, 2):
        return low + (rest > Fraction(1, 2))
    if mode == "even":
        return low + low % 2
    return low + (x > 0)


def round_to(x, unit, mode="away"):
    if unit <= 0:
        raise EvalError("rounding to a unit that is not above 0")
    return cap(round_whole(x / unit, mode) * unit)


def floor_log(x, base=10):
    """floor(log10 |x|) of a fraction that is not 0."""
    n, d = abs(x.numerator), x.denominator
    e = int((n.bit_length() - d.bit_length()) * math.log(2) / math.log(base))
    while Fraction(base) ** e * d > n:
        e -= 1
    while Fraction(base) ** (e + 1) * d <= n:
        e += 1
    return e


def as_terms(terms):
    """Section 9.3: the terms as they are to be added."""
    common = 1
    for t in terms:
        common = math.lcm(common, t.denominator)
    if common < SUM_LIMIT:
        return list(terms)
    unit = Fraction(10) ** (floor_log(max(terms, key=abs)) - 60)
    return [round_whole(t / unit, "even") * unit for t in terms]


def add(terms):
    return cap(sum(as_terms(terms), Fraction(0)))


def nearest34(x):
    """The decimal of 34 significant digits nearest to a fraction, half to even."""
    return x if x == 0 else cap(round_to(x, Fraction(10) ** (floor_log(x) - DIGITS + 1), "even"))


def settle(bounds):
    """bounds(p) gives fractions below and above an irrational value, closer together for a larger p."""
    precision = 50
    while True:
        low, high = bounds(precision)
        if low * high > 0 and nearest34(low) == nearest34(high):
            return nearest34(low)
        precision *= 2


def context(precision):
    return decimal.Context(prec=precision, rounding=decimal.ROUND_HALF_EVEN, Emax=decimal.MAX_EMAX, Emin=decimal.MIN_EMIN,
                           traps=[decimal.InvalidOperation, decimal.Overflow])


def outward(function, low, high, precision):
    """An increasing function of decimal numbers between two fractions: bounds of its values."""
    work = context(precision)
    down, up = work.copy(), work.copy()
    down.rounding, up.rounding = decimal.ROUND_FLOOR, decimal.ROUND_CEILING
    low = down.divide(decimal.Decimal(low.numerator), decimal.Decimal(low.denominator))
    high = up.divide(decimal.Decimal(high.numerator), decimal.Decimal(high.denominator))
    low, high = function(low, work), function(high, work)
    tiny = decimal.Decimal(10) ** -precision  # the decimal next to 0 is too small for a fraction
    return Fraction(work.next_minus(low) if low else -tiny), Fraction(work.next_plus(high) if high else tiny)


def ln_bounds(x, precision):
    return outward(lambda v, c: v.ln(c), x, x, precision)


def exp_bounds(low, high, precision):
    if abs(high) > 20000 or abs(low) > 20000:
        raise EvalError("exp is too large or too small")
    return outward(lambda v, c: v.exp(c), low, high, precision)


@functools.lru_cache(maxsize=4096)
def ln(x):
    if x <= 0:
        raise EvalError("ln of a number that is not above 0")
    return Fraction(0) if x == 1 else settle(lambda p: ln_bounds(x, p))


@functools.lru_cache(maxsize=4096)
def exp(x):
    return Fraction(1) if x == 0 else settle(lambda p: exp_bounds(x, x, p))


def whole_root(n, degree):
    """The root of a whole number if it is whole, else None."""
    if n < 2:
        return n
    if degree >= n.bit_length():
        return None
    low, high = 1, 1 << (n.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle ** degree < n else (low, middle)
    return low if low ** degree == n else None


@functools.lru_cache(maxsize=4096)
def root_power(x, y):
    """x ^ y for a y that is not whole."""
    if x < 0 or (x == 0 and y < 0):
        raise EvalError("a fractional power of a negative number, or of 0")
    if x == 0 or x == 1:
        return x
    top, bottom = whole_root(x.numerator, y.denominator), whole_root(x.denominator, y.denominator)
    if top is not None and bottom is not None:
        return nearest34(whole_power(Fraction(top, bottom), y.numerator))
    def bounds(precision):
        ends = sorted(y * end for end in ln_bounds(x, precision))
        return exp_bounds(ends[0], ends[1], precision)
    return settle(bounds)


def sqrt(x):
    if x < 0:
        raise EvalError("the root of a negative number")
    return root_power(x, Fraction(1, 2))


def whole_power(x, y):
    if y == 0:
        return Fraction(1)
    if x == 0 and y < 0:
        raise EvalError("0 to a negative power")
    if abs(x) in (0, 1):
        return x if y % 2 else abs(x)
    bits = max(x.numerator.bit_length(), x.denominator.bit_length())
    if (bits - 1) * abs(y) > 2 * CAP_BITS:
        raise EvalError("a power that is too large")
    return cap(x ** y)


def power(x, y):
    return whole_power(x, y.numerator) if y.denominator == 1 else root_power(x, y)


@functools.lru_cache(maxsize=4096)
def normal_quantile(p):
    """The z for which the normal distribution function is p, 0 < p < 1."""
    if p == Fraction(1, 2):
        return Fraction(0)
    if p < Fraction(1, 2):
        return -normal_quantile(1 - p)

    def bounds(precision):
        with decimal.localcontext(context(precision + 20)) as work:
            pi = machin_pi(precision + 20)
            target = decimal.Decimal(p.numerator) / decimal.Decimal(p.denominator)
            z = decimal.Decimal(statistics.NormalDist().inv_cdf(float(p)))
            for _ in range(precision.bit_length()):
                density = (-z * z / 2).exp(work) / (2 * pi).sqrt(work)
                term = total = z
                k = 1
                while abs(term) > decimal.Decimal(10) ** -(precision + 15):
                    k += 2
                    term = term * z * z / k
                    total += term
                z -= (decimal.Decimal("0.5") + density * total - target) / density
            slack = decimal.Decimal(10) ** -precision
            return Fraction(z - slack), Fraction(z + slack)
    return settle(bounds)


def machin_pi(precision):
    """pi = 16 arctan(1/5) - 4 arctan(1/239)."""
    one = 10 ** (precision + 10)

    def arctan(n):
        total, power_, k, sign = 0, one // n, 1, 1
        while power_:
            total += sign * (power_ // k)
            power_ //= n * n
            k, sign = k + 2, -sign
        return total
    return decimal.Decimal(4 * (4 * arctan(5) - arctan(239))).scaleb(-(precision + 10))


def float32(x):
    if x == 0:
        return x
    step = Fraction(2) ** (max(floor_log(x, 2), -126) - 23)
    nearest = round_whole(x / step, "even") * step
    if abs(nearest) >= 2 ** 128:
        raise EvalError("too large for float32")
    return nearest


# kind of quantile: m of n * p + m, and c of the fraction g, j
QUANTILES = {
    1: (lambda p: 0, lambda g, j: Fraction(g != 0)),
    2: (lambda p: 0, lambda g, j: Fraction(1) if g else Fraction(1, 2)),
    3: (lambda p: Fraction(-1, 2), lambda g, j: Fraction(not (g == 0 and j % 2 == 0))),
    4: (lambda p: 0, lambda g, j: g),
    5: (lambda p: Fraction(1, 2), lambda g, j: g),
    6: (lambda p: p, lambda g, j: g),
    7: (lambda p: 1 - p, lambda g, j: g),
    8: (lambda p: (p + 1) / 3, lambda g, j: g),
    9: (lambda p: p / 4 + Fraction(3, 8), lambda g, j: g),
}


def quantile(values, p, kind=7):
    if not 0 <= p <= 1:
        raise EvalError("a quantile outside 0 to 1")
    ordered = sorted(values)
    n = len(ordered)
    shift, weight = QUANTILES[kind]
    h = n * p + shift(p)
    j = math.floor(h)
    c = weight(h - j, j)
    at = lambda i: ordered[min(max(i, 1), n) - 1]
    return cap((1 - c) * at(j) + c * at(j + 1))


def clamp(x, low, high):
    return max(low, x if high is None else min(x, high))


def lambda_shares(amount, places):
    """places: (weight, base, floor, ceiling or None); the shares clamp(base + lambda * weight, floor, ceiling) that add up."""
    def shares(lam):
        return [clamp(b + lam * w, f, c) for w, b, f, c in places]
    breaks = sorted({(limit - b) / w for w, b, f, c in places if w > 0 for limit in (f, c) if limit is not None})
    totals = [sum(shares(at)) for at in breaks]
    if not breaks or amount <= totals[0]:
        return shares(breaks[0] if breaks else 0)
    for i in range(len(breaks)):
        if totals[i] <= amount and (i + 1 == len(breaks) or amount < totals[i + 1]):
            # just above breaks[i] a place moves when it is below its ceiling and at or above its floor
            slope = sum(w for w, b, f, c in places
                        if w > 0 and b + breaks[i] * w >= f and (c is None or b + breaks[i] * w < c))
            return shares(breaks[i] + ((amount - totals[i]) / slope if slope else 0))
    raise AssertionError("no lambda")
