package dev.quiver.store.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.store.error.UnreadableFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * One kind of message and the format number it carries as its first field. Whatever is wrong with
 * the bytes, reading them ends in a value or in an {@link UnreadableFormatException}.
 *
 * @param name what the messages are, for error messages
 * @param number the format this version writes, and the only one it reads
 */
record Format<M extends Message>(String name, int number, Parser<M> parser) {
  /** The tag of field 1 with a varint in it. */
  private static final int FORMAT_TAG = 1 << 3;

  /** Above what the deepest predicate allowed needs, far below what a thread's stack can take. */
  private static final int RECURSION_LIMIT = 4 * PredicateForm.MAX_DEPTH;

  <T> T read(ByteBuffer bytes, Function<M, T> conversion) {
    ByteString input = UnsafeByteOperations.unsafeWrap(bytes);
    try {
      requireNumber(input.newCodedInput());
      return conversion.apply(parse(input.newCodedInput()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException wrong) {
      throw unreadable(String.valueOf(wrong.getMessage()), wrong);
    } catch (IOException truncated) {
      throw unreadable("it ends too early", truncated);
    }
  }

  private void requireNumber(CodedInputStream input) throws IOException {
    int found = input.readTag() == FORMAT_TAG ? input.readUInt32() : 0;
    if (found != number) {
      throw new UnreadableFormatException(
          name + " must be in format " + number + ", but was " + describe(found));
    }
  }

  private static String describe(int found) {
    return found == 0 ? "without a format number" : "in format " + Integer.toUnsignedString(found);
  }

  private M parse(CodedInputStream input) throws InvalidProtocolBufferException {
    input.enableAliasing(true);
    input.setRecursionLimit(RECURSION_LIMIT);
    M message = parser.parseFrom(input);
    input.checkLastTagWas(0);
    return message;
  }

  private UnreadableFormatException unreadable(String why, Exception cause) {
    return new UnreadableFormatException(name + " must be readable, but " + why, cause);
  }

  /**
   * Refuses fields this version does not know: skipping one would make a replica that runs an older
   * version apply something else than its peers.
   */
  static <M extends Message> M known(M message) {
    if (!message.getUnknownFields().isEmpty()) {
      throw new IllegalArgumentException(
          message.getDescriptorForType().getName()
              + " has unknown fields "
              + message.getUnknownFields().asMap().keySet());
    }
    return message;
  }
}
