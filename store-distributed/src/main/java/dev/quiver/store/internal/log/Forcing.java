package dev.quiver.store.internal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes the content of a file, or the names in a folder, durable. */
@FunctionalInterface
public interface Forcing {
  Forcing TO_DISK =
      path -> {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
          file.force(true);
        }
      };

  void force(Path fileOrFolder) throws IOException;
}
