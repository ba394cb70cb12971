package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;

/**
 * Keeps the slow part of a commit out of the locks of Lucene's writer. The writer has the list of a
 * commit's files forced to disk, and twice the directory, while it holds the lock that every new
 * view needs; on a slow disk that held up each read that was to see the last write.
 *
 * <p>Here these three are put off: list and directory until the files of the commit are forced,
 * which the writer does without that lock and before the list gets its name; the directory with
 * that name in it until {@link #force}. A commit is not durable, and what it replaces must not be
 * deleted, before that. Used by the one thread that commits.
 */
final class ForcedLater extends FilterDirectory {
  private final List<String> lists = new ArrayList<>();
  private boolean namesPutOff;

  ForcedLater(Directory files) {
    super(files);
  }

  @Override
  public synchronized void sync(Collection<String> names) throws IOException {
    if (names.size() == 1 && isList(names.iterator().next())) {
      lists.addAll(names);
      return;
    }
    List<String> due = new ArrayList<>(names);
    due.addAll(lists);
    lists.clear();
    in.sync(due);
    force();
  }

  private static boolean isList(String name) {
    return name.startsWith(IndexFileNames.PENDING_SEGMENTS);
  }

  @Override
  public synchronized void syncMetaData() {
    namesPutOff = true;
  }

  /** A list whose files were forced before it was written goes to disk before it counts. */
  @Override
  public synchronized void rename(String source, String dest) throws IOException {
    if (lists.remove(source)) {
      in.sync(List.of(source));
      force();
    }
    in.rename(source, dest);
  }

  /** What was put off is on disk when this returns. */
  synchronized void force() throws IOException {
    if (namesPutOff) {
      in.syncMetaData();
      namesPutOff = false;
    }
  }
}
