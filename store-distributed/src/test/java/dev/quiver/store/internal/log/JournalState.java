package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The simplest honest state: every command it was given, in order, one file for each commit. */
public final class JournalState implements ReplicatedState {
  private static final Pattern COMMIT = Pattern.compile("commit-(\\d+)-(\\d+)");

  private static final String UNFINISHED = "unfinished";

  private final Object applying = new Object();

  private final Map<Path, Integer> held = new HashMap<>();
  private volatile List<String> commands = List.of();
  private volatile Position applied = Position.NONE;
  private Position committed = Position.NONE;
  private Path directory;
  private volatile boolean open;
  public final CountDownLatch failed = new CountDownLatch(1);
  public volatile boolean failing;
  public volatile int opened;

  /** Commands that are lost whenever a peer's state is opened. */
  volatile int losing;

  /** What happens while the state is written to disk, and while a peer's state is looked at. */
  volatile Meanwhile committing = () -> {};

  volatile Meanwhile verifying = () -> {};
  volatile Meanwhile pausing = () -> {};
  volatile Consumer<IOException> damageListener = damage -> {};
  private volatile boolean isSent;

  /** Something that a test has happen at a moment of its own choice. */
  interface Meanwhile {
    void run() throws IOException;
  }

  public List<String> commands() {
    return List.copyOf(commands);
  }

  @Override
  public synchronized void open(Path from) throws IOException {
    if (open) {
      throw new IllegalStateException("opened twice");
    }
    directory = from;
    committed = Position.NONE;
    Files.deleteIfExists(from.resolve(UNFINISHED));
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Matcher name = COMMIT.matcher(file.getFileName().toString());
        if (!name.matches()) {
          throw new IOException("a state is alone in its directory, but there is " + file);
        }
        committed =
            committed.max(
                new Position(Long.parseLong(name.group(1)), Long.parseLong(name.group(2))));
      }
    }
    commands = new CopyOnWriteArrayList<>(read());
    applied = committed;
    if (isSent && losing > 0) {
      applied = new Position(committed.term(), committed.index() - losing);
    }
    isSent = false;
    open = true;
    opened++;
  }

  private List<String> read() throws IOException {
    List<String> read = new ArrayList<>();
    if (!committed.equals(Position.NONE)) {
      try (DataInputStream in = new DataInputStream(Files.newInputStream(file(committed)))) {
        for (int left = in.readInt(); left > 0; left--) {
          read.add(in.readUTF());
        }
      }
    }
    return read;
  }

  private Path file(Position at) {
    return directory.resolve("commit-" + at.term() + "-" + at.index());
  }

  @Override
  public Position applied() {
    return applied;
  }

  @Override
  public void verifySent(Path sent) throws IOException {
    isSent = true;
    verifying.run();
  }

  @Override
  public void whenDamaged(Consumer<IOException> listener) {
    damageListener = listener;
  }

  @Override
  public void apply(Position at, ByteBuffer command) throws IOException {
    if (!open || failing) {
      failed.countDown();
      throw new IOException("no space left on device");
    }
    if (at.index() > applied.index()) {
      synchronized (applying) {
        commands.add(StandardCharsets.UTF_8.decode(command).toString());
        applied = at;
      }
    }
  }

  @Override
  public Position commit() throws IOException {
    List<String> content;
    Position at;
    synchronized (applying) {
      content = List.copyOf(commands);
      at = applied;
    }
    committing.run();
    return commit(content, at);
  }

  private synchronized Position commit(List<String> content, Position at) throws IOException {
    if (!open || failing) {
      throw new IOException("no space left on device");
    }
    Position before = committed;
    if (!at.equals(before)) {
      Path unfinished = directory.resolve(UNFINISHED);
      try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(unfinished))) {
        out.writeInt(content.size());
        for (String command : content) {
          out.writeUTF(command);
        }
      }
      Files.move(unfinished, file(at), StandardCopyOption.ATOMIC_MOVE);
      committed = at;
      if (!before.equals(Position.NONE) && !held.containsKey(file(before))) {
        Files.delete(file(before));
      }
    }
    return committed;
  }

  @Override
  public synchronized HeldFiles hold() {
    Position at = committed;
    Path file = file(at);
    held.merge(file, 1, Integer::sum);
    return new HeldFiles() {
      @Override
      public Position position() {
        return at;
      }

      @Override
      public List<Path> files() {
        return List.of(file);
      }

      @Override
      public void close() throws IOException {
        release(at, file);
      }
    };
  }

  private synchronized void release(Position at, Path file) throws IOException {
    if (held.merge(file, -1, Integer::sum) == 0) {
      held.remove(file);
      if (!at.equals(committed)) {
        Files.deleteIfExists(file);
      }
    }
  }

  public synchronized int holds() {
    return held.size();
  }

  @Override
  public void pause() throws IOException {
    pausing.run();
    synchronized (this) {
      open = false;
    }
  }

  @Override
  public synchronized void close() {
    open = false;
  }

  public boolean isOpen() {
    return open;
  }
}
