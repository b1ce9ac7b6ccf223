// A grid of cells that can be typed into: arrows and Enter move, a block from a spreadsheet fills the cells from here on.
import { all, announce, on } from "./dom.js";

const cells = (grid) => all("tbody tr", grid).map((row) => all("input.c-cell", row)).filter((row) => row.length);

function place(grid, input) {
  const rows = cells(grid);
  const line = rows.findIndex((row) => row.includes(input));
  return { rows, line, at: line < 0 ? -1 : rows[line].indexOf(input) };
}

function go(input, down, right) {
  const { rows, line, at } = place(input.closest("[data-grid]"), input);
  const next = rows[line + down]?.[at + right];
  if (!next) return false;
  next.focus();
  next.select();
  return true;
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };
on("keydown", "[data-grid] input.c-cell", (event, input) => {
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing) return;
  const [down, right] = STEPS[event.key] ?? [0, 0];
  if (down || right) {
    event.preventDefault();
    go(input, event.key === "Enter" && event.shiftKey ? -1 : down, right);
  } else if (event.key === "ArrowLeft" && input.selectionStart === 0 && input.selectionEnd === 0) {
    if (go(input, 0, -1)) event.preventDefault();
  } else if (event.key === "ArrowRight" && input.selectionStart === input.value.length) {
    if (go(input, 0, 1)) event.preventDefault();
  } else if (event.key === "Escape") {
    input.value = input.defaultValue;
    mark(input);
  }
});

function mark(input) {
  input.closest("td").classList.toggle("edit", input.value !== input.defaultValue);
}
on("input", "[data-grid] input.c-cell", (_, input) => mark(input));
on("focusin", "[data-grid] input.c-cell", (_, input) => input.select());

on("paste", "[data-grid] input.c-cell", (event, input) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const block = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n").map((line) => line.split("\t"));
  if (block.length < 2 && block[0].length < 2) return;
  event.preventDefault();
  const { rows, line, at } = place(input.closest("[data-grid]"), input);
  let filled = 0;
  block.forEach((values, down) => values.forEach((value, right) => {
    const cell = rows[line + down]?.[at + right];
    if (!cell) return;
    cell.value = value.trim();
    mark(cell);
    filled += 1;
  }));
  announce(String(filled));
});
