package io.devicetrail.audit.http;

/** What somebody else wrote, fit for a log and a health. */
public final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    /** The first line, at most 200 characters of it; others than printable ones of ASCII become question marks. */
    public static String line(String foreign) {
        String first = foreign.lines().findFirst().orElse("").strip();
        return first.substring(0, Math.min(first.length(), LONGEST)).replaceAll("[^ -~]", "?");
    }
}
