package dev.quiver.examples.qa;

import dev.quiver.embedding.FileTree;
import dev.quiver.embedding.IngestListener;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.examples.TemporaryFolder;
import dev.quiver.store.CacheOptions;
import dev.quiver.store.QuiverEmbeddingStore;
import dev.quiver.store.QuiverEmbeddingStoreBuilder;
import dev.quiver.store.SearchMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The whole app, put together: model, store, ingestion and web server. The first part opened is the
 * last one closed.
 */
final class QaApp implements AutoCloseable {
  /** Two nodes of three go on writing when one is lost, and each node alone can answer. */
  private static final int NODES = 3;

  private static final int SHARDS = 4;
  private static final int REPLICAS = 3;
  private static final CacheOptions CACHE = CacheOptions.inMemory(64L << 20, Duration.ofHours(1));

  private final Deque<Part> parts = new ArrayDeque<>();
  private @Nullable URI address;

  private QaApp() {}

  /**
   * What a run is given.
   *
   * @param data where store and ledger are kept; null: in a temporary folder, deleted at the end
   * @param port 0: any that is free
   */
  record Settings(
      FileTree documents,
      @Nullable Path data,
      String host,
      int port,
      Optional<ChatEndpoint> chat) {}

  private interface Part extends AutoCloseable {
    @Override
    void close();
  }

  /** Answers when it returns, with what has been ingested by then. */
  static QaApp start(Settings settings, IngestListener audience) {
    var app = new QaApp();
    try {
      app.open(settings, audience);
      return app;
    } catch (RuntimeException failed) {
      try (app) {
        throw failed;
      }
    }
  }

  private void open(Settings settings, IngestListener audience) {
    Path data = settings.data() == null ? temporary() : settings.data();
    OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
    parts.push(model::close);
    QuiverEmbeddingStore store = store(data);
    parts.push(store::close);

    var library = new Library(settings.documents(), model, store);
    var ingestion = new Ingestion(library, ledger(data), audience);
    parts.push(ingestion::close);
    var sentences = new Extract();
    Answerer answerer =
        settings.chat().<Answerer>map(chat -> new ModelAnswerer(chat, sentences)).orElse(sentences);
    var questions = new Questions(library, new Highlighter(model, model.tokenCounter()), answerer);
    var api =
        new Api(
            questions,
            new Desk(library, ingestion, settings.chat()),
            new Documents(settings.documents()));
    QaServer server = QaServer.start(settings.host(), settings.port(), api);
    parts.push(server::close);
    address = server.address();
    ingestion.start();
  }

  /** Where {@code ./quiver ingest} has it too, so that each can go on with the other's store. */
  private static Path ledger(Path data) {
    return data.resolve("ledger").resolve("default");
  }

  /** One that is there already keeps its shape. */
  private static QuiverEmbeddingStore store(Path directory) {
    QuiverEmbeddingStoreBuilder builder =
        QuiverEmbeddingStore.builder()
            .directory(directory)
            .searchMode(SearchMode.HYBRID)
            .cache(CACHE);
    if (isNew(directory)) {
      builder.nodes(NODES).shards(SHARDS).replicas(REPLICAS);
    }
    return builder.build();
  }

  private static boolean isNew(Path directory) {
    if (Files.notExists(directory)) {
      return true;
    }
    try (Stream<Path> inside = Files.list(directory)) {
      return inside.findAny().isEmpty();
    } catch (IOException failed) {
      throw new UncheckedIOException(directory + " cannot be listed", failed);
    }
  }

  private Path temporary() {
    TemporaryFolder made = TemporaryFolder.make();
    parts.push(made::close);
    return made.path();
  }

  URI address() {
    if (address == null) {
      throw new IllegalStateException("the app is not started");
    }
    return address;
  }

  /** All of them, even where one fails. */
  @Override
  public void close() {
    Part last = parts.poll();
    if (last != null) {
      try (this;
          last) {
        address = null;
      }
    }
  }
}
