// A table wider than its place fades at the edge until its end is seen, and its names stay while its figures move.
import { all } from "./dom.js";

function mark(element) {
  const room = element.scrollWidth - element.clientWidth;
  element.classList.toggle("wider", room > 1);
  element.classList.toggle("more", room - Math.abs(element.scrollLeft) > 1);
}

const sized = new ResizeObserver((entries) => { for (const entry of entries) mark(entry.target.closest(".c-scroll")); });

document.body.addEventListener("htmx:load", () => {
  for (const element of all(".c-scroll")) if (element.firstElementChild) { sized.observe(element); sized.observe(element.firstElementChild); }
});
document.addEventListener("scroll", (event) => {
  if (event.target instanceof Element && event.target.classList.contains("c-scroll")) mark(event.target);
}, { capture: true, passive: true });
