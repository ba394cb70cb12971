package dev.quiver.examples.qa;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A language model that the environment names. Ollama speaks as OpenAI does below {@code /v1}, so
 * one client is enough for both.
 */
record ChatEndpoint(String baseUrl, String apiKey, String modelName) {
  private static final String OPENAI = "https://api.openai.com/v1";
  private static final String OPENAI_MODEL = "gpt-4o-mini";
  private static final String OLLAMA_MODEL = "llama3.2";
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  /** Servers of one's own ask for no key, but the client must send one. */
  private static final String NO_KEY = "none";

  /**
   * By {@code OPENAI_API_KEY} or {@code OPENAI_BASE_URL}, else by {@code OLLAMA_BASE_URL}.
   *
   * @param modelName null: by {@code OPENAI_MODEL} or {@code OLLAMA_MODEL}, else a small one
   */
  static Optional<ChatEndpoint> from(Map<String, String> environment, @Nullable String modelName) {
    String key = environment.getOrDefault("OPENAI_API_KEY", "");
    String openAi = environment.getOrDefault("OPENAI_BASE_URL", "");
    String ollama = environment.getOrDefault("OLLAMA_BASE_URL", "");
    if (!key.isBlank() || !openAi.isBlank()) {
      return Optional.of(
          new ChatEndpoint(
              openAi.isBlank() ? OPENAI : openAi,
              key.isBlank() ? NO_KEY : key,
              name(modelName, environment.get("OPENAI_MODEL"), OPENAI_MODEL)));
    }
    if (!ollama.isBlank()) {
      return Optional.of(
          new ChatEndpoint(
              ollama.replaceFirst("/+$", "").replaceFirst("/v1$", "") + "/v1",
              NO_KEY,
              name(modelName, environment.get("OLLAMA_MODEL"), OLLAMA_MODEL)));
    }
    return Optional.empty();
  }

  private static String name(@Nullable String option, @Nullable String variable, String otherwise) {
    if (option != null) {
      return option;
    }
    return variable == null || variable.isBlank() ? otherwise : variable;
  }

  ChatModel connect() {
    return OpenAiChatModel.builder()
        .baseUrl(baseUrl)
        .apiKey(apiKey)
        .modelName(modelName)
        .timeout(TIMEOUT)
        .maxRetries(1)
        .build();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return modelName + " at " + baseUrl;
  }
}
