package io.perennial.web;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the server listens.
 *
 * @param hostname under which it is reached
 * @param port of the TLS listener; 0: any
 * @param plainPort of the plain listener; 0: any
 * @param pullPort of servers and agents; 0: any
 * @param socket path of the command line's Unix socket
 */
@ConfigurationProperties("perennial")
public record WebProperties(String hostname, int port, int plainPort, int pullPort, Path socket) {}
