package dev.quiver.embedding.internal.ingest;

import dev.quiver.embedding.error.IngestException;
import dev.quiver.embedding.internal.ledger.Ledger;
import dev.quiver.embedding.internal.ledger.SourceState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One ingestion. The caller's thread reads and splits, some threads embed, one stores; queues of
 * bounded length are between them, so that a run holds no more than these whatever comes in, and
 * the slowest stage sets the pace of all.
 */
public final class Run {
  private final Plan plan;
  private final Ledger ledger;
  private final Tally tally = new Tally();
  private final Consumer<Tally> watcher;
  private final Conduit<Piece> toEmbed;
  private final Conduit<Piece.Embedded> toStore;
  private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();
  private final List<Thread> workers = new ArrayList<>();

  /** A stage, which returns when nothing more comes. */
  interface Step {
    void run() throws Exception;
  }

  /**
   * @param watcher told now and then, by one thread at a time
   */
  public Run(Plan plan, Ledger ledger, Consumer<Tally> watcher) {
    this.plan = plan;
    this.ledger = ledger;
    this.watcher = watcher;
    this.toEmbed = new Conduit<>(plan.limits().queue());
    this.toStore = new Conduit<>(plan.limits().queue());
  }

  /** Returns when every document is stored, or has failed. */
  public Tally ingest(Arrivals arrivals) {
    new StoreRecognition(plan, ledger).settle();
    var origin = new SourceState.Origin(plan.modelName(), ledger.store().generation());
    var models = new ModelCheck(plan, ledger);
    models.checkName();
    var failures = new Failures(tally, plan.choices().stopAtFailure());
    var intake = new Intake(plan, ledger, origin, tally, failures);

    start(plan.limits().embedders(), () -> new Embedder(plan, tally, models).run(toEmbed, toStore));
    startStoring(() -> new Storer(plan, ledger, tally, failures).run(toStore, this::tell));
    flow(() -> intake.run(arrivals, toEmbed, this::tell));
    toEmbed.close();
    joinAll();
    rethrow();
    if (plan.choices().mirror()) {
      new Mirror(plan, ledger, origin, tally, failures).removeAllBut(intake.seen());
    }
    tell();
    return tally;
  }

  private void start(int embedders, Step embedding) {
    var running = new AtomicInteger(embedders);
    for (int i = 0; i < embedders; i++) {
      start(
          "quiver-embed-" + i,
          () -> {
            embedding.run();
            if (running.decrementAndGet() == 0) {
              toStore.close();
            }
          });
    }
  }

  private void startStoring(Step storing) {
    start("quiver-store", storing);
  }

  private void start(String name, Step work) {
    workers.add(Thread.ofPlatform().name(name).daemon().start(() -> flow(work)));
  }

  /** Whatever ends a stage before its time ends the run. */
  private void flow(Step work) {
    try {
      work.run();
    } catch (Throwable failed) {
      abort(failed);
    }
  }

  private void abort(Throwable failed) {
    if (end.compareAndSet(null, failed)) {
      toEmbed.abort();
      toStore.abort();
      workers.forEach(Thread::interrupt);
    }
  }

  private void joinAll() {
    boolean interrupted = false;
    for (Thread worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException asked) {
          interrupted = true;
          abort(asked);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void rethrow() {
    Throwable failed = end.get();
    switch (failed) {
      case null -> {
        return;
      }
      case InterruptedException asked -> {
        Thread.currentThread().interrupt();
        throw new IngestException("the run was interrupted", asked);
      }
      case CancellationException asked -> throw new IngestException("the run was ended", asked);
      case RuntimeException known -> throw known;
      case Error known -> throw known;
      default -> throw new IngestException(Failure.reason(failed), failed);
    }
  }

  private void tell() {
    synchronized (watcher) {
      watcher.accept(tally);
    }
  }
}
