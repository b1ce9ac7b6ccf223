// One stream of ids per browser tab: on an event every element with data-live="its name" fetches itself again, within a second.
import htmx from "htmx.org";
import { all, one } from "./dom.js";

const url = document.body.dataset.liveUrl;

function tell(name, data) {
  for (const element of all(`[data-live~="${CSS.escape(name)}"]`)) {
    setTimeout(() => { if (element.isConnected) htmx.trigger(element, "live", data); }, Math.random() * 1000);
  }
  htmx.trigger(document.body, `live:${name}`, data);
}

function listen() {
  const stream = new EventSource(url);
  stream.onmessage = (message) => {
    const { name, ...data } = JSON.parse(message.data);
    if (name) tell(name, data);
  };
  // a server that names its events sends them under "outbox"
  stream.addEventListener("outbox", stream.onmessage);
}
if (url && one("[data-live]")) listen();
