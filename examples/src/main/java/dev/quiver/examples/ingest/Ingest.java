package dev.quiver.examples.ingest;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.quiver.embedding.FailurePolicy;
import dev.quiver.embedding.IngestReport;
import dev.quiver.embedding.Ingestor;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.embedding.ProgressBar;
import dev.quiver.embedding.error.IngestException;
import dev.quiver.store.QuiverEmbeddingStore;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command that brings a folder of documents into a store. It may run every night: what has not
 * changed costs nothing, and what a killed run left undone the next one does.
 */
@Command(
    name = "./quiver ingest",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "Brings the documents of a folder into a store, once, however often it runs.",
      "Run it again to bring in what has changed, or to go on after it was stopped.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every document is in the store",
      "1:some documents failed, and are listed; all others are in the store",
      "2:the command was not understood, and nothing was done",
      "3:the store or the model could not be used, or the run was stopped by a failure",
      "130:interrupted by Ctrl-C (143 by SIGTERM); the next run goes on from there"
    },
    footer = {
      "",
      "Example: ./quiver ingest --docs handbook --store data --exclude 'drafts/**' --mirror"
    })
public final class Ingest implements Callable<Integer> {
  private final PrintStream out;

  @Mixin private final DocumentOptions documents = new DocumentOptions();
  @Mixin private final StoreOptions stored = new StoreOptions();
  @Mixin private final ModelOptions models = new ModelOptions();

  @Option(
      names = "--mirror",
      description = "Take out of the store what is no longer in the folder.")
  private boolean mirror;

  @Option(
      names = "--re-embed",
      description = "Embed everything anew where the store's vectors are of another model.")
  private boolean reembed;

  @Option(
      names = "--stop-on-failure",
      description = "Stop at the first document that fails, instead of listing it at the end.")
  private boolean stopOnFailure;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this.")
  @SuppressWarnings("UnusedVariable") // picocli looks at it
  private boolean help;

  private Ingest(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... arguments) {
    var command = new CommandLine(new Ingest(out));
    return command
        .setExecutionExceptionHandler((failed, line, parsed) -> Trouble.of(failed).tell(err))
        .setParameterExceptionHandler((refused, given) -> Trouble.of(refused).tell(err))
        .execute(arguments);
  }

  @Override
  public Integer call() throws IOException {
    Selection selection = documents.selection();
    out.println(selection.announcement());
    try (var interruption = Interruption.watched(out)) {
      try (OnnxEmbeddingModel model = models.open();
          QuiverEmbeddingStore store = stored.open()) {
        requireDimension(store, model.dimension());
        IngestReport report = ingestor(model, store).ingest(selection.tree());
        tell(selection, store.count());
        return report.failures().isEmpty() ? ExitCode.DONE : ExitCode.SOME_FAILED;
      } catch (IngestException ended) {
        if (interruption.hasCome()) {
          return ExitCode.INTERRUPTED;
        }
        throw ended;
      }
    }
  }

  /** The store would refuse each document by itself. */
  private void requireDimension(QuiverEmbeddingStore store, int dimension) {
    try (Stream<EmbeddingMatch<TextSegment>> records = store.scan(null)) {
      int there = records.findFirst().map(one -> one.embedding().dimension()).orElse(dimension);
      if (there != dimension) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the model must make vectors of %d components, as %s has for good, but makes %d:"
                    + " give it another --collection",
                there,
                stored.description(),
                dimension));
      }
    }
  }

  private Ingestor ingestor(OnnxEmbeddingModel model, QuiverEmbeddingStore store) {
    return Ingestor.builder()
        .model(model)
        .store(store)
        .incarnation(() -> store.session().incarnation().toString())
        .ledger(stored.ledger())
        .mirror(mirror)
        .reembed(reembed)
        .onFailure(stopOnFailure ? FailurePolicy.STOP : FailurePolicy.SKIP)
        .listener(ProgressBar.on(out))
        .build();
  }

  private void tell(Selection selection, long segments) {
    selection.leftOut().ifPresent(out::println);
    out.println(
        String.format(
            Locale.ROOT,
            "%s now holds %,d %s",
            stored.description(),
            segments,
            segments == 1 ? "segment" : "segments"));
  }
}
