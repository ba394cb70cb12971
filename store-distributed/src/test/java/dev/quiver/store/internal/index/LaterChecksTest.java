package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.cluster.Await;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Catches: an opening that reads everything, and damage that nobody hears of because of that. */
class LaterChecksTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private final IndexEngine engine =
      new IndexEngine(
          EngineOptions.defaults("test"), new DiskUse(UnaryOperator.identity(), 0, 64 << 20));

  @SuppressWarnings("NullAway.Init") // made before each test
  LaterChecksTest() {}

  @AfterEach
  void close() {
    engine.close();
  }

  private ShardIndex open(Path folder) throws IOException {
    return engine.open(folder, Similarity.COSINE, IndexSettings.DEFAULT);
  }

  private Path filled() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("intact"));
    var records = new RandomRecords(Seed.next());
    try (ShardIndex index = open(folder)) {
      for (int round = 1; round <= 2; round++) {
        int from = round * 200;
        index.apply(
            new Position(1, round),
            new Command.Put(
                IntStream.range(from, from + 300)
                    .mapToObj(n -> records.record(RecordKey.of("id" + n), Similarity.COSINE))
                    .toList()));
        index.compact();
      }
      index.apply(new Position(1, 3), new Command.DeleteIds(List.of("id450", "id470"), null));
      index.commit();
    }
    return folder;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("_.*|segments_.*"))
          .sorted()
          .toList();
    }
  }

  private Path copy(Path from, String name) throws IOException {
    Path to = Files.createDirectory(directory.resolve(name));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
    return to;
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private static String settled(ShardIndex index, AtomicReference<DamagedIndexException> heard) {
    try {
      index.settle();
    } catch (IOException e) {
      assertThat(e)
          .as("found while the index settles")
          .hasRootCauseInstanceOf(DamagedIndexException.class);
    }
    return heard.get() == null ? "no damage was found" : "";
  }

  @Test
  void aChangedByteIsFoundWhileTheIndexIsOpenAndRefusedFromThenOn() throws IOException {
    Path intact = filled();
    int foundLater = 0;
    for (Path file : files(intact)) {
      Path name = file.getFileName();
      Path copy = copy(intact, "flipped-" + name);
      flip(copy.resolve(name));
      Throwable refusal = catchThrowable(() -> open(copy).close());
      if (refusal == null) {
        foundLater++;
        try (ShardIndex index = open(copy)) {
          var heard = new AtomicReference<DamagedIndexException>();
          index.whenDamaged(heard::set);
          Await.noProblem(SOON, () -> settled(index, heard));
          assertThat(heard.get()).hasMessageContaining(name.toString());
          var put = new Command.Clear();
          assertThat(catchThrowable(() -> index.apply(new Position(2, 9), put)))
              .hasMessageContaining("must be opened again")
              .hasCause(heard.get());
          index.readAsRefreshed().close();
        }
        refusal = catchThrowable(() -> open(copy));
      }
      assertThat(refusal).isInstanceOf(DamagedIndexException.class);
      assertThat(refusal).hasMessageContaining(name.toString());
      flip(copy.resolve(name));
      open(copy).close();
    }
    assertThat(foundLater).as("of %s", files(intact)).isPositive();
  }

  @Test
  void whatIsShortOrMissingOrOverwrittenIsRefusedAtOnce() throws IOException {
    Path intact = filled();
    for (Path file : files(intact)) {
      for (int scar = 0; scar < 3; scar++) {
        String name = file.getFileName().toString();
        Path copy = copy(intact, name + "-" + scar);
        byte[] bytes = Files.readAllBytes(file);
        switch (scar) {
          case 0 -> Files.write(copy.resolve(name), Arrays.copyOf(bytes, bytes.length - 1));
          case 1 -> Files.delete(copy.resolve(name));
          default -> Files.write(copy.resolve(name), new byte[bytes.length]);
        }
        assertThat(catchThrowable(() -> open(copy)))
            .as("%s damaged by %s", name, scar)
            .isInstanceOf(DamagedIndexException.class);
      }
    }
  }

  @Test
  void soundFilesAreReadOnceAtThePaceOfTheNode() throws IOException {
    Path file = directory.resolve("file");
    byte[] content = new byte[3 * FileCheck.PORTION + 17];
    var checksum = new CRC32();
    checksum.update(content, 0, content.length - Long.BYTES);
    ByteBuffer.wrap(content).putLong(content.length - Long.BYTES, checksum.getValue());
    Files.write(file, content);
    var clock = new AtomicLong();
    var pace = new Pace(2L * FileCheck.PORTION, clock::get);
    var checks = new LaterChecks(List.of(file), pace, Runnable::run);
    int turns = 0;
    for (; !checks.isOver() && turns < 10; turns++) {
      checks.goOn(
          damage -> {
            throw new AssertionError(damage);
          });
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertThat(turns).as("seconds for four portions at two a second").isEqualTo(3);
  }

  @Test
  void aPaceSavesUpNoMoreThanASecond() {
    var clock = new AtomicLong();
    var pace = new Pace(10, clock::get);
    assertThat(pace.allows(10)).isTrue();
    assertThat(pace.allows(1)).isFalse();
    clock.addAndGet(Duration.ofMillis(500).toNanos());
    assertThat(pace.allows(6)).isFalse();
    assertThat(pace.allows(5)).isTrue();
    clock.addAndGet(Duration.ofMinutes(5).toNanos());
    assertThat(pace.allows(10)).isTrue();
    assertThat(pace.allows(1)).isFalse();
  }
}
