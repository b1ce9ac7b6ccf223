// Short messages at the edge; errors stay until closed, others leave after six seconds. An action (undo, retry) is one button.
import htmx from "htmx.org";
import { one, words } from "./dom.js";

const SIGNS = { ok: "i-ok", bad: "i-bad", warn: "i-warn", info: "i-info", trophy: "i-trophy" };

/** toast({text, tone, act, label}): `act` is a function or an address to POST to. */
export function toast({ text, tone = "ok", act = null, label = "" }) {
  const box = one("#toasts");
  const template = one("#toast-template");
  if (!box || !template || !text) return;
  const item = template.content.firstElementChild.cloneNode(true);
  item.setAttribute("role", tone === "bad" ? "alert" : "status");
  one(".text", item).textContent = text;
  const sign = one(`.${SIGNS[tone] ?? "i-ok"}`, one("#icons-template").content);
  one(".sign", item).append(sign.cloneNode(true));
  one(".sign", item).classList.add(tone === "trophy" || tone === "info" ? "acc" : tone);
  one(".shut", item).addEventListener("click", () => item.remove());
  if (act) {
    const button = one(".act", item);
    button.hidden = false;
    button.textContent = label;
    button.addEventListener("click", () => {
      item.remove();
      if (typeof act === "function") act();
      else htmx.ajax("POST", act, { swap: "none" });
    });
  }
  box.append(item);
  raise(box);
  if (tone !== "bad") leaveAfter(item, act ? 10000 : 6000);
}

// An open dialog covers everything else: as a popover the box stands in the top layer too
function raise(box) {
  if (!document.querySelector("dialog[open]") || !box.showPopover) return;
  box.setAttribute("popover", "manual");
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

function leaveAfter(item, time) {
  let timer = setTimeout(() => item.remove(), time);
  item.addEventListener("pointerenter", () => clearTimeout(timer));
  item.addEventListener("pointerleave", () => { timer = setTimeout(() => item.remove(), 2000); });
}

document.body.addEventListener("toast", (event) => toast(event.detail));
document.body.addEventListener("cadre:problem", (event) => toast({ text: event.detail.text, tone: "bad" }));
document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  const name = status === 403 ? "forbidden" : status === 404 ? "gone" : status === 401 ? "signedOut" : "failed";
  toast({ text: words(name), tone: "bad" });
});
document.body.addEventListener("htmx:sendError", () => toast({ text: words("offline"), tone: "bad" }));
for (const item of document.querySelectorAll("#toasts .c-toast")) leaveAfter(item, 8000);
