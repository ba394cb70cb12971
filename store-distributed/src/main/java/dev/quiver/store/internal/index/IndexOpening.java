package dev.quiver.store.internal.index;

import dev.quiver.store.internal.memory.BytePool;
import dev.quiver.store.internal.model.AnalysisKind;
import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.KeepOnlyLastCommitDeletionPolicy;
import org.apache.lucene.index.SnapshotDeletionPolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/** From a folder on disk to an index at its last commit. */
final class IndexOpening {
  /**
   * Segments up to this size stay in memory until a commit: reads after small writes need no disk.
   */
  private static final double CACHED_SEGMENT_MEGABYTES = 4;

  private static final double CACHE_MEGABYTES = 16;

  /** One is filled while another is written out; only then Lucene has whoever fills wait. */
  private static final double BUFFERS = 2;

  private final IndexFolder folder;
  private final Similarity similarity;
  private final IndexSettings settings;
  private final IndexEngine engine;

  IndexOpening(Path directory, Similarity similarity, IndexSettings settings, IndexEngine engine) {
    this.folder = new IndexFolder(directory.toAbsolutePath());
    this.similarity = similarity;
    this.settings = settings;
    this.engine = engine;
  }

  ShardIndex open() throws IOException {
    IndexFolder.Found found =
        folder.prepare() ? folder.verify(engine.disk().comparedAtOpen()) : null;
    CommitData opened =
        found == null ? CommitData.empty(similarity) : CommitData.of(found.commit().getUserData());
    if (opened.similarity() != similarity) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "similarity must be %s as when the index was made, but was %s",
              opened.similarity(),
              similarity));
    }
    var disk = new ForcedLater(engine.disk().files().apply(files()));
    var directory =
        new HeapFirstDirectory(
            disk, CACHED_SEGMENT_MEGABYTES, CACHE_MEGABYTES, engine.memory().files());
    @Nullable DurableWriter writer = null;
    try {
      writer = new DurableWriter(disk, directory, config(found != null));
      if (found == null) {
        writer.setLiveCommitData(opened.toUserData().entrySet());
        writer.commit(() -> {});
      }
      folder.mark();
      var commands =
          new CommandWriter(
              writer, new Documents(similarity, settings.analysis()), engine.options().helpers());
      var first =
          new View(
              DirectoryReader.open(writer),
              opened.position(),
              similarity,
              settings,
              new ShardCalibration(
                  engine.background(), new CalibrationFile(folder.path(), similarity, settings)));
      var checks =
          new LaterChecks(
              found == null ? List.of() : found.unread(), engine.pace(), engine.background());
      return new LuceneShardIndex(
          new LuceneShardIndex.Files(folder, checks), commands, engine, opened, first);
    } catch (IOException e) {
      abandon(directory, writer, e);
      throw DamagedIndexException.explain(e, folder.path());
    } catch (RuntimeException | Error e) {
      abandon(directory, writer, e);
      throw e;
    }
  }

  private Directory files() throws IOException {
    var files = new MMapDirectory(folder.path());
    if (engine.options().preload()) {
      files.setPreload((file, use) -> use.context() != IOContext.Context.MERGE);
    }
    return files;
  }

  private IndexWriterConfig config(boolean exists) {
    BytePool graphs = engine.memory().graphs();
    return writerConfig()
        .setOpenMode(exists ? OpenMode.APPEND : OpenMode.CREATE)
        .setCommitOnClose(false)
        .setCodec(new IndexCodec(settings))
        .setMergePolicy(
            MergePlan.within(graphs.size() / engine.options().mergeThreads(), settings.m()))
        .setMergeScheduler(
            new MergeThreads(
                engine.mergePermits(), graphs, MergePlan.bytesPerDocument(settings.m())))
        .setRAMBufferSizeMB(BUFFERS * engine.options().bufferMegabytes())
        .setMaxFullFlushMergeWaitMillis(0) // no reader waits for a merge
        .setIndexDeletionPolicy(new SnapshotDeletionPolicy(new KeepOnlyLastCommitDeletionPolicy()));
  }

  private IndexWriterConfig writerConfig() {
    return settings.analysis() == AnalysisKind.NONE
        ? new IndexWriterConfig()
        : new IndexWriterConfig(TextField.analyzer(settings.analysis()));
  }

  private static void abandon(
      Directory directory, @Nullable DurableWriter writer, Throwable cause) {
    try {
      if (writer != null) {
        writer.rollback();
      }
      directory.close();
    } catch (IOException | RuntimeException e) {
      cause.addSuppressed(e);
    }
  }
}
