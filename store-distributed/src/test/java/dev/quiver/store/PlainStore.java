package dev.quiver.store;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.filter.logical.And;
import dev.langchain4j.store.embedding.filter.logical.Not;
import dev.langchain4j.store.embedding.filter.logical.Or;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a store must do, done plainly: a map, every score computed, LangChain4j's own filters. */
final class PlainStore {
  /** A record. */
  record Row(Embedding embedding, @Nullable TextSegment segment) {}

  /** What a search must return, in order. */
  record Ranked(String id, double score) {}

  private final Metric metric;
  private final TreeMap<String, Row> rows = new TreeMap<>();

  PlainStore(Metric metric) {
    this.metric = metric;
  }

  Map<String, Row> rows() {
    return rows;
  }

  void put(String id, Embedding embedding, @Nullable TextSegment segment) {
    rows.put(id, new Row(embedding, segment));
  }

  void remove(Collection<String> ids) {
    ids.forEach(rows::remove);
  }

  void remove(Filter filter) {
    rows.values().removeIf(matching(filter));
  }

  void clear() {
    rows.clear();
  }

  private static Predicate<Row> matching(@Nullable Filter filter) {
    return row -> filter == null || (row.segment != null && matches(filter, row.segment));
  }

  /** LangChain4j's own answer, and no where it throws because the value is of another kind. */
  private static boolean matches(Filter filter, TextSegment segment) {
    return switch (filter) {
      case And and -> matches(and.left(), segment) && matches(and.right(), segment);
      case Or or -> matches(or.left(), segment) || matches(or.right(), segment);
      case Not not -> !matches(not.expression(), segment);
      default -> {
        try {
          yield filter.test(segment.metadata());
        } catch (IllegalArgumentException | ClassCastException otherKind) {
          yield false;
        }
      }
    };
  }

  List<String> ids(@Nullable Filter filter) {
    var ids = new ArrayList<String>();
    rows.forEach(
        (id, row) -> {
          if (matching(filter).test(row)) {
            ids.add(id);
          }
        });
    return ids;
  }

  List<Ranked> search(float[] query, int limit, double minScore, @Nullable Filter filter) {
    return rows.entrySet().stream()
        .filter(entry -> matching(filter).test(entry.getValue()))
        .map(
            entry ->
                new Ranked(entry.getKey(), score(query, entry.getValue().embedding().vector())))
        .filter(ranked -> ranked.score >= minScore)
        .sorted(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::id))
        .limit(limit)
        .toList();
  }

  private double score(float[] a, float[] b) {
    double dot = 0;
    double normA = 0;
    double normB = 0;
    double distance = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      normA += (double) a[i] * a[i];
      normB += (double) b[i] * b[i];
      double difference = (double) a[i] - b[i];
      distance += difference * difference;
    }
    double score =
        switch (metric) {
          case COSINE -> (1 + dot / Math.sqrt(normA * normB)) / 2;
          case DOT_PRODUCT -> (1 + dot) / 2;
          case EUCLIDEAN -> 1 / (1 + distance);
        };
    return Math.clamp(score, 0.0, 1.0);
  }
}
