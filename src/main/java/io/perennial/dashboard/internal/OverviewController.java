package io.perennial.dashboard.internal;

import io.perennial.access.Principal;
import io.perennial.overview.Overview;
import io.perennial.overview.Overviews;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: one sentence, what needs somebody, and everything that is bound. */
@Controller
class OverviewController {

  private final Overviews overviews;
  private final BindingRows rows;

  OverviewController(Overviews overviews, BindingRows rows) {
    this.overviews = overviews;
    this.rows = rows;
  }

  @GetMapping("/")
  String page(@AuthenticationPrincipal Principal actor, Model model) {
    fill(actor, model);
    return "overview";
  }

  @GetMapping("/live/overview")
  String live(@AuthenticationPrincipal Principal actor, Model model) {
    fill(actor, model);
    return "overview :: live";
  }

  private void fill(Principal actor, Model model) {
    Overview overview = overviews.now(actor);
    model.addAttribute("overview", overview);
    model.addAttribute("needs", overview.needs().stream().map(NeedRow::of).toList());
    model.addAttribute("rows", rows.first(actor));
    model.addAttribute("most", BindingRows.MOST);
  }
}
