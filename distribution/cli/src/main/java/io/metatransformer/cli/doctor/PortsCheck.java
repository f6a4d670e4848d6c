package io.metatransformer.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Whether {@code serve} could listen. */
public final class PortsCheck implements Check {
    private final List<Integer> ports;

    public PortsCheck(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        for (int port : ports) {
            findings.add(
                    isFree(port)
                            ? Finding.ok("port " + port, "free on loopback")
                            : Finding.warn(
                                    "port " + port,
                                    "taken, or not allowed to this user: serve needs another one"));
        }
        return findings;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
