"""The peers in Python, on the measures that emit.lua wrote (in the folder FOLDER).

peer.py FOLDER numpy|pandas FILE RUNS       seconds of evaluating and aggregating, and of ranking too
peer.py FOLDER sums FILE                    the same sums as `bench sums`, by NumPy
peer.py FOLDER read|long|write FILE RUNS    reading wide, reading long and pivoting, to_csv
peer.py FOLDER end FILE OUT                 from start to the scores of depth 0 to 2 in OUT
"""
import sys
import time

import numpy as np
import pandas as pd

sys.path.insert(0, sys.argv[1])
from measures import EITHER, INPUTS, NODES  # noqa: E402

NOT_REPORTED, INSUFFICIENT = 3, 6
np.seterr(all="ignore")


def percent(a, b):
    return 100.0 * a / b


def ge(a, b):
    return (a >= b) * 1.0


def gt(a, b):
    return (a > b) * 1.0


def least(a, b):
    return np.minimum(a, b)


import measures  # noqa: E402

for helper in (percent, ge, gt, least):
    setattr(measures, helper.__name__, helper)


class Arrays:
    """NumPy: values with 0 where there is none, and a state byte a cell, as the engine has."""

    def __init__(self, frame):
        self.values, self.states = {}, {}
        for name in INPUTS:
            values = frame[name].to_numpy(dtype=float)
            missing = np.isnan(values)
            self.values[name] = np.where(missing, 0.0, values)
            self.states[name] = np.where(missing, NOT_REPORTED, 0).astype(np.uint8)
        self.count = len(frame)

    def indicator(self, kind, names, measure):
        if kind == "records":
            return np.zeros(self.count), np.full(self.count, NOT_REPORTED, np.uint8)
        if kind == "either":
            flag, no, yes = EITHER
            use = (self.states[flag] == 0) & (self.values[flag] != 0)
            a, b = (np.where(use, self.values[y], self.values[n]) for n, y in zip(no, yes))
            s, t = (np.where(use, self.states[y], self.states[n]) for n, y in zip(no, yes))
            value, state = percent(a, b), np.maximum(s, t)
        else:
            value = measure(*(self.values[n] for n in names))
            state = self.states[names[0]]
            for name in names[1:]:
                state = np.maximum(state, self.states[name])
        state = np.where(np.isfinite(value), state, np.maximum(state, 1))
        return np.where(state == 0, np.clip(value, 0, 100), 0.0), state

    def group(self, children, scores, states, coverage):
        total = np.zeros(self.count)
        scored, applicable, covered = total.copy(), total.copy(), total.copy()
        for child in children:
            there = states[child] == 0
            counts = (states[child] != 1) & (states[child] != 2)
            total += scores[child]
            scored += there
            applicable += counts
            covered += counts * coverage[child]
        part = np.where(applicable > 0, covered / applicable, 0.0)
        enough = (scored > 0) & (part + 1e-9 >= 0.5)
        state = np.where(applicable == 0, 2, np.where(enough, 0, INSUFFICIENT)).astype(np.uint8)
        return np.where(enough, total / scored, 0.0), state, part

    def rank(self, score, state):
        units = np.flatnonzero(state == 0)
        order = units[np.argsort(-score[units], kind="stable")]
        ordered = score[order]
        # a tie's first is what the others are measured by; here each by the one before it
        new = np.concatenate(([True], ordered[:-1] - ordered[1:] > 1e-9 * ordered[:-1]))
        place = np.maximum.accumulate(np.where(new, np.arange(len(order)), 0)) + 1
        ranks = np.zeros(self.count, np.uint32)
        ranks[order] = place
        return ranks

    def run(self, with_ranks=True):
        n = len(NODES)
        scores, states, coverage, ranks = [None] * n, [None] * n, [None] * n, [None] * n
        for i in reversed(range(n)):
            _, _, kind, names, children, measure = NODES[i]
            if kind == "group":
                scores[i], states[i], coverage[i] = self.group(children, scores, states, coverage)
            else:
                scores[i], states[i] = self.indicator(kind, names, measure)
                coverage[i] = (states[i] == 0) * 1.0
            if with_ranks:
                ranks[i] = self.rank(scores[i], states[i])
        return scores, states, coverage, ranks


