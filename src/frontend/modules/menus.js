// Menus are <details>: they close on Esc, on a click elsewhere and when another opens; arrows walk through them.
import { all, on, one } from "./dom.js";

const menus = () => all("details.c-menu[open]");

/** Shut the menu that `element` stands in; the focus is then on its button, where whatever opens next gives it back. */
export function shutMenuOf(element) {
  const menu = element.closest("details.c-menu");
  if (!menu) return;
  menu.open = false;
  one("summary", menu).focus();
}

document.addEventListener("click", (event) => {
  for (const menu of menus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("focusout", (event) => {
  for (const menu of menus()) if (event.relatedTarget && menu.contains(event.target) && !menu.contains(event.relatedTarget)) menu.open = false;
});
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!(menu instanceof HTMLDetailsElement) || !menu.open || !menu.matches(".c-menu")) return;
  for (const other of menus()) if (other !== menu && !other.contains(menu)) other.open = false;
  const box = one(".c-pop", menu)?.getBoundingClientRect();
  if (box && innerWidth >= 768 && box.right > innerWidth - 8) menu.classList.add("end");
}, true);
document.addEventListener("keydown", (event) => {
  const menu = document.activeElement?.closest("details.c-menu[open]");
  if (!menu) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    menu.open = false;
    one("summary", menu).focus();
  }
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (document.activeElement.matches("input, select, textarea")) return;
  const items = all(".c-item, label.o input, .c-acc > summary", menu).filter((item) => item.offsetParent);
  const at = items.indexOf(document.activeElement);
  const next = items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length];
  if (next) { event.preventDefault(); next.focus(); }
}, true);

on("click", "[data-ask]", (_, button) => {
  shutMenuOf(button);
  one(`#ask-${button.dataset.ask}`)?.showModal();
});
on("mousedown", "dialog.c-ask", (event, dialog) => { if (event.target === dialog) dialog.close(); });

// Ask first: htmx hands the question over, the dialog answers
document.body.addEventListener("htmx:confirm", (event) => {
  const element = event.detail.elt;
  if (!element.dataset?.confirm) return;
  event.preventDefault();
  shutMenuOf(element);
  const dialog = one("#ask-confirm");
  one("#ask-title").textContent = element.dataset.confirm;
  one("#ask-text").textContent = element.dataset.confirmText ?? "";
  one("#ask-yes").textContent = element.dataset.confirmYes ?? "OK";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.addEventListener("close", () => { if (dialog.returnValue === "yes") event.detail.issueRequest(true); }, { once: true });
});

on("click", "[data-back]", () => { if (history.length > 1) history.back(); else location.assign("/"); });
on("click", "[data-reload]", () => location.reload());

// The navigation of the phone: the focus goes into it and comes back
function navigate(isOpen) {
  const button = one("[data-open-navigation]");
  one("#navigation").classList.toggle("open", isOpen);
  button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) one("#navigation a").focus();
  return button;
}
on("click", "[data-open-navigation]", () => navigate(!one("#navigation.open")));
document.addEventListener("click", (event) => {
  const navigation = one("#navigation.open");
  if (navigation && !navigation.contains(event.target) && !event.target.closest("[data-open-navigation]")) navigate(false);
});
on("keydown", "#navigation.open", (event) => { if (event.key === "Escape") navigate(false).focus(); });
on("focusout", "#navigation.open", (event, navigation) => {
  if (event.relatedTarget && !navigation.contains(event.relatedTarget) && !event.relatedTarget.closest("[data-open-navigation]")) navigate(false);
});
