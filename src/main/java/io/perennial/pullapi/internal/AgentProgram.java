package io.perennial.pullapi.internal;

import io.perennial.pullapi.internal.PullResponse.Body;
import io.perennial.pullapi.internal.PullResponse.Header;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The agent, as it lies in {@code deploy/agent}: who adds a server has nothing there yet but a
 * shell. It is no secret, and TLS says whose it is.
 */
@Component
class AgentProgram {

  private final PullResponse script = read("perennial-agent", "text/x-shellscript");
  private final PullResponse unit = read("systemd/perennial-agent.service", "text/plain");

  PullResponse script() {
    return script;
  }

  PullResponse unit() {
    return unit;
  }

  private static PullResponse read(String name, String type) {
    try {
      String text =
          new ClassPathResource("agent/" + name).getContentAsString(StandardCharsets.UTF_8);
      return PullResponse.of(
          200,
          new Body.Shared(text.getBytes(StandardCharsets.UTF_8)),
          new Header("Content-Type", type + ";charset=UTF-8"),
          new Header("Cache-Control", "no-cache"));
    } catch (IOException missing) {
      throw new UncheckedIOException("the agent is missing in this build", missing);
    }
  }
}
