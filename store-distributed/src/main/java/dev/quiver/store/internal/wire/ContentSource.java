package dev.quiver.store.internal.wire;

import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.Predicate;
import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.ShardQuery;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.model.TextQuery;
import dev.quiver.store.internal.port.CarriedRecord;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.wire.proto.AskProto;
import dev.quiver.store.internal.wire.proto.AskProto.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node wrote out, as the reading that it was asked takes it: a reading that is answered from
 * here gets the answer that it got there.
 */
record ContentSource(Content content) implements Reading.Source {

  @Override
  public List<Found> search(ShardQuery query) {
    return found();
  }

  @Override
  public List<Found> search(TextQuery query) {
    return found();
  }

  private List<Found> found() {
    AskProto.Findings message = known(Content.KindCase.FOUND).getFound();
    return Format.known(message).getFoundList().stream().map(ContentSource::read).toList();
  }

  private static Found read(AskProto.Finding message) {
    double score = Double.longBitsToDouble(Format.known(message).getScore());
    RecordKey key = RecordForm.readKey(message.getKey());
    float[] vector =
        message.hasVector() ? VectorBytes.read(message.getVector().asReadOnlyByteBuffer()) : null;
    if (!message.getWhole()) {
      return new CarriedRecord(score, key, vector, null);
    }
    if (vector == null) {
      throw new IllegalArgumentException("a whole record has no vector");
    }
    return CarriedRecord.whole(
        score,
        message.hasSegment()
            ? RecordForm.withSegment(key, vector, message.getSegment())
            : StoredRecord.bare(key, vector));
  }

  @Override
  public TermStatistics statistics(String text) {
    return ReadingForm.read(known(Content.KindCase.STATISTICS).getStatistics());
  }

  @Override
  public <T> List<T> all(List<Reading.All.Part<T>> parts) throws IOException {
    List<Content> contents = Format.known(known(Content.KindCase.ALL).getAll()).getContentsList();
    if (contents.size() != parts.size()) {
      throw new IllegalArgumentException(
          "answers must be as many as the " + parts.size() + " asked for, but were "
              + contents.size());
    }
    var all = new ArrayList<T>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      all.add(parts.get(i).reading().from(new ContentSource(contents.get(i))));
    }
    return all;
  }

  @Override
  public List<StoredRecord> get(List<String> ids, @Nullable Predicate where) {
    return records();
  }

  @Override
  public List<StoredRecord> page(@Nullable RecordKey after, int limit, @Nullable Predicate where) {
    return records();
  }

  private List<StoredRecord> records() {
    AskProto.Records message = known(Content.KindCase.RECORDS).getRecords();
    return Format.known(message).getRecordsList().stream().map(RecordForm::read).toList();
  }

  @Override
  public long count(@Nullable Predicate where) {
    return known(Content.KindCase.COUNT).getCount();
  }

  private Content known(Content.KindCase expected) {
    if (Format.known(content).getKindCase() != expected) {
      throw new IllegalArgumentException(
          "the answer must be of kind " + expected + ", but was " + content.getKindCase());
    }
    return content;
  }
}
