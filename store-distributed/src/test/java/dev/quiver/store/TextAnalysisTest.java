package dev.quiver.store;

import static dev.quiver.store.TextRequests.found;
import static dev.quiver.store.TextRequests.storeOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Catches words that a reader would find in a text and a search does not, or the other way. */
@Timeout(120)
final class TextAnalysisTest {
  @Test
  void englishIsFoundByItsStems() {
    var texts =
        Map.of(
            "river", "The river flooded three villages after the heavy rains of April.",
            "index", "An index speeds up searching at the cost of slower writes.",
            "run", "She was running late, as the runners\u2019 meeting had overrun.",
            "cafe", "The caf\u00e9 on the corner serves na\u00efve art with its coffee.");
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      assertThat(found(store, "village flooding")).containsExactly("river");
      assertThat(found(store, "RAIN")).containsExactly("river");
      assertThat(found(store, "searches indexes")).containsExactly("index");
      assertThat(found(store, "runner's")).containsExactly("run");
      assertThat(found(store, "cafe")).containsExactly("cafe");
      assertThat(found(store, Normalizer.normalize("caf\u00e9", Normalizer.Form.NFD)))
          .containsExactly("cafe");
      assertThat(found(store, "naive")).containsExactly("cafe");
      assertThat(found(store, "flo")).isEmpty();
    }
  }

  @Test
  void wordsAreFoundAsTheyAreWritten() {
    var texts =
        Map.of(
            "de", "Die Vertr\u00e4ge wurden gestern im Rathaus unterzeichnet.",
            "en", "The treaties were signed at the town hall.");
    try (var store = storeOf(TextAnalysis.WORDS, texts)) {
      assertThat(found(store, "vertr\u00e4ge")).containsExactly("de");
      assertThat(found(store, "vertrage")).isEmpty();
      assertThat(found(store, "treaties")).containsExactly("en");
      assertThat(found(store, "treaty")).isEmpty();
    }
  }

  /** Tokyo and Kyoto share a character: \u6771\u4eac\u90fd is the prefecture of Tokyo. */
  @Test
  void chineseJapaneseAndKoreanAreFoundInRunningText() {
    var texts =
        Map.of(
            "zh",
                "\u5317\u4eac\u5927\u5b66\u7684\u5b66\u751f\u5728\u56fe\u4e66\u9986\u5b66\u4e60\u3002",
            "ja", "\u6771\u4eac\u90fd\u306f\u65e5\u672c\u306e\u9996\u90fd\u3067\u3059\u3002",
            "kata",
                "\u65b0\u3057\u3044\uff7a\uff9d\uff8b\uff9f\uff6d\uff70\uff80\u3092\u8cb7\u3044\u307e\u3057\u305f\u3002",
            "ko",
                "\ub300\ud55c\ubbfc\uad6d\uc758 \uc218\ub3c4\ub294 \uc11c\uc6b8\uc785\ub2c8\ub2e4.",
            "mixed", "\u6211\u7684iPhone\u624b\u673a\u574f\u4e86");
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      assertThat(found(store, "\u56fe\u4e66\u9986")).containsExactly("zh");
      assertThat(found(store, "\u5927\u5b66\u751f")).first().isEqualTo("zh");
      assertThat(found(store, "\u9996\u90fd")).containsExactly("ja");
      assertThat(found(store, "\u65e5\u672c")).containsExactly("ja");
      assertThat(found(store, "\u30b3\u30f3\u30d4\u30e5\u30fc\u30bf")).containsExactly("kata");
      assertThat(found(store, "\uc11c\uc6b8")).containsExactly("ko");
      assertThat(found(store, "\uc218\ub3c4")).containsExactly("ko");
      assertThat(found(store, Normalizer.normalize("\uc11c\uc6b8", Normalizer.Form.NFD)))
          .containsExactly("ko");
      assertThat(found(store, "iphone")).containsExactly("mixed");
      assertThat(found(store, "\u624b\u673a")).containsExactly("mixed");
      assertThat(found(store, "\u9986")).as("one character alone").containsExactly("zh");
      assertThat(found(store, "\u672c\u9996")).as("two that meet nowhere").isEmpty();
    }
  }

  @Test
  void phrasesOfCommonWordsAreFound() {
    var texts = new HashMap<String, String>();
    texts.put("hamlet", "To be, or not to be, that is the question.");
    texts.put("who", "The Who recorded it at their first concert.");
    for (int i = 0; i < 40; i++) {
      texts.put("other-" + i, "It is the day of the year " + i + " that we are to go for a walk.");
    }
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      assertThat(found(store, "to be or not to be").getFirst()).isEqualTo("hamlet");
      assertThat(found(store, "The Who").getFirst()).isEqualTo("who");
      assertThat(found(store, "\"not to be\"").getFirst()).isEqualTo("hamlet");
    }
  }

  @Test
  void charactersOfQueryLanguagesMeanNothing() {
    var texts =
        Map.of(
            "a", "alpha beta",
            "b", "beta gamma",
            "c", "C++ and C# are not C: (a[0] && b) || !c");
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      assertThat(found(store, "alpha AND gamma")).contains("a", "b");
      assertThat(found(store, "-beta alpha")).containsExactly("a", "b");
      assertThat(found(store, "text:alpha")).isEmpty();
      assertThat(found(store, "alp* OR alph? ~alpha~2")).containsExactly("a");
      assertThat(found(store, "+beta +\"gamma\\")).containsExactly("b", "a");
      for (String broken :
          new String[] {"(", "\"", "[a TO", "a^", "\\", "/x[/", "{!q}", "AND", "!", "~", "*:*"}) {
        found(store, broken);
      }
      assertThat(found(store, "C++ C#")).containsExactly("c");
    }
  }

  @Test
  void queriesWithoutWordsFindNothing() {
    var texts = Map.of("a", "alpha", "dots", "...", "smile", "\ud83d\ude00 grin");
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      for (String empty : new String[] {"", " ", "\n\t", "?!", "...", "\u3002\u3001", "\ud800"}) {
        assertThat(found(store, empty)).as("query <%s>", empty).isEmpty();
      }
      assertThat(found(store, "\ud83d\ude00")).containsExactly("smile");
    }
  }

  @Test
  void longTextsAreSearchedAndSearchedFor() {
    var words = new StringBuilder();
    for (int i = 0; words.length() < 100_000; i++) {
      words.append("word").append(i).append(i % 7 == 0 ? ". " : " ");
    }
    String endless = "x".repeat(100_000) + " needle";
    var texts = Map.of("words", words.toString(), "endless", endless, "short", "word3 word5");
    try (var store = storeOf(TextAnalysis.ENGLISH, texts)) {
      assertThat(found(store, words.toString())).containsExactly("words", "short");
      assertThat(found(store, endless)).first().isEqualTo("endless");
      assertThat(found(store, "needle")).containsExactly("endless");
      assertThat(found(store, "\u6f22".repeat(33_000))).isEmpty();
    }
  }
}
