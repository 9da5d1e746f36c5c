package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.connector.ConnectorException;
import io.perennial.connector.TrustSource;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import io.perennial.pki.Fingerprint;
import io.perennial.pki.Pem;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which roots an issuer's certificates lead to. */
@RestController
@RequestMapping(path = "/control/roots", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlRootsController {

  private final Issuers issuers;

  ControlRootsController(Issuers issuers) {
    this.issuers = issuers;
  }

  /** PEM. */
  @GetMapping
  String roots(@RequestParam(defaultValue = "private-ca") String issuer) {
    return Pem.certificates(rootsOf(issuer));
  }

  /** SHA-256, a line each. */
  @GetMapping("/fingerprint")
  String fingerprints(@RequestParam(defaultValue = "private-ca") String issuer) {
    return rootsOf(issuer).stream()
        .map(root -> Fingerprint.of(root).value() + "\n")
        .collect(Collectors.joining());
  }

  private List<X509Certificate> rootsOf(String name) {
    Issuer issuer =
        issuers
            .find(COMMAND_LINE, new ObjectName(name))
            .orElseThrow(() ->
                Refusal.notFound("There is no issuer %s. There are %s.".formatted(name, names())));
    try {
      if (issuers.open(COMMAND_LINE, issuer.id()) instanceof TrustSource source) {
        return source.roots();
      }
    } catch (ConnectorException failed) {
      throw Refusal.conflict(String.valueOf(failed.getMessage()));
    }
    throw Refusal.invalid("The issuer " + name + " does not tell its roots.");
  }

  private String names() {
    return issuers.list(COMMAND_LINE).stream()
        .map(issuer -> issuer.name().value())
        .collect(Collectors.joining(", "));
  }
}
