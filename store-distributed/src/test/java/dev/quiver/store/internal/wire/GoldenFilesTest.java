package dev.quiver.store.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.ShardAnswer;
import dev.quiver.store.internal.port.ShardAsk;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs and snapshots that were written once must stay readable for ever: each file under {@code
 * golden} was written by the version that brought its format, and holds the value named here.
 *
 * <p>A file is never written again. When a format changes, its number goes up, the files of the old
 * number stay and still read as the same values, and new ones are added: name the value in {@link
 * GoldenValues}, run this test, and copy the file it leaves in {@code target/golden}.
 */
class GoldenFilesTest {
  private static final Path PROPOSED = Path.of("target", "golden");

  record Codec<T>(Function<T, byte[]> encode, Function<byte[], T> decode) {}

  static Stream<Arguments> currentFiles() {
    var commands = new Codec<>(CommandCodec::encode, CommandCodec::decode);
    var metadata = new Codec<>(MetaCodec::encode, MetaCodec::decode);
    var states = new Codec<>(StateCodec::encode, StateCodec::decode);
    var payloads =
        new Codec<>(
            PayloadCodec::encode,
            bytes -> PayloadCodec.decode(ByteBuffer.wrap(bytes), GoldenValues.VECTOR));
    return Stream.of(
        arguments("command-1-put", GoldenValues.PUT, commands),
        arguments("command-1-delete-ids", GoldenValues.DELETE_IDS, commands),
        arguments("command-1-delete-where", GoldenValues.DELETE_WHERE, commands),
        arguments("command-1-clear", GoldenValues.CLEAR, commands),
        arguments("payload-1", GoldenValues.RECORD, payloads),
        arguments("payload-1-bare", GoldenValues.BARE_RECORD, payloads),
        arguments("metadata-1-register-nodes", GoldenValues.REGISTER_NODES, metadata),
        arguments("metadata-1-create-collection", GoldenValues.CREATE_COLLECTION, metadata),
        arguments("metadata-1-create-ranges", GoldenValues.CREATE_RANGES, metadata),
        arguments("metadata-1-create-with-text", GoldenValues.CREATE_WITH_TEXT, metadata),
        arguments("metadata-1-set-dimension", GoldenValues.SET_DIMENSION, metadata),
        arguments("metadata-1-drop-collection", GoldenValues.DROP_COLLECTION, metadata),
        arguments("metadata-1-replace-incarnation", GoldenValues.REPLACE_INCARNATION, metadata),
        arguments("snapshot-1", GoldenValues.STATE, states));
  }

  /** Values that hold vectors: equal where their bytes are. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"search", "text-search", "all", "get", "count", "page", "statistics"})
  void aRequestOrAnswerOnceSentThatReadsOrWritesDifferentlyNow(String kind) throws IOException {
    ShardAsk<?> ask = GoldenAsks.ask(kind);
    byte[] request = AskCodec.encode(ask);
    byte[] golden = load("ask-1-" + kind, request);
    assertThat(golden).isEqualTo(request);
    assertThat(AskCodec.encode(AskCodec.decode(ByteBuffer.wrap(golden)))).isEqualTo(golden);
    answer(kind, ask.reading());
  }

  private static <T> void answer(String kind, Reading<T> reading) throws IOException {
    byte[] answer = ShardAnswerCodec.encode(reading, GoldenAsks.answer(reading));
    byte[] golden = load("shard-answer-1-" + kind, answer);
    assertThat(golden).isEqualTo(answer);
    ShardAnswer<T> back = ShardAnswerCodec.decode(reading, ByteBuffer.wrap(golden));
    assertThat(ShardAnswerCodec.encode(reading, back)).isEqualTo(golden);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("currentFiles")
  <T> void bytesOnceWrittenThatReadOrWriteDifferentlyNow(String name, T value, Codec<T> codec)
      throws IOException {
    byte[] golden = load(name, codec.encode().apply(value));
    T read = codec.decode().apply(golden);
    assertThat(read).isEqualTo(value);
    assertThat(codec.encode().apply(read))
        .as("%s: other bytes for the same value need a new format number", name)
        .isEqualTo(golden);
  }

  private static byte[] load(String name, byte[] proposed) throws IOException {
    try (InputStream file = GoldenFilesTest.class.getResourceAsStream("/golden/" + name + ".bin")) {
      if (file != null) {
        return file.readAllBytes();
      }
    }
    Path left = Files.createDirectories(PROPOSED).resolve(name + ".bin");
    Files.write(left, proposed);
    return fail("there is no golden/%s.bin: if the value is new, copy %s", name, left);
  }
}
