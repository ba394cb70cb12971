package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.util.Bits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks along a line: record i lies at i, and the target at 0. */
class GraphWalkTest {
  private static final int RECORDS = 6_000;
  private static final int PLACES = 10;

  /** Degrees between points of a circle; no two are in one place. */
  private static final double STEP = 360.0 / (2 * RECORDS);

  /** Shares that a reach is told for, and the part of the line with one share. */
  private static final int LEVELS = 8;

  private static final int BLOCK = 20;

  /** The last of the places is at 9; what is up to 13 is kept. */
  private static final Reach HALF = reach(share -> 0.5);

  @TempDir Path directory;
  private final Set<Integer> seen = new HashSet<>();
  private OneSegment segment;
  private int[] placeOf;

  @SuppressWarnings("NullAway.Init") // loaded before each test
  GraphWalkTest() {}

  @BeforeEach
  void load() throws IOException {
    var line = IntStream.range(0, RECORDS).mapToObj(i -> new float[] {i, 0}).toList();
    segment = new OneSegment(directory, Similarity.EUCLIDEAN, false, line);
    placeOf = new int[RECORDS];
    var vectors = new VectorField.Reader(segment.leaf().reader());
    for (int node = 0; node < RECORDS; node++) {
      placeOf[node] = (int) vectors.read(node)[0];
    }
  }

  @AfterEach
  void close() throws IOException {
    segment.close();
  }

  private static Reach reach(DoubleUnaryOperator slack) {
    return Reach.of(PLACES, slack, share -> 200 / share);
  }

  private GraphWalk walk(Reach reach, IntPredicate place) throws IOException {
    seen.clear();
    return new GraphWalk(segment.terrain(), target(), accepted(place), reach);
  }

  private Target target() {
    return segment.target(new float[2]);
  }

  /** Whatever a walk may keep is asked about, and noted. */
  private Bits accepted(IntPredicate place) {
    return new Bits() {
      @Override
      public boolean get(int node) {
        seen.add(placeOf[node]);
        return place.test(placeOf[node]);
      }

      @Override
      public int length() {
        return RECORDS;
      }
    };
  }

  private List<Integer> places(GraphWalk walk) throws IOException {
    return Arrays.stream(walk.run()).mapToObj(entry -> placeOf[GraphWalk.node(entry)]).toList();
  }

  private static Integer[] every(int step, int from, int to) {
    return IntStream.rangeClosed(0, (to - from) / step)
        .mapToObj(i -> from + i * step)
        .toArray(Integer[]::new);
  }

  @Test
  void findsAllThatIsWithinItsSlackTheNearestFirst() throws IOException {
    var walk = new GraphWalk(segment.terrain(), target(), null, HALF);

    assertThat(places(walk)).isSorted().startsWith(every(1, 0, 13)).doesNotHaveDuplicates();
    assertThat(walk.isCutShort()).isFalse();
    assertThat(GraphWalk.score(new GraphWalk(segment.terrain(), target(), null, HALF).run()[1]))
        .isEqualTo(0.5f);
  }

  @Test
  void endsSoonAfterTheLastWithinItsSlack() throws IOException {
    for (int slack : new int[] {0, 1, 5, 20}) {
      GraphWalk walk = walk(reach(share -> slack), place -> true);
      List<Integer> found = places(walk);
      int within = (PLACES - 1) * (1 + slack);
      assertThat(found).startsWith(every(1, 0, within)).hasSizeLessThan(within + 100);
      assertThat(seen).as("with a slack of %s", slack).hasSizeLessThan(within + 100);
    }
  }

  @Test
  void keepsWhatScoresAsHighAsIsAskedHoweverFarAwayItIs() throws IOException {
    List<Integer> few = places(walk(HALF, place -> true));
    GraphWalk far = walk(HALF, place -> true).keepingFrom(at(40));

    assertThat(places(far)).isSorted().startsWith(every(1, 0, 40)).hasSizeLessThan(140);
    assertThat(far.leastKept()).isEqualTo(at(40));
    assertThat(places(walk(HALF, place -> true).keepingFrom(at(5)))).isEqualTo(few);
  }

  private static float at(int place) {
    return 1 / (1 + (float) place * place);
  }

  @Test
  void leadsNoShorterWayThroughAnyFilterWithTheSameSlack() throws IOException {
    places(walk(HALF, place -> true));
    Set<Integer> unfiltered = Set.copyOf(seen);
    assertThat(places(walk(HALF, place -> place % 2 == 0))).startsWith(every(2, 0, 26));
    assertThat(seen).containsAll(unfiltered);
  }

  @Test
  void looksFarWhereAllNearTheTargetMatch() throws IOException {
    GraphWalk walk = walk(reach(share -> 5 * share), place -> place < RECORDS / 10);

    assertThat(places(walk)).isSorted().startsWith(every(1, 0, 54));
  }

  @Test
  void looksLessFarWhereFewOfThemMatch() throws IOException {
    List<Integer> far = places(walk(reach(share -> 5), place -> place % 10 == 0));
    int seenByFar = seen.size();
    List<Integer> found = places(walk(reach(share -> 5 * share), place -> place % 10 == 0));

    assertThat(far).startsWith(every(10, 0, 540));
    assertThat(found).isSorted().startsWith(every(10, 0, 90));
    assertThat(seen).hasSizeLessThan(seenByFar * 2 / 3);
  }

  @Test
  void leadsOverWhatDoesNotMatch() throws IOException {
    GraphWalk walk = walk(HALF, place -> place > 500);

    assertThat(places(walk)).startsWith(every(1, 501, 510));
    assertThat(walk.isCutShort()).isFalse();
  }

