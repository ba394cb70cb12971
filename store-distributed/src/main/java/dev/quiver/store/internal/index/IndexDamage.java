package dev.quiver.store.internal.index;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/** Tells damaged files of an index from everything else that may fail. */
public final class IndexDamage {
  private IndexDamage() {}

  /** Whether a failure comes of a file that is not what was written. */
  public static boolean isIn(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof DamagedIndexException || cause instanceof CorruptIndexException) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads every byte of the files of a commit, which is held meanwhile, and compares them with
   * their checksums.
   *
   * @throws DamagedIndexException naming the first file that is missing or changed
   */
  public static void verify(Collection<Path> files) throws IOException {
    for (Path file : files) {
      if (!file.endsWith(IndexFolder.MARKER)) {
        verify(file.toAbsolutePath());
      }
    }
  }

  private static void verify(Path file) throws IOException {
    try (FSDirectory folder = FSDirectory.open(file.resolveSibling("."));
        IndexInput input =
            folder.openInput(String.valueOf(file.getFileName()), IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(input);
    } catch (IOException failed) {
      throw DamagedIndexException.explain(failed, file);
    }
  }
}
