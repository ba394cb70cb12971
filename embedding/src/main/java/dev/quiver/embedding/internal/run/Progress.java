package dev.quiver.embedding.internal.run;

/** Hears after each text how many of a call are done; what it throws ends the call. */
public interface Progress {
  void done(int texts, int of);
}
