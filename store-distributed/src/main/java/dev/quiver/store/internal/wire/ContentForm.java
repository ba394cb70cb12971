package dev.quiver.store.internal.wire;

import com.google.protobuf.UnsafeByteOperations;
import dev.quiver.store.internal.model.Found;
import dev.quiver.store.internal.model.StoredRecord;
import dev.quiver.store.internal.model.TermStatistics;
import dev.quiver.store.internal.port.CarriedRecord;
import dev.quiver.store.internal.port.Reading;
import dev.quiver.store.internal.port.Wanted;
import dev.quiver.store.internal.wire.proto.AskProto;
import dev.quiver.store.internal.wire.proto.AskProto.Content;
import dev.quiver.store.internal.wire.proto.AskProto.Finding;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** What a reading was answered with, written out: nothing of it needs a reader any more. */
final class ContentForm {
  private ContentForm() {}

  /** Reads of the records found what the reading wants of them. */
  @SuppressWarnings("unchecked") // a reading says what it is answered with
  static Content write(Reading<?> reading, Object value) throws IOException {
    var message = Content.newBuilder();
    switch (reading) {
      case Reading.Search search ->
          message.setFound(writeFound((List<Found>) value, search.wanted()));
      case Reading.TextSearch search ->
          message.setFound(writeFound((List<Found>) value, search.wanted()));
      case Reading.Statistics statistics ->
          message.setStatistics(ReadingForm.write((TermStatistics) value));
      case Reading.All<?> all -> message.setAll(writeAll(all, (List<?>) value));
      case Reading.Get get -> message.setRecords(writeRecords((List<StoredRecord>) value));
      case Reading.Page page -> message.setRecords(writeRecords((List<StoredRecord>) value));
      case Reading.Count count -> message.setCount((Long) value);
    }
    return message.build();
  }

  private static AskProto.Findings writeFound(List<Found> all, Wanted wanted) throws IOException {
    var message = AskProto.Findings.newBuilder();
    for (Found found : all) {
      message.addFound(write(CarriedRecord.of(found, wanted)));
    }
    return message.build();
  }

  private static Finding write(CarriedRecord carried) {
    var message =
        Finding.newBuilder()
            .setScore(Double.doubleToRawLongBits(carried.score()))
            .setKey(RecordForm.writeKey(carried.key()));
    float[] vector = carried.carriedVector();
    if (vector != null) {
      message.setVector(UnsafeByteOperations.unsafeWrap(VectorBytes.of(vector)));
    }
    StoredRecord record = carried.record();
    if (record != null) {
      message.setWhole(true);
      String text = record.text();
      if (text != null) {
        message.setSegment(RecordForm.writeSegment(text, record.metadata()));
      }
    }
    return message.build();
  }

  private static AskProto.Contents writeAll(Reading.All<?> all, List<?> values)
      throws IOException {
    var message = AskProto.Contents.newBuilder();
    Iterator<?> value = values.iterator();
    for (Reading.All.Part<?> part : all.parts()) {
      message.addContents(write(part.reading(), value.next()));
    }
    return message.build();
  }

  private static AskProto.Records writeRecords(List<StoredRecord> records) {
    var message = AskProto.Records.newBuilder();
    records.forEach(record -> message.addRecords(RecordForm.write(record)));
    return message.build();
  }
}
