package dev.quiver.store.internal.wire;

import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.core.cluster.ShardId;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.QueryTerm;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import dev.quiver.store.internal.wire.proto.AskProto;
import dev.quiver.store.internal.wire.proto.CommandProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reading on the wire. */
final class ReadingForm {
  private ReadingForm() {}

  static AskProto.Reading write(Reading<?> reading) {
    var message = AskProto.Reading.newBuilder();
    switch (reading) {
      case Reading.Search search -> message.setSearch(write(search));
      case Reading.TextSearch search -> message.setTextSearch(write(search));
      case Reading.Statistics(var text) ->
          message.setStatistics(AskProto.Statistics.newBuilder().setText(TextForm.write(text)));
      case Reading.All<?> all -> message.setAll(write(all));
      case Reading.Get get -> message.setGet(write(get));
      case Reading.Count(var where) -> {
        var count = AskProto.Count.newBuilder();
        if (where != null) {
          count.setWhere(PredicateForm.write(where));
        }
        message.setCount(count);
      }
      case Reading.Page page -> message.setPage(write(page));
    }
    return message.build();
  }

  private static AskProto.Search write(Reading.Search search) {
    ShardQuery query = search.query();
    var message =
        AskProto.Search.newBuilder()
            .setVector(UnsafeByteOperations.unsafeWrap(VectorBytes.of(query.vector())))
            .setLimit(query.limit())
            .setMinScore(Double.doubleToRawLongBits(query.minScore()))
            .setRecall(Double.doubleToRawLongBits(query.recall()))
            .setWanted(write(search.wanted()));
    if (query.filter() != null) {
      message.setFilter(PredicateForm.write(query.filter()));
    }
    return message.build();
  }

  private static AskProto.TextSearch write(Reading.TextSearch search) {
    TextQuery query = search.query();
    var message =
        AskProto.TextSearch.newBuilder()
            .setStatistics(write(query.statistics()))
            .setLimit(query.limit())
            .setMinScore(Double.doubleToRawLongBits(query.minScore()))
            .setWanted(write(search.wanted()));
    if (query.filter() != null) {
      message.setFilter(PredicateForm.write(query.filter()));
    }
    return message.build();
  }

  private static AskProto.Wanted write(Wanted wanted) {
    return switch (wanted) {
      case KEY -> AskProto.Wanted.KEY;
      case VECTOR -> AskProto.Wanted.VECTOR;
      case RECORD -> AskProto.Wanted.RECORD;
    };
  }

  static AskProto.TermStatistics write(TermStatistics statistics) {
    var message =
        AskProto.TermStatistics.newBuilder()
            .setRecords(statistics.records())
            .setLength(statistics.length());
    for (QueryTerm term : statistics.terms()) {
      message.addTerms(
          AskProto.Term.newBuilder()
              .setTerm(TextForm.write(term.term()))
              .setTimes(term.times())
              .setRecords(term.records()));
    }
    return message.build();
  }

  private static AskProto.All write(Reading.All<?> all) {
    var message = AskProto.All.newBuilder();
    for (Reading.All.Part<?> part : all.parts()) {
      message.addParts(
          AskProto.Part.newBuilder()
              .setReading(write(part.reading()))
              .addAllHomes(part.homes().stream().map(ShardId::number).sorted().toList()));
    }
    return message.build();
  }

  private static AskProto.Get write(Reading.Get get) {
    var message = AskProto.Get.newBuilder();
    get.ids().forEach(id -> message.addIds(TextForm.write(id)));
    if (get.where() != null) {
      message.setWhere(PredicateForm.write(get.where()));
    }
    return message.build();
  }

  private static AskProto.Page write(Reading.Page page) {
    var message = AskProto.Page.newBuilder().setLimit(page.limit());
    if (page.after() != null) {
      message.setAfter(RecordForm.writeKey(page.after()));
    }
    if (page.where() != null) {
      message.setWhere(PredicateForm.write(page.where()));
    }
    return message.build();
  }

  static Reading<?> read(AskProto.Reading message) {
    return switch (Format.known(message).getKindCase()) {
      case SEARCH -> read(message.getSearch());
      case TEXT_SEARCH -> read(message.getTextSearch());
      case STATISTICS ->
          new Reading.Statistics(TextForm.read(Format.known(message.getStatistics()).getText()));
      case ALL -> read(message.getAll());
      case GET -> read(message.getGet());
      case COUNT -> {
        AskProto.Count count = Format.known(message.getCount());
        yield new Reading.Count(where(count.hasWhere(), count.getWhere()));
      }
      case PAGE -> read(message.getPage());
      case KIND_NOT_SET -> throw new IllegalArgumentException("there is no reading in it");
    };
  }

  private static Reading.Search read(AskProto.Search message) {
    Format.known(message);
    var query =
        new ShardQuery(
            VectorBytes.read(message.getVector().asReadOnlyByteBuffer()),
            message.getLimit(),
            Double.longBitsToDouble(message.getMinScore()),
            where(message.hasFilter(), message.getFilter()),
            Double.longBitsToDouble(message.getRecall()));
    return new Reading.Search(query, read(message.getWanted()));
  }

  private static Reading.TextSearch read(AskProto.TextSearch message) {
    Format.known(message);
    var query =
        new TextQuery(
            read(message.getStatistics()),
            message.getLimit(),
            Double.longBitsToDouble(message.getMinScore()),
            where(message.hasFilter(), message.getFilter()));
    return new Reading.TextSearch(query, read(message.getWanted()));
  }

  private static Wanted read(AskProto.Wanted wanted) {
    return switch (wanted) {
      case KEY -> Wanted.KEY;
      case VECTOR -> Wanted.VECTOR;
      case RECORD -> Wanted.RECORD;
      case UNRECOGNIZED ->
          throw new IllegalArgumentException("what is wanted of a record is not known");
    };
  }

  static TermStatistics read(AskProto.TermStatistics message) {
    List<QueryTerm> terms =
        Format.known(message).getTermsList().stream()
            .map(
                term ->
                    new QueryTerm(
                        TextForm.read(Format.known(term).getTerm()),
                        term.getTimes(),
                        term.getRecords()))
            .toList();
    return new TermStatistics(message.getRecords(), message.getLength(), terms);
  }

  /** All parts are of one kind: a list of answers is of one type. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // of which type, the parts themselves say
  private static Reading<?> read(AskProto.All message) {
    List<Reading.All.Part> parts =
        Format.known(message).getPartsList().stream()
            .map(
                part ->
                    new Reading.All.Part(
                        read(Format.known(part).getReading()), homes(part.getHomesList())))
            .toList();
    return new Reading.All(parts);
  }

  private static Set<ShardId> homes(List<Integer> numbers) {
    return numbers.stream().map(ShardId::new).collect(Collectors.toUnmodifiableSet());
  }

  private static Reading.Get read(AskProto.Get message) {
    Format.known(message);
    return new Reading.Get(
        message.getIdsList().stream().map(TextForm::read).toList(),
        where(message.hasWhere(), message.getWhere()));
  }

  private static Reading.Page read(AskProto.Page message) {
    Format.known(message);
    RecordKey after = message.hasAfter() ? RecordForm.readKey(message.getAfter()) : null;
    return new Reading.Page(
        after, message.getLimit(), where(message.hasWhere(), message.getWhere()));
  }

  private static @Nullable Predicate where(boolean isThere, CommandProto.Predicate message) {
    return isThere ? PredicateForm.read(message) : null;
  }
}
