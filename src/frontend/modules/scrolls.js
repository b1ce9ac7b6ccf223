// A table or a row of tabs or chips wider than its place fades at the edge until its end is seen, and its names stay while its figures move.
import { all, one } from "./dom.js";

const PLACES = ".c-scroll, .nav-tabs, .c-tools";

function mark(element) {
  const room = element.scrollWidth - element.clientWidth;
  element.classList.toggle("wider", room > 1);
  element.classList.toggle("more", room - Math.abs(element.scrollLeft) > 1);
}

const sized = new ResizeObserver((entries) => { for (const { target } of entries) { const place = target.closest(PLACES); if (place) mark(place); else sized.unobserve(target); } }); // a table that was exchanged has no place any more

document.body.addEventListener("htmx:load", ({ detail }) => {
  for (const element of all(".c-scroll")) if (element.firstElementChild) { sized.observe(element); sized.observe(element.firstElementChild); }
  for (const tools of all(".c-tools")) for (const element of [tools, ...tools.children]) sized.observe(element);
  for (const tabs of all(".nav-tabs")) {
    for (const element of [tabs, ...tabs.children]) sized.observe(element);
    const now = one(".active", tabs);
    if (now && detail.elt.contains(tabs)) tabs.scrollLeft = Math.max(tabs.scrollLeft, now.offsetLeft + now.offsetWidth - tabs.offsetLeft - tabs.clientWidth + 48);
  }
});
document.addEventListener("scroll", (event) => {
  if (event.target instanceof Element && event.target.matches(PLACES)) mark(event.target);
}, { capture: true, passive: true });
