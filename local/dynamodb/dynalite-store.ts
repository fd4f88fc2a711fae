import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";

import dynalite = require("dynalite");
import dynaliteDb = require("dynalite/db");

import { closeIteratorsOnReturn } from "./close-iterators";

/** How long to wait before the next try at a store that someone else has open, in milliseconds. */
const LOCK_RETRY_MS = 50;

/** The store stays locked by another process, most likely another Postagram that runs on the same data. */
export class DynamoDbDirectoryInUseError extends Error {
  override readonly name = "DynamoDbDirectoryInUseError";

  constructor(directory: string, cause: unknown) {
    super(
      `The embedded DynamoDB cannot open ${directory}: another process has it open. ` +
        "Is another Postagram running on it? Stop that one, or give this one a directory of its own.",
      { cause },
    );
  }
}

/** The store cannot be opened, for a reason other than its lock: rights, a full disk, damaged files. */
export class DynamoDbDirectoryError extends Error {
  override readonly name = "DynamoDbDirectoryError";

  constructor(directory: string, cause: unknown) {
    super(`The embedded DynamoDB cannot open ${directory}: ${reason(cause)}`, { cause });
  }
}

/** dynalite, its store open. */
export interface OpenDynalite {
  /** dynalite's server, which need not listen: it answers what is emitted on it as `request`. */
  readonly server: Server;
  /** Waits for the store's operations under way, then closes its files. */
  closeStore(): Promise<void>;
}

/**
 * Opens dynalite on the LevelDB store in `directory`, which is made where it is missing.
 *
 * A process that was killed a moment ago may still hold the store's lock, so a locked store is tried again.
 *
 * @param lockTimeoutMs how long to try, in milliseconds.
 * @throws {DynamoDbDirectoryInUseError} where the store is still locked after that.
 * @throws {DynamoDbDirectoryError} where it cannot be opened at all.
 */
export async function openDynalite(directory: string, lockTimeoutMs: number): Promise<OpenDynalite> {
  const { server, database } = createDynalite(directory);
  closeIteratorsOnReturn(database);
  const giveUpAt = Date.now() + lockTimeoutMs;
  for (;;) {
    try {
      await database.open();
      return { server, closeStore: () => database.close() };
    } catch (error) {
      if (!isLocked(error)) throw new DynamoDbDirectoryError(directory, error);
      if (Date.now() >= giveUpAt) throw new DynamoDbDirectoryInUseError(directory, error);
      await delay(LOCK_RETRY_MS);
    }
  }
}

/**
 * dynalite together with its database, which it keeps to itself: there is no other way to learn whether the store could
 * be opened, nor to close it under a server that never listened. dynalite makes its store through this property of its
 * own module and within this call, so the property is ours no longer than that.
 */
function createDynalite(directory: string): { server: Server; database: dynaliteDb.StoreDatabase } {
  const { create } = dynaliteDb;
  let database: dynaliteDb.StoreDatabase | undefined;
  dynaliteDb.create = (options) => {
    const store = create(options);
    database = store.db;
    return store;
  };
  try {
    const server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    if (!database) throw new Error("This release of dynalite makes its store in another way: see createDynalite");
    return { server, database };
  } finally {
    dynaliteDb.create = create;
  }
}

function isLocked(error: unknown): boolean {
  const cause = causeOf(error);
  return typeof cause === "object" && cause !== null && "code" in cause && cause.code === "LEVEL_LOCKED";
}

/** `abstract-level` says only "Database failed to open"; what happened is in the cause. */
function causeOf(error: unknown): unknown {
  return error instanceof Error ? (error.cause ?? error) : error;
}

function reason(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}
