package dev.quiver.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** A source file as the JDK's own parser sees it: rules count trees, not text that looks alike. */
final class JavaFile {
  private final TextFile file;
  private final CompilationUnitTree unit;
  private final DocTrees trees;
  private final List<Tree> nodes;

  private JavaFile(TextFile file, CompilationUnitTree unit, DocTrees trees) {
    this.file = file;
    this.unit = unit;
    this.trees = trees;
    this.nodes = nodesOf(unit);
  }

  static JavaFile parse(TextFile file) throws IOException {
    return parse(List.of(file)).getFirst();
  }

  /** All by one parser, because making one costs more than most files do. */
  static List<JavaFile> parse(List<TextFile> files) throws IOException {
    List<Source> sources = files.stream().map(Source::new).toList();
    Map<URI, TextFile> byUri =
        sources.stream().collect(Collectors.toMap(Source::toUri, source -> source.file));
    var problems = new DiagnosticCollector<JavaFileObject>();
    var task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, problems, List.of("-proc:none"), null, sources);
    DocTrees trees = DocTrees.instance(task);
    var parsed = new ArrayList<JavaFile>();
    for (CompilationUnitTree unit : task.parse()) {
      TextFile file = Objects.requireNonNull(byUri.get(unit.getSourceFile().toUri()));
      parsed.add(new JavaFile(file, unit, trees));
    }
    if (!problems.getDiagnostics().isEmpty()) {
      throw new IllegalArgumentException("must parse, but: " + problems.getDiagnostics());
    }
    return parsed;
  }

  private static final class Source extends SimpleJavaFileObject {
    private final TextFile file;

    Source(TextFile file) {
      super(URI.create("string:///" + file.path()), JavaFileObject.Kind.SOURCE);
      this.file = file;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return file.text();
    }
  }

  private static List<Tree> nodesOf(CompilationUnitTree unit) {
    var found = new ArrayList<Tree>();
    new TreeScanner<@Nullable Void, List<Tree>>() {
      @Override
      public @Nullable Void scan(@Nullable Tree tree, List<Tree> into) {
        if (tree != null) {
          into.add(tree);
        }
        return super.scan(tree, into);
      }
    }.scan(unit, found);
    return found;
  }

  TextFile file() {
    return file;
  }

  CompilationUnitTree unit() {
    return unit;
  }

  /** Every tree of a kind, in the order of the text, however deeply nested. */
  <T extends Tree> List<T> all(Class<T> kind) {
    return nodes.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  boolean hasJavadoc(Tree tree) {
    return !javadoc(tree).isEmpty();
  }

  /** Without its stars; empty where there is none. */
  String javadoc(Tree tree) {
    String comment = trees.getDocComment(TreePath.getPath(unit, tree));
    return comment == null ? "" : comment;
  }

  /** What is written from here to there, the second left out. */
  String textBetween(Tree first, Tree second) {
    SourcePositions positions = trees.getSourcePositions();
    return file.text()
        .substring(
            Math.toIntExact(positions.getStartPosition(unit, first)),
            Math.toIntExact(positions.getStartPosition(unit, second)));
  }

  int firstLine(Tree tree) {
    return lineAt(trees.getSourcePositions().getStartPosition(unit, tree));
  }

  int lastLine(Tree tree) {
    return lineAt(trees.getSourcePositions().getEndPosition(unit, tree));
  }

  private int lineAt(long offset) {
    return Math.toIntExact(unit.getLineMap().getLineNumber(offset));
  }

  Finding finding(Tree tree, String rule, String remedy) {
    return file.finding(firstLine(tree), rule, remedy);
  }
}
