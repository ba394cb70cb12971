package dev.quiver.embedding.internal.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.document.Document;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** No segment is too large, no text is lost, and cuts are made where a reader would make them. */
class TokenSplitterTest {
  /** Words and other signs, as many tokenizers do it, and two special tokens. */
  private static int words(String text) {
    long signs = text.codePoints().filter(c -> !Character.isLetter(c) && c != ' ').count();
    return 2 + (int) signs + plainWords(text);
  }

  private static int plainWords(String text) {
    return (int) Pattern.compile("\\w+").matcher(text).results().count();
  }

  @Test
  void everySegmentFitsAndEveryWordIsInOne() {
    long seed = Long.getLong("quiver.seed", 20_260_101L);
    System.out.println("quiver.seed=" + seed);
    var random = new SplittableRandom(seed);
    for (int round = 0; round < 200; round++) {
      int max = 8 + random.nextInt(60);
      int overlap = random.nextInt((max - 3) / 2 + 1);
      String text = text(random, 1 + random.nextInt(400));
      var splitter = new TokenSplitter(max, overlap, TokenSplitterTest::words);

      List<TextSegment> segments = splitter.split(Document.from(text));

      Set<Stretch> last = Set.of(new Stretch(-1, 0));
      for (TextSegment segment : segments) {
        assertThat(words(segment.text())).isLessThanOrEqualTo(max);
        last = next(text, last, segment.text());
        assertThat(last)
            .as("[%s] is a stretch of the text, begins later, leaves nothing out, adds", segment)
            .isNotEmpty();
      }
      assertThat(last).anyMatch(stretch -> text.substring(stretch.to()).isBlank());
    }
  }

  private record Stretch(int from, int to) {}

  /** Where a segment may be, after one that may be at these places: letters and digits recur. */
  private static Set<Stretch> next(String text, Set<Stretch> last, String segment) {
    var places = new HashSet<Stretch>();
    for (Stretch before : last) {
      int at = text.indexOf(segment, before.from() + 1);
      while (at >= 0 && (at <= before.to() || text.substring(before.to(), at).isBlank())) {
        if (at + segment.length() > before.to()) {
          places.add(new Stretch(at, at + segment.length()));
        }
        at = text.indexOf(segment, at + 1);
      }
    }
    return places;
  }

  private static String text(SplittableRandom random, int words) {
    var text = new StringBuilder("w0");
    for (int i = 1; i < words; i++) {
      text.append(
          switch (random.nextInt(12)) {
            case 0 -> ". W";
            case 1 -> "\n\nw";
            case 2 -> "\n";
            case 3 -> "\ud83d\ude00";
            case 4 -> "x".repeat(random.nextInt(20));
            default -> " w";
          });
      text.append(i);
    }
    return text.toString();
  }

  @Test
  void itCutsBetweenParagraphsThenSentencesThenWords() {
    String text =
        "One two three. Four five six.\n\nSeven eight nine. Ten.\n\neleven twelve thirteen fourteen"
            + " fifteen sixteen seventeen eighteen";
    var splitter = new TokenSplitter(8, 0, TokenSplitterTest::plainWords);

    assertThat(splitter.split(Document.from(text)))
        .extracting(TextSegment::text)
        .containsExactly(
            "One two three. Four five six.",
            "Seven eight nine. Ten.",
            "eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen");
  }

  @Test
  void theEndOfASegmentComesAgain() {
    var splitter = new TokenSplitter(6, 3, TokenSplitterTest::plainWords);

    assertThat(splitter.split(Document.from("A1 a2 a3. B1 b2. C1 c2. D1 d2.")))
        .extracting(TextSegment::text)
        .containsExactly("A1 a2 a3. B1 b2.", "B1 b2. C1 c2. D1 d2.");
  }

  @Test
  void chineseSentencesAreSentences() {
    var splitter = new TokenSplitter(8, 0, String::length);

    assertThat(splitter.split(Document.from("今天天气很好。我们去公园。")))
        .extracting(TextSegment::text)
        .containsExactly("今天天气很好。", "我们去公园。");
  }

