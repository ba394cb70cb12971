package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.QueryTerm;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.port.CarriedRecord;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.port.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Random requests of every kind, and answers to them. */
final class AskSamples {
  private final SplittableRandom random;
  private final Samples parts;

  AskSamples(long seed) {
    this.random = new SplittableRandom(seed);
    this.parts = new Samples(seed);
  }

  /** Its time is over, so that it encodes alike at any moment. */
  ShardAsk<?> ask() {
    var over = new Deadline(System.nanoTime(), Duration.ofNanos(random.nextLong(1L << 40)));
    return new ShardAsk<>(positions(), random.nextBoolean(), reading(3), over, true);
  }

  SortedMap<ShardId, Position> positions() {
    var positions = new TreeMap<ShardId, Position>();
    for (int i = random.nextInt(5); i > 0; i--) {
      positions.put(
          new ShardId(random.nextInt(300)),
          new Position(random.nextInt(9), random.nextLong(Long.MAX_VALUE)));
    }
    return positions;
  }

  Reading<?> reading(int depth) {
    return switch (random.nextInt(depth == 0 ? 6 : 7)) {
      case 0 -> search();
      case 1 -> new Reading.TextSearch(textQuery(), wanted());
      case 2 -> new Reading.Statistics(parts.text());
      case 3 -> new Reading.Get(several(this::id), parts.maybePredicate());
      case 4 -> new Reading.Count(parts.maybePredicate());
      case 5 ->
          new Reading.Page(
              random.nextBoolean() ? parts.record().key() : null,
              random.nextInt(5_000),
              parts.maybePredicate());
      default -> all();
    };
  }

  private Reading<?> all() {
    var searches = several(() -> new Reading.All.Part<>(search(), homes()));
    return new Reading.All<>(searches);
  }

  private TreeSet<ShardId> homes() {
    return new TreeSet<>(positions().keySet());
  }

  private Reading<List<Found>> search() {
    var query =
        new ShardQuery(
            parts.vector(),
            random.nextInt(1_000),
            random.nextDouble(),
            parts.maybePredicate(),
            random.nextDouble());
    return new Reading.Search(query, wanted());
  }

  private TextQuery textQuery() {
    return new TextQuery(
        statistics(), random.nextInt(100), random.nextDouble(), parts.maybePredicate());
  }

  private Wanted wanted() {
    Wanted[] all = Wanted.values();
    return all[random.nextInt(all.length)];
  }

  private String id() {
    return parts.text();
  }

  private TermStatistics statistics() {
    return new TermStatistics(
        random.nextInt(1_000),
        random.nextLong(1L << 40),
        several(() -> new QueryTerm(parts.text(), random.nextInt(9), random.nextInt(1_000))));
  }

  private <T> List<T> several(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(4)).toList();
  }

  byte[] damage(byte[] bytes) {
    return parts.damage(bytes);
  }

  /** Answers whatever is asked with random records. */
  Reading.Source source() {
    return new Reading.Source() {
      @Override
      public List<Found> search(ShardQuery query) {
        return several(() -> CarriedRecord.whole(random.nextDouble(), parts.record()));
      }

      @Override
      public List<Found> search(TextQuery query) {
        return several(() -> CarriedRecord.whole(random.nextDouble(), parts.record()));
      }

      @Override
      public TermStatistics statistics(String text) {
        return AskSamples.this.statistics();
      }

      @Override
      public <T> List<T> all(List<Reading.All.Part<T>> asked) throws IOException {
        var all = new ArrayList<T>();
        for (Reading.All.Part<T> part : asked) {
          all.add(part.reading().from(this));
        }
        return all;
      }

      @Override
      public List<StoredRecord> get(List<String> ids, @Nullable Predicate where) {
        return several(parts::record);
      }

      @Override
      public long count(@Nullable Predicate where) {
        return random.nextLong(1L << 50);
      }

      @Override
      public List<StoredRecord> page(
          @Nullable RecordKey after, int limit, @Nullable Predicate where) {
        return several(parts::record);
      }
    };
  }
}
