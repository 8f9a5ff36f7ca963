#!/usr/bin/env python3
"""Cuts districts.csv out of the whole: extract.py SHARED_DIR, the folder that holds data/ons_subnational.

The 374 local authorities with the columns that the rules read, and beside three indicators the score that was published.
"""
import csv
import gzip
import os
import sys

WIDE = ["area_code", "area_name", "country", "region", "gva_per_hour", "weekly_pay", "employment_rate", "nvq3_plus"]
PUBLISHED = {
    "gva_score": "Gross value added per hour worked",
    "employment_score": "Aged 16 to 64 years employment rate (Great Britain)",
    "nvq3_score": "Aged 16 to 64 years NVQ level 3 or above qualifications (Great Britain)",
}


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract.py SHARED_DIR")
    source = os.path.join(sys.argv[1], "data", "ons_subnational")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "districts.csv")
    with gzip.open(os.path.join(source, "indicators_long.csv.gz"), "rt", encoding="utf-8", newline="") as read:
        score = {(row["area_code"], row["indicator"]): row["published_mad_score"] for row in csv.DictReader(read)}
    with open(os.path.join(source, "la_wide.csv"), encoding="utf-8", newline="") as read, open(target, "w", encoding="utf-8", newline="") as write:
        writer = csv.writer(write, lineterminator="\n")
        writer.writerow(WIDE + list(PUBLISHED))
        for row in csv.DictReader(read):
            published = [score.get((row["area_code"], indicator), "") for indicator in PUBLISHED.values()]
            writer.writerow([row[column] for column in WIDE] + published)


if __name__ == "__main__":
    main()
