package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves on disk opens at the last commit, whole. */
class CrashTest {
  private final Map<Position, Long> digests = new HashMap<>();

  @Test
  void opensAtTheLastCommit(@TempDir Path directory) throws IOException {
    var random = new RandomRecords(Seed.next());
    Path live = Files.createDirectory(directory.resolve("live"));
    var options = new EngineOptions("test", null, 1, 1, false);
    try (var engine = new IndexEngine(options);
        var index = engine.open(live, Similarity.COSINE, IndexSettings.DEFAULT)) {
      digests.put(Position.NONE, digest(index));
      for (int i = 1; i <= 120; i++) {
        var records = new ArrayList<StoredRecord>();
        for (int n = 0; n < 60; n++) {
          records.add(random.record(RecordKey.of("id" + (n * 7 + i)), Similarity.COSINE));
        }
        index.apply(new Position(1, i), new Command.Put(records));
        switch (random.below(8)) {
          case 0 -> {
            digests.put(index.applied(), digest(index));
            index.commit();
          }
          case 1 -> index.read().close();
          case 2 -> {
            Path crashed = copy(live, directory.resolve("crashed-" + i));
            try (var again = engine.open(crashed, Similarity.COSINE, IndexSettings.DEFAULT)) {
              assertThat(again.applied()).isEqualTo(index.committed());
              assertThat(digest(again)).isEqualTo(digests.get(again.applied()));
            }
          }
          default -> {}
        }
      }
    }
  }

  private static long digest(ShardIndex index) throws IOException {
    try (var reader = index.read()) {
      return reader.digest();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (Path file : files(from)) {
      try {
        Files.copy(file, to.resolve(file.getFileName()));
      } catch (NoSuchFileException mergedAway) {
        assertThat(file.getFileName().toString()).startsWith("_");
      }
    }
    return to;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
