package dev.quiver.embedding.internal.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;

/** Where a model's graph is read from. */
public final class EncoderSource {
  private final String name;
  private final Opener opener;

  private EncoderSource(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** A file; weights beside it are found. */
  public static EncoderSource file(Path file) {
    return new EncoderSource(
        file.toString(),
        (environment, options) -> environment.createSession(file.toString(), options));
  }

  /**
   * A file in memory.
   *
   * @param name what to call it in messages
   */
  public static EncoderSource bytes(String name, byte[] model) {
    return new EncoderSource(
        name, (environment, options) -> environment.createSession(model, options));
  }

  String name() {
    return name;
  }

  OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
      throws OrtException {
    return opener.open(environment, options);
  }

  /** Makes a session. */
  private interface Opener {
    OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options)
        throws OrtException;
  }
}
