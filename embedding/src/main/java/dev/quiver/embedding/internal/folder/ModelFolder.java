package dev.quiver.embedding.internal.folder;

import dev.quiver.embedding.spec.EncoderSpec;
import dev.quiver.embedding.spec.Pooling;
import dev.quiver.embedding.spec.SpecOverrides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
    Modules modules =
        overrides.pooling() != null && overrides.normalized() != null
            ? Modules.unlisted(folder)
            : Modules.read(folder);
    List<String> graphs = modelFile == null ? MODEL_FILES : List.of(modelFile);
    Path tokenizer = find(folder, modules, List.of("tokenizer.json"));
    ConfigFile.read(tokenizer.resolveSibling("tokenizer_config.json"))
        .ifPresent(ModelFolder::refuseOtherTokenizing);
    return new ModelFolder(
        find(folder, modules, graphs), text(tokenizer), spec(folder, modules, overrides));
  }

  /** In the folder, or in that of its encoder, where the modules say there is one. */
  private static Path find(Path folder, Modules modules, List<String> names) {
    return Stream.of(folder, modules.encoder())
        .flatMap(place -> names.stream().map(place::resolve))
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "modelDirectory must hold "
                        + (names.size() == 1 ? names.getFirst() : "one of " + names)
                        + ", but was "
                        + folder));
  }

  private static String text(Path file) {
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

  private static EncoderSpec spec(Path folder, Modules modules, SpecOverrides overrides) {
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
