import { readdir, rm } from "node:fs/promises";
import path from "node:path";

/** Removes the state of what was deployed from `directory`; nothing that it lists is touched. */
export async function forgetTerraformState(directory: string): Promise<void> {
  for (const file of await readdir(directory)) {
    if (/^terraform\..+\.tfstate(\.backup)?$/.test(file)) await rm(path.join(directory, file));
  }
}
