import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * Resident memory of a process, all its threads together, in bytes.
 *
 * @throws {Error} where there is no such process.
 */
export function residentBytes(pid: number): number {
  const kilobytes =
    process.platform === "linux"
      ? readFileSync(`/proc/${pid}/status`, "utf8").match(/^VmRSS:\s+(\d+) kB/m)?.[1]
      : execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" });
  return Number(kilobytes) * 1024;
}

/** How many files, sockets and other handles a process has open; NaN where the system does not tell. */
export function openHandles(pid: number): number {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/fd`).length : Number.NaN;
}
