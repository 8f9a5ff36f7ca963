#!/usr/bin/env python3
"""Writes districts.csv, the made-up places of this example, beside itself: the same bytes every time.

Every name, code and figure is invented; only their sizes are like those of British districts.
"""
import csv
import os
import random

FIRST = ("Ash", "Barn", "Brad", "Brough", "Calder", "Carl", "Chel", "Cold", "Crans", "Dart", "Dun", "East", "Elm", "Fair",
         "Farn", "Glen", "Hart", "Haw", "Kelling", "Kirk", "Lang", "Mar", "Mill", "Nether", "North", "Oak", "Pen", "Rother",
         "Sand", "Shel", "South", "Stan", "Thorn", "Tre", "Wal", "West", "Whit", "Win", "Wood", "Wyre")
SECOND = ("bridge", "burn", "bury", "by", "combe", "dale", "don", "field", "ford", "ham", "haven", "hurst", "leigh", "ley",
          "low", "marsh", "mere", "mouth", "port", "stead", "stow", "thorpe", "ton", "vale", "wick", "worth")
# nation, region, first code, how many, unemployment %, low skills %, product per hour in pounds
REGIONS = (
    ("England", "North East", "E08000011", 14, 6.3, 8.9, 34.0),
    ("England", "North West", "E08000101", 38, 5.6, 8.4, 36.5),
    ("England", "Yorkshire and The Humber", "E08000201", 22, 5.4, 8.3, 34.5),
    ("England", "East Midlands", "E07000011", 34, 4.8, 7.9, 34.0),
    ("England", "West Midlands", "E08000301", 30, 5.9, 9.3, 35.0),
    ("England", "East of England", "E07000101", 40, 4.4, 6.8, 37.5),
    ("England", "South East", "E07000201", 50, 4.1, 5.3, 41.5),
    ("England", "South West", "E07000301", 20, 3.9, 5.2, 35.5),
    ("Wales", "Wales", "W06000011", 18, 5.1, 9.0, 33.0),
    ("Scotland", "Scotland", "S12000011", 24, 4.7, 8.2, 37.0),
    ("Northern Ireland", "Northern Ireland", "N09000011", 10, 4.0, 12.1, 33.5),
)
HEADER = ("code", "name", "nation", "region", "population", "unemployment", "low_skills", "GVA per hour worked (£)",
          "prior_award")


class Source:
    """Random figures from random() alone, which Python promises not to change."""

    def __init__(self, seed):
        self.next = random.Random(seed).random

    def between(self, low, high):
        return low + (high - low) * self.next()

    def bell(self, middle, spread):
        return middle + spread * (sum(self.next() for _ in range(12)) - 6)

    def pick(self, words):
        return words[int(self.next() * len(words))]

    def sometimes(self, chance):
        return self.next() < chance


def name(source, used):
    while True:
        town = source.pick(FIRST) + source.pick(SECOND)
        if source.sometimes(0.08):
            town = f"{town} and {source.pick(FIRST)}{source.pick(SECOND)}"
        elif source.sometimes(0.05):
            town = f"{town}, {source.pick(('City of', 'County of', 'Royal Borough of'))}"
        if town not in used:
            used.add(town)
            return town


def place(source, region, number, used):
    nation, region_name, first, _, unemployment, low_skills, product = region
    hardship = source.bell(0, 1)
    people = 1_000_000 * 0.13 * 2.0 ** source.bell(0, 0.75)
    rate = max(1.4, unemployment + 0.85 * hardship + source.bell(0, 0.45))
    skills = max(1.8, low_skills + 1.7 * hardship + source.bell(0, 1.1))
    hour = max(23.0, product - 2.2 * hardship + source.bell(0, 2.8))
    prior = ""
    if source.sometimes(0.55):
        millions = source.between(50, 96) if source.sometimes(0.09) else source.between(0.4, 38)
        prior = str(round(millions * 1000) * 1000)
    return [f"{first[:3]}{int(first[3:]) + number:06d}", name(source, used), nation, region_name, str(round(people)),
            "" if source.sometimes(0.02) else f"{rate:.1f}",
            "" if source.sometimes(0.025) else f"{skills:.1f}",
            f"{hour:.2f}", prior]


def rows():
    source, used = Source(2026), set()
    found = [place(source, region, number, used) for region in REGIONS for number in range(region[3])]
    by_code = {row[0]: row for row in found}
    # The edges that a reader of the rules asks about.
    by_code["E07000310"][1:] = ["Isles of Perran", "England", "South West", "640", "5.6", "6.1", "27.10", ""]
    by_code["E08000012"][5] = "5.1"                  # exactly at the threshold
    by_code["E08000310"][4:9] = ["1124600", "7.9", "14.2", "31.80", "18250000"]
    by_code["E08000105"][8] = "50000000"             # exactly at the limit for earlier awards
    by_code["E08000107"][4:8] = ["551300", "7.1", "11.4", "35.20"]
    by_code["S12000020"][4:8] = ["634200", "5.4", "9.6", "38.90"]
    return found


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "districts.csv")
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
