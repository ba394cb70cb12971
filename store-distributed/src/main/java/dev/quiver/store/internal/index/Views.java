package dev.quiver.store.internal.index;

import java.io.IOException;
import org.apache.lucene.search.ReferenceManager;
import org.jspecify.annotations.Nullable;

/** Hands out the newest view and knows how to come by a newer one. */
final class Views extends ReferenceManager<View> {

  /** Makes the view that follows, or returns null where the given one is the newest. */
  interface Source {
    @Nullable View newer(View than) throws IOException;
  }

  private final Source source;

  Views(View first, Source source) {
    this.current = first;
    this.source = source;
  }

  @Override
  protected @Nullable View refreshIfNeeded(View old) throws IOException {
    return source.newer(old);
  }

  @Override
  protected boolean tryIncRef(View view) {
    return view.reader().tryIncRef();
  }

  @Override
  protected void decRef(View view) throws IOException {
    view.reader().decRef();
  }

  @Override
  protected int getRefCount(View view) {
    return view.reader().getRefCount();
  }
}
