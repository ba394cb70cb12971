package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;

/**
 * What a run works with and how.
 *
 * @param modelName what the ledger calls the model
 * @param recipe what, beside a document, decides which segments it becomes
 */
public record Plan(
    EmbeddingModel model,
    String modelName,
    EmbeddingStore<TextSegment> store,
    Recognition recognition,
    DocumentSplitter splitter,
    String recipe,
    Limits limits,
    Retries modelRetries,
    Retries storeRetries,
    Choices choices) {

  /**
   * What bounds a run's memory.
   *
   * @param batch segments given to the model at once
   * @param embedders calls of the model at a time
   * @param queue segments that wait for the model, and as many again that wait for the store
   * @param storeBatch segments given to the store at once
   * @param documentCharacters the longest text of a document
   */
  public record Limits(
      int batch, int embedders, int queue, int storeBatch, int documentCharacters) {}

  /**
   * What the user decides.
   *
   * @param mirror remove what no longer comes
   * @param reembed take another model than the store's vectors are of
   * @param refill take the store for an empty one
   * @param stopAtFailure end the run at the first bad document
   */
  public record Choices(boolean mirror, boolean reembed, boolean refill, boolean stopAtFailure) {}
}
