// The frame: busy line, offline banner, recently opened, theme at once, file drops.
import { all, on, one } from "./dom.js";

let under = 0;
const busy = (by) => { under = Math.max(0, under + by); document.documentElement.classList.toggle("is-busy", under > 0); };
document.body.addEventListener("htmx:beforeSend", () => busy(1));
document.body.addEventListener("htmx:afterOnLoad", () => busy(-1));
document.body.addEventListener("htmx:sendError", () => busy(-1));
document.body.addEventListener("htmx:sendAbort", () => busy(-1));
document.body.addEventListener("htmx:responseError", () => busy(0));

// The browser's word on being offline is about the network card; what counts is whether the server answers
let asking = 0;
async function reach() {
  clearTimeout(asking);
  let away = true;
  try { away = !(await fetch("/healthz/", { cache: "no-store" })); } catch { /* away */ }
  document.documentElement.classList.toggle("is-offline", away);
  if (away) asking = setTimeout(reach, 5000);
}
addEventListener("online", reach);
addEventListener("offline", reach);
document.body.addEventListener("htmx:sendError", reach);

// Recently opened: the last five records this person looked at in this browser
const KEY = `recent:${document.body.dataset.user ?? ""}`;
function recent() {
  const list = JSON.parse(localStorage.getItem(KEY) ?? "[]");
  const here = one("[data-recent]");
  if (here) {
    const entry = { url: here.dataset.recent, title: here.dataset.recentTitle, icon: here.dataset.recentIcon };
    localStorage.setItem(KEY, JSON.stringify([entry, ...list.filter((other) => other.url !== entry.url)].slice(0, 6)));
  }
  const box = one("#recent");
  const shown = list.filter((entry) => entry.url !== location.pathname).slice(0, 5);
  if (!box || !shown.length) return;
  box.hidden = false;
  one("ul", box).replaceChildren(...shown.map((entry) => {
    const link = document.createElement("a");
    link.className = "i";
    link.href = entry.url;
    link.append(drawn(entry.icon), Object.assign(document.createElement("span"), { className: "el", textContent: entry.title }));
    const item = document.createElement("li");
    item.append(link);
    return item;
  }));
}
function drawn(name) {
  const any = one("#navigation use");
  const svg = one("#navigation svg.icon").cloneNode(true);
  one("use", svg).setAttribute("href", `${any.getAttribute("href").split("#")[0]}#${name}`);
  return svg;
}
try { recent(); } catch { localStorage.removeItem(KEY); }

// The theme changes at once; the form tells the server
on("click", "[data-theme-form] button[name=theme]", (event, button) => {
  const root = document.documentElement;
  root.dataset.theme = button.value;
  root.dataset.bsTheme = button.value === "auto" ? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light") : button.value;
  document.cookie = `cadre_theme=${button.value};path=/;max-age=31536000;samesite=lax`;
});

for (const type of ["dragover", "dragleave", "drop"]) {
  on(type, "[data-drop]", (event, zone) => {
    event.preventDefault();
    zone.classList.toggle("over", type === "dragover");
    if (type !== "drop" || !event.dataTransfer.files.length) return;
    const input = one("input[type=file]", zone);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
on("change", "[data-drop] input[type=file]", (_, input) => {
  const place = one("[data-drop-name]", input.closest("[data-drop]"));
  if (place && input.files.length) place.textContent = [...input.files].map((file) => file.name).join(", ");
});
on("click", "[role=alert] a[href^='#']", (event, link) => {
  const field = one(link.getAttribute("href"), link.closest("form") ?? document);
  if (!field) return;
  event.preventDefault();
  (field.matches("input, select, textarea") ? field : one("input, select, textarea", field))?.focus();
});
one("main form [data-focus]")?.focus();
