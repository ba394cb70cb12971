package dev.quiver.house;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.lang.model.element.Modifier;

/**
 * What those who call us are told: every public type, method, constructor, constant and component
 * of the packages that applications see has Javadoc, and a builder's method says what holds where
 * it is not called. What overrides is told where it was declared, a compact constructor and a
 * record that says "See ..." elsewhere, and an exception is not made by those who catch it.
 */
final class PublicApiRules {
  private static final Pattern SEEN =
      Pattern.compile(
          "(store-distributed|embedding)/src/main/java/dev/quiver/\\w+/(error/)?[^/]+\\.java");
  private static final Pattern SAYS_DEFAULT =
      Pattern.compile("left\\s+out|default|required", Pattern.CASE_INSENSITIVE);

  private PublicApiRules() {}

  static List<Finding> check(JavaFile file) {
    var found = new ArrayList<Finding>();
    if (SEEN.matcher(file.file().path()).matches()) {
      for (Tree declared : file.unit().getTypeDecls()) {
        if (declared instanceof ClassTree type && isPublic(type.getModifiers())) {
          checkType(file, type, found);
        }
      }
    }
    return found;
  }

  private static void checkType(JavaFile file, ClassTree type, List<Finding> found) {
    require(file.hasJavadoc(type), file, type, type.getSimpleName() + " is public", found);
    boolean isInterface =
        type.getKind() == Tree.Kind.INTERFACE || type.getKind() == Tree.Kind.ANNOTATION_TYPE;
    for (Tree member : type.getMembers()) {
      switch (member) {
        case MethodTree method when isInterface || isPublic(method.getModifiers()) ->
            checkMethod(file, type, method, found);
        case VariableTree component when isComponent(type, component) ->
            require(
                file.javadoc(type).contains("@param " + component.getName() + " ")
                    || file.javadoc(type).strip().startsWith("See {@link"),
                file,
                component,
                "component " + component.getName() + " is public",
                found);
        case VariableTree constant when isInterface || isPublic(constant.getModifiers()) ->
            require(
                file.hasJavadoc(constant) || isEnumConstant(type, constant, file),
                file,
                constant,
                constant.getName() + " is public",
                found);
        case ClassTree nested when isInterface || isPublic(nested.getModifiers()) ->
            checkType(file, nested, found);
        default -> {} // nobody outside sees it
      }
    }
  }

  private static void checkMethod(
      JavaFile file, ClassTree type, MethodTree method, List<Finding> found) {
    boolean isConstructor = method.getName().contentEquals("<init>");
    boolean isOfException = type.getSimpleName().toString().endsWith("Exception");
    if (isOverride(method) || isCompact(file, type, method) || (isConstructor && isOfException)) {
      return;
    }
    String what = isConstructor ? "constructor" : "" + method.getName();
    require(file.hasJavadoc(method), file, method, what + " is public", found);
    if (isSetting(type, method) && !SAYS_DEFAULT.matcher(file.javadoc(method)).find()) {
      found.add(
          file.finding(
              method,
              "a builder's method says what holds where it is not called, but "
                  + what
                  + " does not",
              "write `Left out: ...`, or that it is required"));
    }
  }

  private static void require(
      boolean said, JavaFile file, Tree tree, String what, List<Finding> found) {
    if (!said) {
      found.add(
          file.finding(
              tree,
              what + ", but nothing says what it is for",
              "give it Javadoc: what it does, what its numbers mean, what its default is"));
    }
  }

  private static boolean isPublic(ModifiersTree modifiers) {
    return modifiers.getFlags().contains(Modifier.PUBLIC);
  }

  private static boolean isOverride(MethodTree method) {
    return method.getModifiers().getAnnotations().stream()
        .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
  }

  private static boolean isComponent(ClassTree type, VariableTree field) {
    return type.getKind() == Tree.Kind.RECORD
        && !field.getModifiers().getFlags().contains(Modifier.STATIC);
  }

  /** A constant whose name says all may go without. */
  private static boolean isEnumConstant(ClassTree type, VariableTree field, JavaFile file) {
    return type.getKind() == Tree.Kind.ENUM
        && field.getType() != null
        && field.getType().toString().equals(type.getSimpleName().toString())
        && file.hasJavadoc(type);
  }

  private static boolean isCompact(JavaFile file, ClassTree type, MethodTree method) {
    BlockTree body = method.getBody();
    return type.getKind() == Tree.Kind.RECORD
        && method.getName().contentEquals("<init>")
        && body != null
        && !file.textBetween(method, body).contains("(");
  }

  private static boolean isSetting(ClassTree type, MethodTree method) {
    return type.getSimpleName().toString().endsWith("Builder")
        && method.getReturnType() != null
        && method.getReturnType().toString().equals(type.getSimpleName().toString());
  }
}
