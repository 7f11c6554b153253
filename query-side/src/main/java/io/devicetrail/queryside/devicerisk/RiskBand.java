package io.devicetrail.queryside.devicerisk;

/** Scores as a person sorts them. */
public enum RiskBand {
    NONE(0),
    LOW(1),
    MEDIUM(25),
    HIGH(50);

    private final int from;

    RiskBand(int from) {
        this.from = from;
    }

    static RiskBand of(int score) {
        RiskBand band = NONE;
        for (RiskBand next : values()) {
            band = score >= next.from ? next : band;
        }
        return band;
    }
}
