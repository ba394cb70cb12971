package dev.quiver.embedding.internal.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.embedding.error.DamagedLedgerException;
import dev.quiver.embedding.error.LedgerInUseException;
import dev.quiver.embedding.internal.ledger.SourceState.Origin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger forgets nothing, cuts what a crash tore, and refuses what something else damaged. */
class LedgerTest {
  private static final ContentHash CONTENT = Hashing.sha256().add("content").content();

  @TempDir private Path directory;

  @Test
  void whatIsNotedIsThereAgainAfterwards() {
    SourceState state = state("a", Standing.CHANGING, 3);
    var gone = new SourceState("b", Standing.GONE, CONTENT, origin(2), List.of(), ids(2));
    var witness =
        new Witness(
            "a",
            UUID.randomUUID(),
            List.of(1f, -0f, Float.MIN_VALUE),
            3,
            Instant.ofEpochMilli(1_234));
    try (Ledger ledger = Ledger.open(directory)) {
      assertThat(ledger.store()).isEqualTo(new StoreState(1, ""));
      ledger.add(List.of(state, new StoreState(7, "incarnation"), witness));
      ledger.add(List.of(gone));
    }
    try (Ledger ledger = Ledger.open(directory)) {
      assertThat(ledger.find("a")).contains(state);
      assertThat(ledger.find("b")).contains(gone);
      assertThat(ledger.find("c")).isEmpty();
      assertThat(ledger.store()).isEqualTo(new StoreState(7, "incarnation"));
      assertThat(ledger.sources()).containsExactlyInAnyOrder(SourceKey.of("a"), SourceKey.of("b"));
      assertThat(ledger.witnesses()).containsExactly(witness);
    }
  }

