package dev.quiver.embedding.internal.run;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** One call's texts, being embedded by as many threads as work on it. The first failure ends it. */
final class Call {
  private final List<String> texts;
  private final Progress progress;
  private final Encoded[] results;
  private final AtomicInteger next = new AtomicInteger();
  private final ReentrantLock finishing = new ReentrantLock();
  private final CompletableFuture<List<Encoded>> answer = new CompletableFuture<>();
  private int done;

  Call(List<String> texts, Progress progress) {
    this.texts = texts;
    this.progress = progress;
    this.results = new Encoded[texts.size()];
    if (texts.isEmpty()) {
      answer.complete(List.of());
    }
  }

  CompletableFuture<List<Encoded>> answer() {
    return answer;
  }

  /** Takes texts until none is left or somebody has ended the call. */
  void work(TextEncoder encoder) {
    try {
      int index = next.getAndIncrement();
      while (index < texts.size() && !answer.isDone()) {
        finish(index, encoder.encode(index, texts.get(index)));
        index = next.getAndIncrement();
      }
    } catch (Throwable e) {
      // Also an error: the caller waits, and nobody else would tell.
      answer.completeExceptionally(e);
    }
  }

  private void finish(int index, Encoded encoded) {
    finishing.lock();
    try {
      results[index] = encoded;
      done++;
      progress.done(done, texts.size());
      if (done == texts.size()) {
        answer.complete(Arrays.asList(results));
      }
    } finally {
      finishing.unlock();
    }
  }

  /** Embeds the text at an index. */
  interface TextEncoder {
    Encoded encode(int index, String text);
  }
}
