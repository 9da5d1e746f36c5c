package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.certificate.Certificate;
import io.perennial.kernel.Refusal;
import io.perennial.protection.Import;
import io.perennial.protection.Imports;
import io.perennial.web.Statuses;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

/** <em>Import a certificate</em>: files that were made elsewhere, and a password. */
@Controller
class ImportController {

  private final Imports imports;
  private final VaultChoices vaults;

  ImportController(Imports imports, VaultChoices vaults) {
    this.imports = imports;
    this.vaults = vaults;
  }

  @GetMapping("/import")
  String show(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String vault,
      Model model) {
    return page(actor, name, "", vault, model);
  }

  private String page(Principal actor, String name, String issuer, String vault, Model model) {
    model.addAttribute("vault", vault);
    model.addAttribute("vaults", vaults.names(actor));
    model.addAttribute("name", name);
    model.addAttribute("issuer", issuer);
    model.addAttribute(
        "issuers", imports.renewing(actor).stream().map(known -> known.name().value()).toList());
    return "import";
  }

  @PostMapping("/import")
  String bring(
      @AuthenticationPrincipal Principal actor,
      @RequestParam(defaultValue = "") String name,
      @RequestParam(defaultValue = "") String issuer,
      @RequestParam(defaultValue = "") String vault,
      @RequestParam(defaultValue = "") String password,
      @RequestParam(name = "files", required = false) List<MultipartFile> uploads,
      Model model,
      HttpServletResponse response)
      throws IOException {
    List<byte[]> files = new ArrayList<>();
    try {
      read(uploads == null ? List.of() : uploads, files);
      Certificate brought =
          imports.bring(actor, vault, new Import(name, files, password.toCharArray(), issuer));
      return "redirect:/certificates/" + brought.id().value();
    } catch (Refusal refusal) {
      response.setStatus(Statuses.of(refusal).value());
      model.addAttribute("problem", refusal.sentence());
      return page(actor, name, issuer, vault, model);
    } finally {
      files.forEach(file -> Arrays.fill(file, (byte) 0));
    }
  }

  /** An empty file input is sent too, as a file without a name. */
  private static void read(List<MultipartFile> uploads, List<byte[]> files) throws IOException {
    for (MultipartFile upload : uploads) {
      if (!upload.isEmpty()) {
        files.add(upload.getBytes());
      }
    }
  }
}
