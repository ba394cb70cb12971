package dev.quiver.examples.demo;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.Ingestor;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.ClusterStatus;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.SearchReport;
import dev.quiver.store.ShardStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The acts about one cluster: documents come in, questions are asked, a node goes and returns. */
final class NodeActs {
  private static final int LATECOMERS = 21;

  /** Small, so that the bar moves. */
  private static final int BATCH = 8;

  private static final String ABOUT_LATECOMERS =
      "Which pointless chore must come first, to solve the real problem?";
  private static final int BEST_LINES = 3;

  private final Screen screen;
  private final OnnxEmbeddingModel model;
  private final Clusters clusters;
  private final Path ledger;
  private final Questions questions;

  NodeActs(
      Screen screen,
      OnnxEmbeddingModel model,
      Clusters clusters,
      Path folder,
      Questions questions) {
    this.screen = screen;
    this.model = model;
    this.clusters = clusters;
    this.ledger = folder.resolve("ledger");
    this.questions = questions;
  }

  /** Leaves the last ones out: they come while a node is away. */
  void ingest(Corpus corpus) {
    screen.heading("1  Ingest");
    screen.say(
        "A model in this JVM (all-MiniLM-L6-v2) turns texts into vectors. They go into two"
            + " clusters: us-west has 3 nodes, 4 shards and 3 copies of each; us-east has one node,"
            + " and stands by.");
    screen.say("Texts: " + Corpus.LICENCE + ".");
    IngestReport report = ingestor().ingest(corpus.without(LATECOMERS).documents().stream());
    screen.clearProgress();
    screen.stress(
        String.format(
            Locale.ROOT,
            "%d documents, %d segments, %,d tokens in %s",
            report.added(),
            clusters.west().count(),
            report.tokens(),
            Screen.time(report.took())));
  }

  private Ingestor ingestor() {
    return Ingestor.builder()
        .model(model)
        .store(clusters.both())
        .ledger(ledger)
        .sourceKey(Corpus.ENTRY)
        .batchSize(BATCH)
        .listener(screen.progress())
        .build();
  }

  void show() {
    screen.heading("2  The cluster us-west");
    screen.say(
        "Every node has a copy of each shard. The numbers below a shard say how far its log has"
            + " been applied: where they are equal, so are the copies. * takes the writes.");
    cluster();
  }

  Answers ask() {
    screen.heading("3  Ask");
    Answers answers = questions.ask(clusters.west());
    answers.all().forEach(this::answer);
    SearchReport report = clusters.west().explain(questions.first());
    screen.blank();
    screen.say(
        "A search asks one copy of each shard, on the least loaded node. The first question, asked"
            + " again: "
            + whoAnswered(report)
            + "; "
            + Screen.time(report.took())
            + " in all.");
    return answers;
  }

  private void answer(Answer answer) {
    screen.question(answer.question());
    int lines = BEST_LINES;
    for (EmbeddingMatch<TextSegment> match : answer.matches()) {
      String score = String.format(Locale.ROOT, "%.3f  ", match.score());
      screen.say(score, Answer.source(match) + ": " + Answer.text(match), lines);
      lines = 1;
    }
  }

  private static String whoAnswered(SearchReport report) {
    return report.shards().stream()
        .collect(
            Collectors.groupingBy(
                SearchReport.ShardAnswer::node,
                TreeMap::new,
                Collectors.mapping(
                    shard -> String.valueOf(shard.shard()), Collectors.joining(" and "))))
        .entrySet()
        .stream()
        .map(node -> node.getKey() + " for shard " + node.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Stops the node that leads most shards, and says which one it was. */
  String lose(Answers before, Corpus corpus) {
    QuiverEmbeddingStore west = clusters.west();
    String node = busiestLeader(west.admin().status());
    screen.heading("4  Stop " + node + " without a warning");
    screen.say("As a crash would: nothing is handed over. Searches ask the other copies at once.");
    west.admin().stopNode(node);
    Answers after = questions.ask(west);
    after.requireSame(before, "with " + node + " down");
    screen.stress(
        "the same answers, the same scores, the slowest after " + Screen.time(after.slowest()));
    IngestReport late = ingestor().ingest(corpus.last(LATECOMERS).documents().stream());
    screen.clearProgress();
    screen.say(
        String.format(
            Locale.ROOT,
            "Two copies of three are a majority, so writes go on as well, once new leaders are"
                + " elected: %d more documents, stored after %s.",
            late.added(),
            Screen.time(late.took())));
    cluster();
    questionAboutLatecomers();
    return node;
  }

  private void questionAboutLatecomers() {
    new Questions(model, List.of(ABOUT_LATECOMERS))
        .ask(clusters.west())
        .all()
        .forEach(this::answer);
  }

  void bringBack(String node) {
    screen.heading("5  Start " + node + " again");
    screen.say("It reads what it has on disk, and takes what it has missed from the others.");
    QuiverEmbeddingStore west = clusters.west();
    long started = System.nanoTime();
    west.admin().startNode(node);
    Waiting.until(
        "a node that has caught up",
        west.admin()::status,
        status -> NodeTable.isWhole(status) && NodeTable.isLevel(status));
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    screen.stress(node + " has caught up after " + Screen.time(took));
    cluster();
  }

  private static String busiestLeader(ClusterStatus status) {
    return status.shards().stream()
        .collect(Collectors.groupingBy(ShardStatus::leader, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Comparator.comparing(Map.Entry::getValue))
        .orElseThrow()
        .getKey();
  }

  /** As it is once it has come to rest. */
  private void cluster() {
    long records = clusters.west().count();
    ClusterStatus status =
        Waiting.until(
            "level replicas that show " + records + " records",
            clusters.west().admin()::status,
            seen -> NodeTable.isLevel(seen) && NodeTable.records(seen) == records);
    var table = new NodeTable(status);
    screen.table(table.headers(), table.rows());
  }
}
