// Small things every module needs.
export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Listen once for an event on any present or future element that matches. */
export function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const element = event.target instanceof Element ? event.target.closest(selector) : null;
    if (element) act(event, element);
  });
}

/** A sentence of the page's language: data-… of #words, with %(name)s filled in. */
export function words(name, values = {}) {
  const text = one("#words")?.dataset[name] ?? "";
  return text.replace(/%\((\w+)\)s/g, (_, key) => values[key] ?? "");
}

/** Say something to people who listen. */
export function announce(text) {
  const region = one("#live-region");
  if (!region || !text) return;
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = text; });
}

export const isTyping = (target) =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
