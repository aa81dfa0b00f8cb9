// Bundles the portal's CSS, JavaScript, fonts and icons into portal/static/dist (git-ignored).
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "dist");

/** One sprite of all drawings in icons/: <symbol id="file name">. */
async function sprite() {
  const names = (await readdir(join(here, "icons"))).filter((name) => name.endsWith(".svg")).sort();
  const symbols = await Promise.all(
    names.map(async (name) => {
      const svg = await readFile(join(here, "icons", name), "utf8");
      return svg.trim().replace("<svg", `<symbol id="${name.slice(0, -4)}"`).replace("</svg>", "</symbol>");
    }),
  );
  const head = '<svg xmlns="http://www.w3.org/2000/svg">';
  await writeFile(join(out, "icons.svg"), `${head}${symbols.join("").replaceAll(' xmlns="http://www.w3.org/2000/svg"', "")}</svg>\n`);
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build({
  absWorkingDir: join(here, "..", ".."),
  entryPoints: {
    app: join(here, "css", "app.css"),
    "bpmn-viewer": join(here, "js", "bpmn-viewer.js"),
  },
  assetNames: "assets/[name]",
  bundle: true,
  entryNames: "[name]",
  format: "esm",
  legalComments: "linked",
  loader: { ".woff2": "file", ".svg": "file" },
  logLevel: "warning",
  minify: true,
  outdir: out,
  target: ["chrome109", "firefox115", "safari16.4"],
});
await build({
  absWorkingDir: join(here, "..", ".."),
  entryPoints: { app: join(here, "js", "app.js"), inbox: join(here, "js", "inbox.js") },
  bundle: true,
  external: ["./bpmn-viewer.js"],
  format: "esm",
  legalComments: "linked",
  logLevel: "warning",
  minify: true,
  outdir: out,
  target: ["chrome109", "firefox115", "safari16.4"],
});
await sprite();
await copyFile(join(here, "mark.svg"), join(out, "mark.svg"));
