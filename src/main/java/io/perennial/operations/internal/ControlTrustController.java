package io.perennial.operations.internal;

import static io.perennial.operations.internal.ControlController.COMMAND_LINE;

import io.perennial.access.Applications;
import io.perennial.access.ClientId;
import io.perennial.identity.ApplicationCertificate;
import io.perennial.identity.ApplicationCertificates;
import io.perennial.identity.FederatedIdentities;
import io.perennial.identity.TrustedIssuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import java.time.Clock;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the command line does with certificates of applications and with outside issuers. Answers
 * are lines of text, their fields parted by tabs.
 */
@RestController
@RequestMapping(path = "/control", produces = MediaType.TEXT_PLAIN_VALUE)
class ControlTrustController {

  private final Applications applications;
  private final ApplicationCertificates certificates;
  private final FederatedIdentities identities;
  private final TrustedIssuers issuers;
  private final Clock clock;

  ControlTrustController(
      Applications applications,
      ApplicationCertificates certificates,
      FederatedIdentities identities,
      TrustedIssuers issuers,
      Clock clock) {
    this.applications = applications;
    this.certificates = certificates;
    this.identities = identities;
    this.issuers = issuers;
    this.clock = clock;
  }

  private ClientId application(String name) {
    return applications
        .find(COMMAND_LINE, new ObjectName(name))
        .orElseThrow(() ->
            Refusal.notFound(
                "There is no application of that name. Make it with: deploy/perennial vault env"))
        .clientId();
  }

  /** Id, thumbprint, until when, and whether it was used. */
  @GetMapping("/applications/certificates")
  String certificates(@RequestParam String application) {
    return certificates.list(COMMAND_LINE, application(application)).stream()
        .map(one -> line(one.id(), one.thumbprint(), one.expiresAt().toString(), state(one)))
        .collect(Collectors.joining());
  }

  private String state(ApplicationCertificate certificate) {
    if (!certificate.usable(clock.instant())) {
      return certificate.revokedAt().isPresent() ? "revoked" : "expired";
    }
    return certificate.usedAt().isPresent() ? "in use" : "never used";
  }

  @PostMapping("/applications/certificates/revoke")
  String revoke(@RequestParam String application, @RequestParam String id) {
    return line(certificates.revoke(COMMAND_LINE, application(application), id).thumbprint());
  }

  @PostMapping("/applications/trust")
  String trust(
      @RequestParam String application,
      @RequestParam String issuer,
      @RequestParam String subject,
      @RequestParam String audience) {
    return line(
        identities
            .trust(COMMAND_LINE, application(application), issuer, subject, audience)
            .application()
            .value());
  }

  /** Id, issuer, subject and audience. */
  @GetMapping("/applications/trusts")
  String trusts(@RequestParam String application) {
    return identities.list(COMMAND_LINE, application(application)).stream()
        .map(one -> line(one.id(), one.issuer(), one.subject(), one.audience()))
        .collect(Collectors.joining());
  }

  @PostMapping("/applications/distrust")
  String distrust(@RequestParam String application, @RequestParam String id) {
    return line(identities.remove(COMMAND_LINE, application(application), id).subject());
  }

  @PostMapping("/vaults/trust")
  String trustAt(
      @RequestParam String vault,
      @RequestParam String issuer,
      @RequestParam String audience,
      @RequestParam(defaultValue = "") String claim) {
    return line(
        issuers.trust(COMMAND_LINE, new ObjectName(vault), issuer, audience, claim).issuer());
  }

  /** Issuer, audience, and the claim that names the subject. */
  @GetMapping("/vaults/trusts")
  String trustsAt(@RequestParam String vault) {
    return issuers.list(COMMAND_LINE, new ObjectName(vault)).stream()
        .map(one -> line(one.issuer(), one.audience(), one.claim().orElse("oid or sub")))
        .collect(Collectors.joining());
  }

  @PostMapping("/vaults/distrust")
  String distrustAt(@RequestParam String vault, @RequestParam String issuer) {
    return line(issuers.remove(COMMAND_LINE, new ObjectName(vault), issuer).issuer());
  }

  private static String line(String... fields) {
    return String.join("\t", fields) + "\n";
  }
}
