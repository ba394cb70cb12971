package dev.quiver.benchmarks.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Vectors of length 1 with a text each, and queries. A record is known by its number, from which
 * its id is made.
 */
final class Dataset {
  /** Records added by one call. */
  static final int BATCH = 1_000;

  private static final int SOURCES = 1_000;

  private final String name;
  private final float[][] vectors;
  private final float[][] queries;
  private final List<byte[]> texts;
  private final int firstQuestion;

  private Dataset(
      String name, float[][] vectors, float[][] queries, List<byte[]> texts, int firstQuestion) {
    this.name = name;
    this.vectors = vectors;
    this.queries = queries;
    this.texts = texts;
    this.firstQuestion = firstQuestion;
  }

  /** The first vectors are records, the last ones queries. */
  static Dataset of(Settings settings) throws IOException {
    int wanted = settings.records() + settings.queries();
    Path source = settings.source();
    var generated = new GeneratedData(settings.seed());
    List<float[]> all = source == null ? generated.vectors(wanted) : VectorFiles.read(source);
    if (all.size() < wanted) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "records and queries must be at most as many as the vectors (%d), but were %d",
              all.size(),
              wanted));
    }
    List<byte[]> texts = VectorFiles.texts(source, all.size());
    boolean real = texts.size() == all.size();
    return new Dataset(
        (source == null ? "generated vectors" : source.getFileName().toString())
            + (real ? ", its texts" : ", generated texts"),
        all.subList(0, settings.records()).toArray(float[][]::new),
        all.subList(all.size() - settings.queries(), all.size()).toArray(float[][]::new),
        real ? texts : generated.texts(all.size()),
        all.size() - settings.queries());
  }

  String name() {
    return name;
  }

  int size() {
    return vectors.length;
  }

  int dimension() {
    return vectors[0].length;
  }

  float[] vector(int record) {
    return vectors[record];
  }

  float[][] queries() {
    return queries;
  }

  byte[] text(int record) {
    return texts.get(record);
  }

  /** The text of a query. */
  String question(int query) {
    return new String(texts.get(firstQuestion + query), StandardCharsets.UTF_8);
  }

  static String source(int record) {
    return "document-" + record % SOURCES;
  }

  /** A UUID, as LangChain4j's own ids are; some stores take no others. */
  static String id(int record) {
    return new UUID(0, record).toString();
  }

  static int number(String id) {
    return (int) UUID.fromString(id).getLeastSignificantBits();
  }

  /** All records, in calls. Every array and string is a new one, as a model would make it. */
  List<Batch> batches() {
    var batches = new ArrayList<Batch>();
    for (int from = 0; from < size(); from += BATCH) {
      batches.add(batch(from, Math.min(size(), from + BATCH)));
    }
    return batches;
  }

  private Batch batch(int from, int to) {
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int record = from; record < to; record++) {
      ids.add(id(record));
      embeddings.add(Embedding.from(Arrays.copyOf(vectors[record], dimension())));
      var metadata =
          new Metadata()
              .put("source", source(record))
              .put("number", record)
              .put(Share.KEY, Share.hundredth(record));
      segments.add(
          TextSegment.from(new String(texts.get(record), StandardCharsets.UTF_8), metadata));
    }
    return new Batch(ids, embeddings, segments);
  }

  /** What one call adds. */
  record Batch(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
    int size() {
      return ids.size();
    }
  }
}
