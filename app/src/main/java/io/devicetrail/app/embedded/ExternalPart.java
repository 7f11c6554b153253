package io.devicetrail.app.embedded;

/** A part that somebody else runs; we only know its address, and closing it is not ours to do. */
public record ExternalPart(String name, String address) implements Part {
    @Override
    public String version() {
        return "external";
    }

    @Override
    public void close() {}
}
