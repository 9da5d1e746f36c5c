package io.perennial.vaultapi.internal;

import io.perennial.access.DataAction;
import io.perennial.connector.ConnectorFactory;
import io.perennial.issuer.VaultIssuer;
import io.perennial.issuer.VaultIssuers;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The CAs that a vault's policies name. */
@RestController
@RequestMapping(VaultRequest.PREFIX + "/certificates/issuers")
class VaultIssuerRoutes {

  /** They mean something else in a policy. */
  private static final Set<String> TAKEN = Set.of("self", "unknown");

  private static final int LONGEST_ORGANIZATION = 10_000;

  private final VaultIssuers issuers;
  private final IssuerSettings settings;
  private final Rights rights;
  private final JsonBody body;
  private final Parts parts;
  private final JsonMapper json;

  VaultIssuerRoutes(
      VaultIssuers issuers,
      IssuerSettings settings,
      Rights rights,
      JsonBody body,
      Parts parts,
      JsonMapper json) {
    this.issuers = issuers;
    this.settings = settings;
    this.rights = rights;
    this.body = body;
    this.parts = parts;
    this.json = json;
  }

  @GetMapping
  Wire.Part<IssuerWire.Item> list(Call call) {
    rights.require(call, DataAction.CERTIFICATECAS_READ, call.scope(), "certificates/issuers");
    return parts.list(
        call,
        slice -> issuers.page(Stored.FINDING, call.vault().id(), slice),
        (VaultIssuer issuer) ->
            new IssuerWire.Item(
                address(call, issuer), IssuerSettings.provider(issuer.issuer().type())));
  }

  @GetMapping("/{issuer}")
  IssuerWire.Bundle get(Call call, @PathVariable String issuer) {
    require(call, DataAction.CERTIFICATECAS_READ, issuer);
    return bundle(call, known(call, issuer));
  }

  @PutMapping("/{issuer}")
  IssuerWire.Bundle set(Call call, @PathVariable String issuer) {
    require(call, DataAction.CERTIFICATECAS_WRITE, issuer);
    return write(call, issuer, body.read(call, IssuerBody.class), Optional.empty());
  }

  @PatchMapping("/{issuer}")
  IssuerWire.Bundle update(Call call, @PathVariable String issuer) {
    require(call, DataAction.CERTIFICATECAS_WRITE, issuer);
    IssuerBody sent = body.read(call, IssuerBody.class);
    return write(call, issuer, sent, Optional.of(own(call, issuer)));
  }

  @DeleteMapping("/{issuer}")
  IssuerWire.Bundle delete(Call call, @PathVariable String issuer) {
    require(call, DataAction.CERTIFICATECAS_DELETE, issuer);
    VaultIssuer known = own(call, issuer);
    issuers.delete(call.caller(), known.issuer().id());
    return bundle(call, known);
  }

  private void require(Call call, DataAction action, String name) {
    rights.require(call, action, call.scope(), "certificates/issuers/" + name);
  }

  /**
   * @param known what is kept where nothing is sent
   */
  private IssuerWire.Bundle write(
      Call call, String name, IssuerBody sent, Optional<VaultIssuer> known) {
    ObjectName wanted = new ObjectName(name);
    if (TAKEN.contains(wanted.value())) {
      throw VaultProblem.badParameter(
          "%s means something else in a policy. Choose another name.".formatted(name));
    }
    ConnectorFactory kind =
        settings.kind(
            Optional.ofNullable(sent.provider())
                .or(() -> known.map(one -> IssuerSettings.provider(one.issuer().type()))));
    Optional<IssuerBody.Credentials> credentials = Optional.ofNullable(sent.credentials());
    Optional<String> account =
        credentials
            .map(IssuerBody.Credentials::account)
            .or(() -> known.flatMap(VaultIssuer::account));
    Optional<IssuerBody.Organization> organization =
        Optional.ofNullable(sent.organization())
            .or(() -> known.flatMap(VaultIssuer::organization).map(this::organization));
    boolean enabled =
        Optional.ofNullable(sent.attributes())
            .map(CertificateBody.Attributes::enabled)
            .orElse(known.map(one -> one.issuer().enabled()).orElse(true));
    return bundle(
        call,
        issuers.set(
            call.caller(),
            call.vault().id(),
            new VaultIssuers.Wanted(
                wanted,
                kind.type(),
                settings.read(
                    kind, account, credentials.map(IssuerBody.Credentials::pwd), organization),
                enabled,
                account,
                organization.map(this::text))));
  }

  private IssuerBody.Organization organization(String stored) {
    return json.readValue(stored, IssuerBody.Organization.class);
  }

  private String text(IssuerBody.Organization organization) {
    String text = json.writeValueAsString(organization);
    if (text.length() > LONGEST_ORGANIZATION) {
      throw VaultProblem.badParameter("org_details are too long; name fewer administrators.");
    }
    return text;
  }

  private VaultIssuer known(Call call, String name) {
    Optional<VaultIssuer> found;
    try {
      found = issuers.find(Stored.FINDING, call.vault().id(), new ObjectName(name));
    } catch (Refusal noName) {
      throw VaultProblem.badParameter(noName.sentence());
    }
    return found.orElseThrow(() ->
        new VaultProblem(
            HttpStatus.NOT_FOUND,
            "CertificateIssuerNotFound",
            Optional.empty(),
            "An issuer with (name/id) %s was not found in this key vault.".formatted(name)));
  }

  /** The deployment's own are there for every vault, so no vault's people change them. */
  private VaultIssuer own(Call call, String name) {
    VaultIssuer known = known(call, name);
    if (known.issuer().vault().isEmpty()) {
      throw VaultProblem.forbidden(
          "IssuerOfTheDeployment",
          "The issuer %s is there for every vault and is changed on the dashboard alone. Choose another name for one of your own."
              .formatted(name));
    }
    return known;
  }

  private static String address(Call call, VaultIssuer issuer) {
    return call.base() + "/certificates/issuers/" + issuer.issuer().name().value();
  }

  private IssuerWire.Bundle bundle(Call call, VaultIssuer issuer) {
    return new IssuerWire.Bundle(
        address(call, issuer),
        IssuerSettings.provider(issuer.issuer().type()),
        issuer.account().map(IssuerWire.Credentials::new),
        issuer
            .organization()
            .map(this::organization)
            .map(known ->
                new IssuerWire.Organization(
                    known.id(), 0, Optional.ofNullable(known.administrators()).orElse(List.of()))),
        new IssuerWire.Attributes(
            issuer.issuer().enabled(),
            issuer.createdAt().getEpochSecond(),
            issuer.updatedAt().getEpochSecond()));
  }
}
