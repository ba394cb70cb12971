package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexCommit;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SnapshotDeletionPolicy;

/** A commit that Lucene does not delete while somebody copies it. */
final class HeldCommit implements ShardIndex.CommitFiles {
  private final SnapshotDeletionPolicy policy;
  private final IndexCommit commit;
  private final IndexWriter writer;
  private final Position position;
  private final List<Path> files;
  private final AtomicBoolean released = new AtomicBoolean();

  private HeldCommit(
      SnapshotDeletionPolicy policy,
      IndexCommit commit,
      IndexWriter writer,
      Position position,
      List<Path> files) {
    this.policy = policy;
    this.commit = commit;
    this.writer = writer;
    this.position = position;
    this.files = files;
  }

  static HeldCommit hold(SnapshotDeletionPolicy policy, IndexWriter writer, IndexFolder folder)
      throws IOException {
    IndexCommit commit = policy.snapshot();
    var files = new ArrayList<Path>();
    files.add(folder.marker());
    for (String file : commit.getFileNames()) {
      files.add(folder.path().resolve(file));
    }
    return new HeldCommit(
        policy, commit, writer, CommitData.of(commit.getUserData()).position(), List.copyOf(files));
  }

  @Override
  public Position position() {
    return position;
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public void close() throws IOException {
    if (released.compareAndSet(false, true)) {
      policy.release(commit);
      if (writer.isOpen()) {
        writer.deleteUnusedFiles();
      }
    }
  }
}
