package dev.quiver.store.damage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.ClusterStatus;
import dev.quiver.store.NodeStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.QuiverException;
import dev.quiver.store.internal.cluster.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a store that starts empty, or answers with something that was never written, after a
 * file of any kind was changed, cut short, zeroed or deleted.
 *
 * <p>Every file with every scar on the only node; on one node of three each file with one of them
 * in turn, or all with {@code -Dquiver.damage=all}.
 */
class DamageTest {
  private static final int AT_ONCE = 4;
  private static final Duration REBUILT_WITHIN = Duration.ofSeconds(60);

  @TempDir Path directory;

  private record Case(Target target, Scar scar) implements Comparable<Case> {
    @Override
    public int compareTo(Case other) {
      return Comparator.comparing(Case::target).thenComparing(Case::scar).compare(this, other);
    }

    String name() {
      return String.format(Locale.ROOT, "%s-%s", target, scar).toLowerCase(Locale.ROOT);
    }
  }

  private static List<Case> all() {
    var cases = new ArrayList<Case>();
    for (Target target : Target.values()) {
      for (Scar scar : Scar.values()) {
        if (!target.isFolder() || scar == Scar.DELETE) {
          cases.add(new Case(target, scar));
        }
      }
    }
    return cases;
  }

  private static List<Case> oneOfEach() {
    var cases = new ArrayList<Case>();
    List<Scar> scars = List.of(Scar.values());
    for (Target target : Target.values()) {
      Scar scar = scars.get(cases.size() % scars.size());
      cases.add(new Case(target, target.isFolder() ? Scar.DELETE : scar));
    }
    return "all".equals(System.getProperty("quiver.damage")) ? all() : cases;
  }

  @Test
  @Timeout(240)
  void theOnlyNodeRefusesOrOpensOnAPrefix() throws Exception {
    var articles = new Articles(11);
    Path crashed =
        articles.write(
            directory.resolve("live"),
            1,
            directory.resolve("crashed"),
            directory.resolve("snapshot"));
    check(all(), next -> alone(articles, copyWith(next, crashed, 0), next));
  }

  private static String alone(Articles articles, Path damaged, Case next) {
    try (QuiverEmbeddingStore store = Articles.open(damaged, 1)) {
      Map<String, String> content = Articles.content(store);
      assertThat(articles.possible()).as("%s", next).contains(content);
      return "opens with " + content.size() + " of " + articles.present().size();
    } catch (QuiverException refused) {
      assertThat(refused).as("%s", next).isInstanceOf(DamagedDataException.class);
      assertThat(refused).hasMessageContaining(damaged.resolve("node-0").toString());
      if (next.target.isOfCollection()) {
        assertThat(refused).hasMessageContaining(Articles.COLLECTION);
      }
      return "refuses: " + String.valueOf(refused.getMessage()).replace(damaged.toString(), "");
    }
  }

  @Test
  @Timeout(480)
  void oneOfThreeIsRebuiltOrStaysOut() throws Exception {
    var articles = new Articles(13);
    Path crashed =
        articles.write(
            directory.resolve("live"),
            3,
            directory.resolve("crashed"),
            directory.resolve("snapshot"));
    check(oneOfEach(), next -> oneOfThree(articles, copyWith(next, crashed, 2), next));
  }

  private static String oneOfThree(Articles articles, Path damaged, Case next) {
    try (QuiverEmbeddingStore store = Articles.open(damaged, 3)) {
      assertThat(Articles.content(store)).as("%s", next).isEqualTo(articles.present());
      if (!isUp(store.admin().status(), "node-2")) {
        return "stays out";
      }
      Await.noProblem(REBUILT_WITHIN, () -> Articles.behind(store.admin().status()));
      store.admin().stopNode("node-0");
      store.admin().stopNode("node-1");
      assertThat(Articles.content(store)).as("%s", next).isEqualTo(articles.present());
      return "is whole again";
    }
  }

  private static boolean isUp(ClusterStatus status, String node) {
    return status.nodes().stream()
        .filter(next -> next.node().equals(node))
        .map(NodeStatus::state)
        .allMatch("UP"::equals);
  }

  private Path copyWith(Case next, Path crashed, int node) throws Exception {
    Path damaged = directory.resolve(next.name());
    Articles.copy(crashed, damaged);
    next.scar.on(next.target.in(damaged.resolve("node-" + node)));
    return damaged;
  }

  private interface Outcome {
    String of(Case next) throws Exception;
  }

  private static void check(List<Case> cases, Outcome outcome) throws Exception {
    Map<Case, String> seen = new ConcurrentSkipListMap<>();
    Map<Case, Throwable> wrong = new ConcurrentSkipListMap<>();
    try (var threads =
        new ThreadPoolExecutor(
            AT_ONCE, AT_ONCE, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>())) {
      List<Callable<Boolean>> tasks =
          cases.stream()
              .map(
                  next ->
                      (Callable<Boolean>)
                          () -> {
                            try {
                              seen.put(next, outcome.of(next));
                            } catch (Exception | AssertionError failed) {
                              wrong.put(next, failed);
                            }
                            return true;
                          })
              .toList();
      threads.invokeAll(tasks);
    }
    seen.forEach((next, what) -> System.out.println(next.name() + ": " + what));
    wrong.forEach((next, what) -> System.out.println(next.name() + " WRONG: " + what));
    assertThat(new TreeMap<>(wrong)).isEmpty();
    assertThat(seen).hasSize(cases.size());
  }
}
