package dev.quiver.examples.qa;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the sentences of a text are. A paragraph, a list's item and a heading end one too. */
final class Sentences {
  private static final Pattern BLOCK_END =
      Pattern.compile("\\R\\s*\\R|\\R(?=\\s*(?:[-*+#>|]|\\d+[.)]\\s))");

  /** What is shorter is a heading, a number or a stray word, and answers nothing. */
  private static final int SHORTEST = 20;

  /** What is longer is a table or a listing. */
  private static final int LONGEST = 600;

  private Sentences() {}

  /** A part of a text, from one index to before another one. */
  record Range(int start, int end) {
    String of(String text) {
      return text.substring(start, end);
    }
  }

  /** In the order of the text. */
  static List<Range> of(String text) {
    var found = new ArrayList<Range>();
    Matcher blockEnd = BLOCK_END.matcher(text);
    int start = 0;
    while (blockEnd.find()) {
      addBlock(text, new Range(start, blockEnd.start()), found);
      start = blockEnd.end();
    }
    addBlock(text, new Range(start, text.length()), found);
    return found;
  }

  private static void addBlock(String text, Range block, List<Range> found) {
    String inside = block.of(text);
    if (inside.stripLeading().startsWith("#")) {
      return;
    }
    BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
    ends.setText(inside);
    int from = ends.first();
    for (int to = ends.next(); to != BreakIterator.DONE; to = ends.next()) {
      if (to < inside.length() && !endsSentence(inside.charAt(to - 1))) {
        continue;
      }
      addTrimmed(text, new Range(block.start() + from, block.start() + to), found);
      from = to;
    }
  }

  /** A full stop inside a word, a path or a number does not. */
  private static boolean endsSentence(char last) {
    return Character.isWhitespace(last) || "。！？".indexOf(last) >= 0;
  }

  private static void addTrimmed(String text, Range sentence, List<Range> found) {
    int start = sentence.start();
    int end = sentence.end();
    while (start < end && !startsSentence(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (start < end && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    if (end - start >= SHORTEST && end - start <= LONGEST) {
      found.add(new Range(start, end));
    }
  }

  /** A bullet does not, nor does what is left of one. */
  private static boolean startsSentence(int codePoint) {
    return Character.isLetterOrDigit(codePoint) || "\"'(<`«“‘¿¡[{".indexOf(codePoint) >= 0;
  }
}
