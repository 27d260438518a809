"""Compares two JSON documents with deepdiff, a differ that knows nothing about cameras."""

import json
import sys

import deepdiff

with open(sys.argv[1], encoding="utf-8") as old, open(sys.argv[2], encoding="utf-8") as new:
    print(deepdiff.DeepDiff(json.load(old), json.load(new)))
