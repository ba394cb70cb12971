package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index with a damaged file is refused by the name of that file, whatever the damage. */
class DamageTest {
  private final SplittableRandom random = new SplittableRandom(Seed.next());
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));

  private void fill(Path directory, int commits) throws IOException {
    var records = new RandomRecords(random.nextLong());
    try (var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      for (int i = 1; i <= commits; i++) {
        int shift = i;
        index.apply(
            new Position(i, 1),
            new Command.Put(
                IntStream.range(0, 300)
                    .mapToObj(
                        n -> records.record(RecordKey.of("id" + (n + shift)), Similarity.COSINE))
                    .toList()));
        if (i == commits - 1) {
          index.compact();
        }
        index.apply(new Position(i, 2), new Command.DeleteIds(List.of("id3", "id1004"), null));
        index.commit();
      }
    }
  }

  @Test
  void everyKindOfDamageToEveryFileIsNoticed(@TempDir Path directory) throws IOException {
    Path intact = Files.createDirectory(directory.resolve("intact"));
    fill(intact, 3);
    int tried = 0;
    for (Path file : files(intact)) {
      String name = file.getFileName().toString();
      if (name.equals("write.lock") || Files.size(file) == 0) {
        continue;
      }
      for (int kind = 0; kind < 5; kind++) {
        Path copy = Files.createDirectory(directory.resolve(name + "-" + kind));
        for (Path each : files(intact)) {
          Files.copy(each, copy.resolve(each.getFileName()));
        }
        damage(copy.resolve(name), kind);
        Throwable refusal =
            catchThrowable(() -> engine.open(copy, Similarity.COSINE, IndexSettings.DEFAULT));
        assertThat(refusal)
            .as("%s damaged by %s", name, kind)
            .isInstanceOf(DamagedIndexException.class);
        if (!name.startsWith("segments_") || kind != 2) {
          assertThat(refusal).hasMessageContaining(name);
        }
        tried++;
      }
    }
    assertThat(tried).isGreaterThanOrEqualTo(40);
    engine.open(intact, Similarity.COSINE, IndexSettings.DEFAULT).close();
  }

  private void damage(Path file, int kind) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    switch (kind) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = Arrays.copyOf(bytes, at);
      case 2 -> {
        Files.delete(file);
        return;
      }
      case 3 -> Arrays.fill(bytes, (byte) 0);
      default -> {
        Arrays.fill(bytes, at, bytes.length, (byte) 0);
        bytes[bytes.length - 1] ^= 1;
      }
    }
    Files.write(file, bytes);
  }

  @Test
  void aLostCommitIsMissedEvenWhereNothingElseWas(@TempDir Path directory) throws IOException {
    engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT).close();
    for (Path file : files(directory)) {
      if (file.getFileName().toString().startsWith("segments_")) {
        Files.delete(file);
      }
    }
    assertThat(
            catchThrowable(() -> engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)))
        .isInstanceOf(DamagedIndexException.class);
  }

  @Test
  void aCrashBeforeTheFirstCommitIsNoDamage(@TempDir Path directory) throws IOException {
    Files.createFile(directory.resolve("write.lock"));
    Files.write(directory.resolve("pending_segments_1"), new byte[7]);
    try (var index = engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT)) {
      assertThat(index.applied()).isEqualTo(Position.NONE);
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
