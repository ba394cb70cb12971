package dev.quiver.store.internal.wire;

import dev.quiver.core.cluster.NodeId;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.wire.proto.AskProto.Given;
import dev.quiver.store.internal.wire.proto.AskProto.ShardAnswerEnvelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * What a node answers, or why it does not. What is decoded holds no reader: there is nothing to
 * close.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short or damaged, and what the node refused with, as far as callers tell it apart.
 */
public final class ShardAnswerCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 1;

  private static final Format<ShardAnswerEnvelope> READER =
      new Format<>("shard answer", FORMAT, ShardAnswerEnvelope.parser());

  private ShardAnswerCodec() {}

  /** Reads the records that were found; the answer is still to be closed. */
  public static <T> byte[] encode(Reading<T> reading, ShardAnswer<T> answer) throws IOException {
    return envelope()
        .setGiven(
            Given.newBuilder()
                .setNode(answer.node().value())
                .addAllReached(AskCodec.write(answer.positions()))
                .setContent(ContentForm.write(reading, answer.value())))
        .build()
        .toByteArray();
  }

  public static byte[] encode(Throwable refusal) {
    return envelope().setRefusal(RefusalForm.write(refusal)).build().toByteArray();
  }

  private static ShardAnswerEnvelope.Builder envelope() {
    return ShardAnswerEnvelope.newBuilder().setFormat(FORMAT);
  }

  /** The answer to this reading, from what remains in the buffer. */
  public static <T> ShardAnswer<T> decode(Reading<T> reading, ByteBuffer bytes) {
    return READER.<Decoded<T>>read(bytes, message -> read(reading, message)).orThrow();
  }

  /** Told apart from what is wrong with the bytes. */
  private sealed interface Decoded<T> {
    ShardAnswer<T> orThrow();
  }

  private record Answered<T>(ShardAnswer<T> answer) implements Decoded<T> {
    @Override
    public ShardAnswer<T> orThrow() {
      return answer;
    }
  }

  private record Refused<T>(RuntimeException why) implements Decoded<T> {
    @Override
    public ShardAnswer<T> orThrow() {
      throw why;
    }
  }

  private static <T> Decoded<T> read(Reading<T> reading, ShardAnswerEnvelope message) {
    return switch (Format.known(message).getOutcomeCase()) {
      case GIVEN -> new Answered<>(read(reading, message.getGiven()));
      case REFUSAL -> new Refused<>(RefusalForm.read(message.getRefusal()));
      case OUTCOME_NOT_SET -> throw new IllegalArgumentException("there is no answer in it");
    };
  }

  private static <T> ShardAnswer<T> read(Reading<T> reading, Given message) {
    var node = new NodeId(Format.known(message).getNode());
    try {
      T value = reading.from(new ContentSource(message.getContent()));
      return new ShardAnswer<>(node, AskCodec.read(message.getReachedList()), value, () -> {});
    } catch (IOException impossible) {
      throw new UncheckedIOException("bytes in memory cannot be read", impossible);
    }
  }
}
