package dev.quiver.store;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.quiver.store.internal.model.Hit;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Between the matches of any store and the hits that are kept. Copies both ways, so that nobody's
 * later change to an array shows. A store that returns no embeddings has its matches kept without;
 * what a match of Quiver's says beside its score is kept.
 */
final class MatchTranslation {
  private static final float[] NO_VECTOR = {};

  private MatchTranslation() {}

  /** Null where a match cannot be kept as it is: without a score or an id. */
  static @Nullable List<Hit> hits(EmbeddingSearchResult<TextSegment> result) {
    var hits = new ArrayList<Hit>(result.matches().size());
    for (EmbeddingMatch<TextSegment> match : result.matches()) {
      if (match.score() == null || match.embeddingId() == null) {
        return null;
      }
      hits.add(
          match instanceof QuiverMatch own
              ? new Hit(match.score(), record(match), own.similarity(), own.wordScore())
              : new Hit(match.score(), record(match)));
    }
    return hits;
  }

  private static StoredRecord record(EmbeddingMatch<TextSegment> match) {
    RecordKey key = RecordKey.of(match.embeddingId());
    float[] vector = match.embedding() == null ? NO_VECTOR : match.embedding().vector().clone();
    TextSegment segment = match.embedded();
    if (segment == null) {
      return StoredRecord.bare(key, vector);
    }
    var metadata = new HashMap<String, Value>();
    segment.metadata().toMap().forEach((name, value) -> metadata.put(name, Value.of(value)));
    return StoredRecord.with(key, vector, segment.text(), metadata);
  }

  static EmbeddingSearchResult<TextSegment> result(List<Hit> hits) {
    return new EmbeddingSearchResult<>(hits.stream().map(MatchTranslation::match).toList());
  }

  private static EmbeddingMatch<TextSegment> match(Hit hit) {
    StoredRecord found = hit.record();
    return match(
        hit.score(),
        found.key().id(),
        found.vector().length == 0 ? null : found.vector().clone(),
        RecordTranslation.segment(found),
        new QuiverMatch.Parts(hit.similarity(), hit.wordScore()));
  }

  /** A result for one more caller. */
  static EmbeddingSearchResult<TextSegment> copy(EmbeddingSearchResult<TextSegment> result) {
    return new EmbeddingSearchResult<>(
        result.matches().stream().map(MatchTranslation::copy).toList());
  }

  private static EmbeddingMatch<TextSegment> copy(EmbeddingMatch<TextSegment> match) {
    TextSegment segment = match.embedded();
    return match(
        match.score(),
        match.embeddingId(),
        match.embedding() == null ? null : match.embedding().vector().clone(),
        segment == null
            ? null
            : TextSegment.from(segment.text(), Metadata.from(segment.metadata().toMap())),
        match instanceof QuiverMatch own
            ? new QuiverMatch.Parts(own.similarity(), own.wordScore())
            : new QuiverMatch.Parts(null, null));
  }

  /** One that says no more than its score is LangChain4j's own. */
  @SuppressWarnings("NullAway") // what a store leaves out is null in LangChain4j's matches
  private static EmbeddingMatch<TextSegment> match(
      double score,
      String id,
      float @Nullable [] vector,
      @Nullable TextSegment segment,
      QuiverMatch.Parts parts) {
    Embedding embedding = vector == null ? null : Embedding.from(vector);
    return parts.similarity() == null && parts.wordScore() == null
        ? new EmbeddingMatch<>(score, id, embedding, segment)
        : new QuiverMatch(score, id, embedding, segment, parts);
  }
}
