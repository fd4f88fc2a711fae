import { isNativeError } from "node:util/types";

/**
 * Jest runs tests in a realm of its own, in which errors that Node itself makes (of sockets, say) are no `instanceof
 * Error`, so that the AWS SDK would take them for something else than it does in production.
 */
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, thing: unknown): boolean {
    return this === Error ? isNativeError(thing) : Function.prototype[Symbol.hasInstance].call(this, thing);
  },
});
