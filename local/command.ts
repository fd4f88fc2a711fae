/** What stops a command and can be mended by whoever runs it; the message says how. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/**
 * Runs a command's `main`. What its user can mend is said in a line; anything else is a fault of ours, and its stack
 * helps.
 */
export function runCommand(main: () => Promise<void>): void {
  // The lockfile holds releases of the AWS SDK that run on Node 20; its notice about later ones is nothing to act on here.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  main().catch((error: unknown) => {
    const known = error instanceof Error && ["CommandError", "ConfigError"].includes(error.name);
    const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}
