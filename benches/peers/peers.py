#!/usr/bin/env python3
"""Time other engines on the texts and questions that Omroeper is timed on.

usage: peers.py CORPUS.jsonl QUERIES.tsv
CORPUS has records with `title` and `text` or `html`, as `synthesize` writes them; QUERIES has an id, a tab and a
question a line. Prints for each engine how many texts a second it indexes, and the median and the 99th percentile of
ranking ten texts, in milliseconds. Each question counts by the fastest of three runs, one at a time. All engines keep
the texts. FTS5 takes up to a second for a question of frequent words, so give a few hundred questions.

Needs Python's sqlite3 with FTS5, Debian's python3-xapian for Xapian, and Java 17 with Maven for Lucene; leaves out
what is missing. Compare with `omroeper ingest` and `query_times HOME QUERIES.tsv`.
"""
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

if len(sys.argv) != 3:
    sys.exit(__doc__)
corpus, questions = sys.argv[1:]
for path in (corpus, questions):
    if not pathlib.Path(path).is_file():
        sys.exit(f"`{path}` is no file (make a corpus with the example `synthesize`)")
HERE = pathlib.Path(__file__).parent
WORD = re.compile(r"\w+")
TAG = re.compile(r"<[^>]*>")


def texts():
    with open(corpus, encoding="utf8") as records:
        for line in records:
            record = json.loads(line)
            text = record.get("text") or TAG.sub(" ", record["html"])
            yield f"{record.get('title') or ''} {text}".replace("\n", " ")


with open(questions, encoding="utf8") as lines:
    queries = [line.rstrip("\n").split("\t")[-1] for line in lines]


def times(rank):
    """Median and 99th percentile in milliseconds."""
    fastest = []
    for query in queries:
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            rank(query)
            runs.append(time.perf_counter() - start)
        fastest.append(min(runs) * 1000)
    fastest.sort()
    return fastest[len(fastest) // 2], fastest[len(fastest) * 99 // 100]


def fts5(folder):
    """Any of the words, without stemming: FTS5 has no Dutch stemmer."""
    base = sqlite3.connect(folder / "fts5.sqlite")
    base.execute("CREATE VIRTUAL TABLE texts USING fts5(text, tokenize = 'unicode61 remove_diacritics 2')")
    start = time.perf_counter()
    with base:
        base.executemany("INSERT INTO texts VALUES (?)", ((text,) for text in texts()))
    seconds = time.perf_counter() - start

    def rank(query):
        words = " OR ".join(f'"{word}"' for word in WORD.findall(query))
        base.execute("SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT 10", (words,)).fetchall()

    return (seconds, *times(rank))


def xapian(folder):
    """Any of the words, with Snowball's Dutch stemmer."""
    import xapian as x

    base = x.WritableDatabase(str(folder / "xapian"), x.DB_CREATE_OR_OPEN)
    generator = x.TermGenerator()
    stemmer = x.Stem("dutch")
    generator.set_stemmer(stemmer)
    start = time.perf_counter()
    for text in texts():
        document = x.Document()
        document.set_data(text)
        generator.set_document(document)
        generator.index_text(text)
        base.add_document(document)
    base.commit()
    seconds = time.perf_counter() - start
    parser = x.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(x.QueryParser.STEM_SOME)

    def rank(query):
        enquire = x.Enquire(base)
        enquire.set_query(parser.parse_query(query, 0))
        enquire.get_mset(0, 10)

    return (seconds, *times(rank))


def lucene(folder):
    """Any of the words, with DutchAnalyzer. Java warms up on the first run."""
    path = folder / "classpath"
    build = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:build-classpath", f"-Dmdep.outputFile={path}"]
    subprocess.run(build, check=True)
    lines, asked = folder / "texts", folder / "queries"
    lines.write_text("".join(text.translate({0x2028: " ", 0x85: " ", 13: " "}) + "\n" for text in texts()), encoding="utf8")
    asked.write_text("".join(query + "\n" for query in queries), encoding="utf8")
    run = ["java", "-cp", path.read_text(), HERE / "Lucene.java", lines, asked, folder / "lucene"]
    out = subprocess.run(run, check=True, capture_output=True, text=True).stdout
    return tuple(map(float, out.split()))


count = sum(1 for _ in texts())
print(f"| {count} texts, {len(queries)} questions | texts a second | ranking ten, p50 / p99 ms |\n|---|---|---|")
for name, engine in [("SQLite FTS5", fts5), ("Xapian", xapian), ("Lucene", lucene)]:
    folder = pathlib.Path(tempfile.mkdtemp())
    try:
        seconds, median, slow = engine(folder)
        print(f"| {name} | {count / seconds:,.0f} | {median:.2f} / {slow:.2f} |", flush=True)
    except (ImportError, OSError, subprocess.CalledProcessError, sqlite3.Error) as error:
        print(f"{name} left out: {error}", file=sys.stderr)
    finally:
        shutil.rmtree(folder)
