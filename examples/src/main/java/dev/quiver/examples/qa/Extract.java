package dev.quiver.examples.qa;

import dev.quiver.examples.qa.Reply.Quote;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers with the documents' own sentences: the ones closest to the question, and no others. */
final class Extract implements Answerer {
  private static final int MOST = 3;

  /** A sentence this much less similar than the best one adds little to it. */
  private static final double NEAR_THE_BEST = 0.75;

  @Override
  public Reply.Answer answer(String question, List<Passage> passages) {
    List<Quote> quotes = best(passages);
    String note =
        quotes.isEmpty()
            ? "No sentence is close enough to the question. The passages below came nearest."
            : null;
    return new Reply.Answer(null, null, quotes, note);
  }

  /** Best first; what overlapping passages both hold is told once. */
  private static List<Quote> best(List<Passage> passages) {
    Map<String, Quote> byText = new HashMap<>();
    for (Passage passage : passages) {
      for (Passage.Highlight found : passage.highlights()) {
        String text = passage.text().substring(found.start(), found.end());
        byText.putIfAbsent(text, new Quote(text, passage.number(), found.similarity()));
      }
    }
    double least =
        NEAR_THE_BEST * byText.values().stream().mapToDouble(Quote::similarity).max().orElse(0);
    return byText.values().stream()
        .filter(quote -> quote.similarity() >= least)
        .sorted(Comparator.comparingDouble(Quote::similarity).reversed().thenComparing(Quote::text))
        .limit(MOST)
        .toList();
  }
}
