#!/usr/bin/env python3
"""make-places.py COUNT: prints made-up places for the rules of examples/place-renewal-fund, the same ones every time.

Only for measuring: the figures are spread like those of districts, but nothing about a place fits together.
"""
import random
import sys

REGIONS = ("North", "East", "South", "West", "Midlands", "Highland", "Border", "Coast", "Islands", "Valley")
NATIONS = ("England", "England", "England", "England", "England", "England", "Scotland", "Wales", "Northern Ireland")


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit("usage: make-places.py COUNT")
    draw = random.Random(1).random  # random() alone is promised to stay the same
    print("code,name,nation,region,population,unemployment,low_skills,GVA per hour worked (£),prior_award")
    for i in range(int(sys.argv[1])):
        unemployment = "" if draw() < 0.02 else f"{1.5 + 7 * draw():.1f}"
        low_skills = "" if draw() < 0.02 else f"{2 + 13 * draw():.1f}"
        prior = f"{int(draw() * 60_000) * 1000}" if draw() < 0.5 else ""
        print(f"P{i:06d},Place {i},{NATIONS[int(draw() * 9)]},{REGIONS[int(draw() * 10)]},{2_000 + int(300_000 * draw() ** 2)},"
              f"{unemployment},{low_skills},{25 + 25 * draw():.2f},{prior}")


if __name__ == "__main__":
    main()
