package dev.quiver.store.internal.failover;

import dev.quiver.store.error.WriteFailedException;
import dev.quiver.store.error.WriteOutcomeUnknownException;
import dev.quiver.store.internal.model.Command;
import dev.quiver.store.internal.wire.CommandCodec;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A write on its way: what it says, in the form of a queue, and how its failure is told. */
final class Write {
  private final Command command;
  private byte @Nullable [] encoded;

  Write(Command command) {
    this.command = command;
  }

  Command command() {
    return command;
  }

  byte[] encoded() {
    if (encoded == null) {
      encoded = CommandCodec.encode(command);
    }
    return encoded;
  }

  /** Of the encoded form at most; what is large is not encoded just to know. */
  long sizeBound() {
    return CommandCodec.OVERHEAD
        + switch (command) {
          case Command.Put(var records) -> records.stream().mapToLong(CommandCodec::sizeOf).sum();
          case Command.DeleteIds(var ids, var where) when where == null ->
              ids.stream().mapToLong(CommandCodec::sizeOf).sum();
          default -> encoded().length;
        };
  }

  private String what() {
    return command instanceof Command.Put ? "adding" : "removing";
  }

  private List<String> ids() {
    return switch (command) {
      case Command.Put(var records) -> records.stream().map(record -> record.key().id()).toList();
      case Command.DeleteIds(var ids, var where) -> ids;
      default -> List.of();
    };
  }

  /**
   * Whether a failure says of every record that it was not stored, so that nothing has happened.
   * One id may be stored in one partition and not in another. Of removals a failure cannot say it:
   * an id may be looked for in several shards, and be gone from one of them.
   */
  boolean isUndone(Throwable failure) {
    return command instanceof Command.Put
        && failure instanceof WriteFailedException named
        && named.stored().isEmpty()
        && named.unknown().isEmpty()
        && Set.copyOf(named.notStored()).containsAll(ids());
  }

  /** No cluster has it, and none will. */
  WriteFailedException notStored(Throwable why) {
    return new WriteFailedException(what(), List.of(), ids(), List.of(), why);
  }

  /** Some clusters may have it. */
  WriteOutcomeUnknownException unknown(Throwable why) {
    return new WriteOutcomeUnknownException(what(), List.of(), List.of(), ids(), why);
  }
}
