package dev.quiver.store.internal.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What scores by words depend on besides the record: how many there are to find, how long they are
 * and how common each term of the query is. Of several shards it is the sum, so that a record
 * scores the same whichever shard it is in.
 *
 * <p>Deleted records count until they are merged away.
 *
 * @param records with at least one term
 * @param length of all their texts together, in terms
 * @param terms of the query, in its order
 */
public record TermStatistics(long records, long length, List<QueryTerm> terms) {
  /** Of no shard, whatever the query. */
  public static final TermStatistics NOTHING = new TermStatistics(0, 0, List.of());

  public TermStatistics {
    terms = List.copyOf(terms);
  }

  /** Of the shards of both; they were asked the same query. */
  public TermStatistics plus(TermStatistics others) {
    if (terms.isEmpty()) {
      return others;
    }
    if (!words().equals(others.words())) {
      throw new IllegalArgumentException(
          "terms must be those of one query, but were " + words() + " and " + others.words());
    }
    var sums = new ArrayList<QueryTerm>(terms.size());
    for (int i = 0; i < terms.size(); i++) {
      QueryTerm mine = terms.get(i);
      long both = mine.records() + others.terms.get(i).records();
      sums.add(new QueryTerm(mine.term(), mine.times(), both));
    }
    return new TermStatistics(records + others.records, length + others.length, sums);
  }

  private List<String> words() {
    return terms.stream().map(QueryTerm::term).toList();
  }

  /** Whether any record has any of the terms. */
  public boolean canMatch() {
    return terms.stream().anyMatch(term -> term.records() > 0);
  }
}
