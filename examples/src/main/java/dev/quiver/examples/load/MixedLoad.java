package dev.quiver.examples.load;

import dev.quiver.store.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One cluster under every kind of load: inserts, searches, both at once, with and without cache.
 */
final class MixedLoad {
  private final Effort effort;
  private final Consumer<Figure> measured;

  /**
   * @param measured told of each figure when it is there
   */
  MixedLoad(Effort effort, Consumer<Figure> measured) {
    this.effort = effort;
    this.measured = measured;
  }

  /**
   * What came of it.
   *
   * @param before the nodes while nothing is asked of them
   * @param after the nodes when they have just been searched, without a cache between
   */
  record Result(List<Figure> figures, List<NodeStatus> before, List<NodeStatus> after) {}

  Result run(Shape shape, Vectors vectors) {
    var figures = new ArrayList<Figure>();
    Consumer<Figure> note =
        figure -> {
          figures.add(figure);
          measured.accept(figure);
        };
    try (var cluster = new Cluster(shape, vectors)) {
      List<NodeStatus> before = cluster.nodes();
      note.accept(
          new Figure(
              "insert, " + Cluster.BATCH + " records a call",
              cluster.fill(effort.callers()),
              Cluster.BATCH,
              Double.NaN));
      for (Mix mix : Mix.values()) {
        note.accept(Figure.of("search, " + mix.words(), search(cluster, mix)));
      }
      List<NodeStatus> after = cluster.nodes();
      bothAtOnce(cluster, note);

      cluster.reopenWithCache();
      for (Mix mix : Mix.values()) {
        note.accept(cached("search with cache, " + mix.words(), cluster, mix));
      }
      return new Result(List.copyOf(figures), before, after);
    }
  }

  private Measured search(Cluster cluster, Mix mix) {
    return cluster
        .searchers(effort.callers(), mix)
        .warmUp(effort.warmUp())
        .goOn(effort.measured())
        .stop();
  }

  private void bothAtOnce(Cluster cluster, Consumer<Figure> note) {
    Callers writers = cluster.writers(1);
    Callers searchers = cluster.searchers(effort.callers(), Mix.UNIFORM).warmUp(effort.warmUp());
    writers.startOver();
    Measured searched = searchers.goOn(effort.measured()).stop();
    Measured written = writers.stop();
    note.accept(Figure.of("search while one inserts", searched));
    note.accept(Figure.of("insert one record while others search", written));
  }

  private Figure cached(String what, Cluster cluster, Mix mix) {
    double hits = cluster.cacheHits();
    double misses = cluster.cacheMisses();
    Measured searched = search(cluster, mix);
    hits = cluster.cacheHits() - hits;
    misses = cluster.cacheMisses() - misses;
    return new Figure(what, searched, 1, hits / Math.max(1, hits + misses));
  }
}
