package dev.quiver.examples.qa;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * Keeps other web sites out of the pages, which any of them could reach through its visitor's
 * browser.
 *
 * <p>What changes something is a POST in JSON that comes from these pages: a browser says so in
 * {@code Origin}, and asks before it sends JSON elsewhere. A program that is no browser sends
 * neither, and may do as it likes. On the loopback address only the names of this machine are
 * answered to, lest another site's name be pointed here. The pages load nothing from elsewhere and
 * run no script but their own, whatever a document holds.
 */
final class Visitors implements Handler<RoutingContext> {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  private final String boundTo;
  private final boolean loopback;

  Visitors(String host) {
    this.boundTo = host;
    this.loopback = isLoopback(host);
  }

  static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException unknown) {
      return false;
    }
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    addHeaders(context.response());
    HostAndPort named = request.authority();
    boolean changes = request.method().equals(HttpMethod.POST);
    if (named == null || (loopback && !isHere(named.host()))) {
      context.fail(403, new SecurityException("This address answers to localhost alone."));
    } else if (changes && !isFromThesePages(request, named)) {
      context.fail(403, new SecurityException("Another site may not change anything here."));
    } else if (changes && !isJson(request)) {
      context.fail(415, new IllegalArgumentException("The body must be application/json."));
    } else {
      context.next();
    }
  }

  private boolean isHere(String name) {
    return THIS_MACHINE.contains(name) || name.equals(boundTo);
  }

  private static boolean isFromThesePages(HttpServerRequest request, HostAndPort named) {
    String site = request.getHeader("Sec-Fetch-Site");
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return (site == null || site.equals("same-origin"))
        && (origin == null || origin.equals(request.scheme() + "://" + named));
  }

  private static boolean isJson(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null && type.split(";", 2)[0].strip().equalsIgnoreCase("application/json");
  }

  private static void addHeaders(HttpServerResponse response) {
    response
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
  }
}
