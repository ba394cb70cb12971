package dev.quiver.store.internal.search;

import dev.quiver.store.internal.index.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A record with the score that it has in an answer, which need not be the one it was found by.
 *
 * @param similarity to the query; null where it is not known yet, or no vector is looked at
 * @param wordScore null where it was not found by words
 */
record Ranked(double score, Found found, @Nullable Double similarity, @Nullable Double wordScore) {
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingDouble(Ranked::score)
          .reversed()
          .thenComparing(ranked -> ranked.found().key());

  private interface Read<T> {
    T from(Found found) throws IOException;
  }

  /** One that is scored as it was found by vector. */
  static Ranked byVector(Found found) {
    return new Ranked(found.score(), found, found.score(), null);
  }

  /** One that is scored as it was found by words. */
  static Ranked byWords(Found found) {
    return new Ranked(found.score(), found, null, found.score());
  }

  /** Best score first, equal scores by key. */
  static List<Ranked> sorted(Stream<Ranked> all) {
    return all.sorted(ORDER).toList();
  }

  /** The same, with its similarity. */
  Ranked measured(Nearness nearness) {
    return similarity == null ? new Ranked(score, found, nearness.of(vector()), wordScore) : this;
  }

  /**
   * @param nearness null where no vector is looked at
   */
  Hit load(@Nullable Nearness nearness) {
    StoredRecord record = read(Found::load).record();
    Double near =
        similarity == null && nearness != null ? (Double) nearness.of(record.vector()) : similarity;
    return new Hit(score, record, near, wordScore);
  }

  float[] vector() {
    return read(Found::vector);
  }

  private <T> T read(Read<T> what) {
    try {
      return what.from(found);
    } catch (IOException unreadable) {
      throw new UncheckedIOException("record " + found.key() + " cannot be read", unreadable);
    }
  }
}
