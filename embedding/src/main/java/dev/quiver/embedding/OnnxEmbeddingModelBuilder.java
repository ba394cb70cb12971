package dev.quiver.embedding;

import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.quiver.embedding.internal.folder.ModelFolder;
import dev.quiver.embedding.internal.meter.Meters;
import dev.quiver.embedding.internal.meter.MicrometerMeters;
import dev.quiver.embedding.internal.onnx.Encoder;
import dev.quiver.embedding.internal.onnx.EncoderSource;
import dev.quiver.embedding.internal.run.Workers;
import dev.quiver.embedding.internal.tokens.Tokenizer;
import dev.quiver.embedding.spec.EncoderSpec;
import dev.quiver.embedding.spec.Pooling;
import dev.quiver.embedding.spec.SpecOverrides;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says which model to load and how to run it; what is left out comes from the model's files. */
public final class OnnxEmbeddingModelBuilder {
  private @Nullable BundledModel bundled;
  private @Nullable Path modelDirectory;
  private @Nullable String modelFile;
  private @Nullable String modelName;
  private @Nullable Pooling pooling;
  private @Nullable Boolean normalized;
  private @Nullable Integer maxLength;
  private @Nullable String queryPrefix;
  private @Nullable String passagePrefix;
  private int workers = Runtime.getRuntime().availableProcessors();
  private int threadsPerText = 1;
  private @Nullable MeterRegistry registry;
  private EmbeddingProgress progress = EmbeddingProgress.NONE;
  private List<EmbeddingModelListener> listeners = List.of();

  OnnxEmbeddingModelBuilder() {}

  /**
   * That of {@link OnnxEmbeddingModel#allMiniLmL6V2()}. This, another one or a folder: required.
   */
  public OnnxEmbeddingModelBuilder allMiniLmL6V2() {
    this.bundled = BundledModel.ALL_MINILM_L6_V2;
    return this;
  }

  /**
   * That of {@link OnnxEmbeddingModel#bgeSmallZhV15()}. This, another one or a folder: required.
   */
  public OnnxEmbeddingModelBuilder bgeSmallZhV15() {
    this.bundled = BundledModel.BGE_SMALL_ZH_V15;
    return this;
  }

  /**
   * The model's folder in HuggingFace's layout: the graph, {@code tokenizer.json}, and where they
   * are there {@code modules.json}, {@code 1_Pooling/config.json}, {@code
   * sentence_bert_config.json}, {@code tokenizer_config.json} and {@code
   * config_sentence_transformers.json}. Required, unless a bundled model is named. Required, unless
   * a bundled model is named.
   */
  public OnnxEmbeddingModelBuilder modelDirectory(Path directory) {
    this.modelDirectory = directory;
    return this;
  }

  /**
   * The graph's file, relative to the folder. By default the first there is of {@code model.onnx},
   * {@code onnx/model.onnx} and {@code onnx/model_quantized.onnx}.
   */
  public OnnxEmbeddingModelBuilder modelFile(String file) {
    this.modelFile = file;
    return this;
  }

  /** By default the folder's name and the graph's file. */
  public OnnxEmbeddingModelBuilder modelName(String name) {
    this.modelName = name;
    return this;
  }

  /** How the tokens' vectors become one. By default as the model's files say. */
  public OnnxEmbeddingModelBuilder pooling(Pooling how) {
    this.pooling = how;
    return this;
  }

  /** Whether vectors are scaled to length 1. By default as the model's files say. */
  public OnnxEmbeddingModelBuilder normalize(boolean isNormalized) {
    this.normalized = isNormalized;
    return this;
  }

  /**
   * The most tokens of one input, special ones included; longer texts are cut. By default as the
   * model's files say.
   */
  public OnnxEmbeddingModelBuilder maxLength(int tokens) {
    this.maxLength = tokens;
    return this;
  }

  /** What goes before a question. By default as the model's files say, else nothing. */
  public OnnxEmbeddingModelBuilder queryPrefix(String prefix) {
    this.queryPrefix = prefix;
    return this;
  }

