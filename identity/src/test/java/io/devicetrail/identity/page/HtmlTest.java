package io.devicetrail.identity.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.identity.Requirement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who reads a page reads what is in it, whoever entered it. */
@Requirement("11.50(b)")
class HtmlTest {
    /** Turns what follows around: "approved" would read as "devorppa". */
    private static final String TURNED = "lot\u202e 7 <b>";

    private static final String SHOWN = "lot\\u{202e} 7 &lt;b&gt;";

    @Test
    void whatTurnsATextAroundIsShownByItsCodeWhereverATextIsShown() {
        List<Html> pages = List.of(
                Html.page("x").text(TURNED),
                Html.page("x").alert(TURNED),
                Html.page("x").heading(TURNED),
                Html.page("x").copy(TURNED),
                Html.page("x").link("/", TURNED),
                Html.page("x").terms(List.of(Map.entry(TURNED, "y"))),
                Html.page("x").terms(List.of(Map.entry("y", TURNED))),
                Html.page(TURNED));
        assertThat(pages)
                .allSatisfy(page -> assertThat(page.toString()).contains(SHOWN).doesNotContain("\u202e"));
    }

    @Test
    void whatAFormCarriesGoesBackAsItCame() {
        assertThat(Html.page("x").hidden("state", TURNED).toString()).contains("lot\u202e 7 &lt;b&gt;");
    }

    @Test
    void ordinaryTextOfAnyScriptIsShownAsItIs() {
        String names = "Zoë Łukasz 李雷 محمد \uD83D\uDD27";
        assertThat(Html.page("x").text(names).toString()).contains(names);
    }
}
