#!/usr/bin/env python3
"""Scores a city against ISO/IEC 30146 and prints its index and its three lowest indicators:
score.c through ctypes, with nothing but Python 3 and libhundredmark.so.0.1.

    python3 score.py DATA        a CSV or JSON file, or a folder with observations.csv
"""
import ctypes
import sys
from ctypes import POINTER, byref, c_char, c_char_p, c_double, c_int, c_size_t, c_uint, c_uint32
from ctypes import c_void_p


# The structs of hundredmark/base.h, package.h and score.h, field by field. Those that begin with
# their size say so before they are handed in.
class Error(ctypes.Structure):
    _fields_ = [("code", c_int), ("line", c_uint32), ("column", c_uint32),
                ("file", c_char * 512), ("message", c_char * 1024)]


class NodeInfo(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("code", c_char_p), ("name", c_char_p), ("about", c_char_p),
                ("parent", c_char_p), ("depth", c_size_t), ("weight", c_double),
                ("share", c_double), ("is_indicator", c_int)]


class ScoreRow(ctypes.Structure):
    _fields_ = [("size", c_size_t), ("status", c_int), ("flags", c_uint), ("has_value", c_int),
                ("has_score", c_int), ("has_contribution", c_int), ("value", c_double),
                ("score", c_double), ("contribution", c_double), ("coverage", c_double),
                ("applicable", c_double), ("rank", c_uint32)]


hm = ctypes.CDLL("libhundredmark.so.0.1")


def declare(name, result, *arguments):
    function = getattr(hm, name)
    function.restype, function.argtypes = result, arguments


# A handle is a void pointer; without argtypes ctypes would cut it to an int.
declare("hm_package_open", c_int, POINTER(c_void_p), c_char_p, c_void_p, c_void_p, POINTER(Error))
declare("hm_package_free", None, c_void_p)
declare("hm_package_node_count", c_size_t, c_void_p)
declare("hm_package_node", c_int, c_void_p, c_size_t, POINTER(NodeInfo))
declare("hm_dataset_new", c_int, POINTER(c_void_p), c_void_p, POINTER(Error))
declare("hm_dataset_read", c_int, c_void_p, c_char_p, POINTER(Error))
declare("hm_dataset_finish", c_int, c_void_p, POINTER(Error))
declare("hm_dataset_free", None, c_void_p)
declare("hm_dataset_unit_city", c_char_p, c_void_p, c_size_t)
declare("hm_dataset_unit_period", c_char_p, c_void_p, c_size_t)
declare("hm_score", c_int, POINTER(c_void_p), c_void_p, c_void_p, c_void_p, POINTER(Error))
declare("hm_scores_row", c_int, c_void_p, c_size_t, c_size_t, POINTER(ScoreRow))
declare("hm_scores_free", None, c_void_p)


def need(call, *arguments):
    """Calls a function that fills an error, and raises it."""
    error = Error()
    if call(*arguments, byref(error)) != 0:
        raise RuntimeError(f"{error.file.decode()}:{error.line}: {error.message.decode()}")


def rows_of(package, scores, unit):
    """Each node of the hierarchy with its row."""
    for node in range(hm.hm_package_node_count(package)):
        info = NodeInfo(size=ctypes.sizeof(NodeInfo))
        row = ScoreRow(size=ctypes.sizeof(ScoreRow))
        hm.hm_package_node(package, node, byref(info))
        hm.hm_scores_row(scores, unit, node, byref(row))
        yield info, row


def print_marks(package, data, scores):
    rows = list(rows_of(package, scores, 0))
    index = rows[0][1]
    if not index.has_score:
        return
    city, period = hm.hm_dataset_unit_city(data, 0), hm.hm_dataset_unit_period(data, 0)
    print(f"{city.decode()} {period.decode()}: {index.score:.1f}")
    indicators = [(info, row) for info, row in rows if info.is_indicator and row.has_score]
    for info, row in sorted(indicators, key=lambda pair: pair[1].score)[:3]:
        print(f"{row.score:6.1f}  {info.code.decode()} {info.name.decode()}")


def main(path):
    package, data, scores = c_void_p(), c_void_p(), c_void_p()
    try:
        need(hm.hm_package_open, byref(package), b"iso-iec-30146", None, None)
        need(hm.hm_dataset_new, byref(data), None)
        need(hm.hm_dataset_read, data, path.encode())
        need(hm.hm_dataset_finish, data)
        need(hm.hm_score, byref(scores), package, data, None)
        print_marks(package, data, scores)
    except RuntimeError as error:
        sys.exit(f"score.py: {error}")
    finally:
        hm.hm_scores_free(scores)
        hm.hm_dataset_free(data)
        hm.hm_package_free(package)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "-")
