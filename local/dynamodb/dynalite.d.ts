// What this folder uses of dynalite 4, which ships no types.

declare module "dynalite" {
  import type { Server } from "node:http";
  import type { StoreOptions } from "dynalite/db";

  function dynalite(options: StoreOptions): Server;
  export = dynalite;
}

declare module "dynalite/db" {
  namespace db {
    interface StoreOptions {
      /** The directory of the LevelDB store. */
      path: string;
      /** How long a table stays CREATING, in milliseconds. */
      createTableMs: number;
      /** How long a table stays DELETING, in milliseconds. */
      deleteTableMs: number;
      /** How long a table stays UPDATING, in milliseconds. */
      updateTableMs: number;
    }

    /** An iterator of LevelDB, as `abstract-level` makes it. */
    interface StoreIterator {
      close(): Promise<void>;
      return?(): Promise<void>;
    }

    /** The LevelDB database, as `abstract-level` makes it and dynalite wraps it. */
    interface StoreDatabase {
      open(): Promise<void>;
      /** Waits for the operations under way, then closes the files. */
      close(): Promise<void>;
      keys(options: unknown): StoreIterator;
      values(options: unknown): StoreIterator;
    }

    interface Store {
      db: StoreDatabase;
    }
  }

  const db: {
    /** Opens a store; `dynalite()` calls it by this property. */
    create(options: db.StoreOptions): db.Store;
  };
  export = db;
}
