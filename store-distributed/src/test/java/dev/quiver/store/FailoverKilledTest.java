package dev.quiver.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.store.internal.cluster.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a process killed in the middle of its writes to all clusters that takes an acknowledged
 * write with it, brings back one that was told to be stored nowhere or overwritten since, or leaves
 * clusters that differ in more than the writes under way, or for good.
 */
class FailoverKilledTest {
  private static final int KILLS = Integer.getInteger("quiver.failover.kills", 5);
  private static final String NOTHING = "";
  private static final int LINES_FIRST = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;

  /** By id: what it may hold, empty for nothing. */
  private final Map<String, Set<String>> possible = new TreeMap<>();

  private int last;
  private int acknowledged;
  private int unknown;
  private int undone;

  @Test
  @Timeout(240)
  void whatWasAcknowledgedIsInAllClusters() throws Exception {
    long seed = Seed.next();
    var random = new SplittableRandom(seed);
    for (int kill = 0; kill < KILLS; kill++) {
      Collection<GroupWrite> underWay = note(linesOfKilled(kill, random));
      String behind = check(underWay);
      System.out.println(
          String.format(
              Locale.ROOT,
              "until kill %d: %d acknowledged, %d unknown, %d undone; %d under way, %s",
              kill,
              acknowledged,
              unknown,
              undone,
              underWay.size(),
              behind));
    }
    assertThat(acknowledged).isPositive();
  }

  /** Lets a process write for a time, and kills it. Returns what it has said. */
  private List<String> linesOfKilled(int kill, SplittableRandom random) throws Exception {
    Path said = directory.resolve("said-" + kill);
    Process child = start(said, random.nextLong());
    try {
      Await.noProblem(
          PATIENCE, () -> lines(said).size() > LINES_FIRST ? "" : "said " + lines(said));
      Await.passes(Duration.ofMillis(random.nextInt(1_000)));
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return lines(said);
  }

  private Process start(Path said, long seed) throws IOException {
    return ChildJvm.running(FailoverChild.class, 256, directory, seed, last)
        .redirectOutput(said.toFile())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** Those that are whole. */
  private static List<String> lines(Path said) {
    try {
      String text = Files.readString(said);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Works out what each id may hold. Returns the writes that have begun and not ended. */
  private Collection<GroupWrite> note(List<String> lines) {
    assertThat(lines.getFirst()).isEqualTo("open");
    var underWay = new LinkedHashMap<Integer, GroupWrite>();
    for (String line : lines.subList(1, lines.size())) {
      String[] words = line.split(" ", 2);
      if (words[0].equals("begun")) {
        GroupWrite write = GroupWrite.parse(words[1]);
        underWay.put(write.number(), write);
        last = Math.max(last, write.number());
      } else {
        assertThat(words[0]).as(line).isIn("done", "unknown", "undone");
        ended(words[0], Objects.requireNonNull(underWay.remove(Integer.parseInt(words[1])), line));
      }
    }
    underWay.values().forEach(this::mayHaveHappened);
    return underWay.values();
  }

  private void ended(String how, GroupWrite write) {
    switch (how) {
      case "done" -> {
        acknowledged++;
        if (write.hasOneWriter()) {
          happened(write);
        } else {
          mayHaveHappened(write);
        }
      }
      case "unknown" -> {
        unknown++;
        mayHaveHappened(write);
      }
      default -> undone++;
    }
  }

  private void mayHaveHappened(GroupWrite write) {
    write
        .ids()
        .forEach(
            id ->
                possible
                    .computeIfAbsent(id, any -> new HashSet<>(Set.of(NOTHING)))
                    .add(write.content()));
  }

  private void happened(GroupWrite write) {
    write.ids().forEach(id -> possible.put(id, new HashSet<>(Set.of(write.content()))));
  }

  /**
   * Opens the clusters and compares them, but for the records of writes that were under way; those
   * are written again, and the clusters compared as a whole. Returns what had been handed off.
   */
  private String check(Collection<GroupWrite> underWay) {
    try (QuiverEmbeddingStore west = FailoverChild.open(directory, "west");
        QuiverEmbeddingStore east = FailoverChild.open(directory, "east");
        FailoverEmbeddingStore store =
            FailoverChild.failover(directory, west, east).timeout(PATIENCE).build()) {
      String behind = behind(store);
      Await.noProblem(PATIENCE, () -> behind(store));
      Map<String, String> inWest = content(west);
      Map<String, String> inEast = content(east);
      assertPossible("west", inWest);
      assertPossible("east", inEast);
      for (GroupWrite write : underWay) {
        inWest.keySet().removeAll(write.ids());
        inEast.keySet().removeAll(write.ids());
      }
      assertThat(inWest).isEqualTo(inEast);

      for (GroupWrite write : underWay) {
        write.runOn(store);
        happened(write);
      }
      Await.noProblem(PATIENCE, () -> behind(store));
      Map<String, String> all = content(west);
      assertThat(all).isEqualTo(content(east));
      assertPossible("west", all);
      possible.replaceAll((id, contents) -> new HashSet<>(Set.of(all.getOrDefault(id, NOTHING))));
      return behind;
    }
  }

  /** Empty when nothing waits for a cluster. */
  private static String behind(FailoverEmbeddingStore store) {
    return store.status().clusters().stream()
        .filter(cluster -> cluster.queue() > 0)
        .map(cluster -> cluster.name() + " misses " + cluster.queue())
        .collect(Collectors.joining(", "));
  }

  private void assertPossible(String cluster, Map<String, String> content) {
    assertThat(possible.keySet()).as("written").containsAll(content.keySet());
    possible.forEach(
        (id, contents) ->
            assertThat(content.getOrDefault(id, NOTHING))
                .as("%s in %s", id, cluster)
                .isIn(contents));
  }

  private static Map<String, String> content(QuiverEmbeddingStore store) {
    try (Stream<EmbeddingMatch<TextSegment>> all = store.scan(null)) {
      return all.collect(
          Collectors.toMap(
              EmbeddingMatch::embeddingId,
              match -> GroupWrite.content(match.embedding(), match.embedded()),
              (one, other) -> one + other,
              TreeMap::new));
    }
  }
}
