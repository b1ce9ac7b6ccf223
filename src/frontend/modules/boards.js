// Boards: cards move by dragging (SortableJS) and by keyboard; a move the rules forbid shows the reasons where the card was put.
import htmx from "htmx.org";
import Sortable from "sortablejs";
import { all, announce, on, one, words } from "./dom.js";
import { toast } from "./toasts.js";

let held = null; // {card, home, before}: picked up by keyboard

const laneOf = (element) => element.closest("[data-lane]");
const cardsOf = (lane) => one("[data-cards]", lane);

async function move(card, from, before) {
  const lane = laneOf(card);
  if (lane === laneOf(from)) return;
  const board = card.closest("[data-board]");
  card.classList.add("busy");
  const body = new URLSearchParams({ card: card.dataset.card, to: lane.dataset.lane, version: card.dataset.version });
  let answer = null;
  try {
    answer = await fetch(board.dataset.move, { method: "POST", body, headers: { "X-CSRFToken": token(), "HX-Request": "true", "HX-Current-URL": location.href } });
  } catch {
    toast({ text: words("offline"), tone: "bad" });
  }
  card.classList.remove("busy");
  if (answer?.ok) return moved(card, await answer.text(), answer, board, lane);
  if (answer?.status === 409) return refused(card, await answer.text(), from, before);
  putBack(card, from, before);
  if (answer) toast({ text: words(answer.status === 403 ? "forbidden" : answer.status === 404 ? "gone" : "failed"), tone: "bad" });
}

const token = () => JSON.parse(document.body.getAttribute("hx-headers") ?? "{}")["X-CSRFToken"];

function moved(card, html, answer, board, lane) {
  const hadFocus = card.contains(document.activeElement) || document.activeElement === card;
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const fresh = holder.content.firstElementChild;
  card.replaceWith(fresh);
  htmx.process(fresh);
  prepare(board);
  if (hadFocus) fresh.focus();
  announce(words("dropped", { column: lane.dataset.laneName }));
  for (const [name, detail] of Object.entries(JSON.parse(answer.headers.get("HX-Trigger") ?? "{}"))) htmx.trigger(document.body, name, detail);
  htmx.ajax("GET", board.dataset.heads, { source: board, swap: "none", target: board });
}

function putBack(card, from, before) {
  from.insertBefore(card, before && before.parentElement === from ? before : null);
}

function refused(card, html, from, before) {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const note = holder.content.firstElementChild;
  card.after(note);
  card.classList.add("held");
  htmx.process(note);
  note.focus();
  const back = () => {
    note.remove();
    card.classList.remove("held");
    putBack(card, from, before);
    card.focus();
    announce(words("back"));
  };
  one("[data-put-back]", note).addEventListener("click", back);
  note.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); back(); } });
  one("a[data-drawer]", note)?.addEventListener("click", () => setTimeout(back));
}

function prepare(board) {
  for (const card of all("[data-card]", board)) if (!card.hasAttribute("tabindex")) card.tabIndex = 0;
  for (const lane of all("[data-lane]", board)) {
    const cards = cardsOf(lane);
    if (Sortable.get(cards)) continue;
    let before = null;
    Sortable.create(cards, {
      group: { name: "board", put: () => "takes" in lane.dataset },
      draggable: "[data-card]",
      filter: ".c-refused",
      sort: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      delay: 180,
      delayOnTouchOnly: true,
      forceFallback: true,
      fallbackOnBody: false,
      onStart: (event) => { before = event.item.nextElementSibling; },
      onEnd: (event) => { if (event.to !== event.from) move(event.item, event.from, before); },
    });
  }
}

function pickUp(card) {
  held = { card, home: cardsOf(laneOf(card)), before: card.nextElementSibling };
  card.classList.add("held");
  announce(words("picked"));
}

function shift(by) {
  const lanes = all("[data-lane]", held.card.closest("[data-board]")).filter((lane) => "takes" in lane.dataset || cardsOf(lane) === held.home);
  const next = lanes[lanes.indexOf(laneOf(held.card)) + by];
  if (!next) return;
  cardsOf(next).prepend(held.card);
  held.card.focus();
  held.card.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(next.dataset.laneName);
}

function letGo(keep) {
  const { card, home, before } = held;
  held = null;
  card.classList.remove("held");
  if (keep && cardsOf(laneOf(card)) !== home) move(card, home, before);
  else { putBack(card, home, before); card.focus(); announce(words("back")); }
}

function walk(card, key) {
  const lane = laneOf(card);
  if (key === "ArrowDown" || key === "ArrowUp") {
    const cards = all("[data-card]", lane);
    cards[cards.indexOf(card) + (key === "ArrowDown" ? 1 : -1)]?.focus();
    return;
  }
  const lanes = all("[data-lane]", card.closest("[data-board]"));
  const step = key === "ArrowRight" ? 1 : -1;
  for (let at = lanes.indexOf(lane) + step; lanes[at]; at += step) {
    const first = one("[data-card]", lanes[at]);
    if (first) return first.focus();
  }
}

on("keydown", "[data-card]", (event, card) => {
  if (event.target !== card) return;
  if (event.key === " ") { event.preventDefault(); if (held) letGo(true); else pickUp(card); }
  else if ((event.key === "Escape" || event.key === "Tab") && held) letGo(false);
  else if (event.key === "Enter") { if (held) letGo(true); else one("a", card)?.click(); }
  else if (event.key.startsWith("Arrow")) {
    event.preventDefault();
    if (held && (event.key === "ArrowLeft" || event.key === "ArrowRight")) shift(event.key === "ArrowRight" ? 1 : -1);
    else if (!held) walk(card, event.key);
  }
});

document.body.addEventListener("htmx:load", () => { for (const board of all("[data-board]")) prepare(board); });
