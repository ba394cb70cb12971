package dev.quiver.embedding.internal.ingest;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.request.EmbeddingInputType;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The second stage, of which several run side by side: gives segments their vectors. */
final class Embedder {
  private final EmbeddingModel model;
  private final int batch;
  private final Tally tally;
  private final ModelCheck check;
  private final ByDocument byDocument;

  Embedder(Plan plan, Tally tally, ModelCheck check) {
    this.model = plan.model();
    this.batch = plan.limits().batch();
    this.tally = tally;
    this.check = check;
    this.byDocument = new ByDocument("model", plan.modelRetries());
  }

  void run(Conduit<Piece> in, Conduit<Piece.Embedded> out) throws InterruptedException {
    List<Piece> pieces = in.take(batch);
    while (!pieces.isEmpty()) {
      var vectors = new IdentityHashMap<Piece, Embedding>();
      List<Piece> open =
          pieces.stream()
              .filter(piece -> piece.segment() != null && piece.work().failure() == null)
              .toList();
      tally.time(
          Stage.EMBED, () -> byDocument.run(open, Piece::work, some -> embed(some, vectors)));
      for (Piece piece : pieces) {
        out.put(new Piece.Embedded(piece, vectors.get(piece)));
      }
      pieces = in.take(batch);
    }
  }

  private void embed(List<Piece> pieces, IdentityHashMap<Piece, Embedding> vectors) {
    var segments = new ArrayList<TextSegment>(pieces.size());
    for (Piece piece : pieces) {
      TextSegment segment = piece.segment();
      if (segment != null) {
        segments.add(segment);
      }
    }
    Response<List<Embedding>> response = ask(segments);
    List<Embedding> found = response.content();
    if (found.size() != segments.size()) {
      throw new IllegalStateException(
          "vectors must be as many as segments ("
              + segments.size()
              + "), but were "
              + found.size());
    }
    check.checkDimension(found);
    for (int i = 0; i < pieces.size(); i++) {
      vectors.put(pieces.get(i), found.get(i));
    }
    tally.addTokens(tokens(response.tokenUsage()));
  }

  /** A model that tells passages from queries is told that these are passages. */
  private Response<List<Embedding>> ask(List<TextSegment> segments) {
    if (!model.supportedParameters().contains(EmbeddingRequestParameters.INPUT_TYPE)) {
      return model.embedAll(segments);
    }
    var response =
        model.embed(
            EmbeddingRequest.builder()
                .textSegments(segments)
                .inputType(EmbeddingInputType.DOCUMENT)
                .build());
    return Response.from(response.embeddings(), response.metadata().tokenUsage());
  }

  private static long tokens(@Nullable TokenUsage usage) {
    Integer tokens = usage == null ? null : usage.inputTokenCount();
    return tokens == null ? 0 : tokens;
  }
}
