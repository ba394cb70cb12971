package dev.quiver.store.internal.index;

import dev.quiver.core.cluster.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexCommit;

/** A commit that Lucene does not delete while somebody copies it. */
final class HeldCommit implements ShardIndex.CommitFiles {
  private final IndexCommit commit;
  private final DurableWriter writer;
  private final Position position;
  private final List<Path> files;
  private final AtomicBoolean released = new AtomicBoolean();

  private HeldCommit(
      IndexCommit commit, DurableWriter writer, Position position, List<Path> files) {
    this.commit = commit;
    this.writer = writer;
    this.position = position;
    this.files = files;
  }

  static HeldCommit hold(DurableWriter writer, IndexFolder folder) throws IOException {
    IndexCommit commit = writer.policy().snapshot();
    var files = new ArrayList<Path>();
    files.add(folder.marker());
    for (String file : commit.getFileNames()) {
      files.add(folder.path().resolve(file));
    }
    return new HeldCommit(
        commit, writer, CommitData.of(commit.getUserData()).position(), List.copyOf(files));
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
      writer.policy().release(commit);
      if (writer.isOpen()) {
        writer.deleteUnusedFiles();
      }
    }
  }
}
