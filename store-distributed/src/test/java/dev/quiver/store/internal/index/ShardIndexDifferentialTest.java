package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random commands and reads, side by side with a map that is searched by looking at everything. */
class ShardIndexDifferentialTest {
  private static final int STEPS = 400;
  private static final int IDS = 60;

  private final NavigableMap<RecordKey, StoredRecord> map = new TreeMap<>();
  private NavigableMap<RecordKey, StoredRecord> committed = new TreeMap<>();
  private long position;

  @ParameterizedTest
  @EnumSource
  void behavesLikeAMap(Similarity similarity, @TempDir Path directory) throws IOException {
    var random = new RandomRecords(Seed.next());
    try (var engine = new IndexEngine(EngineOptions.defaults("test"))) {
      ShardIndex index = engine.open(directory, similarity, IndexSettings.DEFAULT);
      try {
        for (int step = 0; step < STEPS; step++) {
          switch (random.below(12)) {
            case 0 -> {
              index.commit();
              committed = new TreeMap<>(map);
            }
            case 1 -> {
              if (random.below(4) == 0) {
                index.close();
                index = engine.open(directory, similarity, IndexSettings.DEFAULT);
                map.clear();
                map.putAll(committed);
              }
            }
            case 2 -> {
              index.compact();
              committed = new TreeMap<>(map);
            }
            case 3, 4, 5 -> compare(engine, index, random, similarity);
            default -> {
              Command command = command(random, similarity);
              index.apply(new Position(1, ++position), command);
              applyToMap(command);
            }
          }
        }
        compare(engine, index, random, similarity);
      } finally {
        index.close();
      }
    }
  }

  private static Command command(RandomRecords random, Similarity similarity) {
    return switch (random.below(16)) {
      case 0 -> new Command.Clear();
      case 1, 2 ->
          new Command.DeleteWhere(new Predicate.And(random.predicate(1), random.predicate(1)));
      case 3 ->
          new Command.DeleteIds(random.several(() -> random.key(IDS).id()), random.predicate(1));
      case 4, 5 -> new Command.DeleteIds(random.several(() -> random.key(IDS).id()), null);
      default -> {
        var records = new TreeMap<RecordKey, StoredRecord>();
        for (int i = random.below(20); i >= 0; i--) {
          RecordKey key = random.key(IDS);
          records.put(key, random.record(key, similarity));
        }
        yield new Command.Put(List.copyOf(records.values()));
      }
    };
  }

  private void applyToMap(Command command) {
    switch (command) {
      case Command.Put(var records) -> records.forEach(record -> map.put(record.key(), record));
      case Command.DeleteIds(var ids, var where) ->
          map.values().removeIf(record -> ids.contains(record.key().id()) && record.matches(where));
      case Command.DeleteWhere(var where) -> map.values().removeIf(record -> record.matches(where));
      case Command.Clear() -> map.clear();
    }
  }

  private void compare(
      IndexEngine engine, ShardIndex index, RandomRecords random, Similarity similarity)
      throws IOException {
    Predicate where = random.below(3) == 0 ? null : random.predicate(2);
    List<StoredRecord> matching =
        map.values().stream().filter(record -> record.matches(where)).toList();
    try (var reader = index.read()) {
      assertThat(reader.position()).isEqualTo(index.applied());
      assertThat(reader.rows()).isEqualTo(map.size());
      assertThat(reader.count(where)).isEqualTo(matching.size());
      RecordKey after = random.below(2) == 0 ? null : random.key(IDS);
      int limit = 1 + random.below(20);
      assertThat(reader.page(after, limit, where))
          .isEqualTo(
              matching.stream()
                  .filter(record -> after == null || record.key().compareTo(after) > 0)
                  .limit(limit)
                  .toList());
      List<String> ids = random.several(() -> random.key(IDS).id());
      assertThat(reader.get(ids, where))
          .containsExactlyInAnyOrderElementsOf(
              matching.stream().filter(record -> ids.contains(record.key().id())).toList());
      var query =
          new ShardQuery(random.vector(similarity), limit, random.below(2) * 0.6, where, 0.95);
      assertThat(load(engine.search(List.of(reader), query)))
          .isEqualTo(best(matching, query, similarity));
    }
  }

  private static List<Hit> load(List<Found> found) throws IOException {
    var hits = new ArrayList<Hit>();
    for (Found one : found) {
      hits.add(one.load());
      assertThat(one.key()).isEqualTo(hits.getLast().record().key());
    }
    return hits;
  }

  static List<Hit> best(List<StoredRecord> matching, ShardQuery query, Similarity similarity) {
    return matching.stream()
        .map(record -> new Hit(similarity.score(query.vector(), record.vector()), record))
        .filter(hit -> hit.score() >= query.minScore())
        .sorted(Hit.ORDER)
        .limit(query.limit())
        .toList();
  }
}