  @Test
  void whatTheModelReadsNothingOfIsNoSegment() {
    var splitter = new TokenSplitter(4, 0, text -> words(text.replace("*", "")) - 2);

    assertThat(splitter.split(Document.from("***"))).isEmpty();
    assertThat(splitter.split(Document.from("***\n\n".repeat(20)))).isEmpty();
    assertThat(splitter.split(Document.from("***\n\none two\n***\nthree four five.\n***")))
        .extracting(TextSegment::text)
        .containsExactly("one two", "three four five.");
  }

  /** As BERT does: a word of more than 100 letters is one unknown token, else a token for 4. */
  private static int wordPieces(String text) {
    return 2
        + Pattern.compile("[\\p{L}\\p{N}]+|[^\\s\\p{L}\\p{N}]")
            .matcher(text)
            .results()
            .mapToInt(word -> word.group().length())
            .map(length -> length > 100 ? 1 : (length + 3) / 4)
            .sum();
  }

  @Test
  void whatIsOneUnknownWordIsCutIntoPartsThatAreRead() {
    var random = new SplittableRandom(1);
    var blob = new StringBuilder();
    while (blob.length() < 400_000) {
      blob.append((char) ('a' + random.nextInt(26)));
    }
    var splitter = new TokenSplitter(64, 8, TokenSplitterTest::wordPieces);

    List<TextSegment> whole = splitter.split(Document.from(blob.toString()));
    assertThat(whole).allSatisfy(segment -> assertRead(segment.text()));
    assertThat(whole.stream().map(TextSegment::text).reduce("", String::concat))
        .isEqualTo(blob.toString());

    String short1 = blob.substring(0, 250);
    List<TextSegment> inside =
        splitter.split(
            Document.from("Before it. A key: " + short1 + " and what follows. The end."));
    assertThat(inside).allSatisfy(segment -> assertRead(segment.text()));
    assertThat(inside.getFirst().text()).isEqualTo("Before it. A key:");
    assertThat(inside.getLast().text()).isEqualTo("and what follows. The end.");
    assertThat(splitter.split(Document.from("x".repeat(90) + " " + "y".repeat(90)))).hasSize(1);
  }

  private static void assertRead(String text) {
    assertThat(wordPieces(text)).isLessThanOrEqualTo(64);
    assertThat(text.length()).isLessThanOrEqualTo(32 * (wordPieces(text) - 2));
  }

  @Test
  void aSegmentSaysOnWhichPageItIs() {
    var splitter = new TokenSplitter(8, 2, TokenSplitterTest::plainWords);

    assertThat(splitter.split(Document.from("One two.\fThree.\f\f" + "Four five. ".repeat(6))))
        .extracting(segment -> segment.metadata().getInteger("page") + " " + segment.text())
        .startsWith("1 One two.", "2 Three.")
        .hasSizeGreaterThan(3)
        .allSatisfy(segment -> assertThat(segment).matches("1 One.*|2 Three.*|4 Four.*"));
    assertThat(splitter.split(Document.from("One two.")).getFirst().metadata().toMap())
        .doesNotContainKey("page");
  }

  @Test
  void aTextThatFitsIsMeasuredOnce() {
    var measured = new AtomicInteger();
    var splitter =
        new TokenSplitter(
            20,
            0,
            text -> {
              measured.incrementAndGet();
              return plainWords(text);
            });
    measured.set(0);

    assertThat(splitter.split(Document.from(" One two.\nThree.\n\nFour five. ")))
        .extracting(TextSegment::text)
        .containsExactly("One two.\nThree.\n\nFour five.");
    assertThat(measured.get()).isEqualTo(1);
  }

  @Test
  void metadataIsThatOfTheDocumentAndTheNumberOfTheSegment() {
    var document = Document.from("aaaa. bbbb.", Metadata.from("key", "value"));

    assertThat(new TokenSplitter(5, 0, String::length).split(document))
        .extracting(segment -> segment.metadata().toMap().toString())
        .allSatisfy(metadata -> assertThat(metadata).contains("key=value"))
        .extracting(metadata -> metadata.replaceAll(".*index=(\\d).*", "$1"))
        .containsExactly("0", "1");
  }

  @Test
  void limitsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new TokenSplitter(2, 0, TokenSplitterTest::words))
        .hasMessage("max must be more than what every segment costs (2), but was 2");
    assertThatThrownBy(() -> new TokenSplitter(10, 6, String::length))
        .hasMessage("overlap must be between 0 and half of a segment (5), but was 6");
  }
}
