// Builds what browsers load: src/frontend → src/cadre/ui/static/ui/dist/.
//   node src/frontend/build.mjs            once, small and final
//   node src/frontend/build.mjs --watch    again on every change, with source maps
// app.js and charts.js are two bundles, so that a page without a chart does not load ECharts;
// icons.svg holds the icons that templates and Python name, and no other.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { iconSprite } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const out = join(root, "src/cadre/ui/static/ui/dist");
const watch = process.argv.includes("--watch");
const entries = ["app.js", "app.css", "charts.js"].filter((name) => existsSync(join(here, name)));

const options = {
  absWorkingDir: root,
  entryPoints: entries.map((name) => join(here, name)),
  nodePaths: [join(root, "node_modules")],
  outdir: out,
  bundle: true,
  minify: !watch,
  sourcemap: watch,
  format: "esm",
  target: ["es2022", "chrome110", "firefox110", "safari16.4"],
  loader: { ".woff2": "file", ".woff": "file", ".svg": "dataurl", ".png": "file" },
  assetNames: "[name]-[hash]",
  logLevel: "warning",
};

function writeSprite() {
  const { svg, count, unknown } = iconSprite(root);
  writeFileSync(join(out, "icons.svg"), svg);
  for (const { name, file } of unknown) {
    console.error(`icon "${name}" in ${file} is not one of @tabler/icons`);
  }
  return { count, ok: unknown.length === 0 };
}

function report(sprite) {
  const sizes = entries.map((name) => {
    const bytes = readFileSync(join(out, name)).length;
    return `${name} ${Math.round(bytes / 1024)} kB`;
  });
  console.log(`front end: ${sizes.join(", ")}, ${sprite.count} icons`);
}

if (!watch) rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
if (watch) {
  const context = await esbuild.context({
    ...options,
    plugins: [{ name: "icons", setup: (build) => build.onEnd(() => report(writeSprite())) }],
  });
  await context.watch();
} else {
  await esbuild.build(options);
  const sprite = writeSprite();
  report(sprite);
  if (!sprite.ok) process.exitCode = 1;
}
