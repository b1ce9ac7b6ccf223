// The drawer: any link with data-drawer opens in it. Esc and the cross close it and keep the draft; saving closes it.
import htmx from "htmx.org";
import { all, on, one } from "./dom.js";
import { forgetDraft } from "./drafts.js";
import { backTo } from "./focus.js";
import { shutMenuOf } from "./menus.js";

const drawer = one("#drawer");
let back = null;

export function openDrawer(url) {
  if (!drawer.open) back = backTo(document.activeElement); // a drawer that leads to another still ends where it began
  return htmx.ajax("GET", url, { target: "#drawer-content", swap: "innerHTML" });
}

export function closeDrawer() {
  if (!drawer?.open) return;
  drawer.close();
  one("#drawer-content").replaceChildren();
  back?.();
}

on("click", "a[data-drawer]", (event, link) => {
  if (!drawer || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if ("forget" in link.dataset) forgetDraft(one("#drawer-form"));
  const url = new URL(link.href);
  if ("withState" in link.dataset) url.searchParams.set("state", one("#list")?.dataset.state ?? "");
  shutMenuOf(link);
  link.closest("dialog.c-ask")?.close();
  openDrawer(url.pathname + url.search);
});

on("click", "[data-close]", () => closeDrawer());
// A click that cannot act at once, since something is missing, is answered with the drawer that asks for it
document.body.addEventListener("open-drawer", (event) => openDrawer(event.detail.url));
drawer?.addEventListener("cancel", (event) => { event.preventDefault(); closeDrawer(); });
drawer?.addEventListener("mousedown", (event) => { if (event.target === drawer) closeDrawer(); });
document.body.addEventListener("drawer-done", () => {
  forgetDraft(one("#drawer-form"));
  closeDrawer();
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id !== "drawer-content" || !event.detail.target.firstElementChild) return;
  drawer.classList.toggle("wide", Boolean(one("[data-wide]", drawer)));
  if (!drawer.open) drawer.showModal();
  const first = one("[data-focus]", drawer) ?? one(".c-dwr-b :is(input:not([type=hidden]), select, textarea)", drawer) ?? one("[data-close]", drawer);
  first?.focus();
});

// One click, one act: a form's buttons rest while it is on its way
const resting = (form, rest) => {
  for (const button of all(`button[type=submit], button:not([type])`, form).concat(form.id ? all(`button[form="${form.id}"]`) : [])) {
    if (rest && !button.disabled) button.dataset.rested = "";
    if ("rested" in button.dataset) button.disabled = rest;
    if (!rest) delete button.dataset.rested;
  }
};
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form instanceof HTMLFormElement && form.method === "post") resting(form, true);
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (form instanceof HTMLFormElement && form.method === "post") resting(form, false);
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]") || form.hasAttribute("hx-post")) return;
  if ("sent" in form.dataset) event.preventDefault();
  else { form.dataset.sent = ""; setTimeout(() => resting(form, true)); }
});
addEventListener("pageshow", () => { for (const form of all("form[data-sent]")) { delete form.dataset.sent; resting(form, false); } });

on("keydown", "form", (event, form) => {
  if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});
