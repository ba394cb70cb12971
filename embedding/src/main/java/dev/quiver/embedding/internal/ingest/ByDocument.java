package dev.quiver.embedding.internal.ingest;

import dev.quiver.embedding.error.IngestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks a service for something for several documents at once; where it fails, for each alone, so
 * that a bad one fails only itself. When none goes through, the service is what fails.
 */
final class ByDocument {
  /** A service that fails for so many documents alone, one after the other, is away. */
  private static final int MAX_IN_A_ROW = 3;

  private final String service;
  private final Retries retries;
  private int inARow;

  ByDocument(String service, Retries retries) {
    this.service = service;
    this.retries = retries;
  }

  /** Each document whose part did not go through has failed when this returns. */
  <P> void run(List<P> parts, Function<P, Work> work, Consumer<List<P>> call) {
    if (parts.isEmpty()) {
      return;
    }
    try {
      retries.run(() -> call.accept(parts));
      inARow = 0;
    } catch (RuntimeException failed) {
      checkNotEnded(failed);
      Map<Work, List<P>> documents = new LinkedHashMap<>();
      parts.forEach(
          part -> documents.computeIfAbsent(work.apply(part), any -> new ArrayList<>()).add(part));
      if (documents.size() == 1) {
        blame(documents.keySet().iterator().next(), failed);
      } else {
        each(documents, call);
      }
    }
  }

  private <P> void each(Map<Work, List<P>> documents, Consumer<List<P>> call) {
    Map<Work, RuntimeException> bad = new LinkedHashMap<>();
    documents.forEach(
        (document, parts) -> {
          try {
            call.accept(parts);
            inARow = 0;
          } catch (RuntimeException failed) {
            checkNotEnded(failed);
            bad.put(document, failed);
          }
        });
    if (bad.size() == documents.size() && bad.values().stream().noneMatch(Retries::isFinal)) {
      throw away(bad.values().iterator().next());
    }
    bad.forEach(this::blame);
  }

  private void blame(Work document, RuntimeException failed) {
    if (!Retries.isFinal(failed) && ++inARow >= MAX_IN_A_ROW) {
      throw away(failed);
    }
    document.fail(failed);
  }

  private IngestException away(RuntimeException failed) {
    return new IngestException(
        "the " + service + " failed again and again: " + Failure.reason(failed), failed);
  }

  private static void checkNotEnded(RuntimeException failed) {
    if (failed instanceof IngestException ended) {
      throw ended;
    }
    if (Thread.currentThread().isInterrupted()) {
      var ended = new CancellationException("the run has ended");
      ended.initCause(failed);
      throw ended;
    }
  }
}
