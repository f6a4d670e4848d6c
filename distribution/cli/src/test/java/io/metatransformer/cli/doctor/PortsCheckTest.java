package io.metatransformer.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsCheckTest {

    @Test
    void a_port_that_somebody_has_is_found() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Finding> findings = new PortsCheck(List.of(taken.getLocalPort())).run();

            assertEquals(Finding.Level.WARN, findings.get(0).level());
        }
    }
}
