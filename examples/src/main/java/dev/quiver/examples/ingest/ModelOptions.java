package dev.quiver.examples.ingest;

import dev.quiver.embedding.OnnxEmbeddingModel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What turns text into vectors: a model that comes along, or one of the user's own. */
final class ModelOptions {
  @ArgGroup private Choice choice = new Choice();

  /** One of them; picocli refuses both. */
  private static final class Choice {
    @Option(
        names = "--model",
        paramLabel = "MODEL",
        description =
            "A model that comes along: minilm (English, the default) or bge-zh (Chinese).")
    private Bundled bundled = Bundled.MINILM;

    @Option(
        names = "--model-dir",
        paramLabel = "DIR",
        description =
            "Folder of another model in HuggingFace layout: model.onnx or onnx/model.onnx, and"
                + " tokenizer.json.")
    private @Nullable Path directory;
  }

  /** Models that need no download. */
  private enum Bundled {
    MINILM("minilm"),
    BGE_ZH("bge-zh");

    private final String word;

    Bundled(String word) {
      this.word = word;
    }

    /** What picocli lists and takes. */
    @Override
    public String toString() {
      return word;
    }
  }

  OnnxEmbeddingModel open() {
    if (choice.directory != null) {
      return OnnxEmbeddingModel.builder().modelDirectory(choice.directory).build();
    }
    return switch (choice.bundled) {
      case MINILM -> OnnxEmbeddingModel.allMiniLmL6V2();
      case BGE_ZH -> OnnxEmbeddingModel.bgeSmallZhV15();
    };
  }
}
