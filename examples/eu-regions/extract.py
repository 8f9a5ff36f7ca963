#!/usr/bin/env python3
"""Cuts regions.csv out of the whole file: extract.py SHARED_DIR, the folder that holds data/eu_nuts2_gdp.

All 244 regions, but only the three years that the rules read.
"""
import csv
import os
import sys

COLUMNS = ["nuts2", "country", "y2015", "y2016", "y2017"]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract.py SHARED_DIR")
    source = os.path.join(sys.argv[1], "data", "eu_nuts2_gdp", "gdp_pps_pct_eu27.csv")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "regions.csv")
    with open(source, encoding="utf-8-sig", newline="") as read, open(target, "w", encoding="utf-8", newline="") as write:
        writer = csv.writer(write, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in csv.DictReader(read))


if __name__ == "__main__":
    main()
