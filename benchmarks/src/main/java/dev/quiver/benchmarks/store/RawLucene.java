package dev.quiver.benchmarks.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene with nothing around it: a writer that several threads add documents to, and searches that
 * give back the numbers of documents and nothing of what is in them.
 */
final class RawLucene implements Contender.Tunable, Contender.Durable {
  private static final int M = 16;
  private static final int EF_CONSTRUCTION = 100;
  private static final double BUFFER_MEGABYTES = 48;

  private final Path folder;
  private Opened opened;

  RawLucene(Path folder) {
    this.folder = folder;
    this.opened = Opened.in(folder);
  }

  /** What is replaced when the index is opened anew. */
  private static final class Opened {
    private final Directory directory;
    private final IndexWriter writer;
    private DirectoryReader reader;
    private IndexSearcher searcher;

    private Opened(Directory directory) throws IOException {
      this.directory = directory;
      writer =
          new IndexWriter(
              directory,
              new IndexWriterConfig()
                  .setCodec(new GraphCodec())
                  .setCommitOnClose(false)
                  .setRAMBufferSizeMB(BUFFER_MEGABYTES));
      writer.commit();
      reader = DirectoryReader.open(directory);
      searcher = new IndexSearcher(reader);
    }

    static Opened in(Path folder) {
      try {
        return new Opened(MMapDirectory.open(folder));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void refresh() throws IOException {
      DirectoryReader newer = DirectoryReader.openIfChanged(reader);
      if (newer != null) {
        reader.close();
        reader = newer;
        searcher = new IndexSearcher(newer);
      }
    }
  }

  private static final class GraphCodec extends Lucene104Codec {
    private final KnnVectorsFormat vectors = new Lucene99HnswVectorsFormat(M, EF_CONSTRUCTION);

    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return vectors;
    }
  }

  @Override
  public String name() {
    return "Lucene";
  }

  @Override
  public void add(Dataset.Batch batch) {
    try {
      for (int i = 0; i < batch.size(); i++) {
        opened.writer.addDocument(RawDocuments.document(batch, i));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void finish() {
    try {
      opened.writer.commit();
      opened.refresh();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void compact() {
    try {
      opened.writer.forceMerge(1);
      finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  int segments() {
    return opened.reader.leaves().size();
  }

  @Override
  public Searched among(Share share, int width) {
    Query held = RawDocuments.query(share);
    return query -> search(new KnnFloatVectorQuery(RawDocuments.VECTOR, query, width, held));
  }

  private Searched.Answer search(Query query) {
    try {
      TopDocs found = opened.searcher.search(query, Settings.K);
      return new Searched.Answer(found.scoreDocs.length, () -> numbers(found.scoreDocs));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Integer> numbers(ScoreDoc[] found) {
    var numbers = new ArrayList<Integer>();
    List<LeafReaderContext> leaves = opened.reader.leaves();
    try {
      for (ScoreDoc next : found) {
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(next.doc, leaves));
        var keys = DocValues.getBinary(leaf.reader(), RawDocuments.KEY);
        if (!keys.advanceExact(next.doc - leaf.docBase)) {
          throw new IOException("every document must have a key, but one has none");
        }
        numbers.add(Dataset.number(keys.binaryValue().utf8ToString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }

  @Override
  public void shut() {
    close();
  }

  @Override
  public void open() {
    opened = Opened.in(folder);
  }

  /** Merges under way are given up, as they are where the store is closed. */
  @Override
  public void close() {
    try {
      opened.reader.close();
      opened.writer.rollback();
      opened.directory.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
