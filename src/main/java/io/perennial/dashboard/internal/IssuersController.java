package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.connector.ConnectorFactory;
import io.perennial.connector.Probe;
import io.perennial.issuer.Issuer;
import io.perennial.issuer.IssuerQueries;
import io.perennial.issuer.Issuers;
import io.perennial.kernel.IssuerId;
import io.perennial.kernel.ObjectName;
import io.perennial.kernel.Page;
import io.perennial.kernel.Refusal;
import io.perennial.kernel.Slice;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Configured CAs. Each kind's own schema draws its form; no kind is known by name here. */
@Controller
class IssuersController {

  private static final String SETTING = "setting-";
  private static final int PAGE = 60;

  private final Issuers issuers;
  private final IssuerQueries queries;
  private final Clock clock;

  IssuersController(Issuers issuers, IssuerQueries queries, Clock clock) {
    this.issuers = issuers;
    this.queries = queries;
    this.clock = clock;
  }

  @GetMapping("/issuers")
  String list(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String after,
      Model model) {
    Moments moments = new Moments(clock.instant());
    Page<Issuer> page =
        queries.page(actor, new Slice(Optional.of(after).filter(place -> !place.isEmpty()), PAGE));
    model.addAttribute("next", page.next().orElse(""));
    model.addAttribute("after", after);
    model.addAttribute(
        "issuers",
        page.items().stream()
            .filter(issuers::issuing)
            .map(issuer -> IssuerRow.of(issuer, kind(issuer.type()), moments))
            .toList());
    model.addAttribute(
        "kinds", issuers.kinds().stream().filter(ConnectorFactory::issuing).toList());
    model.addAttribute("broken", issuers.brokenConnectors());
    return "issuers";
  }

  private Optional<ConnectorFactory> kind(String type) {
    return issuers.kinds().stream().filter(known -> known.type().equals(type)).findFirst();
  }

  private ConnectorFactory required(String type) {
    return kind(type)
        .orElseThrow(
            () -> Refusal.notFound("There is no kind of CA called '%s' here.".formatted(type)));
  }

  @GetMapping("/issuers/new")
  String add(@RequestParam(defaultValue = "") String type, Model model) {
    return form(required(type), new Draft("", "", Map.of(), ""), model);
  }

  @PostMapping("/issuers/new")
  String create(
      @AuthenticationPrincipal Principal actor,
      @RequestParam Map<String, String> typed,
      Model model,
      HttpServletResponse response) {
    ConnectorFactory kind = required(typed.getOrDefault("type", ""));
    String name = typed.getOrDefault("name", "");
    try {
      issuers.create(actor, new ObjectName(name), kind.type(), settings(typed));
      return "redirect:/issuers";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      return form(kind, new Draft("", name, settings(typed), refusal.sentence()), model);
    }
  }

  @GetMapping("/issuers/{id}/edit")
  String edit(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    Issuer issuer = issuers.get(actor, new IssuerId(id));
    return form(
        required(issuer.type()),
        new Draft(id, issuer.name().value(), issuer.settings(), ""),
        model);
  }

  @PostMapping("/issuers/{id}/edit")
  String update(
      @AuthenticationPrincipal Principal actor,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      Model model,
      HttpServletResponse response) {
    Issuer issuer = issuers.get(actor, new IssuerId(id));
    try {
      issuers.update(actor, issuer.id(), settings(typed));
      return "redirect:/issuers";
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      return form(
          required(issuer.type()),
          new Draft(id, issuer.name().value(), settings(typed), refusal.sentence()),
          model);
    }
  }

  /** Asks the CA, which may take seconds; so the form shows first and this joins it. */
  @GetMapping("/live/issuers/{id}/probe")
  String probe(@AuthenticationPrincipal Principal actor, @PathVariable String id, Model model) {
    return probed(queries.probe(actor, new IssuerId(id)), model);
  }

  /** The same by what stands in the form for a new one; a refusal is an answer like others. */
  @PostMapping("/live/issuers/probe")
  String probe(
      @AuthenticationPrincipal Principal actor,
      @RequestParam Map<String, String> typed,
      Model model) {
    try {
      return probed(
          queries.probe(actor, required(typed.getOrDefault("type", "")).type(), settings(typed)),
          model);
    } catch (Refusal refusal) {
      return probed(new Probe(false, refusal.sentence(), Optional.empty()), model);
    }
  }

  private static String probed(Probe found, Model model) {
    model.addAttribute("reachable", found.reachable());
    model.addAttribute("sentence", found.sentence());
    model.addAttribute("terms", found.terms().map(Object::toString).orElse(""));
    return "issuer-form :: probe";
  }

  private static Map<String, String> settings(Map<String, String> typed) {
    Map<String, String> settings = new HashMap<>();
    typed.forEach((field, value) -> {
      if (field.startsWith(SETTING)) {
        settings.put(field.substring(SETTING.length()), value);
      }
    });
    return settings;
  }

  private static String form(ConnectorFactory kind, Draft draft, Model model) {
    var fields =
        SettingField.of(kind.settings(), draft.settings(), !draft.id().isEmpty(), draft.problem());
    boolean placed = fields.stream().anyMatch(field -> !field.problem().isEmpty());
    model.addAttribute("kind", kind.displayName());
    model.addAttribute("type", kind.type());
    model.addAttribute("draft", draft);
    model.addAttribute("fields", fields);
    model.addAttribute("problem", placed ? "" : draft.problem());
    return "issuer-form";
  }

  /**
   * An issuer being edited.
   *
   * @param id empty for a new one
   */
  record Draft(String id, String name, Map<String, String> settings, String problem) {

    /** Settings may hold a secret. */
    @Override
    public String toString() {
      return "Draft[" + name + "]";
    }
  }
}
