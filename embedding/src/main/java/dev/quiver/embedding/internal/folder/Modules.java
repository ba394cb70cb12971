package dev.quiver.embedding.internal.folder;

import java.nio.file.Path;

/**
 * The steps from text to vector, as {@code modules.json} lists them.
 *
 * @param encoder folder of the encoder's configuration, and of its files where the model's has none
 * @param pooling folder of the pooling's
 * @param normalized whether the last step scales to length 1
 */
record Modules(Path encoder, Path pooling, boolean normalized) {
  /** Where the files lie, and what most models do, when nothing is listed. */
  static Modules unlisted(Path folder) {
    return new Modules(folder, folder.resolve("1_Pooling"), true);
  }

  static Modules read(Path folder) {
    return ConfigFile.read(folder.resolve("modules.json"))
        .map(file -> read(file, folder))
        .orElseGet(() -> unlisted(folder));
  }

  private static Modules read(ConfigFile file, Path folder) {
    Path encoder = folder;
    Path pooling = folder.resolve("1_Pooling");
    boolean normalized = false;
    for (ConfigFile module : file.elements()) {
      String type = module.text("type");
      String path = module.text("path");
      Path place = path == null || path.isEmpty() ? folder : folder.resolve(path);
      switch (type == null ? "" : type.substring(type.lastIndexOf('.') + 1)) {
        case "Transformer" -> encoder = place;
        case "Pooling" -> pooling = place;
        case "Normalize" -> normalized = true;
        default ->
            throw module.wrong("type", "a Transformer, Pooling or Normalize", String.valueOf(type));
      }
    }
    return new Modules(encoder, pooling, normalized);
  }
}
