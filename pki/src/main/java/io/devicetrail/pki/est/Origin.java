package io.devicetrail.pki.est;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a request came from.
 *
 * @param address of the connection
 * @param client what the client calls itself, {@code unknown} if nothing
 */
record Origin(String address, String client) {
    private static final int LONGEST_CLIENT = 200;
    /** What one customer of a network has of IPv6 addresses at the least: one cannot be told from the other. */
    private static final int NETWORK_BYTES = 8;

    static Origin of(String address, @Nullable String client) {
        String printable =
                client == null ? "" : client.replaceAll("\\p{Cntrl}", " ").strip();
        return new Origin(
                address,
                printable.isEmpty() ? "unknown" : printable.substring(0, Math.min(printable.length(), LONGEST_CLIENT)));
    }

    /** As far as addresses are told apart. */
    String network() {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, NETWORK_BYTES)
                    : address;
        } catch (IllegalArgumentException noAddress) {
            return address;
        }
    }
}
