package dev.quiver.embedding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A model's folder on disk: a tiny graph, a real tokenizer, and whatever a test adds. */
final class TinyFolder {
  static final int CLS = 101;
  static final int SEP = 102;
  static final int HELLO = 7592;
  static final int WORLD = 2088;

  private final Path path;

  TinyFolder(Path path) throws IOException {
    this.path = path;
    Files.writeString(path.resolve("tokenizer.json"), BundledModel.ALL_MINILM_L6_V2.tokenizer());
    graph("model.onnx", TinyGraph.tokenStates("last_hidden_state"));
  }

  Path path() {
    return path;
  }

  TinyFolder graph(String name, byte[] graph) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, graph);
    return this;
  }

  TinyFolder file(String name, String text) throws IOException {
    Path file = path.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    return this;
  }

  OnnxEmbeddingModelBuilder builder() {
    return OnnxEmbeddingModel.builder().modelDirectory(path).workers(2);
  }

  float embed(String text) {
    try (OnnxEmbeddingModel model = builder().build()) {
      return model.embed(text).content().vector()[0];
    }
  }
}
