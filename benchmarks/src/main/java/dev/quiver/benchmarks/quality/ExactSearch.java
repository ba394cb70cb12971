package dev.quiver.benchmarks.quality;

import dev.langchain4j.data.embedding.Embedding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Documents by their unit vectors, compared with a query one by one. */
final class ExactSearch {
  private final Map<String, float[]> vectors = new LinkedHashMap<>();

  ExactSearch(Collection<String> ids, List<Embedding> embeddings) {
    Iterator<Embedding> next = embeddings.iterator();
    ids.forEach(id -> vectors.put(id, next.next().vector()));
  }

  /** Nearest first; ties by id. */
  List<String> nearest(Embedding query, int count) {
    List<Map.Entry<String, Double>> scored = new ArrayList<>();
    vectors.forEach((id, vector) -> scored.add(Map.entry(id, dot(query.vector(), vector))));
    return scored.stream()
        .sorted(
            Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
