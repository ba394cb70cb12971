package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * The records among those another query finds that satisfy a predicate, by their payload. For the
 * few things that terms and points cannot tell; costs one payload for each record looked at.
 */
final class VerifiedQuery extends Query {
  /** In the units of Lucene's cost model, next to about 1 for a step in a list of postings. */
  private static final float PAYLOAD_COST = 1000;

  private static final float[] NO_VECTOR = {};

  private final Query candidates;
  private final Predicate predicate;

  VerifiedQuery(Query candidates, Predicate predicate) {
    this.candidates = candidates;
    this.predicate = predicate;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = candidates.rewrite(searcher);
    return rewritten.equals(candidates) ? this : new VerifiedQuery(rewritten, predicate);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    Weight found = candidates.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, boost);
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        ScorerSupplier supplier = found.scorerSupplier(leaf);
        return supplier == null ? null : verifying(supplier, leaf, score(), scoreMode);
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return found.isCacheable(leaf);
      }
    };
  }

  private ScorerSupplier verifying(
      ScorerSupplier found, LeafReaderContext leaf, float score, ScoreMode scoreMode) {
    return new ScorerSupplier() {
      @Override
      public Scorer get(long leadCost) throws IOException {
        var approximation = found.get(leadCost).iterator();
        BinaryDocValues payloads = DocValues.getBinary(leaf.reader(), FieldName.PAYLOAD);
        return new ConstantScoreScorer(
            score,
            scoreMode,
            new TwoPhaseIterator(approximation) {
              @Override
              public boolean matches() throws IOException {
                return payloads.advanceExact(approximation.docID())
                    && LeafRecords.decode(payloads.binaryValue(), NO_VECTOR).matches(predicate);
              }

              @Override
              public float matchCost() {
                return PAYLOAD_COST;
              }
            });
      }

      @Override
      public long cost() {
        return found.cost();
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return predicate + " among " + candidates;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof VerifiedQuery that
        && candidates.equals(that.candidates)
        && predicate.equals(that.predicate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), candidates, predicate);
  }
}
