package dev.quiver.examples.ingest;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * The text of what Tika reads, block by block, with a form feed between the pages of a PDF.
 *
 * <p>Of a web page it keeps what a reader came for: no menus, footers and buttons, headings and
 * items marked as in Markdown, lines as long as their paragraphs. Text of other kinds keeps its
 * lines.
 */
final class PageText extends DefaultHandler {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "head script style template noscript svg nav footer aside button select textarea iframe"
              .split(" "));
  private static final Set<String> ROLES_LEFT_OUT =
      Set.of("navigation", "banner", "contentinfo", "search", "menu", "menubar", "toolbar");
  private static final Set<String> BLOCKS =
      Set.of(
          ("address article blockquote body caption center dd details div dl dt fieldset figcaption"
               + " figure form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main ol p pre section"
               + " summary table tbody tfoot thead tr ul")
              .split(" "));
  private static final Set<String> PARAGRAPHS =
      Set.of("p h1 h2 h3 h4 h5 h6 table ul ol dl pre blockquote section article".split(" "));
  private static final Map<String, String> MARKS =
      Map.of("h1", "# ", "h2", "## ", "h3", "### ", "h4", "#### ", "h5", "##### ", "li", "- ");

  private final boolean isWeb;
  private final StringBuilder text = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private int leftOut;
  private int preformatted;
  private int pages;

  /** Elements from the page's own on; 0 between pages. */
  private int inPage;

  private boolean wasLink;

  /**
   * @param isWeb whether it is HTML, where line breaks mean nothing
   */
  PageText(boolean isWeb) {
    this.isWeb = isWeb;
  }

  @Override
  public void startElement(String uri, String local, String qualified, Attributes attributes) {
    String name = local.toLowerCase(Locale.ROOT);
    open.push(name);
    if (leftOut > 0 || isLeftOut(name, attributes)) {
      leftOut++;
      return;
    }
    if (inPage > 0) {
      inPage++;
    } else if (!isWeb && name.equals("div") && "page".equals(attributes.getValue("class"))) {
      inPage = 1;
      if (pages++ > 0) {
        text.append('\f');
      }
    }
    if (name.equals("pre")) {
      preformatted++;
    }
    switch (name) {
      case "br" -> text.append('\n');
      case "td", "th" -> startCell();
      case "a" -> {
        // Items of a menu have no blank between them: the page's style sets them apart.
        if (wasLink) {
          text.append(' ');
        }
      }
      default -> breakAt(name);
    }
    if (isWeb && MARKS.containsKey(name)) {
      text.append(MARKS.get(name));
    }
    wasLink = false;
  }

  private boolean isLeftOut(String name, Attributes attributes) {
    String role = attributes.getValue("role");
    return isWeb
        && (LEFT_OUT.contains(name)
            || (role != null && ROLES_LEFT_OUT.contains(role))
            || "true".equals(attributes.getValue("aria-hidden")));
  }

  @Override
  public void endElement(String uri, String local, String qualified) {
    String name = open.pop();
    if (leftOut > 0) {
      leftOut--;
      return;
    }
    if (name.equals("pre")) {
      preformatted--;
    }
    breakAt(name);
    wasLink = name.equals("a");
    if (inPage > 0) {
      inPage--;
    }
  }

  private void breakAt(String name) {
    if (!BLOCKS.contains(name) || endsWithMark()) {
      return;
    }
    int breaks = PARAGRAPHS.contains(name) || !isWeb ? 2 : 1;
    trimBlanks();
    int there = 0;
    while (there < text.length() && text.charAt(text.length() - 1 - there) == '\n') {
      there++;
    }
    boolean isAtStart = text.length() == there || text.charAt(text.length() - 1 - there) == '\f';
    if (!isAtStart) {
      text.append("\n".repeat(Math.max(0, breaks - there)));
    }
  }

  /** An item whose text is a paragraph of its own stays behind its mark. */
  private boolean endsWithMark() {
    int line = text.lastIndexOf("\n") + 1;
    return isWeb && MARKS.containsValue(text.substring(line));
  }

  private void startCell() {
    trimBlanks();
    if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
      text.append('\t');
    }
  }

  private void trimBlanks() {
    int length = text.length();
    while (length > 0 && (text.charAt(length - 1) == ' ' || text.charAt(length - 1) == '\t')) {
      length--;
    }
    text.setLength(length);
  }

  @Override
  public void characters(char[] signs, int start, int length) {
    boolean isBetweenPages = pages > 0 && inPage == 0;
    if (leftOut > 0 || isBetweenPages) {
      return; // bookmarks of a PDF repeat its headings behind the last page
    }
    if (!isWeb || preformatted > 0) {
      text.append(signs, start, length);
    } else {
      for (int i = start; i < start + length; i++) {
        addFlowing(signs[i]);
      }
    }
    wasLink = false;
  }

  private void addFlowing(char sign) {
    if (!Character.isWhitespace(sign)) {
      text.append(sign);
    } else if (!text.isEmpty() && !Character.isWhitespace(text.charAt(text.length() - 1))) {
      text.append(' ');
    }
  }

  @Override
  public void ignorableWhitespace(char[] signs, int start, int length) {
    characters(signs, start, length);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