  @Test
  void isGivenUpWhereNothingNearTheTargetMatches() throws IOException {
    GraphWalk walk = walk(HALF, place -> place > RECORDS / 2).meetingAtMost(3_000);

    places(walk);
    assertThat(walk.isCutShort()).isTrue();
    assertThat(seen).hasSizeLessThan(RECORDS / 10); // long before it had met so many
  }

  @Test
  void isGivenUpOnceItHasMetTooMany() throws IOException {
    GraphWalk walk = walk(reach(share -> 50), place -> true).meetingAtMost(300);

    assertThat(places(walk)).hasSizeLessThan(400);
    assertThat(walk.isCutShort()).isTrue();
  }

  @Test
  void goesOnWhileItMayYetEndInTime() throws IOException {
    GraphWalk walk = walk(HALF, place -> place % 10 == 0).meetingAtMost(3_000);

    assertThat(places(walk)).startsWith(every(10, 0, 130));
    assertThat(walk.isCutShort()).isFalse();
  }

  @Test
  void isCutShortWhereFewerMatchThanItHasPlacesFor() throws IOException {
    GraphWalk walk = walk(HALF, place -> place < PLACES - 1);

    assertThat(places(walk)).startsWith(every(1, 0, PLACES - 2));
    assertThat(walk.isCutShort()).isTrue();
  }

  /** Targets whose tenth neighbour is farther than 5 are strange, typical ones are at 10. */
  private static Reach far(double slack, double met) {
    var steps = Reach.Steps.of(share -> slack, share -> met);
    var distances = new Foreign.Distances(5, 10, 15);
    return new Reach(PLACES, HALF.near(), new Reach.Far(PLACES, distances, steps, true));
  }

  /** Four fifths of the way from a slack of 0.5 to one of 5. */
  @Test
  void looksFartherWhereTheTargetLiesFartherThanRecordsDo() throws IOException {
    GraphWalk walk = walk(far(5, 300), place -> true).meetingAtMostOfFar(1_000);

    assertThat(places(walk)).isSorted().startsWith(every(1, 0, 45)).doesNotHaveDuplicates();
    assertThat(walk.isCutShort()).isFalse();
  }

  /** What does not match tells how far away the target lies, too. */
  @Test
  void doesNotTakeATargetForFarForAFilterThatLeavesNothingNear() throws IOException {
    GraphWalk near = walk(HALF, place -> place % 2 == 0);
    List<Integer> found = places(near);
    var distances = new Foreign.Distances(9, 10, 15);
    var steps = Reach.Steps.of(share -> 5, share -> 300);
    var reach = new Reach(PLACES, HALF.near(), new Reach.Far(PLACES, distances, steps, true));

    assertThat(places(walk(reach, place -> place % 2 == 0))).isEqualTo(found);
  }

  @Test
  void isGivenUpWhereTheTargetLiesTooFarAway() throws IOException {
    GraphWalk dear = walk(far(5, 3_000), place -> true).meetingAtMostOfFar(1_000);
    places(dear);
    assertThat(dear.isCutShort()).isTrue();
    assertThat(seen).hasSizeLessThan(150);

    var distances = new Foreign.Distances(2, 4, 8);
    var beyond = new Reach.Far(PLACES, distances, HALF.near(), true);
    GraphWalk outside = walk(new Reach(PLACES, HALF.near(), beyond), place -> true);
    places(outside);
    assertThat(outside.isCutShort()).isTrue();
  }

  /** The share shrinks and grows along the line, and what is kept with it. */
  @Test
  void keptWhateverScoresAsHighAsItSays() throws IOException {
    var random = new Random(Seed.next());
    for (int i = 0; i < 300; i++) {
      double[] densities = random.doubles(RECORDS / BLOCK).map(each -> each * each).toArray();
      double[] slacks = random.doubles(LEVELS, 0, 6).toArray();
      var filter = new BitSet();
      for (int place = 0; place < RECORDS; place++) {
        filter.set(place, random.nextDouble() < densities[place / BLOCK]);
      }
      GraphWalk walk =
          walk(new Reach(PLACES, new Reach.Steps(slacks, new double[LEVELS]), null), filter::get);
      List<Integer> found = places(walk);
      assertThat(walk.leastKept()).isPositive();
      assertThat(found)
          .as("slacks %s", Arrays.toString(slacks))
          .containsAll(scoring(walk.leastKept(), filter::get));
    }
  }

  private static List<Integer> scoring(float least, IntPredicate filter) {
    return IntStream.range(0, RECORDS)
        .filter(filter)
        .filter(place -> at(place) >= least)
        .boxed()
        .toList();
  }

  @Test
  void endsAmongEquallyNearVectorsAndSaysThatThereMayBeMore(@TempDir Path another)
      throws IOException {
    var circle =
        IntStream.range(0, 2 * RECORDS)
            .mapToObj(i -> new float[] {sin(i * STEP), sin(i * STEP + 90)});
    try (var plateau = new OneSegment(another, Similarity.EUCLIDEAN, false, circle.toList())) {
      var walk = new GraphWalk(plateau.terrain(), plateau.target(new float[2]), null, HALF);
      long[] found = walk.run();
      assertThat(found.length).isBetween(GraphWalk.MOST_STEPS, 2 * RECORDS - 1);
      assertThat(walk.leastKept()).isGreaterThanOrEqualTo(GraphWalk.score(found[0]));
      assertThat(walk.isCutShort()).isFalse();
    }
  }

  private static float sin(double degrees) {
    return (float) Math.sin(Math.toRadians(degrees));
  }
}
