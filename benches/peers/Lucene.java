import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;

/** Lucene with its Dutch analyzer. Arguments: TEXTS QUERIES FOLDER; a text or a query a line. Prints three numbers:
 * seconds of indexing, and the median and the 99th percentile of ranking ten texts in milliseconds. */
public final class Lucene {
    private static final int RUNS = 3;

    public static void main(String[] args) throws IOException {
        Analyzer analyzer = new DutchAnalyzer();
        FSDirectory folder = FSDirectory.open(Path.of(args[2]));
        long begin = System.nanoTime();
        try (IndexWriter writer = new IndexWriter(folder, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(200));
                var texts = Files.lines(Path.of(args[0]))) {
            texts.forEach(text -> {
                Document document = new Document();
                document.add(new TextField("text", text, Field.Store.NO));
                document.add(new StoredField("stored", text));
                try {
                    writer.addDocument(document);
                } catch (IOException error) {
                    throw new IllegalStateException(error);
                }
            });
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        try (DirectoryReader reader = DirectoryReader.open(folder)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            var queries = Files.readAllLines(Path.of(args[1]));
            double[] times = new double[queries.size()];
            Arrays.fill(times, Double.MAX_VALUE);
            for (int run = 0; run < RUNS; run++) {
                for (int n = 0; n < times.length; n++) {
                    long start = System.nanoTime();
                    searcher.search(query(analyzer, queries.get(n)), 10);
                    times[n] = Math.min(times[n], (System.nanoTime() - start) / 1e6);
                }
            }
            Arrays.sort(times);
            System.out.println(seconds + " " + times[times.length / 2] + " " + times[times.length * 99 / 100]);
        }
    }

    /** Any of the words. */
    private static Query query(Analyzer analyzer, String words) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        try (TokenStream stream = analyzer.tokenStream("text", words)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                any.add(new TermQuery(new Term("text", term.toString())), BooleanClause.Occur.SHOULD);
            }
            stream.end();
        }
        return any.build();
    }
}
