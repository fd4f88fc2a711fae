import { writeFileSync } from "node:fs";
import path from "node:path";
import { drawArchitecture } from "./picture";

const FILE = path.resolve(__dirname, "../architecture.svg");

void drawArchitecture().then((svg) => {
  writeFileSync(FILE, svg);
  process.stdout.write(`Drew ${path.relative(process.cwd(), FILE)}\n`);
});
