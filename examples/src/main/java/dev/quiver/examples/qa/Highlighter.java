package dev.quiver.examples.qa;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.quiver.embedding.OnnxEmbeddingModel;
import dev.quiver.examples.qa.Passage.Highlight;
import dev.quiver.examples.qa.Sentences.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds in each passage the sentences whose meaning is closest to the question. */
final class Highlighter {
  /** Below it, all-MiniLM-L6-v2 sees nothing that two texts have in common. */
  private static final double LEAST_SIMILARITY = 0.35;

  private static final int MOST_IN_A_PASSAGE = 2;

  private final OnnxEmbeddingModel model;

  Highlighter(OnnxEmbeddingModel model) {
    this.model = model;
  }

  /** All sentences go through the model in one call. */
  List<Passage> highlight(Embedding question, List<Passage> passages) {
    List<List<Range>> sentences = passages.stream().map(this::readable).toList();
    List<TextSegment> texts = new ArrayList<>();
    for (int i = 0; i < passages.size(); i++) {
      String text = passages.get(i).text();
      sentences.get(i).forEach(range -> texts.add(TextSegment.from(range.of(text))));
    }
    if (texts.isEmpty()) {
      return passages;
    }
    List<Embedding> vectors = model.embedAll(texts).content();
    var highlighted = new ArrayList<Passage>();
    int from = 0;
    for (int i = 0; i < passages.size(); i++) {
      List<Range> inside = sentences.get(i);
      List<Embedding> theirs = vectors.subList(from, from + inside.size());
      highlighted.add(passages.get(i).with(best(question, inside, theirs)));
      from += inside.size();
    }
    return highlighted;
  }

  /** The model refuses what has none of its tokens. */
  private List<Range> readable(Passage passage) {
    return Sentences.of(passage.text()).stream()
        .filter(
            range -> model.tokenCounter().estimateTokenCountInText(range.of(passage.text())) > 0)
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
