package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checkpoints that an authority has stamped: their bytes, what it answered, and the list of their sizes. */
public final class StampedCheckpoints {
    /** Sizes of the stamped checkpoints, one a line, in their order. */
    public static final String LIST = "timestamps";

    private StampedCheckpoints() {}

    /** The checkpoint of that size as it was stamped. */
    public static String checkpointPath(long size) {
        return "timestamp/" + size + ".checkpoint";
    }

    /** The authority's answer about it, RFC 3161 TimeStampResp in DER. */
    public static String answerPath(long size) {
        return "timestamp/" + size + ".tsr";
    }

    /** Empty where nothing was ever stamped. */
    public static List<Long> sizes(LedgerReader files) throws IOException {
        try {
            return new String(files.read(LIST), StandardCharsets.US_ASCII)
                    .lines()
                    .map(Long::valueOf)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        } catch (NumberFormatException e) {
            throw new NotVerified("the list of stamped checkpoints is damaged", e);
        }
    }

    /** @param before the list so far */
    public static void keep(LedgerStore store, List<Long> before, long size, byte[] checkpoint, byte[] answer)
            throws IOException {
        store.write(checkpointPath(size), checkpoint);
        store.write(answerPath(size), answer);
        store.sync();
        String list = Stream.concat(before.stream(), Stream.of(size))
                .map(String::valueOf)
                .collect(Collectors.joining("\n", "", "\n"));
        store.replace(LIST, list.getBytes(StandardCharsets.US_ASCII));
    }
}
