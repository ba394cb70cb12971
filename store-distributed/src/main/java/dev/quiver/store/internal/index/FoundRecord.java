package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/** A document that made it into the answer. */
record FoundRecord(double score, RecordKey key, LeafReader leaf, int doc) implements Found {
  @Override
  public float[] vector() throws IOException {
    return new VectorField.Reader(leaf).read(doc).clone();
  }

  @Override
  public Hit load() throws IOException {
    return new Hit(score, new LeafRecords(leaf).read(doc));
  }
}
