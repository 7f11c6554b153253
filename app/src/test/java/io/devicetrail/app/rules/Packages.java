package io.devicetrail.app.rules;

import java.util.List;

/**
 * The modules' packages under a root: the real one, or that of the violations.
 *
 * @param root without a dot at its end
 */
record Packages(String root) {
    static final Packages REAL = new Packages("io.devicetrail");
    static final Packages VIOLATIONS = new Packages("io.devicetrail.app.rules.violations");

    String domain() {
        return root + ".domain";
    }

    String eventStore() {
        return root + ".eventstore";
    }

    String commandSide() {
        return root + ".commandside";
    }

    String querySide() {
        return root + ".queryside";
    }

    String sagas() {
        return root + ".sagas";
    }

    String ingress() {
        return root + ".ingress";
    }

    String edge() {
        return root + ".edge";
    }

    String audit() {
        return root + ".audit";
    }

    String identity() {
        return root + ".identity";
    }

    String pki() {
        return root + ".pki";
    }

    String artifacts() {
        return root + ".artifacts";
    }

    String updateMetadata() {
        return root + ".update.metadata";
    }

    String updateAgent() {
        return root + ".update.agent";
    }

    String app() {
        return root + ".app";
    }

    /** Each must hold a class: a rule about a package that does not exist is always green. */
    List<String> all() {
        return List.of(
                domain(),
                eventStore(),
                commandSide(),
                querySide(),
                sagas(),
                ingress(),
                edge(),
                audit(),
                identity(),
                pki(),
                artifacts(),
                updateMetadata(),
                updateAgent(),
                app());
    }

    /** The package and all below it, as ArchUnit writes it. */
    static String within(String name) {
        return name + "..";
    }
}
