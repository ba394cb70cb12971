package dev.quiver.embedding.internal.folder;

import dev.quiver.embedding.spec.Pooling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file that says how to pool: one flag per way, or in newer folders the name of one. */
final class PoolingConfig {
  private static final String FLAG = "pooling_mode_";
  private static final Map<String, Pooling> NAMES =
      Map.of(
          "cls_token", Pooling.CLS,
          "mean_tokens", Pooling.MEAN,
          "lasttoken", Pooling.LAST_TOKEN,
          "cls", Pooling.CLS,
          "mean", Pooling.MEAN);

  private PoolingConfig() {}

  /** A way, or null where the file names none. */
  static @Nullable Pooling read(ConfigFile file) {
    List<String> chosen = new ArrayList<>();
    for (String key : file.keys()) {
      if (key.startsWith(FLAG) && file.flag(key)) {
        chosen.add(key.substring(FLAG.length()));
      }
    }
    String named = file.text("pooling_mode");
    if (named != null && chosen.isEmpty()) {
      chosen.add(named);
    }
    if (file.holds("include_prompt") && !file.flag("include_prompt")) {
      throw file.wrong("include_prompt", "true", "false");
    }
    if (chosen.isEmpty()) {
      return null;
    }
    Pooling pooling = chosen.size() == 1 ? NAMES.get(chosen.getFirst()) : null;
    if (pooling == null) {
      throw file.wrong(
          "pooling_mode", "one of " + NAMES.keySet().stream().sorted().toList(), chosen);
    }
    return pooling;
  }
}
