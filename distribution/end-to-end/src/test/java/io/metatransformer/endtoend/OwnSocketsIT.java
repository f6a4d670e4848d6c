package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server talks to those who call it, and to nobody else. */
class OwnSocketsIT {
    /** Loopback as the kernel prints it: IPv4, IPv4 in IPv6, IPv6. */
    private static final Set<String> LOOPBACK =
            Set.of(
                    "0100007F",
                    "0000000000000000FFFF00000100007F",
                    "00000000000000000000000001000000");

    /** The far end of a socket that only listens. */
    private static final Set<String> NOBODY =
            Set.of("00000000", "00000000000000000000000000000000");

    @ParameterizedTest
    @ValueSource(strings = {"--allow-random-weights", "--cluster=own-sockets"})
    void a_server_that_has_answered_holds_sockets_on_loopback_alone(String option)
            throws Exception {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "no /proc here");
        Packaged packaged = Packaged.original();
        try (Server server = Server.start(packaged, option)) {
            var answer =
                    server.post(
                            "/api/v1/models/default/embed?modality=image&allow_random_weights=true",
                            "image/png",
                            packaged.sample("cat.png"));
            assertEquals(200, answer.statusCode(), answer.body());

            List<String> sockets = sockets(Path.of("/proc", Long.toString(server.jvm().pid())));

            assertFalse(sockets.isEmpty());
            assertEquals(List.of(), sockets.stream().filter(OwnSocketsIT::isFar).toList());
        }
    }

    /** Local and remote address of each TCP socket of the process. */
    private static List<String> sockets(Path process) throws IOException {
        Set<String> own;
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            own = files.map(OwnSocketsIT::target).collect(Collectors.toSet());
        }
        return Stream.of("tcp", "tcp6")
                .map(table -> process.resolve("net").resolve(table))
                .flatMap(OwnSocketsIT::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> fields.length > 9 && own.contains("socket:[" + fields[9] + "]"))
                .map(fields -> fields[1] + " " + fields[2])
                .toList();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean isFar(String addresses) {
        String[] ends = addresses.split(" ");
        String local = ends[0].substring(0, ends[0].indexOf(':'));
        String remote = ends[1].substring(0, ends[1].indexOf(':'));
        return !LOOPBACK.contains(local) || !(LOOPBACK.contains(remote) || NOBODY.contains(remote));
    }
}
