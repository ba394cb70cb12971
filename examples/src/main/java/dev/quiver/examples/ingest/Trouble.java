package dev.quiver.examples.ingest;

import dev.quiver.embedding.error.BadDocumentException;
import dev.quiver.embedding.error.DamagedLedgerException;
import dev.quiver.embedding.error.IngestException;
import dev.quiver.embedding.error.LedgerInUseException;
import dev.quiver.embedding.error.ModelChangedException;
import dev.quiver.store.error.DamagedDataException;
import dev.quiver.store.error.DirectoryInUseException;
import dev.quiver.store.error.QuiverException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;
import picocli.CommandLine.ParameterException;

/**
 * Why the command did not do what it was asked, for whoever asked it: what happened, and what they
 * can do. The exceptions say the why.
 *
 * @param isKnown whether this says all there is to say; a stack trace follows where it does not
 */
record Trouble(Throwable cause, int exitCode, String remedy, boolean isKnown) {
  private static final String AGAIN =
      "What is stored by now stays; the same command goes on from there.";

  /** Nobody knows whether anything was stored before. */
  private static final String REPAIR =
      "Repair that, and run the same command again: what is stored by now stays.";

  /** What the library calls the options. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "modelDirectory", "--model-dir",
          "directory", "--store",
          "collection", "--collection",
          "nodes", "--nodes",
          "shards", "--shards",
          "replicas", "--replicas",
          "key", "--key");

  static Trouble of(Throwable failure) {
    return switch (failure) {
      case ParameterException usage -> refused(usage);
      case IllegalArgumentException usage -> refused(usage);
      case BadDocumentException bad ->
          aborted(
              bad,
              "Repair the document, leave it out with --exclude, or run without --stop-on-failure."
                  + " "
                  + AGAIN);
      case LedgerInUseException used -> inUse(used);
      case DirectoryInUseException used -> inUse(used);
      case ModelChangedException other ->
          aborted(
              other,
              "Give the model of before; or --re-embed to embed everything anew; or another"
                  + " --collection. Nothing was changed.");
      case DamagedLedgerException damaged -> damaged(damaged);
      case DamagedDataException damaged -> damaged(damaged);
      case IngestException ended -> aborted(ended, AGAIN);
      case QuiverException away -> aborted(away, AGAIN);
      case UncheckedIOException files -> aborted(files, REPAIR);
      case IOException files -> aborted(files, REPAIR);
      default -> new Trouble(failure, ExitCode.ABORTED, AGAIN, false);
    };
  }

  private static Trouble refused(Throwable usage) {
    return new Trouble(
        usage, ExitCode.WRONG_USAGE, "./quiver ingest --help lists the options.", true);
  }

  private static Trouble inUse(Throwable used) {
    return aborted(used, "Wait for the other process to end, or end it, and run this again.");
  }

  private static Trouble damaged(Throwable damaged) {
    return aborted(
        damaged,
        "Nothing was changed. Restore the store's folder from a backup; or delete it, and the same"
            + " command ingests everything anew.");
  }

  private static Trouble aborted(Throwable cause, String remedy) {
    return new Trouble(cause, ExitCode.ABORTED, remedy, true);
  }

  /** Returns the exit code. */
  int tell(PrintStream err) {
    if (isKnown) {
      err.println("./quiver ingest: " + reason());
    } else {
      cause.printStackTrace(err);
    }
    err.println(remedy);
    return exitCode;
  }

  /** A refusal begins with the name of what is refused. */
  private static String named(String message) {
    int end = message.indexOf(' ');
    String name = end < 0 ? message : message.substring(0, end);
    return OPTIONS.getOrDefault(name, name) + message.substring(name.length());
  }

  /** A wrapper often says less than what it wraps. */
  private String reason() {
    var reason = new StringBuilder(named(String.valueOf(cause.getMessage())));
    for (Throwable next = cause.getCause(); next != null; next = next.getCause()) {
      String more = String.valueOf(next.getMessage());
      if (reason.indexOf(more) < 0) {
        reason.append(": ").append(more);
      }
    }
    return reason.toString();
  }
}
