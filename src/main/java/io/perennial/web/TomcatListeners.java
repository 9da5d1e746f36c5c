package io.perennial.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executors;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** Opens the plain port and the Unix socket beside the TLS port, and labels what comes in. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WebProperties.class)
public class TomcatListeners implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(TomcatListeners.class);

  private final WebProperties properties;
  private final Connector plain = new Connector();
  private final Connector control = new Connector();

  TomcatListeners(WebProperties properties) {
    this.properties = properties;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    plain.setPort(properties.plainPort());
    try {
      Path folder = properties.socket().toAbsolutePath().getParent();
      Files.createDirectories(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      refuseIfInUse(properties.socket());
      Files.deleteIfExists(properties.socket());
    } catch (IOException unwritable) {
      throw new UncheckedIOException(
          "The command line's socket cannot be made at "
              + properties.socket()
              + "; name another path with perennial.socket.",
          unwritable);
    }
    control.setProperty("unixDomainSocketPath", properties.socket().toAbsolutePath().toString());
    control.setProperty("unixDomainSocketPathPermissions", "rw-------");
    for (Connector connector : new Connector[] {plain, control}) {
      connector.setXpoweredBy(false);
      connector.getProtocolHandler().setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }
    factory.addConnectorCustomizers(TomcatListeners::passEncodedSlashes);
    factory.addAdditionalConnectors(plain, control);
    factory.addEngineValves(new Label());
  }

  /**
   * Not to be refused here in words of the container's own: whoever knows the host refuses them.
   */
  private static void passEncodedSlashes(Connector https) {
    https.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
    https.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
  }

  @EventListener
  void opened(WebServerInitializedEvent event) {
    log.info("People and programs are answered on port {}", event.getWebServer().getPort());
  }

  /** What a killed server left behind goes; what another one listens on stays. */
  private static void refuseIfInUse(Path socket) {
    if (!Files.exists(socket)) {
      return;
    }
    try (SocketChannel other = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      if (other.isConnected()) {
        throw new SocketTaken(socket);
      }
    } catch (IOException nobody) {
      log.debug("Nobody listens on {} any more", socket, nobody);
    }
  }

  /** The port that the plain listener got. */
  public int plainPort() {
    return plain.getLocalPort();
  }

  private final class Label extends ValveBase {

    private Label() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      request.setAttribute(Listener.ATTRIBUTE, of(request.getConnector()));
      getNext().invoke(request, response);
    }

    private Listener of(Connector connector) {
      if (connector.equals(plain)) {
        return Listener.PLAIN;
      }
      return connector.equals(control) ? Listener.CONTROL : Listener.HTTPS;
    }
  }
}
