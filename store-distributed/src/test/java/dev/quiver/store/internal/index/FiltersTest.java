package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter finds exactly the records of which its predicate is true. */
class FiltersTest {
  private static final int RECORDS = 600;
  private static final int PREDICATES = Integer.getInteger("quiver.operations", 300);

  @Test
  void findsWhatThePredicateMatches(@TempDir Path directory) throws IOException {
    var random = new RandomRecords(Seed.next());
    List<StoredRecord> records =
        IntStream.range(0, RECORDS)
            .mapToObj(
                i ->
                    random.record(
                        RecordKey.of(String.format(Locale.ROOT, "%04d", i)), Similarity.COSINE))
            .toList();
    try (var engine = new IndexEngine(EngineOptions.defaults("test"));
        var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      index.apply(new Position(1, 1), new Command.Put(records.subList(0, RECORDS / 2)));
      index.commit();
      index.apply(new Position(1, 2), new Command.Put(records.subList(RECORDS / 2, RECORDS)));
      assertThat(index.metadataKeys())
          .as("names of fields, read backwards")
          .isEqualTo(keysOf(records));
      try (var reader = index.read()) {
        for (int i = 0; i < PREDICATES; i++) {
          Predicate predicate = random.predicate(3);
          List<StoredRecord> expected =
              records.stream().filter(record -> record.matches(predicate)).toList();
          assertThat(reader.page(null, RECORDS, predicate)).as("%s", predicate).isEqualTo(expected);
          assertThat(reader.count(predicate)).as("%s", predicate).isEqualTo(expected.size());
        }
      }
    }
  }

  private static Set<String> keysOf(List<StoredRecord> records) {
    return records.stream()
        .flatMap(record -> record.metadata().keySet().stream())
        .collect(Collectors.toSet());
  }
}
