package dev.quiver.store.internal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a crash taken for damage, which keeps a store closed for nothing, and damage taken for a
 * crash, which throws away what was acknowledged. On the bytes of a segment that Ratis wrote.
 */
class SegmentFileTest {
  private static final int PREALLOCATED = 512 << 10;

  @TempDir Path directory;
  private byte[] whole;
  private List<Integer> ends;
  private Path file;
  private LogId log;

  @BeforeEach
  void writeSegment() throws Exception {
    try (TestLogs logs = new TestLogs(directory, 1).startAll()) {
      log = logs.id;
      logs.appendMany("some text to be kept", 8);
      logs.append("y".repeat(2_000));
      logs.cut(0);
      try (var files = Files.list(logs.segments(0))) {
        file =
            files
                .filter(each -> each.getFileName().toString().startsWith("log_inprogress"))
                .findFirst()
                .orElseThrow();
      }
    }
    whole = Files.readAllBytes(file);
    ends = new ArrayList<>();
    int end = read(whole);
    assertThat(end).isEqualTo(whole.length);
    for (int length = 8; length <= whole.length; length++) {
      if (read(Arrays.copyOf(whole, length)) == length) {
        ends.add(length);
      }
    }
    assertThat(ends).hasSizeGreaterThan(9);
  }

  private int read(byte[] bytes) throws IOException {
    return read(bytes, TornWrites.LAST_ONLY);
  }

  private int read(byte[] bytes, TornWrites torn) throws IOException {
    Files.write(file, bytes);
    return SegmentFile.of(file).orElseThrow().read(log, torn, entry -> {});
  }

  /** The sound bytes, or -1 for damage. */
  private int verdict(byte[] bytes) throws IOException {
    try {
      return read(bytes);
    } catch (DamagedLogException e) {
      assertThat(e).hasMessageContaining("default/shard-0").hasMessageContaining(file.toString());
      return -1;
    }
  }

  private int endBefore(int length) {
    return ends.stream().filter(end -> end <= length).mapToInt(end -> end).max().orElse(0);
  }

  @Test
  void aWriteCutShortIsCutOff() throws Exception {
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThat(verdict(cut)).as("file ends at %d", length).isEqualTo(endBefore(length));
      byte[] padded = Arrays.copyOf(cut, whole.length + 1000);
      // A zero that ends an entry may have been written; so may the zeros before it.
      assertThat(verdict(padded))
          .as("zeros from %d", length)
          .isIn(endBefore(length), endBefore(length + 4));
    }
  }

  @Test
  void aPageThatNeverReachedTheDiskIsCutOff() throws Exception {
    // The long entry, and nothing of what was written behind it.
    int long1 = 1;
    while (ends.get(long1) - ends.get(long1 - 1) < 2_000) {
      long1++;
    }
    byte[] holed = Arrays.copyOf(Arrays.copyOf(whole, ends.get(long1)), PREALLOCATED);
    int before = ends.get(long1 - 1);
    int sector = (before / 512 + 2) * 512;
    Arrays.fill(holed, sector, sector + 512, (byte) 0);
    assertThat(verdict(holed)).isEqualTo(before);
  }

  @Test
  void whereManyWritesWereUnderWayAPrefixSurvivesAnyOfThem() throws Exception {
    byte[] padded = Arrays.copyOf(whole, PREALLOCATED);
    for (int i = 1; i < ends.size() - 1; i++) {
      byte[] holed = padded.clone();
      Arrays.fill(holed, ends.get(i), ends.get(i + 1), (byte) 0);
      assertThat(read(holed, TornWrites.ANY_ORDER)).isEqualTo(ends.get(i));
      byte[] half = padded.clone();
      Arrays.fill(half, ends.get(i + 1) - 10, ends.get(i + 1), (byte) 0);
      assertThat(read(half, TornWrites.ANY_ORDER)).isEqualTo(ends.get(i));
    }
    padded[ends.get(2) + 20] ^= 1;
    assertThatThrownBy(() -> read(padded, TornWrites.ANY_ORDER))
        .isInstanceOf(DamagedLogException.class);
  }

  @Test
  void noFlippedBitIsTakenForACrash() throws Exception {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    Random random = new Random(seed);
    byte[] padded = Arrays.copyOf(whole, whole.length + 2000);
    int taken = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = padded.clone();
      flipped[at] ^= (byte) (1 << random.nextInt(8));
      int verdict = verdict(flipped);
      // Only the very last byte, made zero, is what a crash might have left.
      if (verdict >= 0 && !(at == whole.length - 1 && flipped[at] == 0)) {
        taken++;
        System.out.printf(Locale.ROOT, "byte %d of %d: cut at %d%n", at, whole.length, verdict);
      }
    }
    assertThat(taken).as("seed %d: flipped bits taken for a crash", seed).isZero();
  }

  @Test
  void whatFollowsTheEndIsNotOverlooked() throws Exception {
    byte[] padded = Arrays.copyOf(whole, whole.length + 2000);
    padded[whole.length + 1500] = 1;
    assertThat(verdict(padded)).isEqualTo(-1);
  }

  @Test
  void zerosInTheMiddleAreDamage() throws Exception {
    byte[] padded = Arrays.copyOf(whole, whole.length + 2000);
    Arrays.fill(padded, ends.get(3), ends.get(5), (byte) 0);
    assertThat(verdict(padded)).isEqualTo(-1);
  }
}
