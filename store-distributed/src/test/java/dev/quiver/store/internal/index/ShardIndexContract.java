package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every shard index promises. */
abstract class ShardIndexContract {
  @TempDir Path directory;
  private ShardIndex index;

  abstract ShardIndex open(Path directory) throws IOException;

  @BeforeEach
  void open() throws IOException {
    index = open(directory);
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void reopen() throws IOException {
    index.close();
    index = open(directory);
  }

  static Position at(long number) {
    return new Position(1, number);
  }

  static StoredRecord record(String id, String text) {
    return StoredRecord.with(
        RecordKey.of(id), new float[] {1, 2, 3}, text, Map.of("text", Value.of(text)));
  }

  static Command.Put put(StoredRecord... records) {
    return new Command.Put(List.of(records));
  }

  private List<StoredRecord> all() throws IOException {
    try (var reader = index.read()) {
      return reader.page(null, Integer.MAX_VALUE, null);
    }
  }

  @Test
  void startsEmptyAtNoPosition() throws IOException {
    assertThat(index.applied()).isEqualTo(Position.NONE);
    assertThat(index.committed()).isEqualTo(Position.NONE);
    assertThat(all()).isEmpty();
  }

  @Test
  void replacesByKeyAndDeletes() throws IOException {
    index.apply(at(1), put(record("a", "1"), record("b", "1"), record("c", "1")));
    index.apply(at(2), put(record("b", "2")));
    assertThat(all()).containsExactly(record("a", "1"), record("b", "2"), record("c", "1"));
    index.apply(at(3), new Command.DeleteIds(List.of("a", "unknown"), null));
    assertThat(all()).containsExactly(record("b", "2"), record("c", "1"));
    var two = new Predicate.Compare("text", Predicate.Comparison.EQUAL, Value.of("2"));
    index.apply(at(4), new Command.DeleteIds(List.of("b", "c"), two));
    assertThat(all()).containsExactly(record("c", "1"));
    index.apply(at(5), new Command.DeleteWhere(new Predicate.Not(two)));
    assertThat(all()).isEmpty();
    index.apply(at(6), put(record("d", "1")));
    index.apply(at(7), new Command.Clear());
    index.apply(at(8), put(record("e", "1")));
    assertThat(all()).containsExactly(record("e", "1"));
  }

  @Test
  void addressesAnIdInEveryPartition() throws IOException {
    var keys = List.of(RecordKey.of("a"), new RecordKey("", "a"), new RecordKey("x", "a"));
    for (int i = 0; i < keys.size(); i++) {
      index.apply(at(i + 1), put(StoredRecord.bare(keys.get(i), new float[] {1})));
    }
    index.apply(at(9), put(StoredRecord.bare(new RecordKey("x", "b"), new float[] {1})));
    try (var reader = index.read()) {
      assertThat(reader.get(List.of("a", "a"), null))
          .extracting(StoredRecord::key)
          .containsExactlyInAnyOrderElementsOf(keys);
    }
    index.apply(at(10), new Command.DeleteIds(List.of("a"), null));
    assertThat(all()).extracting(StoredRecord::key).containsExactly(new RecordKey("x", "b"));
  }

  @Test
  void keepsWhatWasCommittedAndNothingElse() throws IOException {
    index.apply(at(5), put(record("a", "1")));
    assertThat(index.commit()).isEqualTo(at(5));
    assertThat(index.committed()).isEqualTo(at(5));
    index.apply(at(6), put(record("b", "1")));
    reopen();
    assertThat(index.applied()).isEqualTo(at(5));
    assertThat(index.committed()).isEqualTo(at(5));
    assertThat(all()).containsExactly(record("a", "1"));
  }

  @Test
  void settlesWithoutChangingAnything() throws IOException {
    for (int i = 1; i <= 20; i++) {
      index.apply(at(i), put(record("a" + i, "1")));
      index.read().close();
    }
    index.settle();
    index.settle();
    index.settle();
    assertThat(all()).hasSize(20);
    assertThat(index.applied()).isEqualTo(at(20));
    assertThat(index.committed()).isEqualTo(Position.NONE);
    assertThat(index.memory().heap()).isPositive();
  }

  @Test
  void ignoresWhatItHasApplied() throws IOException {
    index.apply(at(5), put(record("a", "1")));
    index.apply(at(5), new Command.Clear());
    index.apply(at(4), new Command.Clear());
    assertThat(all()).containsExactly(record("a", "1"));
    assertThat(index.applied()).isEqualTo(at(5));
  }

  @Test
  void readersSeeOnePosition() throws IOException {
    index.apply(at(1), put(record("a", "1")));
    try (var before = index.read()) {
      index.apply(at(2), put(record("b", "1")));
      index.apply(at(3), new Command.DeleteIds(List.of("a"), null));
      try (var stale = index.readAsRefreshed();
          var now = index.read();
          var refreshed = index.readAsRefreshed()) {
        assertThat(stale.position()).isEqualTo(at(1));
        assertThat(now.position()).isEqualTo(at(3));
        assertThat(refreshed.position()).isEqualTo(at(3));
        assertThat(now.page(null, 9, null)).containsExactly(record("b", "1"));
      }
      index.apply(at(4), new Command.Clear());
      index.commit();
      index.compact();
      assertThat(before.position()).isEqualTo(at(1));
      assertThat(before.page(null, 9, null)).containsExactly(record("a", "1"));
      assertThat(before.rows()).isEqualTo(1);
    }
  }

  @Test
  void readersOutliveTheIndex() throws IOException {
    index.apply(at(1), put(record("a", "1")));
    try (var reader = index.read()) {
      index.close();
      assertThat(reader.page(null, 9, null)).containsExactly(record("a", "1"));
    }
    assertThatThrownBy(() -> index.read()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> index.apply(at(2), new Command.Clear()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void showsCommandsWhole() throws Exception {
    int batch = 200;
    var done = new AtomicBoolean();
    var writing =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 40; i++) {
                String text = Integer.toString(i);
                applyUnchecked(
                    at(i),
                    new Command.Put(
                        IntStream.range(0, batch).mapToObj(n -> record("r" + n, text)).toList()));
              }
              done.set(true);
            },
            Thread::startVirtualThread);
    while (!done.get() && !writing.isCompletedExceptionally()) {
      try (var reader = index.read()) {
        List<StoredRecord> seen = reader.page(null, 2 * batch, null);
        assertThat(seen).hasSize(reader.position().index() == 0 ? 0 : batch);
        String text = Long.toString(reader.position().index());
        assertThat(seen).allMatch(record -> text.equals(record.text()));
      }
    }
    writing.get(10, TimeUnit.SECONDS);
  }

  private void applyUnchecked(Position position, Command command) {
    try {
      index.apply(position, command);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void interruptedCallersDoNoHarm() throws IOException {
    index.apply(at(1), put(record("a", "1")));
    Thread.currentThread().interrupt();
    try (var reader = index.read()) {
      assertThat(reader.rows()).isEqualTo(1);
    }
    index.commit();
    assertThat(Thread.interrupted()).isTrue();
    index.apply(at(2), put(record("b", "1")));
    index.commit();
    reopen();
    assertThat(all()).hasSize(2);
  }

  @Test
  void holdsTheFilesOfACommit(@TempDir Path copies) throws IOException {
    index.apply(at(1), put(record("a", "1")));
    index.commit();
    try (var held = index.holdCommit()) {
      for (int i = 2; i < 6; i++) {
        index.apply(at(i), put(record("a", "2"), record("b" + i, "1")));
        index.commit();
      }
      index.compact();
      index.commit();
      assertThat(held.position()).isEqualTo(at(1));
      for (Path file : held.files()) {
        Files.copy(file, copies.resolve(file.getFileName()));
        Files.writeString(copies.resolve(file.getFileName() + ".md5"), "left by the transfer");
      }
    }
    try (var copy = open(copies);
        var reader = copy.read()) {
      assertThat(copy.applied()).isEqualTo(at(1));
      assertThat(reader.page(null, 9, null)).containsExactly(record("a", "1"));
    }
  }

  @Test
  void pagesByKeyAndStateTheSameDigestForTheSameContent(@TempDir Path other) throws IOException {
    List<StoredRecord> records =
        IntStream.range(0, 100)
            .mapToObj(n -> record(new String(Character.toChars(0xD700 + 97 * n)), "t"))
            .sorted((a, b) -> a.key().compareTo(b.key()))
            .toList();
    for (int i = 0; i < records.size(); i++) {
      index.apply(at(i + 1), put(records.get(i)));
      if (i % 30 == 0) {
        index.commit();
      }
    }
    try (var second = open(other)) {
      second.apply(at(1), put(record("gone", "t")));
      second.apply(at(2), new Command.Put(records.reversed()));
      second.apply(at(3), new Command.DeleteIds(List.of("gone"), null));
      try (var left = index.read();
          var right = second.read()) {
        assertThat(left.digest()).isEqualTo(right.digest());
        RecordKey after = null;
        for (int i = 0; i < records.size(); i += 7) {
          List<StoredRecord> page = right.page(after, 7, null);
          assertThat(page).isEqualTo(records.subList(i, Math.min(records.size(), i + 7)));
          after = page.getLast().key();
        }
        assertThat(right.page(after, 7, null)).isEmpty();
      }
      second.apply(at(4), put(record("x", "t")));
      try (var left = index.read();
          var right = second.read()) {
        assertThat(left.digest()).isNotEqualTo(right.digest());
      }
    }
  }

  @Test
  void refusesAnotherDimensionBeforeWritingAnything() throws IOException {
    index.apply(at(1), put(record("a", "1")));
    index.apply(at(2), new Command.Clear());
    var wrong = StoredRecord.bare(RecordKey.of("b"), new float[] {1});
    assertThatThrownBy(() -> index.apply(at(3), put(record("c", "1"), wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimension must be 3, but was 1");
    assertThat(all()).isEmpty();
    index.apply(at(3), put(record("c", "1")));
    index.commit();
    reopen();
    assertThatThrownBy(() -> index.apply(at(4), put(wrong)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesWhatTheLimitsAllow() throws IOException {
    String id = "\ud83d\ude00".repeat(RecordLimits.MAX_ID_BYTES / 4);
    String partition = "\u0800".repeat(RecordLimits.MAX_PARTITION_BYTES / 3);
    var metadata = new java.util.HashMap<String, Value>();
    for (int i = 0; i < RecordLimits.MAX_METADATA_ENTRIES; i++) {
      String key = String.format(Locale.ROOT, "%04d", i);
      metadata.put(key + "k".repeat(RecordLimits.MAX_METADATA_KEY_BYTES - 4), Value.of(i));
    }
    var vector = new float[RecordLimits.MAX_DIMENSION];
    java.util.Arrays.fill(vector, 1);
    var record =
        StoredRecord.with(new RecordKey(partition, id), vector, "\ud83d".repeat(1 << 20), metadata);
    index.apply(at(1), put(record));
    index.commit();
    reopen();
    assertThat(all()).containsExactly(record);
  }
}
