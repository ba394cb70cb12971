package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.QueryTerm;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * One search by words over all segments of all shards that a node was asked for. Scores are BM25
 * with the statistics the query brings along, not with those of the segments at hand.
 */
final class TextSearch {
  private final IndexReader reader;
  private final TextQuery query;
  private final BooleanSupplier cancelled;

  TextSearch(IndexReader reader, TextQuery query, BooleanSupplier cancelled) {
    this.reader = reader;
    this.query = query;
    this.cancelled = cancelled;
  }

  /** What one shard has to say about the terms of a query. */
  static TermStatistics statistics(IndexReader reader, Map<String, Integer> times)
      throws IOException {
    var terms = new ArrayList<QueryTerm>(times.size());
    for (Map.Entry<String, Integer> next : times.entrySet()) {
      long records = reader.docFreq(new Term(FieldName.TEXT, next.getKey()));
      terms.add(new QueryTerm(next.getKey(), next.getValue(), records));
    }
    return new TermStatistics(
        reader.getDocCount(FieldName.TEXT), reader.getSumTotalTermFreq(FieldName.TEXT), terms);
  }

  List<Found> run() throws IOException {
    var searcher = new Scoring(reader, query.statistics());
    searcher.setTimeout(cancelled::getAsBoolean);
    BestTexts best = searcher.search(clauses(), new OneCollector(query));
    if (searcher.timedOut()) {
      throw new CancellationException("the search was cancelled");
    }
    return best.found(reader.leaves(), this::checkNotCancelled);
  }

  private void checkNotCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("the search was cancelled");
    }
  }

  /** Without threads of its own, a searcher takes one collector through all segments. */
  private record OneCollector(TextQuery query) implements CollectorManager<BestTexts, BestTexts> {
    @Override
    public BestTexts newCollector() {
      return new BestTexts(query.limit(), query.minScore());
    }

    @Override
    public BestTexts reduce(Collection<BestTexts> collectors) {
      return collectors.iterator().next();
    }
  }

  private Query clauses() {
    var any = new BooleanQuery.Builder();
    for (QueryTerm next : query.statistics().terms()) {
      if (next.records() > 0) {
        Query term = new TermQuery(new Term(FieldName.TEXT, next.term()));
        any.add(next.times() == 1 ? term : new BoostQuery(term, next.times()), Occur.SHOULD);
      }
    }
    Predicate where = query.filter();
    return where == null ? any.build() : within(where, any.build());
  }

  /** The filter stands for one clause, however many it takes to express. */
  private static Query within(Predicate where, Query any) {
    return new BooleanQuery.Builder()
        .add(any, Occur.MUST)
        .add(new ConditionQuery(where, Filters.query(where)), Occur.FILTER)
        .build();
  }

  /** Scores as if the segments at hand were all of the collection. */
  private static final class Scoring extends IndexSearcher {
    private final Map<BytesRef, Long> recordsWith = new HashMap<>();
    private final long records;
    private final long length;

    Scoring(IndexReader reader, TermStatistics statistics) {
      super(reader);
      setQueryCache(null);
      setSimilarity(new BM25Similarity());
      for (QueryTerm next : statistics.terms()) {
        recordsWith.put(new BytesRef(next.term()), next.records());
      }
      this.records = Math.max(1, statistics.records());
      this.length = Math.max(records, statistics.length());
    }

    @Override
    public CollectionStatistics collectionStatistics(String field) {
      return new CollectionStatistics(field, records, records, length, records);
    }

    @Override
    public org.apache.lucene.search.TermStatistics termStatistics(
        Term term, int docFreq, long totalTermFreq) {
      @Nullable Long known = recordsWith.get(term.bytes());
      long with = Math.clamp(known == null ? docFreq : known, 1, records);
      return new org.apache.lucene.search.TermStatistics(term.bytes(), with, with);
    }
  }
}
