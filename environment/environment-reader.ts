/** The environment is not what a program needs; `message` has a line for each variable at fault. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Reads a program's configuration from environment variables, and collects all that is wrong with them, so that it can be
 * mended in one go. An empty variable counts as one that is not set.
 *
 * @example
 * ```ts
 * const reader = new EnvironmentReader(process.env);
 * const port = reader.integer("PORT", { fallback: 8080, min: 0, max: 65_535 });
 * reader.finish();
 * ```
 */
export class EnvironmentReader {
  readonly #problems: string[] = [];

  constructor(private readonly env: NodeJS.ProcessEnv) {}

  /** The variable's value without blanks around it. */
  text(name: string): string | undefined {
    return this.env[name]?.trim() || undefined;
  }

  /** @param what what it has to be, for the message where it is not set. */
  required(name: string, what: string): string {
    const value = this.text(name);
    if (value === undefined) this.#problems.push(`${name} is not set: it has to be ${what}.`);
    return value ?? "";
  }

  /** The variable's value where it fits `pattern`. @param right what it has to be. */
  matching(name: string, pattern: RegExp, right: string): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !pattern.test(value)) this.wrong(name, value, right);
    return value;
  }

  integer(name: string, { fallback, min, max }: { fallback: number; min: number; max: number }): number {
    const value = this.text(name);
    if (value === undefined) return fallback;
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.wrong(name, value, `a whole number from ${min} to ${max}`);
    return fallback;
  }

  oneOf<T extends string>(name: string, values: readonly T[], fallback: T): T {
    const value = this.text(name);
    const found = values.find((allowed) => allowed === value);
    if (value !== undefined && found === undefined) this.wrong(name, value, `one of ${values.join(", ")}`);
    return found ?? fallback;
  }

  /** Whether the variable is `true`; it may be `false` too. */
  flag(name: string, fallback: boolean): boolean {
    return this.oneOf(name, ["true", "false"], fallback ? "true" : "false") === "true";
  }

  /** Items with commas between them. @param isRight whether an item is what it has to be, which `right` says. */
  list(name: string, isRight: (item: string) => boolean, right: string): string[] {
    const items = (this.text(name) ?? "").split(",").flatMap((item) => item.trim() || []);
    for (const item of items) if (!isRight(item)) this.wrong(name, item, right);
    return items;
  }

  wrong(name: string, value: string, right: string): void {
    this.#problems.push(`${name} is "${value}": it has to be ${right}.`);
  }

  /** @throws {ConfigError} where anything that was read is missing or wrong. */
  finish(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }
}
