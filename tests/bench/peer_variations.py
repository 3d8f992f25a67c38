"""The peer of variations.c in Python, batched: weights of all variations are multiplied with the scores of all
indicators at once, group by group; ranks by two sorts.

peer_variations.py CITIES INDICATORS RUNS    milliseconds, the least of RUNS: means, deviations, quantiles, ranks
"""
import sys
import time

try:
    import numpy as np
except ImportError:
    sys.exit("NumPy is not installed: no peer in Python")

GROUPS, VARIATIONS = 6, 1000


def vary(scores, random):
    """Scores of the index by variation and city: two levels of weighted means."""
    index = np.zeros((VARIATIONS, scores.shape[0]))
    for group in range(GROUPS):
        own = scores[:, group::GROUPS]
        weights = 1 + 0.25 * (2 * random.random((VARIATIONS, own.shape[1])) - 1)
        index += (weights / weights.sum(axis=1, keepdims=True)) @ own.T
    return index / GROUPS


def tell(index):
    """What `uncertainty` tells of each city."""
    ranks = np.argsort(np.argsort(-index, axis=1), axis=1) + 1
    return [index.mean(axis=0), index.std(axis=0, ddof=1), np.quantile(index, [0.05, 0.5, 0.95], axis=0),
            ranks.mean(axis=0), np.quantile(ranks, [0.05, 0.5, 0.95], axis=0)]


def main():
    cities, indicators, runs = (int(argument) for argument in sys.argv[1:])
    random = np.random.default_rng(1)
    scores = 100 * random.random((cities, indicators))
    least = float("inf")
    for _ in range(runs):
        before = time.perf_counter()
        tell(vary(scores, random))
        least = min(least, time.perf_counter() - before)
    print(f"| NumPy, batched: weights, {cities} cities, {indicators} indicators | {least * 1e3:.1f} ms |")


main()
