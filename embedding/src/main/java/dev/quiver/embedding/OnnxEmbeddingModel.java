package dev.quiver.embedding;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.DimensionAwareEmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingInput;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.embedding.response.EmbeddingResponseMetadata;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import dev.quiver.embedding.internal.run.Encoded;
import dev.quiver.embedding.internal.run.Workers;
import dev.quiver.embedding.spec.EncoderSpec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A sentence encoder that runs in this JVM: text goes through the model's own tokenizer into ONNX
 * Runtime, and comes out as the vector its authors meant.
 *
 * <p>Any number of threads may use it, virtual ones too. It owns memory outside the heap: close it.
 * A text that is too long is cut at the end; {@link #tokenCounter()} and {@link #maxTokens()} tell
 * beforehand. A request without an input type is taken for a passage.
 */
public final class OnnxEmbeddingModel extends DimensionAwareEmbeddingModel
    implements AutoCloseable {
  private final Workers workers;
  private final TokenCountEstimator counter;
  private final ModelFacts facts;

  OnnxEmbeddingModel(Workers workers, TokenCountEstimator counter, ModelFacts facts) {
    this.workers = workers;
    this.counter = counter;
    this.facts = facts;
    this.dimension = facts.dimension();
  }

  /** A model of the caller's own. */
  public static OnnxEmbeddingModelBuilder builder() {
    return new OnnxEmbeddingModelBuilder();
  }

  /** English, 384 dimensions, 256 tokens, weights of 8 bits: all-MiniLM-L6-v2. */
  public static OnnxEmbeddingModel allMiniLmL6V2() {
    return builder().allMiniLmL6V2().build();
  }

  /** Chinese, 512 dimensions, 512 tokens, weights of 8 bits: bge-small-zh-v1.5. */
  public static OnnxEmbeddingModel bgeSmallZhV15() {
    return builder().bgeSmallZhV15().build();
  }

  /** Embeds a text that searches, with the prefix of queries where the model has one. */
  public Response<Embedding> embedQuery(String text) {
    return embedOne(text, EmbeddingInputType.QUERY);
  }

  /** Embeds a text that is to be found, with the prefix of passages where the model has one. */
  public Response<Embedding> embedPassage(String text) {
    return embedOne(text, EmbeddingInputType.DOCUMENT);
  }

  @Override
  public Response<Embedding> embed(String text) {
    return embedPassage(text);
  }

  private Response<Embedding> embedOne(String text, EmbeddingInputType type) {
    EmbeddingResponse response =
        embed(EmbeddingRequest.builder().input(text).inputType(type).build());
    return Response.from(response.embeddings().getFirst(), response.metadata().tokenUsage());
  }

  /**
   * Embeds texts, as queries or as passages.
   *
   * @throws IllegalArgumentException if a text is blank or has nothing the model can read, naming
   *     its index
   * @throws IllegalStateException if the model is closed
   */
  @Override
  public EmbeddingResponse embed(EmbeddingRequest request) {
    refuseBlank(request.inputs());
    return super.embed(request);
  }

  @Override
  public CompletableFuture<EmbeddingResponse> embedAsync(EmbeddingRequest request) {
    try {
      refuseBlank(request.inputs());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(e);
    }
    return super.embedAsync(request);
  }

  private static void refuseBlank(List<EmbeddingInput> inputs) {
    for (int i = 0; i < inputs.size(); i++) {
      String text = inputs.get(i).text();
      // LangChain4j takes control characters for blanks too, and has no segment of blanks.
      if (text.isBlank() || text.trim().isEmpty()) {
        throw new IllegalArgumentException(
            "texts[" + i + "] must hold something to read, but was blank");
      }
    }
  }

  @Override
  public EmbeddingResponse doEmbed(EmbeddingRequest request) {
    CompletableFuture<EmbeddingResponse> answer = doEmbedAsync(request);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      var cancelled = new CancellationException("interrupted while embedding");
      cancelled.initCause(e);
      throw cancelled;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("embedding failed", e.getCause());
    }
  }

  @Override
  public CompletableFuture<EmbeddingResponse> doEmbedAsync(EmbeddingRequest request) {
    EncoderSpec spec = facts.spec();
    String prefix =
        request.inputType() == EmbeddingInputType.QUERY ? spec.queryPrefix() : spec.passagePrefix();
    List<String> texts = request.inputs().stream().map(EmbeddingInput::text).toList();
    CompletableFuture<List<Encoded>> encoded =
        workers.encode(texts, prefix, facts.progress()::embedded);
    CompletableFuture<EmbeddingResponse> answer = encoded.thenApply(this::response);
    var unused = answer.whenComplete((response, failure) -> encoded.cancel(false));
    return answer;
  }

  private EmbeddingResponse response(List<Encoded> encoded) {
    return EmbeddingResponse.builder()
        .embeddings(encoded.stream().map(each -> Embedding.from(each.vector())).toList())
        .metadata(
            EmbeddingResponseMetadata.builder()
                .modelName(modelName())
                .tokenUsage(new TokenUsage(encoded.stream().mapToInt(Encoded::tokens).sum()))
                .build())
        .build();
  }

  /** Counts tokens as this model does, special ones left out; works until the model is closed. */
  public TokenCountEstimator tokenCounter() {
    return counter;
  }

  /** The most tokens, as {@link #tokenCounter()} counts them, of a passage that is not cut. */
  public int maxTokens() {
    return facts.maxTokens();
  }

  /** What the model's files and the builder say of it. */
  public EncoderSpec spec() {
    return facts.spec();
  }

  @Override
  public String modelName() {
    return facts.name();
  }

  @Override
  public List<EmbeddingModelListener> listeners() {
    return facts.listeners();
  }

  @Override
  public Set<EmbeddingParameter<?>> supportedParameters() {
    return Set.of(EmbeddingRequestParameters.INPUT_TYPE);
  }

  /** Lets the texts being embedded finish, then frees the model's memory. */
  @Override
  public void close() {
    workers.close();
  }
}
