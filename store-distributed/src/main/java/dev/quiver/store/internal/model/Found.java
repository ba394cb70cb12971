package dev.quiver.store.internal.model;

import java.io.IOException;

/**
 * A record that a search came upon: ranked already, read from disk only if it makes it into the
 * answer. Good for as long as the reader it came from is open.
 */
public interface Found {
  double score();

  RecordKey key();

  /** Reads the record's vector alone. */
  float[] vector() throws IOException;

  /** Reads the record. */
  Hit load() throws IOException;
}
