package dev.quiver.embedding.internal.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model's graph takes and gives, as read from it.
 *
 * @param inputs names of the inputs to fill, all of {@link #KNOWN}
 * @param output the output to read
 * @param ready whether the output is the sentence's vector; else it is one vector per token
 * @param dimension length of a vector
 */
record Graph(List<String> inputs, String output, boolean ready, int dimension) {
  static final String IDS = "input_ids";
  static final String MASK = "attention_mask";
  static final String TYPES = "token_type_ids";

  private static final Set<String> KNOWN = Set.of(IDS, MASK, TYPES);
  private static final String SENTENCE = "sentence_embedding";
  private static final List<String> TOKEN_STATES = List.of("last_hidden_state", "token_embeddings");

  /**
   * Reads the graph of a loaded model.
   *
   * @param source the model's name, for messages
   * @throws IllegalArgumentException if the graph is no sentence encoder
   */
  static Graph of(OrtSession session, String source) throws OrtException {
    List<String> inputs = new ArrayList<>();
    for (Map.Entry<String, NodeInfo> input : session.getInputInfo().entrySet()) {
      if (!KNOWN.contains(input.getKey()) || !isTensor(input.getValue(), OnnxJavaType.INT64)) {
        throw new IllegalArgumentException(
            source
                + ": inputs must be int64 tensors among "
                + KNOWN.stream().sorted().toList()
                + ", but one was "
                + input.getKey()
                + " "
                + input.getValue().getInfo());
      }
      inputs.add(input.getKey());
    }
    if (!inputs.contains(IDS)) {
      throw new IllegalArgumentException(
          source + ": inputs must hold input_ids, but were " + inputs);
    }
    Map<String, NodeInfo> outputs = session.getOutputInfo();
    String output = choose(outputs, source);
    NodeInfo node = Objects.requireNonNull(outputs.get(output), output);
    long[] shape = ((TensorInfo) node.getInfo()).getShape();
    long dimension = shape[shape.length - 1];
    if (dimension < 1) {
      throw new IllegalArgumentException(
          source
              + ": output "
              + output
              + " must have a fixed last dimension, but had "
              + dimension);
    }
    return new Graph(List.copyOf(inputs), output, shape.length == 2, (int) dimension);
  }

  private static String choose(Map<String, NodeInfo> outputs, String source) {
    if (isFloats(outputs.get(SENTENCE), 2)) {
      return SENTENCE;
    }
    for (String name : TOKEN_STATES) {
      if (isFloats(outputs.get(name), 3)) {
        return name;
      }
    }
    for (int rank : new int[] {3, 2}) {
      List<String> fitting =
          outputs.keySet().stream().filter(name -> isFloats(outputs.get(name), rank)).toList();
      if (fitting.size() == 1) {
        return fitting.getFirst();
      }
    }
    throw new IllegalArgumentException(
        source
            + ": one output must be "
            + SENTENCE
            + " or hold a float vector per token, but outputs were "
            + outputs.values());
  }

  private static boolean isFloats(@Nullable NodeInfo node, int rank) {
    return node != null
        && isTensor(node, OnnxJavaType.FLOAT)
        && ((TensorInfo) node.getInfo()).getShape().length == rank;
  }

  private static boolean isTensor(NodeInfo node, OnnxJavaType type) {
    return node.getInfo() instanceof TensorInfo tensor && tensor.type == type;
  }
}
