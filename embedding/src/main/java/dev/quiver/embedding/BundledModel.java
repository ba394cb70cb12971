package dev.quiver.embedding;

import dev.quiver.embedding.spec.EncoderSpec;
import dev.quiver.embedding.spec.Pooling;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A model that comes with this library: the graph and the tokenizer of LangChain4j's artifact for
 * it. The artifacts hold no other file, so that the rest is said here, as the authors say it.
 */
record BundledModel(String name, String file, EncoderSpec spec) {
  /** Published with 256 tokens; the artifact's tokenizer cuts and pads at 128. */
  static final BundledModel ALL_MINILM_L6_V2 =
      new BundledModel(
          "all-MiniLM-L6-v2-int8",
          "all-minilm-l6-v2-q",
          new EncoderSpec(Pooling.MEAN, true, 256, "", ""));

  /** The prefix asks for a vector that finds passages; passages have none. */
  static final BundledModel BGE_SMALL_ZH_V15 =
      new BundledModel(
          "bge-small-zh-v1.5-int8",
          "bge-small-zh-v1.5-q",
          new EncoderSpec(Pooling.CLS, true, 512, "为这个句子生成表示以用于检索相关文章：", ""));

  byte[] graph() {
    return read(file + ".onnx");
  }

  String tokenizer() {
    return new String(read(file + "-tokenizer.json"), StandardCharsets.UTF_8);
  }

  private static byte[] read(String name) {
    try (InputStream from = BundledModel.class.getResourceAsStream("models/" + name)) {
      if (from == null) {
        throw new FileNotFoundException("models/" + name + " is missing in quiver-embedding's jar");
      }
      return from.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a bundled model could not be read", e);
    }
  }
}
