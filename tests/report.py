#!/usr/bin/env python3
"""report.py PLANG: the page that `plang report` writes, without a browser: that it is well formed, asks nobody for anything,
says what the rules and the result say, keeps texts texts, and that a map is joined, drawn and refused as it should be.
Closes with `N passed, N failed`."""
import base64
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from html.parser import HTMLParser

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
UK = os.path.join(ROOT, "examples/uk-districts")
FUND = os.path.join(ROOT, "examples/place-renewal-fund")
SHARED = os.path.join(ROOT, "../shared/data/boundaries_uk_lad")
VOID = {"meta", "input", "br", "link", "img", "hr"}
passed = failed = skipped = 0


def check(holds, what):
    global passed, failed
    passed, failed = passed + bool(holds), failed + (not holds)
    if not holds:
        print("FAILED:", what)
    return holds


def skip(why):
    global skipped
    skipped += 1
    print("skipped:", why)


class Element(dict):
    """Attributes, the names of what it stands in, and where in the text of the page it begins and ends."""

    def __init__(self, page, name, attributes, inside):
        super().__init__(attributes, name=name)
        self["in"] = inside
        self.page, self.begin, self.end = page, len(page.data), None

    def __missing__(self, key):
        if key != "text":
            raise KeyError(key)
        self["text"] = "".join(self.page.data[self.begin:self.end])
        return self["text"]


