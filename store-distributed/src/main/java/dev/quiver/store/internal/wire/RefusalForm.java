package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.Position;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.error.DeadlineExceededException;
import dev.quiver.store.error.NodeBusyException;
import dev.quiver.store.error.ReplicaBehindException;
import dev.quiver.store.error.ShardUnavailableException;
import dev.quiver.store.error.StoreUnavailableException;
import dev.quiver.store.internal.wire.proto.AskProto;
import dev.quiver.store.internal.wire.proto.AskProto.Refusal;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * Why a node gave no answer, on the wire. What tells the caller whether to ask another replica
 * keeps its type; anything else arrives as words.
 */
final class RefusalForm {
  private RefusalForm() {}

  static Refusal write(Throwable why) {
    var message = Refusal.newBuilder();
    switch (why) {
      case NodeBusyException busy ->
          message.setBusy(
              AskProto.Busy.newBuilder()
                  .setNode(busy.node())
                  .setQueue(busy.queue())
                  .setBound(busy.bound()));
      case ReplicaBehindException behind -> message.setBehind(write(behind));
      case DeadlineExceededException late ->
          message.setLate(
              AskProto.Late.newBuilder()
                  .setWhat(late.what())
                  .setBudgetNanos(late.budget().toNanos()));
      case ShardUnavailableException gone -> message.setGone(write(gone));
      case IllegalArgumentException invalid -> message.setInvalid(words(invalid));
      default -> message.setFailed(words(why));
    }
    return message.build();
  }

  /** It was thrown on this node, so nothing of it was lost on the way. */
  private static AskProto.Behind write(ReplicaBehindException behind) {
    ShardId shard = Objects.requireNonNull(behind.shard());
    return AskProto.Behind.newBuilder()
        .setNode(behind.node())
        .setRequired(AskCodec.write(shard, Objects.requireNonNull(behind.required())))
        .setReached(AskCodec.write(shard, Objects.requireNonNull(behind.reached())))
        .build();
  }

  private static AskProto.Gone write(ShardUnavailableException gone) {
    var message =
        AskProto.Gone.newBuilder()
            .addAllShards(gone.shards().stream().map(ShardId::number).toList())
            .setAsked(gone.asked());
    if (gone.getCause() != null) {
      message.setCause(words(gone.getCause()));
    }
    return message.build();
  }

  private static String words(Throwable why) {
    String said = why.getMessage();
    return said == null || said.isBlank() ? why.getClass().getSimpleName() : said;
  }

  static RuntimeException read(Refusal message) {
    return switch (Format.known(message).getKindCase()) {
      case BUSY -> {
        AskProto.Busy busy = Format.known(message.getBusy());
        yield new NodeBusyException(busy.getNode(), busy.getQueue(), busy.getBound());
      }
      case BEHIND -> {
        AskProto.Behind behind = Format.known(message.getBehind());
        Map.Entry<ShardId, Position> required = AskCodec.entry(behind.getRequired());
        yield new ReplicaBehindException(
            behind.getNode(),
            required.getKey(),
            required.getValue(),
            AskCodec.entry(behind.getReached()).getValue());
      }
      case LATE -> {
        AskProto.Late late = Format.known(message.getLate());
        yield new DeadlineExceededException(
            late.getWhat(), Duration.ofNanos(late.getBudgetNanos()));
      }
      case GONE -> {
        AskProto.Gone gone = Format.known(message.getGone());
        var cause =
            gone.getCause().isEmpty() ? null : new StoreUnavailableException(gone.getCause(), null);
        yield new ShardUnavailableException(
            gone.getShardsList().stream().map(ShardId::new).toList(), gone.getAsked(), cause);
      }
      case INVALID -> new IllegalArgumentException(message.getInvalid());
      case FAILED -> new StoreUnavailableException(message.getFailed(), null);
      case KIND_NOT_SET -> throw new IllegalArgumentException("there is no reason in it");
    };
  }
}