def run_pandas(frame, with_ranks=True):
    """An expert's pandas: whole columns, NaN where there is no score (no other states)."""
    scores, coverage, ranks = {}, {}, {}
    for i in reversed(range(len(NODES))):
        _, _, kind, names, children, measure = NODES[i]
        if kind == "group":
            parts = pd.concat([scores[c] for c in children], axis=1)
            coverage[i] = pd.concat([coverage[c] for c in children], axis=1).mean(axis=1)
            scores[i] = parts.mean(axis=1).where(coverage[i] + 1e-9 >= 0.5)
        else:
            if kind == "records":
                value = pd.Series(np.nan, index=frame.index)
            elif kind == "either":
                flag, no, yes = EITHER
                value = percent(frame[no[0]], frame[no[1]]).where(
                    frame[flag] != 1, percent(frame[yes[0]], frame[yes[1]]))
            else:
                value = measure(*(frame[n] for n in names))
                value = value.where(frame[names].notna().all(axis=1))
            scores[i] = value.replace([np.inf, -np.inf], np.nan).clip(0, 100)
            coverage[i] = scores[i].notna().astype(float)
        if with_ranks:
            ranks[i] = scores[i].groupby(frame["period"]).rank(method="min", ascending=False)
    return scores, coverage, ranks


def timed(name, runs, work):
    for _ in range(runs):
        start = time.perf_counter()
        work()
        print(name, "%.9f" % (time.perf_counter() - start))


def long_rows(frame, scores, coverage, ranks, deepest):
    """One row a city, period and node, in the order of the engine's output."""
    chosen = [i for i, node in enumerate(NODES) if node[1] <= deepest]
    block = pd.concat({NODES[i][0]: pd.DataFrame({
        "score": scores[i], "coverage": coverage[i], "rank": ranks[i]}) for i in chosen})
    rows = block.swaplevel().reindex(
        pd.MultiIndex.from_product([frame.index, [NODES[i][0] for i in chosen]])).reset_index()
    rows.insert(0, "period", frame["period"].to_numpy().repeat(len(chosen)))
    rows.insert(0, "city", frame["city"].to_numpy().repeat(len(chosen)))
    return rows.drop(columns="level_0").rename(columns={"level_1": "code"})


def main():
    what, path = sys.argv[2], sys.argv[3]
    runs = int(sys.argv[4]) if len(sys.argv) > 4 and what != "end" else 1
    if what == "read":
        timed("pandas-read", runs, lambda: pd.read_csv(path))
    elif what == "long":
        timed("pandas-long", runs, lambda: pd.read_csv(path).pivot(
            index=["city", "period"], columns="input", values="value"))
    elif what in ("numpy", "sums"):
        arrays = Arrays(pd.read_csv(path))
        if what == "numpy":
            timed("numpy", runs, lambda: arrays.run(with_ranks=False))
            timed("numpy-rank", runs, arrays.run)
            return
        scores, states, coverage, ranks = arrays.run()
        for i, node in enumerate(NODES):
            print(node[0], int((states[i] == 0).sum()), "%.12g" % scores[i].sum(),
                  "%.12g" % coverage[i].sum(), int(ranks[i].sum(dtype=np.uint64)))
    elif what == "pandas":
        frame = pd.read_csv(path)
        timed("pandas", runs, lambda: run_pandas(frame, with_ranks=False))
        timed("pandas-rank", runs, lambda: run_pandas(frame))
    elif what == "write":
        frame = pd.read_csv(path)
        rows = long_rows(frame, *run_pandas(frame), deepest=9)
        timed("pandas-write", runs, lambda: rows.to_csv(sys.argv[5], index=False))
    elif what == "end":
        frame = pd.read_csv(path)
        long_rows(frame, *run_pandas(frame), deepest=2).to_csv(sys.argv[4], index=False)


main()
