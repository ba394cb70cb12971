package dev.quiver.store.internal.log;

import dev.quiver.core.cluster.Position;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;

/**
 * A command on its way into a log, handed as an object to a server in this JVM. That server says so
 * when it appends it; until then the command can be withdrawn, and whether it was is certain.
 */
final class Submission implements Message {
  private enum Fate {
    OPEN,
    ACCEPTED,
    WITHDRAWN
  }

  private final ByteString command;
  private volatile Position acceptedAfter = Position.NONE;
  private final AtomicReference<Fate> fate = new AtomicReference<>(Fate.OPEN);

  Submission(byte[] command) {
    this.command = UnsafeByteOperations.unsafeWrap(command);
  }

  @Override
  public ByteString getContent() {
    return command;
  }

  /**
   * Called before it is appended, and again for each attempt; false once it is withdrawn.
   *
   * @param applied what the leader has applied, and so a position before the command's own
   */
  boolean accept(Position applied) {
    if (fate.compareAndSet(Fate.OPEN, Fate.ACCEPTED)) {
      acceptedAfter = applied;
      return true;
    }
    return fate.get() == Fate.ACCEPTED;
  }

  /** A position before that of its first appearance in the log. */
  Position acceptedAfter() {
    return acceptedAfter;
  }

  /** Whether it is certain from now on that the command was not appended and never will be. */
  boolean withdraw() {
    return fate.compareAndSet(Fate.OPEN, Fate.WITHDRAWN) || fate.get() == Fate.WITHDRAWN;
  }

  boolean isAccepted() {
    return fate.get() == Fate.ACCEPTED;
  }

  /** What a leader answers when it has applied a command. */
  static Message reply(Position at) {
    byte[] bytes =
        ByteBuffer.allocate(2 * Long.BYTES).putLong(at.term()).putLong(at.index()).array();
    return Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes));
  }

  static Position position(Message reply) {
    ByteBuffer bytes = reply.getContent().asReadOnlyByteBuffer();
    return new Position(bytes.getLong(), bytes.getLong());
  }

  @Override
  public String toString() {
    return command.size() + " bytes";
  }
}
