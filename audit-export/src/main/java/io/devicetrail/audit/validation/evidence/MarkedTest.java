package io.devicetrail.audit.validation.evidence;

import java.util.List;

/**
 * A test that says which requirements it shows.
 *
 * @param file its source, from the top of the tree
 * @param className as the JVM writes it
 * @param method empty for a class that is marked and has no test
 * @param requirements ids, those of its class and of the classes around that among them
 */
public record MarkedTest(String file, String className, String method, List<String> requirements)
        implements Comparable<MarkedTest> {
    /** Class and method. */
    public String name() {
        return method.isEmpty() ? className : className + "." + method;
    }

    /** The same without the package, which the file tells. */
    public String shortName() {
        return name().substring(className.lastIndexOf('.') + 1);
    }

    @Override
    public int compareTo(MarkedTest other) {
        int byClass = className.compareTo(other.className);
        return byClass == 0 ? method.compareTo(other.method) : byClass;
    }
}
