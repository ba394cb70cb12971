package dev.quiver.store.internal.handoff;

/**
 * An entry of a queue, to be replayed.
 *
 * @param end where the queue goes on behind it
 * @param atMillis when it was appended, since the epoch
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared never
public record HandedOff(long end, long atMillis, byte[] payload) {}
