package io.devicetrail.app.validation;

import io.devicetrail.app.cli.HomeOptions;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.audit.copy.ExportFailed;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.validation.OpenPoint;
import io.devicetrail.audit.validation.PackFolder;
import io.devicetrail.audit.validation.StatedRequirement;
import io.devicetrail.audit.validation.ValidationPack;
import io.devicetrail.audit.validation.ValidationPack.Evidence;
import io.devicetrail.audit.validation.evidence.SourceTree;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** What a build, its tests and its demo left, as a signed folder. Tests and demo are run by the launcher. */
@Command(
        name = "validation-pack",
        description = "Runs the tests that show what the regulation asks for, and the demo, and writes a signed folder:"
                + " traceability matrix, IQ, OQ, PQ, as PDF/A and JSON. For a checkout, with Maven.",
        mixinStandardHelpOptions = true,
        footer =
                "Exit code 0 if all passed; 1 if anything is open or failed, which the folder lists; 2 if no folder could"
                        + " be written. docs/validation-pack.md tells what it shows, and what it cannot.")
public final class ValidationPackCommand implements Callable<Integer> {
    private static final int OPEN = 1;
    private static final int CANNOT = 2;

    @Mixin
    private HomeOptions options = new HomeOptions();

    @Option(
            names = "--from-results",
            paramLabel = "DIR",
            arity = "1..*",
            description = "Run neither tests nor demo; take the results of a build of this source, such as"
                    + " domain/target/surefire-reports. Results older than the newest source count as open.")
    private List<Path> results = new ArrayList<>();

    @Option(
            names = "--resume",
            description =
                    "Go on from a run that was stopped: tests and demo that left a result of this source, passed or"
                            + " not, are not run again.")
    private boolean resume;

    @Option(
            names = "--demo",
            paramLabel = "FILE",
            description = "Do not run the demo; take the figures that \"demo --json\" wrote.")
    private @Nullable Path demo;

    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description = "The bill of materials, CycloneDX 1.6 (default: target/sbom.json, which the launcher makes).")
    private @Nullable Path sbom;

    @Option(names = "--tree", paramLabel = "DIR", description = "The checkout (default: that of the launcher).")
    private @Nullable Path tree;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder to make; it must not exist (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("validation-pack");

    @Option(names = "--json", description = "Print one object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        try {
            if (resume && !results.isEmpty()) {
                throw new ValidationRefused("--resume runs tests and --from-results runs none; leave one of them out");
            }
            if (Files.exists(out)) {
                throw new ValidationRefused(out + " exists; name another folder with --out");
            }
            ValidationPack pack = pack();
            PackKeys keys = PackKeys.of(options.settings());
            PackFolder.write(pack, out, keys.seal(), keys.keys());
            tell(pack);
            return pack.standing() == Standing.PASSED ? 0 : OPEN;
        } catch (ValidationRefused | ExportFailed | LedgerBroken refused) {
            System.err.println("devicetrail: " + refused.getMessage());
            return CANNOT;
        } catch (StartFailure refused) {
            System.err.println("devicetrail: " + refused.line());
            return CANNOT;
        } catch (IOException unreadable) {
            System.err.println("devicetrail: something could not be read or written: " + unreadable);
            return CANNOT;
        }
    }

    private ValidationPack pack() throws IOException, InterruptedException {
        SourceTree source =
                SourceTree.at(tree == null ? Path.of(System.getProperty("devicetrail.checkout", ".")) : tree);
        Evidence evidence = new Evidence(
                source,
                results.isEmpty() ? source.reports() : results,
                sbom == null ? source.top().resolve("target/sbom.json") : sbom,
                demo);
        return ValidationPack.of(
                evidence,
                GitSource.of(source.top()),
                software(),
                machine(),
                StatedRequirement.reviewed(),
                Clock.systemUTC().instant());
    }

    private static String software() {
        String version = ValidationPackCommand.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Of this process: the launcher runs tests and demo by the same Java. */
    private static SortedMap<String, String> machine() {
        SortedMap<String, String> machine = new TreeMap<>();
        machine.put(
                "Java",
                Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                        + System.getProperty("java.vendor"));
        machine.put(
                "System",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                        + System.getProperty("os.arch"));
        machine.put("Processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return machine;
    }

    private void tell(ValidationPack pack) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (Standing standing : Standing.values()) {
            counts.put(standing.name(), pack.matrix().requirements(standing));
        }
        List<OpenPoint> open = pack.open();
        String folder = out.toAbsolutePath().normalize().toString();
        if (json) {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("ok", pack.standing() == Standing.PASSED);
            answer.put("standing", pack.standing());
            answer.put("folder", folder);
            answer.put("commit", pack.source().commit());
            answer.put("clean", pack.source().isClean());
            answer.put("requirements", counts);
            answer.put("open", open);
            System.out.println(JsonMapper.builder().build().writeValueAsString(answer));
            return;
        }
        open.forEach(System.out::println);
        System.out.println(
                pack.standing() + ": of " + pack.matrix().requirements().size() + " requirements " + counts
                        + ", for commit " + pack.source().name()
                        + (pack.source().isClean() ? "" : " with changes that are in no commit"));
        System.out.println(folder);
    }
}
