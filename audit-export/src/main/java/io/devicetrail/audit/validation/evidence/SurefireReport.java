package io.devicetrail.audit.validation.evidence;

import io.devicetrail.audit.validation.evidence.TestResult.Report;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** A file {@code TEST-*.xml} as Maven's Surefire writes one for each class of tests. */
final class SurefireReport {
    /** A run that failed first and then passed shows nothing: these count as failures too. */
    private static final Set<String> AGAIN = Set.of("flakyFailure", "flakyError", "rerunFailure", "rerunError");

    private static final Set<String> FAILURES = Set.of("failure", "error");

    private static final int LONGEST_MESSAGE = 300;

    private SurefireReport() {}

    /** @param to is given class and method with each run; a failure of a whole class has no method */
    static void read(byte[] xml, Report report, BiConsumer<MethodName, TestResult> to) throws ValidationRefused {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT
                        && reader.getLocalName().equals("testcase")) {
                    MethodName name = MethodName.of(attribute(reader, "classname"), attribute(reader, "name"));
                    to.accept(name, run(reader, report));
                }
            }
        } catch (XMLStreamException | NumberFormatException unreadable) {
            throw new ValidationRefused(report.name() + " cannot be read as a result; run the tests again", unreadable);
        }
    }

    private static TestResult run(XMLStreamReader reader, Report report) throws XMLStreamException {
        // Some versions write thousands with a comma.
        double seconds = Double.parseDouble("0" + attribute(reader, "time").replace(",", ""));
        Map<Standing, String> told = new LinkedHashMap<>();
        while (!(reader.next() == XMLStreamConstants.END_ELEMENT
                && reader.getLocalName().equals("testcase"))) {
            if (reader.isStartElement()) {
                if (FAILURES.contains(reader.getLocalName()) || AGAIN.contains(reader.getLocalName())) {
                    told.putIfAbsent(Standing.FAILED, message(reader));
                } else if (reader.getLocalName().equals("skipped")) {
                    told.putIfAbsent(Standing.OPEN, message(reader));
                }
            }
        }
        if (told.containsKey(Standing.FAILED)) {
            return new TestResult(0, 1, 0, seconds, told.get(Standing.FAILED), report);
        }
        return told.containsKey(Standing.OPEN)
                ? new TestResult(0, 0, 1, seconds, told.get(Standing.OPEN), report)
                : new TestResult(1, 0, 0, seconds, null, report);
    }

    /** Its first line, of the attribute if there is one, else of the text; without places of the machine. */
    private static String message(XMLStreamReader reader) throws XMLStreamException {
        String attribute = attribute(reader, "message");
        // Those of runs that were repeated have elements in them, not only a text.
        boolean textOnly = attribute.isBlank() && !AGAIN.contains(reader.getLocalName());
        String whole = textOnly ? reader.getElementText() : attribute;
        String line = whole.lines()
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .findFirst()
                .map(WithoutPlaces::text)
                .orElse("without a word");
        return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "\u2026" : line;
    }

    private static String attribute(XMLStreamReader reader, String name) {
        @Nullable String value = reader.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** @param method empty for what is of the class as a whole, such as what is done before all of its tests */
    record MethodName(String className, String method) {
        /** Surefire writes parameters and the number of a run behind the method. */
        private static MethodName of(String className, String name) {
            int end = 0;
            while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) {
                end++;
            }
            boolean whole = name.equals("null")
                    || name.equals(className)
                    || name.equals(className.substring(className.lastIndexOf('.') + 1));
            return new MethodName(className, whole ? "" : name.substring(0, end));
        }
    }
}
