package dev.quiver.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.embedding.spec.EncoderSpec;
import dev.quiver.embedding.spec.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder is read as its authors wrote it, or refused by the name of the file. */
class ModelFolderTest {
  private static final String TRANSFORMER =
      "{\"type\":\"sentence_transformers.models.Transformer\",\"path\":\"\"}";
  private static final String POOLING =
      "{\"type\":\"sentence_transformers.models.Pooling\",\"path\":\"1_Pooling\"}";
  private static final String NORMALIZE =
      "{\"type\":\"sentence_transformers.models.Normalize\",\"path\":\"2_Normalize\"}";

  @TempDir private Path directory;
  private TinyFolder folder;

  @BeforeEach
  void folder() throws IOException {
    folder = new TinyFolder(directory);
  }

  private EncoderSpec spec() {
    try (OnnxEmbeddingModel model = folder.builder().build()) {
      return model.spec();
    }
  }

  @Test
  void aFolderWithoutConfigurationHasTheUsualOne() {
    assertThat(spec()).isEqualTo(new EncoderSpec(Pooling.MEAN, true, 512, "", ""));
  }

  @Test
  void everyFileIsRead() throws IOException {
    folder
        .file("modules.json", "[" + TRANSFORMER + "," + POOLING + "]")
        .file(
            "1_Pooling/config.json",
            "{\"word_embedding_dimension\":1,\"pooling_mode_lasttoken\":true,\"pooling_mode_mean_tokens\":false}")
        .file("sentence_bert_config.json", "{\"max_seq_length\":77,\"do_lower_case\":false}")
        .file("tokenizer_config.json", "{\"model_max_length\":512,\"truncation_side\":\"right\"}")
        .file(
            "config_sentence_transformers.json",
            "{\"prompts\":{\"query\":\"query: \",\"document\":\"passage:"
                + " \"},\"default_prompt_name\":null}");

    assertThat(spec())
        .isEqualTo(new EncoderSpec(Pooling.LAST_TOKEN, false, 77, "query: ", "passage: "));
  }

  @Test
  void modulesSayWhetherVectorsAreNormalized() throws IOException {
    folder.file("modules.json", "[" + TRANSFORMER + "," + POOLING + "]");
    assertThat(spec().normalized()).isFalse();

    folder.file("modules.json", "[" + TRANSFORMER + "," + POOLING + "," + NORMALIZE + "]");
    assertThat(spec().normalized()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"cls, CLS", "mean, MEAN", "lasttoken, LAST_TOKEN"})
  void poolingMayBeNamed(String name, Pooling pooling) throws IOException {
    folder.file("1_Pooling/config.json", "{\"pooling_mode\":\"" + name + "\"}");

    assertThat(spec().pooling()).isEqualTo(pooling);
  }

  @Test
  void theTokenizersLimitHoldsWhereNothingElseSaysOne() throws IOException {
    folder.file("tokenizer_config.json", "{\"model_max_length\":384}");
    assertThat(spec().maxLength()).isEqualTo(384);

    folder.file("tokenizer_config.json", "{\"model_max_length\":1000000000000000019884624838656}");
    assertThat(spec().maxLength()).isEqualTo(512);
  }

