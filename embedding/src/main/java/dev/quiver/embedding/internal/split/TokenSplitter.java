package dev.quiver.embedding.internal.split;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.DocumentSplitter;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * A splitter whose segments are never larger than a model takes, by the model's own measure, and so
 * are embedded whole.
 *
 * <p>Every segment is a stretch of the document's own text. It ends at the end of a paragraph if
 * that leaves it at least half full, else of a sentence, else of a word; it begins with the last
 * sentences of the one before, as far as they fit into the overlap. Sizes of sentences are added up
 * to find where a segment ends, but a segment is measured once more as a whole before it is let go,
 * because tokens of joined text may be more than those of its parts.
 *
 * <p>A form feed ends a page: no segment goes over it, and each says in its metadata on which page
 * it is. A word that the model would take for a single unknown one is cut into parts that it reads,
 * a segment each, because together they would be that word again.
 */
public final class TokenSplitter implements DocumentSplitter {
  private static final String INDEX = "index";
  private static final String PAGE = "page";
  private static final char PAGE_END = '\f';

  /** A text with more of them has hardly room in one segment. */
  private static final int CHARACTERS_PER_TOKEN = 8;

  private final int max;
  private final int overlap;
  private final ToIntFunction<String> size;

  /** What the measure says of a text of one letter, less that letter: special tokens. */
  private final int fixed;

  /**
   * @param max the largest size of a segment
   * @param overlap how much of the end of a segment comes again in the next one, at most
   * @param size of a text, special tokens included
   */
  public TokenSplitter(int max, int overlap, ToIntFunction<String> size) {
    this.fixed = Math.max(0, size.applyAsInt("a") - 1);
    if (max <= fixed) {
      throw new IllegalArgumentException(
          "max must be more than what every segment costs (" + fixed + "), but was " + max);
    }
    if (overlap < 0 || overlap > (max - fixed) / 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "overlap must be between 0 and half of a segment (%d), but was %d",
              (max - fixed) / 2,
              overlap));
    }
    this.max = max;
    this.overlap = overlap;
    this.size = size;
  }

  @Override
  public List<TextSegment> split(Document document) {
    String text = document.text();
    boolean hasPages = text.indexOf(PAGE_END) >= 0;
    var segments = new ArrayList<TextSegment>();
    int page = 1;
    int from = 0;
    while (from <= text.length()) {
      int end = text.indexOf(PAGE_END, from);
      int to = end < 0 ? text.length() : end;
      for (String piece : pieces(text.substring(from, to))) {
        Metadata metadata = document.metadata().copy().put(INDEX, String.valueOf(segments.size()));
        segments.add(TextSegment.from(piece, hasPages ? metadata.put(PAGE, page) : metadata));
      }
      page++;
      from = to + 1;
    }
    return segments;
  }

  private List<String> pieces(String text) {
    if (fits(text)) {
      return List.of(text.strip());
    }
    int room = max - fixed;
    List<Atom> atoms = Atoms.of(text, room, piece -> size.applyAsInt(piece) - fixed);
    var pieces = new ArrayList<String>();
    int from = 0;
    int done = 0;
    while (done < atoms.size()) {
      int to = end(atoms, from, done, room);
      while (size.applyAsInt(cut(text, atoms, from, to)) > max && to - from > 1) {
        // First what is new goes, down to one atom, then the overlap: that one atom always fits.
        if (to > done + 1) {
          to--;
        } else {
          from++;
        }
      }
      pieces.add(cut(text, atoms, from, to));
      done = to;
      from = to < atoms.size() ? start(atoms, from + 1, to, room) : to;
    }
    return pieces;
  }

  /**
   * One measurement, where a short text would otherwise be measured by sentences and as a whole.
   */
  private boolean fits(String text) {
    if (text.isBlank() || text.length() > (long) CHARACTERS_PER_TOKEN * max) {
      return false;
    }
    int whole = size.applyAsInt(text.strip());
    return whole > fixed
        && whole <= max
        && LongWords.unreadable(text, piece -> size.applyAsInt(piece) - fixed).isEmpty();
  }

  /** Where the atoms from this one on no longer fit, or the last paragraph break before that. */
  private static int end(List<Atom> atoms, int from, int done, int room) {
    int filled = 0;
    int paragraph = -1;
    for (int i = from; i < atoms.size(); i++) {
      Atom atom = atoms.get(i);
      if (i > from && (atom.standsAlone() || atoms.get(i - 1).standsAlone())) {
        return i;
      }
      if (filled + atom.size() > room && i > done) {
        return paragraph > done ? paragraph : i;
      }
      if (atom.opensParagraph() && filled >= room / 2) {
        paragraph = i;
      }
      filled += atom.size();
    }
    return atoms.size();
  }

  /** The first atom of the overlap, which leaves room for the first one that is new. */
  private int start(List<Atom> atoms, int least, int to, int room) {
    int left = Math.min(overlap, room - atoms.get(to).size());
    int start = to;
    while (start > least
        && atoms.get(start - 1).size() <= left
        && !atoms.get(start).standsAlone()
        && !atoms.get(start - 1).standsAlone()) {
      start--;
      left -= atoms.get(start).size();
    }
    return start;
  }

  private static String cut(String text, List<Atom> atoms, int from, int to) {
    return text.substring(atoms.get(from).from(), atoms.get(to - 1).to()).strip();
  }

  @Override
  public String toString() {
    return "tokens of " + max + ", overlap " + overlap;
  }
}
