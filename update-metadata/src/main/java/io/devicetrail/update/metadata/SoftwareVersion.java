package io.devicetrail.update.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version with an order: one to four numbers, then perhaps a pre-release as in Semantic Versioning 2.0, {@code
 * 2.1.0-rc.1}. Numbers that are not there count as 0, so 2.1 and 2.1.0 are the same place in the order and two texts.
 */
public record SoftwareVersion(String text) implements Comparable<SoftwareVersion> {
    private static final Pattern FORM =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9}){0,3})(?:-([0-9A-Za-z-]{1,30}(?:\\.[0-9A-Za-z-]{1,30}){0,4}))?");
    private static final int NUMBERS = 4;
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,9}");

    public SoftwareVersion {
        if (!FORM.matcher(text).matches()) {
            throw new UpdateRefused(Refusal.MALFORMED_METADATA, "a version is not of the form 2.1.0 or 2.1.0-rc.1");
        }
    }

    public static SoftwareVersion of(String text) {
        return new SoftwareVersion(text);
    }

    /** The order alone: 0 does not mean that they are equal. */
    @Override
    public int compareTo(SoftwareVersion other) {
        int order = Arrays.compare(numbers(), other.numbers());
        return order != 0 ? order : comparePreRelease(part(2), other.part(2));
    }

    private @Nullable String part(int group) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches() ? matcher.group(group) : null;
    }

    private int[] numbers() {
        String given = part(1);
        int[] numbers = new int[NUMBERS];
        int at = 0;
        for (String each : given == null ? List.<String>of() : List.of(given.split("\\.", -1))) {
            numbers[at++] = Integer.parseInt(each);
        }
        return numbers;
    }

    /** A release comes after its pre-releases. */
    private static int comparePreRelease(@Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return Boolean.compare(left == null, right == null);
        }
        return Arrays.compare(left.split("\\.", -1), right.split("\\.", -1), SoftwareVersion::compareIdentifiers);
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftNumeric = NUMERIC.matcher(left).matches();
        boolean rightNumeric = NUMERIC.matcher(right).matches();
        if (leftNumeric && rightNumeric) {
            return Integer.compare(Integer.parseInt(left), Integer.parseInt(right));
        }
        return leftNumeric == rightNumeric ? left.compareTo(right) : Boolean.compare(rightNumeric, leftNumeric);
    }
}
