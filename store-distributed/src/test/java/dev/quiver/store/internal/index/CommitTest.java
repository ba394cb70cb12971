package dev.quiver.store.internal.index;

import static dev.quiver.store.internal.index.ShardIndexContract.at;
import static dev.quiver.store.internal.index.ShardIndexContract.put;
import static dev.quiver.store.internal.index.ShardIndexContract.record;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: commands and readers that wait for a disk, a commit that says it is durable before it
 * is, and one whose position is not that of its content.
 */
@Timeout(120)
class CommitTest {
  private static final int SOON = 20;

  @TempDir private Path directory;
  private final AtomicReference<WatchedDisk> disk = new AtomicReference<>();
  private final IndexEngine engine =
      new IndexEngine(
          EngineOptions.defaults("test"),
          new DiskUse(
              files -> {
                disk.set(new WatchedDisk(files));
                return disk.get();
              },
              1 << 20,
              1 << 20));

  @SuppressWarnings("NullAway.Init") // made before each test
  CommitTest() {}

  private ShardIndex open() throws IOException {
    return engine.open(directory, Similarity.COSINE, IndexSettings.DEFAULT);
  }

  private interface Work<T> {
    T run() throws Exception;
  }

  private static <T> CompletableFuture<T> start(Work<T> work) {
    var done = new CompletableFuture<T>();
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try {
                done.complete(work.run());
              } catch (Exception | AssertionError e) {
                done.completeExceptionally(e);
              }
            });
    return done;
  }

  @Test
  void commandsAndReadersGoOnWhateverOfACommitTheDiskHoldsUp() throws Exception {
    long next = 1;
    int nth = 1;
    try (ShardIndex index = open()) {
      for (boolean held = true; held; nth++) {
        Position before = at(next++);
        index.apply(before, put(record("id-" + before.index(), "before")));
        WatchedDisk.Hold hold = disk.get().holdAt(nth);
        CompletableFuture<Position> commit = start(index::commit);
        CompletableFuture.anyOf(hold.reached(), commit).get(SOON, TimeUnit.SECONDS);
        held = !commit.isDone();
        Position beside = at(next++);
        var applied =
            start(
                () -> {
                  index.apply(beside, put(record("id-" + beside.index(), "beside")));
                  try (ShardReader reader = index.read()) {
                    return reader.position();
                  }
                });
        assertThat(applied.get(SOON, TimeUnit.SECONDS)).as("force %d", nth).isEqualTo(beside);
        hold.release();
        assertThat(commit.get(SOON, TimeUnit.SECONDS)).isEqualTo(before);
        assertThat(index.committed()).isEqualTo(before);
      }
      assertThat(nth).as("times that a commit waits for the disk").isGreaterThan(3);
    }
    try (ShardIndex again = open();
        ShardReader reader = again.read()) {
      long committed = next - 2;
      assertThat(again.applied()).isEqualTo(at(committed));
      assertThat(reader.rows()).as("what was applied beside is no part of it").isEqualTo(committed);
    }
  }

  @Test
  void aCommitIsOnDiskBeforeItCountsAndBeforeTheOneBeforeItGoes() throws IOException {
    try (ShardIndex index = open()) {
      for (int i = 1; i <= 4; i++) {
        index.apply(at(i), put(record("id-" + i, "text")));
        index.commit();
        try (var files = FSDirectory.open(directory)) {
          var commit = SegmentInfos.readLatestCommit(files);
          assertThat(disk.get().wrongs(commit.files(false))).isEmpty();
        }
      }
      index.compact();
      try (var files = FSDirectory.open(directory)) {
        var commit = SegmentInfos.readLatestCommit(files);
        assertThat(disk.get().wrongs(commit.files(false))).isEmpty();
        assertThat(files.listAll()).as("the files of commits before").hasSizeLessThan(25);
      }
    }
  }
}
