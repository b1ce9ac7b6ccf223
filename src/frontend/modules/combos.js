// Search boxes that choose one row of many (combobox pattern): typing fetches, arrows choose, Enter takes.
import { all, on, one } from "./dom.js";

let request = null;

// The field of the same form that narrows what a box offers: the account whose deals may be chosen
function leaderOf(combo) {
  const name = one("[data-combo-by]", combo)?.dataset.comboBy;
  return name ? combo.closest("form")?.elements.namedItem(name) : null;
}

async function search(combo, text) {
  request?.abort();
  request = new AbortController();
  const url = new URL(combo.dataset.comboUrl ?? one("[data-combo-url]", combo).dataset.comboUrl, location.href);
  url.searchParams.set("q", text);
  const by = leaderOf(combo);
  if (by?.value) url.searchParams.set(by.name, by.value);
  try {
    const answer = await fetch(url, { signal: request.signal, headers: { "HX-Request": "true" } });
    if (answer.ok && !answer.redirected) show(combo, await answer.text());
  } catch { /* typed on, or offline: the next letter asks again */ }
}

function show(combo, html) {
  const found = one(".c-found", combo);
  found.innerHTML = html;
  all("[role=option]", found).forEach((option, index) => { option.id = `${found.id}-${index}`; });
  one("[role=combobox]", combo).setAttribute("aria-expanded", String(Boolean(html)));
}

function shut(combo) {
  show(combo, "");
  one("[role=combobox]", combo).removeAttribute("aria-activedescendant");
}

function take(combo, option) {
  const input = one("[role=combobox]", combo);
  const value = one("input[type=hidden]", combo);
  value.value = option.dataset.value;
  input.value = one(".el", option).textContent;
  shut(combo);
  value.dispatchEvent(new Event("change", { bubbles: true }));
  input.dispatchEvent(new Event("input", { bubbles: true, cancelable: false }));
}

// Another account: its deals are others
on("change", "[data-combo] input[type=hidden]", (event, value) => {
  for (const combo of all("[data-combo]", value.form)) {
    if (leaderOf(combo) === value) for (const input of all("input", combo)) input.value = "";
  }
});

const comboOf = (element) => element.closest("[data-combo]");
let timer = 0;
on("input", "[data-combo] [role=combobox]", (event, input) => {
  if (!event.isTrusted) return;
  const combo = comboOf(input);
  const value = one("input[type=hidden]", combo);
  if (value.value) {
    value.value = "";
    value.dispatchEvent(new Event("change", { bubbles: true }));
  }
  clearTimeout(timer);
  timer = setTimeout(() => search(combo, input.value.trim()), 120);
});
on("click", "[data-combo] [role=combobox]", (_, input) => { if (!input.value) search(comboOf(input), ""); });
on("focusout", "[data-combo]", (event, combo) => { if (!combo.contains(event.relatedTarget)) shut(combo); });
on("mousedown", "[data-combo] [role=option][data-value]", (event, option) => { event.preventDefault(); take(comboOf(option), option); });
on("keydown", "[data-combo] [role=combobox]", (event, input) => {
  const combo = comboOf(input);
  const options = all("[role=option][data-value]", combo);
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (!options.length) { search(combo, input.value.trim()); return; }
    const next = options[(at + (event.key === "ArrowDown" ? 1 : -1) + options.length) % options.length];
    for (const option of options) option.setAttribute("aria-selected", String(option === next));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Enter" && options.length && !(event.metaKey || event.ctrlKey)) {
    event.preventDefault();
    take(combo, options[Math.max(at, 0)]);
  } else if (event.key === "Escape" && options.length) {
    event.stopPropagation();
    event.preventDefault();
    shut(combo);
  }
});
