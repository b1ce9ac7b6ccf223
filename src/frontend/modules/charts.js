// Charts are loaded when one comes into view; the table behind each is there from the start.
import { all, on, one } from "./dom.js";

const library = () => import(/* @vite-ignore */ document.body.dataset.charts);

async function draw(element) {
  const script = one("script[type='application/json']", element);
  if (!script || "drawn" in element.dataset) return;
  element.dataset.drawn = "";
  const data = JSON.parse(script.textContent);
  (await library()).draw(element, data);
}

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
}, { rootMargin: "200px" });

document.body.addEventListener("htmx:load", () => { for (const element of all("[data-chart]:not([data-drawn])")) seen.observe(element); });

on("click", "[data-chart-card] [data-show]", (_, button) => {
  const card = button.closest("[data-chart-card]");
  const table = button.dataset.show === "table";
  for (const other of all("[data-show]", card)) {
    other.classList.toggle("active", other === button);
    other.setAttribute("aria-pressed", String(other === button));
  }
  one("[data-chart]", card).hidden = table;
  one("[data-chart-table]", card).hidden = !table;
});
