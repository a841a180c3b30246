#!/usr/bin/env python3
"""Makes a round of annotations out of folders that annotators filled as guide.md says.

usage: pack.py check ADDRESS…            says whether an address may be used
       pack.py FOLDER… --texts TEXTS     prints a line for each text, and copies it to TEXTS under its SHA-256

An annotation that is not in its text, or a wrong address, is told on stderr and its text is left out.
"""
import glob
import hashlib
import json
import os
import re
import sys

ROUNDS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "round-*.jsonl")
KINDS = {"direct", "mixed", "indirect"}
MARKS = "“”„‘’‚\"'«»`´"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def used():
    """Addresses and texts of earlier rounds."""
    entries = [json.loads(line) for path in glob.glob(ROUNDS) for line in open(path, encoding="utf8")]
    return {entry["address"] for entry in entries} | {entry["sha256"] for entry in entries}


def refusal(address, known):
    if not address.startswith("http"):
        return "no address"
    if sha256(address.encode())[-1] > "7":
        return "kept to judge: its SHA-256 ends in 8–f"
    return "in an earlier round" if address in known else None


def find(text, piece, start, marked):
    """Where `piece` begins at or behind `start`: in quotation marks if it is `marked` and does so anywhere, else as
    whole words, else within one."""
    whole = rf"(?<!\w){re.escape(piece)}(?!\w)"
    for form in [rf"(?<=[{MARKS}]){whole}"] * marked + [whole]:
        if found := re.compile(form).search(text, start):
            return found.start()
    return text.find(piece, start)


def place(text, pieces, start, marked=False):
    """The ranges of pieces that follow each other in the text, the first one at or behind `start`, else anywhere."""
    ranges = []
    for piece in pieces:
        at = find(text, piece, ranges[-1][1] if ranges else start, marked)
        if at < 0 and not ranges:
            at = find(text, piece, 0, marked)
        if at < 0 or not piece:
            raise ValueError(f"not in the text: «{piece}»")
        ranges.append([at, at + len(piece)])
    return ranges


def packed(path, known):
    raw = open(path, "rb").read()
    text = raw.decode("utf8")
    note = json.load(open(path[:-4] + ".json", encoding="utf8"))
    digest = sha256(raw)
    reason = refusal(note["address"], known) or ("in an earlier round" if digest in known else None)
    if reason:
        raise ValueError(f"{note['address']}: {reason}")
    known |= {note["address"], digest}
    title = place(text, [note["title"]], 0)[0] if note.get("title") else None
    below = title[1] if title else 0
    quotes, end = [], below
    for quote in note["quotes"]:
        if quote["kind"] not in KINDS:
            raise ValueError(f"unknown kind: {quote['kind']}")
        segments = place(text, quote["segments"], end, quote["kind"] != "indirect")
        end = segments[-1][1] if quote["kind"] != "indirect" else max(end, segments[0][0])
        who = {field: quote.get(field) for field in ("speaker", "role", "organisation")}
        quotes.append({"kind": quote["kind"], "segments": segments, **who})
    terms, end = [], below
    for term in note["terms"]:
        [found] = place(text, [term], end, True)
        terms.append(found)
        end = found[1]
    entry = {"address": note["address"], "sha256": digest, "title": title}
    entry |= {field: note.get(field) for field in ("published", "publisher")}
    return entry | {"quotes": quotes, "terms": terms, "officials": note.get("officials", [])}, raw


def main(arguments):
    known = used()
    if arguments[:1] == ["check"] and len(arguments) > 1:
        for address in arguments[1:]:
            print(f"{address}: {refusal(address, known) or 'may be used'}")
        return 0
    if len(arguments) < 3 or arguments[-2] != "--texts":
        print(__doc__, file=sys.stderr)
        return 2
    texts, failed = arguments[-1], False
    os.makedirs(texts, exist_ok=True)
    for folder in arguments[:-2]:
        paths = sorted(glob.glob(os.path.join(folder, "*.txt")))
        if not paths:
            print(f"{folder}: no texts (1.txt, 2.txt, …)", file=sys.stderr)
            failed = True
        for path in paths:
            try:
                entry, raw = packed(path, known)
            except (OSError, ValueError, KeyError, TypeError) as error:
                print(f"{path}: {error}", file=sys.stderr)
                failed = True
                continue
            with open(os.path.join(texts, entry["sha256"] + ".txt"), "wb") as copy:
                copy.write(raw)
            print(json.dumps(entry, ensure_ascii=False))
    return 4 if failed else 0


sys.exit(main(sys.argv[1:]))
