package dev.quiver.store.internal.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.IndexFileNames;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;

/**
 * The folder of an index as it is found on disk, before Lucene may write to it. An index with
 * something missing or changed is refused here: Lucene alone would take a folder without a commit
 * for an empty index, and wipe it.
 */
final class IndexFolder {
  /** Written next to installed files by those who send snapshots; Lucene trips over them. */
  private static final String CHECKSUM_NOTE = ".md5";

  /** Stays in the folder from the first commit on, so that a lost commit is missed. */
  static final String MARKER = "quiver.index";

  /** Names the files that were found damaged while the index was open. */
  private static final String NOTE = "quiver.damaged";

  /** Noted where it is not known which file it was. */
  private static final String ANYWHERE = "*";

  /** What a crash before the very first commit may leave behind. */
  private static final Set<String> BEFORE_FIRST_COMMIT =
      Set.of(IndexWriter.WRITE_LOCK_NAME, IndexFileNames.PENDING_SEGMENTS + "_1");

  private final Path path;

  IndexFolder(Path path) {
    this.path = path;
  }

  /** Makes the folder ready to be opened. Returns whether there is a commit in it. */
  boolean prepare() throws IOException {
    Files.createDirectories(path);
    for (Path file : files()) {
      if (file.toString().endsWith(CHECKSUM_NOTE)) {
        Files.delete(file);
      }
    }
    List<Path> files = files();
    if (files.stream().anyMatch(IndexFolder::isCommit)) {
      return true;
    }
    for (Path file : files) {
      if (!BEFORE_FIRST_COMMIT.contains(file.getFileName().toString())) {
        throw new DamagedIndexException(file, "has no commit to belong to", null);
      }
    }
    return false;
  }

  void mark() throws IOException {
    if (!Files.exists(marker())) {
      Files.createFile(marker());
      sync();
    }
  }

  Path marker() {
    return path.resolve(MARKER);
  }

  Path path() {
    return path;
  }

  /**
   * A commit as it was found.
   *
   * @param unread files of which only the end was looked at
   */
  record Found(SegmentInfos commit, List<Path> unread) {}

  /** Reads every byte of the last commit and compares it with its checksum. */
  void verify() throws IOException {
    try {
      var unused = verify(Long.MAX_VALUE);
    } catch (DamagedIndexException damage) {
      note(damage);
      throw damage;
    }
  }

  /**
   * Reads the last commit's list and the end of each of its files, where one that was cut short or
   * overwritten shows; and compares with their checksums the smallest files, up to so many bytes in
   * all, and those that were found damaged before.
   */
  Found verify(long bytes) throws IOException {
    try (Directory directory = FSDirectory.open(path)) {
      SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
      Set<String> noted = noted();
      boolean anywhere = noted.contains(ANYWHERE);
      var unread = new ArrayList<Path>();
      long left = bytes;
      for (Map.Entry<String, Long> file : bySize(directory, infos.files(true))) {
        String name = file.getKey();
        boolean whole = file.getValue() <= left || anywhere || noted.contains(name);
        left -= whole ? file.getValue() : 0;
        verify(directory, name, whole);
        if (!whole) {
          unread.add(path.resolve(name));
        }
      }
      Files.deleteIfExists(note());
      return new Found(infos, unread);
    } catch (IOException e) {
      throw DamagedIndexException.explain(e, lastCommit());
    }
  }

  private List<Map.Entry<String, Long>> bySize(Directory directory, Collection<String> files)
      throws IOException {
    var sizes = new ArrayList<Map.Entry<String, Long>>();
    for (String file : files) {
      try {
        sizes.add(Map.entry(file, directory.fileLength(file)));
      } catch (IOException e) {
        throw DamagedIndexException.explain(e, path.resolve(file));
      }
    }
    sizes.sort(Map.Entry.comparingByValue());
    return sizes;
  }

  private void verify(Directory directory, String file, boolean whole) throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      if (whole) {
        CodecUtil.checksumEntireFile(input);
      } else {
        CodecUtil.retrieveChecksum(input);
      }
    } catch (IOException e) {
      throw DamagedIndexException.explain(e, path.resolve(file));
    }
  }

  /** Remembers what is damaged: opening, which does not read it all, refuses it then. */
  void note(DamagedIndexException damage) {
    Path file = damage.file();
    Object what = file.startsWith(path) && !file.equals(path) ? file.getFileName() : ANYWHERE;
    try {
      Files.writeString(
          note(),
          what + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.APPEND,
          StandardOpenOption.DSYNC);
      sync();
    } catch (IOException e) {
      damage.addSuppressed(e);
    }
  }

  private Set<String> noted() throws IOException {
    return Files.exists(note()) ? Set.copyOf(Files.readAllLines(note())) : Set.of();
  }

  private Path note() {
    return path.resolve(NOTE);
  }

  private void sync() throws IOException {
    try (FileChannel names = FileChannel.open(path, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  private Path lastCommit() throws IOException {
    String name =
        SegmentInfos.getLastCommitSegmentsFileName(
            files().stream().map(file -> file.getFileName().toString()).toArray(String[]::new));
    return name == null ? path : path.resolve(name);
  }

  long bytes() {
    try (Stream<Path> files = Files.list(path)) {
      return files.mapToLong(IndexFolder::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException mergedAway) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCommit(Path file) {
    return file.getFileName().toString().startsWith(IndexFileNames.SEGMENTS + "_");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
