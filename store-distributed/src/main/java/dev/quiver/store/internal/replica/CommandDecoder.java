package dev.quiver.store.internal.replica;

import dev.quiver.store.internal.model.Command;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Turns a log entry back into the command it was made from. */
@FunctionalInterface
public interface CommandDecoder {
  Command decode(ByteBuffer bytes) throws IOException;
}
