package dev.quiver.store.internal.search;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** A record with the score that it has in an answer, which need not be the one it was found by. */
record Ranked(double score, Found found) {
  private static final Comparator<Ranked> ORDER =
      Comparator.comparingDouble(Ranked::score)
          .reversed()
          .thenComparing(ranked -> ranked.found().key());

  private interface Read<T> {
    T from(Found found) throws IOException;
  }

  /** Best score first, equal scores by key. */
  static List<Ranked> sorted(List<Found> all, Function<Found, Double> score) {
    return all.stream().map(found -> new Ranked(score.apply(found), found)).sorted(ORDER).toList();
  }

  Hit load() {
    return new Hit(score, read(Found::load).record());
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
