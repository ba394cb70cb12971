package dev.quiver.store;

import dev.quiver.core.cluster.Position;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How far a session has written: one position per shard of one incarnation of a collection. {@link
 * #toString} and {@link #parse} carry it to another thread, request or process.
 *
 * @param incarnation of the collection; another one after it was dropped or restored
 * @param positions by the number of the shard
 */
public record SessionToken(UUID incarnation, List<Position> positions) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "1/(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})"
              + "/(\\d{1,18}:\\d{1,18}(?:,\\d{1,18}:\\d{1,18})*)");

  public SessionToken {
    positions = List.copyOf(positions);
  }

  /** The token that {@link #toString} wrote. */
  public static SessionToken parse(String text) {
    Matcher matcher = SHAPE.matcher(Check.present("session token", text));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "session token must look like 1/<incarnation>/<term>:<index>,..., but was \""
              + text
              + "\"");
    }
    return new SessionToken(
        UUID.fromString(matcher.group(1)),
        Stream.of(matcher.group(2).split(",")).map(SessionToken::position).toList());
  }

  private static Position position(String text) {
    int colon = text.indexOf(':');
    return new Position(
        Long.parseLong(text.substring(0, colon)), Long.parseLong(text.substring(colon + 1)));
  }

  /** Letters, digits and {@code -/:,} only: fits into a header or a cookie. */
  @Override
  public String toString() {
    return "1/"
        + incarnation
        + "/"
        + positions.stream().map(Position::toString).collect(Collectors.joining(","));
  }
}
