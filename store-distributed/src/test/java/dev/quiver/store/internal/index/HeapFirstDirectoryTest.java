package dev.quiver.store.internal.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.store.internal.memory.Gauges;
import dev.quiver.store.internal.memory.MemoryBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.FlushInfo;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.MMapDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that goes to disk too soon, stays off it for too long, or is read other than written. */
class HeapFirstDirectoryTest {
  private static final IOContext UNKNOWN = IOContext.DEFAULT;
  private static final MemoryBudget.Files FILES = new MemoryBudget.Files(new Gauges(), 64 << 20);

  @TempDir private Path folder;
  private final Random random = new Random(Seed.next());
  private HeapFirstDirectory directory;

  @SuppressWarnings("NullAway.Init") // made before each test
  HeapFirstDirectoryTest() {}

  @BeforeEach
  void open() throws IOException {
    directory = new HeapFirstDirectory(new MMapDirectory(folder), 4, 16, FILES);
  }

  @AfterEach
  void close() throws IOException {
    directory.close();
  }

  private List<String> onDisk() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private byte[] write(IndexOutput output, int length) throws IOException {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    try (output) {
      output.writeByte(bytes[0]);
      output.writeBytes(bytes, 1, length - 1);
      assertThat(output.getFilePointer()).isEqualTo(length);
      CodecUtil.writeFooter(output);
    }
    return bytes;
  }

  private byte[] read(String name, int length) throws IOException {
    try (ChecksumIndexInput input = directory.openChecksumInput(name)) {
      var bytes = new byte[length];
      input.readBytes(bytes, 0, length);
      CodecUtil.checkFooter(input);
      return bytes;
    }
  }

  @Test
  void aSmallFileIsOnTheHeapUntilItIsToLast() throws IOException {
    byte[] written = write(directory.createOutput("small", UNKNOWN), 1_000);

    assertThat(onDisk()).isEmpty();
    assertThat(directory.listAll()).containsExactly("small");
    assertThat(directory.fileLength("small")).isEqualTo(1_000 + CodecUtil.footerLength());
    assertThat(directory.ramBytesUsed()).isGreaterThan(1_000);
    assertThat(read("small", 1_000)).isEqualTo(written);

    directory.sync(List.of("small"));

    assertThat(onDisk()).containsExactly("small");
    assertThat(directory.ramBytesUsed()).isLessThan(1_000);
    assertThat(read("small", 1_000)).isEqualTo(written);
  }

  @Test
  void aLargeFileIsOnDisk() throws IOException {
    int length = HeapFirstDirectory.HELD_BACK + 100_000;
    IndexOutput output = directory.createOutput("large", UNKNOWN);

    byte[] written = write(output, length);

    assertThat(onDisk()).containsExactly("large");
    assertThat(directory.ramBytesUsed()).isZero();
    assertThat(read("large", length)).isEqualTo(written);
  }

  @Test
  void aFileThatDoesNotFitOnTheDiskIsNotMadeAnewWhenItIsClosed() throws IOException {
    try (var full = new HeapFirstDirectory(new FullDisk(new MMapDirectory(folder)), 4, 16, FILES)) {
      assertThatThrownBy(
              () -> write(full.createOutput("large", UNKNOWN), HeapFirstDirectory.HELD_BACK * 2))
          .hasMessageContaining("no space");

      assertThat(full.listCachedFiles()).isEmpty();
    }
  }

  /** Files can be made, and nothing can be written into them. */
  private static final class FullDisk extends FilterDirectory {
    FullDisk(Directory files) {
      super(files);
    }

    @Override
    public IndexOutput createOutput(String name, IOContext context) throws IOException {
      return new FilterIndexOutput(name, name, super.createOutput(name, context)) {
        @Override
        public void writeBytes(byte[] bytes, int from, int count) throws IOException {
          throw new IOException("no space left on device");
        }
      };
    }
  }

  @Test
  void onlySoMuchIsOnTheHeap() throws IOException {
    int length = HeapFirstDirectory.HELD_BACK - 100;
    for (int i = 0; i < 20; i++) {
      write(directory.createOutput("file-" + i, UNKNOWN), length);
    }

    assertThat(directory.ramBytesUsed()).isBetween(15L << 20, 17L << 20);
    assertThat(onDisk()).hasSizeBetween(3, 5);
    assertThat(directory.listAll()).hasSize(20);
  }

  @Test
  void aFileThatIsDeletedNeverWasOnDisk() throws IOException {
    write(directory.createOutput("small", UNKNOWN), 10);
    assertThat(onDisk()).isEmpty();
    directory.deleteFile("small");

    assertThat(onDisk()).isEmpty();
    assertThat(directory.listAll()).isEmpty();
    assertThatThrownBy(() -> directory.fileLength("small")).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void temporaryFilesHaveNamesOfTheirOwn() throws IOException {
    try (IndexOutput one = directory.createTempOutput("_0", "ids", UNKNOWN);
        IndexOutput other = directory.createTempOutput("_0", "ids", UNKNOWN)) {
      assertThat(one.getName()).startsWith("_0_ids_").isNotEqualTo(other.getName());
    }
    assertThat(directory.listAll()).hasSize(2);
    assertThat(onDisk()).isEmpty();
  }

  @Test
  void whereTheSizeIsKnownLuceneDecides() throws IOException {
    IOContext small = IOContext.flush(new FlushInfo(1, 1_000));
    IOContext large = IOContext.flush(new FlushInfo(1, 100 << 20));
    write(directory.createOutput("small", small), 10);
    write(directory.createOutput("large", large), 10);

    assertThat(onDisk()).containsExactly("large");
  }
}
