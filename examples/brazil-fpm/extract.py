#!/usr/bin/env python3
"""Makes municipalities.csv: extract.py SHARED_DIR, the folder that holds data/brazil_fpm.

All municipalities without their names, and the coefficient that the published table of bands gives each of them, looked up
here a second time so that the rules can be compared with it.
"""
import csv
import os
import sys


def coefficient(bands, population):
    found = [band["coefficient"] for band in bands
             if int(band["pop_from"]) <= population and (not band["pop_to"] or population <= int(band["pop_to"]))]
    if len(found) != 1:
        sys.exit(f"{len(found)} bands hold {population}")
    return found[0]


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: extract.py SHARED_DIR")
    source = os.path.join(sys.argv[1], "data", "brazil_fpm")
    target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "municipalities.csv")
    bands = read(source, "fpm_bands.csv")
    with open(target, "w", encoding="utf-8", newline="") as write:
        writer = csv.writer(write, lineterminator="\n")
        writer.writerow(["ibge_code", "state", "pop2020", "is_capital", "coefficient"])
        for row in read(source, "municipalities_2020.csv"):
            writer.writerow([row["ibge_code"], row["state"], row["pop2020"], row["is_capital"],
                             coefficient(bands, int(row["pop2020"]))])


if __name__ == "__main__":
    main()
