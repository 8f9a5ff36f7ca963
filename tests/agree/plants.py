#!/usr/bin/env python3
"""Each layer of the VM that decides is made wrong in a small way, and the driver must notice within so many random programs.

Usage: plants.py BUILD [--count N] [--seed S]

BUILD/plant/agree has the errors (runtime/vm_private.h): whole, a factor one too small; bounds, ten thousand times too small; grid, equal
although a step apart; same, one of the things that a value rests on is forgotten; double, equal is larger; exact, half to even instead of
away from 0; curve, ln, exp, sqrt and float32 wrong by a millionth.
Closes with `N passed, N failed`.
"""
import argparse
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))
sys.path += [FOLDER, os.path.join(FOLDER, "..", "oracle")]
import driver
import generate

LAYERS = ["whole", "bounds", "grid", "same", "double", "exact", "curve"]


def first_noticed(path, layer, seeds):
    """The first program that the planted VM gets wrong, and what is wrong; None when there is none."""
    planted = driver.Driver(path, layer)
    try:
        for seed in seeds:
            answer = planted.ask(*generate.generate(seed), seed)
            if answer.verdict != "agrees":
                return seed, answer.verdict
        return None
    finally:
        planted.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("build")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    path = os.path.join(os.path.abspath(arguments.build), "plant", "agree")
    failed = 0
    for layer in LAYERS:
        found = first_noticed(path, layer, range(arguments.seed, arguments.seed + arguments.count))
        print(f"planted in {layer}: " + (f"noticed in program {found[0]}: {found[1]}" if found else "not noticed"))
        failed += found is None
    print(f"{len(LAYERS) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
