package dev.quiver.examples.qa;

import dev.quiver.examples.qa.Reply.Asked;
import dev.quiver.examples.qa.Reply.Millis;
import dev.quiver.store.SearchReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The way of a question: find passages, mark the closest sentences, answer. */
final class Questions {
  static final int MAX_LENGTH = 1_000;

  private final Library library;
  private final Highlighter highlighter;
  private final Answerer answerer;

  Questions(Library library, Highlighter highlighter, Answerer answerer) {
    this.library = library;
    this.highlighter = highlighter;
    this.answerer = answerer;
  }

  /** Blocks. */
  Reply ask(String asked) {
    String question = checked(asked);
    long started = System.nanoTime();
    Finding finding = library.find(question);
    long found = System.nanoTime();
    List<Passage> passages = highlighter.highlight(finding.vector(), finding.passages());
    Reply.Answer answer = answerer.answer(question, passages);
    long ended = System.nanoTime();
    SearchReport report = finding.report();
    var millis =
        new Millis(
            millis(finding.embedNanos()),
            millis(report.took()),
            millis(ended - found),
            millis(ended - started));
    return new Reply(question, answer, passages, search(report), millis);
  }

  private static String checked(String asked) {
    String question = asked.strip();
    if (question.isEmpty()) {
      throw new IllegalArgumentException("Type a question first.");
    }
    if (question.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "A question has at most %,d characters, but this one has %,d.",
              MAX_LENGTH,
              question.length()));
    }
    return question;
  }

  private static Reply.Search search(SearchReport report) {
    return new Reply.Search(
        report.cacheHit(),
        report.coverage(),
        report.shards().stream()
            .map(
                shard ->
                    new Asked(
                        shard.shard(),
                        shard.node(),
                        shard.load(),
                        millis(shard.took()),
                        shard.candidates()))
            .toList());
  }

  private static double millis(Duration duration) {
    return millis(duration.toNanos());
  }

  private static double millis(long nanos) {
    return nanos / 1e6;
  }
}
