package io.devicetrail.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see of texts that try not to be seen: nothing is dropped, and no two texts look the same. */
class VisibleTextTest {
    private static final TenantId TENANT = new TenantId("acme");
    private static final Pattern NUMBER = Pattern.compile("\u2039U\\+([0-9A-F]{4,6})\u203a");
    /** Latin, Greek, Cyrillic, Hebrew, Arabic, spaces and marks, Chinese, private use, pictures, tags. */
    private static final int[][] RANGES = {
        {0x0, 0x24f},
        {0x300, 0x36f},
        {0x370, 0x4ff},
        {0x590, 0x6ff},
        {0x2000, 0x22ff},
        {0x3000, 0x30ff},
        {0xe000, 0xe0ff},
        {0xfe00, 0xffff},
        {0x1f300, 0x1f6ff},
        {0xe0000, 0xe01ff}
    };

    @ParameterizedTest
    @CsvSource({
        "caf\u00e9 21.5 \u00b0C \u00b1 0.1 \u00b5m \u03a9,caf\u00e9 21.5 \u00b0C \u00b1 0.1 \u00b5m \u03a9",
        "\u0416\u03b8,\u0416\u03b8",
        "\u4e2d,\u2039U+4E2D\u203a",
        "\ud83d\ude00,\u2039U+1F600\u203a",
        "a\u202eb,a\u2039U+202E\u203ab",
        "a\u200bb,a\u2039U+200B\u203ab",
        "\u05d0\u05d1,\u2039U+05D0\u203a\u2039U+05D1\u203a",
        "a\u00a0b,a\u2039U+00A0\u203ab",
        "a  b,a \u2039U+0020\u203ab",
        "a\u00adb,a\u2039U+00AD\u203ab"
    })
    void itIsShownLikeThis(String text, String shown) throws IOException {
        assertThat(shown(text)).isEqualTo(shown);
    }

    @Test
    void spacesAtTheEndsAndLineEndsAreSeen() throws IOException {
        assertThat(shown(" a\tb\r\nc "))
                .isEqualTo(
                        "\u2039U+0020\u203aa\u2039U+0009\u203ab\u2039U+000D\u203a\u2039U+000A\u203ac\u2039U+0020\u203a");
    }

    @Test
    void whatIsShownGivesTheTextBackWhateverIsInIt() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 40) {
                int[] range = RANGES[random.nextInt(RANGES.length)];
                int character = range[0] + random.nextInt(range[1] - range[0] + 1);
                // These are what is told apart here.
                text.appendCodePoint(character == 0x2039 || character == 0x203a ? 'x' : character);
            }

            String shown = shown(text.toString());

            assertThat(told(shown)).as("seed " + seed).isEqualTo(text.toString());
            assertThat(shown.codePoints())
                    .as("seed " + seed)
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT);
        }
    }

    private static String told(String shown) {
        return NUMBER.matcher(shown)
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    /** The value as the file has it, whose lines may be broken but lose nothing. */
    private static String shown(String value) throws IOException {
        ListedLog log = new ListedLog();
        log.append(TENANT, new DeviceTagged(EveryEvent.pump(TENANT), "note", null, value));
        String text = ReadReport.of(WrittenReport.of(log, WrittenReport.head(TENANT, log)))
                .text();
        String behind = text.substring(text.indexOf("+ NEWnew: ") + "+ NEWnew: ".length());
        return behind.substring(0, behind.indexOf("+41 said so"));
    }
}
