// The icon sprite: every icon that a template or a Python file names, as one SVG of symbols.
// Found are {% icon "name" %}, icon="name" and icon='name', and the names listed in icons.json (for those
// that a script or a table chooses). "star-filled" takes the filled drawing of "star".
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

const PATTERNS = [/\{%\s*icon\s+["']([a-z0-9-]+)["']/g, /\bicon=["']([a-z0-9-]+)["']/g];

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["static", "locale", "migrations", "__pycache__"].includes(entry.name)) yield* sources(path);
    } else if (/\.(html|py)$/.test(entry.name)) {
      yield path;
    }
  }
}

function namesIn(root) {
  const found = new Map();
  const listed = join(root, "src/frontend/icons.json");
  if (existsSync(listed)) {
    for (const name of JSON.parse(readFileSync(listed, "utf8"))) found.set(name, relative(root, listed));
  }
  for (const path of sources(join(root, "src/cadre"))) {
    const text = readFileSync(path, "utf8");
    for (const pattern of PATTERNS) {
      for (const match of text.matchAll(pattern)) {
        if (!found.has(match[1])) found.set(match[1], relative(root, path));
      }
    }
  }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function symbol(root, name) {
  const icons = join(root, "node_modules/@tabler/icons/icons");
  const filled = name.endsWith("-filled");
  const file = filled
    ? join(icons, "filled", `${name.slice(0, -"-filled".length)}.svg`)
    : join(icons, "outline", `${name}.svg`);
  if (!existsSync(file)) return null;
  const inner = readFileSync(file, "utf8")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s*\n\s*/g, "");
  const paint = filled
    ? 'fill="currentColor" stroke="none"'
    : 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${inner}</symbol>`;
}

/** {svg, count, unknown: [{name, file}]} for the tree at `root`. */
export function iconSprite(root) {
  const symbols = [];
  const unknown = [];
  for (const [name, file] of namesIn(root)) {
    const drawn = symbol(root, name);
    if (drawn) symbols.push(drawn);
    else unknown.push({ name, file });
  }
  const svg = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
  return { svg, count: symbols.length, unknown };
}
