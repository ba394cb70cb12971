package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.Similarity;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Targets that are taken for near though nothing like them was measured, or for far for nothing.
 */
class ForeignTest {
  private static double[] upTo(int from, int to) {
    return IntStream.rangeClosed(from, to).asDoubleStream().toArray();
  }

  @Test
  void growsStrangerFromWhereNearlyAllRecordsLieToWhatWasMeasured() {
    var distances = Foreign.Distances.of(upTo(0, 100), upTo(200, 300));

    assertThat(distances).isEqualTo(new Foreign.Distances(95, 250, 295));
    assertThat(distances.strangeness(95)).isZero();
    assertThat(distances.strangeness((95 + 250) / 2.0)).isEqualTo(0.5);
    assertThat(distances.strangeness(250)).isEqualTo(1);
    assertThat(distances.strangeness(295)).isBetween(1.2, 1.4);
    assertThat(distances.strangeness(295.1)).isInfinite();
  }

  /** Or each search in twenty would look at everything where all are as far from all. */
  @Test
  void takesNoRecordForStrangeWhereRecordsLieAsFarFromOneAnother() {
    var distances = Foreign.Distances.of(upTo(0, 100), upTo(0, 100));

    assertThat(distances.strangeness(100)).isZero();
    assertThat(distances.strangeness(139)).isZero();
    assertThat(distances.strangeness(141)).isInfinite();
  }

  @Test
  void makesTargetsOfLengthOneInDirectionsInWhichRecordsDiffer() {
    var random = new Random(Seed.next());
    List<float[]> records = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      records.add(
          VectorField.indexed(
              new float[] {2, (float) random.nextGaussian(), 0}, Similarity.COSINE));
    }
    var directions = new Directions(Similarity.COSINE, records);
    assertThat(directions.differ()).isTrue();
    for (int i = 0; i < 50; i++) {
      float[] target = directions.next();
      assertThat(Math.abs(VectorField.length(target) - 1)).isLessThan(1e-5);
      assertThat(target[2]).isZero();
    }
    assertThat(new Directions(Similarity.COSINE, records.subList(0, 1)).differ()).isFalse();
  }

  @Test
  void spreadsTargetsAsRecordsWhereLengthsCount() {
    var random = new Random(Seed.next());
    List<float[]> records = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      records.add(new float[] {100 + 3 * (float) random.nextGaussian()});
    }
    var directions = new Directions(Similarity.EUCLIDEAN, records);
    double[] made =
        IntStream.range(0, 500).mapToDouble(i -> directions.next()[0]).sorted().toArray();
    assertThat(made[250]).isBetween(99.0, 101.0);
    assertThat(made[420] - made[80]).isBetween(4.5, 7.5); // two standard deviations
  }
}