class Page(HTMLParser):
    """The elements of a page in order, each with its attributes and its text; what is not well formed is in self.wrong."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.open, self.all, self.wrong, self.raw, self.data = [], [], [], text, []
        self.feed(text)
        self.close()
        self.wrong += ["never closed: " + e["name"] for e in self.open]

    def handle_starttag(self, name, attributes, closed=False):
        if name in ("td", "th", "p", "li", "br", "dt", "dd"):
            self.data.append(" ")
        element = Element(self, name, dict(attributes), [e["name"] for e in self.open])
        if len(dict(attributes)) != len(attributes):
            self.wrong.append("an attribute twice: " + name)
        self.all.append(element)
        if name in VOID or closed:
            element.end = element.begin
        else:
            self.open.append(element)

    def handle_startendtag(self, name, attributes):
        if "svg" not in [e["name"] for e in self.open]:
            self.wrong.append("closes itself: " + name)
        self.handle_starttag(name, attributes, True)

    def handle_endtag(self, name):
        if not self.open or self.open[-1]["name"] != name:
            self.wrong.append(f"</{name}> closes {self.open[-1]['name'] if self.open else 'nothing'}")
        else:
            self.open.pop().end = len(self.data)

    def handle_data(self, data):
        self.data.append(data)

    def handle_comment(self, data):
        self.wrong.append("a comment: " + data[:40])

    def find(self, name, **attributes):
        wanted = {k.replace("_", "-").strip("-"): v for k, v in attributes.items()}
        return [e for e in self.all if e["name"] == name and all(e.get(k) == v for k, v in wanted.items())]

    def words(self, name):
        return [" ".join(e["text"].split()) for e in self.find(name)]


work = tempfile.mkdtemp()
plang = None


def write(name, text):
    path = os.path.join(work, name)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text if isinstance(text, str) else json.dumps(text))
    return path


def run(*words, **more):
    environment = dict(os.environ, **more)
    return subprocess.run([plang, "report", *words], capture_output=True, text=True, env=environment)


def report(rules, data, *words, status=0, **more):
    """The page, or None."""
    out = os.path.join(work, "out.html")
    if os.path.exists(out):
        os.remove(out)
    done = run(rules, *([data] if data else []), "-o", out, "--quiet", *words, **more)
    if not check(done.returncode == status, f"{os.path.basename(rules)} {words}: status {done.returncode}, not {status}: {done.stderr[:300]}"):
        return None
    with open(out, encoding="utf-8") as file:
        return Page(file.read())


# --- what holds of every page ---


def sound(page, what):
    check(not page.wrong, f"{what}: not well formed: {page.wrong[:3]}")
    check(page.raw.startswith("<!DOCTYPE html>\n<html lang=\"en\">"), f"{what}: neither type nor language")
    ids = [e["id"] for e in page.all if "id" in e]
    check(len(ids) == len(set(ids)), f"{what}: an id twice")
    links = [e["href"] for e in page.all if "href" in e]
    check(all(href[0] == "#" and href[1:] in ids for href in links), f"{what}: a link leads out of the page, or nowhere")
    asking = [e["name"] for e in page.all for k in e if k in ("src", "srcset", "action", "background", "xlink:href", "data", "style") or k.startswith("on")]
    check(not asking, f"{what}: asks for something or runs something: {asking[:3]}")
    check(not re.search(r"https?:|//[a-z]|@import|url\((?!#)", page.raw), f"{what}: names something elsewhere")
    check({e["name"] for e in page.all}.isdisjoint({"link", "img", "iframe", "object", "embed", "base", "form"}), f"{what}: an element that loads")
    levels = [int(e["name"][1]) for e in page.all if re.fullmatch("h[1-6]", e["name"])]
    check(levels.count(1) == 1 and levels[0] == 1, f"{what}: one heading of the first level")
    check(all(b <= a + 1 for a, b in zip(levels, levels[1:])), f"{what}: a level of headings is left out: {levels[:20]}")
    check(all("scope" in e for e in page.find("th")), f"{what}: a heading of a table without scope")
    check(len(page.find("main")) == len(page.find("header")) == len(page.find("nav")) == len(page.find("footer")) == 1, f"{what}: landmarks")
    named = [e for e in page.all if "aria-labelledby" in e]
    check(all(i in ids for e in named for i in e["aria-labelledby"].split()), f"{what}: named by what is not there")
    labels = {e.get("for") for e in page.find("label")}
    check(all(e["id"] in labels for e in page.find("input")), f"{what}: an input without a label")
    policy = page.find("meta", http_equiv="Content-Security-Policy")[0]["content"]
    check("default-src 'none'" in policy and "unsafe" not in policy, f"{what}: the policy allows too much")
    for name in ("style", "script"):
        held = page.find(name)
        digest = base64.b64encode(hashlib.sha256(held[0]["text"].encode()).digest()).decode()
        check(len(held) == 1 and f"{name}-src 'sha256-{digest}'" in policy, f"{what}: the {name} is not the one that the policy names")
    first = page.raw.index("Content-Security-Policy")
    check(first < page.raw.index("<style") < page.raw.index("<script"), f"{what}: the policy comes too late")


def says_rules(page, rules, what):
    """Each line that is shown is the line of the file that it says it is, and no line of a declaration is left out."""
    with open(rules, encoding="utf-8") as file:
        lines = file.read().split("\n")
    shown = {}
    for code in page.find("pre"):
        for line in code["text"].rstrip("\n").split("\n"):
            number, _, text = line.partition(" ")
            shown[int(number)] = text
    check(all(" ".join(lines[n - 1].split()) == " ".join(text.split()) for n, text in shown.items()), f"{what}: a line is another")
    held, heading = set(), False
    for i, line in enumerate(lines):
        heading = line.startswith("section") or (heading and line.startswith(" "))
        if line.strip() and not heading and not line.startswith("#"):
            held.add(i + 1)
    check(held <= set(shown), f"{what}: lines {sorted(held - set(shown))[:5]} are not shown")


def says_result(page, rules, data, what):
    """The table of results is what `plang eval` prints."""
    done = subprocess.run([plang, "eval", "--quiet", rules, data], capture_output=True, text=True)
    wanted = list(csv.reader(done.stdout.split("\n\n")[0].splitlines())) # of several outputs the first
    table = page.raw[page.raw.index('<table id="rows">'):]
    rows = Page(table[:table.index("</table>") + 8])
    heads = [e["text"] for e in rows.find("th", scope="col")]
    check(heads == wanted[0], f"{what}: heads of the table")
    cells = [e for e in rows.all if e["name"] == "td" or e.get("scope") == "row"]
    plain = []
    for e in cells:
        text = {"yes": "true", "no": "false"}.get(e["text"], e["text"])
        plain.append(re.sub(r"[£€,%]", "", text) if e.get("class") == "n" else text)
    wanted = [cell for row in wanted[1:] for cell in row]
    check(len(plain) == len(wanted), f"{what}: {len(plain)} cells, not {len(wanted)}")
    # An empty cell says why in words.
    check(all(a == b.replace(",", "") if b and a != b else bool(a) for a, b in zip(plain, wanted)), f"{what}: a cell differs")


def examples():
    for folder, data in ((FUND, "districts.csv"), (UK, "districts.csv"), (os.path.join(ROOT, "examples/eu-regions"), "regions.csv"),
                         (os.path.join(ROOT, "examples/imd-2019"), "areas.csv")):
        rules, data = os.path.join(folder, "rules.pl"), os.path.join(folder, data)
        if not os.path.exists(data):
            data = [os.path.join(folder, f) for f in os.listdir(folder) if f.endswith(".csv") and f != "expected.csv"][0]
        what = os.path.basename(folder)
        page = report(rules, data)
        if not page:
            continue
        sound(page, what)
        says_rules(page, rules, what)
        says_result(page, rules, data, what)
        with open(data, encoding="utf-8") as file:
            places = len(list(csv.reader(file))) - 1
        stories = page.raw[page.raw.index('<div class="stories">'):] if places else ""
        check(stories.count('<div id="p') == places, f"{what}: a story for each of {places} places")
        check(len(page.raw) < 3_000_000, f"{what}: {len(page.raw)} bytes")


def several():
    """Every table of a result is on the page."""
    rules = os.path.join(ROOT, "examples/eu-regions/rules.pl")
    page = report(rules, os.path.join(ROOT, "examples/eu-regions/regions.csv"))
    text = " ".join(page.find("section", aria_labelledby="results")[0]["text"].split())
    check("On a threshold" in text and text.count("ES24") == 2, "the second output")


def fund():
    rules, data = os.path.join(FUND, "rules.pl"), os.path.join(FUND, "districts.csv")
    page = report(rules, data)
    text = " ".join(page.find("main")[0]["text"].split())
    for words in ("£4,800,000,000", "Every pound is awarded ✓ held", "budget", "£4,800,000,000 the rule file", "undated value", "Not run for this report",
                  "median(unemployment per region)", "The place may be funded", "Source: 3.1(a)"):
        check(words in text, f"the fund's page does not say: {words}")
    head = " ".join(page.find("header")[0]["text"].split())
    for words in ("Place Renewal Fund, round 1", "Department for Places", "Version 2026.1", "prospectus, March 2026", "300 places from districts.csv under the rules of rules.pl"):
        check(words in head, f"the fund's head does not say: {words}")
    bars = [int(e["text"].replace(",", "")) for e in Page(page.raw[page.raw.index("<table><caption>Places by need"):].split("</table>")[0] + "</table>").find("td", **{"class": "n"})[1::2]]
    need = page.raw[page.raw.index('<h3>Need for economic recovery'):]
    check(f">{sum(bars)} places have this score" in need, "bars do not add up to the places")
    check("Priority category: 3 below, 2 above" in need, "the cut-offs between bands")
    again = report(rules, data, "--threads", "1", LC_ALL="de_DE.UTF-8", TZ="Pacific/Kiritimati")
    check(again and again.raw == page.raw, "other bytes with one thread, another locale and zone")
    out = run(rules, data, "-o", "-", "--quiet")
    check(out.stdout == page.raw, "other bytes on standard output")
    told = run(rules, data, "-o", os.path.join(work, "x.html"))
    check("Every pound is awarded" in told.stderr and told.stdout == "", "the summary goes to standard error")
    dear = report(rules, data, "--set", "budget=£5bn", "--as-of", "2027-04-01")
    text = " ".join(dear.find("main")[0]["text"].split())
    check("£5,000,000,000 --set" in text and "5.3% from 2027-04-01" in text, "who set a parameter")


# --- texts stay texts ---

EVIL = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title></svg></style><b>bold", "' onmouseover='alert(1)", "a & b &lt; c &#60;i&#62;",
        "]]><!-- -->", "{{x}} ${y}", "javascript:alert(1)", "R\u202eevil\u202c", "<p>\u200bx", "=HYPERLINK(\"x\")"]


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def evil():
    title = " ".join(EVIL[:8])
    t = quoted(title)
    rules = write("evil.pl", f"""fund {t}
  authority {t}
  version {t}
  currency GBP
  cite {t}
  note {t}
