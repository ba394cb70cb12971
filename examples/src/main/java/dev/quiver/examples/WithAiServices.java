package dev.quiver.examples;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.service.AiServices;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.store.QuiverContentRetriever;
import dev.quiver.store.QuiverEmbeddingStore;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Retrieval-augmented generation by LangChain4j's {@link AiServices} over a Quiver store. */
public final class WithAiServices {
  /** What LangChain4j implements. */
  interface Assistant {
    String answer(String question);
  }

  private WithAiServices() {}

  public static void main(String[] args) {
    List<TextSegment> texts =
        Stream.of("Returns are free for 60 days.", "Gift cards are not refunded.", "We ship daily.")
            .map(TextSegment::from)
            .toList();
    try (OnnxEmbeddingModel model = OnnxEmbeddingModel.allMiniLmL6V2();
        QuiverEmbeddingStore store = QuiverEmbeddingStore.builder().build()) {
      store.addAll(model.embedAll(texts).content(), texts);

      Assistant assistant =
          AiServices.builder(Assistant.class)
              .chatModel(chatModel(System.getenv("OPENAI_API_KEY")))
              .contentRetriever(
                  QuiverContentRetriever.builder()
                      .embeddingStore(store)
                      .embeddingModel(model)
                      .maxResults(1)
                      .build())
              .build();
      System.out.println(assistant.answer("How long can I send something back?"));
    }
  }

  private static ChatModel chatModel(@Nullable String key) {
    if (key == null || key.isBlank()) {
      System.out.println("No OPENAI_API_KEY: a stub answers, with the prompt it was given.");
      return new PromptEcho();
    }
    return OpenAiChatModel.builder().apiKey(key).modelName("gpt-4o-mini").build();
  }
}
