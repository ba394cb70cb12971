package dev.quiver.store.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.store.internal.model.Answer;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.wire.proto.AnswerProto.KeptAnswer;
import dev.quiver.store.internal.wire.proto.AnswerProto.KeptHit;

/**
 * Answers as a cache outside this process keeps them: framed, so that no damage goes unnoticed, and
 * with the question they answer.
 *
 * <p>Reading throws {@link dev.quiver.store.error.UnreadableFormatException} for bytes of another
 * format, cut short, damaged or of another question, and nothing else.
 */
public final class AnswerCodec {
  /** The format written; docs/formats.md describes it. */
  public static final int FORMAT = 2;

  private static final SealedBytes FRAME = new SealedBytes("answer", "QVRC");
  private static final Format<KeptAnswer> READER =
      new Format<>("answer", FORMAT, KeptAnswer.parser());

  private AnswerCodec() {}

  public static byte[] encode(byte[] question, Answer answer) {
    var message =
        KeptAnswer.newBuilder()
            .setFormat(FORMAT)
            .setQuestion(UnsafeByteOperations.unsafeWrap(question))
            .setExpiresAtMillis(answer.expiresAtMillis());
    answer.hits().forEach(hit -> message.addHits(write(hit)));
    return FRAME.seal(message.build());
  }

  private static KeptHit write(Hit hit) {
    var message =
        KeptHit.newBuilder()
            .setScore(Double.doubleToRawLongBits(hit.score()))
            .setRecord(RecordForm.write(hit.record()));
    if (hit.similarity() != null) {
      message.setSimilarity(Double.doubleToRawLongBits(hit.similarity()));
    }
    if (hit.wordScore() != null) {
      message.setWordScore(Double.doubleToRawLongBits(hit.wordScore()));
    }
    return message.build();
  }

  public static Answer decode(byte[] question, byte[] bytes) {
    return READER.read(FRAME.open(bytes), message -> read(question, message));
  }

  private static Answer read(byte[] question, KeptAnswer message) {
    if (!Format.known(message).getQuestion().equals(ByteString.copyFrom(question))) {
      throw new IllegalArgumentException("it answers another question");
    }
    return new Answer(
        message.getHitsList().stream().map(AnswerCodec::read).toList(),
        message.getExpiresAtMillis());
  }

  private static Hit read(KeptHit message) {
    return new Hit(
        Double.longBitsToDouble(Format.known(message).getScore()),
        RecordForm.read(message.getRecord()),
        message.hasSimilarity() ? (Double) Double.longBitsToDouble(message.getSimilarity()) : null,
        message.hasWordScore() ? (Double) Double.longBitsToDouble(message.getWordScore()) : null);
  }
}
