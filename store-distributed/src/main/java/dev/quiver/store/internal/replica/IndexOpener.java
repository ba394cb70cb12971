package dev.quiver.store.internal.replica;

import dev.quiver.store.internal.index.ShardIndex;
import java.io.IOException;
import java.nio.file.Path;

/** Opens the index a directory holds, or a new one in an empty directory. */
@FunctionalInterface
public interface IndexOpener {
  ShardIndex open(Path directory) throws IOException;
}
