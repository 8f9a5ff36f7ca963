#!/usr/bin/env python3
"""Cuts areas.csv out of the whole file: extract.py SHARED_DIR, the folder that holds data/imd2019/lsoa.csv.gz.

Newcastle upon Tyne and Gateshead, with only the columns that the rules read. Ranks and deciles are those in England.
"""
import csv
import gzip
import os
import sys

DISTRICTS = ("Newcastle upon Tyne", "Gateshead")
DOMAINS = ("income", "employment", "education", "health", "crime", "barriers", "living")
COLUMNS = ["lsoa11cd", "lsoa11nm", "imd_score", "imd_rank", "imd_decile"] + [domain + "_rank" for domain in DOMAINS]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract.py SHARED_DIR")
    source = os.path.join(sys.argv[1], "data", "imd2019", "lsoa.csv.gz")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "areas.csv")
    with gzip.open(source, "rt", encoding="utf-8-sig", newline="") as read, open(target, "w", encoding="utf-8", newline="") as write:
        writer = csv.writer(write, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows([row[column] for column in COLUMNS] for row in csv.DictReader(read) if row["lad19nm"] in DISTRICTS)


if __name__ == "__main__":
    main()
