package dev.quiver.embedding;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.quiver.embedding.internal.tokens.Tokenizer;

/**
 * Counts a model's own tokens, exactly, special ones left out. Gone with its model. For
 * LangChain4j's document splitters; in messages only their text counts.
 */
final class TokenCounter implements TokenCountEstimator {
  private final Tokenizer tokenizer;

  TokenCounter(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  @Override
  public int estimateTokenCountInText(String text) {
    return tokenizer.count(text);
  }

  @Override
  public int estimateTokenCountInMessage(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> tokenizer.count(system.text());
      case UserMessage user ->
          user.contents().stream()
              .filter(TextContent.class::isInstance)
              .mapToInt(content -> tokenizer.count(((TextContent) content).text()))
              .sum();
      case AiMessage ai -> ai.text() == null ? 0 : tokenizer.count(ai.text());
      case ToolExecutionResultMessage result -> tokenizer.count(result.text());
      default ->
          throw new IllegalArgumentException(
              "message must be of a kind that has text, but was " + message.type());
    };
  }

  @Override
  public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
    int tokens = 0;
    for (ChatMessage message : messages) {
      tokens += estimateTokenCountInMessage(message);
    }
    return tokens;
  }
}
