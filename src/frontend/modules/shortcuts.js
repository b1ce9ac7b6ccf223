// Keys that work everywhere: / search, c create, g + letter to a page, ? the list of keys, j k x Enter on rows.
import { all, isTyping, on, one } from "./dom.js";

let waiting = 0;

function go(letter) {
  const link = all("#navigation [data-go]").find((item) => item.dataset.go === letter);
  if (link) location.assign(link.href);
}

function openCreate() {
  const menu = one("#create-menu");
  if (menu?.offsetParent) {
    menu.open = true;
    one(".c-item", menu)?.focus();
  } else one("#ask-create")?.showModal();
}

const KEYS = {
  "/": () => focusSearch(),
  c: () => openCreate(),
  "?": () => one("#ask-keys")?.showModal(),
  g: () => { waiting = Date.now(); },
  j: () => step(1),
  k: () => step(-1),
  x: () => one("tr.at input[name=pick]")?.click(),
};

let before = null; // where the focus was when the search was called

export function focusSearch() {
  if (document.activeElement !== one("#search-input")) before = document.activeElement;
  one("#search")?.classList.add("open");
  one("#search-input")?.focus();
  one("#search-input")?.select();
}

function step(by) {
  const rows = all("tr[data-row]");
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
  rows[at]?.classList.remove("at");
  next.classList.add("at");
  one("a", next)?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    focusSearch();
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (Date.now() - waiting < 1500 && event.key.length === 1) {
    waiting = 0;
    event.preventDefault();
    go(event.key.toLowerCase());
    return;
  }
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// The search box: arrows walk the results, Esc empties it
const input = one("#search-input");
const found = () => all("#found a");
input?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (one("#found").childElementCount) one("#found").replaceChildren();
    else { input.blur(); one("#search").classList.remove("open"); before?.focus(); }
  }
  if (event.key === "ArrowDown" && found().length) { event.preventDefault(); found()[0].focus(); }
});
on("keydown", "#found a", (event, link) => {
  const items = found();
  const at = items.indexOf(link);
  if (event.key === "ArrowDown") { event.preventDefault(); items[Math.min(at + 1, items.length - 1)].focus(); }
  if (event.key === "ArrowUp") { event.preventDefault(); (items[at - 1] ?? input).focus(); }
  if (event.key === "Escape") { one("#found").replaceChildren(); input.focus(); }
});
function leaveSearch(to) {
  if (one("#search")?.contains(to) || to.closest("[data-open-search]")) return;
  one("#found")?.replaceChildren();
  one("#search")?.classList.remove("open");
}
document.addEventListener("click", (event) => leaveSearch(event.target));
on("focusout", "#search", (event) => { if (event.relatedTarget) leaveSearch(event.relatedTarget); });
on("click", "[data-open-search]", () => focusSearch());
