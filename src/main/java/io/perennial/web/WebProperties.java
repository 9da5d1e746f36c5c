package io.perennial.web;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the server listens.
 *
 * @param hostname the name under which browsers and servers reach this server
 * @param port the port of the TLS listener, for the dashboard and servers; 0: any that is free
 * @param plainPort the port of the plain listener, for ACME's http-01 and health; 0: any that is
 *     free
 * @param pullPort the port of the TLS listener for servers and agents alone; 0: any that is free
 * @param socket the path of the command line's Unix socket
 */
@ConfigurationProperties("perennial")
public record WebProperties(String hostname, int port, int plainPort, int pullPort, Path socket) {}
