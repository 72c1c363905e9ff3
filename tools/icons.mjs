// Draws the icons of the installed page, playground/icons/*.png, from playground/icon.svg. Run it
// after that file has changed. The maskable icon has a margin, which systems cut off.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { launchChromium } from "../tests/chromium.mjs";
import { ROOT } from "./steps.mjs";

const SIZES = { "icon-180": 180, "icon-192": 192, "icon-512": 512, "icon-maskable": 512 };

const svg = await readFile(`${ROOT}playground/icon.svg`, "utf8");
const browser = await launchChromium();
await mkdir(`${ROOT}playground/icons`, { recursive: true });
for (const [name, size] of Object.entries(SIZES)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const isWhole = name === "icon-maskable" || name === "icon-180"; // iOS rounds its icon itself
  const drawn = isWhole ? svg.replace(' rx="7"', "") : svg;
  const margin = name === "icon-maskable" ? size / 10 : 0;
  const style = `margin:0;background:${isWhole ? "#14785f" : "transparent"};padding:${margin}px`;
  await page.setContent(`<body style="${style}"><style>svg{display:block}</style>${drawn}</body>`);
  const bytes = await page.screenshot({ omitBackground: true });
  await writeFile(`${ROOT}playground/icons/${name}.png`, bytes);
  await page.close();
}
await browser.close();
