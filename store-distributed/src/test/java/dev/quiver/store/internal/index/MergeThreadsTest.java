package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quiver.store.internal.memory.BytePool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Catches merges that wait for each other for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MergeThreadsTest {
  private static final int VALUE_BYTES = 16 << 10;

  /** Lucene pauses only merges of 50 MB or more. */
  private static final int LARGE = 3_000;

  private static final int LESS_LARGE = 1_800;

  @TempDir Path folder;
  private final Random random = new Random(7);

  /** Asked to, merges the first two segments and the rest at once. */
  private static final class TwoAtOnce extends FilterMergePolicy {
    final AtomicBoolean wanted = new AtomicBoolean();

    TwoAtOnce() {
      super(NoMergePolicy.INSTANCE);
    }

    @Override
    public @Nullable MergeSpecification findMerges(
        MergeTrigger trigger, SegmentInfos infos, MergeContext context) {
      if (!wanted.compareAndSet(true, false)) {
        return null;
      }
      List<SegmentCommitInfo> segments = infos.asList();
      var both = new MergeSpecification();
      both.add(new OneMerge(segments.subList(0, 2)));
      both.add(new OneMerge(segments.subList(2, segments.size())));
      return both;
    }

    @Override
    public @Nullable MergeSpecification findForcedMerges(
        SegmentInfos infos,
        int maxSegmentCount,
        Map<SegmentCommitInfo, Boolean> segmentsToMerge,
        MergeContext context) {
      return null;
    }
  }

  private void segment(IndexWriter writer, int documents) throws IOException {
    byte[] bytes = new byte[VALUE_BYTES];
    for (int i = 0; i < documents; i++) {
      random.nextBytes(bytes);
      var document = new Document();
      document.add(new BinaryDocValuesField("payload", new BytesRef(bytes.clone())));
      writer.addDocument(document);
    }
    writer.flush();
  }

  /** With fewer threads than merges Lucene pauses the larger, which holds the only permit here. */
  @Test
  void aMergeIsNotPausedForOneThatWaitsForItsPermit() throws IOException {
    var policy = new TwoAtOnce();
    var permits = new Semaphore(1);
    var config = new IndexWriterConfig();
    config
        .setMergePolicy(policy)
        .setMergeScheduler(new MergeThreads(permits, new BytePool(1 << 20), 1));
    config.setRAMBufferSizeMB(256).setUseCompoundFile(false);
    try (var directory = FSDirectory.open(folder);
        var writer = new IndexWriter(directory, config)) {
      for (int documents : List.of(LARGE, LARGE, LESS_LARGE, LESS_LARGE)) {
        segment(writer, documents);
      }
      policy.wanted.set(true);
      writer.maybeMerge();
      ((MergeThreads) config.getMergeScheduler()).sync();
      try (var reader = DirectoryReader.open(writer)) {
        assertThat(reader.leaves()).hasSize(2);
        assertThat(reader.numDocs()).isEqualTo(2 * (LARGE + LESS_LARGE));
      }
      assertThat(permits.availablePermits()).isEqualTo(1);
    }
  }
}
