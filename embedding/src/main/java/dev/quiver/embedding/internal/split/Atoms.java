package dev.quiver.embedding.internal.split;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/** Cuts a text into atoms no larger than a limit, at the best place there is for it. */
final class Atoms {
  private final String text;
  private final int limit;
  private final ToIntFunction<String> size;
  private final List<Atom> atoms = new ArrayList<>();

  private Atoms(String text, int limit, ToIntFunction<String> size) {
    this.text = text;
    this.limit = limit;
    this.size = size;
  }

  static List<Atom> of(String text, int limit, ToIntFunction<String> size) {
    var found = new Atoms(text, limit, size);
    found.sentences();
    return found.atoms;
  }

  private void sentences() {
    BreakIterator sentences = BreakIterator.getSentenceInstance(Locale.ROOT);
    sentences.setText(text);
    boolean opens = true;
    int from = 0;
    for (int to = sentences.next(); to != BreakIterator.DONE; to = sentences.next()) {
      // The iterator reads on over line breaks; a heading or an item of a list ends with its line.
      for (int line = endOfLine(from, to); from < to; line = endOfLine(from, to)) {
        opens = add(from, line, opens);
        from = line;
      }
    }
  }

  private int endOfLine(int from, int to) {
    int at = text.indexOf('\n', from);
    return at < 0 || at >= to ? to : at + 1;
  }

  /** Returns whether what comes next opens a paragraph. */
  private boolean add(int from, int to, boolean opens) {
    boolean next = opens;
    int done = from;
    for (LongWords.Word word : LongWords.unreadable(text.substring(from, to), size)) {
      next = addReadable(done, from + word.from(), next);
      halves(from + word.from(), from + word.to(), next, true);
      next = false;
      done = from + word.to();
    }
    return done < to ? addReadable(done, to, next) : next;
  }

  private boolean addReadable(int from, int to, boolean opens) {
    String piece = text.substring(from, to);
    if (piece.isBlank()) {
      return opens || piece.indexOf('\n') >= 0;
    }
    int pieceSize = size.applyAsInt(piece.strip());
    if (pieceSize <= 0) {
      // As good as blank: a segment of nothing else would be refused by the model.
      return opens;
    }
    if (pieceSize <= limit) {
      atoms.add(new Atom(from, to, pieceSize, opens, false));
    } else {
      words(from, to, opens);
    }
    return false;
  }

  private void words(int from, int to, boolean opens) {
    BreakIterator words = BreakIterator.getLineInstance(Locale.ROOT);
    words.setText(text.substring(from, to));
    boolean first = opens;
    int start = from;
    for (int next = words.next(); next != BreakIterator.DONE; next = words.next()) {
      halves(start, from + next, first, false);
      first = false;
      start = from + next;
    }
  }

  /** Never between the two halves of a character outside the basic plane. */
  private void halves(int from, int to, boolean opens, boolean alone) {
    String piece = text.substring(from, to);
    if (piece.isBlank()) {
      return;
    }
    int pieceSize = size.applyAsInt(piece.strip());
    if (pieceSize <= 0) {
      return;
    }
    int middle = from + (to - from) / 2;
    if (Character.isLowSurrogate(text.charAt(middle))
        && Character.isHighSurrogate(text.charAt(middle - 1))) {
      middle++;
    }
    boolean isRead = !alone || LongWords.isRead(to - from, pieceSize);
    if ((pieceSize <= limit && isRead) || middle <= from || middle >= to) {
      atoms.add(new Atom(from, to, pieceSize, opens, alone));
    } else {
      halves(from, middle, opens, alone);
      halves(middle, to, false, alone);
    }
  }
}