section {t}
param floor = 1 {t} cite {t}
dataset place {t}
  key code
  field name text
  field `x<b>y` number column {quoted('"><img src=x onerror=alert(2)>')} if missing use 0
  field gone number may be missing missing means {quoted('<i>n/a</i>')}
  keep where code != "out" {t}
rule good {t} when `x<b>y` > floor cite {t} note {t}
score need {t} weight 100% on `x<b>y` {t}
band kind {t} when need > 3 then {t} otherwise "<u>low</u>"
allocate award {t} share £100 where good rounded to £1
assume {t} on award
check sum(award) = £100 {t}
check warn award < £1 {t}
output code, name as {t}, `x<b>y`, gone, good, need, kind, award
""")
    rows = [[f"k{i}" if i else "<k>", name, str(i + 1), "<i>n/a</i>" if i % 2 else "3"] for i, name in enumerate(EVIL)] + [["out", "x", "1", "1"]]
    data = os.path.join(work, "evil.csv")
    with open(data, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["code", "name", '"><img src=x onerror=alert(2)>', "gone"]] + rows)
    square = [[0, 0], [1, 0], [1, 1], [0, 0]]
    shapes = [{"type": "Feature", "properties": {"<b>key": key, "name": "<script>"}, "geometry": {"type": "Polygon", "coordinates": [[[x + i, y] for x, y in square]]}}
              for i, key in enumerate(["<k>", "k1", "k2", "</svg><script>alert(3)</script>"])]
    page = report(rules, data, "--map", write("evil<b>.json", {"type": "FeatureCollection", "features": shapes}))
    if not page:
        return None
    sound(page, "hostile texts")
    check(not page.find("img") and not page.find("u") and not [e for e in page.find("b") if e.get("class") not in ("yes", "no")], "markup out of a text")
    titles = page.words("title")
    check(titles[0] == title + ": report" and any(t.startswith("<script>alert(1)</script>: ") for t in titles), "titles are not the texts")
    check("</svg><script>alert(3)</script>" in titles, "a shape's title is not its text")
    check(" ".join(page.find("h1")[0]["text"].split()) == title, "the title is another")
    summaries = page.words("summary")
    check(all(any(s.startswith(" ".join(name.split())) for s in summaries) for name in EVIL[:8]), "a name is another")
    check("\u202e" not in page.raw and "\u200b" not in page.raw and "R\\u{202E}evil" in page.raw, "an invisible character is not shown")
    check("[... ]" not in page.raw and "k1" in page.raw, "keys")
    return page


# --- maps ---

SMALL = """dataset place
  key code
  field people count
