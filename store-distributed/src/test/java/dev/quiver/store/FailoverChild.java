package dev.quiver.store;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.cluster.Await;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/**
 * A process that writes to two clusters through a failover store while these come and go, until it
 * is killed. It says which operation begins, and how each has ended.
 */
final class FailoverChild {
  private static final int WRITERS = 3;
  private static final List<FaultyStore.Fault> FAULTS =
      List.of(FaultyStore.NONE, FaultyStore.DOWN, FaultyStore.ANSWER_LOST);

  private final FailoverEmbeddingStore store;
  private final PrintStream out;
  private final AtomicInteger last;

  private FailoverChild(FailoverEmbeddingStore store, PrintStream out, int last) {
    this.store = store;
    this.out = out;
    this.last = new AtomicInteger(last);
  }

  static QuiverEmbeddingStore open(Path directory, String cluster) {
    return QuiverEmbeddingStore.builder().directory(directory.resolve(cluster)).build();
  }

  static FailoverEmbeddingStoreBuilder failover(
      Path directory, EmbeddingStore<TextSegment> west, EmbeddingStore<TextSegment> east) {
    return FailoverEmbeddingStore.builder()
        .cluster("west", west)
        .cluster("east", east)
        .probeInterval(Duration.ofMillis(10))
        .writes(WritePolicy.ALL)
        .handoffDirectory(directory.resolve("handoff"));
  }

  /** Arguments: directory, seed, the number of the last operation before. */
  public static void main(String[] args) {
    var out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    Path directory = Path.of(args[0]);
    var random = new SplittableRandom(Long.parseLong(args[1]));
    try (QuiverEmbeddingStore west = open(directory, "west");
        QuiverEmbeddingStore east = open(directory, "east")) {
      var faulty = new FaultyStore(east);
      try (FailoverEmbeddingStore store =
          failover(directory, west, faulty)
              .attemptTimeout(Duration.ofMillis(400))
              .retries(0)
              .build()) {
        var child = new FailoverChild(store, out, Integer.parseInt(args[2]));
        out.println("open");
        for (int writer = 0; writer < WRITERS; writer++) {
          String name = "w" + writer;
          SplittableRandom own = random.split();
          child.start(() -> child.write(name, own));
        }
        disturb(west, faulty, random);
      }
    } catch (RuntimeException unexpected) {
      out.println("wrong " + unexpected);
    }
  }

  private void start(Runnable work) {
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                work.run();
              } catch (RuntimeException unexpected) {
                out.println("wrong " + unexpected);
              }
            });
  }

  /** West is a store of Quiver's own to the failover store, so its trouble comes from below. */
  private static void disturb(
      QuiverEmbeddingStore west, FaultyStore east, SplittableRandom random) {
    while (true) {
      passes(random, 300);
      east.suffer(FAULTS.get(random.nextInt(FAULTS.size())));
      if (random.nextBoolean()) {
        west.admin().stopNode("node-0");
        passes(random, 100);
        west.admin().startNode("node-0");
      } else {
        passes(random, 300);
      }
      east.suffer(FaultyStore.NONE);
    }
  }

  private static void passes(RandomGenerator random, int mostMillis) {
    Await.passes(Duration.ofMillis(random.nextInt(mostMillis)));
  }

  private void write(String writer, SplittableRandom random) {
    while (true) {
      GroupWrite next = GroupWrite.random(last.incrementAndGet(), writer, random);
      out.println("begun " + next);
      out.println(end(next) + " " + next.number());
    }
  }

  private String end(GroupWrite next) {
    try {
      next.runOn(store);
      return "done";
    } catch (WriteOutcomeUnknownException unknown) {
      return "unknown";
    } catch (WriteFailedException nowhere) {
      return "undone";
    }
  }
}
