package dev.quiver.embedding.internal.folder;

import java.nio.file.Path;
import java.util.List;

/** What models that tell queries and passages apart put before each. */
record Prompts(String query, String passage) {
  static final Prompts NONE = new Prompts("", "");

  private static final List<String> PASSAGE_NAMES = List.of("passage", "document", "corpus");

  static Prompts read(Path folder) {
    return ConfigFile.read(folder.resolve("config_sentence_transformers.json"))
        .map(Prompts::read)
        .orElse(NONE);
  }

  private static Prompts read(ConfigFile file) {
    Prompts prompts = file.object("prompts").map(Prompts::named).orElse(NONE);
    String usual = file.text("default_prompt_name");
    if (usual != null && !PASSAGE_NAMES.contains(usual)) {
      throw file.wrong("default_prompt_name", "null or one of " + PASSAGE_NAMES, usual);
    }
    if (file.number("truncate_dim") != null) {
      throw file.wrong("truncate_dim", "null", file.number("truncate_dim"));
    }
    return prompts;
  }

  private static Prompts named(ConfigFile prompts) {
    String passage = "";
    for (String name : PASSAGE_NAMES.reversed()) {
      String text = prompts.text(name);
      passage = text == null ? passage : text;
    }
    String query = prompts.text("query");
    return new Prompts(query == null ? "" : query, passage);
  }
}
