package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Command;
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
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.port.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The requests and answers the golden files hold, by kind. Added to, never changed. */
final class GoldenAsks {
  private static final TreeMap<ShardId, Position> SHARDS =
      new TreeMap<>(
          Map.of(new ShardId(0), new Position(1, 7), new ShardId(300), new Position(2, 1L << 40)));
  private static final Predicate WHERE =
      ((Command.DeleteWhere) GoldenValues.DELETE_WHERE).where();
  private static final TermStatistics WORDS =
      new TermStatistics(
          1_000, 1L << 40, List.of(new QueryTerm("größer", 2, 17), new QueryTerm("x", 1, 0)));
  private static final ShardQuery QUERY =
      new ShardQuery(GoldenValues.VECTOR, 10, 0.25, WHERE, 0.95);

  private GoldenAsks() {}

  /** Its time is over, so that it encodes alike at any moment. */
  static ShardAsk<?> ask(String kind) {
    var over = new Deadline(System.nanoTime(), Duration.ofSeconds(10));
    return new ShardAsk<>(SHARDS, true, reading(kind), over, false);
  }

  private static Reading<?> reading(String kind) {
    return switch (kind) {
      case "search" -> new Reading.Search(QUERY, Wanted.RECORD);
      case "text-search" ->
          new Reading.TextSearch(new TextQuery(WORDS, 5, 0, null), Wanted.VECTOR);
      case "all" ->
          new Reading.All<>(
              List.of(
                  new Reading.All.Part<>(
                      new Reading.Search(QUERY, Wanted.KEY), Set.of(new ShardId(300))),
                  new Reading.All.Part<>(
                      new Reading.Search(QUERY, Wanted.RECORD), Set.of(new ShardId(0)))));
      case "get" -> new Reading.Get(List.of("id-1", "\udc00"), WHERE);
      case "count" -> new Reading.Count(null);
      case "page" -> new Reading.Page(GoldenValues.RECORD.key(), 2_000, WHERE);
      case "statistics" -> new Reading.Statistics("größer \ud83d\ude00");
      default -> throw new IllegalArgumentException("there is no golden " + kind);
    };
  }

  static <T> ShardAnswer<T> answer(Reading<T> reading) throws IOException {
    return new ShardAnswer<>(
        new NodeId("node-1"), SHARDS, reading.from(new GoldenSource()), () -> {});
  }

  private static final class GoldenSource implements Reading.Source {
    @Override
    public List<Found> search(ShardQuery query) {
      return List.of(
          CarriedRecord.whole(0.75, GoldenValues.RECORD),
          CarriedRecord.whole(-0.0, GoldenValues.BARE_RECORD));
    }

    @Override
    public List<Found> search(TextQuery query) {
      return List.of(CarriedRecord.whole(Double.MIN_VALUE, GoldenValues.RECORD));
    }

    @Override
    public TermStatistics statistics(String text) {
      return WORDS;
    }

    @Override
    public <T> List<T> all(List<Reading.All.Part<T>> parts) throws IOException {
      var all = new ArrayList<T>();
      for (Reading.All.Part<T> part : parts) {
        all.add(part.reading().from(this));
      }
      return all;
    }

    @Override
    public List<StoredRecord> get(List<String> ids, @Nullable Predicate where) {
      return List.of(GoldenValues.RECORD);
    }

    @Override
    public long count(@Nullable Predicate where) {
      return 1L << 40;
    }

    @Override
    public List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where) {
      return List.of(GoldenValues.BARE_RECORD);
    }
  }
}
