package io.devicetrail.artifacts.download;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a file of ten bytes; RFC 9110, 14.1.2. */
class ByteRangeTest {
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-9, 0, 9",
        "bytes=0-, 0, 9",
        "bytes=9-, 9, 9",
        "bytes=3-4, 3, 4",
        "bytes=3-100, 3, 9",
        "bytes=3-999999999999999999, 3, 9",
        "bytes=-1, 9, 9",
        "bytes=-10, 0, 9",
        "bytes=-100, 0, 9",
        "bytes= 3-4 , 3, 4"
    })
    void isThePartThatIsAskedFor(String header, long first, long last) {
        assertThat(ByteRange.of(header, 10)).contains(new ByteRange(first, last, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=10-11", "bytes=-0"})
    void isNotInTheFile(String header) {
        assertThat(ByteRange.of(header, 10))
                .hasValueSatisfying(range -> assertThat(range.satisfiable()).isFalse());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "bytes=",
                "bytes=-",
                "bytes=4-3",
                "bytes=0-1,3-4",
                "items=0-1",
                "bytes=a-b",
                "bytes=0x1-2",
                "bytes=99999999999999999999-"
            })
    void isNotLookedAt(String header) {
        assertThat(ByteRange.of(header, 10)).isEmpty();
    }
}
