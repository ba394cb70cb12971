package dev.quiver.store.internal.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.store.internal.wire.proto.RecordProto;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A Java string on the wire: UTF-8 where that can spell it, UTF-16 code units where not. */
final class TextForm {
  /** Tags and lengths around the characters: those of the text and of the form in it. */
  static final int OVERHEAD = 12;

  private static final long ILL_FORMED = -1;

  private TextForm() {}

  static RecordProto.Text write(String text) {
    var message = RecordProto.Text.newBuilder();
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (new String(utf8, StandardCharsets.UTF_8).equals(text)) { // faster than looking at it
      message.setUtf8Bytes(UnsafeByteOperations.unsafeWrap(utf8));
    } else {
      var units = new byte[Math.multiplyExact(text.length(), Character.BYTES)];
      ByteBuffer.wrap(units).asCharBuffer().put(text);
      message.setUtf16(UnsafeByteOperations.unsafeWrap(units));
    }
    return message.build();
  }

  static String read(RecordProto.Text message) {
    return switch (Format.known(message).getFormCase()) {
      case UTF8 -> message.getUtf8();
      case UTF16 -> readUnits(message.getUtf16());
      case FORM_NOT_SET -> throw new IllegalArgumentException("text is missing");
    };
  }

  private static String readUnits(ByteString units) {
    if (units.size() % Character.BYTES != 0) {
      throw new IllegalArgumentException(
          "utf16 must be a multiple of 2 bytes, but was " + units.size());
    }
    return units.asReadOnlyByteBuffer().asCharBuffer().toString();
  }

  /** Bytes on the wire at most. */
  static long sizeOf(String text) {
    long utf8 = utf8Length(text);
    return OVERHEAD + (utf8 == ILL_FORMED ? (long) text.length() * Character.BYTES : utf8);
  }

  private static long utf8Length(String text) {
    long length = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        length += 1;
      } else if (unit < 0x800) {
        length += 2;
      } else if (!Character.isSurrogate(unit)) {
        length += 3;
      } else if (isPair(text, i)) {
        length += 4;
        i++;
      } else {
        return ILL_FORMED;
      }
    }
    return length;
  }

  private static boolean isPair(String text, int at) {
    return at + 1 < text.length()
        && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
  }
}
