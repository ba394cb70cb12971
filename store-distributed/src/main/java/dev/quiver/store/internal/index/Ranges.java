package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.Value;
import java.util.Arrays;
import java.util.UUID;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Comparisons with one value, of its own kind only. {@code NOT_EQUAL} is not among them. */
final class Ranges {
  private static final byte[] LEAST = SortableBytes.number(Double.NEGATIVE_INFINITY, 0);
  private static final byte[] GREATEST = SortableBytes.number(Double.POSITIVE_INFINITY, 0);

  private Ranges() {}

  static Query numbers(String key, Comparison comparison, Value.Num number) {
    if (number.isNaN()) {
      return new MatchNoDocsQuery("nothing compares with NaN");
    }
    byte[] at = SortableBytes.number(number);
    byte[] lower =
        switch (comparison) {
          case EQUAL, GREATER_OR_EQUAL -> at;
          case GREATER -> SortableBytes.beside(number, 1);
          case LESS, LESS_OR_EQUAL -> LEAST;
          case NOT_EQUAL -> throw notARange();
        };
    byte[] upper =
        switch (comparison) {
          case EQUAL, LESS_OR_EQUAL -> at;
          case LESS -> SortableBytes.beside(number, -1);
          case GREATER, GREATER_OR_EQUAL -> GREATEST;
          case NOT_EQUAL -> throw notARange();
        };
    return Arrays.compareUnsigned(lower, upper) > 0
        ? new MatchNoDocsQuery("an empty range")
        : BinaryPoint.newRangeQuery(FieldName.ofNumber(key), lower, upper);
  }

  static Query uuids(String key, Comparison comparison, UUID uuid) {
    return terms(FieldName.ofUuid(key), comparison, SortableBytes.uuid(uuid));
  }

  static Query strings(String key, Comparison comparison, String text) {
    String field = FieldName.ofString(key);
    BytesRef whole = SortableBytes.wholeTerm(text);
    if (whole != null) {
      return terms(field, comparison, whole);
    }
    BytesRef prefix = SortableBytes.longPrefix(text);
    Query wider =
        switch (comparison) {
          case EQUAL -> new TermQuery(new Term(field, SortableBytes.term(text)));
          case GREATER, GREATER_OR_EQUAL -> range(field, prefix, null, true);
          case LESS, LESS_OR_EQUAL -> range(field, null, afterPrefix(prefix), true);
          case NOT_EQUAL -> throw notARange();
        };
    return new VerifiedQuery(wider, new Predicate.Compare(key, comparison, new Value.Text(text)));
  }

  private static Query terms(String field, Comparison comparison, BytesRef term) {
    return switch (comparison) {
      case EQUAL -> new TermQuery(new Term(field, term));
      case GREATER -> range(field, term, null, false);
      case GREATER_OR_EQUAL -> range(field, term, null, true);
      case LESS -> range(field, null, term, false);
      case LESS_OR_EQUAL -> range(field, null, term, true);
      case NOT_EQUAL -> throw notARange();
    };
  }

  private static Query range(
      String field, @Nullable BytesRef lower, @Nullable BytesRef upper, boolean inclusive) {
    return new TermRangeQuery(field, lower, upper, inclusive, inclusive);
  }

  /** No less than any term with this prefix: none has a hash of all ones and more behind it. */
  private static BytesRef afterPrefix(BytesRef prefix) {
    byte[] bytes = Arrays.copyOf(prefix.bytes, SortableBytes.MAX_TERM_BYTES + 17);
    Arrays.fill(bytes, SortableBytes.MAX_TERM_BYTES, bytes.length, (byte) 0xFF);
    return new BytesRef(bytes);
  }

  private static IllegalArgumentException notARange() {
    return new IllegalArgumentException("comparison must be a range, but was NOT_EQUAL");
  }
}
