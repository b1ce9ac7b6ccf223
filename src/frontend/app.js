// The script of every page. Pages work without it; what it adds lives in small modules beside this file.
import htmx from "htmx.org";
import "./modules/toasts.js";
import "./modules/focus.js";
import "./modules/menus.js";
import "./modules/drawers.js";
import "./modules/drafts.js";
import "./modules/combos.js";
import "./modules/lists.js";
import "./modules/boards.js";
import "./modules/grid.js";
import "./modules/charts.js";
import "./modules/scrolls.js";
import "./modules/tiles.js";
import "./modules/live.js";
import "./modules/frame.js";
import "./modules/shortcuts.js";

window.htmx = htmx; // pages' tests and the console; no page script relies on it
