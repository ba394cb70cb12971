package dev.quiver.examples.demo;

import dev.langchain4j.data.embedding.Embedding;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.FailoverStatus;
import dev.quiver.store.FailoverStatus.Health;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The acts about a whole cluster: another one stands in for it, and it is opened with a cache. */
final class ClusterActs {
  private static final CacheOptions CACHE =
      CacheOptions.inMemory(16L << 20, Duration.ofMinutes(10));

  private final Screen screen;
  private final Questions questions;
  private final Embedding vector;

  /**
   * @param vector of what is written in these acts
   */
  ClusterActs(Screen screen, Questions questions, Embedding vector) {
    this.screen = screen;
    this.questions = questions;
    this.vector = vector;
  }

  void failOver(Clusters clusters) {
    screen.heading("6  Stop all of us-west: us-east takes over");
    screen.say(
        "A FailoverEmbeddingStore stands in front of both; it takes any LangChain4j stores.");
    Answers before = questions.ask(clusters.both());
    clusters.westNodes().forEach(clusters.west().admin()::stopNode);
    Answers after = questions.ask(clusters.both());
    after.requireSame(before, "of the other cluster");
    screen.stress(
        "the same answers, the same scores, the slowest after " + Screen.time(after.slowest()));
    clusters.both().add("written-meanwhile", vector);
    Waiting.until(
        "a cluster that is left alone", () -> statusAfterAsking(clusters), this::isOneDown);
    screen.say(
        "What is written now goes to us-east, and waits on disk for us-west, which after a few"
            + " failed calls is left alone.");
    show(clusters);
    long started = System.nanoTime();
    clusters.westNodes().forEach(clusters.west().admin()::startNode);
    Waiting.until("clusters that are all UP", clusters.both()::status, this::areUp);
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    screen.blank();
    screen.stress("us-west, started again, has what it missed after " + Screen.time(took));
    show(clusters);
  }

  private FailoverStatus statusAfterAsking(Clusters clusters) {
    questions.ask(clusters.both());
    return clusters.both().status();
  }

  private boolean isOneDown(FailoverStatus status) {
    return status.clusters().stream().anyMatch(cluster -> cluster.health() == Health.DOWN);
  }

  private boolean areUp(FailoverStatus status) {
    return status.clusters().stream().allMatch(cluster -> cluster.health() == Health.UP);
  }

  private void show(Clusters clusters) {
    screen.table(
        List.of("cluster", "health", "writes that wait"),
        clusters.both().status().clusters().stream()
            .map(
                cluster ->
                    List.of(
                        cluster.name(), cluster.health().name(), String.valueOf(cluster.queue())))
            .toList());
  }

  void reopen(Workplace place) {
    screen.heading("7  Close everything, and open us-west again, with a cache");
    long started = System.nanoTime();
    try (QuiverEmbeddingStore store = Clusters.west(place.folder()).cache(CACHE).build()) {
      place.closeLater(store::close);
      screen.say(
          store.count()
              + " records are there after "
              + Screen.time(Duration.ofNanos(System.nanoTime() - started))
              + ". Nothing is embedded again.");
      var rows = new ArrayList<List<String>>();
      rows.add(row("once", ask(store, 1), false));
      rows.add(row("again", ask(store, 1), true));
      rows.add(row("for the 1000th time", ask(store, 998), true));
      store.add("written-last", vector);
      rows.add(row("after a write", ask(store, 1), false));
      screen.table(List.of("the first question", "answered by", "after"), rows);
    }
    screen.say("A write makes all earlier answers unreachable: none is ever stale.");
  }

  /** How the last one of so many was answered. */
  private SearchReport ask(QuiverEmbeddingStore store, int times) {
    SearchReport report = store.explain(questions.first());
    for (int i = 1; i < times; i++) {
      report = store.explain(questions.first());
    }
    return report;
  }

  private static List<String> row(String when, SearchReport report, boolean hit) {
    if (report.cacheHit() != hit) {
      throw new IllegalStateException(
          "cacheHit " + when + " must be " + hit + ", but was " + report.cacheHit());
    }
    String by = hit ? "cache" : report.shards().size() + " shards";
    return List.of(when, by, Screen.time(report.took()));
  }
}
