// Unpacks the Chromium of @sparticuz/chromium, and the libraries it brings, into the folder that TMPDIR names.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";

const packed = join(dirname(fileURLToPath(import.meta.url)), "node_modules/@sparticuz/chromium/bin");
await Promise.all(["chromium.br", "swiftshader.tar.br", "al2023.tar.br"].map((name) => inflate(join(packed, name))));
