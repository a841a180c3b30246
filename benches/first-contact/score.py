#!/usr/bin/env python3
"""Score the extraction of speech against annotations of texts that nobody tuned to.

usage: score.py 'COMMAND' TEXTS ROUND.jsonl [--errors]
COMMAND gets files as arguments and prints a release a line (as `omroeper extract --jsonl`).
TEXTS holds a file for each text, named by the SHA-256 of its bytes, with the ending .txt; `-` if the round has the texts
themselves, as `written-67.jsonl` has: those are our own.
ROUND.jsonl has a line for each text: `sha256`, `title` (a text's range), `publisher`, `quotes` (`kind`,
`segments`, `speaker`, `role`, `organisation`) and `terms`. Ranges are offsets of characters: start, end.

Quotes are direct speech and fragments of speech. A quote is found strictly if it is 95 % the same, leniently if
30 % is. The speaker is right if the name is the same, or none is given where there is none; it is wrong if
another name is given. A fragment is found at 80 %, an indirect statement at 60 %; half the same is enough for
its precision. What stands in the title alone does not count: a release has no quotes there, and rounds before
the 21st annotated them.
"""
import collections
import difflib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unicodedata

command, folder, rounds = sys.argv[1:4]
show = "--errors" in sys.argv


def norm(text):
    text = unicodedata.normalize("NFC", text or "")
    return re.sub(r"\s+", " ", text).strip().strip("“”„‘’\"',.;:… ")


def name(text):
    return re.sub(r"[^\w ]", "", norm(text).lower())


def overlap(one, other):
    if one == other:
        return 1.0
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return min(len(one), len(other)) / max(len(one), len(other))
    if not set(re.findall(r"\w{4,}", one)) & set(re.findall(r"\w{4,}", other)):
        return 0.0
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / (len(one) + len(other) - same)


def said(quote):
    return " ".join(norm(segment["text"]) for segment in quote["segments"])


def best(wanted, quotes, used):
    found = [(overlap(said(quote), wanted), i) for i, quote in enumerate(quotes) if i not in used]
    return max(found, default=(0.0, -1))


gold = []
own = tempfile.TemporaryDirectory()
for line in open(rounds, encoding="utf8"):
    entry = json.loads(line)
    if folder == "-":
        with open(os.path.join(own.name, entry["sha256"] + ".txt"), "w", encoding="utf8", newline="") as file:
            file.write(entry["text"])
    path = os.path.join(own.name if folder == "-" else folder, entry["sha256"] + ".txt")
    if os.path.exists(path):
        entry["path"], entry["text"] = path, open(path, encoding="utf8", newline="").read()
        gold.append(entry)
if not gold:
    sys.exit(f"no text of {rounds} is in {folder}")
run = subprocess.run(shlex.split(command) + [e["path"] for e in gold], capture_output=True, text=True)
releases = {}
for line in run.stdout.splitlines():
    release = json.loads(line)
    releases[os.path.basename(release["file"])] = release

