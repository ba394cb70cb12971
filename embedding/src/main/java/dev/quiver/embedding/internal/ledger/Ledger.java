package dev.quiver.embedding.internal.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which sources are in a store, with which content and as which segments. It outlives a crash at
 * any moment: a source is noted as under way before the first of its segments can reach the store,
 * and as stored after the last one has. Thread-safe; one run at a time has it open.
 */
public final class Ledger implements AutoCloseable {
  private static final String FILE = "sources.ledger";
  private static final String NEXT = "sources.ledger.next";

  /** A file smaller than this is not worth rewriting. */
  private static final long COMPACT_FROM = 1 << 20;

  private static final int COMPACTED_FRAME = 1 << 20;

  private final LedgerLock lock;
  private final FrameFile file;
  private final Index index;

  private Ledger(LedgerLock lock, FrameFile file, Index index) {
    this.lock = lock;
    this.file = file;
    this.index = index;
  }

  public static Ledger open(Path directory) {
    try {
      Files.createDirectories(directory);
      LedgerLock lock = LedgerLock.take(directory);
      try {
        return open(directory, lock);
      } catch (IOException | RuntimeException failed) {
        lock.close();
        throw failed;
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("ledger " + directory + " cannot be opened", failed);
    }
  }

  private static Ledger open(Path directory, LedgerLock lock) throws IOException {
    Path path = directory.resolve(FILE);
    if (!Files.exists(path)) {
      FrameFile.create(directory.resolve(NEXT)).close();
      replace(directory);
    }
    Ledger ledger = read(path, lock);
    if (ledger.isWasteful() || ledger.file.isOfOlderFormat()) {
      ledger.compactInto(directory.resolve(NEXT));
      ledger.file.close();
      replace(directory);
      ledger = read(path, lock);
    }
    return ledger;
  }

  private static Ledger read(Path path, LedgerLock lock) throws IOException {
    var index = new Index();
    FrameFile file =
        FrameFile.open(
            path,
            (payload, position) -> {
              while (payload.hasRemaining()) {
                int start = payload.position();
                LedgerEntry entry = EntryCodec.read(payload);
                index.put(entry, position + start, payload.position() - start);
              }
            });
    return new Ledger(lock, file, index);
  }

  private static void replace(Path directory) throws IOException {
    Files.move(
        directory.resolve(NEXT),
        directory.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      // A directory can be forced to disk there only.
      try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  private boolean isWasteful() {
    return file.size() >= COMPACT_FROM && index.liveBytes() < file.size() / 2;
  }

  private void compactInto(Path path) throws IOException {
    try (FrameFile next = FrameFile.create(path)) {
      var entries = new ArrayList<LedgerEntry>();
      entries.add(index.store());
      entries.addAll(index.witnesses().reversed());
      index.folders().forEach((key, where) -> entries.add(new Folder(key, where)));
      int bytes = 0;
      for (SourceKey key : index.keys()) {
        Index.Slot slot = index.slot(key);
        if (slot != null) {
          entries.add(read(slot));
          bytes += slot.length();
        }
        for (Index.Place part : index.parts(key)) {
          entries.add(read(part));
          bytes += part.length();
        }
        if (bytes >= COMPACTED_FRAME) {
          next.add(payload(entries.stream().map(EntryCodec::write).toList()));
          entries.clear();
          bytes = 0;
        }
      }
      next.add(payload(entries.stream().map(EntryCodec::write).toList()));
    }
  }

  private static ByteBuffer payload(List<byte[]> entries) {
    ByteBuffer payload = ByteBuffer.allocate(entries.stream().mapToInt(e -> e.length).sum());
    entries.forEach(payload::put);
    return payload.flip();
  }

  /** Notes all of them or, after a crash, none; on disk when it returns. */
  public synchronized void add(List<? extends LedgerEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    List<byte[]> bytes = entries.stream().map(EntryCodec::write).toList();
    try {
      long position = file.add(payload(bytes));
      for (int i = 0; i < bytes.size(); i++) {
        index.put(entries.get(i), position, bytes.get(i).length);
        position += bytes.get(i).length;
      }
    } catch (IOException failed) {
      throw new UncheckedIOException("the ledger cannot be written", failed);
    }
  }

  public Optional<SourceState> find(String source) {
    return find(SourceKey.of(source));
  }

  public synchronized Optional<SourceState> find(SourceKey key) {
    Index.Slot slot = index.slot(key);
    return slot == null ? Optional.empty() : Optional.of(read(slot));
  }

  private SourceState read(Index.Slot slot) {
    try {
      return (SourceState) EntryCodec.read(file.readAt(slot.position(), slot.length()));
    } catch (IOException failed) {
      throw new UncheckedIOException("the ledger cannot be read", failed);
    }
  }

  private LedgerEntry read(Index.Place place) {
    try {
      return EntryCodec.read(file.readAt(place.position(), place.length()));
    } catch (IOException failed) {
      throw new UncheckedIOException("the ledger cannot be read", failed);
    }
  }

  /** The segments that surely are in the store: all of a stored source, parts of one under way. */
  public synchronized Set<UUID> stored(SourceState state) {
    Set<UUID> stored = new LinkedHashSet<>();
    if (state.standing() == Standing.STORED) {
      stored.addAll(state.segments());
    }
    for (Index.Place place : index.parts(SourceKey.of(state.source()))) {
      stored.addAll(((Part) read(place)).segments());
    }
    return stored;
  }

  /** Where the folder of this key was seen last. */
  public synchronized Optional<String> folder(String key) {
    return Optional.ofNullable(index.folders().get(key));
  }

  /** All sources it has ever heard of. */
  public synchronized List<SourceKey> sources() {
    return index.keys();
  }

  public synchronized StoreState store() {
    return index.store();
  }

  /** All that are kept, the newest first; the store need not have those that are superseded. */
  public synchronized List<Witness> witnesses() {
    return index.witnesses();
  }

  /** Whether the store must have it, if it is still the one the ledger speaks of. */
  public synchronized boolean isStored(Witness witness) {
    return find(witness.source())
        .filter(state -> state.origin().generation() == index.store().generation())
        .filter(state -> stored(state).contains(witness.segment()))
        .isPresent();
  }

  /** How many sources there are in the store, by the model that made their vectors. */
  public synchronized Map<String, Long> models() {
    Map<String, Long> models = new HashMap<>();
    for (Index.Slot slot : index.slots()) {
      if (slot.standing() != Standing.GONE
          && slot.origin().generation() == index.store().generation()) {
        models.merge(slot.origin().model(), 1L, Long::sum);
      }
    }
    return models;
  }

  @Override
  public synchronized void close() {
    try (lock) {
      file.close();
    } catch (IOException failed) {
      throw new UncheckedIOException("the ledger cannot be closed", failed);
    }
  }
}