  @Test
  void eachOptionOverridesItsFile() throws IOException {
    folder
        .file("modules.json", "[{\"type\":\"x.Dense\"}]")
        .file("1_Pooling/config.json", "{\"pooling_mode_max_tokens\":true}")
        .file("sentence_bert_config.json", "{\"max_seq_length\":\"many\"}")
        .file("config_sentence_transformers.json", "[]");

    try (OnnxEmbeddingModel model =
        folder
            .builder()
            .pooling(Pooling.CLS)
            .normalize(false)
            .maxLength(9)
            .queryPrefix("q ")
            .passagePrefix("p ")
            .modelName("mine")
            .build()) {
      assertThat(model.spec()).isEqualTo(new EncoderSpec(Pooling.CLS, false, 9, "q ", "p "));
      assertThat(model.modelName()).isEqualTo("mine");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "modules.json | [{\"type\":\"sentence_transformers.models.Dense\"}] | Dense",
        "modules.json | {} | array",
        "modules.json | [ | JSON",
        "1_Pooling/config.json | {\"pooling_mode_max_tokens\":true} | max_tokens",
        "1_Pooling/config.json |"
            + " {\"pooling_mode_cls_token\":true,\"pooling_mode_mean_tokens\":true} | cls_token",
        "1_Pooling/config.json | {\"pooling_mode_cls_token\":1} | pooling_mode_cls_token",
        "1_Pooling/config.json | {\"pooling_mode_mean_tokens\":true,\"include_prompt\":false} |"
            + " include_prompt",
        "sentence_bert_config.json | {\"max_seq_length\":-1} | max_seq_length",
        "sentence_bert_config.json | {\"do_lower_case\":true} | do_lower_case",
        "tokenizer_config.json | {\"truncation_side\":\"left\"} | truncation_side",
        "config_sentence_transformers.json | {\"default_prompt_name\":\"sts\"} |"
            + " default_prompt_name",
        "config_sentence_transformers.json | {\"truncate_dim\":64} | truncate_dim",
        "config_sentence_transformers.json | {\"prompts\":[]} | prompts",
        "tokenizer.json | {} | tokenizer"
      })
  void whatCannotBeUnderstoodIsRefusedByItsFile(String file, String text, String why)
      throws IOException {
    folder.file(file, text);

    assertThatThrownBy(this::spec)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Path.of(file).getFileName().toString())
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "tokenizer.json"})
  void whatIsMissingIsNamed(String file) throws IOException {
    Files.delete(directory.resolve(file));

    assertThatThrownBy(this::spec)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(directory.toString());
  }

  @Test
  void theGraphIsLookedForInItsUsualPlaces() throws IOException {
    Files.delete(directory.resolve("model.onnx"));
    folder.graph("onnx/model_quantized.onnx", TinyGraph.tokenStates("last_hidden_state"));
    try (OnnxEmbeddingModel model = folder.builder().build()) {
      assertThat(model.modelName())
          .isEqualTo(directory.getFileName() + "/onnx/model_quantized.onnx");
    }

    folder.graph("onnx/model_fp16.onnx", TinyGraph.sentence("sentence_embedding"));
    try (OnnxEmbeddingModel model = folder.builder().modelFile("onnx/model_fp16.onnx").build()) {
      assertThat(model.modelName()).isEqualTo(directory.getFileName() + "/onnx/model_fp16.onnx");
    }
  }

  @Test
  void theEncodersFilesMayLieInAFolderOfTheirOwn() throws IOException {
    Path encoder = Files.createDirectories(directory.resolve("0_Transformer"));
    for (String file : new String[] {"model.onnx", "tokenizer.json"}) {
      Files.move(directory.resolve(file), encoder.resolve(file));
    }
    folder
        .file(
            "modules.json",
            "[{\"type\":\"sentence_transformers.models.Transformer\",\"path\":\"0_Transformer\"}]")
        .file("0_Transformer/tokenizer_config.json", "{\"model_max_length\":99}");

    assertThat(spec()).isEqualTo(new EncoderSpec(Pooling.MEAN, false, 99, "", ""));
  }

  @ParameterizedTest
  @CsvSource({"pixel_values, 7", "input_ids, 6"})
  void aGraphThatTakesSomethingElseIsRefused(String input, int type) throws IOException {
    folder.graph("model.onnx", TinyGraph.taking(input, type));

    assertThatThrownBy(this::spec)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.onnx")
        .hasMessageContaining(input);
  }

  @Test
  void aFileThatIsNoGraphIsRefused() throws IOException {
    folder.file("model.onnx", "no graph");

    assertThatThrownBy(this::spec)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("model.onnx");
  }
}
