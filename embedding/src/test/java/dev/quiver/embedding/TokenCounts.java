package dev.quiver.embedding;

import dev.langchain4j.model.output.Response;
import java.util.Objects;

/** How many tokens an answer says were read. */
final class TokenCounts {
  private TokenCounts() {}

  static int of(Response<?> response) {
    return Objects.requireNonNull(response.tokenUsage()).inputTokenCount();
  }
}
