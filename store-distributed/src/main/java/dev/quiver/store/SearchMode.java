package dev.quiver.store;

/** What a search ranks by. */
public enum SearchMode {
  /** The vectors alone. */
  VECTOR,

  /**
   * The vectors and the words of {@code request.query()}: records are listed by each, and a place
   * in a list is worth {@code 61/2 / (60 + rank)}, so that the first of both has score 1. The lists
   * are {@code max(10 * maxResults, 100)} long. A request without {@code query()} is answered as by
   * {@link #VECTOR}.
   */
  HYBRID,

  /**
   * The words of {@code request.query()} alone, by BM25: of a sum {@code s} the score is {@code s /
   * (1 + s)}. The embedding of the request is not looked at; a request without {@code query()} is
   * refused. What was removed still counts for how rare a word is, until {@link
   * ClusterAdmin#compact()} or a merge of its own drops it.
   */
  TEXT
}
