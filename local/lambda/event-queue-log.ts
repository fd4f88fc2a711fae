/** What a queue logs through; a pino logger is one. */
export interface EventQueueLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
