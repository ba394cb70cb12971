package dev.quiver.store.internal.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;

/** A disk that says what it was told to force, and takes its time for it when it is asked to. */
final class WatchedDisk extends FilterDirectory {
  private final Set<String> forced = new TreeSet<>();
  private final List<String> wrongs = new ArrayList<>();
  private Set<String> forcedAtRename = Set.of();
  private boolean namesForced = true;
  private Hold hold = new Hold(0);

  WatchedDisk(Directory files) {
    super(files);
  }

  /** One of the next times that something is forced, held up until it is let go. */
  static final class Hold {
    private int left;
    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();
    private final CompletableFuture<Boolean> released = new CompletableFuture<>();

    private Hold(int nth) {
      left = nth;
    }

    CompletableFuture<Boolean> reached() {
      return reached;
    }

    void release() {
      released.complete(true);
    }
  }

  synchronized Hold holdAt(int nth) {
    hold = new Hold(nth);
    return hold;
  }

  private void pass() throws IOException {
    Hold now;
    synchronized (this) {
      now = hold;
      now.left--;
      if (now.left != 0) {
        return;
      }
    }
    now.reached.complete(true);
    try {
      now.released.get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void sync(Collection<String> names) throws IOException {
    pass();
    in.sync(names);
    synchronized (this) {
      forced.addAll(names);
    }
  }

  @Override
  public void syncMetaData() throws IOException {
    pass();
    in.syncMetaData();
    synchronized (this) {
      namesForced = true;
    }
  }

  @Override
  public synchronized void rename(String source, String dest) throws IOException {
    in.rename(source, dest);
    forcedAtRename = new TreeSet<>(forced);
    namesForced = false;
    if (!forced.contains(source)) {
      wrongs.add(dest + " was named before it was on disk");
    }
  }

  @Override
  public synchronized void deleteFile(String name) throws IOException {
    in.deleteFile(name);
    if (!namesForced && forced.contains(name)) {
      wrongs.add(name + " was deleted before the commit that replaces it was on disk");
    }
  }

  /** What would not be there after a crash, or came too late. */
  synchronized List<String> wrongs(Collection<String> filesOfCommit) {
    var all = new ArrayList<>(wrongs);
    for (String file : filesOfCommit) {
      if (!forcedAtRename.contains(file)) {
        all.add(file + " was not on disk when the commit got its name");
      }
    }
    if (!namesForced) {
      all.add("the name of the commit is not on disk");
    }
    return all;
  }
}
