package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.Similarity;
import dev.quiver.store.internal.model.StoredRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks along a line: record i lies at i, and the target at 0. */
class GraphWalkTest {
  private static final int RECORDS = 6_000;
  private static final Widths WIDTHS = Widths.of(share -> 8 + 56 * share);

  @TempDir Path directory;
  private final IndexEngine engine = new IndexEngine(EngineOptions.defaults("test"));
  private ShardIndex index;
  private ShardReader reader;
  private View view;
  private Terrain terrain;
  private int[] placeOf;

  @BeforeEach
  void load() throws IOException {
    index = engine.open(directory, Similarity.EUCLIDEAN, IndexSettings.DEFAULT);
    List<StoredRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      records.add(StoredRecord.bare(RecordKey.of("id-" + i), new float[] {i, 0}));
    }
    index.apply(new Position(1, 1), new Command.Put(records));
    reader = index.read();
    view = ((LuceneShardReader) reader).view();
    terrain = Terrain.of(view.reader().leaves().getFirst(), null);
    placeOf = new int[terrain.size()];
    var vectors = new VectorField.Reader(terrain.leaves().getFirst().reader());
    for (int node = 0; node < placeOf.length; node++) {
      placeOf[node] = (int) vectors.read(node)[0];
    }
  }

  @AfterEach
  void close() throws IOException {
    reader.close();
    index.close();
    engine.close();
  }

  private GraphWalk walk(@Nullable IntPredicate place) throws IOException {
    var query = new ShardQuery(new float[2], 10, 0, null, 0.95);
    var target = new Target(query, view, () -> false);
    return new GraphWalk(terrain, target, place == null ? null : accepted(place), WIDTHS);
  }

  private Bits accepted(IntPredicate place) {
    return new Bits() {
      @Override
      public boolean get(int node) {
        return place.test(placeOf[node]);
      }

      @Override
      public int length() {
        return placeOf.length;
      }
    };
  }

  private List<Integer> places(GraphWalk walk) throws IOException {
    return Arrays.stream(walk.run()).mapToObj(entry -> placeOf[GraphWalk.node(entry)]).toList();
  }

  @Test
  void findsAsManyAsItsBeamHoldsTheNearestFirst() throws IOException {
    GraphWalk walk = walk(null);

    assertThat(places(walk)).hasSize(64).isSorted().startsWith(0, 1, 2);
    assertThat(walk.isCutShort()).isFalse();
    assertThat(walk.narrowest()).isEqualTo(64);
  }

  @Test
  void keepsAWideBeamWhereAllNearTheTargetMatch() throws IOException {
    GraphWalk walk = walk(place -> place < RECORDS / 10);

    assertThat(places(walk)).hasSizeGreaterThan(48).startsWith(0, 1, 2);
  }

  @Test
  void narrowsItsBeamWhereFewOfThemMatch() throws IOException {
    GraphWalk walk = walk(place -> place % 10 == 0);

    List<Integer> found = places(walk);
    assertThat(found).hasSizeBetween(8, 32).isSorted().startsWith(0, 10, 20);
    assertThat(walk.narrowest()).isLessThanOrEqualTo(found.size());
  }

  @Test
  void leadsOverWhatDoesNotMatch() throws IOException {
    GraphWalk walk = walk(place -> place > RECORDS / 2);

    assertThat(places(walk)).startsWith(RECORDS / 2 + 1, RECORDS / 2 + 2);
    assertThat(walk.isCutShort()).isFalse();
  }

  @Test
  void isGivenUpWhereNothingNearTheTargetMatches() throws IOException {
    var tried = new HashSet<Integer>();
    GraphWalk walk =
        walk(place -> tried.add(place) && place > RECORDS / 2).meetingAtMost(RECORDS / 2);

    places(walk);
    assertThat(walk.isCutShort()).isTrue();
    assertThat(tried).hasSizeLessThan(RECORDS / 10); // long before it had met so many
  }

  @Test
  void goesOnWhileItMayYetEndInTime() throws IOException {
    GraphWalk walk = walk(place -> place % 10 == 0).meetingAtMost(2_000);

    assertThat(places(walk)).startsWith(0, 10, 20);
    assertThat(walk.isCutShort()).isFalse();
  }
}
