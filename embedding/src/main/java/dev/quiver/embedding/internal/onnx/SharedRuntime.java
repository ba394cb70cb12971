package dev.quiver.embedding.internal.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The one ONNX Runtime of this JVM.
 *
 * <p>Its start (1.29.0) matches the process' whole command line against a pattern, with some 250
 * bytes of stack for each character: with a class path of 4,000 characters a thread of the usual 1
 * MB overflows, and the JVM dies without a word. So it starts on a thread of its own with room for
 * two million characters, the most that Linux takes; the room is only reserved.
 */
final class SharedRuntime {
  private static final long STACK_BYTES = 1L << 29;

  private static final OrtEnvironment ENVIRONMENT = start();

  private SharedRuntime() {}

  static OrtEnvironment get() {
    return ENVIRONMENT;
  }

  private static OrtEnvironment start() {
    var starter = new FutureTask<>(OrtEnvironment::getEnvironment);
    new Thread(null, starter, "quiver-onnx-start", STACK_BYTES).start();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return starter.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("ONNX Runtime could not start", e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
