// Builds what browsers load: src/frontend → src/cadre/ui/static/ui/dist/.
//   node src/frontend/build.mjs            once, small and final
//   node src/frontend/build.mjs --watch    again on every change, with source maps
// app.js and charts.js are two bundles, so that a page without a chart does not load ECharts;
// icons.svg holds the icons that templates and Python name, and no other.
// Names carry a digest of the content, so that browsers may keep a file for ever; manifest.json says which is which
// (cadre.ui.assets reads it). While watching, names are plain.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
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
  entryNames: watch ? "[name]" : "[name]-[hash]",
  assetNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
};

function digested(name, content) {
  if (watch) return name;
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  return name.replace(/(\.\w+)$/, `-${digest}$1`);
}

function writeSprite() {
  const { svg, count, unknown } = iconSprite(root);
  const name = digested("icons.svg", svg);
  writeFileSync(join(out, name), svg);
  for (const { name, file } of unknown) {
    console.error(`icon "${name}" in ${file} is not one of @tabler/icons`);
  }
  return { name, count, ok: unknown.length === 0 };
}

// The server sends these where a browser takes them: the style sheet is 660 kB plain and 70 kB packed
function pack() {
  for (const name of readdirSync(out).filter((file) => /\.(js|css|svg)$/.test(file))) {
    const content = readFileSync(join(out, name));
    writeFileSync(join(out, `${name}.gz`), gzipSync(content, { level: 9 }));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
    writeFileSync(join(out, `${name}.br`), brotliCompressSync(content, { params }));
  }
}

function finish({ metafile }) {
  const sprite = writeSprite();
  const names = { "icons.svg": sprite.name };
  const sizes = [];
  for (const [path, output] of Object.entries(metafile.outputs)) {
    if (!output.entryPoint) continue;
    names[basename(output.entryPoint)] = basename(path);
    sizes.push(`${basename(output.entryPoint)} ${Math.round(output.bytes / 1024)} kB`);
  }
  writeFileSync(join(out, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
  if (!watch) pack();
  console.log(`front end: ${sizes.join(", ")}, ${sprite.count} icons`);
  return sprite.ok;
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
if (watch) {
  const plugin = { name: "finish", setup: (build) => build.onEnd((result) => result.metafile && finish(result)) };
  const context = await esbuild.context({ ...options, plugins: [plugin] });
  await context.watch();
} else if (!finish(await esbuild.build(options))) {
  process.exitCode = 1;
}
