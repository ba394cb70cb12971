package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A match of a search in a {@link QuiverEmbeddingStore}, which also says what its score is made of.
 * All matches of {@code search}, {@code searchAll} and {@code searchAsync} are of this class:
 *
 * <pre>{@code
 * if (match instanceof QuiverMatch found && found.similarity() != null) {
 *   use(found.similarity());
 * }
 * }</pre>
 *
 * <p>A score in mode {@link SearchMode#HYBRID} is a sum of ranks: it says which match is best, not
 * how good it is. {@link #similarity()} says that in every mode, on the scale that scores have in
 * mode {@link SearchMode#VECTOR}; {@link SearchOptions#minSimilarity()} cuts by it.
 */
public final class QuiverMatch extends EmbeddingMatch<TextSegment> {
  private final @Nullable Double similarity;
  private final @Nullable Double wordScore;

  /** What a score is made of. */
  record Parts(@Nullable Double similarity, @Nullable Double wordScore) {}

  @SuppressWarnings("NullAway") // what is not there is null in LangChain4j's matches
  QuiverMatch(
      double score,
      String id,
      @Nullable Embedding embedding,
      @Nullable TextSegment segment,
      Parts parts) {
    super(score, id, embedding, segment);
    this.similarity = parts.similarity;
    this.wordScore = parts.wordScore;
  }

  /**
   * How near the record's vector is to that of the request: 0 to 1, by the metric of the
   * collection, computed from the vectors as they were given. In mode {@link SearchMode#VECTOR}
   * this is the score.
   *
   * @return null in mode {@link SearchMode#TEXT}, which looks at no vector unless {@link
   *     SearchOptions#minSimilarity()} asks for it
   */
  public @Nullable Double similarity() {
    return similarity;
  }

  /**
   * How well the record's text fits the words of the request: 0 to 1, by BM25. In mode {@link
   * SearchMode#TEXT} this is the score.
   *
   * @return null where the record was not found by words: none of them is in its text, or others
   *     fit better, or the mode is {@link SearchMode#VECTOR}
   */
  public @Nullable Double wordScore() {
    return wordScore;
  }

  /** Equal in everything a match says, its parts included. */
  @Override
  public boolean equals(@Nullable Object other) {
    return super.equals(other)
        && other instanceof QuiverMatch that
        && Objects.equals(similarity, that.similarity)
        && Objects.equals(wordScore, that.wordScore);
  }

  /** Of what equal matches have in common. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }

  /** For people who debug. */
  @Override
  public String toString() {
    return "QuiverMatch[id="
        + embeddingId()
        + ", score="
        + score()
        + ", similarity="
        + similarity
        + ", wordScore="
        + wordScore
        + ", embedded="
        + embedded()
        + "]";
  }
}
