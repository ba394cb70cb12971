package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A calibration that comes back changed, or that belongs to something else. */
class CalibrationFileTest {
  @TempDir Path directory;
  private final Random random = new Random(Seed.next());

  private CalibrationFile file(IndexSettings settings) throws IOException {
    return new CalibrationFile(directory, Similarity.COSINE, settings);
  }

  private Calibration.Level[] levels() {
    var levels = new Calibration.Level[Calibration.SHARES.length];
    for (int level = 0; level < levels.length; level++) {
      var found = new float[Calibration.PLACES.length][Calibration.SLACKS.length][];
      var met = new double[Calibration.PLACES.length][Calibration.SLACKS.length];
      for (int i = 0; i < found.length; i++) {
        for (int slack = 0; slack < found[i].length; slack++) {
          found[i][slack] = new float[Calibration.PLACES[i]];
          for (int rank = 0; rank < found[i][slack].length; rank++) {
            found[i][slack][rank] = random.nextFloat();
          }
          met[i][slack] = random.nextDouble();
        }
      }
      levels[level] = new Calibration.Level(found, met);
    }
    return levels;
  }

  private Calibration calibration(boolean withForeign) {
    var distances = new Foreign.Distances[Calibration.PLACES.length];
    Arrays.setAll(
        distances,
        i -> new Foreign.Distances(random.nextDouble(), random.nextDouble(), random.nextDouble()));
    return new Calibration(
        random.nextInt(1_000_000), levels(), withForeign ? new Foreign(levels(), distances) : null);
  }

  private static void same(@Nullable Calibration read, Calibration kept) {
    Calibration there = Objects.requireNonNull(read);
    assertThat(there.rows()).isEqualTo(kept.rows());
    same(there.levels(), kept.levels());
    Foreign foreign = kept.foreign();
    if (foreign == null) {
      assertThat(there.foreign()).isNull();
    } else {
      same(Objects.requireNonNull(there.foreign()).levels(), foreign.levels());
      assertThat(Objects.requireNonNull(there.foreign()).distances())
          .isEqualTo(foreign.distances());
    }
  }

  private static void same(Calibration.Level[] read, Calibration.Level[] kept) {
    for (int level = 0; level < kept.length; level++) {
      assertThat(read[level].found()).isDeepEqualTo(kept[level].found());
      assertThat(read[level].met()).isDeepEqualTo(kept[level].met());
    }
  }

  @Test
  void comesBackAsItWasKept() throws IOException {
    assertThat(file(IndexSettings.DEFAULT).read()).isNull();
    for (boolean withForeign : new boolean[] {true, false}) {
      Calibration kept = calibration(withForeign);
      file(IndexSettings.DEFAULT).keep(kept);
      same(file(IndexSettings.DEFAULT).read(), kept);
    }
    assertThat(directory.toFile().list()).containsExactly(CalibrationFile.NAME);
  }

  @Test
  void isNoneWhereAByteIsMissingOrChanged() throws IOException {
    file(IndexSettings.DEFAULT).keep(calibration(true));
    Path kept = directory.resolve(CalibrationFile.NAME);
    byte[] bytes = Files.readAllBytes(kept);
    for (int i = 0; i < 200; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(kept, changed);
      assertThat(file(IndexSettings.DEFAULT).read()).isNull();
      Files.write(kept, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      assertThat(file(IndexSettings.DEFAULT).read()).isNull();
    }
    Files.write(kept, bytes);
    assertThat(file(IndexSettings.DEFAULT).read()).isNotNull();
  }

  @Test
  void isNoneWhereTheIndexIsMadeDifferently() throws IOException {
    file(IndexSettings.DEFAULT).keep(calibration(true));

    assertThat(file(new IndexSettings(16, 100, true, 0.95)).read()).isNull();
    assertThat(file(new IndexSettings(8, 100, false, 0.95)).read()).isNull();
    assertThat(file(new IndexSettings(16, 100, false, 0.8)).read()).isNotNull();
    assertThat(new CalibrationFile(directory, Similarity.EUCLIDEAN, IndexSettings.DEFAULT).read())
        .isNull();
  }
}
