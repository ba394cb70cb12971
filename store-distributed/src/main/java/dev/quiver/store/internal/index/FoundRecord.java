package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import java.io.IOException;
import org.apache.lucene.index.LeafReader;

/** A document that made it into the answer. */
record FoundRecord(double score, RecordKey key, LeafRecords records, int doc) implements Found {
  boolean isOf(LeafReader leaf, int document) {
    return doc == document && records.isOf(leaf);
  }

  @Override
  public float[] vector() throws IOException {
    return records.vector(doc);
  }

  @Override
  public Hit load() throws IOException {
    return new Hit(score, records.read(doc));
  }
}
