package dev.quiver.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.CatchTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ThrowTree;
import com.sun.source.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What no code may do: swallow or blur an exception, sleep, or switch a test off. */
final class ConductRules {
  private static final Pattern SLEEPER = Pattern.compile("(.*\\.)?(Thread|TimeUnit(\\.[A-Z]+)?)");

  private ConductRules() {}

  static List<Finding> check(JavaFile file) {
    var found = new ArrayList<Finding>();
    checkExceptions(file, found);
    checkSleeps(file, found);
    for (AnnotationTree annotation : file.all(AnnotationTree.class)) {
      if (annotation.getAnnotationType().toString().matches("(.*\\.)?Disabled")) {
        found.add(
            file.finding(annotation, "no test is switched off", "make it pass, or delete it"));
      }
    }
    return found;
  }

  private static void checkExceptions(JavaFile file, List<Finding> found) {
    for (CatchTree handler : file.all(CatchTree.class)) {
      if (handler.getBlock().getStatements().isEmpty()) {
        found.add(
            file.finding(
                handler,
                "no exception is swallowed, but this catch block is empty",
                "handle it, let it pass, or assert that it comes"));
      }
    }
    for (ThrowTree thrown : file.all(ThrowTree.class)) {
      if (thrown.getExpression() instanceof NewClassTree made
          && made.getIdentifier().toString().equals("RuntimeException")
          && made.getArguments().size() == 1
          && made.getArguments().getFirst() instanceof IdentifierTree) {
        found.add(
            file.finding(
                thrown,
                "no exception is wrapped in a bare RuntimeException",
                "declare it, or throw the type that says what failed"));
      }
    }
  }

  private static void checkSleeps(JavaFile file, List<Finding> found) {
    for (MemberSelectTree select : file.all(MemberSelectTree.class)) {
      if (select.getIdentifier().contentEquals("sleep")
          && SLEEPER.matcher(select.getExpression().toString()).matches()) {
        found.add(sleep(file, select));
      }
    }
    for (MemberReferenceTree reference : file.all(MemberReferenceTree.class)) {
      if (reference.getName().contentEquals("sleep")
          && SLEEPER.matcher(reference.getQualifierExpression().toString()).matches()) {
        found.add(sleep(file, reference));
      }
    }
  }

  private static Finding sleep(JavaFile file, Tree tree) {
    return file.finding(
        tree,
        "no code sleeps",
        "wait for the event itself, with a deadline; in core take the time");
  }
}