C = collections.Counter()
errors = []
for entry in gold:
    release = releases.get(os.path.basename(entry["path"]), {})
    cut = lambda ranges: " ".join(norm(entry["text"][start:end]) for start, end in ranges)
    C["texts"] += 1
    quotes = [q for q in release.get("quotes", []) if q["kind"] != "indirect"]
    indirect = [q for q in release.get("quotes", []) if q["kind"] == "indirect"]
    used, reported = set(), set()
    C["given"] += len(quotes)
    first, last = entry.get("title") or (0, 0)
    in_title = lambda ranges: bool(ranges) and all(first <= start and end <= last for start, end in ranges)
    headings = [want for want in entry["quotes"] if in_title(want["segments"])]
    for want in (want for want in entry["quotes"] if want not in headings):
        text = cut(want["segments"])
        if want["kind"] == "indirect":
            C["indirect"] += 1
            score, at = best(text, indirect, reported)
            if score >= 0.6:
                reported.add(at)
                C["indirect found"] += 1
                speaker = (indirect[at].get("speakers") or [{}])[0].get("name")
                C["indirect speaker"] += name(speaker) == name(want["speaker"])
            else:
                got = said(indirect[at])[:80] if at >= 0 else ""
                errors.append((entry["sha256"][:8], "indirect", f"{score:.2f} «{text[:90]}» got «{got}»"))
            continue
        C["quotes"] += 1
        C["mixed"] += want["kind"] == "mixed"
        score, at = best(text, quotes, used)
        C["strict"] += score >= 0.95
        C["mixed found"] += want["kind"] == "mixed" and score >= 0.8
        if score < 0.95:
            got = said(quotes[at])[:80] if at >= 0 else ""
            errors.append((entry["sha256"][:8], want["kind"], f"{score:.2f} «{text[:90]}» got «{got}»"))
        if score < 0.3:
            continue
        used.add(at)
        C["lenient"] += 1
        C[f"{want['kind']} matched"] += 1
        speaker = (quotes[at].get("speakers") or [{}])[0]
        wanted, given = name(want["speaker"]), name(speaker.get("name"))
        C["speaker"] += wanted == given
        C[f"{want['kind']} speaker"] += wanted == given
        C["speaker wrong"] += bool(given) and wanted != given
        if wanted != given:
            errors.append((entry["sha256"][:8], "speaker", f"«{text[:70]}» {want['speaker']!r} got {speaker.get('name')!r}"))
        elif wanted and want["role"]:
            C["roles"] += 1
            C["role"] += norm(speaker.get("role")).lower() == norm(want["role"]).lower()
            if norm(speaker.get("role")).lower() != norm(want["role"]).lower():
                errors.append((entry["sha256"][:8], "role", f"{want['speaker']}: {want['role']!r} got {speaker.get('role')!r}"))
    # Where the title is taken for text, so are its quotes.
    for want in headings:
        score, at = best(cut(want["segments"]), quotes, used)
        if score >= 0.3:
            used.add(at)
            C["given"] -= 1
    for term in (term for term in entry["terms"] if not in_title([term])):
        C["terms"] += 1
        taken = [q for i, q in enumerate(quotes) if i not in used and norm(entry["text"][term[0]:term[1]]) == said(q)]
        C["terms taken"] += bool(taken)
        if taken:
            errors.append((entry["sha256"][:8], "term", f"«{entry['text'][term[0]:term[1]]}»"))
    spoken = [cut(want["segments"]) for want in entry["quotes"]]
    for i, quote in enumerate(quotes):
        if i not in used:
            errors.append((entry["sha256"][:8], "no quote", f"«{said(quote)[:100]}» {quote['kind']}"))
    for i, quote in enumerate(indirect):
        good = i in reported or any(overlap(said(quote), text) >= 0.5 or text and text in said(quote) for text in spoken)
        C["indirect given"] += 1
        C["indirect good"] += good
        if not good:
            errors.append((entry["sha256"][:8], "no statement", f"«{said(quote)[:100]}»"))
    if entry.get("title"):
        C["titles"] += 1
        wanted = norm(entry["text"][entry["title"][0]:entry["title"][1]])
        C["title"] += norm(release.get("title")) == wanted
    joint = [release.get("publisher"), *release.get("co_publishers", [])]
    # Several bodies are right where the text's name for them has the own name of each: *gemeenten Zandwijk en Meer*.
    joint = [name(body["name"]).split()[-1] for body in joint if body]
    given = (release.get("publisher") or {}).get("name")
    if entry.get("publisher"):
        C["publishers"] += 1
        wanted = name(entry["publisher"])
        right = bool(given) and (name(given).endswith(wanted) or wanted.endswith(name(given)))
        right |= len(joint) > 1 and all(own in wanted for own in joint)
        C["publisher"] += right
        C["publisher wrong"] += bool(given) and not right
        if not right:
            errors.append((entry["sha256"][:8], "publisher", f"{entry['publisher']!r} got {given!r}"))

if show:
    for file, kind, what in sorted(errors, key=lambda e: (e[1], e[0])):
        print(f"{file} {kind}: {what}")
part = lambda a, b: f"{a / b:.3f}" if b else "–"
f1 = lambda found: part(2 * found, C["given"] + C["quotes"])
print(
    f"texts {C['texts']} · quotes {C['quotes']} strict F1 {f1(C['strict'])} lenient F1 {f1(C['lenient'])}"
    f" · speaker {part(C['speaker'], C['lenient'])} (wrong {part(C['speaker wrong'], C['lenient'])},"
    f" direct {part(C['direct speaker'], C['direct matched'])}, mixed {part(C['mixed speaker'], C['mixed matched'])})"
    f" · role {part(C['role'], C['roles'])} · terms taken {C['terms taken']}/{C['terms']}"
    f" · mixed {C['mixed found']}/{C['mixed']} · indirect {C['indirect found']}/{C['indirect']}"
    f" precision {part(C['indirect good'], C['indirect given'])} speaker {part(C['indirect speaker'], C['indirect found'])}"
    f" · title {C['title']}/{C['titles']} · publisher {C['publisher']}/{C['publishers']} (wrong {C['publisher wrong']})"
)
