package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.CertificateFilter;
import io.perennial.certificate.CertificateQueries;
import io.perennial.certificate.Listed;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.Page;
import io.perennial.kernel.Slice;
import io.perennial.vault.Vaults;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of certificates, searched and filtered, page by page. */
@Controller
class CertificateListController {

  static final int PAGE = 100;

  private static final Duration SOON = Duration.ofDays(14);

  private final CertificateQueries certificates;
  private final Issuers issuers;
  private final Vaults vaults;
  private final VaultChoices choices;
  private final Clock clock;

  CertificateListController(
      CertificateQueries certificates,
      Issuers issuers,
      Vaults vaults,
      VaultChoices choices,
      Clock clock) {
    this.certificates = certificates;
    this.issuers = issuers;
    this.vaults = vaults;
    this.choices = choices;
    this.clock = clock;
  }

  @GetMapping("/certificates")
  String list(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String vault,
      @RequestParam(defaultValue = "") String text,
      @RequestParam(defaultValue = "") String only,
      @RequestParam(defaultValue = "") String issuer,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Asked asked = new Asked(vault, text.strip(), only, issuer, after);
    Moments moments = new Moments(clock.instant());
    List<Issuer> known = issuers.list(actor);
    Map<IssuerId, String> names =
        known.stream().collect(Collectors.toMap(Issuer::id, one -> one.name().value()));
    Page<Listed> page =
        certificates.page(
            actor,
            filter(asked, known, moments),
            new Slice(Optional.of(after).filter(place -> !place.isEmpty()), PAGE));
    model.addAttribute("asked", asked);
    model.addAttribute("vaults", choices.names(actor));
    model.addAttribute("issuers", known.stream().map(one -> one.name().value()).toList());
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute(
        "certificates",
        page.items().stream()
            .map(listed ->
                CertificateRow.of(
                    listed.certificate(),
                    names.getOrDefault(listed.certificate().issuer(), "–"),
                    listed.current(),
                    moments))
            .toList());
    return "certificates";
  }

  private CertificateFilter filter(Asked asked, List<Issuer> known, Moments moments) {
    return new CertificateFilter(
        vaults.named(asked.vault()).id(),
        Optional.of(asked.text()),
        known.stream()
            .filter(one -> one.name().value().equals(asked.issuer()))
            .map(Issuer::id)
            .findFirst(),
        asked.only().equals("attention"),
        Optional.of(moments.now().plus(SOON)).filter(soon -> asked.only().equals("expiring")));
  }

  /**
   * What the list was asked for, so that the form keeps it.
   *
   * @param vault by name; empty: the first
   * @param only {@code attention}, {@code expiring} or empty
   * @param issuer by name; empty: any
   */
  record Asked(String vault, String text, String only, String issuer, String after) {

    /** Whether anything narrows the list. */
    public boolean narrowed() {
      return !text.isEmpty() || !only.isEmpty() || !issuer.isEmpty();
    }
  }
}
