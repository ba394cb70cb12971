package dev.quiver.store.internal.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
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
    }
  }

  Path marker() {
    return path.resolve(MARKER);
  }

  Path path() {
    return path;
  }

  /** Reads every byte of the last commit and compares it with its checksum. */
  SegmentInfos verify() throws IOException {
    try (Directory directory = FSDirectory.open(path)) {
      SegmentInfos infos = SegmentInfos.readLatestCommit(directory);
      for (String file : infos.files(true)) {
        verify(directory, file);
      }
      return infos;
    } catch (IOException e) {
      throw DamagedIndexException.explain(e, lastCommit());
    }
  }

  private void verify(Directory directory, String file) throws IOException {
    try (IndexInput input = directory.openInput(file, IOContext.READONCE)) {
      CodecUtil.checksumEntireFile(input);
    } catch (IOException e) {
      throw DamagedIndexException.explain(e, path.resolve(file));
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