output code, people
"""


def square(x, y, size=1):
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(key, rings, kind="Polygon", **more):
    return {"type": "Feature", "properties": {"name": "n" + key, "code": key}, "geometry": {"type": kind, "coordinates": rings}, **more}


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


def paths(page):
    return [e["d"] for e in page.find("path")]


def maps():
    rules = write("small.pl", SMALL)
    data = write("small.csv", "code,people\nA,1\nB,2\nC,3\nD,4\n")
    geo = collection(feature("A", [square(0, 0)]), feature("B", [square(1, 0)]), feature("Z", [square(0, 1)]),
                     feature("C", [[square(1, 1), square(1.25, 1.25, 0.5)], [square(3, 3)]], "MultiPolygon"))
    page = report(rules, data, "--map", write("geo.json", geo))
    sound(page, "a map")
    text = " ".join(page.find("section", aria_labelledby="map")[0]["text"].split())
    check("joined to places by their code" in text, "the property that matches best")
    check("1 place has no shape on the map: D." in text, "a place without a shape is reported")
    check("1 shape of the map belongs to no place of the data: Z." in text, "a shape without a place is reported")
    check(len(paths(page)) == 4 and paths(page)[3].count("M") == 3, "four shapes, one of them of three rings")
    check(len([e for e in page.find("a") if "svg" in e["in"]]) == 3, "three shapes lead to their places")
    # The same lines as TopoJSON: shared, backwards, and on a grid.
    arcs = [[[0, 0], [1, 0]], [[1, 0], [1, 1]], [[1, 1], [0, 1], [0, 0]], [[1, 0], [2, 0], [2, 1], [1, 1]], [[1, 1], [1, 2], [0, 2], [0, 1]]]
    topo = {"type": "Topology", "arcs": [], "objects": {"x": {"type": "GeometryCollection", "geometries": [
        {"type": "Polygon", "arcs": [[0, 1, 2]], "properties": {"code": "A"}}, {"type": "Polygon", "arcs": [[~1, 3]], "id": "B", "properties": {"code": "B"}},
        {"type": "MultiPolygon", "arcs": [[[5]], [[0, 1, 2]]], "properties": {"code": "C"}}, {"type": None, "properties": {"code": "none"}}]}}}
    plain = dict(topo, arcs=arcs + [square(4, 4)])
    steps = [[[round((p[k] - (a[i - 1][k] if i else -1)) * 4) for k in (0, 1)] for i, p in enumerate(a)] for a in plain["arcs"]]
    grid = dict(topo, arcs=steps, transform={"scale": [0.25, 0.25], "translate": [-1, -1]})
    rings = {"A": [square(0, 0)], "B": [[[1, 1], [1, 0], [2, 0], [2, 1], [1, 1]]]}
    rings["A"][0] = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
    same = collection(feature("A", rings["A"]), feature("B", rings["B"]), feature("C", [[square(4, 4)], rings["A"]], "MultiPolygon"))
    drawn = [paths(report(rules, data, "--map", write("m.json", m))) for m in (plain, grid, same)]
    check(drawn[0] == drawn[1] == drawn[2] and len(drawn[0]) == 3, f"TopoJSON, on a grid, and GeoJSON draw the same: {drawn}")
    # Keys that are numbers, ids, a property by name; metres instead of degrees; a shape too small to see.
    numbers = write("numbers.csv", "code,people\n1,1\n2,2\n")
    for made in ([dict(feature("x", [square(0, 0)]), id=1)], [{"type": "Feature", "properties": {"k": 2}, "geometry": {"type": "Polygon", "coordinates": [square(400000, 800000, 1000)]}}]):
        page = report(rules, numbers, "--map", write("m.json", collection(*made)))
        check(page and len([e for e in page.find("a") if "svg" in e["in"]]) == 1, "keys that are numbers")
    page = report(rules, data, "--map", write("m.json", collection(feature("A", [square(0, 0, 50)]), feature("B", [square(7, 7, 1e-9)]))))
    check(page and paths(page)[1].endswith("h16v16h-16z"), "a shape too small for the grid is a dot")
    two = collection({"type": "Feature", "properties": {"a": "A", "b": "B"}, "geometry": {"type": "Polygon", "coordinates": [square(0, 0)]}})
    for key, number in (("a", "1"), ("b", "2")):
        page = report(rules, data, "--map", write("m.json", two), "--map-key", key)
        check(page and [e["href"] for e in page.find("a") if "svg" in e["in"]] == ["#p" + number], f"--map-key {key}")
    flat = collection(feature("A", [square(0, 0)]), {"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Point", "coordinates": [1, 1]}}, dict(feature("C", []), geometry=None))
    text = report(rules, data, "--map", write("m.json", flat)).find("section", aria_labelledby="map")[0]["text"]
    check("1 geometry of the map is no area" in text and "3 places have no shape" in text, "points are said not to be areas")


def measures():
    """What the map colours: an award, else a score, else a rank; and where the classes end."""
    data = write("m.csv", "code,people\n" + "".join(f"k{i},{i}\n" for i in range(1, 12)))
    shapes = write("m.json", collection(*(feature(f"k{i}", [square(i, 0)]) for i in range(1, 12))))
    head = "dataset place\n  key code\n  field people count\n"

    def legend(rules):
        page = report(write("m.pl", rules), data, "--map", shapes)
        table = page.raw[page.raw.index('<table class="legend">'):].split("</table>")[0] + "</table>"
        table = Page(table)
        rows = [" ".join(e["text"].split()) for e in table.find("th", scope="row")]
        return rows, [e["text"] for e in table.find("td")], [e["class"] for e in page.find("path")]

    rows, counts, colours = legend(head + "rank r by people highest first where people > 1\noutput code, r\n")
    check(rows[0] == "1 to 2" and rows[-1].startswith("Not ranked: not (people > 1)") and counts == ["2"] * 5 + ["1"], f"classes of a rank: {rows} {counts}")
    check(colours[0] == "c0" and colours[10] == "c5" and colours[1] == "c1", f"the first rank is the darkest: {colours}")
    rows, counts, colours = legend(head + "score s weight 100% on if people > 4 then 1 else 0\noutput code, s\n")
    check(rows == ["1.000", "0.000"] and counts == ["7", "4"] and set(colours) == {"c5", "c4"}, f"equal values are in one class: {rows} {counts} {colours}")
    rows, counts, _ = legend('fund "x" currency GBP\n' + head + "rule big when people > 10\nallocate a share £10 where big rounded to £1\noutput code, a\n")
    check(rows == ["£10", "Not applicable: not big"] and counts == ["1", "10"], f"an award outside its where is none: {rows}")


def uk():
    rules, data = os.path.join(UK, "rules.pl"), os.path.join(UK, "districts.csv")
    page = report(rules, data, "--map", os.path.join(UK, "boundaries.topojson"))
    sound(page, "uk-districts")
    check(len([e for e in page.find("a") if "svg" in e["in"]]) == 374, "374 districts on the map")
    check("AREACD" in page.raw and "no shape on the map" not in page.raw, "all districts are joined")
    check(len(page.raw.encode()) < 3_000_000, f"{len(page.raw.encode())} bytes")
    for name, missing in (("lad2021_uk.geojson", 0), ("lad2019_uk.topojson", 3)):
        file = os.path.join(SHARED, name)
        if not os.path.exists(file):
            skip(f"{name}, which is not there")
            continue
        other = report(rules, data, "--map", file)
        check(len([e for e in other.find("a") if "svg" in e["in"]]) == 374 - missing, f"{name}: districts on the map")
        check((f"{missing} places have no shape" in other.raw) == bool(missing), f"{name}: what is not on the map")


BAD_MAPS = [
    ("", "not JSON"), ("{", "not JSON"), ("[1, 2", "not JSON"), ("null", "not JSON"), ("[]", "neither GeoJSON"), ("{}", "neither GeoJSON"), ('"x"', "not JSON"),
    ("\x00\x01", "not JSON"), ('{"type": "FeatureCollection"}', '"features" is not an array'), ('{"type": 3}', "neither GeoJSON"),
    ('{"type": "FeatureCollection", "features": []}', "no areas"), ('{"type": "FeatureCollection", "features": [3]}', "shape 1: a feature is not an object"),
    ("[" * 100000, "not JSON"), ('{"type":' * 100000, "not JSON"), ('{"a": NaN}', "not JSON"), ('{"a": 1e999}', "not JSON"),
    (collection({"type": "Feature", "geometry": {"type": "Point", "coordinates": [0, 0]}}), "no areas"),
    (collection({"type": "Feature", "geometry": 3}), "a geometry has no type"), (collection({"type": "Feature", "geometry": {"type": "Polygon"}}), "a polygon is not an array"),
    (collection(feature("A", [3])), "a ring is not an array"), (collection(feature("A", [[3]])), "a point is not an array"), (collection(feature("A", [[["0", "1"]]])), "a point is not an array"),
    (collection(feature("A", [[[0]]])), "a point is not an array"), (collection(feature("A", [[[0, 0], [1, 1], [2, 0]]])), "does not end where it begins"),
    (collection(feature("A", [[[1e300, 0], [1, 1], [1e300, 0]]])), "lies beyond"), (collection(feature("A", 3, "MultiPolygon")), "a MultiPolygon is not an array"),
    (collection(feature("A", [square(0, 0)]), feature("B", [[[0, 0], [1, 1]]])), "shape 2: a ring does not end"),
    (collection(dict(feature("A", []), geometry={"type": "GeometryCollection", "geometries": {}})), '"geometries" is not an array'),
    ({"type": "Topology"}, '"arcs" is not an array'), ({"type": "Topology", "arcs": []}, '"objects" is not an object'),
    ({"type": "Topology", "arcs": [], "objects": {}}, "no areas"), ({"type": "Topology", "arcs": [], "objects": {"x": 3}}, "a geometry is not an object"),
    *[({"type": "Topology", "arcs": [[[0, 0], [1, 1], [0, 0]]], "objects": {"x": {"type": "Polygon", "arcs": [[i]]}}}, "a line") for i in (1, -2, 10**15, -(2**62), 0.5, "0", None)],
    ({"type": "Topology", "arcs": [[]], "objects": {"x": {"type": "Polygon", "arcs": [[0]]}}}, "a line"),
    ({"type": "Topology", "arcs": [3], "objects": {"x": {"type": "Polygon", "arcs": [[0]]}}}, "a line"),
    ({"type": "Topology", "arcs": [[[0, 0], [1, 1]]], "objects": {"x": {"type": "Polygon", "arcs": [[0]]}}}, "does not end where it begins"),
    ({"type": "Topology", "arcs": [[[0, 0]]], "objects": {"x": {"type": "Polygon", "arcs": 3}}}, "a polygon is not an array"),
    ({"type": "Topology", "arcs": [[[0, 0]]], "objects": {"x": {"type": "MultiPolygon", "arcs": 3}}}, "a MultiPolygon is not an array"),
    ({"type": "Topology", "arcs": [[[0, 0]]], "objects": {"x": {"type": "GeometryCollection"}}}, '"geometries" is not an array'),
    ({"type": "Topology", "arcs": [], "transform": {}, "objects": {}}, "the transform wants"), ({"type": "Topology", "arcs": [], "transform": {"scale": [1, "x"]}, "objects": {}}, "a point is not"),
    ({"type": "Topology", "arcs": [[[9e8, 0], [9e8, 0]]], "transform": {"scale": [9e8, 1], "translate": [0, 0]}, "objects": {"x": {"type": "Polygon", "arcs": [[0]]}}}, "runs beyond"),
    # A thousand lines of a thousand points, named a thousand times each by a few bytes.
    ({"type": "Topology", "arcs": [[[0, 0]] * 100000], "objects": {"x": {"type": "Polygon", "arcs": [[0] * 2000]}}}, "at most 16777216 points"),
    (collection(feature("Z", [square(0, 0)])), 'no property of the shapes holds the keys of the places'),
]


def refused():
    rules, data = write("small.pl", SMALL), write("small.csv", "code,people\nA,1\nB,2\n")
    out = write("kept.html", "old")
    good = write("good.json", collection(feature("A", [square(0, 0)])))
    for content, words in BAD_MAPS:
        done = run(rules, data, "-o", out, "--quiet", "--map", write("bad.json", content))
        check(done.returncode == 4 and words in done.stderr and "error P063" in done.stderr, f"{str(content)[:80]}: {done.returncode} {done.stderr[:200]}")
    done = run(rules, data, "-o", out, "--quiet", "--map", write("bad.json", BAD_MAPS[-1][0]), "--map-key", "nothing")
    check(done.returncode == 4 and 'no shape\'s "nothing" is the key of a place' in done.stderr and '"name", "code"' in done.stderr, "a property that is not there: " + done.stderr)
    for words, status, said in (((rules, data), 2, "where to?"), ((rules, data, "-o", out, "--map-key", "x"), 2, "--map-key"), ((data,), 2, "where to?"),
                                ((rules, data, "-o", out, "--map", os.path.join(work, "absent.json")), 6, "cannot be opened"),
                                ((rules, data, "-o", out, "--map", work), 6, "cannot read"), ((rules, data, "-o", os.path.join(work, "no/such.html")), 6, "cannot be written"),
                                ((rules, data, "-o", out, "--data", "other=x.csv"), 2, "twice"), ((rules, "--data", "other=x.csv", "-o", out), 2, "declares no dataset"),
                                ((rules, write("bad.csv", "code,people\nA,x\n"), "-o", out, "--map", good), 4, "P0701"),
                                ((rules, data, "-o", "/dev/full"), 6, "No space left")):
        done = run(*words)
        check(done.returncode == status and said in done.stderr, f"{words[2:]}: {done.returncode} {done.stderr[:200]}")
    with open(out, encoding="utf-8") as file:
        check(file.read() == "old", "the old page is untouched")
    check(not [f for f in os.listdir(work) if f.endswith(".tmp")], "a temporary file is left")


# --- pages of other kinds ---


def others():
    page = report(write("figures.pl", 'param a = 2\ncheck a = 3 "a is 3"\nlet b = a + 1\noutput figures: b\n'), None, status=1)
    sound(page, "figures alone")
    check(re.search("Figure ?Value b 3", " ".join(page.find("main")[0]["text"].split())), "figures are shown")
    check("a is 3 ✗ FAILED" in " ".join(page.find("main")[0]["text"].split()), "a check that failed")
    page = report(write("small.pl", SMALL), write("none.csv", "code,people\n"))
    sound(page, "no places")
    rules = 'dataset place\n  key code\n  field n number\nscore s weight 100% on n\noutput code, s where n > 1\n'
    data = write("some.csv", "code,n\n" + "".join(f"k{i},{i % 3}\n" for i in range(9)))
    page = report(write("some.pl", rules), data)
    sound(page, "an output of some places")
    check(page.raw.count('<div id="p') == 9 and page.find("table", id="rows"), "places that are not listed have a story, too")
    for values in ("1e300,-1e300", "1,1", "1e-300,2e-300", "0.1,0.1000000000000000000000000001", "5,-5"):
        page = report(write("wide.pl", 'dataset place\n  key code\n  field n number\nscore s weight 100% on n\noutput code, s\n'),
                      write("wide.csv", "code,n\n" + "".join(f"k{i},{n}\n" for i, n in enumerate(values.split(",")))))
        if page:
            sound(page, "scores " + values)
            check("nan" not in page.raw and "inf<" not in page.raw and "NaN" not in page.raw.split("<script>")[0], f"scores {values}: no number in the drawing")
    many = write("many.csv", "code,people\n" + "".join(f"k{i},{i}\n" for i in range(2100)))
    page = report(write("small.pl", SMALL), many)
    check(page and page.raw.count('<div id="p') == 2000 and "These are the first 2,000 of 2,100 places" in page.raw, "many places: stories of the first, and that is said")
    sound(page, "many places")
    check(len(Page(page.raw[page.raw.index('<table id="rows">'):].split("</table>")[0] + "</table>").find("tr")) == 2101, "many places: all of them are in the table")


def main():
    global plang
    if len(sys.argv) != 2 and sys.argv[2:3] != ["--evil"]:
        sys.exit("usage: report.py PLANG [--evil PAGE]")
    plang = os.path.abspath(sys.argv[1])
    if len(sys.argv) == 4:  # only the page with hostile texts, for report_browser.sh
        with open(sys.argv[3], "w", encoding="utf-8") as file:
            file.write(evil().raw)
        return 0
    for part in (examples, several, fund, evil, maps, measures, uk, refused, others):
        part()
    subprocess.run(["rm", "-rf", work], check=False)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
