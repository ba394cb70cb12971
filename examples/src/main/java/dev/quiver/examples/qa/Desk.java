package dev.quiver.examples.qa;

import dev.quiver.embedding.IngestProgress;
import dev.quiver.store.ClusterStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the pages how ingestion and cluster are, and lets them have a hand in both. */
final class Desk {
  private static final int MOST_FAILURES = 50;

  private final Library library;
  private final Ingestion ingestion;
  private final Optional<ChatEndpoint> chat;

  Desk(Library library, Ingestion ingestion, Optional<ChatEndpoint> chat) {
    this.library = library;
    this.ingestion = ingestion;
    this.chat = chat;
  }

  /** How the pages are told. */
  record Status(String folder, Answers answers, Documents documents) {}

  /**
   * Who answers.
   *
   * @param model null where the documents' own sentences do
   * @param address where passages are sent to
   */
  record Answers(@Nullable String model, @Nullable String address) {}

  /**
   * How far the folder has been read.
   *
   * @param expected -1 where nobody knows yet
   */
  record Documents(
      Ingestion.Phase phase,
      long done,
      long expected,
      long segments,
      double segmentsPerSecond,
      @Nullable Long secondsLeft,
      long failed,
      List<Failed> failures,
      @Nullable String problem) {}

  /** A document that could not be read. */
  record Failed(String source, String reason) {}

  Status status() {
    return new Status(
        library.folder().toString(),
        chat.map(each -> new Answers(each.modelName(), each.baseUrl()))
            .orElse(new Answers(null, null)),
        documents(ingestion.state()));
  }

  private Documents documents(Ingestion.State state) {
    IngestProgress at = state.progress();
    List<Failed> failures =
        state.failures().stream()
            .limit(MOST_FAILURES)
            .map(each -> new Failed(library.shortened(each.source()), each.reason()))
            .toList();
    if (at == null) {
      return new Documents(
          state.phase(), 0, -1, 0, 0, null, failures.size(), failures, state.problem());
    }
    return new Documents(
        state.phase(),
        at.documents(),
        at.expected(),
        at.segments(),
        at.segmentsPerSecond(),
        at.secondsLeft().isPresent() ? at.secondsLeft().getAsLong() : null,
        at.failed(),
        failures,
        state.problem());
  }

  ClusterStatus cluster() {
    return library.admin().status();
  }

  Status ingest() {
    ingestion.start();
    return status();
  }

  ClusterStatus stop(String node) {
    library.admin().stopNode(node);
    return cluster();
  }

  ClusterStatus start(String node) {
    library.admin().startNode(node);
    return cluster();
  }
}
