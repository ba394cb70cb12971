package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Catches: a run ended between any two steps that leaves a duplicate, a hole or an orphan. The end
 * comes as an error out of the store, before or after each of its writes; the documents change
 * before the next run.
 */
class InterruptedRunTest {
  @TempDir private Path directory;

  /** Ends the run at its n-th write. */
  private static final class Ending extends ListStore {
    private int writes;
    private boolean before;

    @Override
    public void addAll(List<String> ids, List<Embedding> embeddings, List<TextSegment> segments) {
      write(() -> super.addAll(ids, embeddings, segments));
    }

    @Override
    public void removeAll(Collection<String> ids) {
      write(() -> super.removeAll(ids));
    }

    private void write(Runnable work) {
      writes--;
      if (writes == 0 && before) {
        throw new AssertionError("the end");
      }
      work.run();
      if (writes == 0) {
        throw new AssertionError("the end");
      }
    }
  }

  @Test
  void anyWriteMayBeTheLast() {
    int ended = 0;
    for (int n = 1; n <= 12; n++) {
      for (boolean before : new boolean[] {true, false}) {
        ended += check(n, before) ? 1 : 0;
      }
    }
    assertThat(ended).as("runs that were ended").isGreaterThan(12);
  }

  /** Returns whether the run was ended. */
  private boolean check(int write, boolean before) {
    var store = new Ending();
    Path ledger = directory.resolve("ledger-" + write + before);
    Corpus corpus = Corpus.of(8, 4);
    ingestor(store, ledger).build().ingest(corpus.documents());
    corpus.put("d1", "now\nquite\ndifferent").remove("d2").put("d9", "new\nones").put("d3", "x");

    store.writes = write;
    store.before = before;
    boolean ended = false;
    try {
      ingestor(store, ledger).build().ingest(corpus.documents());
    } catch (AssertionError end) {
      assertThat(end).hasMessage("the end");
      ended = true;
    }
    store.writes = 0;

    // What was under way then has changed again, or is gone.
    corpus.put("d1", "changed\nonce more").remove("d9").put("d4", "now\nthis");
    ingestor(store, ledger).build().ingest(corpus.documents());

    var fresh = new ListStore();
    ingestor(fresh, directory.resolve("fresh-" + write + before))
        .build()
        .ingest(corpus.documents());
    assertThat(store.entries()).as("ended at write %s", write).isEqualTo(fresh.entries());
    return ended;
  }

  private static IngestorBuilder ingestor(ListStore store, Path ledger) {
    return Ingestor.builder()
        .model(new WordModel(16))
        .store(store)
        .ledger(ledger)
        .splitter(Corpus.LINES)
        .recipe("lines")
        .mirror(true)
        .batchSize(2)
        .queueSize(2)
        .storeBatchSize(1);
  }
}
