#!/usr/bin/env python3
"""Cuts areas.csv out of the whole file: extract.py SHARED_DIR, the folder that holds data/wimd2019/lsoa.csv.

All 1,909 areas, since a rank means nothing on a part of them, but only the columns that the rules read.
"""
import csv
import os
import sys

DOMAINS = ("income", "employment", "health", "education", "access", "housing", "safety", "environment")
COLUMNS = ["lsoa11cd", "lsoa11nm", "wimd_score", "wimd_rank"] + [domain + "_rank" for domain in DOMAINS]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract.py SHARED_DIR")
    source = os.path.join(sys.argv[1], "data", "wimd2019", "lsoa.csv")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "areas.csv")
    with open(source, encoding="utf-8-sig", newline="") as read, open(target, "w", encoding="utf-8", newline="") as write:
        writer = csv.writer(write, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in csv.DictReader(read))


if __name__ == "__main__":
    main()
