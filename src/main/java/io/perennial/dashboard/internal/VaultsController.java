package io.perennial.dashboard.internal;

import io.perennial.access.Authorizer;
import io.perennial.access.Permission;
import io.perennial.access.Principal;
import io.perennial.access.Scope;
import io.perennial.certificate.CertificateQueries;
import io.perennial.kernel.Expected;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.retention.VaultDeletions;
import io.perennial.vault.DeletedVault;
import io.perennial.vault.DeletedVaults;
import io.perennial.vault.Vault;
import io.perennial.vault.VaultHosts;
import io.perennial.vault.VaultWish;
import io.perennial.vault.Vaults;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Vaults: makes, configures, deletes, recovers and purges them. */
@Controller
class VaultsController {

  private static final int ROWS = 50;

  private final Vaults vaults;
  private final VaultHosts hosts;
  private final DeletedVaults deleted;
  private final VaultDeletions deletions;
  private final CertificateQueries certificates;
  private final May may;

  VaultsController(
      Vaults vaults,
      VaultHosts hosts,
      DeletedVaults deleted,
      VaultDeletions deletions,
      CertificateQueries certificates,
      May may) {
    this.vaults = vaults;
    this.hosts = hosts;
    this.deleted = deleted;
    this.deletions = deletions;
    this.certificates = certificates;
    this.may = may;
  }

  @GetMapping("/vaults")
  String list(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String after,
      @RequestParam(defaultValue = "") String gone,
      Model model) {
    return page(actor, after, gone, new VaultWish("", "", "", "", ""), model);
  }

  private String page(Principal actor, String after, String gone, VaultWish typed, Model model) {
    Moments moments = may.moments();
    Page<Vault> page = vaults.page(actor, new Slice(Optional.of(after), ROWS));
    Page<DeletedVault> past = deleted.page(actor, new Slice(Optional.of(gone), ROWS));
    model.addAttribute("vaults", page.items().stream().map(vault -> row(actor, vault)).toList());
    model.addAttribute(
        "gone", past.items().stream().map(one -> VaultRow.Gone.of(one, moments)).toList());
    model.addAttribute("after", after);
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("goneAfter", gone);
    model.addAttribute("goneNext", past.next().orElse(""));
    model.addAttribute("typed", typed);
    model.addAttribute("manages", may.manage(actor, Scope.deployment()));
    return "vaults";
  }

  private VaultRow row(Principal actor, Vault vault) {
    return VaultRow.of(
        vault, hosts.name(vault), certificates.count(actor, vault.id(), VaultRow.MOST + 1));
  }

  @PostMapping("/vaults")
  String create(
      @AuthenticationPrincipal Principal actor,
      @RequestParam Map<String, String> fields,
      Model model,
      HttpServletResponse response) {
    VaultWish typed = typed(fields, fields.getOrDefault("name", ""));
    try {
      return "redirect:/vaults/" + vaults.create(actor, typed).name().value();
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return page(actor, "", "", typed, model);
    }
  }

  /** A box that is not ticked is not sent. */
  private static VaultWish typed(Map<String, String> fields, String name) {
    return new VaultWish(
        name,
        fields.getOrDefault("retention", ""),
        fields.containsKey("protection") ? "true" : "",
        fields.getOrDefault("authority", ""),
        fields.getOrDefault("pfx", ""));
  }

  @GetMapping("/vaults/{name}")
  String show(@AuthenticationPrincipal Principal actor, @PathVariable String name, Model model) {
    return one(actor, vaults.get(actor, new ObjectName(name)), model);
  }

  private String one(Principal actor, Vault vault, Model model) {
    model.addAttribute("vault", row(actor, vault));
    model.addAttribute("manages", may.manage(actor, Scope.vault(vault.id())));
    return "vault";
  }

  @PostMapping("/vaults/{name}")
  String configure(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String name,
      @RequestParam long revision,
      @RequestParam Map<String, String> fields,
      Model model,
      HttpServletResponse response) {
    ObjectName vault = new ObjectName(name);
    try {
      vaults.configure(actor, vault, typed(fields, name), Expected.of(revision));
      return "redirect:/vaults/" + vault.value();
    } catch (Refusal refusal) {
      return refused(actor, vault, refusal, model, response);
    }
  }

  private String refused(
      Principal actor,
      ObjectName vault,
      Refusal refusal,
      Model model,
      HttpServletResponse response) {
    response.setStatus(Statuses.of(refusal).value());
    model.addAttribute("problem", refusal.sentence());
    return one(actor, vaults.get(actor, vault), model);
  }

  @PostMapping("/vaults/{name}/delete")
  String delete(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String name,
      @RequestParam long revision,
      Model model,
      HttpServletResponse response) {
    Vault vault = vaults.get(actor, new ObjectName(name));
    try {
      deletions.delete(actor, vault, Expected.of(revision));
      return "redirect:/vaults";
    } catch (Refusal refusal) {
      return refused(actor, vault.name(), refusal, model, response);
    }
  }

  @PostMapping("/deleted-vaults/{name}/recover")
  String recover(@AuthenticationPrincipal Principal actor, @PathVariable String name) {
    return "redirect:/vaults/" + deletions.recover(actor, gone(actor, name)).name().value();
  }

  private DeletedVault gone(Principal actor, String name) {
    return deleted
        .find(actor, new ObjectName(name))
        .orElseThrow(() -> Refusal.notFound("There is no deleted vault of that name."));
  }

  @PostMapping("/deleted-vaults/{name}/purge")
  String purge(@AuthenticationPrincipal Principal actor, @PathVariable String name) {
    deletions.purge(actor, gone(actor, name));
    return "redirect:/vaults";
  }

  /** What a page shows to whom, and when. */
  @Component("vaultsMay")
  record May(Authorizer authorizer, Clock clock) {

    boolean manage(Principal actor, Scope scope) {
      return authorizer.allows(actor, Permission.MANAGE_VAULTS, scope);
    }

    boolean all(Principal actor, Scope scope, Permission... permissions) {
      for (Permission permission : permissions) {
        if (!authorizer.allows(actor, permission, scope)) {
          return false;
        }
      }
      return true;
    }

    Moments moments() {
      return new Moments(clock.instant());
    }
  }
}
