package dev.quiver.embedding.internal.folder;

import dev.quiver.embedding.spec.EncoderSpec;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** How many tokens an encoder reads, as its files say. */
final class MaxLength {
  /** What encoders of the BERT family read. */
  private static final int USUAL = 512;

  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final String MODEL_LIMIT = "model_max_length";

  private MaxLength() {}

  static int read(Path folder, Path encoder) {
    Integer length = limit(encoder, "sentence_bert_config.json", "max_seq_length");
    if (length == null) {
      length = limit(folder, TOKENIZER_CONFIG, MODEL_LIMIT);
    }
    if (length == null) {
      length = limit(encoder, TOKENIZER_CONFIG, MODEL_LIMIT);
    }
    return length == null ? USUAL : length;
  }

  private static @Nullable Integer limit(Path folder, String name, String key) {
    ConfigFile file = ConfigFile.read(folder.resolve(name)).orElse(null);
    Double value = file == null ? null : file.number(key);
    // Tokenizers without a limit say 10 to the 30th.
    if (file == null || value == null || value > 1e9) {
      return null;
    }
    if (value != Math.rint(value) || value < 1 || value > EncoderSpec.LONGEST_INPUT) {
      throw file.wrong(key, "a whole number from 1 to " + EncoderSpec.LONGEST_INPUT, value);
    }
    return value.intValue();
  }
}
