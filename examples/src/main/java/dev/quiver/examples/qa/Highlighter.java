package dev.quiver.examples.qa;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.quiver.examples.qa.Passage.Highlight;
import dev.quiver.examples.qa.Sentences.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds in each passage the sentences whose meaning is closest to the question. */
final class Highlighter {
  /** Below it, all-MiniLM-L6-v2 sees nothing that two texts have in common. */
  private static final double LEAST_SIMILARITY = 0.35;

  private static final int MOST_IN_A_PASSAGE = 2;

  /** Each has some ten sentences, of 1.5 KB. */
  private static final int MOST_REMEMBERED = 256;

  private final EmbeddingModel model;
  private final TokenCountEstimator tokens;

  /** By the passage's text, the one asked for last at the end. */
  private final Map<String, Known> known =
      new LinkedHashMap<>(MOST_REMEMBERED, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  Highlighter(EmbeddingModel model, TokenCountEstimator tokens) {
    this.model = model;
    this.tokens = tokens;
  }

  /** The sentences of a passage, and their vectors. */
  private record Known(List<Range> sentences, List<Embedding> vectors) {}

  /** Passages that were found before cost no call of the model; all others cost one together. */
  List<Passage> highlight(Embedding question, List<Passage> passages) {
    Map<String, Known> all = remembered(passages);
    List<String> missing =
        passages.stream()
            .map(Passage::text)
            .distinct()
            .filter(text -> !all.containsKey(text))
            .toList();
    all.putAll(embedded(missing));
    remember(all);
    return passages.stream()
        .map(
            passage -> {
              Known its = Objects.requireNonNull(all.get(passage.text()), "every passage is there");
              return passage.with(best(question, its.sentences(), its.vectors()));
            })
        .toList();
  }

  private Map<String, Known> remembered(List<Passage> passages) {
    Map<String, Known> found = new HashMap<>();
    synchronized (known) {
      for (Passage passage : passages) {
        Known its = known.get(passage.text());
        if (its != null) {
          found.put(passage.text(), its);
        }
      }
    }
    return found;
  }

  private void remember(Map<String, Known> all) {
    synchronized (known) {
      known.putAll(all);
    }
  }

  private Map<String, Known> embedded(List<String> passages) {
    List<List<Range>> sentences = passages.stream().map(this::readable).toList();
    List<TextSegment> texts = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      String text = passages.get(i);
      sentences.get(i).forEach(range -> texts.add(TextSegment.from(range.of(text))));
    }
    List<Embedding> vectors = texts.isEmpty() ? List.of() : model.embedAll(texts).content();
    Map<String, Known> made = new HashMap<>();
    int from = 0;
    for (int i = 0; i < passages.size(); i++) {
      List<Range> inside = sentences.get(i);
      List<Embedding> theirs = vectors.subList(from, from + inside.size());
      made.put(passages.get(i), new Known(inside, List.copyOf(theirs)));
      from += inside.size();
    }
    return made;
  }

  /** The model refuses what has none of its tokens. */
  private List<Range> readable(String text) {
    return Sentences.of(text).stream()
        .filter(range -> tokens.estimateTokenCountInText(range.of(text)) > 0)
        .toList();
  }

  private static List<Highlight> best(
      Embedding question, List<Range> sentences, List<Embedding> vectors) {
    var found = new ArrayList<Highlight>();
    for (int i = 0; i < sentences.size(); i++) {
      Range at = sentences.get(i);
      double similarity = CosineSimilarity.between(question, vectors.get(i));
      if (similarity >= LEAST_SIMILARITY) {
        found.add(new Highlight(at.start(), at.end(), similarity));
      }
    }
    return found.stream()
        .sorted(Comparator.comparingDouble(Highlight::similarity).reversed())
        .limit(MOST_IN_A_PASSAGE)
        .sorted(Comparator.comparingInt(Highlight::start))
        .toList();
  }
}
