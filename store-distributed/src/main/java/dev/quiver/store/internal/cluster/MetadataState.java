package dev.quiver.store.internal.cluster;

import dev.quiver.core.cluster.Position;
import dev.quiver.store.error.UnreadableFormatException;
import dev.quiver.store.internal.log.DamagedLogException;
import dev.quiver.store.internal.log.LogId;
import dev.quiver.store.internal.log.ReplicatedState;
import dev.quiver.store.internal.model.ClusterState;
import dev.quiver.store.internal.wire.MetaCodec;
import dev.quiver.store.internal.wire.StateCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One node's copy of what the cluster knows of itself. Small enough to be written whole: each
 * commit is one file, named after its position, and the one before it is kept until the next.
 */
final class MetadataState implements ReplicatedState {
  private static final Pattern NAME = Pattern.compile("cluster-(\\d+)-(\\d+)");

  private final LogId log;
  private volatile Applied applied = Applied.NOTHING;
  private volatile Position committed = Position.NONE;
  private @Nullable Path directory;

  /** One value, so that a commit beside a command sees a state and the position it is at. */
  private record Applied(ClusterState state, Position at) {
    static final Applied NOTHING = new Applied(ClusterState.EMPTY, Position.NONE);
  }

  MetadataState(LogId log) {
    this.log = log;
  }

  ClusterState state() {
    return applied.state();
  }

  @Override
  public void open(Path opened) throws IOException {
    directory = opened;
    applied = Applied.NOTHING;
    Optional<Path> newest = newest(opened);
    if (newest.isPresent()) {
      ClusterState state;
      try {
        state = StateCodec.decode(Files.readAllBytes(newest.get()));
      } catch (UnreadableFormatException damaged) {
        throw new DamagedLogException(
            log, newest.get(), String.valueOf(damaged.getMessage()), damaged);
      }
      applied = new Applied(state, positionOf(newest.get()));
    }
    committed = applied.at();
  }

  private static Optional<Path> newest(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> NAME.matcher(nameOf(file)).matches())
          .max((a, b) -> positionOf(a).compareTo(positionOf(b)));
    }
  }

  private static String nameOf(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Position positionOf(Path file) {
    Matcher matcher = NAME.matcher(nameOf(file));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "metadata file must match " + NAME.pattern() + ", but was " + file);
    }
    return new Position(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)));
  }

  @Override
  public Position applied() {
    return applied.at();
  }

  @Override
  public void apply(Position at, ByteBuffer command) {
    Applied before = applied;
    if (!before.at().isAtLeast(at)) {
      applied = new Applied(before.state().apply(MetaCodec.decode(command)), at);
    }
  }

  @Override
  public Position commit() throws IOException {
    Applied now = applied;
    Position at = now.at();
    if (directory == null || at.equals(committed)) {
      return at;
    }
    Path file = directory.resolve("cluster-" + at.term() + "-" + at.index());
    Path written = directory.resolve("cluster.tmp");
    try (FileChannel out =
        FileChannel.open(
            written,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(StateCodec.encode(now.state()));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel entries = FileChannel.open(directory)) {
      entries.force(true);
    }
    dropOlderThan(committed);
    committed = at;
    return at;
  }

  private void dropOlderThan(Position kept) throws IOException {
    if (directory == null) {
      return;
    }
    List<Path> old;
    try (Stream<Path> files = Files.list(directory)) {
      old =
          files
              .filter(file -> NAME.matcher(nameOf(file)).matches())
              .filter(file -> positionOf(file).compareTo(kept) < 0)
              .toList();
    }
    for (Path file : old) {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public HeldFiles hold() throws IOException {
    Optional<Path> newest = directory == null ? Optional.empty() : newest(directory);
    Position position = newest.map(MetadataState::positionOf).orElse(Position.NONE);
    return new Held(position, newest.stream().toList());
  }

  private record Held(Position position, List<Path> files) implements HeldFiles {
    @Override
    public void close() {
      // A commit leaves its predecessor in place, so nothing was held back.
    }
  }

  @Override
  public void pause() {
    directory = null;
  }

  @Override
  public void close() {
    directory = null;
  }
}
