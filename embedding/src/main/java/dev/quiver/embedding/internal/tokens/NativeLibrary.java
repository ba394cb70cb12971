package dev.quiver.embedding.internal.tokens;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The native code of DJL's tokenizers, loaded once per class loader.
 *
 * <p>DJL's own loader keeps the file below the user's home, may fetch another one for machines with
 * CUDA, and reports to its makers on Amazon's machines. So it stays unused: the file is taken from
 * DJL's jar, written to a directory of its own below {@code java.io.tmpdir}, loaded and deleted
 * again, on Windows when the JVM ends.
 */
final class NativeLibrary {
  private static final TokenizersLibrary LIBRARY = load();

  private NativeLibrary() {}

  static TokenizersLibrary get() {
    return LIBRARY;
  }

  private static TokenizersLibrary load() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String folder = "/native/lib/" + platform(os, System.getProperty("os.arch")) + "/cpu/";
    try {
      Path directory = Files.createTempDirectory("quiver-tokenizers");
      directory.toFile().deleteOnExit();
      for (String file : files(os)) {
        loadOne(folder + file, directory.resolve(file));
      }
      if (!isWindows(os)) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the tokenizers' native code could not be unpacked", e);
    }
    return TokenizersLibrary.LIB;
  }

  private static void loadOne(String resource, Path file) throws IOException {
    file.toFile().deleteOnExit();
    try (InputStream from = TokenizersLibrary.class.getResourceAsStream(resource)) {
      if (from == null) {
        throw new FileNotFoundException(
            resource + " is not in the jar of ai.djl.huggingface:tokenizers: no such platform");
      }
      Files.copy(from, file);
    }
    System.load(file.toAbsolutePath().toString());
    if (!isWindows(System.getProperty("os.name").toLowerCase(Locale.ROOT))) {
      Files.delete(file);
    }
  }

  static String platform(String os, String architecture) {
    String system = isWindows(os) ? "win" : os.contains("mac") ? "osx" : os;
    return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
  }

  /** In the order in which they need each other. */
  static List<String> files(String os) {
    String own = System.mapLibraryName("tokenizers");
    return isWindows(os)
        ? List.of("libwinpthread-1.dll", "libgcc_s_seh-1.dll", "libstdc++-6.dll", own)
        : List.of(own);
  }

  private static boolean isWindows(String os) {
    return os.startsWith("win");
  }
}
