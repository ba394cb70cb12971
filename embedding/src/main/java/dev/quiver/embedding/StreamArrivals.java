package dev.quiver.embedding;

import dev.quiver.embedding.internal.ingest.Arrival;
import dev.quiver.embedding.internal.ingest.Arrivals;
import java.util.Spliterator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a stream brings, one at a time; it may fail at one and go on with the next. */
final class StreamArrivals implements Arrivals {
  private final Spliterator<? extends Arrival> stream;
  private final long expected;
  private @Nullable Arrival next;

  StreamArrivals(Stream<? extends Arrival> stream) {
    this.stream = stream.spliterator();
    this.expected = this.stream.getExactSizeIfKnown();
  }

  @Override
  public long expected() {
    return expected;
  }

  @Override
  public @Nullable Arrival next() {
    next = null;
    return stream.tryAdvance(arrival -> next = arrival) ? next : null;
  }
}
