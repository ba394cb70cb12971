package dev.quiver.store.internal.index;

import dev.quiver.store.internal.model.IndexSettings;
import dev.quiver.store.internal.model.Similarity;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a shard's newest calibration is kept, so that a restarted node need not begin without one.
 * It is what one replica has measured, and no part of its content: it is in no commit, no snapshot
 * and no digest, and what cannot be read in full counts as not there, since it can be measured
 * again.
 */
final class CalibrationFile {
  static final String NAME = "quiver.calibration";

  private static final long MAGIC = 0x5149_5645_5243_414CL; // QIVERCAL
  private static final int FORMAT = 1;

  private final Path file;
  private final byte[] head;

  /**
   * @param folder of the index
   */
  CalibrationFile(Path folder, Similarity similarity, IndexSettings settings) throws IOException {
    this.file = folder.resolve(NAME);
    this.head = head(similarity, settings);
  }

  /**
   * What must be the same for a calibration to be of use: what was measured, and for which table.
   */
  private static byte[] head(Similarity similarity, IndexSettings settings) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(MAGIC);
      out.writeInt(FORMAT);
      out.writeUTF(similarity.name());
      out.writeInt(settings.m());
      out.writeInt(settings.efConstruction());
      out.writeBoolean(settings.quantized());
      writeAll(out, Calibration.SHARES);
      writeAll(out, Arrays.stream(Calibration.PLACES).asDoubleStream().toArray());
      writeAll(out, Calibration.SLACKS);
    }
    return bytes.toByteArray();
  }

  private static void writeAll(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  /** Replaces what is there as a whole; what a crash leaves of it is not read. */
  void keep(Calibration calibration) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.write(head);
      out.writeInt(calibration.rows());
      writeLevels(out, calibration.levels());
      Foreign foreign = calibration.foreign();
      out.writeBoolean(foreign != null);
      if (foreign != null) {
        writeLevels(out, foreign.levels());
        for (Foreign.Distances each : foreign.distances()) {
          out.writeDouble(each.familiar());
          out.writeDouble(each.typical());
          out.writeDouble(each.beyond());
        }
      }
      out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
    }
    Path next = file.resolveSibling(NAME + ".next");
    try {
      Files.write(next, bytes.toByteArray());
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void writeLevels(DataOutputStream out, Calibration.Level[] levels)
      throws IOException {
    for (Calibration.Level level : levels) {
      for (int places = 0; places < Calibration.PLACES.length; places++) {
        for (int slack = 0; slack < Calibration.SLACKS.length; slack++) {
          out.writeDouble(level.met()[places][slack]);
          for (float found : level.found()[places][slack]) {
            out.writeFloat(found);
          }
        }
      }
    }
  }

  /** Null where there is none of use. */
  @Nullable Calibration read() throws IOException {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException none) {
      return null;
    }
    int end = bytes.length - Integer.BYTES;
    if (end < head.length
        || !Arrays.equals(bytes, 0, head.length, head, 0, head.length)
        || ByteBuffer.wrap(bytes).getInt(end) != checksum(bytes, end)) {
      return null;
    }
    try (var in =
        new DataInputStream(new ByteArrayInputStream(bytes, head.length, end - head.length))) {
      int rows = in.readInt();
      Calibration.Level[] levels = readLevels(in);
      Foreign foreign = in.readBoolean() ? readForeign(in) : null;
      return in.available() == 0 ? new Calibration(rows, levels, foreign) : null;
    } catch (EOFException cut) {
      return null;
    }
  }

  private static Foreign readForeign(DataInputStream in) throws IOException {
    Calibration.Level[] levels = readLevels(in);
    var distances = new Foreign.Distances[Calibration.PLACES.length];
    for (int places = 0; places < distances.length; places++) {
      distances[places] = new Foreign.Distances(in.readDouble(), in.readDouble(), in.readDouble());
    }
    return new Foreign(levels, distances);
  }

  private static Calibration.Level[] readLevels(DataInputStream in) throws IOException {
    var levels = new Calibration.Level[Calibration.SHARES.length];
    for (int level = 0; level < levels.length; level++) {
      var found = new float[Calibration.PLACES.length][Calibration.SLACKS.length][];
      var met = new double[Calibration.PLACES.length][Calibration.SLACKS.length];
      for (int places = 0; places < found.length; places++) {
        for (int slack = 0; slack < found[places].length; slack++) {
          met[places][slack] = in.readDouble();
          found[places][slack] = new float[Calibration.PLACES[places]];
          for (int rank = 0; rank < found[places][slack].length; rank++) {
            found[places][slack][rank] = in.readFloat();
          }
        }
      }
      levels[level] = new Calibration.Level(found, met);
    }
    return levels;
  }

  private static int checksum(byte[] bytes, int end) {
    var sum = new CRC32C();
    sum.update(bytes, 0, end);
    return (int) sum.getValue();
  }
}
