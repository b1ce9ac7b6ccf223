// Dashboards: filters that send themselves, tiles moved by drag and by arrow keys, a chart saved as a picture.
import htmx from "htmx.org";
import Sortable from "sortablejs";
import { all, announce, on, one } from "./dom.js";

const orderOf = (grid) => all("[data-tile]", grid).map((tile) => tile.dataset.tile).join(",");

function keep(grid) {
  htmx.ajax("POST", grid.dataset.arrange, { source: grid, swap: "none", values: { order: orderOf(grid) } });
}

function prepare(grid) {
  if (Sortable.get(grid)) return;
  Sortable.create(grid, {
    draggable: "[data-tile]",
    handle: "[data-tile-handle]",
    animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
    forceFallback: true,
    onEnd: () => keep(grid),
  });
}

on("keydown", "[data-tile-handle]", (event, handle) => {
  const back = event.key === "ArrowLeft" || event.key === "ArrowUp";
  if (!back && event.key !== "ArrowRight" && event.key !== "ArrowDown") return;
  event.preventDefault();
  const tile = handle.closest("[data-tile]");
  const other = back ? tile.previousElementSibling : tile.nextElementSibling;
  if (!other) return;
  if (back) other.before(tile);
  else other.after(tile);
  handle.focus();
  const tiles = all("[data-tile]", tile.parentElement);
  announce(`${tiles.indexOf(tile) + 1} / ${tiles.length}`);
  keep(tile.closest("[data-arrange]"));
});

on("change", "[data-send-on-change]", (_, form) => form.requestSubmit());

const HEAD = 56; // room for the title and the days below it

/** The chart as it stands under its title, twice as sharp, on the ground of its card. Everything happens in the browser. */
async function picture(button) {
  const svg = one("[data-chart] svg", button.closest("[data-chart-card]"));
  if (!svg) return;
  const { width, height } = svg.getBoundingClientRect();
  const copy = svg.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * 2, (height + HEAD) * 2];
  const ground = canvas.getContext("2d");
  const look = getComputedStyle(button.closest(".card"));
  ground.fillStyle = look.backgroundColor;
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.scale(2, 2);
  ground.fillStyle = look.color;
  ground.font = `600 15px ${look.fontFamily}`;
  ground.fillText(button.dataset.picture, 8, 24, width - 16);
  ground.globalAlpha = 0.7;
  ground.font = `12px ${look.fontFamily}`;
  ground.fillText(button.dataset.pictureCaption, 8, 44, width - 16);
  ground.globalAlpha = 1;
  ground.drawImage(image, 0, HEAD, width, height);
  const link = document.createElement("a");
  link.download = `${button.dataset.picture}.png`;
  link.href = canvas.toDataURL("image/png");
  link.click();
}

on("click", "[data-picture]", (_, button) => { picture(button); });

document.body.addEventListener("htmx:load", () => { for (const grid of all("[data-arrange]")) prepare(grid); });
