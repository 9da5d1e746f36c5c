package io.perennial.dashboard.internal;

import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.DeletedCertificates;
import io.perennial.certificate.DeletedCertificates.Deleted;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.retention.Deletions;
import io.perennial.secret.DeletedSecret;
import io.perennial.secret.DeletedSecrets;
import io.perennial.vault.Vault;
import io.perennial.vault.Vaults;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What was deleted from a vault and can still be recovered. */
@Controller
@RequestMapping("/vaults/{vault}/deleted")
class DeletedObjectsController {

  private static final int ROWS = 100;

  private final Vaults vaults;
  private final DeletedCertificates certificates;
  private final Deletions deletions;
  private final DeletedSecrets secrets;
  private final VaultsController.May may;

  DeletedObjectsController(
      Vaults vaults,
      DeletedCertificates certificates,
      Deletions deletions,
      DeletedSecrets secrets,
      VaultsController.May may) {
    this.vaults = vaults;
    this.certificates = certificates;
    this.deletions = deletions;
    this.secrets = secrets;
    this.may = may;
  }

  @GetMapping
  String page(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String vault,
      @RequestParam(defaultValue = "") String certificate,
      @RequestParam(defaultValue = "") String secret,
      Model model) {
    Vault of = vaults.get(actor, new ObjectName(vault));
    Scope scope = Scope.vault(of.id());
    Moments moments = may.moments();
    boolean seesSecrets = may.all(actor, scope, Permission.READ_SECRETS);
    model.addAttribute("name", of.name().value());
    model.addAttribute("protection", of.purgeProtection());
    model.addAttribute("days", of.retentionDays());
    model.addAttribute("seesSecrets", seesSecrets);
    model.addAttribute("writesSecrets", may.all(actor, scope, Permission.WRITE_SECRETS));
    model.addAttribute("writes", may.all(actor, scope, Permission.WRITE_CERTIFICATES));
    Page<Deleted> gone =
        certificates.page(actor, of.id(), new Slice(Optional.of(certificate), ROWS));
    model.addAttribute(
        "certificates",
        gone.items().stream()
            .map(one -> Row.of(one.certificate().name().value(), one.at(), one.purge(), moments))
            .toList());
    model.addAttribute("certificate", certificate);
    model.addAttribute("nextCertificate", gone.next().orElse(""));
    Page<DeletedSecret> past =
        seesSecrets
            ? secrets.page(actor, of, new Slice(Optional.of(secret), ROWS))
            : new Page<>(List.of(), Optional.empty());
    model.addAttribute(
        "secrets",
        past.items().stream()
            .map(one ->
                Row.of(one.current().name().value(), one.deletedAt(), one.purgeAt(), moments))
            .toList());
    model.addAttribute("secret", secret);
    model.addAttribute("nextSecret", past.next().orElse(""));
    return "deleted";
  }

  @PostMapping("/certificates/{name}/recover")
  String recover(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String vault,
      @PathVariable String name) {
    return "redirect:/certificates/"
        + deletions.recover(actor, certificate(actor, vault, name)).id().value();
  }

  private Deleted certificate(Principal actor, String vault, String name) {
    Vault of = vaults.get(actor, new ObjectName(vault));
    return certificates
        .find(actor, of.id(), new ObjectName(name))
        .orElseThrow(() -> Refusal.notFound("There is no deleted certificate of that name."));
  }

  @PostMapping("/certificates/{name}/purge")
  String purge(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String vault,
      @PathVariable String name) {
    deletions.purge(actor, certificate(actor, vault, name));
    return back(vault);
  }

  private static String back(String vault) {
    return "redirect:/vaults/" + new ObjectName(vault).value() + "/deleted";
  }

  @PostMapping("/secrets/{name}/recover")
  String recoverSecret(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String vault,
      @PathVariable String name) {
    secrets.recover(actor, vaults.get(actor, new ObjectName(vault)), new ObjectName(name));
    return back(vault);
  }

  @PostMapping("/secrets/{name}/purge")
  String purgeSecret(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String vault,
      @PathVariable String name) {
    secrets.purge(actor, vaults.get(actor, new ObjectName(vault)), new ObjectName(name));
    return back(vault);
  }

  /**
   * A deleted object.
   *
   * @param purge when it goes for good, relative
   */
  record Row(String name, String deleted, String deletedAt, String purge, String purgeAt) {

    static Row of(String name, Instant deleted, Instant purge, Moments moments) {
      return new Row(
          name,
          moments.ago(deleted),
          Moments.minute(deleted),
          moments.relative(purge),
          Moments.minute(purge));
    }
  }
}
