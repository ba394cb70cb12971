package dev.quiver.examples.load;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command that presses a store with inserts and searches, and says how it did. */
@Command(
    name = "./quiver load",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Fills a store, presses it with concurrent inserts and searches, and prints calls per"
          + " second,",
      "mean and percentiles: every query alike beside a few hot ones, with and without a cache,"
          + " and",
      "with 1, 2 and 3 replicas. The store is made for this, and deleted in the end.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all was measured, and no call failed",
      "1:all was measured, but some calls failed",
      "2:the command was not understood, and nothing was done",
      "3:the store or a file could not be used"
    })
public final class Load implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int SOME_FAILED = 1;
  private static final int WRONG_USAGE = 2;
  private static final int ABORTED = 3;

  private final Report report;

  @Mixin private final LoadOptions options = new LoadOptions();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  private Load(PrintStream out) {
    this.report = new Report(out);
  }

  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    return new CommandLine(new Load(out))
        .setParameterExceptionHandler((refused, given) -> refuse(err, refused))
        .setExecutionExceptionHandler(
            (failed, line, parsed) ->
                failed instanceof IllegalArgumentException
                    ? refuse(err, failed)
                    : abort(err, failed))
        .execute(arguments);
  }

  private static int refuse(PrintStream err, Exception refused) {
    err.println("./quiver load: " + refused.getMessage());
    err.println("./quiver load --help lists the options.");
    return WRONG_USAGE;
  }

  private static int abort(PrintStream err, Exception failed) {
    failed.printStackTrace(err);
    return ABORTED;
  }

  @Override
  public Integer call() throws IOException {
    Effort effort = options.effort();
    Shape shape = options.shape();
    Vectors vectors = options.vectors();
    int processors = Runtime.getRuntime().availableProcessors();
    List<String> notes = notes(vectors, shape, effort, processors);
    notes.forEach(report::say);

    report.head();
    MixedLoad.Result mixed = new MixedLoad(effort, report::figure).run(shape, vectors);
    report.nodes(mixed.before(), mixed.after());
    var figures = new ArrayList<Figure>(mixed.figures());
    figures.addAll(replicas(new Replicas(effort, vectors, processors)));
    save(options.directory(), notes, figures);
    return figures.stream().anyMatch(each -> each.measured().failures() > 0) ? SOME_FAILED : DONE;
  }

  private static List<String> notes(Vectors vectors, Shape shape, Effort effort, int processors) {
    return List.of(
        vectors.origin() + "; " + shape + " in this process",
        String.format(
            Locale.ROOT,
            "%d processors, Java %s, heap of up to %,d MB",
            processors,
            System.getProperty("java.version"),
            Runtime.getRuntime().maxMemory() >> 20),
        String.format(
            Locale.ROOT,
            "%d callers, each calls again when it has its answer, the nearest %d; %.1f s each",
            effort.callers(),
            Vectors.NEAREST,
            effort.measured().toMillis() / 1e3));
  }

  private List<Figure> replicas(Replicas replicas) {
    report.headOfReplicas();
    var figures = new ArrayList<Figure>();
    for (int count = 1; count <= Replicas.MOST; count++) {
      replicas.measure(count).ifPresent(figures::add);
      if (figures.size() == count) {
        report.replicas(count, figures.getLast(), figures.getFirst().perSecond());
      } else {
        report.notMeasurable(count);
      }
    }
    return figures;
  }

  private void save(Path directory, List<String> notes, List<Figure> figures) throws IOException {
    Files.createDirectories(directory);
    Path table = directory.resolve("load.csv");
    Path picture = directory.resolve("load.svg");
    Csv.write(table, figures);
    Files.writeString(picture, new Chart("Quiver under load", notes, figures).svg());
    report.say("");
    report.say("written: " + table + " and " + picture);
  }
}
