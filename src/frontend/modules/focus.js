// Where the keyboard stood: what a swap replaced is found again by what it is, so that nobody starts over at the top of the page.
import { all } from "./dom.js";

const face = (element) => [element.getAttribute("aria-label"), element.getAttribute("name"), element.type === "checkbox" ? element.value : "", element.textContent.trim()].join("|");
const alike = (element) => all(element.tagName).filter((other) => face(other) === face(element));

/** A function that gives the focus back to `element`, or to what has taken its place by then. */
export function backTo(element) {
  const at = alike(element).indexOf(element);
  return () => (element.isConnected ? element : element.id ? document.getElementById(element.id) : alike(element)[at])?.focus();
}

let back = null;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const active = document.activeElement;
  back = active && active !== document.body && event.detail.target?.contains(active) ? backTo(active) : null;
});
document.body.addEventListener("htmx:afterSettle", () => {
  if (back && document.activeElement === document.body) back();
  back = null;
});
