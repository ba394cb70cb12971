package dev.quiver.store.internal.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.LogEntryProto;
import org.apache.ratis.proto.RaftProtos.RaftPeerProto;
import org.apache.ratis.thirdparty.com.google.protobuf.InvalidProtocolBufferException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one log and its state keep on one disk, as Ratis lays it out: {@code current} with the
 * segments, the vote and the peers, {@code sm} with the state, {@code tmp} with a snapshot on its
 * way. Made sound before Ratis opens it: a crash leaves traces that Ratis stumbles over, and damage
 * it does not see or does not name.
 */
final class LogDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(LogDirectory.class);
  private static final String REBUILDING = "rebuilding";

  /** A vote that is no peer's keeps every other from getting it. */
  private static final String NOBODY_ELSE = "unknown";

  private static final String STATE = "sm";

  /** Where Ratis collects a state that a peer sends. */
  static final String ARRIVALS = "tmp";

  /** What Ratis calls a state it has moved aside for the one a peer sent. */
  private static final String STATE_MOVED_ASIDE = "sm.tmp";

  /** Where damaged logs are kept, beside the others. */
  private static final String ASIDE = "aside";

  private final LogId log;
  private final Path nodeDirectory;
  private final Path root;

  LogDirectory(LogId log, Path nodeDirectory) {
    this.log = log;
    this.nodeDirectory = nodeDirectory;
    this.root = nodeDirectory.resolve(log.uuid().toString());
  }

  Path root() {
    return root;
  }

  Path segments() {
    return root.resolve("current");
  }

  /** Whether anything was ever kept here. */
  boolean exists() throws IOException {
    return !isEmpty(segments()) || !isEmpty(root.resolve(STATE));
  }

  /**
   * Removes what crashes leave, refuses what no crash explains.
   *
   * @param torn what a crash may have left
   * @param peers who takes part in the log
   */
  LogExtent recover(TornWrites torn, Set<String> peers) throws IOException {
    if (Files.notExists(root)) {
      return LogExtent.EMPTY;
    }
    undoExchange();
    LogExtent extent = readSegments(torn);
    checkVote(extent);
    checkPeers(peers);
    return extent;
  }

  /**
   * Makes what Ratis has written durable. What is gone meanwhile was closed or trimmed, and what is
   * not there yet has nothing to lose.
   */
  void flush() throws IOException {
    for (Path file : children(segments())) {
      Optional<SegmentFile> segment = SegmentFile.of(file);
      if (segment.isPresent() && segment.get().isOpen()) {
        syncIfThere(file);
      }
    }
    syncIfThere(segments());
  }

  private void syncIfThere(Path path) throws IOException {
    try {
      Forcing.TO_DISK.force(path);
    } catch (NoSuchFileException e) {
      LOG.debug("log {}: {} went while it was flushed", log, path);
    }
  }

  /** Sets aside what is there, and remembers that it is to come back from peers. */
  void beginRebuild() throws IOException {
    if (exists()) {
      setAside();
    } else {
      discard(); // what is left holds nothing of the log
    }
    Files.createDirectories(root);
    distrust();
    Forcing.TO_DISK.force(nodeDirectory);
  }

  /** Damaged as it is, it may be all that is left one day. Nobody but an operator deletes it. */
  private void setAside() throws IOException {
    Path folder = Files.createDirectories(nodeDirectory.resolve(ASIDE));
    Path aside = folder.resolve(log.uuid() + "-1");
    for (int number = 2; Files.exists(aside); number++) {
      aside = folder.resolve(log.uuid() + "-" + number);
    }
    Files.move(root, aside, StandardCopyOption.ATOMIC_MOVE);
    Forcing.TO_DISK.force(folder);
    Forcing.TO_DISK.force(nodeDirectory);
    LOG.warn(
        "log {}: what the node had of it was moved to {}; delete it once the log is rebuilt",
        log,
        aside);
  }

  /** Remembers that, for all we know, something is missing that comes back from peers. */
  void distrust() throws IOException {
    if (!isRebuilding()) {
      Files.createFile(root.resolve(REBUILDING));
      Forcing.TO_DISK.force(root);
    }
  }

  boolean isRebuilding() {
    return Files.exists(root.resolve(REBUILDING));
  }

  void endRebuild() throws IOException {
    Files.deleteIfExists(root.resolve(REBUILDING));
  }

  /** Deletes everything. */
  void discard() throws IOException {
    delete(root);
  }

  /** A lock file means nothing once its holder has let go. */
  void removeLock() throws IOException {
    Files.deleteIfExists(root.resolve("in_use.lock"));
  }

  /**
   * Puts back the state that a crash caught between moving it aside and moving the new one in; what
   * a peer had sent is sent again.
   */
  private void undoExchange() throws IOException {
    Path state = root.resolve(STATE);
    for (Path aside : children(root)) {
      if (String.valueOf(aside.getFileName()).startsWith(STATE_MOVED_ASIDE)) {
        if (Files.exists(state)) {
          delete(aside);
        } else {
          Files.move(aside, state);
          Forcing.TO_DISK.force(root);
          LOG.info("log {}: put back the state that a snapshot was about to replace", log);
        }
      }
    }
    delete(root.resolve(ARRIVALS));
  }

  private LogExtent readSegments(TornWrites torn) throws IOException {
    List<SegmentFile> segments =
        children(segments()).stream()
            .map(SegmentFile::of)
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingLong(SegmentFile::start))
            .toList();
    Tail tail = new Tail();
    for (SegmentFile segment : segments) {
      tail.continueIn(segment);
      int sound = segment.read(log, torn, tail::add);
      if (segment.isOpen()) {
        cut(segment, sound);
        if (segment != segments.getLast()) {
          close(segment, tail);
        }
      }
    }
    return tail.extent();
  }

  private void cut(SegmentFile segment, int sound) throws IOException {
    try (FileChannel file = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
      long size = file.size();
      if (size > sound) {
        file.truncate(sound);
        file.force(true);
        LOG.info(
            "log {}: cut {} of {} bytes, never written whole, off {}",
            log,
            size - sound,
            size,
            segment.path());
      }
    }
    if (sound == 0) {
      Files.delete(segment.path());
    }
  }

  /** Ratis had closed it, but the disk did not get to know. */
  private void close(SegmentFile segment, Tail tail) throws IOException {
    String name = "log_" + segment.start() + "-" + tail.end;
    Files.move(segment.path(), segment.path().resolveSibling(name));
    Forcing.TO_DISK.force(segments());
  }

  private void checkVote(LogExtent extent) throws IOException {
    Path file = segments().resolve("raft-meta");
    if (Files.notExists(file)) {
      if (exists()) {
        throw new DamagedLogException(log, file, "the record of terms and votes is missing");
      }
      return;
    }
    Properties vote = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      vote.load(in);
    } catch (IllegalArgumentException e) {
      throw new DamagedLogException(log, file, "the record of terms and votes is unreadable", e);
    }
    String term = vote.getProperty("term", "");
    if (!term.matches("\\d{1,18}") || vote.getProperty("votedFor") == null) {
      throw new DamagedLogException(log, file, "the record of terms and votes is unreadable");
    }
    if (Long.parseLong(term) < extent.term()) {
      voteNoMoreIn(extent.term(), file);
    }
  }

  /**
   * Ratis may stop between taking over a term and recording it. Whether this peer had voted in that
   * term is not known then, so it does not vote in it again.
   */
  private void voteNoMoreIn(long term, Path file) throws IOException {
    Path next = file.resolveSibling("raft-meta.next");
    Files.writeString(next, "term=" + term + "\nvotedFor=" + NOBODY_ELSE + "\n");
    Forcing.TO_DISK.force(next);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Forcing.TO_DISK.force(segments());
    LOG.info("log {}: the record of votes was behind its entries, at term {}", log, term);
  }

  private void checkPeers(Set<String> expected) throws IOException {
    Path file = segments().resolve("raft-meta.conf");
    if (Files.notExists(file)) {
      return;
    }
    Set<String> found;
    try {
      found =
          LogEntryProto.parseFrom(Files.readAllBytes(file))
              .getConfigurationEntry()
              .getPeersList()
              .stream()
              .map(RaftPeerProto::getId)
              .map(id -> id.toStringUtf8())
              .collect(Collectors.toCollection(TreeSet::new));
    } catch (InvalidProtocolBufferException e) {
      throw new DamagedLogException(log, file, "the list of peers is unreadable", e);
    }
    if (!found.equals(expected)) {
      throw new DamagedLogException(
          log, file, "the peers are " + expected + ", but were stored as " + found);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    return children(directory).isEmpty();
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }

  private static void delete(Path tree) throws IOException {
    if (Files.notExists(tree)) {
      return;
    }
    try (Stream<Path> all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** How far the segments read so far reach. */
  private final class Tail {
    private long start = -1;
    private long end = -1;
    private long term;

    void continueIn(SegmentFile segment) throws DamagedLogException {
      if (start < 0) {
        start = segment.start();
        end = start - 1;
      } else if (segment.start() != end + 1) {
        throw new DamagedLogException(
            log, segment.path(), "entries " + (end + 1) + " and on are missing");
      }
    }

    void add(LogEntryProto entry) {
      end = entry.getIndex();
      term = entry.getTerm();
    }

    LogExtent extent() {
      return start < 0 ? LogExtent.EMPTY : new LogExtent(start, end, term);
    }
  }
}
