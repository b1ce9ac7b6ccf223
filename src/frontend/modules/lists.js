// Lists: selection with a bar of actions, the count said aloud, columns and density kept in a cookie.
import htmx from "htmx.org";
import { all, announce, on, one, words } from "./dom.js";
import { openDrawer } from "./drawers.js";

const picks = () => all("#list input[name=pick]");
const picked = () => picks().filter((box) => box.checked);
let whole = false;

function showBar() {
  const bar = one("[data-bulk-bar]");
  if (!bar) return;
  const boxes = picked();
  bar.hidden = boxes.length === 0;
  for (const box of picks()) box.closest("tr, li").classList.toggle("sel", box.checked);
  const everyone = one("[data-bulk-all]", bar);
  one("[data-bulk-count]", bar).textContent = words("selected", { n: whole ? everyone.dataset.words : boxes.length });
  everyone.classList.toggle("d-none", whole || boxes.length < picks().length);
  const head = one("[data-pick-all]");
  if (head) {
    head.checked = boxes.length > 0 && boxes.length === picks().length;
    head.indeterminate = boxes.length > 0 && !head.checked;
  }
}

on("click", "[data-picking]", (_, button) => {
  button.setAttribute("aria-pressed", String(one("#list").classList.toggle("picking")));
});

let last = null;
on("click", "input[name=pick]", (event, box) => {
  whole = false;
  if (event.shiftKey && last) {
    const boxes = picks();
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
  }
  last = box;
  showBar();
});
on("change", "[data-pick-all]", (_, head) => {
  whole = false;
  for (const box of picks()) box.checked = head.checked;
  showBar();
});
on("click", "[data-bulk-all]", () => { whole = true; showBar(); });
on("click", "[data-bulk-none]", () => {
  whole = false;
  for (const box of picks()) box.checked = false;
  showBar();
});
on("click", "[data-bulk]", (_, button) => {
  const query = whole ? new URLSearchParams({ all: "1", state: one("#list").dataset.state }) : new URLSearchParams({ ids: picked().map((box) => box.value).join(",") });
  openDrawer(`${button.dataset.bulk}?${query}`);
});
// What needs no answer and can be undone is done at once, without a drawer
on("click", "[data-bulk-now]", (_, button) => {
  htmx.ajax("POST", button.dataset.bulkNow, { source: button, swap: "none", values: { ids: picked().map((box) => box.value).join(",") } });
});

document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "list" && event.detail.elt?.id !== "list") return;
  whole = false;
  showBar();
  announce(one("#list")?.dataset.announce);
});
// A list with many columns scrolls inside its card
function fit() {
  const card = one("#list .card");
  const table = card && one("table.c-rows", card);
  if (!table) return;
  card.classList.remove("too-wide");
  const wide = table.scrollWidth > card.clientWidth + 1;
  card.classList.toggle("too-wide", wide);
  if (wide) { card.tabIndex = 0; card.setAttribute("role", "group"); card.setAttribute("aria-label", one("caption", table).textContent); }
}
addEventListener("resize", fit);
document.body.addEventListener("htmx:load", fit);

// A live refetch must not take the selection away
document.body.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.elt.id === "list" && event.detail.requestConfig.triggeringEvent?.type === "live" && picked().length) event.preventDefault();
});
// The address of a list follows its filters; the server says which
document.body.addEventListener("list-changed", () => { const list = one("#list"); if (list) htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "outerHTML" }); });

on("change", "[data-column], [data-density]", (_, field) => {
  const box = field.closest("[data-looks]");
  const columns = all("[data-column]:checked", box).map((item) => item.value).join(".");
  const density = one("[data-density]:checked", box)?.value ?? "normal";
  const name = `list_${box.dataset.looks.replaceAll(".", "_")}`;
  document.cookie = `${name}=${encodeURIComponent(`columns=${columns}&density=${density}`)};path=/;max-age=31536000;samesite=lax`;
  htmx.ajax("GET", location.pathname + location.search, { target: "#list", swap: "outerHTML" });
});
