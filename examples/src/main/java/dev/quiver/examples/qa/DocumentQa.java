package dev.quiver.examples.qa;

import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.ProgressBar;
import dev.quiver.examples.ingest.DocumentOptions;
import dev.quiver.examples.ingest.Selection;
import dev.quiver.store.error.QuiverException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code ./quiver qa}: reads a folder, and answers questions about it on a page. */
@Command(
    name = "qa",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Answers questions about the documents of a folder, on a web page.",
    footer = {
      "",
      "Without a language model the answers are the documents' closest sentences. With"
          + " OPENAI_API_KEY or OPENAI_BASE_URL (and OPENAI_MODEL), or OLLAMA_BASE_URL (and"
          + " OLLAMA_MODEL) in the environment, that model answers, and is sent the passages found."
    })
public final class DocumentQa implements Callable<Integer> {
  private static final int CANNOT_RUN = 1;

  private final Map<String, String> environment;

  @CommandLine.Spec private @Nullable CommandSpec spec;

  @Mixin private final DocumentOptions documents = new DocumentOptions();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "where to listen; 0 is any free port (${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description =
          "the address to listen on; other than this, others can get in (${DEFAULT-VALUE})")
  private String host = "";

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "where to keep what was read, for the next time; left out: nowhere")
  private @Nullable Path store;

  @Option(
      names = "--chat-model",
      paramLabel = "NAME",
      description = "the language model that is asked, where the environment names a server")
  private @Nullable String chatModel;

  @Option(
      names = "--extractive",
      description = "answer with the documents' sentences, and ask no language model")
  private boolean extractive;

  private DocumentQa(Map<String, String> environment) {
    this.environment = environment;
  }

  public static void main(String[] args) {
    System.exit(command(System.getenv()).execute(args));
  }

  static CommandLine command(Map<String, String> environment) {
    return new CommandLine(new DocumentQa(environment))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof QaException || failure instanceof QuiverException) {
                command.getErr().println("quiver qa: " + failure.getMessage());
                return CANNOT_RUN;
              }
              throw failure;
            });
  }

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    Optional<ChatEndpoint> chat =
        extractive ? Optional.empty() : ChatEndpoint.from(environment, chatModel);
    PrintWriter out = command().getOut();
    out.println("Opening the store...");
    out.flush();
    var settings = new QaApp.Settings(documents.tree(), store, host, port, chat);
    IngestListener progress = ProgressBar.on(System.out);
    try (Endings endings = Endings.onSignal();
        QaApp app = QaApp.start(settings, progress)) {
      greet(out, app, chat);
      endings.await();
      out.println("Closing...");
      out.flush();
    }
    return 0;
  }

  private void greet(PrintWriter out, QaApp app, Optional<ChatEndpoint> chat) {
    out.println("Documents  " + documents.root().toAbsolutePath().normalize());
    out.println("Kept in    " + (store == null ? "a temporary folder, deleted at the end" : store));
    out.println(
        "Answers    "
            + chat.map(each -> "by " + each + ", which is sent the passages found")
                .orElse("the documents' closest sentences; no language model is asked"));
    if (!Visitors.isLoopback(host)) {
      out.println("Careful    whoever reaches this address can read the documents and stop nodes");
    }
    out.println("Page       " + app.address());
    out.println("Ctrl-C ends it.");
    out.flush();
  }

  private void checkOptions() {
    if (port < 0 || port > 65_535) {
      throw refused("--port must be between 0 and 65535, but was " + port);
    }
    Path docs = documents.root();
    if (!Files.isDirectory(docs)) {
      throw refused(
          "--docs must be a folder, but "
              + docs
              + (Files.exists(docs) ? " is a file" : " does not exist"));
    }
    if (store != null && inside(store, docs)) {
      throw refused("--store must be outside of --docs, but " + store + " is inside");
    }
    if (store != null && Files.exists(store) && !Files.isDirectory(store)) {
      throw refused("--store must be a folder, or not be there yet, but " + store + " is a file");
    }
    try {
      Selection.of(documents.tree());
    } catch (IllegalArgumentException none) {
      throw refused(String.valueOf(none.getMessage()));
    } catch (IOException failed) {
      throw new UncheckedIOException(docs + " cannot be listed", failed);
    }
  }

  private static boolean inside(Path inner, Path outer) {
    return inner.toAbsolutePath().normalize().startsWith(outer.toAbsolutePath().normalize());
  }

  private ParameterException refused(String message) {
    return new ParameterException(command(), message);
  }

  private CommandLine command() {
    if (spec == null) {
      throw new IllegalStateException("picocli runs the command");
    }
    return spec.commandLine();
  }
}
