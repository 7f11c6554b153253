package io.devicetrail.audit.validation.evidence;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Reads the marks from the sources, by the compiler's own parser: a test that was not compiled, or not run, is missing in
 * the results, and must not be missing here.
 */
public final class MarkedTests {
    private static final String MARK = "Requirement";
    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");

    private final String file;
    private final List<MarkedTest> found;

    private MarkedTests(String file, List<MarkedTest> found) {
        this.file = file;
        this.found = found;
    }

    /** Sorted by class and method. */
    public static List<MarkedTest> in(SourceTree tree) throws IOException {
        List<Path> marked = new ArrayList<>();
        for (Path source : tree.testSources()) {
            if (Files.readString(source).contains("@" + MARK)) {
                marked.add(source);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new ValidationRefused("this Java has no compiler, which reads the sources; use a JDK, not a JRE");
        }
        List<MarkedTest> found = new ArrayList<>();
        if (marked.isEmpty()) {
            // The compiler refuses to parse nothing.
            return found;
        }
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, mistake -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(marked));
            for (CompilationUnitTree unit : task.parse()) {
                new MarkedTests(tree.name(Path.of(unit.getSourceFile().toUri())), found).unit(unit);
            }
        }
        found.sort(null);
        return found;
    }

    private void unit(CompilationUnitTree unit) throws ValidationRefused {
        ExpressionTree in = unit.getPackageName();
        String prefix = in == null ? "" : in + ".";
        for (Tree type : unit.getTypeDecls()) {
            if (type instanceof ClassTree declared) {
                type(declared, prefix, Set.of());
            }
        }
    }

    /** @param above what the classes around it are marked with */
    private void type(ClassTree type, String prefix, Set<String> above) throws ValidationRefused {
        String name = prefix + type.getSimpleName();
        Set<String> own = marks(type.getModifiers().getAnnotations());
        Set<String> marks = new LinkedHashSet<>(above);
        marks.addAll(own);
        int before = found.size();
        for (Tree member : type.getMembers()) {
            if (member instanceof MethodTree method) {
                method(method, name, marks);
            } else if (member instanceof ClassTree inner) {
                type(inner, name + "$", marks);
            }
        }
        if (!own.isEmpty() && found.size() == before) {
            found.add(new MarkedTest(file, name, "", List.copyOf(own)));
        }
    }

    /** A method that is marked and no test is kept: it will have no result. */
    private void method(MethodTree method, String type, Set<String> above) throws ValidationRefused {
        List<? extends AnnotationTree> annotations = method.getModifiers().getAnnotations();
        Set<String> marks = marks(annotations);
        boolean test = annotations.stream().anyMatch(annotation -> TESTS.contains(name(annotation)));
        if (!marks.isEmpty() || (test && !above.isEmpty())) {
            Set<String> all = new LinkedHashSet<>(above);
            all.addAll(marks);
            found.add(new MarkedTest(file, type, method.getName().toString(), List.copyOf(all)));
        }
    }

    private Set<String> marks(List<? extends AnnotationTree> annotations) throws ValidationRefused {
        Set<String> marks = new LinkedHashSet<>();
        for (AnnotationTree annotation : annotations) {
            if (name(annotation).equals(MARK)) {
                for (ExpressionTree argument : annotation.getArguments()) {
                    value(argument, marks);
                }
            }
        }
        return marks;
    }

    private void value(ExpressionTree value, Set<String> marks) throws ValidationRefused {
        if (value instanceof AssignmentTree named) {
            value(named.getExpression(), marks);
        } else if (value instanceof NewArrayTree several && several.getInitializers() != null) {
            for (ExpressionTree one : several.getInitializers()) {
                value(one, marks);
            }
        } else if (value instanceof LiteralTree literal && literal.getValue() instanceof String id) {
            marks.add(id);
        } else {
            throw new ValidationRefused(file + " marks a test with " + value + "; write the requirement out as a text");
        }
    }

    /** Without the package. */
    private static String name(AnnotationTree annotation) {
        String name = annotation.getAnnotationType().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
