package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.port.Deadline;
import dev.quiver.store.internal.port.ShardAsk;
import dev.quiver.store.internal.wire.proto.AskProto;
import dev.quiver.store.internal.wire.proto.AskProto.AskEnvelope;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Requests to a node. Clocks are not compared: a deadline travels as the time that is left of it.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and nothing else.
 */
public final class AskCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  private static final Format<AskEnvelope> READER =
      new Format<>("ask", FORMAT, AskEnvelope.parser());

  private AskCodec() {}

  /** Refuses, as a caller's error, a predicate that nests deeper than 64 operators. */
  public static byte[] encode(ShardAsk<?> ask) {
    return AskEnvelope.newBuilder()
        .setFormat(FORMAT)
        .addAllShards(write(ask.atLeast()))
        .setNewest(ask.newest())
        .setRemainingNanos(ask.deadline().remainingNanos())
        .setBudgetNanos(ask.deadline().budget().toNanos())
        .setReading(ReadingForm.write(ask.reading()))
        .build()
        .toByteArray();
  }

  /** What remains in the buffer; its deadline counts from now, and no thread is lent. */
  public static ShardAsk<?> decode(ByteBuffer bytes) {
    return READER.read(bytes, AskCodec::read);
  }

  private static ShardAsk<?> read(AskEnvelope message) {
    var deadline =
        Deadline.within(
            requirePositive("remaining time", Format.known(message).getRemainingNanos()),
            Duration.ofNanos(requirePositive("budget", message.getBudgetNanos())));
    return new ShardAsk<>(
        read(message.getShardsList()),
        message.getNewest(),
        ReadingForm.read(message.getReading()),
        deadline,
        false);
  }

  private static long requirePositive(String name, long nanos) {
    if (nanos < 0) {
      throw new IllegalArgumentException(
          name + " must be below 2^63 ns, but was " + Long.toUnsignedString(nanos));
    }
    return nanos;
  }

  static List<AskProto.ShardAt> write(SortedMap<ShardId, Position> shards) {
    return shards.entrySet().stream().map(next -> write(next.getKey(), next.getValue())).toList();
  }

  static AskProto.ShardAt write(ShardId shard, Position position) {
    return AskProto.ShardAt.newBuilder()
        .setShard(shard.number())
        .setTerm(position.term())
        .setIndex(position.index())
        .build();
  }

  static SortedMap<ShardId, Position> read(List<AskProto.ShardAt> messages) {
    var shards = new TreeMap<ShardId, Position>();
    for (AskProto.ShardAt message : messages) {
      ShardId shard = new ShardId(Format.known(message).getShard());
      if (shards.put(shard, position(message)) != null) {
        throw new IllegalArgumentException("shards are not distinct: " + shard);
      }
    }
    return shards;
  }

  static Position position(AskProto.ShardAt message) {
    return new Position(message.getTerm(), message.getIndex());
  }

  static Map.Entry<ShardId, Position> entry(AskProto.ShardAt message) {
    return Map.entry(new ShardId(Format.known(message).getShard()), position(message));
  }
}
