/** Where the embedded services say what happens; pino's loggers fit. */
export interface LocalLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
