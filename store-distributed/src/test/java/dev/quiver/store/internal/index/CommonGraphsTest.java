package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.memory.MemoryBudget;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When segments get a graph in common, what it leads over, and when it is given up. */
class CommonGraphsTest {
  private static final int SHARDS = 3;
  private static final int RECORDS = 800;
  private static final int EARNED = SHARDS * RECORDS;

  @TempDir Path directory;
  private final Random random = new Random(Seed.next());
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private final List<ShardIndex> shards = new ArrayList<>();
  private final List<ShardReader> opened = new ArrayList<>();
  private final Queue<Runnable> background = new ArrayDeque<>();
  private final MemoryBudget memory = MemoryBudget.of(1L << 30);

  private final CommonGraphs graphs =
      new CommonGraphs(background::add, memory, SHARDS * RECORDS + 100);
  private int next;

  @BeforeEach
  void load() throws IOException {
    for (int i = 0; i < SHARDS; i++) {
      ShardIndex index =
          engine.open(directory.resolve("shard-" + i), Similarity.EUCLIDEAN, IndexSettings.DEFAULT);
      shards.add(index);
      index.apply(new Position(1, 1), put(RECORDS));
      index.compact();
    }
  }

  private Command.Put put(int records) {
    var batch = new ArrayList<StoredRecord>();
    for (int i = 0; i < records; i++) {
      float[] vector = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      batch.add(StoredRecord.bare(RecordKey.of("id-" + next++), vector));
    }
    return new Command.Put(batch);
  }

  @AfterEach
  void close() throws IOException {
    for (ShardReader reader : opened) {
      reader.close();
    }
    for (ShardIndex index : shards) {
      index.close();
    }
    engine.close();
  }

  private List<View> views() throws IOException {
    var views = new ArrayList<View>();
    for (ShardIndex index : shards) {
      ShardReader reader = index.read();
      opened.add(reader);
      views.add(((LuceneShardReader) reader).view());
    }
    return views;
  }

  private static List<Integer> search(CommonGraphs in, List<View> views) throws IOException {
    IndexReader[] readers = views.stream().map(View::reader).toArray(IndexReader[]::new);
    try (var all = new MultiReader(readers, false)) {
      return in.terrains(views, all).stream().map(Terrain::size).toList();
    }
  }

  private void searchUntilEarned(List<View> views) throws IOException {
    for (int i = 0; i < EARNED; i++) {
      assertThat(background).isEmpty();
      assertThat(search(graphs, views)).containsExactly(RECORDS, RECORDS, RECORDS);
    }
  }

  private void finish() {
    assertThat(background).hasSize(1);
    background.remove().run();
  }

  @Test
  void comesAfterAsManySearchesAsItCosts() throws IOException {
    List<View> views = views();

    searchUntilEarned(views);
    finish();

    assertThat(search(graphs, views)).containsExactly(SHARDS * RECORDS);
    assertThat(background).isEmpty();
  }

  @Test
  void leavesAloneWhatWasAddedSince() throws IOException {
    searchUntilEarned(views());
    finish();

    shards.get(1).apply(new Position(1, 2), put(50));

    assertThat(search(graphs, views())).containsExactly(SHARDS * RECORDS, 50);
  }

  @Test
  void leavesAloneWhatIsSoonMerged() throws IOException {
    shards.get(1).apply(new Position(1, 2), put(20));
    List<View> views = views();
    for (int i = 0; i < EARNED; i++) {
      assertThat(search(graphs, views)).containsExactly(RECORDS, RECORDS, 20, RECORDS);
    }
    finish();

    assertThat(search(graphs, views)).containsExactly(SHARDS * RECORDS, 20);
  }

  @Test
  void isGivenUpWithItsSegments() throws IOException {
    searchUntilEarned(views());
    finish();

    shards.get(1).apply(new Position(1, 2), put(50));
    shards.get(1).compact();

    assertThat(search(graphs, views())).containsExactly(RECORDS, RECORDS + 50, RECORDS);
  }

  @Test
  void isNotMadeForSegmentsThatAreGone() throws IOException {
    searchUntilEarned(views());
    shards.get(1).apply(new Position(1, 2), put(50));
    shards.get(1).compact();
    List<View> newer = views();
    assertThat(search(graphs, newer)).hasSize(SHARDS);

    finish();

    assertThat(search(graphs, newer)).hasSize(SHARDS);
  }

  @Test
  void isNotMadeOfShardsThatAreClosed() throws IOException {
    List<View> views = views();
    searchUntilEarned(views);
    shards.get(2).close();

    finish();

    assertThat(search(graphs, views)).hasSize(SHARDS);
  }

  @Test
  void doesWithoutWhereThereIsNoRoom() throws IOException {
    var small = new CommonGraphs(background::add, memory, SHARDS * RECORDS - 1);
    List<View> views = views();
    for (int i = 0; i < 2 * EARNED; i++) {
      assertThat(search(small, views)).hasSize(SHARDS);
    }
    assertThat(background).isEmpty();
  }

  @Test
  void isNotMadeWhereEverythingIsLookedAt() throws IOException {
    List<View> few = views().subList(0, 2);
    for (int i = 0; i < EARNED; i++) {
      assertThat(search(graphs, few)).hasSize(2);
    }
    assertThat(background).isEmpty();
  }
}