  /** What goes before a text to be found. By default as the model's files say, else nothing. */
  public OnnxEmbeddingModelBuilder passagePrefix(String prefix) {
    this.passagePrefix = prefix;
    return this;
  }

  /** How many texts are embedded side by side; by default one per processor. */
  public OnnxEmbeddingModelBuilder workers(int count) {
    this.workers = count;
    return this;
  }

  /**
   * How many threads compute one text; by default 1. More answer a single text sooner and many
   * texts later.
   */
  public OnnxEmbeddingModelBuilder threadsPerText(int count) {
    this.threadsPerText = count;
    return this;
  }

  /**
   * Where to count and time what the model does; needs Micrometer on the class path. By default
   * nowhere.
   */
  public OnnxEmbeddingModelBuilder meterRegistry(MeterRegistry meterRegistry) {
    this.registry = meterRegistry;
    return this;
  }

  /** Told after each text how many of a call are done. By default nobody is. */
  public OnnxEmbeddingModelBuilder onProgress(EmbeddingProgress listener) {
    this.progress = listener;
    return this;
  }

  /** LangChain4j's listeners, told of each request, response and error. By default none. */
  public OnnxEmbeddingModelBuilder listeners(List<EmbeddingModelListener> all) {
    this.listeners = List.copyOf(all);
    return this;
  }

  /**
   * Loads the model.
   *
   * @throws IllegalArgumentException naming the option or the file that cannot be used
   */
  public OnnxEmbeddingModel build() {
    positive("workers", workers);
    positive("threadsPerText", threadsPerText);
    var overrides = new SpecOverrides(pooling, normalized, maxLength, queryPrefix, passagePrefix);
    BundledModel ready = bundled;
    Path directory = modelDirectory;
    if (ready != null && directory == null) {
      return open(
          modelName == null ? ready.name() : modelName,
          EncoderSource.bytes(ready.name(), ready.graph()),
          ready.tokenizer(),
          overrides.over(ready.spec()));
    }
    if (directory == null || ready != null) {
      throw new IllegalArgumentException(
          "modelDirectory must be given where no bundled model is, but was " + directory);
    }
    ModelFolder folder = ModelFolder.read(directory, modelFile, overrides);
    return open(
        modelName == null ? name(directory, folder.model()) : modelName,
        EncoderSource.file(folder.model()),
        folder.tokenizer(),
        folder.spec());
  }

  private static String name(Path directory, Path graph) {
    Path folder = directory.toAbsolutePath().normalize().getFileName();
    return folder + "/" + directory.relativize(graph).toString().replace('\\', '/');
  }

  private OnnxEmbeddingModel open(
      String name, EncoderSource source, String tokenizerJson, EncoderSpec spec) {
    Tokenizer tokenizer = Tokenizer.of(tokenizerJson, name + ": tokenizer.json");
    try {
      int maxTokens = maxTokens(tokenizer, spec);
      Encoder encoder = Encoder.open(source, spec.pooling(), spec.normalized(), threadsPerText);
      Meters meters = registry == null ? Meters.NONE : new MicrometerMeters(registry, name);
      var facts = new ModelFacts(name, spec, encoder.dimension(), maxTokens, listeners, progress);
      return new OnnxEmbeddingModel(
          new Workers(tokenizer, encoder, spec.maxLength(), workers, meters),
          new TokenCounter(tokenizer),
          facts);
    } catch (RuntimeException e) {
      tokenizer.close();
      throw e;
    }
  }

  private static int maxTokens(Tokenizer tokenizer, EncoderSpec spec) {
    int others = tokenizer.specialTokens() + tokenizer.count(spec.passagePrefix());
    if (others >= spec.maxLength()) {
      throw new IllegalArgumentException(
          "maxLength must be above the special and prefix tokens ("
              + others
              + "), but was "
              + spec.maxLength());
    }
    return spec.maxLength() - others;
  }

  private static void positive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be at least 1, but was " + value);
    }
  }
}
