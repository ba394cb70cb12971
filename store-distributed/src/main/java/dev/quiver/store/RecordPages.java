package dev.quiver.store;

import dev.quiver.store.internal.model.RecordKey;
import dev.quiver.store.internal.model.StoredRecord;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records read page after page. Holds nothing open between two of them; for one thread. */
final class RecordPages implements Iterator<StoredRecord> {
  static final int SIZE = 500;

  /** Reads up to {@link #SIZE} records after a key; fewer only at the end. */
  interface Source {
    List<StoredRecord> after(@Nullable RecordKey last);
  }

  private final Source source;
  private Iterator<StoredRecord> page = List.<StoredRecord>of().iterator();
  private @Nullable RecordKey last;
  private boolean end;

  RecordPages(Source source) {
    this.source = source;
  }

  @Override
  public boolean hasNext() {
    if (!page.hasNext() && !end) {
      List<StoredRecord> next = source.after(last);
      end = next.size() < SIZE;
      page = next.iterator();
    }
    return page.hasNext();
  }

  @Override
  public StoredRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the scan is over");
    }
    StoredRecord next = Objects.requireNonNull(page.next());
    last = next.key();
    return next;
  }
}