  @Test
  void partsCountUntilTheNextStateAndOutliveCompaction() throws IOException {
    SourceState state = state("a", Standing.ARRIVING, 4);
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(state, new Folder("docs", "/somewhere")));
      ledger.add(List.of(new Part("a", state.segments().subList(0, 1))));
      ledger.add(List.of(new Part("a", state.segments().subList(1, 3))));
      assertThat(ledger.stored(state)).containsExactlyElementsOf(state.segments().subList(0, 3));
    }
    asFormat1();
    try (Ledger ledger = Ledger.open(directory)) {
      assertThat(ledger.stored(state)).containsExactlyElementsOf(state.segments().subList(0, 3));
      assertThat(ledger.folder("docs")).contains("/somewhere");
      ledger.add(List.of(state));
      assertThat(ledger.stored(state)).isEmpty();
    }
  }

  /** Makes opening it write it anew. */
  private void asFormat1() throws IOException {
    byte[] bytes = Files.readAllBytes(file());
    bytes[11] = 1;
    Files.write(file(), bytes);
  }

  @Test
  void aLedgerOfFormat1IsReadAndWrittenAnew() throws IOException {
    UUID id = UUID.randomUUID();
    var stored = new SourceState("a", Standing.STORED, CONTENT, origin(1), List.of(id), List.of());
    ByteBuffer witness = ByteBuffer.allocate(1 + 4 + 1 + 16 + 4 + 4);
    witness.put((byte) 3).putInt(1).put((byte) 'a');
    witness.putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
    witness.putInt(1).putFloat(0.5f).flip();
    try (FrameFile old = FrameFile.create(file())) {
      old.add(ByteBuffer.wrap(EntryCodec.write(stored)));
      old.add(witness);
    }
    asFormat1();

    for (int opened = 0; opened < 2; opened++) {
      try (Ledger ledger = Ledger.open(directory)) {
        assertThat(ledger.find("a")).contains(stored);
        assertThat(ledger.witnesses())
            .containsExactly(new Witness("a", id, List.of(0.5f), Witness.MANY, Instant.EPOCH))
            .allMatch(ledger::isStored);
      }
      assertThat(Files.readAllBytes(file())[11]).isEqualTo((byte) 2);
    }
  }

  @Test
  void aWitnessIsOneOnlyWhileItsSegmentIsStored() {
    UUID id = UUID.randomUUID();
    var stored = new SourceState("a", Standing.STORED, CONTENT, origin(1), List.of(id), List.of());
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(stored, Witness.ofFormat1("a", id, List.of(1f))));
      assertThat(ledger.witnesses()).hasSize(1).allMatch(ledger::isStored);
      ledger.add(List.of(new StoreState(2, "")));
      assertThat(ledger.witnesses()).noneMatch(ledger::isStored);
    }
  }

  @Test
  void aTornTailIsCutWhereverItIsTorn() throws IOException {
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(state("a", Standing.STORED, 2)));
    }
    byte[] whole = Files.readAllBytes(file());
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(state("b", Standing.STORED, 2), state("c", Standing.STORED, 2)));
    }
    byte[] more = Files.readAllBytes(file());

    for (int length = whole.length; length < more.length; length++) {
      int zeros = length % 2 * 100;
      byte[] torn = new byte[length + zeros];
      System.arraycopy(more, 0, torn, 0, length);
      Files.write(file(), torn);
      try (Ledger ledger = Ledger.open(directory)) {
        assertThat(ledger.sources()).as("cut at %s", length).containsExactly(SourceKey.of("a"));
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }
  }

  @Test
  void damageAnywhereElseIsRefusedNamingTheFile() throws IOException {
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(state("a", Standing.STORED, 2)));
      ledger.add(List.of(state("b", Standing.STORED, 2)));
    }
    byte[] whole = Files.readAllBytes(file());
    byte[] last = whole.clone();
    int secondFrame = (whole.length - FrameFile.FILE_HEADER) / 2 + FrameFile.FILE_HEADER;

    for (int at = 0; at < secondFrame; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 4;
      Files.write(file(), damaged);
      assertThatThrownBy(() -> Ledger.open(directory))
          .as("byte %s", at)
          .isInstanceOf(DamagedLedgerException.class)
          .hasMessageStartingWith(file() + " is damaged: ");
      assertThat(Files.readAllBytes(file())).isEqualTo(damaged);
    }
    Files.write(file(), last);
    Ledger.open(directory).close();
  }

  @Test
  void aSecondRunIsRefused() {
    try (Ledger open = Ledger.open(directory)) {
      assertThat(open.sources()).isEmpty();
      assertThatThrownBy(() -> Ledger.open(directory)).isInstanceOf(LedgerInUseException.class);
    }
    Ledger.open(directory).close();
  }

  @Test
  void whatIsSupersededIsDroppedAndNothingElse() throws IOException {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    var random = new SplittableRandom(seed);
    Map<String, SourceState> expected = new HashMap<>();
    long largest = 0;
    for (int run = 0; run < 10; run++) {
      try (Ledger ledger = Ledger.open(directory)) {
        assertThat(ledger.sources()).hasSize(expected.size());
        for (Map.Entry<String, SourceState> entry : expected.entrySet()) {
          assertThat(ledger.find(entry.getKey())).contains(entry.getValue());
        }
        for (int i = 0; i < 50; i++) {
          var states = new ArrayList<SourceState>();
          for (int j = 0; j < 20; j++) {
            SourceState state =
                state("s" + random.nextInt(200), Standing.STORED, random.nextInt(20));
            expected.put(state.source(), state);
            states.add(state);
          }
          ledger.add(states);
        }
      }
      largest = Math.max(largest, Files.size(file()));
    }
    assertThat(largest).as("bytes of 10,000 states of 200 sources").isLessThan(2 << 20);
    assertThat(Files.exists(directory.resolve("sources.ledger.next"))).isFalse();
  }

  @Test
  void aCompactionThatWasCutShortIsForgotten() throws IOException {
    try (Ledger ledger = Ledger.open(directory)) {
      ledger.add(List.of(state("a", Standing.STORED, 2)));
    }
    Files.write(directory.resolve("sources.ledger.next"), new byte[] {1, 2, 3});
    try (Ledger ledger = Ledger.open(directory)) {
      assertThat(ledger.find("a")).isPresent();
    }
  }

  @Test
  void aLaterFormatIsRefusedByItsNumber() throws IOException {
    Ledger.open(directory).close();
    try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      channel.write(java.nio.ByteBuffer.wrap(new byte[] {0, 0, 0, 9}), Long.BYTES);
    }
    assertThatThrownBy(() -> Ledger.open(directory))
        .isInstanceOf(DamagedLedgerException.class)
        .hasMessageEndingWith("its format must be between 1 and 2, but was 9");
  }

  @Test
  void hashesTellApartWhatReadsTheSameTogether() {
    assertThat(Hashing.sha256().add("ab").add("c").content())
        .isNotEqualTo(Hashing.sha256().add("a").add("bc").content());
    assertThat(Hashing.sha256().add("\ud800").content())
        .isNotEqualTo(Hashing.sha256().add("\ud801").content());
    String text = "x".repeat(10_000);
    assertThat(Hashing.sha256().add(text + "y").content())
        .isNotEqualTo(Hashing.sha256().add(text + "z").content());
  }

  private Path file() {
    return directory.resolve("sources.ledger");
  }

  private static SourceState state(String source, Standing standing, int segments) {
    return new SourceState(source, standing, CONTENT, origin(1), ids(segments), ids(1));
  }

  private static Origin origin(long generation) {
    return new Origin("model", generation);
  }

  private static List<UUID> ids(int count) {
    return Stream.generate(UUID::randomUUID).limit(count).toList();
  }
}
