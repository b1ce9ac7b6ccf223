// The live stream of ids (docs/decisions/0012-live-ids.md). An element with data-live="crm.opportunity" fetches itself again,
// by hx-trigger="live", within a second after something happened to an opportunity; with data-live-id, to that one; with
// data-live-owners, to one that belongs to one of these people.
// One tab of a browser listens and tells the others: browsers allow few connections to one host.
import htmx from "htmx.org";
import { all, one } from "./dom.js";

const url = document.body.dataset.liveUrl;
const others = "BroadcastChannel" in window ? new BroadcastChannel("cadre-live") : null;
const NAMES = { "kernel.notified": "notification" };
const due = new Set(); // what will be fetched within the second: ten events make one request
const late = new Set(); // what changed while nobody looked, or while somebody typed in it

function concerns(element, event) {
  if (event.name === "live.resync") return true;
  return element.dataset.live.split(/\s+/).some((topic) => {
    const id = event[`${topic.split(".").pop()}_id`];
    if (topic !== NAMES[event.name] && topic !== event.name && id === undefined) return false;
    if (id !== undefined && topic.split(".")[0] !== event.name.split(".")[0]) return false;
    const { liveOwners } = element.dataset; // the page of a rep need not ask again when somebody else wins
    if (liveOwners && event.owner_id !== undefined && !liveOwners.split(" ").includes(String(event.owner_id))) return false;
    return !element.dataset.liveId || element.dataset.liveId === String(id);
  });
}

function busy(element) {
  return document.hidden || element.contains(one("input:focus, textarea:focus, select:focus")) || element.querySelector(".sortable-chosen");
}

function refresh(element) {
  due.delete(element);
  if (!element.isConnected) return;
  if (busy(element)) late.add(element);
  else htmx.trigger(element, "live");
}

function catchUp() {
  for (const element of late) {
    if (element.isConnected && busy(element)) continue;
    late.delete(element);
    refresh(element);
  }
}

function hear(event) {
  for (const element of all("[data-live]")) {
    if (due.has(element) || !concerns(element, event)) continue;
    due.add(element);
    setTimeout(refresh, Math.random() * 1000, element);
  }
  htmx.trigger(document.body, `live:${event.name}`, { ...event }); // htmx writes the element into what it is given
}

function tell(event) {
  hear(event);
  others?.postMessage(event);
}

// A browser resumes a stream that broke, but gives up one that was refused (a worker that leaves, a proxy without one), and
// after a sleep it may wait for a connection that is no more. Then a new one is opened, and all is fetched that was missed.
const PAUSE = 2000, LONGEST_PAUSE = 60_000, BEAT = 10_000, SLEPT = 120_000;
let stream = null, pause = PAUSE, beat = Date.now();

function listen(anew = false) {
  stream?.close();
  const mine = new EventSource(url);
  stream = mine;
  mine.onopen = () => {
    pause = PAUSE;
    if (anew) tell({ name: "live.resync" });
    anew = false;
  };
  mine.onmessage = (message) => tell(JSON.parse(message.data));
  mine.onerror = () => {
    if (mine !== stream || mine.readyState !== EventSource.CLOSED) return;
    setTimeout(() => mine === stream && listen(true), pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  };
}

function wake() {
  const slept = Date.now() - beat > SLEPT;
  beat = Date.now();
  if (slept && stream) listen(true);
}

if (url && one("[data-live]")) {
  document.addEventListener("visibilitychange", catchUp);
  document.addEventListener("focusout", () => setTimeout(catchUp, 200));
  if (others) others.onmessage = (message) => hear(message.data);
  // The lock is held until this tab is closed or leaves the page; then the next tab gets it
  if (others && navigator.locks) navigator.locks.request("cadre-live", () => new Promise(() => listen()));
  else listen();
  setInterval(wake, BEAT);
  addEventListener("online", () => stream && listen(true));
}
