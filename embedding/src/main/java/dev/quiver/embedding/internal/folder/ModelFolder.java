package dev.quiver.embedding.internal.folder;

import dev.quiver.embedding.spec.EncoderSpec;
import dev.quiver.embedding.spec.Pooling;
import dev.quiver.embedding.spec.SpecOverrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sentence encoder's folder in the layout of HuggingFace.
 *
 * @param model the graph's file
 * @param tokenizer the text of {@code tokenizer.json}
 * @param spec what the files beside say, and the caller knows better
 */
public record ModelFolder(Path model, String tokenizer, EncoderSpec spec) {
  private static final List<String> MODEL_FILES =
      List.of("model.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx");

  /**
   * Reads a folder.
   *
   * @param modelFile the graph's file, relative to the folder; null for the first there is of the
   *     usual ones
   * @throws IllegalArgumentException naming the file that is missing or cannot be understood
   */
  public static ModelFolder read(Path folder, @Nullable String modelFile, SpecOverrides overrides) {
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException("modelDirectory must be a directory, but was " + folder);
    }
    return new ModelFolder(model(folder, modelFile), tokenizer(folder), spec(folder, overrides));
  }

  private static Path model(Path folder, @Nullable String modelFile) {
    List<String> candidates = modelFile == null ? MODEL_FILES : List.of(modelFile);
    return candidates.stream()
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "modelDirectory must hold one of " + candidates + ", but was " + folder));
  }

  private static String tokenizer(Path folder) {
    Path file = folder.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          "modelDirectory must hold tokenizer.json, but was " + folder);
    }
    ConfigFile.read(folder.resolve("tokenizer_config.json"))
        .ifPresent(ModelFolder::refuseOtherTokenizing);
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " could not be read", e);
    }
  }

  private static void refuseOtherTokenizing(ConfigFile config) {
    String side = config.text("truncation_side");
    if (side != null && !side.equals("right")) {
      throw config.wrong("truncation_side", "right", side);
    }
  }

  private static EncoderSpec spec(Path folder, SpecOverrides overrides) {
    Modules modules =
        overrides.pooling() != null && overrides.normalized() != null
            ? Modules.unlisted(folder)
            : Modules.read(folder);
    Prompts prompts =
        overrides.queryPrefix() != null && overrides.passagePrefix() != null
            ? Prompts.NONE
            : Prompts.read(folder);
    Integer maxLength = overrides.maxLength();
    ConfigFile.read(modules.encoder().resolve("sentence_bert_config.json"))
        .filter(file -> file.flag("do_lower_case"))
        .ifPresent(
            file -> {
              throw file.wrong("do_lower_case", "false", "true");
            });
    return new EncoderSpec(
        pooling(modules, overrides.pooling()),
        given(overrides.normalized(), modules.normalized()),
        maxLength == null ? MaxLength.read(folder, modules.encoder()) : maxLength,
        given(overrides.queryPrefix(), prompts.query()),
        given(overrides.passagePrefix(), prompts.passage()));
  }

  /** The mean, where no file says anything, as the authors of this layout take it. */
  private static Pooling pooling(Modules modules, @Nullable Pooling override) {
    if (override != null) {
      return override;
    }
    return ConfigFile.read(modules.pooling().resolve("config.json"))
        .map(PoolingConfig::read)
        .orElse(Pooling.MEAN);
  }

  private static <T> T given(@Nullable T override, T read) {
    return override == null ? read : override;
  }
}
