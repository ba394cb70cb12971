package dev.quiver.benchmarks.load;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Records to load, in batches, the same for the same size; made as they are needed. */
record Batches(int records, int dimension) {
  static final int SIZE = 1_000;

  private static final int CLUSTERS = 100;
  private static final long SEED = 42;

  /** What one call adds. */
  record Batch(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {

    /** Ids, vectors and texts one after the other, as anybody would put them into a file. */
    ByteBuffer bytes() {
      var parts = new ArrayList<byte[]>();
      int size = 0;
      for (int i = 0; i < ids.size(); i++) {
        parts.add(ids.get(i).getBytes(StandardCharsets.UTF_8));
        parts.add(bytes(embeddings.get(i).vector()));
        parts.add(segments.get(i).text().getBytes(StandardCharsets.UTF_8));
      }
      for (byte[] part : parts) {
        size += part.length;
      }
      var all = ByteBuffer.allocate(size);
      parts.forEach(all::put);
      return all.flip();
    }

    private static byte[] bytes(float[] vector) {
      var bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
      bytes.asFloatBuffer().put(vector);
      return bytes.array();
    }
  }

  int count() {
    return (records + SIZE - 1) / SIZE;
  }

  /** Vectors lie around a hundred centres, as those of texts on a hundred subjects would. */
  Batch batch(int number) {
    var random = new SplittableRandom(SEED + number);
    var ids = new ArrayList<String>();
    var embeddings = new ArrayList<Embedding>();
    var segments = new ArrayList<TextSegment>();
    for (int i = number * SIZE; i < Math.min(records, (number + 1) * SIZE); i++) {
      int subject = random.nextInt(CLUSTERS);
      ids.add(String.format(Locale.ROOT, "record-%08d", i));
      embeddings.add(embedding(random, new SplittableRandom(subject)));
      segments.add(TextSegment.from("text number " + i + " on subject " + subject));
    }
    return new Batch(ids, embeddings, segments);
  }

  private Embedding embedding(SplittableRandom random, SplittableRandom centre) {
    float[] vector = new float[dimension];
    for (int component = 0; component < dimension; component++) {
      vector[component] = (float) (centre.nextGaussian() + 0.5 * random.nextGaussian());
    }
    return Embedding.from(vector);
  }
}
