// What is typed into a form with data-draft is kept in this tab's session until it is saved or discarded.
import { all, on, one, words } from "./dom.js";

let timer = 0;
const PREFIX = `draft:${document.body.dataset.user ?? ""}:`;
const SKIP = new Set(["csrfmiddlewaretoken", "_once", "_form", "version"]);

function fields(form) {
  return all("input[name], select[name], textarea[name]", form).filter((field) => !SKIP.has(field.name) && field.type !== "file" && field.type !== "password");
}

function keep(form) {
  const values = {};
  for (const field of fields(form)) {
    if (field.type === "checkbox" || field.type === "radio") { if (field.checked) (values[field.name] ??= []).push(field.value); }
    else (values[field.name] ??= []).push(field.value);
  }
  sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
  say(form, `${words("draft")} ${new Date().toTimeString().slice(0, 5)}`);
}

function say(form, text) {
  const place = one("[data-draft-said]", form.closest(".c-dwr") ?? form);
  if (place) place.textContent = text;
}

function restore(form) {
  const text = sessionStorage.getItem(PREFIX + form.dataset.draft);
  if (!text || "restored" in form.dataset || one("[role=alert]", form)) return;
  form.dataset.restored = "";
  const values = JSON.parse(text);
  let differs = false;
  for (const field of fields(form)) {
    const kept = values[field.name] ?? [];
    if (field.type === "checkbox" || field.type === "radio") {
      differs ||= field.checked !== kept.includes(field.value);
      field.checked = kept.includes(field.value);
    } else if (kept.length) {
      const value = kept.shift();
      differs ||= field.value !== value;
      field.value = value;
    }
  }
  if (differs) say(form, words("draftFound"));
}

export function forgetDraft(form) {
  clearTimeout(timer); // the last letters of what was just saved must not come back as a draft
  if (form?.dataset.draft) sessionStorage.removeItem(PREFIX + form.dataset.draft);
}

on("input", "form[data-draft]", (_, form) => {
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), 400);
});
document.body.addEventListener("htmx:load", (event) => {
  for (const form of all("form[data-draft]", event.detail.elt.parentElement ?? document)) restore(form);
});
// A composer that stays on the page: empty it once its entry was taken in
document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  // Not `successful`: htmx says so of a 422 too, because its answer is shown
  if (!(form instanceof HTMLFormElement) || !form.matches(".c-comp") || event.detail.xhr.status >= 300) return;
  forgetDraft(form);
  form.reset();
  say(form, "");
});
