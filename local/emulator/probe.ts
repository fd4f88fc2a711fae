/** What answers at an address. */
export type Probe =
  | { readonly kind: "nothing" }
  /** What was looked for; `name` says which, for people. */
  | { readonly kind: "found"; readonly name: string }
  /** Another program; `what` says how it answered, for people. */
  | { readonly kind: "other"; readonly what: string };

const TIMEOUT_MS = 3_000;

/** Whether something that answers as LocalStack does is at `endpoint`: LocalStack itself, MiniStack, others. */
export async function probeEmulator(endpoint: string): Promise<Probe> {
  return probe(`${endpoint}/_localstack/health`, async (response) => {
    const health: unknown = await response.json().catch(() => undefined);
    if (typeof health !== "object" || health === null || !("services" in health)) return undefined;
    const product = "ready_scripts" in health ? "MiniStack" : "LocalStack";
    return "version" in health ? `${product} ${health.version}` : product;
  });
}

/** Whether this project's stand-in for Rekognition is at `endpoint`. */
export async function probeRekognition(endpoint: string): Promise<Probe> {
  return probe(endpoint, async (response) =>
    (await response.text()).includes("stand-in for Rekognition") ? "the stand-in for Rekognition" : undefined,
  );
}

async function probe(url: string, recognize: (response: Response) => Promise<string | undefined>): Promise<Probe> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (error) {
    return isRefusal(error) ? { kind: "nothing" } : { kind: "other", what: describe(error) };
  }
  const name = await recognize(response);
  return name === undefined ? { kind: "other", what: `${url} answered ${response.status}` } : { kind: "found", name };
}

/** Whether no program listens, other than one that listens but speaks no HTTP or does not answer in time. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === "ECONNREFUSED";
}

function describe(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
