package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.Predicate.Comparison;
import dev.quiver.store.internal.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.lucene.document.BinaryPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Predicates as Lucene queries: the same records, found without reading the others. */
final class Filters {
  private Filters() {}

  /** Matches exactly the records of which {@code record.matches(where)} is true. */
  static Query query(Predicate where) {
    return new BooleanQuery.Builder()
        .add(condition(where), Occur.FILTER)
        .add(new TermQuery(new Term(FieldName.BARE, FieldName.YES)), Occur.MUST_NOT)
        .build();
  }

  private static Query condition(Predicate where) {
    return switch (where) {
      case Predicate.And(var left, var right) ->
          new BooleanQuery.Builder()
              .add(condition(left), Occur.FILTER)
              .add(condition(right), Occur.FILTER)
              .build();
      case Predicate.Or(var left, var right) -> any(List.of(condition(left), condition(right)));
      case Predicate.Not(var operand) -> except(List.of(condition(operand)));
      case Predicate.Compare(var key, var comparison, var value) ->
          new ConditionQuery(where, compare(key, comparison, value));
      case Predicate.In(var key, var values) -> new ConditionQuery(where, in(key, values));
      case Predicate.NotIn notIn -> new ConditionQuery(where, notIn(notIn));
      case Predicate.Contains contains -> new ConditionQuery(where, contains(contains));
    };
  }

  private static Query compare(String key, Comparison comparison, Value value) {
    if (comparison == Comparison.NOT_EQUAL) {
      var others = new ArrayList<>(otherKinds(key, List.of(value)));
      others.add(compare(key, Comparison.EQUAL, value));
      return except(others);
    }
    return switch (value) {
      case Value.Num number -> Ranges.numbers(key, comparison, number);
      case Value.Text(var text) -> Ranges.strings(key, comparison, text);
      case Value.Uuid(var uuid) ->
          comparison == Comparison.EQUAL
              ? any(
                  List.of(
                      Ranges.uuids(key, comparison, uuid),
                      Ranges.strings(key, comparison, uuid.toString())))
              : Ranges.uuids(key, comparison, uuid);
    };
  }

  private static Query in(String key, List<Value> values) {
    var numbers = new ArrayList<byte[]>();
    var strings = new ArrayList<BytesRef>();
    var uuids = new ArrayList<BytesRef>();
    var alternatives = new ArrayList<Query>();
    for (Value value : values) {
      switch (value) {
        case Value.Num number when number.isNaN() -> {}
        case Value.Num number -> numbers.add(SortableBytes.number(number));
        case Value.Uuid(var uuid) -> uuids.add(SortableBytes.uuid(uuid));
        case Value.Text(var text) -> {
          BytesRef term = SortableBytes.wholeTerm(text);
          if (term != null) {
            strings.add(term);
          } else {
            alternatives.add(Ranges.strings(key, Comparison.EQUAL, text));
          }
        }
      }
    }
    if (!numbers.isEmpty()) {
      alternatives.add(
          BinaryPoint.newSetQuery(FieldName.ofNumber(key), numbers.toArray(byte[][]::new)));
    }
    if (!strings.isEmpty()) {
      alternatives.add(new TermInSetQuery(FieldName.ofString(key), strings));
    }
    if (!uuids.isEmpty()) {
      alternatives.add(new TermInSetQuery(FieldName.ofUuid(key), uuids));
      // A string equals every UUID it can be read as, in more spellings than could be listed.
      alternatives.add(
          new VerifiedQuery(present(FieldName.ofString(key)), new Predicate.In(key, values)));
    }
    return any(alternatives);
  }

  private static Query notIn(Predicate.NotIn where) {
    String key = where.key();
    var excluded = new ArrayList<>(otherKinds(key, where.values()));
    excluded.add(in(key, where.values()));
    boolean asksForUuid = where.values().stream().anyMatch(Value.Uuid.class::isInstance);
    boolean asksForText = where.values().stream().anyMatch(Value.Text.class::isInstance);
    if (asksForUuid && !asksForText) {
      // Strings that are no UUID are of another kind; which ones are, only they can tell.
      Query strings = present(FieldName.ofString(key));
      excluded.add(new VerifiedQuery(strings, new Predicate.Not(where)));
    }
    return except(excluded);
  }

  /** Records whose value under the key is of a kind that none of these can be compared with. */
  private static List<Query> otherKinds(String key, List<Value> values) {
    var others = new ArrayList<Query>();
    if (values.stream().noneMatch(Value.Num.class::isInstance)) {
      others.add(present(FieldName.ofNumber(key)));
    }
    if (values.stream().noneMatch(Value.Uuid.class::isInstance)) {
      others.add(present(FieldName.ofUuid(key)));
      if (values.stream().noneMatch(Value.Text.class::isInstance)) {
        others.add(present(FieldName.ofString(key)));
      }
    }
    return others;
  }

  private static Query contains(Predicate.Contains where) {
    var part = new BytesRef(SortableBytes.string(where.part()));
    return any(
        List.of(
            new ContainsQuery(FieldName.ofString(where.key()), part),
            new VerifiedQuery(present(FieldName.ofLongString(where.key())), where)));
  }

  private static Query present(String field) {
    return new TermQuery(new Term(FieldName.PRESENT, FieldName.mark(field)));
  }

  private static Query any(List<Query> alternatives) {
    if (alternatives.isEmpty()) {
      return new MatchNoDocsQuery("no alternative");
    }
    var union = new BooleanQuery.Builder();
    alternatives.forEach(query -> union.add(Objects.requireNonNull(query), Occur.SHOULD));
    return union.build();
  }

  private static Query except(List<Query> excluded) {
    var rest = new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    excluded.forEach(query -> rest.add(query, Occur.MUST_NOT));
    return rest.build();
  }
}
