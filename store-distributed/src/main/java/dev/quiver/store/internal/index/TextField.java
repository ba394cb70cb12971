package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.AnalysisKind;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/**
 * How texts become terms, in records and in queries.
 *
 * <p>Unicode's rules find the words, in any script that sets them apart. Chinese, Japanese and
 * Korean do not, or not where a reader would look for them: their characters are indexed one by one
 * and in overlapping pairs. A query asks for its pairs, and for a character alone only where it
 * stands alone. So it matches in the middle of running text, and two characters that meet by chance
 * elsewhere do not.
 *
 * <p>No word is left out for being common. Its weight is next to nothing beside rare ones, and a
 * query of common words alone still finds what it says.
 *
 * <p>Texts are composed first (NFC): an accent or a Korean syllable may be written as one character
 * or as several, and files made on some systems have the latter.
 */
final class TextField {
  /** Later ones of a longer query are left out: Lucene takes little more than a thousand. */
  static final int MAX_QUERY_TERMS = 1000;

  private static final int CJK =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  private static final FieldType TYPE = new FieldType();

  static {
    TYPE.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    TYPE.setTokenized(true);
    TYPE.freeze();
  }

  private TextField() {}

  static Field field(String text) {
    return new Field(FieldName.TEXT, composed(text), TYPE);
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Makes the terms of records. */
  static Analyzer analyzer(AnalysisKind kind) {
    return new Analyzer() {
      @Override
      protected TokenStreamComponents createComponents(String field) {
        var words = new StandardTokenizer();
        return new TokenStreamComponents(words, terms(words, kind, true));
      }
    };
  }

  /**
   * The distinct terms of a query in its order, and how often it says each. A text is nothing but
   * words: no character in it has a meaning of its own.
   */
  static Map<String, Integer> termsOf(String query, AnalysisKind kind) {
    var times = new LinkedHashMap<String, Integer>();
    var words = new StandardTokenizer();
    words.setReader(new StringReader(composed(query)));
    try (TokenStream terms = terms(words, kind, false)) {
      CharTermAttribute term = terms.addAttribute(CharTermAttribute.class);
      terms.reset();
      while (terms.incrementToken()) {
        String next = term.toString();
        if (times.size() < MAX_QUERY_TERMS || times.containsKey(next)) {
          times.merge(next, 1, Integer::sum);
        }
      }
      terms.end();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a string cannot fail to be read", impossible);
    }
    return times;
  }

  private static TokenStream terms(Tokenizer words, AnalysisKind kind, boolean singlesToo) {
    TokenStream terms = new LowerCaseFilter(new CJKWidthFilter(words));
    return switch (kind) {
      case ENGLISH ->
          new PorterStemFilter(
              new CJKBigramFilter(
                  new ASCIIFoldingFilter(new EnglishPossessiveFilter(terms)), CJK, singlesToo));
      case WORDS -> new CJKBigramFilter(terms, CJK, singlesToo);
      case NONE -> throw new IllegalStateException("texts are not indexed");
    };
  }
}
