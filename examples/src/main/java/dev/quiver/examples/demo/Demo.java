package dev.quiver.examples.demo;

import dev.quiver.embedding.OnnxEmbeddingModel;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/**
 * Shows in a minute what a store is for: documents are ingested into two clusters in this JVM,
 * questions are asked, a node and then a whole cluster are lost, and the answers stay the same. The
 * demo checks what it says, and ends with an exit code other than 0 if it is not so.
 */
@Command(
    name = "./quiver demo",
    description = "Documents, questions, and nodes and clusters that fail, in one JVM.",
    mixinStandardHelpOptions = true,
    version = "Quiver 0.1.0")
public final class Demo implements Callable<Integer> {
  /** As a shell says of what was ended by Ctrl-C. */
  private static final int ENDED_EARLY = 130;

  @Option(
      names = "--ask",
      paramLabel = "QUESTION",
      description =
          "What to ask of the texts, instead of the questions it has; several times if so.")
  private List<String> questions =
      List.of(
          "Which error goes away as soon as I attach a debugger?",
          "Why does it not help to put more people on a late project?",
          "Who digs up our network cables?");

  private final Screen screen;

  Demo(Screen screen) {
    this.screen = screen;
  }

  public static void main(String[] args) {
    System.exit(run(System.out, Ansi.AUTO, args));
  }

  static int run(PrintStream out, Ansi ansi, String... args) {
    return new CommandLine(new Demo(new Screen(out, ansi))).execute(args);
  }

  @Override
  public Integer call() {
    long started = System.nanoTime();
    screen.title("Quiver: an embedding store in your JVM that keeps answering");
    try (Workplace place = new Workplace();
        OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2()) {
      play(place, model);
      if (place.isAbandoned()) {
        return ENDED_EARLY;
      }
    }
    end(Duration.ofNanos(System.nanoTime() - started));
    return 0;
  }

  private void play(Workplace place, OnnxEmbeddingModel model) {
    try {
      playAll(place, model);
    } catch (RuntimeException failed) {
      if (!place.isAbandoned()) {
        throw failed;
      }
    }
  }

  private void playAll(Workplace place, OnnxEmbeddingModel model) {
    Corpus corpus = Corpus.bundled();
    var asked = new Questions(model, questions);
    var clusterActs = new ClusterActs(screen, asked, model.embed("a word of its own").content());
    try (Clusters clusters = Clusters.open(place)) {
      var nodeActs = new NodeActs(screen, model, clusters, place.folder(), asked);
      nodeActs.ingest(corpus);
      nodeActs.show();
      Answers answers = nodeActs.ask();
      String node = nodeActs.lose(answers, corpus);
      nodeActs.bringBack(node);
      clusterActs.failOver(clusters);
    }
    clusterActs.reopen(place);
  }

  private void end(Duration took) {
    screen.heading("Done in " + Screen.time(took));
    screen.table(
        List.of("what to do next", ""),
        List.of(
            List.of("./quiver demo --ask \"...\"", "ask these texts something of your own"),
            List.of("./quiver qa --docs FOLDER", "ask your own documents, in a browser"),
            List.of("./quiver quick-start", "the smallest program: copy it from")));
    screen.say("examples/src/main/java/dev/quiver/examples/QuickStart.java");
    screen.blank();
  }
}
