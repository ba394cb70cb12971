package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/**
 * One condition of a predicate. It stands for the handful of clauses it takes to express, so that
 * Lucene's limit on clauses counts what a user wrote.
 */
final class ConditionQuery extends Query {
  private final Predicate condition;
  private final Query clauses;

  ConditionQuery(Predicate condition, Query clauses) {
    this.condition = condition;
    this.clauses = clauses;
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    Query rewritten = clauses.rewrite(searcher);
    return rewritten.equals(clauses) ? this : new ConditionQuery(condition, rewritten);
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost)
      throws IOException {
    return clauses.createWeight(searcher, ScoreMode.COMPLETE_NO_SCORES, boost);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return condition.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConditionQuery that
        && condition.equals(that.condition)
        && clauses.equals(that.clauses);
  }

  @Override
  public int hashCode() {
    return Objects.hash(classHash(), condition);
  }
}
