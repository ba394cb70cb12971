package dev.quiver.embedding.internal.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.quiver.embedding.error.EmbeddingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One thread's way through an {@link Encoder}: its buffers are outside the heap, grow to the
 * longest text seen and are used again for the next. The runtime reads and writes them in place, so
 * no token's vector is ever copied. Not thread-safe.
 */
public final class EncoderRun {
  private static final int FIRST_TOKENS = 64;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Graph graph;
  private final Finish finish;
  private LongBuffer ids = longs(FIRST_TOKENS);
  private LongBuffer types = longs(FIRST_TOKENS);
  private LongBuffer mask = longs(FIRST_TOKENS);
  private FloatBuffer output;

  EncoderRun(OrtEnvironment environment, OrtSession session, Graph graph, Finish finish) {
    this.environment = environment;
    this.session = session;
    this.graph = graph;
    this.finish = finish;
    this.output = floats(graph.ready() ? graph.dimension() : FIRST_TOKENS * graph.dimension());
  }

  /** The vector of one text's tokens. */
  public float[] embed(long[] tokens, long[] tokenTypes) {
    fill(tokens, tokenTypes);
    int count = tokens.length;
    long[] shape =
        graph.ready()
            ? new long[] {1, graph.dimension()}
            : new long[] {1, count, graph.dimension()};
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      try (OnnxTensor result = OnnxTensor.createTensor(environment, output, shape)) {
        for (String name : graph.inputs()) {
          inputs.put(
              name, OnnxTensor.createTensor(environment, buffer(name), new long[] {1, count}));
        }
        Map<String, OnnxValue> outputs = Map.of(graph.output(), result);
        session.run(inputs, Set.of(), outputs).close();
        return finish.vector(output, count);
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    } catch (OrtException e) {
      throw new EmbeddingException("the model failed on a text of " + count + " tokens", e);
    }
  }

  private LongBuffer buffer(String name) {
    return switch (name) {
      case Graph.IDS -> ids;
      case Graph.TYPES -> types;
      case Graph.MASK -> mask;
      default -> throw new IllegalStateException("unknown input " + name);
    };
  }

  private void fill(long[] tokens, long[] tokenTypes) {
    int count = tokens.length;
    if (count > ids.capacity()) {
      int room = Math.max(count, 2 * ids.capacity());
      ids = longs(room);
      types = longs(room);
      mask = longs(room);
      if (!graph.ready()) {
        output = floats(room * graph.dimension());
      }
    }
    ids.clear().put(tokens).flip();
    types.clear().put(tokenTypes).flip();
    mask.clear();
    for (int i = 0; i < count; i++) {
      mask.put(1);
    }
    mask.flip();
    output.clear().limit(graph.ready() ? graph.dimension() : count * graph.dimension());
  }

  private static LongBuffer longs(int count) {
    return ByteBuffer.allocateDirect(count * Long.BYTES)
        .order(ByteOrder.nativeOrder())
        .asLongBuffer();
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }

  /** Makes the text's vector of what the graph has written. */
  interface Finish {
    float[] vector(FloatBuffer output, int tokens);
  }
}
