package dev.quiver.embedding.internal.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.quiver.embedding.error.EmbeddingException;
import dev.quiver.embedding.spec.Pooling;
import java.nio.FloatBuffer;

/**
 * A model's graph, loaded. Owns native memory. Any number of threads may embed at once, each with
 * an {@link EncoderRun} of its own; all of them must have ended before it is closed.
 */
public final class Encoder implements AutoCloseable {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Graph graph;
  private final Pooling pooling;
  private final boolean normalized;

  private Encoder(
      OrtEnvironment environment,
      OrtSession session,
      Graph graph,
      Pooling pooling,
      boolean normalized) {
    this.environment = environment;
    this.session = session;
    this.graph = graph;
    this.pooling = pooling;
    this.normalized = normalized;
  }

  /**
   * Loads a model.
   *
   * @param threads how many threads compute one text
   * @throws IllegalArgumentException if the model is no sentence encoder
   */
  public static Encoder open(
      EncoderSource source, Pooling pooling, boolean normalized, int threads) {
    OrtEnvironment environment = SharedRuntime.get();
    try (var options = new OrtSession.SessionOptions()) {
      environment.setTelemetry(false);
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      // A pattern is kept for every length of text there ever was.
      options.setMemoryPatternOptimization(false);
      OrtSession session = source.open(environment, options);
      try {
        Graph graph = Graph.of(session, source.name());
        return new Encoder(environment, session, graph, pooling, normalized);
      } catch (OrtException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new IllegalArgumentException(
          source.name() + " must be an ONNX model, but: " + e.getMessage(), e);
    }
  }

  public int dimension() {
    return graph.dimension();
  }

  /** The buffers and the call of one thread. */
  public EncoderRun newRun() {
    return new EncoderRun(environment, session, graph, this::finish);
  }

  private float[] finish(FloatBuffer output, int tokens) {
    float[] vector =
        graph.ready()
            ? Pooler.pool(output, 1, graph.dimension(), Pooling.CLS)
            : Pooler.pool(output, tokens, graph.dimension(), pooling);
    if (normalized) {
      Pooler.normalize(vector);
    }
    return vector;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new EmbeddingException("the model's memory could not be freed", e);
    }
  }
}
